package org.rateshelf.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.apache.spark.sql.Dataset;
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
import org.rateshelf.schema.Table;
import org.rateshelf.table.BankRates;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Quarantine;
import org.rateshelf.table.Scans;
import org.rateshelf.table.Spells;

/** The tables depend on the set of files that landed, and on nothing that happened meanwhile. */
class RerunIT {
  private static final String CORRECTED =
      "2020-12-02,BETA,b1,NEW_BUYER,CITY1,Hill Year,TIME_DEPOSIT,P1Y,%s,BUY";

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
    for (String step : List.of("computing silver/shelf_days", "publishing")) {
      assertThatThrownBy(() -> run(market, "nights", dyingAt(step))).isInstanceOf(Killed.class);
      assertThat(lake("nights").present()).isEqualTo(before);
    }
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
    run(market, "corrected");
    market.land("listings/2020-12-02.r1.csv", TestMarket.listings(CORRECTED.formatted("1.00")));
    assertThat(run(market, "corrected").exit()).isEqualTo(Exit.DONE);
    assertThat(ratesOfTheSecondDay("corrected")).containsExactly("b1 1.0000");

    // The same name with other content replaces it; a lower revision comes too late.
    market.land("listings/2020-12-02.r1.csv", TestMarket.listings(CORRECTED.formatted("1.10")));
    market.land("listings/2020-12-02.csv", TestMarket.listings(CORRECTED.formatted("9.00")));
    run(market, "corrected");
    assertThat(ratesOfTheSecondDay("corrected")).containsExactly("b1 1.1000");

    run(market, "corrected-at-once");
    assertThat(published("corrected")).isEqualTo(published("corrected-at-once"));
  }

  @Test
  void aLakeWhoseLogWasCutSaysSo() throws IOException {
    TestMarket market = days(market("cut"), 1);
    run(market, "cut");
    Path log = temp.resolve("lake-cut/gold/rate_spreads/_delta_log");
    try (Stream<Path> entries = Files.list(log)) {
      for (Path entry : entries.filter(e -> e.toString().endsWith(".json")).toList()) {
        Files.delete(entry);
      }
    }
    assertThatThrownBy(() -> run(market, "cut"))
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
                "a key".getBytes(StandardCharsets.UTF_8)));
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

  private static List<String> ratesOfTheSecondDay(String name) {
    Lake lake = lake(name);
    return lake
        .published(Listings.TABLE, lake.present())
        .filter(Listings.SCAN_DATE.col().equalTo("2020-12-02"))
        .select(Listings.PRODUCT_ID.col(), Listings.BASE_RATE_PCT.col())
        .collectAsList()
        .stream()
        .map(row -> row.get(0) + " " + row.get(1))
        .toList();
  }
}
