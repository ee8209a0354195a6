package org.rateshelf.day;

import static org.rateshelf.answer.ProductCounts.BANK_CLASS;
import static org.rateshelf.answer.ProductCounts.ENTERED;
import static org.rateshelf.answer.ProductCounts.PLATFORM_ID;
import static org.rateshelf.answer.ProductCounts.PRODUCT_KIND;
import static org.rateshelf.answer.ProductCounts.RELISTED;
import static org.rateshelf.answer.ProductCounts.STOCK;
import static org.rateshelf.answer.ProductCounts.TABLE;
import static org.rateshelf.answer.ProductCounts.VIEWER;
import static org.rateshelf.answer.ProductCounts.WITHDRAWN;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.rateshelf.market.Reference;
import org.rateshelf.shelf.ShelfDay;

/**
 * The day's rows of {@link org.rateshelf.answer.ProductCounts}: how many products are displayed on
 * each shelf, and what came and went.
 */
public final class Counts {
  /**
   * What is counted together; ALL where it is pooled. Kind and class are of a spell's first day.
   */
  public record Cell(String platform, String productKind, String bankClass, String viewer)
      implements Serializable {
    private static Cell of(ShelfDay shelf, Reference reference) {
      return new Cell(
          shelf.platform(),
          shelf.spellKind(),
          reference.bankClass(shelf.spellBankId()),
          shelf.viewer());
    }

    private static Cell of(Object[] row) {
      return new Cell(
          TABLE.value(row, PLATFORM_ID),
          TABLE.value(row, PRODUCT_KIND),
          TABLE.value(row, BANK_CLASS),
          TABLE.value(row, VIEWER));
    }

    /** This cell, and those that are pooled over it. */
    private List<Cell> levels(Reference reference) {
      List<Cell> all = new ArrayList<>(4);
      for (String onPlatform : Levels.ofPlatform(platform, reference)) {
        for (String ofClass : Levels.of(bankClass)) {
          all.add(new Cell(onPlatform, productKind, ofClass, viewer));
        }
      }
      return all;
    }
  }

  private Counts() {}

  /** The cell of a row of the table; empty where it is pooled over others. */
  public static Optional<Cell> ownCell(Object[] row) {
    Cell cell = Cell.of(row);
    boolean isPooled = cell.platform().equals(Levels.ALL) || Levels.ALL.equals(cell.bankClass());
    return isPooled ? Optional.empty() : Optional.of(cell);
  }

  /** The cells, not pooled, that these products' open or just ended spells count in. */
  public static Set<Cell> cells(Collection<ShelfDay> shelves, Reference reference) {
    Set<Cell> cells = new LinkedHashSet<>();
    for (ShelfDay shelf : shelves) {
      if (counts(shelf)) {
        cells.add(Cell.of(shelf, reference));
      }
    }
    return cells;
  }

  /**
   * A row for each cell and those pooled over them, also where nothing is left of it.
   *
   * @param ever the cells that have held a product up to the day, its own among them, as {@link
   *     #cells} gives them
   */
  public static List<Object[]> rows(Day day, Collection<Cell> ever, Reference reference) {
    Map<Cell, List<Tally>> levels = new HashMap<>();
    Map<Cell, Tally> tallies = new LinkedHashMap<>();
    for (Cell cell : ever) {
      List<Tally> pooled = new ArrayList<>(4);
      for (Cell level : cell.levels(reference)) {
        pooled.add(tallies.computeIfAbsent(level, l -> new Tally()));
      }
      levels.put(cell, pooled);
    }
    for (ShelfDay shelf : day.shelves()) {
      if (counts(shelf)) {
        levels.get(Cell.of(shelf, reference)).forEach(tally -> tally.add(shelf));
      }
    }
    List<Object[]> rows = new ArrayList<>(tallies.size());
    tallies.forEach((cell, tally) -> rows.add(tally.row(day.date(), cell)));
    return rows;
  }

  /**
   * How many rows of today have a stock that does not follow from yesterday's; 0 if all is well.
   */
  public static int unbalanced(List<Object[]> yesterday, List<Object[]> today) {
    Map<Cell, Integer> stocks = new HashMap<>();
    yesterday.forEach(row -> stocks.put(Cell.of(row), TABLE.value(row, STOCK)));
    int unbalanced = 0;
    for (Object[] row : today) {
      int came = TABLE.value(row, ENTERED) + TABLE.value(row, RELISTED);
      int expected = stocks.getOrDefault(Cell.of(row), 0) + came - TABLE.value(row, WITHDRAWN);
      unbalanced += TABLE.value(row, STOCK) == expected ? 0 : 1;
    }
    return unbalanced;
  }

  private static boolean counts(ShelfDay shelf) {
    return shelf.displayed() || ends(shelf);
  }

  private static boolean ends(ShelfDay shelf) {
    return shelf.day().equals(shelf.firstAbsent());
  }

  /** What is counted in one cell. */
  private static final class Tally {
    private int stock;
    private int onSale;
    private int entered;
    private int relisted;
    private int withdrawn;
    private int unknown;

    void add(ShelfDay shelf) {
      withdrawn += ends(shelf) ? 1 : 0;
      if (!shelf.displayed()) {
        return;
      }
      stock++;
      onSale += shelf.buyable() ? 1 : 0;
      unknown += shelf.sighted() ? 0 : 1;
      if (shelf.firstSeen().equals(shelf.day())) {
        entered += shelf.spellNo() == 1 ? 1 : 0;
        relisted += shelf.spellNo() == 1 ? 0 : 1;
      }
    }

    Object[] row(LocalDate day, Cell cell) {
      return new Object[] {
        day,
        cell.platform(),
        cell.productKind(),
        cell.bankClass(),
        cell.viewer(),
        stock,
        onSale,
        entered,
        relisted,
        withdrawn,
        unknown
      };
    }
  }
}
