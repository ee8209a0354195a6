package org.rateshelf.proof;

import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import com.holdenkarau.spark.testing.JavaDataFrameSuiteBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rateshelf.TestSpark;
import org.rateshelf.answer.BankCost;
import org.rateshelf.answer.BankCostMonthly;
import org.rateshelf.answer.BankDependence;
import org.rateshelf.answer.BestOffers;
import org.rateshelf.answer.CeilingBreaches;
import org.rateshelf.answer.EventStudy;
import org.rateshelf.answer.GeographicReach;
import org.rateshelf.answer.HolderEffects;
import org.rateshelf.answer.ListingSpells;
import org.rateshelf.answer.ListingStates;
import org.rateshelf.answer.MarketStructure;
import org.rateshelf.answer.Migration;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.answer.SpreadSummary;
import org.rateshelf.answer.WithdrawalImpact;
import org.rateshelf.job.Answer;
import org.rateshelf.market.Market;
import org.rateshelf.market.MarketFile;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Events;
import org.rateshelf.table.Fees;
import org.rateshelf.table.PostedDays;
import org.rateshelf.table.ShelfDays;
import org.rateshelf.table.Spells;
import org.rateshelf.table.UserRates;

/** The comparisons can fail: a small fault in what an answer is computed from is found. */
class FaultIT {
  private static final Path MARKET = TestLake.market(TestLake.GOLDEN);

  private static TestLake lake;
  private static SecondEngine theirs;
  private static Market market;

  @BeforeAll
  static void runs() throws IOException {
    lake = TestLake.golden();
    theirs = SecondEngine.over(MARKET, null);
    market = MarketFile.parse(Files.readString(MARKET.resolve("market.yml")));
  }

  @AfterAll
  static void closes() {
    theirs.close();
  }

  @Test
  void findsHoldersTakenForNewBuyers() {
    Column other = when(ShelfDays.VIEWER.col().equalTo("HOLDER"), "NEW_BUYER").otherwise("HOLDER");
    finds(new ListingStates(), ShelfDays.TABLE, with(ShelfDays.VIEWER, other));
  }

  @Test
  void findsAnExitADayLate() {
    finds(
        new ListingSpells(),
        ShelfDays.TABLE,
        rows ->
            aDayLater(ShelfDays.FIRST_ABSENT).apply(aDayLater(ShelfDays.AS_OF_DATE).apply(rows)));
  }

  @Test
  void findsSoldOutProductsCountedAsOnSale() {
    finds(new ProductCounts(), ShelfDays.TABLE, with(ShelfDays.BUYABLE, lit(true)));
  }

  @Test
  void findsAPostedRateADayLate() {
    finds(new RateSpreads(), PostedDays.TABLE, aDayLater(PostedDays.AS_OF_DATE));
  }

  @Test
  void findsOneComparatorTakenForAnother() {
    Column swapped =
        when(RateSpreads.COMPARATOR.col().equalTo("BENCHMARK"), "CEILING")
            .when(RateSpreads.COMPARATOR.col().equalTo("CEILING"), "BENCHMARK")
            .otherwise(RateSpreads.COMPARATOR.col());
    finds(new SpreadSummary(), RateSpreads.TABLE, with(RateSpreads.COMPARATOR, swapped));
  }

  @Test
  void findsASpreadOfOneBasisPointMore() {
    finds(
        new SpreadSummary(),
        RateSpreads.TABLE,
        with(RateSpreads.SPREAD_BP, RateSpreads.SPREAD_BP.col().plus(lit(1))));
  }

  @Test
  void findsAProductLeftOut() {
    finds(
        new WithdrawalImpact(),
        RateSpreads.TABLE,
        rows -> rows.filter(not(RateSpreads.PRODUCT_ID.col().equalTo("b2"))));
  }

  @Test
  void findsACeilingThatIsABasisPointHigher() {
    finds(
        new CeilingBreaches(),
        RateSpreads.TABLE,
        with(RateSpreads.BANK_PAID_SPREAD_BP, RateSpreads.BANK_PAID_SPREAD_BP.col().minus(lit(1))));
  }

  @Test
  void findsAnOfferThatPaysLess() {
    finds(
        new BestOffers(),
        RateSpreads.TABLE,
        with(
            RateSpreads.AER_PCT,
            when(RateSpreads.PRODUCT_ID.col().equalTo("a1"), lit(0))
                .otherwise(RateSpreads.AER_PCT.col())
                .cast("decimal(9,4)")));
  }

  @Test
  void findsAnotherFee() {
    finds(
        new BankCost(),
        Fees.TABLE,
        rows -> rows.withColumn(Fees.FEE_PCT.name(), Fees.FEE_PCT.from(lit(9))));
  }

  @Test
  void findsAHeadlineThatIsHigher() {
    finds(
        new BankCostMonthly(),
        BankCost.TABLE,
        with(RateSpreads.HEADLINE_RATE_PCT, RateSpreads.HEADLINE_RATE_PCT.col().plus(lit(1))));
  }

  @Test
  void findsAnOfferThatIsMissing() {
    finds(
        new MarketStructure(),
        BestOffers.TABLE,
        rows -> rows.filter(not(RateSpreads.PRODUCT_ID.col().equalTo("a1"))));
  }

  @Test
  void findsAnEventADayLate() {
    finds(new EventStudy(), Events.TABLE, aDayLater(Events.DATE_FROM));
  }

  @Test
  void findsBalancesOfOnePlatformThatAreGreater() {
    Column greater = UserRates.BALANCE.col().multiply(10);
    Column some = when(UserRates.PLATFORM_ID.col().equalTo("BETA"), greater);
    UnaryOperator<Dataset<Row>> fault =
        with(UserRates.BALANCE, some.otherwise(UserRates.BALANCE.col()));
    finds(new HolderEffects(), UserRates.TABLE, fault);
    finds(new Migration(), UserRates.TABLE, fault);
    finds(new BankDependence(), UserRates.TABLE, fault);
    finds(new MarketStructure(), UserRates.TABLE, fault);
  }

  @Test
  void findsHoldersWhoLiveElsewhere() {
    finds(new GeographicReach(), UserRates.TABLE, with(UserRates.PROVINCE, lit("South")));
  }

  /** So that the proofs on many markets, which take rows from it, are of the product's walk. */
  @Test
  void walksTheSameFromTheSecondEnginesRows() {
    WalkedShelves walked = new WalkedShelves(market, theirs);
    JavaDataFrameSuiteBase datasets = new JavaDataFrameSuiteBase();
    for (Table table : List.of(ShelfDays.TABLE, Spells.TABLE, ProductCounts.TABLE)) {
      datasets.assertDataFrameNoOrderEquals(
          declared(table, lake.dataset(table)), declared(table, walked.now(table)));
    }
  }

  /** The same rows with the schema as declared: Delta and a plan differ in what may be null. */
  private static Dataset<Row> declared(Table table, Dataset<Row> rows) {
    return TestSpark.session().createDataFrame(rows.collectAsList(), table.schema());
  }

  private static UnaryOperator<Dataset<Row>> aDayLater(Field<?> day) {
    return with(day, date_add(day.col(), 1));
  }

  private static UnaryOperator<Dataset<Row>> with(Field<?> field, Column value) {
    return rows -> rows.withColumn(field.name(), field.from(value));
  }

  /** The answer agrees from the table as it is, and no more once the fault is in it. */
  private static void finds(Answer answer, Table read, UnaryOperator<Dataset<Row>> fault) {
    Comparison comparison = new Comparison(theirs);
    Dataset<Row> sound = lake.dataset(read);
    assertThat(comparison.differences(answer.writes(), computed(answer, read, sound))).isEmpty();
    assertThat(comparison.differences(answer.writes(), computed(answer, read, fault.apply(sound))))
        .isNotEmpty();
  }

  private static Dataset<Row> computed(Answer answer, Table read, Dataset<Row> rows) {
    return answer.writes().shape(answer.compute(lake.inputs(answer, market, read, rows)));
  }
}
