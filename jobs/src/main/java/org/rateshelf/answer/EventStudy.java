package org.rateshelf.answer;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.rateshelf.job.Answer;
import org.rateshelf.job.Inputs;
import org.rateshelf.market.Comparator;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Events;
import org.rateshelf.table.PostedDays;

/**
 * New buyers' time deposits and their spread day by day around each event, and beside them the
 * posted rates of the big banks.
 *
 * <p>The posted rates are a background: no platform was untouched, so nothing here is a control
 * group. A mean over changing products moves with what is on sale; {@link WithdrawalImpact} splits
 * that.
 */
public final class EventStudy implements Answer {
  public static final Field<String> EVENT_ID = Events.EVENT_ID;
  public static final Field<Integer> DAYS_FROM_EVENT =
      Field.whole("days_from_event", -1, "0 is the first day of the event.").required();
  public static final Field<String> PLATFORM_ID = ProductCounts.PLATFORM_ID;
  public static final Field<String> MEASURE =
      Field.code("measure", "STOCK", "What is measured; its name says the unit.")
          .required()
          .oneOf(
              "STOCK",
              "ON_SALE",
              "SPREAD_BIG_BP",
              "POSTED_BIG_1Y_PCT",
              "POSTED_BIG_3Y_PCT",
              "POSTED_BIG_5Y_PCT");
  public static final Field<LocalDate> AS_OF_DATE = ProductCounts.AS_OF_DATE;
  public static final Field<BigDecimal> VALUE =
      Field.mean("value", "332.0000", "That day; null for a spread that no line has.");
  public static final Field<BigDecimal> BASE_VALUE =
      Field.mean("base_value", "334.0000", "On the day before the event; null if none.");
  public static final Field<BigDecimal> CHANGE =
      Field.mean("change", "-2.0000", "Value less base value; null where either is.");
  public static final Field<Boolean> BACKGROUND =
      Field.flag(
              "background", false, "Whether it is no figure of the shelf, but what moved anyway.")
          .required();

  public static final Table TABLE =
      Table.gold("event_study")
          .grain("one event, day, platform or ALL, and measure")
          .fields(
              EVENT_ID,
              DAYS_FROM_EVENT,
              PLATFORM_ID,
              MEASURE,
              AS_OF_DATE,
              VALUE,
              BASE_VALUE,
              CHANGE,
              BACKGROUND)
          .key(EVENT_ID, DAYS_FROM_EVENT, PLATFORM_ID, MEASURE)
          .build();

  private static final Column TIME = ProductCounts.PRODUCT_KIND.col().equalTo(Quotes.TIME);

  @Override
  public String question() {
    return "What moved around the event, and what moved anyway?";
  }

  @Override
  public String query() {
    return """
        SELECT background, measure, days_from_event, value, change
        FROM event_study
        WHERE event_id = 'E021' AND platform_id = 'ALL'
          AND days_from_event IN (-1, 0, 7, 30)
        ORDER BY background, measure, days_from_event
        """;
  }

  @Override
  public List<Table> reads() {
    return List.of(
        ProductCounts.TABLE, SpreadSummary.TABLE, PostedDays.TABLE, Banks.TABLE, Events.TABLE);
  }

  @Override
  public Table writes() {
    return TABLE;
  }

  @Override
  public Dataset<Row> compute(Inputs in) {
    if (in.market().windows().isEmpty()) {
      return in.rows(TABLE).limit(0);
    }
    LocalDate first =
        Collections.min(
            in.market().windows().stream().map(event -> event.before().from()).toList());
    Column base = max(when(DAYS_FROM_EVENT.col().equalTo(-1), VALUE.col()));
    return shelf(in)
        .unionByName(background(in))
        .filter(AS_OF_DATE.col().geq(lit(first))) // of older days nothing is read
        .withColumn(VALUE.name(), VALUE.from(VALUE.col()))
        .join(broadcast(events(in)), AS_OF_DATE.col().geq(col("first_day")))
        .withColumn(DAYS_FROM_EVENT.name(), datediff(AS_OF_DATE.col(), Events.DATE_FROM.col()))
        .withColumn(
            BASE_VALUE.name(),
            base.over(Window.partitionBy(EVENT_ID.col(), PLATFORM_ID.col(), MEASURE.col())))
        .withColumn(CHANGE.name(), VALUE.col().minus(BASE_VALUE.col()))
        .withColumn(BACKGROUND.name(), MEASURE.col().startsWith("POSTED"));
  }

  /** Each event with its first day and the first day of its window before. */
  private static Dataset<Row> events(Inputs in) {
    List<Column> windows =
        in.market().windows().stream()
            .map(
                event ->
                    struct(
                        lit(event.eventId()).as(EVENT_ID.name()),
                        lit(event.before().from()).as("first_day")))
            .toList();
    return in.literals(windows)
        .join(
            broadcast(in.rows(Events.TABLE).select(EVENT_ID.col(), Events.DATE_FROM.col())),
            EVENT_ID.name());
  }

  private static Dataset<Row> shelf(Inputs in) {
    String[] cell = {AS_OF_DATE.name(), PLATFORM_ID.name()};
    Dataset<Row> spreads =
        in.upToLastDay(SpreadSummary.TABLE)
            .filter(TIME.and(SpreadSummary.BANK_CLASS.col().equalTo(Pooled.ALL)))
            .filter(SpreadSummary.TERM.col().equalTo(Pooled.ALL))
            .filter(SpreadSummary.COMPARATOR.col().equalTo(Comparator.Kind.BIG_POSTED.name()))
            .select(AS_OF_DATE.col(), PLATFORM_ID.col(), SpreadSummary.MEAN_BP.col());
    List<Column> measures = new ArrayList<>();
    measures.add(measure("STOCK", ProductCounts.STOCK.col()));
    measures.add(measure("ON_SALE", ProductCounts.ON_SALE.col()));
    if (in.market().comparators().containsKey(Comparator.Kind.BIG_POSTED)) {
      measures.add(measure("SPREAD_BIG_BP", SpreadSummary.MEAN_BP.col()));
    }
    return in.upToLastDay(ProductCounts.TABLE)
        .filter(TIME.and(ProductCounts.BANK_CLASS.col().equalTo(Pooled.ALL)))
        .filter(ProductCounts.VIEWER.col().equalTo("NEW_BUYER"))
        .join(spreads, cell, "left")
        .select(
            AS_OF_DATE.col(),
            PLATFORM_ID.col(),
            explode(array(measures.toArray(Column[]::new))).as("one"))
        .select(AS_OF_DATE.col(), PLATFORM_ID.col(), col("one.*"));
  }

  private static Column measure(String name, Column value) {
    return struct(lit(name).as(MEASURE.name()), VALUE.from(value));
  }

  /** The mean posted rate of the big banks, by term. */
  private static Dataset<Row> background(Inputs in) {
    Comparator big = in.market().comparators().get(Comparator.Kind.BIG_POSTED);
    Object[] classes = big == null ? new Object[0] : big.classes().toArray();
    Dataset<Row> banks =
        in.rows(Banks.TABLE)
            .filter(Banks.BANK_CLASS.col().isin(classes))
            .select(Banks.BANK_ID.col());
    Column term = PostedDays.TERM.col();
    return in.upToLastDay(PostedDays.TABLE)
        .filter(TIME.and(term.isin("P1Y", "P3Y", "P5Y")))
        .join(broadcast(banks), PostedDays.BANK_ID.name())
        .groupBy(PostedDays.AS_OF_DATE.col(), term)
        .agg(Exact.mean(sum(PostedDays.RATE_PCT.col()), count(lit(1)), 4).as(VALUE.name()))
        .select(
            AS_OF_DATE.col(),
            lit(Pooled.ALL).as(PLATFORM_ID.name()),
            concat(lit("POSTED_BIG_"), substring(term, 2, 2), lit("_PCT")).as(MEASURE.name()),
            VALUE.col());
  }
}
