package org.rateshelf.holders;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.rateshelf.holders.CellKey.Stake;
import org.rateshelf.holders.Told.Figure;
import org.rateshelf.market.Reference;

/** All cells of one day, from which the rows of every table of holders are made. */
public final class HolderDay {
  private final Reference reference;
  private final LocalDate date;
  private final Told told;
  private final Map<Class<?>, Map<CellKey, CellSum>> cells = new HashMap<>();

  public HolderDay(Reference reference, LocalDate date) {
    this.reference = reference;
    this.date = date;
    this.told = new Told(reference.market().settings().k());
  }

  /** Adds a cell, or a part of one; its sum is the day's from then on. */
  public HolderDay add(CellKey key, CellSum sum) {
    cells.computeIfAbsent(key.getClass(), kind -> new HashMap<>()).merge(key, sum, CellSum::plus);
    return this;
  }

  /**
   * Rows of product_balances, those of too few holders as well: that there was a snapshot counts.
   */
  public List<Object[]> productBalances() {
    return ProductBalanceRows.of(this);
  }

  /** Rows of holder_effects. */
  public List<Object[]> holderEffects() {
    return HolderEffectRows.of(this);
  }

  /** Rows of migration. */
  public List<Object[]> migration() {
    return MigrationRows.of(this);
  }

  /** Rows of bank_dependence. */
  public List<Object[]> bankDependence() {
    return BankDependenceRows.of(this);
  }

  /** Rows of geographic_reach. */
  public List<Object[]> geographicReach() {
    return GeographicReachRows.of(this);
  }

  /** What market_structure tells of balances. */
  public List<BalanceMeasure> balanceMeasures() {
    return BalanceMeasure.of(this);
  }

  Reference reference() {
    return reference;
  }

  LocalDate date() {
    return date;
  }

  Told told() {
    return told;
  }

  /** The cells of a kind. */
  @SuppressWarnings("unchecked")
  <K extends CellKey> Map<K, CellSum> cells(Class<K> kind) {
    return (Map<K, CellSum>) cells.getOrDefault(kind, Map.of());
  }

  /** What is told of a cell: nothing below k holders, or where there is none. */
  Figure figure(CellKey key) {
    return told.figure(cells(key.getClass()).get(key));
  }

  /** The banks that have a contract on a platform, in order. */
  List<String> banks() {
    return cells(Stake.class).keySet().stream()
        .filter(stake -> stake.platform().equals(CellKey.ALL) && stake.bank() != null)
        .map(Stake::bank)
        .sorted()
        .toList();
  }

  /**
   * What is told of the parts of wholes, by whole and in order of parts; those of too few holders
   * are left out.
   *
   * @param whole what a cell is a part of; null where it is none
   */
  <K extends CellKey, P extends Comparable<? super P>> Map<String, TreeMap<P, Figure>> parts(
      Class<K> kind, Function<K, String> whole, Function<K, P> part) {
    Map<String, TreeMap<P, Figure>> parts = new HashMap<>();
    cells(kind)
        .forEach(
            (key, sum) -> {
              Figure figure = told.figure(sum);
              if (figure.isTold() && whole.apply(key) != null && part.apply(key) != null) {
                parts
                    .computeIfAbsent(whole.apply(key), w -> new TreeMap<>())
                    .put(part.apply(key), figure);
              }
            });
    return parts;
  }
}
