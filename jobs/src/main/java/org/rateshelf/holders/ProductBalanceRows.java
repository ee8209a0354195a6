package org.rateshelf.holders;

import java.util.ArrayList;
import java.util.List;
import org.rateshelf.holders.CellKey.Product;
import org.rateshelf.holders.Told.Figure;
import org.rateshelf.table.ProductBalances;

/** Rows of {@link ProductBalances}, in the order of its fields. */
final class ProductBalanceRows {
  private ProductBalanceRows() {}

  static List<Object[]> of(HolderDay day) {
    List<Object[]> rows = new ArrayList<>();
    day.cells(Product.class)
        .forEach((product, sum) -> rows.add(row(day, product, day.told().figure(sum))));
    return rows;
  }

  private static Object[] row(HolderDay day, Product product, Figure figure) {
    return new Object[] {
      day.date(),
      product.platform(),
      product.product(),
      product.term(),
      figure.holders(),
      figure.balance(),
      figure.error()
    };
  }
}
