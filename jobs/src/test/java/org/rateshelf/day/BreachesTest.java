package org.rateshelf.day;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rateshelf.answer.CeilingBreaches.ABOVE_BP;
import static org.rateshelf.answer.CeilingBreaches.BREACH_DAYS;
import static org.rateshelf.answer.CeilingBreaches.CEILING_RATE_PCT;
import static org.rateshelf.answer.CeilingBreaches.CEILING_TERM;
import static org.rateshelf.answer.CeilingBreaches.FIRST_BREACH_ON;
import static org.rateshelf.answer.CeilingBreaches.TABLE;
import static org.rateshelf.day.Shown.DAY;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.day.Breaches.LineKey;
import org.rateshelf.day.Breaches.Past;
import org.rateshelf.market.Comparator.Kind;

class BreachesTest {
  private final Map<LineKey, Past> past = new HashMap<>();

  @Test
  void aBankThatPaysAboveTheCeilingIsInBreach() {
    Shown shown = Shown.of("ALPHA", "a1").rates("5.5000", "5.0000");
    Object[] row = rows(DAY, shown.over(Kind.CEILING, "4.8750")).get(0);
    assertThat(row).hasSameSizeAs(TABLE.fields());
    assertThat(
            Shown.values(
                TABLE,
                row,
                RateSpreads.HEADLINE_RATE_PCT,
                RateSpreads.BANK_PAID_RATE_PCT,
                CEILING_RATE_PCT,
                CEILING_TERM,
                RateSpreads.TERM_MATCH,
                ABOVE_BP))
        .containsExactly(pct("5.5000"), pct("5.0000"), pct("4.8750"), "P1Y", "EXACT", pct("12.50"));
  }

  @Test
  void whatThePlatformAddsIsNoBreach() {
    Shown shown = Shown.of("ALPHA", "a1").rates("5.5000", "4.8750");
    assertThat(rows(DAY, shown.over(Kind.CEILING, "4.8750"))).isEmpty();
  }

  @Test
  void noOtherComparatorIsARule() {
    Shown shown = Shown.of("ALPHA", "a1");
    assertThat(rows(DAY, shown.over(Kind.BENCHMARK, "1.0000"))).isEmpty();
    assertThat(rows(DAY, shown.without(Kind.CEILING, "NO_SCAN"))).isEmpty();
    assertThat(past).isEmpty();
  }

  @Test
  void daysInBreachAreCountedAndOthersAreNot() {
    Spread above = Shown.of("ALPHA", "a1").over(Kind.CEILING, "1.0000");
    Spread unseen = Shown.of("ALPHA", "a1").without(Kind.CEILING, "NO_SCAN");
    assertThat(days(rows(DAY, above))).containsExactly(DAY, 1);
    assertThat(rows(DAY.plusDays(1), unseen)).isEmpty();
    assertThat(days(rows(DAY.plusDays(2), above))).containsExactly(DAY, 2);
  }

  @Test
  void anotherLineOfTheProductIsInBreachByItself() {
    rows(DAY, Shown.of("ALPHA", "a1").over(Kind.CEILING, "1.0000"));
    Shown second = Shown.of("ALPHA", "a1");
    second.lineNo = 2;
    assertThat(days(rows(DAY.plusDays(1), second.over(Kind.CEILING, "1.0000"))))
        .containsExactly(DAY.plusDays(1), 1);
  }

  @Test
  void rowsOfTheTableAreGoneOnFromInWhateverOrderTheyAreNoted() {
    Spread above = Shown.of("ALPHA", "a1").over(Kind.CEILING, "1.0000");
    Object[] first = rows(DAY, above).get(0);
    Object[] second = rows(DAY.plusDays(1), above).get(0);
    past.clear();
    Breaches.note(second, past);
    Breaches.note(first, past);
    assertThat(days(rows(DAY.plusDays(9), above))).containsExactly(DAY, 3);
  }

  private List<Object[]> rows(LocalDate date, Spread... spreads) {
    Day day = new Day(date, List.of(), List.of(), Set.of(), new Balances());
    return Breaches.rows(day, List.of(spreads), past);
  }

  private static List<Object> days(List<Object[]> rows) {
    return Shown.values(TABLE, rows.get(0), FIRST_BREACH_ON, BREACH_DAYS);
  }

  private static BigDecimal pct(String number) {
    return new BigDecimal(number);
  }
}
