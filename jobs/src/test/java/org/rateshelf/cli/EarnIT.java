package org.rateshelf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.TestMarket;
import org.rateshelf.lake.SmallNight;

/** What the command answers from a lake, where it takes it from, and what it refuses. */
class EarnIT {
  @TempDir private static Path temp;
  private static String lake;

  @BeforeAll
  static void publishFourDays() {
    TestMarket market = TestMarket.in(temp.resolve("market")).posted().day(1).day(2).day(3).day(4);
    market.land(
        "bank_rates/hill.csv",
        """
        bank_id,term,effective_from,rate_pct
        CITY1,DEMAND,2020-01-01,0.35
        CITY1,DEMAND,2020-12-01,0.30
        CITY1,DEMAND,2021-12-01,0.25
        """);
    market.land(
        "listings/twin.csv",
        TestMarket.listings("2020-12-01,BETA,a2,NEW_BUYER,CITY1,Twin,TIME_DEPOSIT,P1Y,2.00,BUY"));
    SmallNight.run(market, temp.resolve("lake"));
    lake = temp.resolve("lake").toString();
  }

  @Test
  void theFiguresComeFromTheLatestSightingByANewBuyer() {
    // 10000 x 0.0225; of 100 days at 0.30 10000 x 0.003 x 100 / 365 = 8.219... (at 360: 8.333...)
    Said said = earn("--product", "a1", "--amount", "10000", "--days", "100");
    assertThat(said.exit()).isZero();
    assertThat(said.out())
        .contains("10000.00 for 100 days in a1 on ALPHA", "opened on 2020-12-02")
        .containsPattern("2021-12-02 +225.00 +0.00 +0.00 +225.00")
        .containsPattern("365 +the posted demand rate, for the whole stay +0.3000 +8.22 +61.64")
        .containsPattern("360 +the posted demand rate, for the whole stay +0.3000 +8.33 +62.50")
        .contains("the day-count basis is not known: both are shown");
  }

  @Test
  void eachFigureHasItsSource() {
    assertThat(earn("--product", "a1", "--amount", "10000", "--days", "100").out())
        .contains("seen on 2020-12-02 by a new buyer")
        .containsPattern("line 1: P1Y .*, listings/2020-12-02.csv \\(sha256 [0-9a-f]{12}\\) line 2")
        .containsPattern(
            "demand rate of CITY1: 0.3000 %, posted from 2020-12-01, bank_rates/hill.csv"
                + " \\(sha256 [0-9a-f]{12}\\) line 3");
  }

  @Test
  void whetherItCanStillBeBoughtIsSaid() {
    assertThat(earn("--product", "a1", "--amount", "10000", "--days", "100").out())
        .contains("2020-12-04: HOLDERS_TOP_UP, only those who hold it can buy more");
    assertThat(
            earn("--product", "a1", "--amount", "50", "--days", "9", "--as-of", "2020-12-01").out())
        .contains("opened on 2020-12-01", "2020-12-01: ON_SALE, a new buyer can buy it");
  }

  @Test
  void anIdThatThePlatformHasChangedLeadsToTheNewOne() {
    assertThat(earn("--product", "b1", "--amount", "10000", "--days", "100").out())
        .contains("opened on 2020-12-03", "its platform gave it another id: b1-new");
  }

  @Test
  void anUnknownProductIsRefusedWithTheNearest() {
    Said said = earn("--product", "a9", "--amount", "10000", "--days", "100");
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err()).contains("shows a product a9", "the nearest: a1, a2, a3");
  }

  @Test
  void anIdOfSeveralPlatformsNeedsThePlatform() {
    Said said = earn("--product", "a2", "--amount", "10000", "--days", "100");
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err()).contains("ALPHA, BETA", "add --platform");
    assertThat(
            earn("--product", "a2", "--platform", "BETA", "--amount", "10000", "--days", "366")
                .out())
        .containsPattern("365 +the contract has ended +2.0000 +200.00 +200.00 +0.00");
  }

  @Test
  void anAmountOfHalfACentIsRefused() {
    Said said = earn("--product", "a1", "--amount", "0.005", "--days", "100");
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err()).contains("is no amount of money");
  }

  private static Said earn(String... options) {
    String[] args = new String[options.length + 3];
    System.arraycopy(new String[] {"earn", "--lake", lake}, 0, args, 0, 3);
    System.arraycopy(options, 0, args, 3, options.length);
    return Said.run(args);
  }
}
