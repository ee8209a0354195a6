package org.rateshelf.answer;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.rateshelf.job.Answer;
import org.rateshelf.job.Inputs;
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

  private static final List<Field<Integer>> COUNTS =
      List.of(STOCK, ON_SALE, ENTERED, RELISTED, WITHDRAWN, UNKNOWN);

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

  @Override
  public Dataset<Row> compute(Inputs in) {
    Dataset<Row> counted = counted(in);
    Dataset<Row> cells = everyDay(in, counted);
    Column[] key = TABLE.keyColumns();
    Dataset<Row> whole =
        cells.unionByName(counted, true).groupBy(key).agg(sums(0), sums(1, COUNTS.size()));
    Dataset<Row> pooled = Pooled.over(Pooled.overPlatforms(in, whole, PLATFORM_ID), BANK_CLASS);
    return pooled.groupBy(key).agg(sums(0), sums(1, COUNTS.size()));
  }

  private static Column sums(int at) {
    Field<Integer> field = COUNTS.get(at);
    return field.from(coalesce(sum(field.col()), lit(0)));
  }

  private static Column[] sums(int from, int to) {
    Column[] columns = new Column[to - from];
    for (int i = from; i < to; i++) {
      columns[i - from] = sums(i);
    }
    return columns;
  }

  private static Dataset<Row> counted(Inputs in) {
    Column day = ShelfDays.AS_OF_DATE.col();
    Column open = ShelfDays.DISPLAYED.col();
    Column begins = open.and(ShelfDays.FIRST_SEEN.col().equalTo(day));
    Column first = ShelfDays.SPELL_NO.col().equalTo(1);
    Column ends = ShelfDays.FIRST_ABSENT.col().equalTo(day);
    Dataset<Row> spells =
        in.days(ShelfDays.TABLE)
            .filter(open.or(ends))
            .select(
                AS_OF_DATE.col(),
                PLATFORM_ID.col(),
                ShelfDays.SPELL_KIND.col().as(PRODUCT_KIND.name()),
                ShelfDays.SPELL_BANK_ID.col(),
                VIEWER.col(),
                one(STOCK, open),
                one(ON_SALE, open.and(ShelfDays.BUYABLE.col())),
                one(ENTERED, begins.and(first)),
                one(RELISTED, begins.and(first.equalTo(false))),
                one(WITHDRAWN, ends),
                one(UNKNOWN, open.and(ShelfDays.SIGHTED.col().equalTo(false))));
    return BankClasses.joined(in, spells, ShelfDays.SPELL_BANK_ID.col())
        .groupBy(TABLE.keyColumns())
        .agg(sums(0), sums(1, COUNTS.size()));
  }

  private static Column one(Field<Integer> field, Column counts) {
    return when(counts, 1).otherwise(0).as(field.name());
  }

  /** An empty row for every day of every cell that has ever held a product. */
  private static Dataset<Row> everyDay(Inputs in, Dataset<Row> counted) {
    Column[] cell = {PLATFORM_ID.col(), PRODUCT_KIND.col(), BANK_CLASS.col(), VIEWER.col()};
    Dataset<Row> earlier =
        in.dayBefore(TABLE)
            .filter(
                PLATFORM_ID.col().notEqual(Pooled.ALL).and(BANK_CLASS.col().notEqual(Pooled.ALL)))
            .select(TABLE.keyColumns());
    return earlier
        .unionByName(counted.select(TABLE.keyColumns()))
        .groupBy(cell)
        .agg(min(AS_OF_DATE.col()).as("since"))
        .withColumn(
            AS_OF_DATE.name(),
            explode(sequence(greatest(col("since"), in.firstDay()), in.lastDay())))
        .drop("since");
  }

  /**
   * Rows on which the stock is not yesterday's stock plus what came less what went. A run that
   * finds one does not publish.
   *
   * @param days rows of consecutive days, the first of them given
   */
  public static Dataset<Row> unbalanced(Dataset<Row> days) {
    Column before =
        lag(STOCK.col(), 1, 0)
            .over(
                Window.partitionBy(
                        PLATFORM_ID.col(), PRODUCT_KIND.col(), BANK_CLASS.col(), VIEWER.col())
                    .orderBy(AS_OF_DATE.col()));
    Column expected = before.plus(ENTERED.col()).plus(RELISTED.col()).minus(WITHDRAWN.col());
    return days.withColumn("expected", expected).filter(STOCK.col().notEqual(col("expected")));
  }
}
