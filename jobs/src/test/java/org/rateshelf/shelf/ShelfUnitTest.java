package org.rateshelf.shelf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rateshelf.shelf.ShelfWalk.day;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rateshelf.Rows;
import org.rateshelf.TestMarket;
import org.rateshelf.market.Reference;
import org.rateshelf.schema.Field.Cell;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Events;
import org.rateshelf.table.Listings;
import org.rateshelf.table.ScanStarts;
import org.rateshelf.table.Scans;
import org.rateshelf.table.ShelfDays;
import org.rateshelf.table.Spells;

/** Rows of one platform, of whose scans all are COMPLETE but for what a test names. */
class ShelfUnitTest {
  private static final String SETTINGS = TestMarket.text("BENCHMARK: {}");
  private static final LocalDate EARLIER = LocalDate.of(2020, 11, 20);

  private final ShelfUnit shelf = new ShelfUnit(reference(SETTINGS), day(2), day(4), List.of());

  private static Reference reference(String settings, Rows... events) {
    return new Reference(
        settings,
        Map.of(
            Banks.TABLE,
            Rows.of(Banks.TABLE).row(Banks.BANK_ID.is("B"), Banks.NAME.is("Bank")).values(),
            Events.TABLE,
            events.length == 0 ? List.of() : events[0].values()));
  }

  @Test
  void aSpellRunsFromItsFirstSightingToTheScanThatLacksIt() {
    scan(2);
    scan(3);
    scan(4);
    shelf.listing(listed(2));
    shelf.listing(listed(3));
    ShelfDay ended = on(shelf, 4);
    assertThat(ended.firstSeen()).isEqualTo(day(2));
    assertThat(ended.lastSeen()).isEqualTo(day(3));
    assertThat(ended.firstAbsent()).isEqualTo(day(4));
    assertThat(ended.confirmedBy()).isEqualTo("SCAN");
  }

  @Test
  void whatAFailedScanShowsIsNoSighting() {
    scan(2);
    scan(3, Scans.STATUS.is("FAILED"));
    shelf.listing(listed(2));
    shelf.listing(listed(3));
    assertThat(on(shelf, 3).sees()).isEqualTo(Sees.UNKNOWN);
    assertThat(on(shelf, 3).lastSeen()).isEqualTo(day(2));
  }

  @Test
  void aShelfWithoutListingsHasNoRow() {
    scan(2);
    shelf.ended(spell(1));
    assertThat(walked(shelf)).isEmpty();
  }

  @Test
  void theMostThatAnyLineAllowsIsSeen() {
    scan(2);
    shelf.listing(listed(2, Listings.ACTION.is("VIEW")));
    shelf.listing(listed(2, Listings.ACTION.is("BUY"), Listings.TERM.is("P12M")));
    shelf.listing(listed(2, Listings.ACTION.is("TOP_UP"), Listings.TERM.is("P3M")));
    ShelfDay seen = on(shelf, 2);
    assertThat(seen.sees()).isEqualTo(Sees.CAN_BUY);
    assertThat(seen.anyTerms()).containsExactly("P1Y", "P3M");
    assertThat(seen.lines()).hasSize(3);
  }

  @Test
  void onlyAHolderCanTopUp() {
    for (String viewer : List.of("NEW_BUYER", "HOLDER")) {
      scan(2, Scans.VIEWER.is(viewer));
      shelf.listing(listed(2, Listings.ACTION.is("TOP_UP"), Listings.VIEWER.is(viewer)));
    }
    assertThat(walked(shelf))
        .filteredOn(row -> row.day().equals(day(2)))
        .extracting(row -> row.viewer() + " " + row.sees())
        .containsExactlyInAnyOrder("NEW_BUYER SEEN", "HOLDER TOP_UP");
  }

  @Test
  void ofLinesThatDisagreeTheLeastValueCounts() {
    scan(2);
    shelf.listing(
        listed(2, Listings.PRODUCT_NAME.is("b"), Listings.PRODUCT_KIND.is("TIME_DEPOSIT")));
    shelf.listing(
        listed(2, Listings.PRODUCT_NAME.is("a"), Listings.PRODUCT_KIND.is("SMART_DEPOSIT")));
    shelf.listing(listed(2, Listings.PRODUCT_NAME.is(null)));
    assertThat(on(shelf, 2).productName()).isEqualTo("a");
    assertThat(on(shelf, 2).productKind()).isEqualTo("SMART_DEPOSIT");
  }

  @Test
  void aBankThatTheSourceDoesNotNameHasTheNameOfTheReference() {
    scan(2);
    shelf.listing(listed(2, Listings.BANK_NAME.is(null)));
    shelf.listing(
        listed(
            2,
            Listings.PRODUCT_ID.is("q"),
            Listings.BANK_NAME.is(null),
            Listings.BANK_ID.is("unknown")));
    assertThat(walked(shelf))
        .filteredOn(row -> row.viewer().equals("NEW_BUYER") && row.day().equals(day(2)))
        .extracting(ShelfDay::bankName)
        .containsExactlyInAnyOrder("Bank", "unknown");
  }

  @Test
  void theDayBeforeIsGoneOnFrom() {
    shelf.carried(
        carried(
            ShelfDays.SPELL_NO.is(3),
            ShelfDays.FIRST_SEEN.is(EARLIER),
            ShelfDays.FORMER_IDS.is(List.of("old")),
            ShelfDays.LAST_COMPLETE_ON.is(day(1))));
    scan(2);
    shelf.listing(listed(2));
    ShelfDay next = on(shelf, 2);
    assertThat(next.spellNo()).isEqualTo(3);
    assertThat(next.firstSeen()).isEqualTo(EARLIER);
    assertThat(next.formerIds()).containsExactly("old");
  }

  @Test
  void aRowIsReadAsItWasWritten() {
    shelf.carried(carried(ShelfDays.LAST_COMPLETE_ON.is(day(1))));
    ShelfDay row = on(shelf, 2);
    assertThat(ShelfDay.of(row.row(), row.lines())).isEqualTo(row);
  }

  @Test
  void aClosedProductIsNotCarriedOn() {
    shelf.carried(carried(ShelfDays.STATE.is("CLOSED")));
    assertThat(walked(shelf)).isEmpty();
  }

  @Test
  void linesThatStoodTheDayBeforeAreCarriedOn() {
    shelf.carried(carried(ShelfDays.LAST_SEEN_ID.is("was p")));
    shelf.carried("p", Line.of(listed(1)));
    assertThat(walked(shelf))
        .filteredOn(row -> row.viewer().equals("NEW_BUYER"))
        .hasSize(3)
        .allSatisfy(row -> assertThat(row.lines()).containsExactly(Line.of(listed(1))));
  }

  @Test
  void spellsThatEndedAreCounted() {
    shelf.ended(spell(1));
    scan(2);
    shelf.listing(listed(2));
    assertThat(on(shelf, 2).spellNo()).isEqualTo(2);
  }

  @Test
  void aSpellThatBeginsOnTheShelfsFirstScanIsLeftCensored() {
    scan(2);
    shelf.listing(listed(2));
    assertThat(on(shelf, 2).leftCensored()).isTrue();
  }

  @Test
  void theEarliestStartOfAShelfCounts() {
    for (LocalDate first : List.of(day(2), EARLIER, day(1))) {
      shelf.start(
          Rows.of(ScanStarts.TABLE)
              .row(
                  ScanStarts.PLATFORM_ID.is("P"),
                  ScanStarts.VIEWER.is("NEW_BUYER"),
                  ScanStarts.BANK_ID.is(Scans.ALL_BANKS),
                  ScanStarts.FIRST_SCAN_ON.is(first))
              .values()
              .get(0));
    }
    scan(2);
    shelf.listing(listed(2));
    assertThat(on(shelf, 2).leftCensored()).isFalse();
    assertThat(shelf.starts())
        .extracting(row -> ScanStarts.TABLE.value(row, ScanStarts.FIRST_SCAN_ON))
        .containsExactly(EARLIER);
  }

  @Test
  void aFailedScanStartsNoShelf() {
    scan(2, Scans.STATUS.is("FAILED"));
    assertThat(shelf.starts()).isEmpty();
  }

  @Test
  void anEventEndsASpellThatNoScanEnds() {
    Rows event =
        Rows.of(Events.TABLE)
            .row(
                Events.KIND.is(Events.WITHDRAWN_FROM_NEW_BUYERS),
                Events.PLATFORM_ID.is("P"),
                Events.DATE_TO.is(day(3)));
    ShelfUnit withdrawn = new ShelfUnit(reference(SETTINGS, event), day(2), day(4), List.of());
    withdrawn.scan(scanned(2));
    withdrawn.listing(listed(2));
    assertThat(on(withdrawn, 3).confirmedBy()).isEqualTo("EVENT");
  }

  @Test
  void withoutAHeartbeatABanksListingsAreItsScan() {
    ShelfUnit bank =
        new ShelfUnit(
            reference(SETTINGS.replace("heartbeat: scans", "heartbeat: none")),
            day(2),
            day(4),
            List.of(day(2), day(3)));
    bank.listing(listed(2));
    bank.listing(listed(2, Listings.PRODUCT_ID.is("q")));
    bank.listing(listed(3));
    assertThat(on(bank, 2).scanStatus()).isEqualTo(Shelf.ScanStatus.COMPLETE);
    assertThat(bank.starts())
        .extracting(row -> ScanStarts.TABLE.value(row, ScanStarts.BANK_ID))
        .containsExactly("B");
  }

  @Test
  void theHighestRateIsOfLinesThatEnterMeans() {
    scan(2);
    shelf.listing(listed(2, rate("4.0000")));
    shelf.listing(listed(2, rate("4.2000"), Listings.RATE_KIND.is("CYCLE")));
    shelf.listing(listed(2, rate("9.0000"), Listings.RATE_KIND.is("BONUS")));
    shelf.listing(listed(2, Listings.BASE_RATE_PCT.is(null), Listings.TERM.is("P3M")));
    assertThat(on(shelf, 2).highestHeadlinePct()).isEqualTo("4.2000");
  }

  private static Cell rate(String pct) {
    return Listings.BASE_RATE_PCT.is(new BigDecimal(pct));
  }

  private void scan(int number, Cell... cells) {
    shelf.scan(scanned(number, cells));
  }

  private static Object[] scanned(int number, Cell... cells) {
    return row(
        Rows.of(Scans.TABLE)
            .each(
                Scans.SCAN_DATE.is(day(number)),
                Scans.PLATFORM_ID.is("P"),
                Scans.VIEWER.is("NEW_BUYER"),
                Scans.STATUS.is("COMPLETE")),
        cells);
  }

  private static Object[] listed(int number, Cell... cells) {
    return row(
        Rows.of(Listings.TABLE)
            .each(
                Listings.SCAN_DATE.is(day(number)),
                Listings.PLATFORM_ID.is("P"),
                Listings.PRODUCT_ID.is("p"),
                Listings.BANK_ID.is("B"),
                Listings.BONUS_RATE_PCT.is(null),
                Listings.SUBSIDY_RATE_PCT.is(null)),
        cells);
  }

  private static Object[] carried(Cell... cells) {
    return row(
        Rows.of(ShelfDays.TABLE)
            .each(
                ShelfDays.AS_OF_DATE.is(day(1)),
                ShelfDays.PLATFORM_ID.is("P"),
                ShelfDays.PRODUCT_ID.is("p"),
                ShelfDays.BANK_ID.is("B"),
                ShelfDays.LAST_SEEN.is(day(1)),
                ShelfDays.LAST_SEEN_ID.is("p"),
                ShelfDays.FIRST_ABSENT.is(null),
                ShelfDays.CONFIRMED_BY.is(null),
                ShelfDays.EXIT.is(null)),
        cells);
  }

  private static Object[] spell(int number) {
    return row(
        Rows.of(Spells.TABLE)
            .each(
                Spells.PLATFORM_ID.is("P"),
                Spells.PRODUCT_ID.is("p"),
                Spells.SPELL_NO.is(number),
                Spells.FIRST_ABSENT.is(day(1)),
                Spells.FORMER_IDS.is(List.of())));
  }

  private static Object[] row(Rows usual, Cell... cells) {
    return usual.row(cells).values().get(0);
  }

  /** The new buyer's row of the product that a test does not name. */
  private static ShelfDay on(ShelfUnit shelf, int number) {
    LocalDate asked = day(number);
    return walked(shelf).stream()
        .filter(row -> row.day().equals(asked))
        .filter(row -> row.viewer().equals("NEW_BUYER") && row.product().equals("p"))
        .findFirst()
        .orElseThrow();
  }

  private static List<ShelfDay> walked(ShelfUnit shelf) {
    List<ShelfDay> days = new ArrayList<>();
    shelf.walk(days::add);
    return days;
  }
}
