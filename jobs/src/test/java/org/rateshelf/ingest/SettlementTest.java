package org.rateshelf.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.rateshelf.Rows;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Field.Cell;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Quarantine;
import org.rateshelf.table.Scans;
import org.rateshelf.table.UserRates;

/** Each row names its file by its content, its place in the order of names, and its line. */
class SettlementTest {
  private static final Field<List<String>> REASONS =
      Field.codes(Quarantine.REASONS.name(), List.of(), "No reason yet.");
  private static final Table JUDGED_LISTINGS = judged(Listings.TABLE);
  private static final Table JUDGED_CONTRACTS = judged(UserRates.TABLE);
  private static final Cell LOW = Listings.BASE_RATE_PCT.is(new BigDecimal("2.0000"));
  private static final Cell HIGH = Listings.BASE_RATE_PCT.is(new BigDecimal("3.0000"));

  @Test
  void aRowAloneIsKept() {
    assertThat(fates(Rows.of(JUDGED_LISTINGS).row(at("a", 2)))).containsExactly("a:2 KEPT []");
  }

  @Test
  void equalRowsOfTwoFilesAreOne() {
    assertThat(fates(Rows.of(JUDGED_LISTINGS).row(at("a", 2)).row(at("b", 2))))
        .containsExactlyInAnyOrder("a:2 REPEATED []", "b:2 KEPT []");
  }

  @Test
  void ofDifferentRowsTheFileThatSortsLastCounts() {
    assertThat(fates(Rows.of(JUDGED_LISTINGS).row(at("a", 2, LOW)).row(at("b", 2, HIGH))))
        .containsExactlyInAnyOrder("a:2 REFUSED [SUPERSEDED]", "b:2 KEPT []");
  }

  @Test
  void theOrderOfArrivalDecidesNothing() {
    Rows one = Rows.of(JUDGED_LISTINGS).row(at("a", 2, LOW)).row(at("b", 2, HIGH));
    Rows other = Rows.of(JUDGED_LISTINGS).row(at("b", 2, HIGH)).row(at("a", 2, LOW));
    assertThat(fates(one)).containsExactlyInAnyOrderElementsOf(fates(other));
  }

  @Test
  void ofEqualRowsInOneFileTheFirstCounts() {
    assertThat(fates(numbered(Rows.of(JUDGED_LISTINGS).row(at("a", 3)).row(at("a", 2)))))
        .containsExactlyInAnyOrder("a:2 KEPT []", "a:3 REFUSED [REPEATED_KEY]");
  }

  @Test
  void rowsOfOneKeyThatDifferInOneFileAreAllRefused() {
    Table table = judged(Scans.TABLE);
    Rows rows =
        Rows.of(table)
            .row(at("a", 2, Scans.LISTED_COUNT.is(1)))
            .row(at("a", 3, Scans.LISTED_COUNT.is(2)));
    assertThat(fates(settled(rows.dataset(), Sources.SCANS)))
        .containsExactlyInAnyOrder("a:2 REFUSED [REPEATED_KEY]", "a:3 REFUSED [REPEATED_KEY]");
  }

  @Test
  void aRefusedRowTakesNobodysPlace() {
    Rows rows =
        Rows.of(JUDGED_LISTINGS)
            .row(at("a", 2, LOW))
            .row(at("b", 2, HIGH, REASONS.is(List.of("UNKNOWN_BANK"))));
    assertThat(fates(rows)).containsExactlyInAnyOrder("a:2 KEPT []", "b:2 REFUSED [UNKNOWN_BANK]");
  }

  @Test
  void linesAlikeInAllButRateAreNumberedByFallingRate() {
    Rows rows =
        Rows.of(JUDGED_LISTINGS)
            .row(at("a", 2, LOW))
            .row(at("a", 3, Listings.BASE_RATE_PCT.is(null)))
            .row(at("a", 4, HIGH));
    assertThat(lines(numbered(rows))).containsExactlyInAnyOrder("2 is 2", "3 is 3", "4 is 1");
    assertThat(fates(numbered(rows))).allMatch(fate -> fate.contains("KEPT"));
  }

  @Test
  void theBonusCountsInTheOrderOfLines() {
    Rows rows =
        Rows.of(JUDGED_LISTINGS)
            .row(at("a", 2, HIGH, Listings.BONUS_RATE_PCT.is(null)))
            .row(at("a", 3, LOW, Listings.BONUS_RATE_PCT.is(new BigDecimal("1.5000"))));
    assertThat(lines(numbered(rows))).containsExactlyInAnyOrder("2 is 2", "3 is 1");
  }

  @Test
  void linesOfOneRateAreNumberedByTheirPlace() {
    Rows rows =
        Rows.of(JUDGED_LISTINGS)
            .row(at("a", 5, Listings.PRODUCT_NAME.is("one")))
            .row(at("a", 4, Listings.PRODUCT_NAME.is("other")));
    assertThat(lines(numbered(rows))).containsExactlyInAnyOrder("4 is 1", "5 is 2");
  }

  /** The records that a connector makes of one line of a file. */
  @Test
  void linesOfOneRateAndPlaceAreNumberedByWhatTheySay() {
    Rows rows =
        Rows.of(JUDGED_LISTINGS)
            .row(at("a", 4, Listings.MAX_AMOUNT.is(new BigDecimal("10000.00"))))
            .row(at("a", 4, Listings.MAX_AMOUNT.is(new BigDecimal("250000.00"))));
    assertThat(lines(numbered(rows))).containsExactlyInAnyOrder("4 is 1", "4 is 2");
    assertThat(fates(numbered(rows))).allMatch(fate -> fate.contains("KEPT"));
  }

  @Test
  void linesThatDifferInTermAreEachTheFirst() {
    Rows rows =
        Rows.of(JUDGED_LISTINGS)
            .row(at("a", 2, Listings.TERM.is("P1Y")))
            .row(at("a", 3, Listings.TERM.is("P3Y")));
    assertThat(lines(numbered(rows))).containsExactlyInAnyOrder("2 is 1", "3 is 1");
  }

  @Test
  void twoFilesAreNumberedApart() {
    assertThat(lines(numbered(Rows.of(JUDGED_LISTINGS).row(at("a", 2)).row(at("b", 3)))))
        .containsExactlyInAnyOrder("2 is 1", "3 is 1");
  }

  @Test
  void aListingNeedsAScanOfItsShelfThatDay() {
    LocalDate day = Listings.SCAN_DATE.example();
    Rows rows =
        Rows.of(JUDGED_LISTINGS)
            .row(at("a", 2))
            .row(at("a", 3, Listings.VIEWER.is("HOLDER")))
            .row(at("a", 4, Listings.SCAN_DATE.is(day.plusDays(1))))
            .row(at("a", 5, Listings.PLATFORM_ID.is("OTHER")));
    Dataset<Row> scans = Rows.of(Scans.TABLE).row().dataset();
    assertThat(refusals(Settlement.scannedOnly(rows.dataset(), scans)))
        .containsExactlyInAnyOrder("2 []", "3 [NO_SCAN_ROW]", "4 [NO_SCAN_ROW]", "5 [NO_SCAN_ROW]");
  }

  @Test
  void aContractOfTwoHoldersIsRefusedWhollyInWhicheverFile() {
    assertThat(
            contractFates(
                Rows.of(JUDGED_CONTRACTS)
                    .row(at("a", 2))
                    .row(at("a", 3, UserRates.USER_ID.is("another")))
                    .row(at("b", 4, UserRates.USER_ID.is("a third")))))
        .containsExactlyInAnyOrder(
            "a:2 REFUSED [CONTRACT_TWICE]",
            "a:3 REFUSED [CONTRACT_TWICE]",
            "b:4 REFUSED [CONTRACT_TWICE]");
  }

  @Test
  void aContractOfTwoProductsIsRefused() {
    assertThat(
            contractFates(
                Rows.of(JUDGED_CONTRACTS)
                    .row(at("a", 2))
                    .row(at("b", 2, UserRates.PRODUCT_ID.is("another")))))
        .containsExactlyInAnyOrder("a:2 REFUSED [CONTRACT_TWICE]", "b:2 REFUSED [CONTRACT_TWICE]");
  }

  @Test
  void aContractOfTwoBalancesInOneFileIsRefused() {
    assertThat(
            contractFates(
                Rows.of(JUDGED_CONTRACTS)
                    .row(at("a", 2))
                    .row(at("a", 3, UserRates.BALANCE.is(new BigDecimal("1.00"))))))
        .containsExactlyInAnyOrder("a:2 REFUSED [CONTRACT_TWICE]", "a:3 REFUSED [CONTRACT_TWICE]");
  }

  @Test
  void ofTwoBalancesOfAContractTheFileThatSortsLastCounts() {
    assertThat(
            contractFates(
                Rows.of(JUDGED_CONTRACTS)
                    .row(at("a", 2))
                    .row(at("b", 2, UserRates.BALANCE.is(new BigDecimal("1.00"))))))
        .containsExactlyInAnyOrder("a:2 REFUSED [SUPERSEDED]", "b:2 KEPT []");
  }

  @Test
  void aContractWrittenTwiceAlikeOnlyRepeatsItself() {
    assertThat(contractFates(Rows.of(JUDGED_CONTRACTS).row(at("a", 2)).row(at("a", 3))))
        .containsExactlyInAnyOrder("a:2 KEPT []", "a:3 REFUSED [REPEATED_KEY]");
  }

  @Test
  void contractsOfOtherDaysAndPlatformsMayShareAnId() {
    LocalDate day = UserRates.AS_OF.example();
    assertThat(
            contractFates(
                Rows.of(JUDGED_CONTRACTS)
                    .row(at("a", 2))
                    .row(at("a", 3, UserRates.AS_OF.is(day.plusDays(1))))
                    .row(at("a", 4, UserRates.PLATFORM_ID.is("OTHER")))
                    .row(at("a", 5, UserRates.CONTRACT_ID.is("another")))))
        .allMatch(fate -> fate.contains("KEPT"));
  }

  @Test
  void aRefusedContractTakesNobodysId() {
    assertThat(
            contractFates(
                Rows.of(JUDGED_CONTRACTS)
                    .row(at("a", 2))
                    .row(
                        at(
                            "a",
                            3,
                            UserRates.USER_ID.is("another"),
                            REASONS.is(List.of("OUT_OF_RANGE:balance"))))))
        .containsExactlyInAnyOrder("a:2 KEPT []", "a:3 REFUSED [OUT_OF_RANGE:balance]");
  }

  @Test
  void aCompleteScanThatCountsOtherwiseStandsAsPartial() {
    Rows scans =
        Rows.of(Scans.TABLE)
            .row(Scans.PLATFORM_ID.is("agrees"), Scans.LISTED_COUNT.is(1))
            .row(Scans.PLATFORM_ID.is("saw more"), Scans.LISTED_COUNT.is(2))
            .row(Scans.PLATFORM_ID.is("saw none"), Scans.LISTED_COUNT.is(0))
            .row(Scans.PLATFORM_ID.is("does not say"), Scans.LISTED_COUNT.is(null))
            .row(
                Scans.PLATFORM_ID.is("failed"),
                Scans.LISTED_COUNT.is(2),
                Scans.STATUS.is("FAILED"));
    Rows listings =
        Rows.of(Listings.TABLE)
            .row(Listings.PLATFORM_ID.is("agrees"))
            .row(Listings.PLATFORM_ID.is("agrees"), Listings.TERM.is("P3Y"))
            .row(Listings.PLATFORM_ID.is("saw more"));
    Dataset<Row> proving = Settlement.proving(scans.dataset(), listings.dataset());
    assertThat(pairs(proving, Scans.PLATFORM_ID, Scans.STATUS))
        .containsExactlyInAnyOrder(
            "agrees COMPLETE",
            "saw more PARTIAL",
            "saw none COMPLETE",
            "does not say COMPLETE",
            "failed FAILED");
    assertThat(pairs(proving, Scans.PLATFORM_ID, Scans.DECLARED_STATUS))
        .contains("saw more COMPLETE");
  }

  private static Table judged(Table table) {
    List<Field<?>> fields = new ArrayList<>(table.fields());
    fields.addAll(
        List.of(REASONS, Quarantine.FILE_NAME, Quarantine.RAW_TEXT, Settlement.SORT_NAME));
    return Table.silver("judged_" + table.name()).fields(fields.toArray(Field<?>[]::new)).build();
  }

  private static Cell[] at(String file, long line, Cell... more) {
    List<Cell> cells =
        new ArrayList<>(
            List.of(
                Quarantine.FILE_SHA256.is("sha of " + file),
                Settlement.SORT_NAME.is(file),
                Quarantine.FILE_LINE.is(line)));
    cells.addAll(List.of(more));
    return cells.toArray(Cell[]::new);
  }

  private static Dataset<Row> numbered(Rows rows) {
    return Settlement.numbered(Settlement.together(rows.dataset(), Sources.LISTINGS));
  }

  private static Dataset<Row> settled(Dataset<Row> rows, Source source) {
    return Settlement.settle(Settlement.together(rows, source), source);
  }

  private static List<String> lines(Dataset<Row> rows) {
    return pairs(rows, Quarantine.FILE_LINE, Listings.LINE_NO).stream()
        .map(pair -> pair.replace(" ", " is "))
        .toList();
  }

  private static List<String> contractFates(Rows rows) {
    Dataset<Row> contracts = Settlement.together(rows.dataset(), Sources.USER_RATES);
    return fates(Settlement.settle(Settlement.toldApart(contracts), Sources.USER_RATES));
  }

  private static List<String> fates(Rows rows) {
    return fates(rows.dataset());
  }

  private static List<String> fates(Dataset<Row> rows) {
    boolean settled = List.of(rows.columns()).contains(Settlement.FATE.name());
    return (settled ? rows : settled(rows, Sources.LISTINGS))
        .collectAsList().stream()
            .map(
                r ->
                    "%s:%d %s %s"
                        .formatted(
                            r.getAs(Settlement.SORT_NAME.name()),
                            r.<Long>getAs(Quarantine.FILE_LINE.name()),
                            r.getAs(Settlement.FATE.name()),
                            r.getList(r.fieldIndex(REASONS.name()))))
            .toList();
  }

  private static List<String> refusals(Dataset<Row> rows) {
    return rows.collectAsList().stream()
        .map(
            r ->
                r.getAs(Quarantine.FILE_LINE.name())
                    + " "
                    + r.getList(r.fieldIndex(REASONS.name())))
        .toList();
  }

  private static List<String> pairs(Dataset<Row> rows, Field<?> one, Field<?> other) {
    return rows.select(one.col(), other.col()).collectAsList().stream()
        .map(r -> r.get(0) + " " + r.get(1))
        .toList();
  }
}
