package org.rateshelf.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.answer.BankCost;
import org.rateshelf.answer.BestOffers;
import org.rateshelf.answer.CeilingBreaches;
import org.rateshelf.answer.ListingStates;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.answer.SpreadSummary;
import org.rateshelf.answer.WithdrawalImpact;
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
  private static final Path ROOT = Path.of(System.getProperty("rateshelf.root", ".."));

  /** Stays after the tests: the notebook's test reads the lakes of the demo's markets here. */
  private static final Path LAKES = ROOT.resolve("jobs/target/lake");

  private static final long SEED = Long.getLong("rateshelf.seed", 1);
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
          BankCost.TABLE);

  @TempDir static Path folder;

  @TestFactory
  Stream<DynamicTest> reportedMarket() {
    return agree(ROOT.resolve("data/cn-2020"), afresh("cn-2020"));
  }

  @TestFactory
  Stream<DynamicTest> simulatedMarket() {
    return agree(ROOT.resolve("data/cn-2020-simulated"), afresh("cn-2020-simulated"));
  }

  @TestFactory
  Stream<DynamicNode> randomMarkets() {
    return LongStream.range(SEED, SEED + 2)
        .mapToObj(
            seed ->
                dynamicContainer(
                    "seed " + seed, agree(random(seed), folder.resolve("random-" + seed))));
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

  private static Path afresh(String market) {
    Path lake = LAKES.resolve(market);
    FileUtils.deleteQuietly(lake.toFile());
    return lake;
  }

  private static Stream<DynamicTest> agree(Path market, Path lake) {
    TestLake ours = TestLake.over(market, lake);
    SecondEngine theirs = SecondEngine.over(market, null);
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
