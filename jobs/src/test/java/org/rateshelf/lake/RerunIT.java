package org.rateshelf.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.Rows;
import org.rateshelf.TestMarket;
import org.rateshelf.TestSpark;
import org.rateshelf.answer.Answers;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.job.Answer;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.job.RateshelfException.Exit;
import org.rateshelf.lake.Run.Outcome;
import org.rateshelf.schema.Table;
import org.rateshelf.store.Tables;
import org.rateshelf.table.BankRates;
import org.rateshelf.table.Listings;
import org.rateshelf.table.ScanStarts;
import org.rateshelf.table.Scans;
import org.rateshelf.table.UserRates;

/**
 * The tables depend on the set of files that landed, and on nothing that happened meanwhile. Files
 * in any order, twice, in pieces and corrected are {@code ScheduleIT}'s.
 */
class RerunIT {
  @TempDir private static Path temp;

  @BeforeAll
  static void computeInOnePass() {
    assertThat(run(days(market("whole"), 1, 2, 3, 4), "whole").exit()).isEqualTo(Exit.DONE);
  }

  /** Two nights, at which all goes wrong that must leave no trace. */
  @Test
  void nightByNightIsTheSameAsInOnePassWhateverGoesWrong() throws IOException {
    TestMarket market = days(market("nights"), 1);
    // The third day's listings land as the fourth's; when these come, the third's are still theirs.
    Path third = market("whole").folder().resolve("landing/listings/2020-12-03.csv");
    market.land("listings/2020-12-04.csv", Files.readAllBytes(third));
    assertThat(run(market, "nights").publication()).contains(1L);
    aSecondRunChangesNothing(market);

    days(market, 2, 3, 4);
    aRunThatDiesLeavesThePublishedState(market);
    // Written by nobody's run, and published by none.
    Tables written = lake("nights").tables();
    written.add(
        Listings.TABLE, written.write(Listings.TABLE, Rows.of(Listings.TABLE).row().values()));
    written.replaceAll(
        RateSpreads.TABLE,
        written.write(RateSpreads.TABLE, Rows.of(RateSpreads.TABLE).row().values()));
    String spreads =
        "delta.`%s`".formatted(lake("nights").root().resolve(RateSpreads.TABLE.path()));
    sql("ALTER TABLE %s SET TBLPROPERTIES ('set.by' = 'a person')".formatted(spreads));
    Outcome last = run(market, "nights");
    assertThat(last.publication()).contains(2L);
    assertThat(sql("SHOW TBLPROPERTIES " + spreads)).contains("[set.by,a person]");
    assertThat(last.from()).isEqualTo("2020-12-02");
    assertThat(last.to()).isEqualTo("2020-12-04");
    assertThat(differences(lake("nights").present())).isEmpty();
    // A comparison of nothing would find nothing either. Every shelf was scanned on the first day.
    assertThat(differences(lake("nights").publication(1)))
        .extracting(Difference::table)
        .contains(Listings.TABLE, Scans.TABLE, UserRates.TABLE)
        .containsAll(
            Answers.all().stream()
                .map(Answer::writes)
                .filter(table -> table != ScanStarts.TABLE)
                .toList());
  }

  private static String sql(String statement) {
    return TestSpark.session().sql(statement).collectAsList().toString();
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
    assertThatThrownBy(() -> run(market, "nights", dyingAt("writing gold/rate_spreads")))
        .isInstanceOf(Killed.class);
    assertThat(lake("nights").present()).isEqualTo(before);
    lake("nights").requireKept(before);
  }

  @Test
  void aLakeWhoseLogWasCutSaysSo() throws IOException {
    FileUtils.copyDirectory(lake("whole").root().toFile(), lake("cut").root().toFile());
    FileUtils.cleanDirectory(lake("cut").root().resolve("gold/rate_spreads/_delta_log").toFile());
    assertThatThrownBy(() -> run(market("whole"), "cut"))
        .isInstanceOfSatisfying(
            RateshelfException.class, e -> assertThat(e.exit()).isEqualTo(Exit.LAKE_FAILS))
        .hasMessageContaining("gold/rate_spreads lacks version");
  }

  @Test
  void aLakeThatLacksATableSaysSo() throws IOException {
    FileUtils.copyDirectory(lake("whole").root().toFile(), lake("lacking").root().toFile());
    FileUtils.deleteDirectory(lake("lacking").root().resolve("gold/rate_spreads").toFile());
    assertThatThrownBy(() -> run(market("whole"), "lacking"))
        .hasMessageContaining("gold/rate_spreads lacks version");
  }

  /** A correction that happens to say what another file does. */
  @Test
  void aFileThatIsGivenTheContentOfAnotherSaysNoMoreWhatItSaid() throws IOException {
    TestMarket market = days(market("same"), 1, 2);
    Path lake = lake("same").root();
    SmallNight.run(market, lake);
    Path landing = market.folder().resolve("landing/listings");
    byte[] first = Files.readAllBytes(landing.resolve("2020-12-01.csv"));
    byte[] second = Files.readAllBytes(landing.resolve("2020-12-02.csv"));
    market.land("listings/2020-12-01.csv", second);
    assertThat(SmallNight.run(market, lake).publication()).contains(2L);
    assertThat(rowsOfDayOne("same")).isZero();
    assertThat(SmallNight.run(market, lake).publication()).isEmpty();
    market.land("listings/2020-12-01.csv", first);
    assertThat(SmallNight.run(market, lake).publication()).contains(3L);
    assertThat(rowsOfDayOne("same")).isEqualTo(rowsOfDayOne("whole")).isPositive();
  }

  private static long rowsOfDayOne(String lake) {
    return lake(lake)
        .now(Listings.TABLE)
        .filter(Listings.SCAN_DATE.col().equalTo(LocalDate.of(2020, 12, 1)))
        .count();
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

  /** How a state of the nights differs from what one pass makes. */
  private static List<Difference> differences(Publication publication) {
    Lake whole = lake("whole");
    List<Table> tables =
        Stream.concat(
                Stream.of(Listings.TABLE, Scans.TABLE, BankRates.TABLE, UserRates.TABLE),
                Answers.all().stream().map(Answer::writes))
            .toList();
    return Difference.between(lake("nights"), publication, whole, whole.present(), tables);
  }
}
