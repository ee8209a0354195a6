package org.rateshelf.holders;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Everything that one holder has, on all platforms and in the banks' own channel. What he opened
 * between two snapshots is looked up once, however many of his contracts ended there.
 */
public final class Holder {
  private record Span(String platform, LocalDate base, LocalDate later) {}

  private final Map<String, Map<String, Life>> lives = new HashMap<>();
  private final Map<Span, Map<String, TreeSet<LocalDate>>> fresh = new HashMap<>();
  private final Map<Span, Map<String, TreeSet<LocalDate>>> own = new HashMap<>();

  /**
   * @param user the holder, as a keyed hash
   * @param contracts all his rows, in any order
   */
  public Holder(String user, List<Contract> contracts) {
    for (Contract contract : contracts) {
      lives
          .computeIfAbsent(contract.platform(), p -> new HashMap<>())
          .computeIfAbsent(contract.contract(), id -> new Life(Told.draw(user, id)))
          .add(contract);
    }
  }

  public Collection<String> platforms() {
    return lives.keySet();
  }

  /** His contracts on a platform. */
  public Collection<Life> lives(String platform) {
    return lives.getOrDefault(platform, Map.of()).values();
  }

  /**
   * By product, the days on which he opened contracts that a platform's base snapshot does not
   * have, and one up to the later day has.
   */
  Map<String, TreeSet<LocalDate>> fresh(String platform, LocalDate base, LocalDate later) {
    return fresh.computeIfAbsent(
        new Span(platform, base, later),
        span -> {
          Map<String, TreeSet<LocalDate>> opened = new HashMap<>();
          for (Life life : lives(platform)) {
            Held latest = life.latest(later);
            if (life.on(base) == null && latest != null && latest.asOf().isAfter(base)) {
              note(opened, latest.contract().product(), latest);
            }
          }
          return opened;
        });
  }

  /**
   * By bank, the days on which he opened what the own channel has in any snapshot after a day up to
   * the later one.
   */
  Map<String, TreeSet<LocalDate>> own(
      String channel, LocalDate base, LocalDate later, Function<String, String> bankKey) {
    return own.computeIfAbsent(
        new Span(channel, base, later),
        span -> {
          Map<String, TreeSet<LocalDate>> opened = new HashMap<>();
          for (Life life : lives(channel)) {
            life.between(base, later)
                .forEach(held -> note(opened, bankKey.apply(held.contract().bank()), held));
          }
          return opened;
        });
  }

  private static void note(Map<String, TreeSet<LocalDate>> opened, String by, Held held) {
    opened.computeIfAbsent(by, k -> new TreeSet<>()).add(held.contract().openedOn());
  }
}
