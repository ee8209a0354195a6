package org.rateshelf.answer;

import java.time.LocalDate;
import java.util.List;
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
import org.rateshelf.table.ShelfDays;

/**
 * How many products are displayed on each shelf, and what came and went.
 *
 * <p>A product counts as long as its spell is open: sold out or not, seen today or not. It leaves
 * on the first day that it is proven absent. Kind and class are those of the spell's first day.
 * Cells that have ever held a product have a row on every day from then on.
 */
public final class ProductCounts implements Answer {
  public static final Field<LocalDate> AS_OF_DATE = ShelfDays.AS_OF_DATE;
  public static final Field<String> PLATFORM_ID =
      ShelfDays.PLATFORM_ID.meaning("Platform, or ALL but the banks' own channel.");
  public static final Field<String> PRODUCT_KIND =
      ShelfDays.PRODUCT_KIND.meaning("What is sold, on the spell's first day.");
  public static final Field<String> BANK_CLASS =
      Banks.BANK_CLASS.meaning("Class of the bank on the spell's first day, or ALL.");
  public static final Field<String> VIEWER = ShelfDays.VIEWER;
  public static final Field<Integer> STOCK =
      Field.whole("stock", 40, "Products displayed: open spells.").required().atLeast(0);
  public static final Field<Integer> ON_SALE =
      Field.whole("on_sale", 38, "Of the stock, those that could be bought when last seen.")
          .required();
  public static final Field<Integer> ENTERED =
      Field.whole("entered", 2, "Spells that began that day, the product's first.").required();
  public static final Field<Integer> RELISTED =
      Field.whole("relisted", 0, "Spells that began that day, a later one.").required();
  public static final Field<Integer> WITHDRAWN =
      Field.whole("withdrawn", 1, "Spells whose first absent day it is.").required();
  public static final Field<Integer> UNKNOWN =
      Field.whole("unknown", 0, "Of the stock, those that no scan showed that day.").required();

  public static final Table TABLE =
      Table.gold("product_counts")
          .grain("one day, platform or ALL, kind, bank class or ALL, and viewer")
          .fields(
              AS_OF_DATE,
              PLATFORM_ID,
              PRODUCT_KIND,
              BANK_CLASS,
              VIEWER,
              STOCK,
              ON_SALE,
              ENTERED,
              RELISTED,
              WITHDRAWN,
              UNKNOWN)
          .key(AS_OF_DATE, PLATFORM_ID, PRODUCT_KIND, BANK_CLASS, VIEWER)
          .day(AS_OF_DATE)
          .build();

  @Override
  public String question() {
    return "How many products stand on the shelf, and what came and went?";
  }

  @Override
  public String query() {
    return """
    SELECT platform_id,
      sum(stock) FILTER (WHERE as_of_date = DATE '2020-12-17') AS before,
      sum(entered + relisted) FILTER (WHERE as_of_date > DATE '2020-12-17') AS came,
      sum(withdrawn) FILTER (WHERE as_of_date > DATE '2020-12-17') AS went,
      sum(stock) FILTER (WHERE as_of_date = DATE '2021-01-24') AS after
    FROM product_counts
    WHERE as_of_date BETWEEN DATE '2020-12-17' AND DATE '2021-01-24'
      AND viewer = 'NEW_BUYER' AND product_kind = 'TIME_DEPOSIT'
      AND bank_class = 'ALL'
    GROUP BY platform_id
    ORDER BY before DESC, platform_id
    """;
  }

  @Override
  public List<Table> reads() {
    return List.of(ShelfDays.TABLE, Banks.TABLE, TABLE);
  }

  @Override
  public Table writes() {
    return TABLE;
  }
}
