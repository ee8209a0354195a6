package org.rateshelf.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactTest {

  @ParameterizedTest
  @CsvSource({"10.00, 3, 3.33", "20.00, 3, 6.67", "0.25, 2, 0.13", "-0.25, 2, -0.13", "1, 8, 0.13"})
  void aMeanIsRoundedOnceHalfUp(BigDecimal sum, int count, BigDecimal mean) {
    assertThat(Exact.mean(sum, count, 2)).isEqualTo(mean);
  }

  @Test
  void theMeanOfNothingIsNull() {
    assertThat(Exact.mean(BigDecimal.ZERO, 0, 2)).isNull();
  }

  @Test
  void aTieThatDoublesLoseByAHairIsATie() {
    // In doubles this is 0.014999999999999998.
    double tie = 0.015 * 11.0 / 11.0;
    assertThat(Exact.rounded(tie, 2)).isEqualTo("0.02");
    assertThat(Exact.rounded(-tie, 2)).isEqualTo("-0.02");
  }

  @Test
  void aTieThatLongDivisionLosesByAHairIsATie() {
    // A third, thrice, is 0.99999999999999999999 of 0.015.
    BigDecimal third = Exact.quotient(decimal("0.015"), decimal("3"));
    assertThat(Exact.rounded(third.multiply(decimal("3")), 2)).isEqualTo("0.02");
    BigDecimal seventh = Exact.quotient(decimal("0.015"), decimal("7"));
    assertThat(Exact.rounded(seventh.multiply(decimal("7")), 2)).isEqualTo("0.02");
  }

  @Test
  void whatIsTrulyBelowATieStaysBelow() {
    assertThat(Exact.rounded(decimal("1.0049999990"), 2)).isEqualTo("1.00");
  }

  @ParameterizedTest
  @CsvSource({"1, 1.3000", "5, 2.5000", "9, 3.7000", "0, 1.0000", "10, 4.0000"})
  void aPercentileLiesBetweenTwoValuesByItsPlace(int tenths, BigDecimal expected) {
    assertThat(Exact.percentile(sorted("1", "2", "3", "4"), tenths, 4)).isEqualTo(expected);
  }

  @Test
  void theMedianOfAnOddNumberIsTheMiddleOne() {
    assertThat(Exact.percentile(sorted("1.10", "2.20", "9.90"), 5, 2)).isEqualTo("2.20");
  }

  @Test
  void ofOneValueEveryPercentileIsIt() {
    assertThat(Exact.percentile(sorted("2.20"), 1, 2)).isEqualTo("2.20");
    assertThat(Exact.percentile(sorted("2.20"), 9, 2)).isEqualTo("2.20");
  }

  @Test
  void ofNoValueThereIsNone() {
    assertThat(Exact.percentile(List.of(), 5, 2)).isNull();
  }

  @Test
  void aRatioIsNullWhereThereIsNothingToDivideBy() {
    assertThat(Exact.ratio(decimal("1"), decimal("0.00"), 2)).isNull();
    assertThat(Exact.ratio(decimal("1"), null, 2)).isNull();
    assertThat(Exact.percent(null, decimal("1"), 2)).isNull();
    assertThat(Exact.percent(decimal("1"), decimal("3"), 2)).isEqualTo("33.33");
  }

  @Test
  void concentrationIsTheSumOfSquaredShares() {
    assertThat(Exact.hhi(sorted("30.00", "10.00"))).isEqualTo("0.6250");
    assertThat(Exact.hhi(sorted("0.00"))).isNull();
  }

  @Test
  void aDifferenceOfRatesIsAHundredBasisPointsAPercent() {
    assertThat(Exact.basisPoints(decimal("4.1250"), decimal("1.5000"))).isEqualTo("262.50");
    assertThat(Exact.basisPoints(null, decimal("1"))).isNull();
    assertThat(Exact.basisPoints(decimal("1"), null)).isNull();
  }

  private static List<BigDecimal> sorted(String... values) {
    return Stream.of(values).map(BigDecimal::new).toList();
  }

  private static BigDecimal decimal(String value) {
    return new BigDecimal(value);
  }
}
