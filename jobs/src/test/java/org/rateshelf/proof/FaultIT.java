package org.rateshelf.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rateshelf.Scratch;
import org.rateshelf.answer.BankCost;
import org.rateshelf.answer.BankCostMonthly;
import org.rateshelf.answer.BankDependence;
import org.rateshelf.answer.BestOffers;
import org.rateshelf.answer.CeilingBreaches;
import org.rateshelf.answer.EventStudy;
import org.rateshelf.answer.GeographicReach;
import org.rateshelf.answer.HolderEffects;
import org.rateshelf.answer.ListingStates;
import org.rateshelf.answer.MarketStructure;
import org.rateshelf.answer.Migration;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.answer.SpreadSummary;
import org.rateshelf.answer.WithdrawalImpact;
import org.rateshelf.schema.Table;
import org.rateshelf.table.ShelfDays;
import org.rateshelf.table.Spells;

/** The comparisons can fail: a small fault in what a table is computed from is found in it. */
class FaultIT {
  private static final Path MARKET = TestLake.market(TestLake.GOLDEN);
  private static final String LISTED = "landing/listings/alpha.csv";
  private static final String HELD_BEFORE = "landing/user_rates/2020-11-30.csv";
  private static final String HELD = "landing/user_rates/2020-12-08.csv";

  private static TestLake lake;
  private static SecondEngine theirs;

  @BeforeAll
  static void runs() {
    lake = TestLake.golden();
    theirs = SecondEngine.over(MARKET, null);
  }

  @AfterAll
  static void closes() {
    theirs.close();
  }

  @Test
  void findsHoldersTakenForNewBuyers() {
    finds(
        LISTED,
        text ->
            text.replace("NEW_BUYER", "x").replace("HOLDER", "NEW_BUYER").replace("x", "HOLDER"),
        ListingStates.TABLE);
  }

  @Test
  void findsAnExitADayLate() {
    finds(
        "landing/scans/scans.csv",
        text ->
            text.replace("2020-12-09,BETA,NEW_BUYER,COMPLETE", "2020-12-09,BETA,NEW_BUYER,FAILED"),
        Spells.TABLE);
  }

  @Test
  void findsSoldOutProductsCountedAsOnSale() {
    finds(LISTED, text -> text.replace("VIEW", "BUY"), ProductCounts.TABLE);
  }

  @Test
  void findsAPostedRateADayLate() {
    finds(
        "landing/bank_rates/posted.csv",
        text -> text.replace("2020-12-10", "2020-12-11"),
        RateSpreads.TABLE);
  }

  @Test
  void findsARateOfOneBasisPointMore() {
    finds(
        LISTED,
        text -> text.replace("HEADLINE,50,2.25", "HEADLINE,50,2.26"),
        SpreadSummary.TABLE,
        CeilingBreaches.TABLE,
        BankCostMonthly.TABLE);
  }

  @Test
  void findsAProductLeftOut() {
    finds(
        "landing/listings/beta.csv",
        text -> text.replaceAll("(?m)^.*,BETA,b2,.*\n", ""),
        WithdrawalImpact.TABLE,
        MarketStructure.TABLE);
  }

  @Test
  void findsACeilingThatIsABasisPointHigher() {
    finds(
        "reference/ceilings.csv",
        text -> text.replace("private,P6M,1.95", "private,P6M,1.96"),
        CeilingBreaches.TABLE);
  }

  @Test
  void findsAnOfferThatIsPaidOutSooner() {
    finds(LISTED, text -> text.replace("AT_MATURITY", "P1M"), BestOffers.TABLE);
  }

  @Test
  void findsAnotherFee() {
    finds("reference/fees.csv", text -> text.replace("0.40", "0.41"), BankCost.TABLE);
  }

  @Test
  void findsAnEventADayLate() {
    finds(
        "reference/events.csv",
        text -> text.replace("EV1,2020-12-08", "EV1,2020-12-07"),
        EventStudy.TABLE);
  }

  @Test
  void findsBalancesThatAreGreater() {
    finds(
        HELD,
        text -> text.replaceAll(",(\\d+),(\\d\\.\\d+),", ",$10,$2,"),
        HolderEffects.TABLE,
        BankDependence.TABLE,
        MarketStructure.TABLE);
    finds(HELD_BEFORE, text -> text.replace(",1000,", ",10000,"), Migration.TABLE);
  }

  @Test
  void findsHoldersWhoLiveElsewhere() {
    finds(HELD, text -> text.replace(",North", ",South"), GeographicReach.TABLE);
  }

  /** So that the proofs on many markets, which take rows from it, are of the product's walk. */
  @Test
  void walksTheSameFromTheSecondEnginesRows() throws IOException {
    WalkedShelves walked = new WalkedShelves(MARKET, theirs);
    for (Table table : List.of(ShelfDays.TABLE, Spells.TABLE, ProductCounts.TABLE)) {
      assertThat(walked.rows(table))
          .as(table.name())
          .containsExactlyInAnyOrderElementsOf(lake.rows(table));
    }
  }

  /** Our table agrees with theirs as it is, and no more once the fault is in their file. */
  private static void finds(String file, UnaryOperator<String> fault, Table... tables) {
    Path faulty = Scratch.folder("faulty");
    try {
      FileUtils.copyDirectory(MARKET.toFile(), faulty.toFile());
      String sound = Files.readString(faulty.resolve(file));
      assertThat(fault.apply(sound)).isNotEqualTo(sound);
      Files.writeString(faulty.resolve(file), fault.apply(sound));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (SecondEngine other = SecondEngine.over(faulty, null)) {
      for (Table table : tables) {
        Dataset<Row> ours = lake.dataset(table);
        assertThat(new Comparison(theirs).differences(table, ours)).as("sound").isEmpty();
        assertThat(new Comparison(other).differences(table, ours)).as(table.name()).isNotEmpty();
      }
    }
  }
}
