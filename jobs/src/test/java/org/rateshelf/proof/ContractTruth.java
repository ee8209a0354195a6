package org.rateshelf.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rateshelf.holders.Contract;
import org.rateshelf.holders.Coverage;
import org.rateshelf.holders.Held;
import org.rateshelf.holders.Holder;
import org.rateshelf.holders.Life;
import org.rateshelf.holders.Outcome;
import org.rateshelf.holders.Outcomes;
import org.rateshelf.holders.Products;
import org.rateshelf.market.Reference;
import org.rateshelf.table.Spells;
import org.rateshelf.table.UserRates;

/**
 * What became of each contract between two snapshots, held against what the simulator did to it.
 */
final class ContractTruth {
  private static final Fate HELD = new Fate("HELD", null);

  /**
   * What was done to a contract, and when.
   *
   * <p>A successor that no snapshot has shown yet cannot be known, nor a change of a rate that was
   * never told; who left a few days early looks as if he had stayed to the end.
   */
  private record Fate(String outcome, LocalDate day) {
    Outcome between(
        LocalDate base, LocalDate later, boolean successorShown, boolean due, boolean rateKnown) {
      if (day == null || !day.isAfter(base) || day.isAfter(later)) {
        return rateKnown ? Outcome.RATE_KEPT : Outcome.UNKNOWN;
      }
      Outcome done = Outcome.valueOf(outcome);
      return switch (done) {
        case RENEWED, MOVED -> successorShown ? done : Outcome.MATURED_LEFT;
        case RATE_CHANGED -> rateKnown ? done : Outcome.UNKNOWN;
        case REDEEMED_EARLY -> due ? Outcome.MATURED_LEFT : done;
        default -> done;
      };
    }
  }

  private final Reference reference;
  private final List<Contract> contracts = new ArrayList<>();
  private final Map<String, Fate> fates = new HashMap<>();

  ContractTruth(Path markets, Reference reference, SecondEngine rows) throws IOException {
    this.reference = reference;
    for (Object[] row : WalkedShelves.taken(UserRates.TABLE, rows)) {
      contracts.add(apart(Contract.of(row)));
    }
    for (String line : Files.readAllLines(markets.resolve("truth/contracts.csv"))) {
      String[] one = line.split(",", -1);
      if (!one[0].equals("contract_id")) {
        LocalDate day = one[5].isEmpty() ? null : LocalDate.parse(one[5]);
        fates.put(seed(one[1]) + one[0], new Fate(one[4], day));
      }
    }
  }

  /** One market's holders are not another's, and all banks' own channels are one. */
  private Contract apart(Contract contract) {
    String seed = seed(contract.platform());
    return new Contract(
        contract.asOf(),
        seed + contract.user(),
        contract.platform().endsWith("OWN_APP")
            ? reference.market().ownChannel().orElseThrow()
            : contract.platform(),
        contract.product(),
        seed + contract.contract(),
        contract.bank(),
        contract.term(),
        contract.openedOn(),
        contract.maturesOn(),
        contract.balance(),
        contract.ratePct(),
        contract.province());
  }

  private static String seed(String platform) {
    return platform.matches("S\\d+_.*") ? platform.substring(0, platform.indexOf('_') + 1) : "";
  }

  /** What is found, between each two snapshots of a platform that follow one another. */
  record Judged(int contracts, List<String> wrong) {}

  /**
   * @param spells rows of listing_spells
   */
  Judged judged(List<Object[]> spells) {
    Products products = new Products();
    for (Object[] spell : spells) {
      products.add(
          Spells.TABLE.value(spell, Spells.PLATFORM_ID),
          Spells.TABLE.value(spell, Spells.FORMER_IDS),
          Spells.TABLE.value(spell, Spells.PRODUCT_ID));
    }
    Coverage coverage = new Coverage();
    Map<String, LocalDate> firstShown = new HashMap<>();
    Map<String, LocalDate> matures = new HashMap<>();
    Map<String, List<Contract>> byHolder = new HashMap<>();
    for (Contract contract : contracts) {
      coverage.add(contract.platform(), contract.asOf());
      firstShown.merge(contract.contract(), contract.asOf(), (a, b) -> a.isBefore(b) ? a : b);
      if (contract.maturesOn() != null) {
        matures.merge(contract.contract(), contract.maturesOn(), (a, b) -> a.isAfter(b) ? a : b);
      }
      byHolder.computeIfAbsent(contract.user(), u -> new ArrayList<>()).add(contract);
    }
    Outcomes outcomes = new Outcomes(reference, coverage, products);
    int count = 0;
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, List<Contract>> one : byHolder.entrySet()) {
      Holder holder = new Holder(one.getKey(), one.getValue());
      for (String platform : holder.platforms()) {
        for (Life life : holder.lives(platform)) {
          for (Held before : life.snapshots()) {
            LocalDate later = coverage.nextAfter(platform, before.asOf());
            if (later != null && !reference.isOwnChannel(platform)) {
              count++;
              String id = before.contract().contract();
              Outcome found = outcomes.between(holder, life, before.asOf(), later);
              Outcome expected =
                  fates
                      .getOrDefault(id, HELD)
                      .between(
                          before.asOf(),
                          later,
                          !firstShown.getOrDefault(id + "n", LocalDate.MAX).isAfter(later),
                          !matures.getOrDefault(id, LocalDate.MAX).isAfter(later),
                          before.hasRate());
              if (found != expected) {
                wrong.add(
                    "%s from %s to %s: %s, in truth %s %s"
                        .formatted(id, before.asOf(), later, found, expected, fates.get(id)));
              }
            }
          }
        }
      }
    }
    return new Judged(count, wrong);
  }
}
