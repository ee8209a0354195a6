package org.rateshelf.explain;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.answer.BankClasses;
import org.rateshelf.answer.ListingStates;
import org.rateshelf.answer.Pooled;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.table.ShelfDays;

/** A row of product_counts: the products in stock, what came and what went. */
record ProductCountsExplained(Trail trail, Cell cell) implements Explained {
  @Override
  public void tell() {
    Column day = cell.literal(ProductCounts.AS_OF_DATE);
    Dataset<Row> shelf =
        trail
            .rows(ShelfDays.TABLE)
            .filter(cell.agrees(ProductCounts.AS_OF_DATE, ProductCounts.VIEWER))
            .filter(ShelfDays.SPELL_KIND.col().equalTo(cell.get(ProductCounts.PRODUCT_KIND)))
            .filter(trail.onPlatforms(cell, ProductCounts.PLATFORM_ID));
    String bankClass = cell.get(ProductCounts.BANK_CLASS);
    if (!Pooled.ALL.equals(bankClass)) {
      shelf =
          BankClasses.joined(
                  trail.inputs(new ProductCounts()), shelf, ShelfDays.SPELL_BANK_ID.col())
              .filter(cell.agrees(ProductCounts.BANK_CLASS));
    }
    Dataset<Row> open = shelf.filter(ShelfDays.DISPLAYED.col());
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
    products(open.filter(ShelfDays.FIRST_SEEN.col().equalTo(day)));
    trail.head("Went: first proven absent that day");
    products(shelf.filter(ShelfDays.FIRST_ABSENT.col().equalTo(day)));
    trail.head("In stock, though no scan showed it that day");
    products(open.filter(ShelfDays.SIGHTED.col().equalTo(false)));
  }

  private void products(Dataset<Row> rows) {
    trail.members(
        rows,
        ShelfDays.LAST_SEEN.col(),
        ListingStates.TABLE,
        ShelfDays.SPELL_BANK_ID,
        ShelfDays.FIRST_SEEN,
        ShelfDays.LAST_SEEN,
        ShelfDays.SCAN_STATUS,
        ShelfDays.CONFIRMED_BY);
  }
}
