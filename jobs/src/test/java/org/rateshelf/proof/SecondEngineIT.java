package org.rateshelf.proof;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.answer.Answers;
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
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Table;
import org.rateshelf.simulate.Simulation;
import org.rateshelf.simulate.SimulationSize;
import org.rateshelf.table.BankRates;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Quarantine;
import org.rateshelf.table.Scans;
import org.rateshelf.table.Spells;
import org.rateshelf.table.UserRates;

/** Every table, to the last digit, as SQL on another engine has it from the same files. */
class SecondEngineIT {
  private static final long SEED = Long.getLong("rateshelf.seed", 1);
  private static final int MARKETS = Integer.getInteger("rateshelf.markets", 0);
  private static final List<Table> TABLES =
      List.of(
          Scans.TABLE,
          Listings.TABLE,
          BankRates.TABLE,
          UserRates.TABLE,
          Quarantine.TABLE,
          ListingStates.TABLE,
          Spells.TABLE,
          ProductCounts.TABLE,
          RateSpreads.TABLE,
          SpreadSummary.TABLE,
          WithdrawalImpact.TABLE,
          CeilingBreaches.TABLE,
          BestOffers.TABLE,
          BankCost.TABLE,
          EventStudy.TABLE,
          BankCostMonthly.TABLE,
          MarketStructure.TABLE,
          HolderEffects.TABLE,
          Migration.TABLE,
          BankDependence.TABLE,
          GeographicReach.TABLE);

  @TempDir static Path folder;

  @TestFactory
  Stream<DynamicTest> reportedMarket() {
    TestLake ours = TestLake.demo(TestLake.REPORTED);
    return Stream.concat(
        agree(TestLake.demoMarket(TestLake.REPORTED), ours),
        Stream.of(dynamicTest("ceiling_breaches by hand", () -> isAsWorkedByHand(ours))));
  }

  @TestFactory
  Stream<DynamicTest> simulatedMarket() {
    TestLake ours = TestLake.demo(TestLake.SIMULATED);
    SecondEngine theirs = SecondEngine.over(TestLake.demoMarket(TestLake.SIMULATED), null);
    return Stream.concat(
        agree(theirs, ours),
        Stream.of(
            dynamicTest(
                "balance_error",
                () ->
                    assertThat(ToldError.of(List.of(theirs)).shareWithin()).isBetween(0.55, 0.9))));
  }

  /** Each answer's query finds rows here; tests/test_questions.py runs them on DuckDB. */
  @TestFactory
  Stream<DynamicTest> queries() {
    TestLake lake = TestLake.demo(TestLake.SIMULATED);
    return Answers.all().stream()
        .map(answer -> dynamicTest(answer.writes().name(), () -> findsRows(answer, lake)));
  }

  private static void findsRows(Answer answer, TestLake lake) {
    Table table = answer.writes();
    Dataset<Row> rows = lake.dataset(table);
    rows.createOrReplaceTempView(table.name());
    assertThat(rows.sparkSession().sql(answer.query()).collectAsList()).isNotEmpty();
  }

  @TestFactory
  Stream<DynamicNode> randomMarkets() {
    return LongStream.range(SEED, SEED + MARKETS)
        .mapToObj(seed -> dynamicContainer("seed " + seed, agreeOnRandom(seed)));
  }

  private static Path random(long seed) {
    Path market = folder.resolve("market-" + seed);
    try {
      new Simulation(SimulationSize.random(seed), seed).writeTo(market);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return market;
  }

  private static Stream<DynamicTest> agreeOnRandom(long seed) {
    Path market = random(seed);
    return agree(market, TestLake.over(market, folder.resolve("random-" + seed)));
  }

  /** Against the reported offers and ceilings, each with its source in the file. */
  private static void isAsWorkedByHand(TestLake ours) throws IOException {
    List<String> columns =
        List.of(
            "as_of_date",
            "platform_id",
            "product_id",
            "bank_paid_rate_pct",
            "ceiling_rate_pct",
            "above_bp");
    List<String> byHand =
        Files.readAllLines(TestLake.market("reported").resolve("ceiling_breaches.csv")).stream()
            .skip(1)
            .map(line -> line.substring(0, line.indexOf(",\"")))
            .toList();
    assertThat(ours.rows(CeilingBreaches.TABLE))
        .extracting(row -> columns.stream().map(c -> row.get(c).toString()).collect(joining(",")))
        .containsExactlyInAnyOrderElementsOf(byHand);
  }

  private static Stream<DynamicTest> agree(Path market, TestLake ours) {
    return agree(SecondEngine.over(market, null), ours);
  }

  private static Stream<DynamicTest> agree(SecondEngine theirs, TestLake ours) {
    Comparison comparison = new Comparison(theirs);
    return TABLES.stream()
        .map(
            table ->
                dynamicTest(
                    table.name(),
                    () -> assertThat(comparison.differences(table, ours.dataset(table))).isEmpty()))
        .onClose(theirs::close);
  }
}
