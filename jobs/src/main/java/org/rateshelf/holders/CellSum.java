package org.rateshelf.holders;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.rateshelf.figures.Exact;

/**
 * What the contracts of a cell add up to. Sums are exact, so that no order matters; the parts that
 * holders are counted in must have no holder in common.
 */
public final class CellSum {
  /** Values of a packed sum. */
  public static final int WIDTH = 14;

  private static final int WIDTH_OF_SIDE = WIDTH / 2;
  private static final int RATE_PLACES = 4;

  private long holders;
  private long contracts;
  private final Sum told = new Sum();
  private final Sum squares = new Sum();
  private long rated;
  private final Sum weight = new Sum();
  private final Sum interest = new Sum();

  /** Those of the contracts that are in a later snapshot; null where none was looked for there. */
  private CellSum after;

  private int holder;
  private int ratedHolder;

  /**
   * Adds a contract. One holder's come one after another.
   *
   * @param number tells holders apart; not 0
   */
  void add(int number, Held held) {
    if (holder != number) {
      holder = number;
      holders++;
    }
    contracts++;
    told.add(held.told());
    squares.add(held.told(), held.told());
  }

  /** Adds a contract with its rate. */
  void addRated(int number, Held held) {
    add(number, held);
    if (held.hasRate()) {
      if (ratedHolder != number && held.told() > 0) {
        ratedHolder = number;
        rated++;
      }
      weight.add(held.told());
      interest.add(held.told(), held.rate());
    }
  }

  /**
   * Adds a contract of a snapshot and of a later one.
   *
   * @param later null where it is not there any more
   */
  void addRated(int number, Held before, Held later) {
    addRated(number, before);
    if (later != null) {
      if (after == null) {
        after = new CellSum();
      }
      after.addRated(number, later);
    }
  }

  /** This sum with another of the same cell, of other holders. */
  CellSum plus(CellSum other) {
    holders += other.holders;
    contracts += other.contracts;
    told.add(other.told());
    squares.add(other.squares());
    rated += other.rated;
    weight.add(other.weight.total());
    interest.add(other.interest.total());
    after = after == null ? other.after : other.after == null ? after : after.plus(other.after);
    return this;
  }

  /** Different holders. */
  public long holders() {
    return holders;
  }

  public long contracts() {
    return contracts;
  }

  /** Told balances together. */
  public BigInteger told() {
    return told.total();
  }

  /** The squares of told balances together. */
  public BigInteger squares() {
    return squares.total();
  }

  /** Different holders of contracts that have a rate and a told balance above 0. */
  public long rated() {
    return rated;
  }

  /** Mean rate, weighed by told balances; null where none has both. */
  public BigDecimal ratePct() {
    BigDecimal paid = new BigDecimal(interest.total(), RATE_PLACES);
    return Exact.ratio(paid, new BigDecimal(weight.total()), RATE_PLACES);
  }

  /** The cell of those of its contracts that are in the later snapshot; null where none is. */
  public CellSum after() {
    return after;
  }

  /** As {@link #WIDTH} values for a shuffle, in halves of the two snapshots: Long or BigDecimal. */
  public Object[] packed() {
    Object[] values = new Object[WIDTH];
    pack(values, 0);
    if (after != null) {
      after.pack(values, WIDTH_OF_SIDE);
    }
    return values;
  }

  private void pack(Object[] values, int at) {
    values[at] = holders;
    values[at + 1] = contracts;
    values[at + 2] = new BigDecimal(told());
    values[at + 3] = new BigDecimal(squares());
    values[at + 4] = rated;
    values[at + 5] = new BigDecimal(weight.total());
    values[at + 6] = new BigDecimal(interest.total());
  }

  /** The sum that was packed so. */
  public static CellSum unpack(Object[] values) {
    CellSum sum = new CellSum();
    sum.holders = (Long) values[0];
    sum.contracts = (Long) values[1];
    sum.told.add(whole(values[2]));
    sum.squares.add(whole(values[3]));
    sum.rated = (Long) values[4];
    sum.weight.add(whole(values[5]));
    sum.interest.add(whole(values[6]));
    boolean hasAfter = values.length > WIDTH_OF_SIDE && values[WIDTH_OF_SIDE] != null;
    sum.after = hasAfter ? unpack(Arrays.copyOfRange(values, WIDTH_OF_SIDE, WIDTH)) : null;
    return sum;
  }

  private static BigInteger whole(Object value) {
    return ((BigDecimal) value).toBigIntegerExact();
  }
}
