package org.rateshelf.answer;

import static org.apache.spark.sql.functions.array_repeat;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.rateshelf.job.Answer;
import org.rateshelf.job.Inputs;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Listings;
import org.rateshelf.table.ProductBalances;

/**
 * Spreads that new buyers were offered, by platform, kind, bank class and term.
 *
 * <p>Bonus and tier lines are left out, as are holders' lines. Lines without a spread are counted
 * beside it. Each level ALL is computed again over the union; over platforms it leaves the banks'
 * own channel out.
 */
public final class SpreadSummary implements Answer {
  public static final Field<LocalDate> AS_OF_DATE = RateSpreads.AS_OF_DATE;
  public static final Field<String> PLATFORM_ID = ProductCounts.PLATFORM_ID;
  public static final Field<String> PRODUCT_KIND = RateSpreads.PRODUCT_KIND;
  public static final Field<String> BANK_CLASS = Banks.BANK_CLASS.meaning("Class, or ALL.");
  public static final Field<String> TERM =
      Listings.TERM.meaning("Canonical term, days normalised to months; or ALL.");
  public static final Field<String> COMPARATOR = RateSpreads.COMPARATOR;
  public static final Field<Integer> PRODUCTS =
      Field.whole("products", 12, "Products with a spread.").required();
  public static final Field<Integer> LINES =
      Field.whole("lines", 14, "Lines with a spread.").required();
  public static final Field<Integer> LINES_WITHOUT_SPREAD =
      Field.whole("lines_without_spread", 3, "Lines without one.").required();
  public static final Field<BigDecimal> MEAN_BP =
      Field.basisPoints("mean_bp", "137.50", "Mean over lines; null without lines.");
  public static final Field<BigDecimal> MEDIAN_BP =
      Field.basisPoints("median_bp", "137.50", "Median; null without lines.");
  public static final Field<BigDecimal> P10_BP =
      Field.basisPoints("p10_bp", "90.00", "Tenth percentile, linear; null without lines.");
  public static final Field<BigDecimal> P90_BP =
      Field.basisPoints("p90_bp", "190.00", "Ninetieth percentile, linear; null without lines.");
  public static final Field<BigDecimal> MAX_BP =
      Field.basisPoints("max_bp", "212.50", "The greatest; null without lines.");
  public static final Field<BigDecimal> BALANCE_WEIGHTED_BP =
      Field.basisPoints(
          "balance_weighted_bp", "141.20", "Weighted by balance; null where none may be used.");
  public static final Field<BigDecimal> BALANCE_COVERED_PCT =
      Field.of(
          "balance_covered_pct",
          DataTypes.createDecimalType(5, 2),
          new BigDecimal("83.33"),
          "Of the products with a spread, the share with a balance; null without products.");

  public static final Table TABLE =
      Table.gold("spread_summary")
          .grain("one day, platform or ALL, kind, bank class or ALL, term or ALL, and comparator")
          .fields(
              AS_OF_DATE,
              PLATFORM_ID,
              PRODUCT_KIND,
              BANK_CLASS,
              TERM,
              COMPARATOR,
              PRODUCTS,
              LINES,
              LINES_WITHOUT_SPREAD,
              MEAN_BP,
              MEDIAN_BP,
              P10_BP,
              P90_BP,
              MAX_BP,
              BALANCE_WEIGHTED_BP,
              BALANCE_COVERED_PCT)
          .key(AS_OF_DATE, PLATFORM_ID, PRODUCT_KIND, BANK_CLASS, TERM, COMPARATOR)
          .day(AS_OF_DATE)
          .build();

  private static final Column OFFERED = col("offered");
  private static final Column TOTAL = col("total");
  private static final Column WITHOUT = col("without");
  private static final Column WEIGHTED = col("weighted");
  private static final Column WEIGHT = col("weight");

  @Override
  public String question() {
    return "How much more do platforms offer than that rate, by platform, kind, class and term?";
  }

  @Override
  public String query() {
    return """
        SELECT platform_id, products, lines, mean_bp, median_bp, max_bp
        FROM spread_summary
        WHERE as_of_date = DATE '2020-12-17' AND product_kind = 'TIME_DEPOSIT'
          AND bank_class = 'ALL' AND term = 'ALL' AND comparator = 'BIG_POSTED'
        ORDER BY median_bp DESC, platform_id
        """;
  }

  @Override
  public List<Table> reads() {
    return List.of(RateSpreads.TABLE, ProductBalances.TABLE);
  }

  @Override
  public Table writes() {
    return TABLE;
  }

  @Override
  public Dataset<Row> compute(Inputs in) {
    Dataset<Row> lines =
        in.days(RateSpreads.TABLE)
            .filter(RateSpreads.VIEWER.col().equalTo("NEW_BUYER").and(Listings.entersMeans()))
            .withColumn(TERM.name(), RateSpreads.NORMALISED_TERM.col())
            // What is pooled stays within these, and need not be brought together again.
            .repartition(AS_OF_DATE.col(), COMPARATOR.col());
    Column share =
        col("covered")
            .cast("decimal(10,0)")
            .multiply(lit(100))
            .divide(when(PRODUCTS.col().gt(0), PRODUCTS.col().cast("decimal(10,0)")));
    return ofProducts(in, lines)
        .join(ofLines(in, lines), TABLE.keyNames(), "left")
        .select(
            col("*"),
            Exact.mean(col("total"), LINES.col(), 2).as(MEAN_BP.name()),
            Exact.rounded(WEIGHTED.divide(when(WEIGHT.gt(0), WEIGHT)), 2)
                .as(BALANCE_WEIGHTED_BP.name()),
            Exact.rounded(share, 2).as(BALANCE_COVERED_PCT.name()));
  }

  /**
   * What the spreads of each cell come to in order: counted by value first, since lines share few
   * values.
   */
  private static Dataset<Row> ofLines(Inputs in, Dataset<Row> lines) {
    Dataset<Row> counted =
        lines
            .filter(RateSpreads.SPREAD_BP.col().isNotNull())
            .groupBy(keyAnd(RateSpreads.SPREAD_BP))
            .agg(count(lit(1)).as("n"));
    Dataset<Row> pooled =
        Pooled.over(Pooled.over(Pooled.overPlatforms(in, counted, PLATFORM_ID), BANK_CLASS), TERM)
            .groupBy(keyAnd(RateSpreads.SPREAD_BP))
            .agg(sum(col("n")).cast("int").as("n"));
    Column repeated = array_repeat(RateSpreads.SPREAD_BP.col(), col("n"));
    Column sorted = col("sorted");
    return pooled
        .groupBy(TABLE.keyColumns())
        .agg(sort_array(flatten(collect_list(repeated))).as("sorted"))
        .select(
            col("*"),
            Exact.percentile(sorted, 5, 2).as(MEDIAN_BP.name()),
            Exact.percentile(sorted, 1, 2).as(P10_BP.name()),
            Exact.percentile(sorted, 9, 2).as(P90_BP.name()),
            element_at(sorted, lit(-1)).as(MAX_BP.name()))
        .drop(sorted);
  }

  /** Products, lines and balances of each cell. */
  private static Dataset<Row> ofProducts(Inputs in, Dataset<Row> lines) {
    Dataset<Row> products =
        Pooled.over(productsInTerms(in, lines), TERM)
            .groupBy(keyAnd(RateSpreads.PRODUCT_ID))
            .agg(
                sum(OFFERED).as("offered"),
                sum(WITHOUT).as("without"),
                sum(TOTAL).as("total"),
                sum(WEIGHTED).as("weighted"),
                sum(WEIGHT).as("weight"));
    return Pooled.over(Pooled.overPlatforms(in, products, PLATFORM_ID), BANK_CLASS)
        .groupBy(TABLE.keyColumns())
        .agg(
            count(when(OFFERED.gt(0), 1)).as(PRODUCTS.name()),
            sum(OFFERED).as(LINES.name()),
            sum(WITHOUT).as(LINES_WITHOUT_SPREAD.name()),
            sum(TOTAL).as("total"),
            sum(WEIGHTED).as("weighted"),
            sum(WEIGHT).as("weight"),
            count(when(OFFERED.gt(0), WEIGHT)).as("covered"));
  }

  private static Column[] keyAnd(Field<?> more) {
    Column[] columns = new Column[TABLE.key().size() + 1];
    System.arraycopy(TABLE.keyColumns(), 0, columns, 0, columns.length - 1);
    columns[columns.length - 1] = more.col();
    return columns;
  }

  /** The lines of each product in each term, and the balance that their mean spread weighs. */
  private static Dataset<Row> productsInTerms(Inputs in, Dataset<Row> lines) {
    Dataset<Row> products =
        lines
            .groupBy(keyAnd(RateSpreads.PRODUCT_ID))
            .agg(
                count(RateSpreads.SPREAD_BP.col()).as("offered"),
                count(when(RateSpreads.SPREAD_BP.col().isNull(), 1)).as("without"),
                sum(RateSpreads.SPREAD_BP.col()).as("total"));
    Column weight = when(OFFERED.gt(0), Balances.BALANCE);
    Column mean = Exact.mean(TOTAL, OFFERED, 10).cast("decimal(18,10)");
    return Balances.joined(in, products, AS_OF_DATE, PLATFORM_ID, RateSpreads.PRODUCT_ID, TERM)
        .withColumn("weighted", weight.cast("decimal(16,2)").multiply(mean))
        .withColumn("weight", weight)
        .drop("balance_weight");
  }
}
