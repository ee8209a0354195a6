package org.rateshelf.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.answer.ListingStates;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.answer.SpreadSummary;
import org.rateshelf.answer.WithdrawalImpact;
import org.rateshelf.schema.Table;
import org.rateshelf.simulate.Simulation;
import org.rateshelf.simulate.SimulationSize;
import org.rateshelf.table.Spells;

/**
 * All gold tables from the same files, here and in DuckDB, in one run, as a ratio; and they must be
 * equal. Ours includes the archive, the Delta tables and the publication. Run by {@code make
 * bench}.
 */
@EnabledIfSystemProperty(named = "rateshelf.bench", matches = "true")
class BenchIT {
  private static final List<Table> GOLD =
      List.of(
          ListingStates.TABLE,
          Spells.TABLE,
          ProductCounts.TABLE,
          RateSpreads.TABLE,
          SpreadSummary.TABLE,
          WithdrawalImpact.TABLE);

  @TempDir private Path folder;

  @Test
  void theSimulatedMarket() {
    Path data = Path.of(System.getProperty("rateshelf.root", "..")).resolve("data");
    race("cn-2020-simulated", data.resolve("cn-2020-simulated"));
  }

  @Test
  void aMillionContracts() throws IOException {
    Path market = folder.resolve("market");
    new Simulation(SimulationSize.of(1_000_000, 10, 90), 7).writeTo(market);
    race("a million contracts", market);
  }

  private void race(String name, Path market) {
    TestLake.over(market, folder.resolve("warming"));
    Instant start = Instant.now();
    TestLake ours = TestLake.over(market, folder.resolve("ours"));
    Duration our = Duration.between(start, Instant.now());
    start = Instant.now();
    try (SecondEngine theirs = SecondEngine.over(market, null)) {
      Duration their = Duration.between(start, Instant.now());
      System.out.printf(
          "bench: %s: rateshelf / DuckDB = %.2f (%.1f s / %.1f s)%n",
          name,
          our.toMillis() / (double) their.toMillis(),
          our.toMillis() / 1000.0,
          their.toMillis() / 1000.0);
      Comparison comparison = new Comparison(theirs);
      for (Table table : GOLD) {
        assertThat(comparison.differences(table, ours.dataset(table))).as(table.name()).isEmpty();
      }
    }
  }
}
