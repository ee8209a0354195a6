package org.rateshelf.holders;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.rateshelf.answer.Migration;
import org.rateshelf.figures.Exact;
import org.rateshelf.holders.CellKey.Moved;

/** Rows of {@link Migration}, in the order of its fields. */
final class MigrationRows {
  private static final int PLACES = 4;

  private MigrationRows() {}

  static List<Object[]> of(HolderDay day) {
    List<Object[]> rows = new ArrayList<>();
    day.cells(Moved.class)
        .forEach(
            (moved, whole) -> {
              if (moved.destination().equals(CellKey.ALL)) {
                rows.add(row(day, moved.bankClass(), whole));
              }
            });
    return rows;
  }

  private static Object[] row(HolderDay day, String bankClass, CellSum whole) {
    Map<Destination, BigDecimal> parts = new EnumMap<>(Destination.class);
    BigDecimal balance = BigDecimal.ZERO.setScale(2);
    BigInteger squares = BigInteger.ZERO;
    for (Destination destination : Destination.values()) {
      CellSum cell = day.cells(Moved.class).get(new Moved(bankClass, destination.name()));
      if (cell != null && day.told().isEnough(cell.holders())) {
        parts.put(destination, new BigDecimal(cell.told()));
        balance = balance.add(parts.get(destination));
        squares = squares.add(cell.squares());
      }
    }
    List<Object> row = new ArrayList<>();
    row.add(day.date());
    row.add(bankClass);
    boolean isShown = balance.signum() > 0;
    row.add(isShown ? day.told().number(whole.holders()) : null);
    row.add(isShown ? balance : null);
    row.add(isShown ? day.told().error(squares) : null);
    row.addAll(shares(parts, balance));
    row.add(isShown ? null : Told.SUPPRESSED);
    return row.toArray();
  }

  /** Shares by destination; null where not told. What is held is what the others leave of 1. */
  private static List<BigDecimal> shares(Map<Destination, BigDecimal> parts, BigDecimal balance) {
    List<BigDecimal> shares = new ArrayList<>();
    BigDecimal left = BigDecimal.ONE.setScale(PLACES);
    for (Destination destination : Destination.values()) {
      BigDecimal share = Exact.ratio(parts.get(destination), balance, PLACES);
      shares.add(share);
      if (share != null && destination != Destination.HELD) {
        left = left.subtract(share);
      }
    }
    if (shares.get(Destination.HELD.ordinal()) != null) {
      shares.set(Destination.HELD.ordinal(), left);
    }
    return shares;
  }
}
