package org.rateshelf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.TestMarket;
import org.rateshelf.TestSpark;
import org.rateshelf.lake.Lake;
import org.rateshelf.lake.SmallNight;
import org.rateshelf.table.Listings;

/** After a rule is corrected, the rows that it had refused are taken in again. */
@EnabledIfSystemProperty(named = "rateshelf.long", matches = "true")
class ReleaseIT {
  @TempDir private static Path temp;
  private static TestMarket market;
  private static Said released;

  /**
   * Three rows are refused. Then the kept files say what would have been taken, which to a run is
   * the same as a program that takes what they said; the rows of one reason are released.
   */
  @BeforeAll
  static void refuseAndRelease() throws IOException {
    String rows = "2020-12-0%d,BETA,x%d,NEW_BUYER,CITY1,Hill Year,TIME_DEPOSIT,P1Y,%s,%s\n";
    market = TestMarket.in(temp.resolve("market")).posted().day(1).day(2).holders(2);
    market.land(
        "listings/2020-12-01-more.csv",
        TestMarket.listings(
            (rows.formatted(1, 1, "2.00", "LEND") + rows.formatted(1, 2, "200", "BUY")).strip()));
    market.land(
        "listings/2020-12-02-more.csv",
        TestMarket.listings(rows.formatted(2, 3, "300", "BUY").strip()));
    market.change(
        "landing/user_rates/2020-12-02.csv", "u1,ALPHA,a1,c1,CITY1", "u1,ALPHA,a1,c1,NIX");
    assertThat(SmallNight.run(market, temp.resolve("lake")).rowsQuarantined()).isEqualTo(4);
    try (Stream<Path> kept = Files.list(temp.resolve("lake/raw/listings"))) {
      for (Path file : kept.toList()) {
        String text = Files.readString(file);
        Files.writeString(file, text.replace("LEND", "BUY").replace(",300,", ",3.00,"));
      }
    }
    released = release("--reason", "NOT_ONE_OF");
  }

  private static Said release(String... options) {
    Stream<String> release = Stream.of("--release", "--market", market.folder().toString());
    return said("quarantine", Stream.concat(release, Stream.of(options)).toArray(String[]::new));
  }

  private static Said said(String command, String... options) {
    Stream<String> words = Stream.of(command, "--lake", temp.resolve("lake").toString());
    return Said.run(Stream.concat(words, Stream.of(options)).toArray(String[]::new));
  }

  @Test
  void aRowIsTakenInAndItsDaysAreComputed() {
    assertThat(released.exit()).as(released.err()).isZero();
    assertThat(released.err())
        .contains("1 rows of 1 files were refused for NOT_ONE_OF; released 1, still refused 0.");
    assertThat(released.out())
        .startsWith("published state 2;")
        .contains("computed 2020-12-01 to 2020-12-02");
    Lake lake = new Lake(TestSpark.session(), temp.resolve("lake"));
    assertThat(
            lake.published(Listings.TABLE, lake.present())
                .filter(Listings.PRODUCT_ID.col().startsWith("x"))
                .collectAsList())
        .singleElement()
        .satisfies(row -> assertThat(row.<String>getAs(Listings.ACTION.name())).isEqualTo("BUY"));
  }

  @Test
  void whatWasRefusedForAnotherReasonStays() {
    assertThat(said("quarantine").out().lines())
        .containsExactly(
            "listings/2020-12-01-more.csv  1 row: OUT_OF_RANGE:base_rate_pct (first at line 3)",
            "listings/2020-12-02-more.csv  1 row: OUT_OF_RANGE:base_rate_pct (first at line 2)",
            "user_rates/2020-12-02.csv  1 row: UNKNOWN_BANK (first at line 2)");
  }

  @Test
  void theRunsShowThatRowsWereRefusedAndThatTheyWereReleased() {
    List<String> runs = said("runs").out().lines().toList();
    assertThat(runs.get(0)).contains("release  exit 0  published 2");
    assertThat(runs.get(1)).contains("released 1, still refused 0");
    assertThat(runs).anyMatch(line -> line.contains("nightly") && line.contains("4 quarantined"));
  }

  @Test
  void aListingIsNotReleased() {
    assertThat(release("--file", "2020-12-02-more.csv").err())
        .contains("--release goes with neither --rows nor --file");
    assertThat(said("quarantine", "--release").err()).contains("--market");
  }
}
