package org.rateshelf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.answer.SpreadSummary;
import org.rateshelf.answer.WithdrawalImpact;
import org.rateshelf.schema.Field.Cell;
import org.rateshelf.table.Files;
import org.rateshelf.table.Quarantine;
import org.rateshelf.table.Spells;

class SimulatedSummaryTest {
  private static final LocalDate BEFORE = LocalDate.of(2020, 12, 17);
  private static final LocalDate AFTER = LocalDate.of(2021, 1, 24);
  private static final String SHOWN = "Time deposits shown";
  private static final String EXITS = "Who took deposits";
  private static final String CHANGES = "Why the mean spread";
  private static final String REFUSED = "What was refused";

  private final PageRows rows = new PageRows();

  @Test
  void thePlatformWithTheMostBeforeComesFirstThenById() {
    stock("B", BEFORE, 7);
    stock("A", BEFORE, 7);
    stock("MOST", BEFORE, 71);
    stock("MOST", AFTER, 0);
    stock("LATER", AFTER, 99);
    median("MOST", BEFORE, "143.50");
    median("MOST", BEFORE.plusDays(1), "1.00");
    median("NOT_COUNTED", BEFORE, "2.00");
    assertThat(table(SHOWN))
        .containsExactly(
            List.of("MOST", "71", "0", "143.50", "-"),
            List.of("A", "7", "-", "-", "-"),
            List.of("B", "7", "-", "-", "-"),
            List.of("LATER", "-", "99", "-", "-"));
  }

  @Test
  void stockIsOfTimeDepositsOfAllClassesAsNewBuyersSeeThem() {
    stock("KIND", BEFORE, 1, ProductCounts.PRODUCT_KIND.is("SMART_DEPOSIT"));
    stock("CLASS", BEFORE, 1, ProductCounts.BANK_CLASS.is("private"));
    stock("VIEWER", BEFORE, 1, ProductCounts.VIEWER.is("HOLDER"));
    assertThat(table(SHOWN)).containsExactly(List.of("(none)"));
  }

  @Test
  void mediansAreOfTimeDepositsOfAllClassesAndTermsToTheBigBanks() {
    stock("A", BEFORE, 1);
    median("A", BEFORE, "1.00", SpreadSummary.PRODUCT_KIND.is("SMART_DEPOSIT"));
    median("A", BEFORE, "2.00", SpreadSummary.BANK_CLASS.is("private"));
    median("A", BEFORE, "3.00", SpreadSummary.TERM.is("P1Y"));
    median("A", BEFORE, "4.00", SpreadSummary.COMPARATOR.is("BENCHMARK"));
    assertThat(table(SHOWN)).containsExactly(List.of("A", "1", "-", "-", "-"));
  }

  @Test
  void exitsAreCountedByHowTheyAreKnown() {
    spell("B", BEFORE, BEFORE.plusDays(1), "SCAN", "HOLDERS_ONLY");
    spell("B", BEFORE.plusDays(3), BEFORE.plusDays(4), "EVENT", "GONE");
    spell("B", BEFORE.minusDays(2), BEFORE, "SCAN", "HOLDERS_ONLY");
    spell("B", AFTER, null, null, null);
    spell("OPEN", AFTER, null, null, null);
    spell("FIRST", BEFORE, BEFORE.plusDays(1), "SCAN", "GONE");
    spell("A", BEFORE, BEFORE.plusDays(4), "SCAN", "GONE");
    assertThat(table(EXITS))
        .containsExactly(
            List.of("FIRST", "2020-12-17", "2020-12-18", "1", "0", "0", "1"),
            List.of("A", "2020-12-17", "2020-12-21", "1", "0", "0", "1"),
            List.of("B", "2021-01-24", "2020-12-21", "1", "1", "1", "4"),
            List.of("OPEN", "2021-01-24", "-", "0", "0", "0", "1"));
  }

  @Test
  void exitsAreOfDepositsThatNewBuyersSawInTheWeekBefore() {
    LocalDate gone = BEFORE.plusDays(1);
    spell("SMART", BEFORE.minusDays(7), gone, "SCAN", "GONE", kind("SMART_DEPOSIT"));
    spell("OTHER", BEFORE, gone, "SCAN", "GONE", kind("INSURANCE"));
    spell("HELD", BEFORE, gone, "SCAN", "GONE", Spells.VIEWER.is("HOLDER"));
    spell("LONG_AGO", BEFORE.minusDays(8), gone, "SCAN", "GONE");
    assertThat(table(EXITS)).extracting(line -> line.get(0)).containsExactly("SMART");
  }

  @Test
  void windowsStandInTheOrderOfTime() {
    impact("closed", WithdrawalImpact.REASON.is("NO_PRODUCTS_AFTER"));
    impact("restricted");
    impact("before", WithdrawalImpact.CHANGE_BP.is(null));
    impact("event");
    assertThat(table(CHANGES))
        .containsExactly(
            List.of("before", "91.2500", "164.20", "-", "-5.00", "-15.00", "-29.38"),
            List.of("event", "91.2500", "164.20", "-49.38", "-5.00", "-15.00", "-29.38"),
            List.of("restricted", "91.2500", "164.20", "-49.38", "-5.00", "-15.00", "-29.38"),
            List.of(
                "closed",
                "91.2500",
                "164.20",
                "-49.38",
                "-5.00",
                "-15.00",
                "-29.38",
                "NO_PRODUCTS_AFTER"));
  }

  @Test
  void changesAreOfAllPlatformsClassesAndTermsUnweighted() {
    impact("event", WithdrawalImpact.PLATFORM_ID.is("A"));
    impact("event", WithdrawalImpact.PRODUCT_KIND.is("SMART_DEPOSIT"));
    impact("event", WithdrawalImpact.BANK_CLASS.is("private"));
    impact("event", WithdrawalImpact.TERM.is("P1Y"));
    impact("event", WithdrawalImpact.COMPARATOR.is("BENCHMARK"));
    impact("event", WithdrawalImpact.WEIGHTING.is("BANK"));
    assertThat(table(CHANGES)).containsExactly(List.of("(none)"));
  }

  @Test
  void aRowRefusedForTwoReasonsCountsForBothAndTheCommonestComesFirst() {
    rows.row(Quarantine.TABLE, Quarantine.REASONS.is(List.of("RARE", "COMMON")));
    rows.row(Quarantine.TABLE, Quarantine.REASONS.is(List.of("COMMON", "ALSO_RARE")));
    assertThat(table(REFUSED))
        .containsExactly(List.of("COMMON", "2"), List.of("ALSO_RARE", "1"), List.of("RARE", "1"));
  }

  @Test
  void filesRefusedWholeAreNamedInTheOrderOfTheirArrival() {
    file(2, "REFUSED", "narrow.csv");
    file(1, "REFUSED", "empty.csv");
    file(3, "TAKEN", "good.csv");
    assertThat(PageRows.page(new SimulatedSummary(rows)::print))
        .filteredOn(line -> line.contains("whole file"))
        .containsExactly(
            "  the whole file listings/empty.csv: it is not UTF-8",
            "  the whole file listings/narrow.csv: it is not UTF-8");
  }

  private void stock(String platform, LocalDate day, int stock, Cell... cells) {
    rows.row(
        ProductCounts.TABLE,
        and(
            cells,
            ProductCounts.PLATFORM_ID.is(platform),
            ProductCounts.AS_OF_DATE.is(day),
            ProductCounts.STOCK.is(stock),
            ProductCounts.PRODUCT_KIND.is("TIME_DEPOSIT"),
            ProductCounts.BANK_CLASS.is("ALL"),
            ProductCounts.VIEWER.is("NEW_BUYER")));
  }

  private void median(String platform, LocalDate day, String bp, Cell... cells) {
    rows.row(
        SpreadSummary.TABLE,
        and(
            cells,
            SpreadSummary.PLATFORM_ID.is(platform),
            SpreadSummary.AS_OF_DATE.is(day),
            SpreadSummary.MEDIAN_BP.is(new BigDecimal(bp)),
            SpreadSummary.PRODUCT_KIND.is("TIME_DEPOSIT"),
            SpreadSummary.BANK_CLASS.is("ALL"),
            SpreadSummary.TERM.is("ALL"),
            SpreadSummary.COMPARATOR.is("BIG_POSTED")));
  }

  private void spell(
      String platform,
      LocalDate lastSeen,
      LocalDate firstAbsent,
      String confirmedBy,
      String exit,
      Cell... cells) {
    rows.row(
        Spells.TABLE,
        and(
            cells,
            Spells.PLATFORM_ID.is(platform),
            Spells.LAST_SEEN.is(lastSeen),
            Spells.FIRST_ABSENT.is(firstAbsent),
            Spells.CONFIRMED_BY.is(confirmedBy),
            Spells.EXIT.is(exit),
            Spells.VIEWER.is("NEW_BUYER"),
            kind("TIME_DEPOSIT")));
  }

  private static Cell kind(String kind) {
    return Spells.PRODUCT_KIND.is(kind);
  }

  private void impact(String window, Cell... cells) {
    rows.row(
        WithdrawalImpact.TABLE,
        and(
            cells,
            WithdrawalImpact.WINDOW.is(window),
            WithdrawalImpact.PLATFORM_ID.is("ALL"),
            WithdrawalImpact.PRODUCT_KIND.is("TIME_DEPOSIT"),
            WithdrawalImpact.BANK_CLASS.is("ALL"),
            WithdrawalImpact.TERM.is("ALL"),
            WithdrawalImpact.COMPARATOR.is("BIG_POSTED"),
            WithdrawalImpact.WEIGHTING.is("SIMPLE"),
            WithdrawalImpact.REASON.is(null)));
  }

  private void file(long arrival, String status, String name) {
    rows.row(
        Files.TABLE, Files.ARRIVAL.is(arrival), Files.STATUS.is(status), Files.FILE_NAME.is(name));
  }

  /** The cells that a row usually has, then those that this one has instead. */
  private static Cell[] and(Cell[] cells, Cell... usual) {
    return Stream.concat(Stream.of(usual), Stream.of(cells)).toArray(Cell[]::new);
  }

  private List<List<String>> table(String title) {
    return PageRows.under(title, PageRows.page(new SimulatedSummary(rows)::print)).stream()
        .map(line -> List.of(line.strip().split(" +")))
        .toList();
  }
}
