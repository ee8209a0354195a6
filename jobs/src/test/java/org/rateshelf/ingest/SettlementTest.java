package org.rateshelf.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Field.Cell;
import org.rateshelf.schema.Table;
import org.rateshelf.table.BankRates;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Provenance;
import org.rateshelf.table.Scans;
import org.rateshelf.table.UserRates;

/** Each row names its file, which stands at that place in the order of names, and its line. */
class SettlementTest {
  private static final Cell LOW = Listings.BASE_RATE_PCT.is(new BigDecimal("2.0000"));
  private static final Cell HIGH = Listings.BASE_RATE_PCT.is(new BigDecimal("3.0000"));
  private static final Cell ONE_CENT = UserRates.BALANCE.is(new BigDecimal("0.01"));
  private static final LocalDate DAY = Listings.SCAN_DATE.example();

  @Test
  void aRowAloneIsKept() {
    assertThat(fates(listing("a", 2))).containsExactly("a:2 KEPT");
  }

  @Test
  void equalRowsOfTwoFilesAreOne() {
    assertThat(fates(listing("a", 2), listing("b", 2))).containsExactly("a:2 REPEATED", "b:2 KEPT");
  }

  @Test
  void ofDifferentRowsTheFileThatSortsLastCounts() {
    assertThat(fates(listing("a", 2, LOW), listing("b", 2, HIGH)))
        .containsExactly("a:2 [SUPERSEDED]", "b:2 KEPT");
  }

  @Test
  void ofThreeFilesThoseThatSayWhatTheLastSaysRepeatIt() {
    assertThat(fates(listing("a", 2, LOW), listing("b", 2, HIGH), listing("c", 2, LOW)))
        .containsExactly("a:2 REPEATED", "b:2 [SUPERSEDED]", "c:2 KEPT");
  }

  @Test
  void ofEqualRowsInOneFileTheFirstCounts() {
    assertThat(fates(listing("a", 2), listing("a", 3)))
        .containsExactly("a:2 KEPT", "a:3 [REPEATED_KEY]");
  }

  @Test
  void rowsOfOneKeyThatDifferInOneFileAreAllRefused() {
    assertThat(
            fates(
                scan("a", 2, Scans.LISTED_COUNT.is(1)),
                scan("a", 3, Scans.LISTED_COUNT.is(2)),
                scan("b", 2, Scans.LISTED_COUNT.is(1))))
        .containsExactly("a:2 [REPEATED_KEY]", "a:3 [REPEATED_KEY]", "b:2 KEPT");
  }

  @Test
  void aRefusedRowTakesNobodysPlace() {
    assertThat(fates(listing("a", 2, LOW), refused(listing("b", 2, HIGH), "UNKNOWN_BANK")))
        .containsExactly("a:2 KEPT", "b:2 [UNKNOWN_BANK]");
  }

  @Test
  void linesAlikeInAllButRateAreNumberedByFallingRate() {
    JudgedRow[] rows = {
      listing("a", 2, LOW), listing("a", 3, Listings.BASE_RATE_PCT.is(null)), listing("a", 4, HIGH),
    };
    assertThat(numbers(rows)).containsExactly("2 is 2", "3 is 3", "4 is 1");
    assertThat(fates(rows)).allMatch(fate -> fate.endsWith("KEPT"));
  }

  @Test
  void theBonusCountsInTheOrderOfLines() {
    assertThat(
            numbers(
                listing("a", 2, HIGH, Listings.BONUS_RATE_PCT.is(null)),
                listing("a", 3, LOW, Listings.BONUS_RATE_PCT.is(new BigDecimal("1.5000")))))
        .containsExactly("2 is 2", "3 is 1");
  }

  @Test
  void linesOfOneRateAreNumberedByTheirPlace() {
    assertThat(
            numbers(
                listing("a", 4, Listings.PRODUCT_NAME.is("other")),
                listing("a", 5, Listings.PRODUCT_NAME.is("one"))))
        .containsExactly("4 is 1", "5 is 2");
  }

  /** The records that a connector makes of one line of a file. */
  @Test
  void linesOfOneRateAndPlaceAreNumberedByWhatTheySay() {
    JudgedRow[] rows = {
      listing("a", 4, Listings.MAX_AMOUNT.is(new BigDecimal("250000.00"))),
      listing("a", 4, Listings.MAX_AMOUNT.is(new BigDecimal("10000.00"))),
    };
    assertThat(numbers(rows)).containsExactly("4 is 2", "4 is 1");
    assertThat(fates(rows)).allMatch(fate -> fate.endsWith("KEPT"));
  }

  @Test
  void copiesOfALineShareItsNumber() {
    assertThat(numbers(listing("a", 2, LOW), listing("a", 3, HIGH), listing("a", 4, HIGH)))
        .containsExactly("2 is 2", "3 is 1", "4 is 1");
  }

  @Test
  void linesThatDifferInTermAreEachTheFirst() {
    assertThat(
            numbers(
                listing("a", 2, Listings.TERM.is("P1Y")), listing("a", 3, Listings.TERM.is("P3Y"))))
        .containsExactly("2 is 1", "3 is 1");
  }

  @Test
  void twoFilesAreNumberedApart() {
    assertThat(numbers(listing("a", 2), listing("b", 3))).containsExactly("2 is 1", "3 is 1");
  }

  @Test
  void theConnectorsListingsAreSettledByThemselves() {
    assertThat(fates(listing("a", 2, LOW), row(Sources.CDR, "b", 2, HIGH)))
        .containsExactly("a:2 KEPT", "b:2 KEPT");
  }

  @Test
  void aListingNeedsAScanOfItsShelfThatDay() {
    assertThat(
            fates(
                new ShelfSettlement(true),
                scan("s", 2),
                listing("a", 2),
                listing("a", 3, Listings.VIEWER.is("HOLDER")),
                listing("a", 4, Listings.PLATFORM_ID.is("OTHER")),
                refused(listing("a", 5, Listings.PLATFORM_ID.is("OTHER")), "UNKNOWN_BANK"),
                refused(listing("a", 6, Listings.PLATFORM_ID.is(null)), "MISSING:platform_id")))
        .containsExactly(
            "s:2 KEPT",
            "a:2 KEPT",
            "a:3 [NO_SCAN_ROW]",
            "a:4 [NO_SCAN_ROW]",
            "a:5 [UNKNOWN_BANK, NO_SCAN_ROW]",
            "a:6 [MISSING:platform_id]");
  }

  @Test
  void aScanThatIsRefusedIsNone() {
    assertThat(
            fates(
                new ShelfSettlement(true),
                refused(scan("s", 2), "UNKNOWN_PLATFORM"),
                listing("a", 2)))
        .containsExactly("s:2 [UNKNOWN_PLATFORM]", "a:2 [NO_SCAN_ROW]");
  }

  @Test
  void aCompleteScanThatCountsOtherwiseStandsAsPartial() {
    List<JudgedRow> scans =
        List.of(
            scan("s", 2, Scans.PLATFORM_ID.is("agrees"), Scans.LISTED_COUNT.is(1)),
            scan("s", 3, Scans.PLATFORM_ID.is("saw more"), Scans.LISTED_COUNT.is(2)),
            scan("s", 4, Scans.PLATFORM_ID.is("saw none"), Scans.LISTED_COUNT.is(0)),
            scan("s", 5, Scans.PLATFORM_ID.is("does not say"), Scans.LISTED_COUNT.is(null)),
            scan(
                "s",
                6,
                Scans.PLATFORM_ID.is("failed"),
                Scans.LISTED_COUNT.is(2),
                Scans.STATUS.is("FAILED")));
    List<JudgedRow> day = new ArrayList<>(scans);
    day.add(listing("a", 2, Listings.PLATFORM_ID.is("agrees")));
    day.add(listing("a", 3, Listings.PLATFORM_ID.is("agrees"), Listings.TERM.is("P3Y")));
    day.add(listing("a", 4, Listings.PLATFORM_ID.is("saw more")));
    day.add(
        refused(
            listing("a", 5, Listings.PLATFORM_ID.is("saw more"), Listings.PRODUCT_ID.is("x")),
            "UNREADABLE:base_rate_pct"));
    new ShelfSettlement(false).settle(day.stream().filter(row -> !row.isRefused()).toList());
    assertThat(scans)
        .extracting(s -> s.value(Scans.PLATFORM_ID) + " " + s.value(Scans.STATUS))
        .containsExactly(
            "agrees COMPLETE",
            "saw more PARTIAL",
            "saw none COMPLETE",
            "does not say COMPLETE",
            "failed FAILED");
    assertThat(scans)
        .extracting(s -> s.value(Scans.DECLARED_STATUS) + " " + s.value(Scans.SEEN_COUNT))
        .startsWith("COMPLETE 1", "COMPLETE 1", "COMPLETE 0");
  }

  @Test
  void ofPostedRatesEqualTermsAreOne() {
    JudgedRow[] rows = {
      row(Sources.BANK_RATES, "a", 2, BankRates.TERM.is("P1Y"), rate("1.75")),
      row(Sources.BANK_RATES, "b", 2, BankRates.TERM.is("P12M"), rate("1.50")),
    };
    Settlement settlement = new PostedSettlement();
    assertThat(fates(settlement, rows)).containsExactly("a:2 [SUPERSEDED]", "b:2 KEPT");
    assertThat(told(settlement, row -> row.value(BankRates.TERM), rows))
        .containsExactly("P1Y", "P1Y");
  }

  private static Cell rate(String percent) {
    return BankRates.RATE_PCT.is(new BigDecimal(percent));
  }

  @Test
  void aContractOfTwoHoldersIsRefusedWhollyInWhicheverFile() {
    assertThat(
            contractFates(
                contract("a", 2),
                contract("a", 3, UserRates.USER_ID.is("another")),
                contract("b", 4, UserRates.USER_ID.is("a third"))))
        .containsExactly("a:2 [CONTRACT_TWICE]", "a:3 [CONTRACT_TWICE]", "b:4 [CONTRACT_TWICE]");
  }

  @Test
  void aContractOfTwoProductsIsRefused() {
    assertThat(
            contractFates(contract("a", 2), contract("b", 2, UserRates.PRODUCT_ID.is("another"))))
        .containsExactly("a:2 [CONTRACT_TWICE]", "b:2 [CONTRACT_TWICE]");
  }

  @Test
  void aContractOfTwoBalancesInOneFileIsRefused() {
    assertThat(contractFates(contract("a", 2), contract("a", 3, ONE_CENT)))
        .containsExactly("a:2 [CONTRACT_TWICE]", "a:3 [CONTRACT_TWICE]");
  }

  @Test
  void ofTwoBalancesOfAContractTheFileThatSortsLastCounts() {
    assertThat(contractFates(contract("a", 2), contract("b", 2, ONE_CENT)))
        .containsExactly("a:2 [SUPERSEDED]", "b:2 KEPT");
  }

  @Test
  void aContractWrittenTwiceAlikeOnlyRepeatsItself() {
    assertThat(contractFates(contract("a", 2), contract("a", 3)))
        .containsExactly("a:2 KEPT", "a:3 [REPEATED_KEY]");
  }

  @Test
  void contractsOfOtherDaysAndPlatformsMayShareAnId() {
    assertThat(
            contractFates(
                contract("a", 2),
                contract("a", 3, UserRates.AS_OF.is(DAY.plusDays(1))),
                contract("a", 4, UserRates.PLATFORM_ID.is("OTHER")),
                contract("a", 5, UserRates.CONTRACT_ID.is("another"))))
        .allMatch(fate -> fate.endsWith("KEPT"));
  }

  @Test
  void aRefusedContractTakesNobodysId() {
    assertThat(
            contractFates(
                contract("a", 2),
                refused(contract("a", 3, UserRates.USER_ID.is("another")), "OUT_OF_RANGE:balance")))
        .containsExactly("a:2 KEPT", "a:3 [OUT_OF_RANGE:balance]");
  }

  private static JudgedRow listing(String file, long line, Cell... more) {
    return row(Sources.LISTINGS, file, line, more);
  }

  private static JudgedRow scan(String file, long line, Cell... more) {
    return row(Sources.SCANS, file, line, more);
  }

  private static JudgedRow contract(String file, long line, Cell... more) {
    return row(Sources.USER_RATES, file, line, more);
  }

  /** A row of each column's example, but for what its source cannot know and what is named. */
  private static JudgedRow row(Source source, String file, long line, Cell... more) {
    Table table = source.table();
    Object[] values = new Object[table.fields().size()];
    for (Field<?> field : source.columns()) {
      values[table.at(field)] = field.example();
    }
    values[table.at(Provenance.FILE_LINE)] = line;
    for (Cell cell : more) {
      values[table.fields().stream().map(Field::name).toList().indexOf(cell.name())] = cell.value();
    }
    return new JudgedRow(
        table, new Origin(source.name(), file, "sha of " + file), values, List.of());
  }

  private static JudgedRow refused(JudgedRow row, String reason) {
    return new JudgedRow(row.table(), row.origin(), row.values(), List.of(reason));
  }

  private static List<String> fates(JudgedRow... rows) {
    return fates(new ShelfSettlement(false), rows);
  }

  private static List<String> contractFates(JudgedRow... rows) {
    return fates(new ContractSettlement(), rows);
  }

  /** How the rows fare, in whichever order they come. */
  private static List<String> fates(Settlement settlement, JudgedRow... rows) {
    return told(settlement, SettlementTest::fate, rows);
  }

  private static String fate(JudgedRow row) {
    String fate =
        row.isRefused() ? row.reasons().toString() : row.isRepeated() ? "REPEATED" : "KEPT";
    return row.origin().name() + ":" + row.line() + " " + fate;
  }

  private static List<String> numbers(JudgedRow... rows) {
    return told(
        new ShelfSettlement(false), row -> row.line() + " is " + row.value(Listings.LINE_NO), rows);
  }

  private static List<String> told(
      Settlement settlement, Function<JudgedRow, String> what, JudgedRow... rows) {
    List<List<String>> told = new ArrayList<>();
    for (boolean backwards : List.of(false, true)) {
      List<JudgedRow> copies = new ArrayList<>();
      for (JudgedRow row : rows) {
        copies.add(new JudgedRow(row.table(), row.origin(), row.values().clone(), row.reasons()));
      }
      List<JudgedRow> given = new ArrayList<>(copies);
      if (backwards) {
        Collections.reverse(given);
      }
      settlement.settle(new ArrayList<>(given.stream().filter(row -> !row.isRefused()).toList()));
      given.stream().filter(JudgedRow::isRefused).forEach(settlement::settleRefused);
      told.add(copies.stream().map(what).toList());
    }
    assertThat(told.get(1)).as("in whichever order they come").isEqualTo(told.get(0));
    return told.get(0);
  }
}
