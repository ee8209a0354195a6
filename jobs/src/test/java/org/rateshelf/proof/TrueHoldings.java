package org.rateshelf.proof;

import static java.util.stream.Collectors.groupingBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.rateshelf.holders.Outcome;
import org.rateshelf.market.Market;

/** What holders really had on platforms on the days of the snapshots that were sent. */
final class TrueHoldings {
  private static final Set<String> MATURED =
      Set.of(Outcome.MATURED_LEFT.name(), Outcome.RENEWED.name(), Outcome.MOVED.name());

  /**
   * A contract on the day of a snapshot.
   *
   * @param province empty where the holder's is not known
   * @param due the day on which it ran off, or is to; null where it has no end
   */
  record Held(
      LocalDate asOf,
      String bank,
      String user,
      String province,
      LocalDate due,
      BigDecimal balance) {
    /** The grain of what is told of a bank. */
    List<Object> ofBank() {
      return List.of(asOf, bank);
    }
  }

  /** Contracts together. */
  record Cell(long holders, BigDecimal balance) {
    private static Cell of(List<Held> contracts) {
      return new Cell(
          contracts.stream().map(Held::user).distinct().count(),
          contracts.stream().map(Held::balance).reduce(BigDecimal.ZERO, BigDecimal::add));
    }
  }

  private final List<Held> held = new ArrayList<>();
  private final long k;

  TrueHoldings(Path truth, Market market) throws IOException {
    this.k = market.settings().k();
    Map<String, Map<String, String>> banks = new HashMap<>();
    for (Map<String, String> row : Truth.rows(truth.resolve("banks.csv"))) {
      banks.put(row.get("bank_id"), row);
    }
    Map<String, Set<LocalDate>> sent = new HashMap<>();
    for (Map<String, String> row : Truth.rows(truth.resolve("snapshots.csv"))) {
      if (!row.get("platform_id").equals(market.ownChannel().orElseThrow())) {
        sent.computeIfAbsent(row.get("platform_id"), p -> new HashSet<>())
            .add(Truth.day(row.get("as_of")));
      }
    }
    for (Map<String, String> row : Truth.rows(truth.resolve("contracts.csv"))) {
      for (LocalDate asOf : sent.getOrDefault(row.get("platform_id"), Set.of())) {
        hold(row, asOf, banks.get(row.get("bank_id")));
      }
    }
  }

  private void hold(Map<String, String> contract, LocalDate asOf, Map<String, String> bank) {
    String outcome = contract.get("outcome");
    LocalDate day = Truth.day(contract.get("day"));
    boolean over = day != null && !day.isAfter(asOf);
    boolean stays = isToppedUp(outcome) || outcome.equals(Outcome.RATE_CHANGED.name());
    if (Truth.day(contract.get("opened_on")).isAfter(asOf) || over && !stays) {
      return;
    }
    LocalDate renamedOn = Truth.day(bank.get("renamed_on"));
    boolean renamed = renamedOn == null || !asOf.isBefore(renamedOn);
    boolean toppedUp = over && isToppedUp(outcome);
    held.add(
        new Held(
            asOf,
            bank.get(renamed ? "bank_id" : "former_id"),
            contract.get("user_id"),
            contract.get("province"),
            MATURED.contains(outcome) ? day : Truth.day(contract.get("matures_on")),
            new BigDecimal(contract.get(toppedUp ? "topped_up_to" : "balance"))));
  }

  private static boolean isToppedUp(String outcome) {
    return outcome.equals(Outcome.TOPPED_UP.name());
  }

  /** The days and banks of which there is something to tell. */
  Set<List<Object>> days() {
    return held.stream().map(Held::ofBank).collect(Collectors.toSet());
  }

  /** The cells of these contracts that may be told. */
  <T> Map<T, Cell> told(Predicate<Held> which, Function<Held, T> cell) {
    Map<T, Cell> told = new HashMap<>();
    held.stream()
        .filter(which)
        .collect(groupingBy(cell))
        .forEach((key, contracts) -> told.put(key, Cell.of(contracts)));
    told.values().removeIf(each -> each.holders < k);
    return told;
  }

  /** A number of holders as it is told. */
  long nearest(long holders) {
    return Math.floorDiv(2 * holders + k, 2 * k) * k;
  }
}
