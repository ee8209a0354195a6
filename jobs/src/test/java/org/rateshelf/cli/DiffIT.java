package org.rateshelf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.TestMarket;

/** What the command tells of two published states, and how it ends. */
class DiffIT {
  @TempDir private static Path temp;

  /**
   * The first state is of two days; in the second a rate and a holder's balance are others. The
   * other lake has all that at last, but its first state lacks a day.
   */
  @BeforeAll
  static void publishTwoStatesInTwoLakes() {
    TestMarket market = market("market").day(1).day(2);
    holder(market, "100.00");
    nightly(market, "lake");
    market.change("landing/bank_rates/posted.csv", "2020-01-01,1.78", "2020-01-01,1.80");
    holder(market, "1200.00");
    nightly(market, "lake");

    TestMarket shuffled = market("shuffled").day(2);
    shuffled.change("landing/bank_rates/posted.csv", "2020-01-01,1.78", "2020-01-01,1.80");
    nightly(shuffled, "shuffled");
    holder(shuffled.day(1), "1200.00");
    nightly(shuffled, "shuffled");
  }

  @Test
  void aLakeEqualsItself() {
    Said said = diff("--other-lake", lake("lake"));
    assertThat(said.out()).isEqualTo("publication 2 here, 2 there: equal\n");
    assertThat(said.exit()).isZero();
  }

  @Test
  void filesThatLandedInAnotherOrderMakeAnEqualLake() {
    Said said = diff("--other-lake", lake("shuffled"));
    assertThat(said.out()).isEqualTo("publication 2 here, 2 there: equal\n");
    assertThat(said.exit()).isZero();
  }

  @Test
  void whatANightChangedIsToldByTableKeyAndColumn() {
    Said said = diff();
    assertThat(said.exit()).isEqualTo(7);
    assertThat(said.out())
        .contains(
            """
            silver/bank_rates: 0 only here, 0 only there, 1 differing
                bank_id=BIG3 product_kind=TIME_DEPOSIT term=P1Y effective_from=2020-01-01\
              rate_pct: 1.8000 / 1.7800
            """)
        .doesNotContain("silver/listings", "file_sha256")
        .contains("publication 2 here, 1 there: ");
    Said back = diff("--publication", "1", "--other-publication", "2");
    assertThat(back.out()).contains("rate_pct: 1.7800 / 1.8000");
  }

  @Test
  void whatIsOnOneSideOnlyIsTold() {
    assertThat(diff("--other-lake", lake("shuffled"), "--other-publication", "1").out())
        .contains("silver/scans: 3 only here, 0 only there, 0 differing")
        .containsPattern("scan_date=2020-12-01 platform_id=ALPHA viewer=HOLDER .*  only here\n");
  }

  @Test
  void ofHoldersOnlyTheCountIsTold() {
    assertThat(diff().out())
        .contains("silver/user_rates: 0 only here, 0 only there, 1 differing")
        .doesNotContain("1200.00", "user_id", "c-1");
  }

  @Test
  void aPublicationThatIsNotThereIsRefused() {
    Said said = diff("--publication", "9");
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err()).contains("has no publication 9", "1 to 2");
  }

  @Test
  void aPublicationWhoseFilesAreGoneIsRefused() throws IOException {
    Path table = temp.resolve("shuffled/silver/scans");
    Path file;
    try (Stream<Path> files = Files.list(table)) {
      file = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    Path elsewhere = Files.move(file, temp.resolve("elsewhere"));
    Said said = diff("--other-lake", lake("shuffled"));
    Files.move(elsewhere, file);
    assertThat(said.exit()).isEqualTo(6);
    assertThat(said.err()).contains("Publication 2 is gone: version 1 of silver/scans");
  }

  private static TestMarket market(String name) {
    return TestMarket.in(temp.resolve("market-" + name)).posted();
  }

  private static void holder(TestMarket market, String balance) {
    market.land(
        "user_rates/holders.csv",
        """
        as_of,user_id,platform_id,product_id,contract_id,bank_id,term,opened_on,matures_on,\
        balance,contract_rate_pct,province
        2020-12-02,user-1,ALPHA,a1,c-1,CITY1,P1Y,2020-12-01,2021-12-01,%s,2.25,North
        """
            .formatted(balance));
  }

  private static String lake(String name) {
    return temp.resolve(name).toString();
  }

  private static void nightly(TestMarket market, String lake) {
    Said said = Said.run("nightly", "--market", market.folder().toString(), "--lake", lake(lake));
    assertThat(said.exit()).as(said.err()).isZero();
  }

  private static Said diff(String... options) {
    return Said.run(
        Stream.concat(Stream.of("diff", "--lake", lake("lake")), Stream.of(options))
            .toArray(String[]::new));
  }
}
