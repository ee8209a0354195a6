package org.rateshelf.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TermTest {

  @Test
  void equalMonthsAreOneTermInYearsWhereTheyAreWholeYears() {
    assertThat(of(Term::canonical, "P12M", "P1Y", "P1Y6M", "P18M", "P60M", "P3M", "P2Y12M"))
        .containsExactly("P1Y", "P1Y", "P18M", "P18M", "P5Y", "P3M", "P3Y");
  }

  @Test
  void weeksAreDays() {
    assertThat(of(Term::canonical, "P1W", "P7D", "P52W")).containsExactly("P7D", "P7D", "P364D");
  }

  @Test
  void demandAndUnknownStandForThemselves() {
    assertThat(of(Term::canonical, "DEMAND", "UNKNOWN")).containsExactly("DEMAND", "UNKNOWN");
    assertThat(of(Term::normalised, "DEMAND", "UNKNOWN")).containsExactly("DEMAND", "UNKNOWN");
  }

  @Test
  void daysGoToTheNearestStandardMonth() {
    assertThat(of(Term::normalised, "P30D", "P31D", "P90D", "P180D", "P365D", "P366D", "P1826D"))
        .containsExactly("P1M", "P1M", "P3M", "P6M", "P1Y", "P1Y", "P5Y");
  }

  @Test
  void moreThanFivePercentAwayStaysDays() {
    // A month is 30.4167 days; five percent of it are 1.52.
    assertThat(of(Term::normalised, "P28D", "P29D", "P31D", "P32D"))
        .containsExactly("P28D", "P1M", "P1M", "P32D");
  }

  @Test
  void moreThanSixDaysAwayStaysDays() {
    // Six months are 182.5 days.
    assertThat(of(Term::normalised, "P176D", "P177D", "P188D", "P189D"))
        .containsExactly("P176D", "P6M", "P6M", "P189D");
  }

  @Test
  void sixDaysCountFromALongTermAsWell() {
    assertThat(of(Term::normalised, "P359D", "P371D", "P358D", "P372D"))
        .containsExactly("P1Y", "P1Y", "P358D", "P372D");
  }

  @Test
  void shortAndOddTermsStayDays() {
    assertThat(of(Term::normalised, "P7D", "P14D", "P128D", "P220D"))
        .containsExactly("P7D", "P14D", "P128D", "P220D");
  }

  @Test
  void weeksAreNormalisedAsTheirDays() {
    assertThat(of(Term::normalised, "P13W", "P26W", "P52W")).containsExactly("P3M", "P6M", "P1Y");
  }

  @Test
  void monthsAreNeverMovedToOtherMonths() {
    assertThat(of(Term::normalised, "P5M", "P13M")).containsExactly("P5M", "P13M");
  }

  @Test
  void lengthOrdersDaysAmongMonths() {
    assertThat(of(Term::length, "P30D", "P1M", "P31D", "P1Y")).containsExactly(360, 365, 372, 4380);
    assertThat(of(Term::length, "DEMAND", "UNKNOWN")).containsExactly(null, null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"P1Y", "P18M", "P1Y6M", "P7D", "P2W", "P365D", "P10Y"})
  void periodsOfCalendarOrDaysCanBeRead(String term) {
    assertThat(term).matches(Term.PERIOD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"P0D", "P0Y", "P0Y0M", "P", "1Y", "P1Y7D", "P1.5Y", "PT12H", "p1y", "P-1Y", ""})
  void anythingElseCannot(String term) {
    assertThat(term).doesNotMatch(Term.PERIOD);
  }

  private static <T> List<T> of(Function<String, T> rule, String... terms) {
    return Stream.of(terms).map(rule).toList();
  }
}
