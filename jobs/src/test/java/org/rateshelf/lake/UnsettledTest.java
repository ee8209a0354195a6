package org.rateshelf.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.Rows;
import org.rateshelf.TestMarket;
import org.rateshelf.TestSpark;
import org.rateshelf.market.Reference;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Scans;
import org.rateshelf.table.ShelfDays;
import org.rateshelf.table.Spells;

/** How far back a night must go that computes the tenth of December. */
class UnsettledTest {
  private static final String MARKET = TestMarket.text("BENCHMARK: {}");
  private static final String WITHOUT_HEARTBEAT =
      MARKET.replace("heartbeat: scans", "heartbeat: none") + "settings: {confirmation_days: 3}\n";

  private final Rows carried =
      Rows.of(ShelfDays.TABLE)
          .each(ShelfDays.AS_OF_DATE.is(day(9)), ShelfDays.PRODUCT_ID.is("new"));
  private final Rows listings =
      Rows.of(Listings.TABLE).each(Listings.SCAN_DATE.is(day(10)), Listings.PRODUCT_ID.is("new"));
  private final Rows scans = Rows.of(Scans.TABLE).each(Scans.SCAN_DATE.is(day(10)));
  private final Rows spells = Rows.of(Spells.TABLE).each(Spells.CONFIRMED_BY.is("TIME"));

  @TempDir Path folder;

  @Test
  void aNewIdOfAPartialScanIsSettledByTheNextCompleteOneThatShowsIt() {
    firstSeenOnAPartialScan();
    listings.row();
    scans.row(Scans.STATUS.is("COMPLETE"));
    assertThat(earliest(MARKET)).isEqualTo(day(5));
  }

  @Test
  void aShelfThatNoLongerIsScannedIsLeftAlone() {
    firstSeenOnAPartialScan();
    assertThat(earliest(MARKET)).isEqualTo(day(10));
  }

  @Test
  void anotherPartialScanSettlesNothing() {
    firstSeenOnAPartialScan();
    listings.row();
    scans.row(Scans.STATUS.is("PARTIAL"));
    assertThat(earliest(MARKET)).isEqualTo(day(10));
  }

  @Test
  void theOtherViewersShelfSettlesItToo() {
    firstSeenOnAPartialScan();
    carried.row(
        ShelfDays.VIEWER.is("HOLDER"),
        ShelfDays.DISPLAYED.is(false),
        ShelfDays.FIRST_SEEN.is(null),
        ShelfDays.LAST_COMPLETE_ON.is(day(3)));
    listings.row(Listings.VIEWER.is("HOLDER"));
    scans.row(Scans.STATUS.is("COMPLETE"), Scans.VIEWER.is("HOLDER"));
    assertThat(earliest(MARKET)).isEqualTo(day(4));
  }

  @Test
  void aProductThatHasNowStayedAwayForTheTimeWasAbsentFromItsFirstDay() {
    carried.row(ShelfDays.LAST_SEEN.is(day(6)), ShelfDays.UNPROVEN_DAYS.is(2));
    listings.row(Listings.PRODUCT_ID.is("another"));
    assertThat(earliest(WITHOUT_HEARTBEAT)).isEqualTo(day(7));
  }

  @Test
  void aFileWithinTheTimeThatConfirmedAnAbsenceReopensIt() {
    listings.row(Listings.SCAN_DATE.is(day(9))).row();
    spells.row(Spells.FIRST_ABSENT.is(day(9)));
    assertThat(earliest(WITHOUT_HEARTBEAT)).isEqualTo(day(9));
  }

  @Test
  void timesThatOverlapAreReopenedTogether() {
    for (int number = 3; number <= 10; number++) {
      listings.row(Listings.SCAN_DATE.is(day(number)));
    }
    spells
        .row(Spells.FIRST_ABSENT.is(day(8)))
        .row(Spells.FIRST_ABSENT.is(day(6)))
        .row(Spells.FIRST_ABSENT.is(day(3)));
    assertThat(earliest(WITHOUT_HEARTBEAT)).isEqualTo(day(6));
  }

  @Test
  void whatTimeConfirmedBeforeTheseDaysStands() {
    for (int number = 7; number <= 10; number++) {
      listings.row(Listings.SCAN_DATE.is(day(number)));
    }
    spells.row(Spells.FIRST_ABSENT.is(day(7)));
    assertThat(earliest(WITHOUT_HEARTBEAT)).isEqualTo(day(10));
  }

  private void firstSeenOnAPartialScan() {
    carried.row(
        ShelfDays.FIRST_SEEN.is(day(5)),
        ShelfDays.LAST_SEEN.is(day(5)),
        ShelfDays.LAST_COMPLETE_ON.is(day(4)));
  }

  private LocalDate earliest(String market) {
    Lake lake = new Lake(TestSpark.session(), folder.resolve("lake"));
    lake.tables().add(ShelfDays.TABLE, lake.tables().write(ShelfDays.TABLE, carried.values()));
    lake.tables().add(Listings.TABLE, lake.tables().write(Listings.TABLE, listings.values()));
    lake.tables().add(Scans.TABLE, lake.tables().write(Scans.TABLE, scans.values()));
    lake.tables().add(Spells.TABLE, lake.tables().write(Spells.TABLE, spells.values()));
    return Unsettled.earliest(lake, new Reference(market, Map.of()), day(10), day(10));
  }

  private static LocalDate day(int number) {
    return LocalDate.of(2020, 12, number);
  }
}
