package org.rateshelf.lake;

import static org.apache.spark.sql.functions.concat_ws;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.Rows;
import org.rateshelf.TestMarket;
import org.rateshelf.TestSpark;
import org.rateshelf.answer.Answers;
import org.rateshelf.answer.ListingStates;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.job.Answer;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.job.RateshelfException.Exit;
import org.rateshelf.lake.Run.Outcome;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.BankRates;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Quarantine;
import org.rateshelf.table.Scans;
import org.rateshelf.table.Spells;

/** The tables depend on the set of files that landed, and on nothing that happened meanwhile. */
class RerunIT {
  private static final String CORRECTED =
      "2020-12-02,BETA,b1,NEW_BUYER,CITY1,Hill Year,TIME_DEPOSIT,P1Y,1.00,BUY";

  @TempDir private static Path temp;
  private static Map<String, List<String>> inOnePass;

  @BeforeAll
  static void computeInOnePass() {
    assertThat(run(days(market("whole"), 1, 2, 3, 4), "whole").exit()).isEqualTo(Exit.DONE);
    inOnePass = published("whole");
  }

  @Test
  void theMarketShowsWhatIsCompared() {
    assertThat(inOnePass.get(ListingStates.TABLE.path()))
        .anyMatch(row -> row.contains("HOLDERS_TOP_UP"));
    assertThat(inOnePass.get(Spells.TABLE.path())).anyMatch(row -> row.contains("(b1)"));
    assertThat(inOnePass)
        .allSatisfy(
            (table, rows) -> {
              if (!table.equals(Quarantine.TABLE.path())) {
                assertThat(rows).as(table).isNotEmpty();
              }
            });
  }

  /** Nights follow each other, and at each something goes wrong that must leave no trace. */
  @Test
  void nightByNightIsTheSameAsInOnePassWhateverGoesWrong() throws IOException {
    TestMarket market = days(market("nights"), 1);
    assertThat(run(market, "nights").publication()).contains(1L);
    aSecondRunChangesNothing(market);

    days(market, 2);
    aRunThatDiesLeavesThePublishedState(market);
    assertThat(run(market, "nights").publication()).contains(2L);

    // Written by nobody's run, and published by none.
    lake("nights").append(Listings.TABLE, Rows.of(Listings.TABLE).row().dataset());
    lake("nights").overwrite(RateSpreads.TABLE, Rows.of(RateSpreads.TABLE).row().dataset());
    assertThat(run(days(market, 3), "nights").publication()).contains(3L);

    Outcome last = run(days(market, 4), "nights");
    assertThat(last.from()).isEqualTo("2020-12-04");
    assertThat(last.to()).isEqualTo("2020-12-04");
    assertThat(published("nights")).isEqualTo(inOnePass);
  }

  private static void aSecondRunChangesNothing(TestMarket market) throws IOException {
    Publication first = lake("nights").present();
    Path file = market.folder().resolve("landing/listings/2020-12-01.csv");
    market.land("listings/a-copy.csv", Files.readAllBytes(file));
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    Outcome again = run(market, "nights");
    assertThat(again.publication()).isEmpty();
    assertThat(again.exit()).isEqualTo(Exit.DONE);
    assertThat(again.told()).anyMatch(told -> told.contains("nothing new has landed"));
    assertThat(lake("nights").present()).isEqualTo(first);
  }

  private static void aRunThatDiesLeavesThePublishedState(TestMarket market) {
    Publication before = lake("nights").present();
    Map<String, List<String>> shown = published("nights");
    assertThatThrownBy(() -> run(market, "nights", dyingAt("computing gold/rate_spreads")))
        .isInstanceOf(Killed.class);
    assertThat(lake("nights").present()).isEqualTo(before);
    assertThat(published("nights")).isEqualTo(shown);
  }

  @Test
  void filesInAnotherOrderGiveTheSameTables() {
    TestMarket market = days(market("shuffled"), 4, 2);
    run(market, "shuffled");
    run(days(market, 3, 1), "shuffled");
    assertThat(published("shuffled")).isEqualTo(inOnePass);
  }

  @Test
  void aCorrectedFileReplacesTheEarlierOneWhole() {
    TestMarket market = days(market("corrected"), 1, 2);
    market.land("scans/more.r2.csv", TestMarket.scans("2020-12-02,BETA,HOLDER,COMPLETE,0"));
    run(market, "corrected");

    // A revision, the same name with other content, and a lower revision that comes too late.
    market.land("listings/2020-12-02.r1.csv", TestMarket.listings(CORRECTED));
    market.change("landing/bank_rates/posted.csv", "BIG3,P1Y,2020-01-01,1.78\n", "");
    market.land("scans/more.r1.csv", TestMarket.scans("2020-12-02,BETA,HOLDER,FAILED,"));
    assertThat(run(market, "corrected").exit()).isEqualTo(Exit.DONE);
    assertThat(now("corrected", Listings.TABLE, Listings.SCAN_DATE, Listings.BASE_RATE_PCT))
        .filteredOn(row -> row.startsWith("2020-12-02"))
        .containsExactly("2020-12-02 1.0000");
    assertThat(now("corrected", BankRates.TABLE, BankRates.BANK_ID))
        .containsExactlyInAnyOrder("BIG1", "BIG2");
    assertThat(now("corrected", Scans.TABLE, Scans.PLATFORM_ID, Scans.VIEWER, Scans.STATUS))
        .contains("BETA HOLDER COMPLETE");

    run(market, "corrected-at-once");
    assertThat(published("corrected")).isEqualTo(published("corrected-at-once"));
  }

  @Test
  void aLakeWhoseLogWasCutSaysSo() throws IOException {
    TestMarket market = market("whole");
    Path log = temp.resolve("lake-whole/gold/rate_spreads/_delta_log");
    try (Stream<Path> entries = Files.list(log)) {
      for (Path entry : entries.filter(e -> e.toString().endsWith(".json")).toList()) {
        Files.delete(entry);
      }
    }
    assertThatThrownBy(() -> run(market, "whole"))
        .isInstanceOfSatisfying(
            RateshelfException.class, e -> assertThat(e.exit()).isEqualTo(Exit.LAKE_FAILS))
        .hasMessageContaining("gold/rate_spreads lacks version");
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static Consumer<String> dyingAt(String step) {
    return at -> {
      if (at.startsWith(step)) {
        throw new Killed();
      }
    };
  }

  private static TestMarket market(String name) {
    return TestMarket.in(temp.resolve("market-" + name)).posted();
  }

  private static TestMarket days(TestMarket market, int... days) {
    for (int day : days) {
      market.day(day);
      if (day % 2 == 0) {
        market.holders(day);
      }
    }
    return market;
  }

  private static Lake lake(String name) {
    return new Lake(TestSpark.session(), temp.resolve("lake-" + name));
  }

  private static Outcome run(TestMarket market, String lake) {
    return run(market, lake, step -> {});
  }

  private static Outcome run(TestMarket market, String lake, Consumer<String> progress) {
    return new Run(lake(lake), Clock.systemUTC(), progress)
        .execute(
            new Run.Order(
                "nightly",
                market.folder().toString(),
                market.folder().resolve("landing").toString(),
                Optional.empty(),
                Optional.empty(),
                UserKey.DEMO));
  }

  /** All rows of the tables that a lake has published. */
  private static Map<String, List<String>> published(String name) {
    Lake lake = lake(name);
    Publication publication = lake.present();
    Stream<Table> landed =
        Stream.of(Listings.TABLE, Scans.TABLE, BankRates.TABLE, Quarantine.TABLE);
    Map<String, List<String>> found = new TreeMap<>();
    Stream.concat(landed, Answers.all().stream().map(Answer::writes))
        .forEach(table -> found.put(table.path(), rows(lake.published(table, publication))));
    return found;
  }

  private static List<String> rows(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Row::toString).sorted().toList();
  }

  /** These columns of a published table. */
  private static List<String> now(String name, Table table, Field<?>... fields) {
    Lake lake = lake(name);
    Column[] columns = Stream.of(fields).map(Field::col).toArray(Column[]::new);
    return lake.published(table, lake.present())
        .select(concat_ws(" ", columns))
        .as(Encoders.STRING())
        .collectAsList();
  }
}
