package org.rateshelf.simulate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/**
 * A market that nobody observed: its files, with the faults that real ones have, and the truth
 * behind them.
 *
 * <p>The same size and seed give the same bytes.
 */
public final class Simulation {
  private final SimulationSize size;
  private final long seed;
  private final Path given;

  /** A market that makes up its own reference. */
  public Simulation(SimulationSize size, long seed) {
    this(size, seed, null);
  }

  /** A market around the banks, platforms and events of a reference folder. */
  public Simulation(SimulationSize size, long seed, Path reference) {
    this.size = size;
    this.seed = seed;
    this.given = reference;
  }

  /** Writes market.yml, landing/ and truth/, and reference/ where none is given. */
  public void writeTo(Path market) throws IOException {
    Reference reference = given == null ? Reference.invent(size, seed) : Reference.read(given);
    if (given == null) {
      reference.writeTo(market.resolve("reference"), seed);
    }
    List<Shelf> shelves =
        size.plan().isEmpty()
            ? new DrawnShelves(size, reference, seed).draw()
            : new PlannedShelves(size, reference, seed).draw();
    Path landing = market.resolve("landing");
    Path truth = market.resolve("truth");
    Dirt dirt = new Dirt(reference.listsProvinces());
    new ListingFiles(size, shelves, seed, dirt).writeTo(landing);
    new PostedRates(size, reference, seed, dirt).writeTo(landing, given);
    new Holders(size, shelves, reference.provinces(), seed, dirt).writeTo(landing, truth);
    new Truth(size, reference).writeTo(truth, shelves, dirt);
    Files.writeString(
        market.resolve("market.yml"),
        size.plan().isEmpty()
            ? settings(reference)
            : PlannedShelves.text(size.plan(), "market.yml"));
  }

  private String settings(Reference reference) {
    StringBuilder text =
        new StringBuilder(
            """
            market: simulated-%s
            title: "A simulated market"
            provenance: SIMULATED
            currency: CNY
            time_zone: Asia/Shanghai
            reference: reference
            viewers: [NEW_BUYER, HOLDER]
            heartbeat: scans
            own_channel: OWN_APP
            comparators:
              BENCHMARK: {}
              BIG_POSTED: {classes: [state_owned]}
              JOINT_POSTED: {classes: [joint_stock]}
              OWN_POSTED: {}
              CEILING: {}
              MARKET_MEDIAN: {}
            posted_rates: bank_rates
            """
                .formatted(seed));
    if (!reference.withdrawals().isEmpty()) {
      LocalDate day = reference.withdrawals().get(0).to();
      text.append(
          """
          windows:
            - event_id: E001
              before: {from: %s, to: %s}
              after:
                - {window: event, from: %s, to: %s}
                - {window: closed, from: %s}
          """
              .formatted(size.firstDay(), day.minusDays(1), day, day.plusDays(2), day.plusDays(3)));
    }
    if (Dice.of(seed, "settings").chance(50)) {
      text.append("settings:\n  k: 3\n");
    }
    return text.toString();
  }
}
