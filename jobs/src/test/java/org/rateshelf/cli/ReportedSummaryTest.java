package org.rateshelf.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rateshelf.answer.RateSpreads.AS_OF_DATE;
import static org.rateshelf.answer.RateSpreads.BANK_ID;
import static org.rateshelf.answer.RateSpreads.BANK_PAID_RATE_PCT;
import static org.rateshelf.answer.RateSpreads.BANK_PAID_SPREAD_BP;
import static org.rateshelf.answer.RateSpreads.COMPARATOR;
import static org.rateshelf.answer.RateSpreads.LISTED_ON;
import static org.rateshelf.answer.RateSpreads.RATE_KIND;
import static org.rateshelf.answer.RateSpreads.SPREAD_BP;
import static org.rateshelf.table.Provenance.FILE_LINE;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.schema.Field.Cell;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Quarantine;

class ReportedSummaryTest {
  private static final LocalDate DAY = LocalDate.of(2020, 12, 15);
  private static final String POSTED = "Offers above the big banks'";
  private static final String CEILING = "Offers above the ceiling";

  private final PageRows rows = new PageRows();

  @Test
  void theMostAboveComesFirstThenTheEarlierDayThenTheBank() {
    source(1, "The Paper");
    offer(BANK_ID.is("LATER"), SPREAD_BP.is(bp("10.00")), on(DAY.plusDays(1)), listed(1));
    offer(BANK_ID.is("B"), SPREAD_BP.is(bp("10.00")), on(DAY), listed(0));
    offer(BANK_ID.is("A"), SPREAD_BP.is(bp("10.00")), on(DAY), listed(0));
    offer(BANK_ID.is("MOST"), SPREAD_BP.is(bp("100.00")), on(DAY), listed(0));
    assertThat(banks(POSTED)).containsExactly("MOST", "A", "B", "LATER");
  }

  @Test
  void whatIsNotAboveOrHasNoSpreadIsLeftOut() {
    source(1, "The Paper");
    offer(SPREAD_BP.is(bp("0.00")));
    offer(SPREAD_BP.is(null));
    offer(SPREAD_BP.is(bp("-5.00")));
    assertThat(page(POSTED)).containsExactly("  (none)");
  }

  @Test
  void aLineCountsOnTheDayOfItsReportOnly() {
    source(1, "The Paper");
    offer(AS_OF_DATE.is(DAY.plusDays(1)));
    assertThat(page(POSTED)).containsExactly("  (none)");
  }

  @Test
  void ratesThatEnterNoMeanAreLeftOut() {
    source(1, "The Paper");
    offer(RATE_KIND.is("BONUS"), BANK_ID.is("BONUS"));
    offer(RATE_KIND.is("CYCLE"), BANK_ID.is("CYCLE"));
    assertThat(banks(POSTED)).containsExactly("CYCLE");
  }

  @Test
  void theCeilingIsHeldAgainstWhatTheBankItselfPays() {
    source(1, "The Paper");
    offer(COMPARATOR.is("CEILING"), BANK_PAID_SPREAD_BP.is(bp("0.00")), BANK_ID.is("COUPON"));
    offer(
        COMPARATOR.is("CEILING"),
        BANK_PAID_RATE_PCT.is(new BigDecimal("5.0000")),
        BANK_PAID_SPREAD_BP.is(bp("12.50")),
        SPREAD_BP.is(bp("99.00")),
        BANK_ID.is("PAYS"));
    assertThat(page(CEILING)).hasSize(1);
    assertThat(page(CEILING).get(0).split(" +"))
        .containsExactly(
            "",
            "2020-12-15",
            "JD_FINANCE",
            "PAYS",
            "P1Y",
            "5.0000",
            "2.7500",
            "12.50",
            "The",
            "Paper");
    assertThat(page(POSTED)).containsExactly("  (none)");
  }

  @Test
  void aSourceIsNamedWithoutTheDayAndAddressThatFollow() {
    source(1, "The Paper, 2020-12-20; https://paper");
    source(2, "jiangsulong.com; seen");
    source(3, null);
    offer(FILE_LINE.is(1L), SPREAD_BP.is(bp("30.00")));
    offer(FILE_LINE.is(2L), SPREAD_BP.is(bp("20.00")));
    offer(FILE_LINE.is(3L), SPREAD_BP.is(bp("10.00")));
    assertThat(page(POSTED))
        .extracting(line -> line.replaceAll(".*\\.\\d\\d  ", "").strip())
        .containsExactly("The Paper", "jiangsulong.com", "-");
  }

  @Test
  void aLineWithoutASourceIsLeftOut() {
    source(1, "The Paper");
    offer(FILE_LINE.is(7L));
    assertThat(page(POSTED)).containsExactly("  (none)");
  }

  @Test
  void eightAreShown() {
    source(1, "The Paper");
    for (int i = 0; i < 9; i++) {
      offer();
    }
    assertThat(page(POSTED)).hasSize(8);
  }

  @Test
  void whatIsLeftOutIsCounted() {
    rows.row(Quarantine.TABLE).row(Quarantine.TABLE);
    assertThat(PageRows.page(new ReportedSummary(rows)::print))
        .anyMatch(line -> line.startsWith("2 reported offers are left out"));
  }

  private void source(long line, String source) {
    rows.row(Listings.TABLE, FILE_LINE.is(line), Listings.SOURCE.is(source));
  }

  private void offer(Cell... cells) {
    Cell[] all = new Cell[cells.length + 3];
    all[0] = AS_OF_DATE.is(DAY);
    all[1] = LISTED_ON.is(DAY);
    all[2] = FILE_LINE.is(1L);
    System.arraycopy(cells, 0, all, 3, cells.length);
    rows.row(RateSpreads.TABLE, all);
  }

  private static Cell on(LocalDate day) {
    return AS_OF_DATE.is(day);
  }

  private static Cell listed(int daysLater) {
    return LISTED_ON.is(DAY.plusDays(daysLater));
  }

  private List<String> banks(String title) {
    return page(title).stream().map(line -> line.trim().split(" +")[2]).toList();
  }

  private List<String> page(String title) {
    return PageRows.under(title, PageRows.page(new ReportedSummary(rows)::print));
  }

  private static BigDecimal bp(String value) {
    return new BigDecimal(value);
  }
}
