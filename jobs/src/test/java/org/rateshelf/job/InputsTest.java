package org.rateshelf.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rateshelf.Rows;
import org.rateshelf.TestMarket;
import org.rateshelf.table.BankRates;
import org.rateshelf.table.Listings;

class InputsTest {
  private static final LocalDate FROM = LocalDate.of(2020, 12, 2);
  private static final LocalDate TO = LocalDate.of(2020, 12, 3);

  @Test
  void aTableThatIsNotDeclaredCannotBeRead() {
    Inputs in = inputs();
    assertThatThrownBy(() -> in.rows(BankRates.TABLE))
        .isInstanceOfSatisfying(
            UndeclaredRead.class,
            e -> {
              assertThat(e.fix()).isEqualTo("add it to reads() of 'best_offers'.");
              assertThat(e.exit()).isEqualTo(RateshelfException.Exit.DEFECT);
            })
        .hasMessage("'best_offers' cannot read table 'bank_rates'.");
  }

  @Test
  void daysAreThoseToCompute() {
    assertThat(Rows.valuesOf(inputs().days(Listings.TABLE), Listings.SCAN_DATE))
        .containsExactly(FROM, TO);
  }

  @Test
  void upToTheLastDayIsNothingLater() {
    assertThat(Rows.valuesOf(inputs().upToLastDay(Listings.TABLE), Listings.SCAN_DATE))
        .containsExactly(FROM.minusDays(1), FROM, TO);
  }

  @Test
  void theDayBeforeIsThatDayAlone() {
    assertThat(Rows.valuesOf(inputs().dayBefore(Listings.TABLE), Listings.SCAN_DATE))
        .containsExactly(FROM.minusDays(1));
  }

  private static Inputs inputs() {
    Rows listings = Rows.of(Listings.TABLE);
    for (int day = -1; day <= 2; day++) {
      listings.row(Listings.SCAN_DATE.is(FROM.plusDays(day)));
    }
    return new Inputs(
        "best_offers",
        TestMarket.settings("BENCHMARK: {}"),
        FROM,
        TO,
        Map.of(Listings.TABLE.path(), listings.dataset()));
  }
}
