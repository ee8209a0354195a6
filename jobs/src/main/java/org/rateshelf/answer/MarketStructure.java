package org.rateshelf.answer;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.rateshelf.job.Answer;
import org.rateshelf.job.Inputs;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.ProductBalances;
import org.rateshelf.table.PublishedFigures;
import org.rateshelf.table.Term;
import org.rateshelf.table.UserRates;

/**
 * How concentrated, how long and how small the market of time deposits is, day by day, and beside
 * each figure what others published of it for that day.
 *
 * <p>Products are those that were seen and could be bought that very day.
 */
public final class MarketStructure implements Answer {
  /** What somebody published. */
  public record Published(
      BigDecimal value, String unit, String scope, String source, String note) {}

  /** The fields of {@link Published}, in order. */
  private static final List<Field<?>> SAID =
      List.of(
          PublishedFigures.VALUE,
          PublishedFigures.UNIT,
          PublishedFigures.SCOPE,
          PublishedFigures.SOURCE,
          PublishedFigures.NOTE);

  public static final Field<LocalDate> AS_OF_DATE = BestOffers.AS_OF_DATE;
  public static final Field<String> MEASURE = PublishedFigures.MEASURE;
  public static final Field<String> PLATFORM_ID = ProductCounts.PLATFORM_ID;
  public static final Field<BigDecimal> VALUE =
      Field.of(
          "value",
          DataTypes.createDecimalType(24, 4),
          new BigDecimal("0.0912"),
          "In the unit that the measure's name says; null where only others have a figure.");
  public static final Field<Integer> PRODUCTS =
      Field.whole(
          "products", 332, "Products on offer there; null for balances and others' figures.");
  public static final Field<List<Published>> PUBLISHED =
      Field.of(
          "published",
          DataTypes.createArrayType(
              DataTypes.createStructType(
                  SAID.stream()
                      .map(f -> DataTypes.createStructField(f.name(), f.type(), true))
                      .toList())),
          List.of(
              new Published(
                  new BigDecimal("90.0000"), "products", "JD Finance", "a newspaper", "about")),
          "What others published of it for that day, with its own scope; null where nobody did.");

  public static final Table TABLE =
      Table.gold("market_structure")
          .grain("one day, measure, and platform or ALL")
          .fields(AS_OF_DATE, MEASURE, PLATFORM_ID, VALUE, PRODUCTS, PUBLISHED)
          .key(AS_OF_DATE, MEASURE, PLATFORM_ID)
          .day(AS_OF_DATE)
          .build();

  // What a product on offer is counted by; no columns of the table.
  public static final Field<Integer> FIVE_YEAR =
      Field.whole("five_year", 1, "1 with a line of five years.");
  public static final Field<Integer> PERIODIC =
      Field.whole("periodic", 1, "1 with a line that pays by the period.");
  public static final Field<Integer> LEAST_SHOWN =
      Field.whole("least_shown", 1, "1 with a line whose minimum is shown.");
  public static final Field<Integer> SMALL =
      Field.whole("small", 1, "1 with a line that takes 50 or less.");

  private static final int SMALL_AMOUNT = 50;
  private static final Column ALL = PLATFORM_ID.col().equalTo(Pooled.ALL);
  private static final Column N = col("n");

  @Override
  public String question() {
    return "How concentrated, how long, how small is the market, beside what others published?";
  }

  @Override
  public String query() {
    return """
        SELECT measure, value, products, published
        FROM market_structure
        WHERE as_of_date = DATE '2020-11-26' AND platform_id = 'ALL'
        ORDER BY measure
        """;
  }

  @Override
  public List<Table> reads() {
    return List.of(BestOffers.TABLE, UserRates.TABLE, PublishedFigures.TABLE);
  }

  @Override
  public Table writes() {
    return TABLE;
  }

  @Override
  public Dataset<Row> compute(Inputs in) {
    return ofProducts(in)
        .unionByName(ofBalances(in), true)
        .join(published(in), TABLE.keyNames(), "full");
  }

  private static Dataset<Row> ofProducts(Inputs in) {
    Dataset<Row> banks =
        Pooled.overPlatforms(in, products(in), PLATFORM_ID)
            .groupBy(AS_OF_DATE.col(), PLATFORM_ID.col(), RateSpreads.BANK_ID.col())
            .agg(
                count(lit(1)).as("n"),
                sum(FIVE_YEAR.col()).as(FIVE_YEAR.name()),
                sum(PERIODIC.col()).as(PERIODIC.name()),
                sum(LEAST_SHOWN.col()).as(LEAST_SHOWN.name()),
                sum(SMALL.col()).as(SMALL.name()));
    Dataset<Row> shelves =
        banks
            .groupBy(AS_OF_DATE.col(), PLATFORM_ID.col())
            .agg(
                sum(N).as("products"),
                count(lit(1)).as("banks"),
                sum(N.multiply(N)).as("squares"),
                sum(FIVE_YEAR.col()).as(FIVE_YEAR.name()),
                sum(PERIODIC.col()).as(PERIODIC.name()),
                sum(LEAST_SHOWN.col()).as(LEAST_SHOWN.name()),
                sum(SMALL.col()).as(SMALL.name()));
    Column ofAPlatform =
        when(
            ALL.equalTo(false).and(PLATFORM_ID.col().notEqual(in.market().ownChannel().orElse(""))),
            PRODUCTS.col());
    Column squares =
        sum(ofAPlatform.multiply(ofAPlatform)).over(Window.partitionBy(AS_OF_DATE.col()));
    Column all = PRODUCTS.col();
    return shelves
        .withColumn("platform_squares", squares)
        .withColumn(
            "figures",
            array(
                figure("PRODUCTS", all),
                figure("BANKS", col("banks")),
                figure("FIVE_YEAR_PCT", share(FIVE_YEAR.col(), all)),
                figure("PERIODIC_PCT", share(PERIODIC.col(), all)),
                figure("FROM_50_PCT", share(SMALL.col(), LEAST_SHOWN.col())),
                figure("BANK_HHI_PRODUCTS", hhi(col("squares"), all)),
                figure("PLATFORM_HHI_PRODUCTS", when(ALL, hhi(col("platform_squares"), all)))))
        .select(
            AS_OF_DATE.col(),
            PLATFORM_ID.col(),
            all.cast("int").as(PRODUCTS.name()),
            explode(col("figures")).as("figure"))
        .select(AS_OF_DATE.col(), PLATFORM_ID.col(), PRODUCTS.col(), col("figure.*"))
        .filter(VALUE.col().isNotNull());
  }

  /** On the days of snapshots: what holders have on each platform, as it may be told. */
  private static Dataset<Row> ofBalances(Inputs in) {
    Told told = new Told(in);
    Dataset<Row> contracts =
        Pooled.overPlatforms(
            in,
            in.days(UserRates.TABLE)
                .withColumn(AS_OF_DATE.name(), UserRates.AS_OF.col())
                .withColumn("shelf", PLATFORM_ID.col()),
            PLATFORM_ID);
    Dataset<Row> whole =
        told.balances(contracts, List.of(AS_OF_DATE.name(), PLATFORM_ID.name()))
            .select(
                AS_OF_DATE.col(),
                PLATFORM_ID.col(),
                lit("PLATFORM_BALANCE").as(MEASURE.name()),
                VALUE.from(ProductBalances.BALANCE.col()));
    return whole
        .unionByName(concentration(told, contracts, UserRates.BANK_ID.name(), "BANK_HHI_BALANCE"))
        .unionByName(concentration(told, contracts.filter(ALL), "shelf", "PLATFORM_HHI_BALANCE"))
        .filter(VALUE.col().isNotNull());
  }

  private static Dataset<Row> concentration(
      Told told, Dataset<Row> contracts, String over, String measure) {
    return told.balances(contracts, List.of(AS_OF_DATE.name(), PLATFORM_ID.name(), over))
        .groupBy(AS_OF_DATE.col(), PLATFORM_ID.col())
        .agg(VALUE.from(Exact.hhi(ProductBalances.BALANCE.col())))
        .withColumn(MEASURE.name(), lit(measure));
  }

  /** Time deposits on offer: one row a product and day, and 1 where it has such a line, else 0. */
  public static Dataset<Row> products(Inputs in) {
    Column least = RateSpreads.MIN_AMOUNT.col();
    return in.days(BestOffers.TABLE)
        .filter(RateSpreads.PRODUCT_KIND.col().equalTo(Quotes.TIME))
        .groupBy(AS_OF_DATE.col(), PLATFORM_ID.col(), RateSpreads.PRODUCT_ID.col())
        .agg(
            max(RateSpreads.BANK_ID.col()).as(RateSpreads.BANK_ID.name()),
            FIVE_YEAR.from(any(RateSpreads.NORMALISED_TERM.col().equalTo("P5Y"))),
            PERIODIC.from(any(RateSpreads.PAYOUT_CYCLE.col().rlike("^(" + Term.PERIOD + ")$"))),
            LEAST_SHOWN.from(any(least.gt(0))),
            SMALL.from(any(least.gt(0).and(least.leq(SMALL_AMOUNT)))));
  }

  private static Column any(Column condition) {
    return max(when(condition, 1).otherwise(0));
  }

  private static Column figure(String measure, Column value) {
    return struct(lit(measure).as(MEASURE.name()), VALUE.from(value));
  }

  private static Column share(Column part, Column all) {
    return Exact.mean(part.multiply(100), all, 4);
  }

  private static Column hhi(Column squares, Column all) {
    return Exact.rounded(
        squares.cast("decimal(18,0)").divide(all.multiply(all).cast("decimal(18,0)")), 4);
  }

  /** Published figures of the days to compute, in order of scope. */
  private static Dataset<Row> published(Inputs in) {
    Column said = struct(SAID.stream().map(Field::col).toArray(Column[]::new)).as("said");
    return in.rows(PublishedFigures.TABLE)
        .filter(PublishedFigures.AS_OF.col().between(in.firstDay(), in.lastDay()))
        .groupBy(
            PublishedFigures.AS_OF.col().as(AS_OF_DATE.name()),
            MEASURE.col(),
            coalesce(PublishedFigures.PLATFORM_ID.col(), lit(Pooled.ALL)).as(PLATFORM_ID.name()))
        .agg(sort_array(collect_list(struct(PublishedFigures.SCOPE.col(), said))).as("ordered"))
        .withColumn(PUBLISHED.name(), transform(col("ordered"), one -> one.getField("said")))
        .drop("ordered");
  }
}
