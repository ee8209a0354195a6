package org.rateshelf.explain;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;
import org.rateshelf.answer.ListingStates;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.day.Levels;
import org.rateshelf.table.ShelfDays;

/** A row of product_counts: the products in stock, what came and what went. */
record ProductCountsExplained(Trail trail, Cell cell) implements Explained {
  @Override
  public void tell() {
    LocalDate day = cell.get(ProductCounts.AS_OF_DATE);
    List<Cell> shelf =
        trail.rows(
            ShelfDays.TABLE,
            day,
            cell.agrees(ProductCounts.VIEWER)
                .and(row -> row.is(ShelfDays.SPELL_KIND, cell.get(ProductCounts.PRODUCT_KIND)))
                .and(trail.onPlatforms(cell, ProductCounts.PLATFORM_ID))
                .and(this::isOfClass));
    List<Cell> open = those(shelf, row -> row.get(ShelfDays.DISPLAYED));
    trail.head("How it is made");
    trail.say(
        "stock %s = yesterday's and entered %s + relisted %s - withdrawn %s",
        cell.text(ProductCounts.STOCK),
        cell.text(ProductCounts.ENTERED),
        cell.text(ProductCounts.RELISTED),
        cell.text(ProductCounts.WITHDRAWN));
    trail.head("In stock");
    products(open);
    trail.head("Came that day");
    products(those(open, row -> row.is(ShelfDays.FIRST_SEEN, day)));
    trail.head("Went: first proven absent that day");
    products(those(shelf, row -> row.is(ShelfDays.FIRST_ABSENT, day)));
    trail.head("In stock, though no scan showed it that day");
    products(those(open, row -> !row.get(ShelfDays.SIGHTED)));
  }

  private boolean isOfClass(Cell row) {
    String bankClass = cell.get(ProductCounts.BANK_CLASS);
    return Levels.ALL.equals(bankClass)
        || cell.is(
            ProductCounts.BANK_CLASS,
            trail.reference().bankClass(row.get(ShelfDays.SPELL_BANK_ID)));
  }

  private static List<Cell> those(List<Cell> rows, Predicate<Cell> condition) {
    return rows.stream().filter(condition).toList();
  }

  private void products(List<Cell> rows) {
    trail.members(
        rows,
        List.of(ShelfDays.LAST_SEEN),
        ListingStates.TABLE,
        ShelfDays.SPELL_BANK_ID,
        ShelfDays.FIRST_SEEN,
        ShelfDays.LAST_SEEN,
        ShelfDays.SCAN_STATUS,
        ShelfDays.CONFIRMED_BY);
  }
}
