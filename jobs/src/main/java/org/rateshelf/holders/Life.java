package org.rateshelf.holders;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** One contract of one holder through the snapshots of its platform. */
public final class Life {
  private final long draw;
  private final TreeMap<LocalDate, Held> snapshots = new TreeMap<>();

  /**
   * @param draw what the contract draws, by which all its balances are told
   */
  Life(long draw) {
    this.draw = draw;
  }

  void add(Contract contract) {
    snapshots.put(contract.asOf(), Held.of(draw, contract));
  }

  public Collection<Held> snapshots() {
    return snapshots.values();
  }

  /** Null where that day's snapshot does not have it. */
  public Held on(LocalDate day) {
    return snapshots.get(day);
  }

  /** As it was last shown before a day; null where it was not. */
  public Held lastBefore(LocalDate day) {
    return value(snapshots.lowerEntry(day));
  }

  /** As it was last shown by a day; null where it was not. */
  Held latest(LocalDate day) {
    return value(snapshots.floorEntry(day));
  }

  /** As it was shown after a day, up to a later one. */
  Collection<Held> between(LocalDate base, LocalDate later) {
    return snapshots.subMap(base, false, later, true).values();
  }

  private static Held value(Map.Entry<LocalDate, Held> entry) {
    return entry == null ? null : entry.getValue();
  }
}
