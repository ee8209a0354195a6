package org.rateshelf.answer;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rateshelf.TestSpark;

class ExactTest {

  @ParameterizedTest
  @CsvSource({"10.00, 3, 3.33", "20.00, 3, 6.67", "0.25, 2, 0.13", "-0.25, 2, -0.13", "1, 8, 0.13"})
  void aMeanIsRoundedOnceHalfUp(String sum, int count, BigDecimal mean) {
    assertThat(value(Exact.mean(decimal(sum), lit(count), 2))).isEqualByComparingTo(mean);
  }

  @Test
  void theMeanOfNothingIsNull() {
    assertThat(value(Exact.mean(decimal("0"), lit(0), 2))).isNull();
  }

  @Test
  void aTieThatDoublesLoseByAHairIsATie() {
    // In doubles this is 0.014999999999999998.
    Column tie = lit(0.015).multiply(11.0).divide(11.0);
    assertThat(value(Exact.rounded(tie, 2))).isEqualByComparingTo("0.02");
    assertThat(value(Exact.rounded(tie.multiply(-1.0), 2))).isEqualByComparingTo("-0.02");
  }

  @Test
  void whatIsTrulyBelowATieStaysBelow() {
    assertThat(value(Exact.rounded(decimal("1.0049999990"), 2))).isEqualByComparingTo("1.00");
  }

  @ParameterizedTest
  @CsvSource({"1, 1.3000", "5, 2.5000", "9, 3.7000", "0, 1.0000", "10, 4.0000"})
  void aPercentileLiesBetweenTwoValuesByItsPlace(int tenths, BigDecimal expected) {
    assertThat(value(Exact.percentile(sorted("1", "2", "3", "4"), tenths, 4)))
        .isEqualByComparingTo(expected);
  }

  @Test
  void theMedianOfAnOddNumberIsTheMiddleOne() {
    assertThat(value(Exact.percentile(sorted("1.10", "2.20", "9.90"), 5, 2)))
        .isEqualByComparingTo("2.20");
  }

  @Test
  void ofOneValueEveryPercentileIsIt() {
    assertThat(value(Exact.percentile(sorted("2.20"), 1, 2))).isEqualByComparingTo("2.20");
    assertThat(value(Exact.percentile(sorted("2.20"), 9, 2))).isEqualByComparingTo("2.20");
  }

  @Test
  void ofNoValueThereIsNone() {
    Column none = array().cast("array<decimal(9,4)>");
    assertThat(value(Exact.percentile(none, 5, 2))).isNull();
  }

  private static Column sorted(String... values) {
    return array(Stream.of(values).map(ExactTest::decimal).toArray(Column[]::new));
  }

  private static Column decimal(String value) {
    return lit(value).cast("decimal(18,10)");
  }

  private static BigDecimal value(Column column) {
    return TestSpark.session().range(1).select(column).head().getDecimal(0);
  }
}
