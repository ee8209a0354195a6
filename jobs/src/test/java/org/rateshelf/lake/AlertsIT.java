package org.rateshelf.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.Rows;
import org.rateshelf.TestMarket;
import org.rateshelf.TestSpark;
import org.rateshelf.ingest.Sources;
import org.rateshelf.job.RateshelfException.Exit;
import org.rateshelf.lake.Run.Outcome;
import org.rateshelf.market.MarketFile;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Events;

/**
 * Four days, on the last of which ALPHA is not scanned for new buyers, its scan for holders fails,
 * BETA is bare without an event, and three rows of thirty are refused.
 */
class AlertsIT {
  private static final LocalDate FIRST = LocalDate.of(2020, 12, 1);
  private static final LocalDate LAST = LocalDate.of(2020, 12, 4);
  private static final String RULES =
      """
      alerts:
        scans_missing_pct: 66.66
        rows_refused_pct: 9.99
        platform_silent_days: 2
        count_fell_pct: 99.99
      """;

  @TempDir private static Path temp;
  private static TestMarket market;
  private static Outcome night;

  @BeforeAll
  static void runANight() throws IOException {
    market = TestMarket.in(temp.resolve("market")).posted().day(1).day(2).day(3);
    market.land(
        "scans/2020-12-04.csv",
        TestMarket.scans(
            "2020-12-04,ALPHA,HOLDER,FAILED,", "2020-12-04,BETA,NEW_BUYER,COMPLETE,0"));
    String tooHigh = "2020-12-04,BETA,b%d,NEW_BUYER,CITY1,Hill Year,TIME_DEPOSIT,P1Y,150,BUY";
    market.land(
        "listings/too-high.csv",
        TestMarket.listings(tooHigh.formatted(2), tooHigh.formatted(3), tooHigh.formatted(4)));
    market.put("market.yml", Files.readString(market.folder().resolve("market.yml")) + RULES);
    night = run("2020-12-06T10:00:00Z", Optional.empty());
  }

  @Test
  void eachRuleTellsWhatItFoundAndTheStateIsPublished() throws IOException {
    assertThat(night.publication()).contains(1L);
    assertThat(night.exit()).isEqualTo(Exit.PUBLISHED_WITH_GAPS);
    assertThat(night.alerts())
        .containsExactly(
            "rows_refused_pct: 10.00 % (3 of 30) of the rows of the new files are refused, more"
                + " than 9.99 %; see: rateshelf quarantine --lake "
                + temp.resolve("lake"),
            "count_fell_pct: 100.00 % (1 of 1) of the products that BETA showed to NEW_BUYER were"
                + " gone on 2020-12-04, more than 99.99 %, and events.csv has no event of it that"
                + " day; see gold/product_counts.",
            "platform_silent_days: ALPHA has had no COMPLETE scan from 2020-12-04 to 2020-12-05;"
                + " see silver/scans.",
            "scans_missing_pct: 66.67 % (2 of 3) of the scans of 2020-12-04 are missing or failed,"
                + " more than 66.66 %; see silver/scans.");
    assertThat(Files.readString(temp.resolve("lake/last-run.json")))
        .contains("\"alerts\" : [ \"rows_refused_pct: ");
  }

  @Test
  void nothingIsToldThatIsNotAboveItsThreshold() throws IOException {
    assertThat(alerts(reference("66.67", "10.00", "3", "100"), LAST)).isEmpty();
  }

  @Test
  void theWorstIsToldAndHowManyThereAre() throws IOException {
    Reference reference = reference("66.66", "10.00", "1", "99.99");
    assertThat(alerts(with(reference), LAST.plusDays(1)))
        .satisfiesExactly(
            told -> assertThat(told).contains("BETA", "gone on 2020-12-04", "(2 such falls)"),
            told -> assertThat(told).contains("from 2020-12-05", "(2 such platforms)"),
            told -> assertThat(told).contains("(3 of 3)", "2020-12-05", "(2 such days)"));
  }

  /** BETA goes on: of the fifth its only shelf is missing, and it alone is silent. */
  @Test
  void ofAPlatformThatIsScannedNoMoreNoScanIsMissed() throws IOException {
    Reference reference = reference("66.66", "10.00", "1", "100");
    Object[] ended =
        Rows.of(Events.TABLE)
            .row(
                Events.EVENT_ID.is("EV9"),
                Events.DATE_FROM.is(LAST),
                Events.DATE_TO.is(LAST),
                Events.PLATFORM_ID.is("ALPHA"),
                Events.KIND.is(Events.SCANS_ENDED))
            .values()
            .get(0);
    assertThat(alerts(with(reference, ended), LAST.plusDays(1)))
        .satisfiesExactly(
            told ->
                assertThat(told).contains("BETA has had no COMPLETE scan").doesNotContain("such"),
            told -> assertThat(told).contains("(1 of 1)", "2020-12-05").doesNotContain("such"));
  }

  @Test
  void aNightOnWhichNothingLandsTellsWhoIsSilent() {
    Outcome nothing = run("2020-12-07T10:00:00Z", Optional.empty());
    assertThat(nothing.publication()).isEmpty();
    assertThat(nothing.exit()).isEqualTo(Exit.PUBLISHED_WITH_GAPS);
    assertThat(nothing.alerts())
        .singleElement()
        .asString()
        .contains("no COMPLETE scan from 2020-12-05 to 2020-12-06 (2 such platforms)");

    Outcome asOfTheLastDay = run("2020-12-08T10:00:00Z", Optional.of(LAST));
    assertThat(asOfTheLastDay.alerts()).isEmpty();
    assertThat(asOfTheLastDay.exit()).isEqualTo(Exit.DONE);
  }

  /** The market under other rules. */
  private static Reference reference(String scans, String rows, String silent, String fell)
      throws IOException {
    Reference read = Reference.read(TestSpark.session(), market.folder().toString());
    String text =
        read.settings()
            .replace("66.66", scans)
            .replace("refused_pct: 9.99", "refused_pct: " + rows)
            .replace("silent_days: 2", "silent_days: " + silent)
            .replace("99.99", fell);
    return new Reference(
        MarketFile.parse(text),
        text,
        new org.rateshelf.market.Reference(text, rows(read)),
        read.sha256(),
        read.knownIds());
  }

  private static Map<Table, List<Object[]>> rows(Reference reference) {
    Map<Table, List<Object[]>> rows = new HashMap<>();
    Sources.reference()
        .forEach(source -> rows.put(source.table(), reference.facts().rows(source.table())));
    return rows;
  }

  /** The same, in which just these events have happened. */
  private static Reference with(Reference reference, Object[]... events) {
    Map<Table, List<Object[]>> rows = rows(reference);
    rows.put(Events.TABLE, List.of(events));
    return new Reference(
        reference.market(),
        reference.settings(),
        new org.rateshelf.market.Reference(reference.settings(), rows),
        "",
        Map.of());
  }

  /** What a run of these days and all files would tell of the lake as it stands. */
  private static List<String> alerts(Reference reference, LocalDate last) {
    Lake lake = new Lake(TestSpark.session(), temp.resolve("lake"));
    List<LandedFile> arrived =
        lake.tables().rows(org.rateshelf.table.Files.TABLE).stream().map(LandedFile::of).toList();
    return Alerts.of(lake, reference, arrived, new Run.Span(FIRST, last), LAST.plusDays(1));
  }

  private static Outcome run(String now, Optional<LocalDate> asOf) {
    return SmallNight.run(
        temp.resolve("lake"),
        Clock.fixed(Instant.parse(now), ZoneOffset.UTC),
        step -> {},
        new Run.Order(
            "nightly",
            market.folder().toString(),
            market.folder().resolve("landing").toString(),
            asOf,
            Optional.empty(),
            UserKey.DEMO));
  }
}
