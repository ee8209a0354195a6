package org.rateshelf.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.TestMarket;
import org.rateshelf.TestSpark;
import org.rateshelf.job.RateshelfException.Exit;
import org.rateshelf.lake.Run.Outcome;
import org.rateshelf.table.UserRates;

/** With {@code forget_user_files} no user file stays, and no day is settled from half its files. */
class ForgottenUsersIT {
  private static final String HEADER =
      "as_of,user_id,platform_id,product_id,contract_id,bank_id,term,opened_on,matures_on,balance,"
          + "contract_rate_pct,province\n";
  private static final String FIRST =
      HEADER + "2020-12-01,u1,ALPHA,a1,c1,CITY1,P1Y,2020-11-01,2021-11-01,2000,2.25,Hills\n";
  private static final String SECOND =
      HEADER + "2020-12-01,u2,ALPHA,a1,c2,CITY1,P1Y,2020-11-01,2021-11-01,3000,2.25,Hills\n";
  private static final String CORRECTED = SECOND.replace("3000", "4000");
  private static final String CONTRADICTS =
      HEADER + "2020-12-01,u1,ALPHA,a1,c1,CITY1,P1Y,2020-11-01,2021-11-01,7000,2.25,Hills\n";

  @TempDir private Path temp;

  @Test
  void noUserFileStaysAndAFileThatNeedsOneWaits() throws IOException {
    TestMarket market = market().day(1);
    market.land("user_rates/first.csv", FIRST).land("user_rates/second.csv", SECOND);
    assertThat(run(market).exit()).isEqualTo(Exit.DONE);
    assertThat(keptUserFiles()).isEmpty();

    Files.delete(market.folder().resolve("landing/user_rates/first.csv"));
    market.land("user_rates/second.r1.csv", CORRECTED);
    Outcome waits = run(market);
    assertThat(waits.exit()).isEqualTo(Exit.PUBLISHED_WITH_GAPS);
    assertThat(waits.publication()).isEmpty();
    assertThat(waits.told())
        .anyMatch(told -> told.contains("user_rates/second.r1.csv was left out"));
    assertThat(balances()).containsExactly("2000", "3000");
    assertThat(keptUserFiles()).isEmpty();

    Path lake = temp.resolve("lake");
    assertThat(Doctor.examine(new Lake(TestSpark.session(), lake), Instant.now())).isEmpty();
    Files.delete(market.folder().resolve("landing/user_rates/second.csv"));
    Files.delete(market.folder().resolve("landing/user_rates/second.r1.csv"));
    market.change("market.yml", "forget_user_files: true", "forget_user_files: false");
    assertThat(run(market).told())
        .anyMatch(told -> told.startsWith("2 files of user data are forgotten"));
    assertThat(balances()).containsExactly("2000", "3000");
  }

  @Test
  void aDayIsSettledAgainFromTheLandingFolderOrNotAtAll() throws IOException {
    TestMarket market = market().land("user_rates/first.csv", FIRST);
    takeAndForget(market, false);
    market.land("user_rates/second.csv", CONTRADICTS);
    takeAndForget(market, false);
    assertThat(balances()).containsExactly("7000");
    market.land("user_rates/second.r1.csv", SECOND);
    takeAndForget(market, false);
    assertThat(balances()).containsExactly("2000", "3000");

    Path first = market.folder().resolve("landing/user_rates/first.csv");
    Files.delete(first);
    market.land("user_rates/second.r2.csv", CORRECTED);
    assertThat(takeAndForget(market, false).leftOut()).hasSize(1);
    assertThat(balances()).containsExactly("2000", "3000");
    Files.writeString(first, FIRST);
    assertThat(takeAndForget(market, false).leftOut()).isEmpty();
    assertThat(balances()).containsExactly("2000", "4000");

    Files.delete(first);
    assertThat(takeAndForget(market, true).told())
        .anyMatch(told -> told.startsWith("2 files of user data are forgotten"));
    assertThat(balances()).containsExactly("2000", "4000");
  }

  private TestMarket market() {
    return TestMarket.in(temp.resolve("market"))
        .change("market.yml", "currency: CNY", "currency: CNY\nforget_user_files: true");
  }

  private Intake.Taken takeAndForget(TestMarket market, boolean everything) {
    Archive archive = new Archive(lake(), UserKey.DEMO);
    Reference reference = Reference.read(TestSpark.session(), market.folder().toString());
    Intake.Taken taken =
        new Intake(lake(), archive, reference)
            .take(market.folder().resolve("landing").toString(), file -> everything);
    archive.forgetUsers();
    return taken;
  }

  private List<Path> keptUserFiles() throws IOException {
    try (Stream<Path> all = Files.walk(temp.resolve("lake/raw"))) {
      return all.filter(file -> file.toString().contains("user_rates")).toList();
    }
  }

  private Lake lake() {
    return new Lake(TestSpark.session(), temp.resolve("lake"));
  }

  private List<String> balances() {
    return lake()
        .now(UserRates.TABLE)
        .select(UserRates.BALANCE.col().cast("int").cast("string"))
        .as(Encoders.STRING())
        .collectAsList()
        .stream()
        .sorted()
        .toList();
  }

  private Outcome run(TestMarket market) {
    return SmallNight.run(market, temp.resolve("lake"));
  }
}
