package org.rateshelf.answer;

import static java.util.Comparator.naturalOrder;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.rateshelf.job.Answer;
import org.rateshelf.job.Inputs;
import org.rateshelf.market.Market;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Events;
import org.rateshelf.table.Listings;
import org.rateshelf.table.ProductBalances;
import org.rateshelf.table.Scans;
import org.rateshelf.table.ShelfDays;
import org.rateshelf.table.Spells;
import org.rateshelf.table.Term;

/**
 * New buyers' shelf before and after an event: how many products, at what spread, and why the mean
 * changed.
 *
 * <p>The unit is a product in a term; its value in a window is the mean over its days on sale of
 * the day's mean spread of its lines. The change of a mean splits exactly (Melitz and Polanec 2015)
 * into what stayers changed, what entrants brought and what exits took away. No platform was
 * untouched, so nothing here is a control group.
 */
public final class WithdrawalImpact implements Answer {
  public static final Field<String> EVENT_ID = Events.EVENT_ID;
  public static final Field<String> WINDOW =
      Field.code("window", "restricted", "before, or a window after the event.").required();
  public static final Field<String> PLATFORM_ID = ProductCounts.PLATFORM_ID;
  public static final Field<String> PRODUCT_KIND = RateSpreads.PRODUCT_KIND;
  public static final Field<String> BANK_CLASS = SpreadSummary.BANK_CLASS;
  public static final Field<String> TERM = SpreadSummary.TERM;
  public static final Field<String> COMPARATOR = RateSpreads.COMPARATOR;
  public static final Field<String> WEIGHTING =
      Field.code(
              "weighting",
              "SIMPLE",
              "SIMPLE: each product in a term counts once; BANK: each bank; BALANCE: each yuan.")
          .required();
  public static final Field<Integer> SCAN_DAYS =
      Field.whole("scan_days", 61, "Days with a COMPLETE scan of the new buyers' shelf.")
          .required();
  public static final Field<BigDecimal> PRODUCTS_MEAN =
      Field.mean(
          "products_mean", "91.2500", "Mean over these days of the products displayed; null if 0.");
  public static final Field<BigDecimal> RATE_MEAN_PCT =
      Field.percent("rate_mean_pct", "4.3938", "Mean headline; null for term ALL, and for none.");
  public static final Field<BigDecimal> SPREAD_MEAN_BP =
      Field.basisPoints("spread_mean_bp", "164.20", "Mean spread; null where nothing was on sale.");
  public static final Field<BigDecimal> CHANGE_BP =
      Field.basisPoints("change_bp", "-49.38", "Against the window before; null for it.");
  public static final Field<BigDecimal> STAYERS_BP =
      Field.basisPoints("stayers_bp", "-5.00", "Part of the change: stayers changed their rate.");
  public static final Field<BigDecimal> ENTRANTS_BP =
      Field.basisPoints("entrants_bp", "-15.00", "Part of the change: entrants differ.");
  public static final Field<BigDecimal> EXITS_BP =
      Field.basisPoints("exits_bp", "-29.38", "Part of the change: exits differed; the rest.");
  public static final Field<String> REASON =
      Field.code("reason", "NO_STAYERS", "Why a part is null.")
          .oneOf("NO_PRODUCTS_BEFORE", "NO_PRODUCTS_AFTER", "NO_STAYERS");

  public static final Table TABLE =
      Table.gold("withdrawal_impact")
          .grain(
              "one event, window, platform or ALL, kind, bank class or ALL, term or ALL,"
                  + " comparator and weighting")
          .fields(
              EVENT_ID,
              WINDOW,
              PLATFORM_ID,
              PRODUCT_KIND,
              BANK_CLASS,
              TERM,
              COMPARATOR,
              WEIGHTING,
              SCAN_DAYS,
              PRODUCTS_MEAN,
              RATE_MEAN_PCT,
              SPREAD_MEAN_BP,
              CHANGE_BP,
              STAYERS_BP,
              ENTRANTS_BP,
              EXITS_BP,
              REASON)
          .key(EVENT_ID, WINDOW, PLATFORM_ID, PRODUCT_KIND, BANK_CLASS, TERM, COMPARATOR, WEIGHTING)
          .build();

  private static final String BEFORE = "before";
  private static final List<Field<?>> CELL =
      List.of(EVENT_ID, WINDOW, PLATFORM_ID, PRODUCT_KIND, BANK_CLASS, TERM, COMPARATOR);
  private static final List<Field<?>> COUNTED =
      List.of(EVENT_ID, WINDOW, PLATFORM_ID, PRODUCT_KIND, BANK_CLASS, TERM);
  private static final List<Field<?>> SCANNED = List.of(EVENT_ID, WINDOW, PLATFORM_ID);

  // What a cell is made of, of which it can be asked; no columns of the table.
  public static final Field<String> UNIT =
      Field.code("unit", "JD_FINANCE jd-1042 P5Y", "Platform, latest product id, term.");
  public static final Field<Double> BEFORE_BP =
      real("before_bp", "Value in the window before; null for an entrant.");
  public static final Field<Double> AFTER_BP = real("after_bp", "In this one; null for an exit.");
  public static final Field<Double> BEFORE_WEIGHT = real("before_weight", "Its weight before.");
  public static final Field<Double> AFTER_WEIGHT = real("after_weight", "Its weight after.");
  public static final Field<String> PART =
      Field.code("part", "STAYER", "STAYER, ENTRANT or EXIT; null where nothing weighs it.");
  public static final Field<LocalDate> LAST_DAY =
      Field.date("last_day", "2020-12-17", "Its last day with a spread: of an exit, before.");
  public static final Field<String> LAST_PLATFORM =
      Field.code("last_platform", "JD_FINANCE", "Its platform.");
  public static final Field<String> LAST_ID =
      Field.code("last_id", "jd-1042", "Its id on that day.");
  public static final Field<Double> MEAN_BEFORE = real("mean_before", "Mean in the window before.");
  public static final Field<Double> STAYERS_BEFORE = real("stayers_before", "Of stayers, before.");
  public static final Field<Double> STAYERS_AFTER = real("stayers_after", "Of stayers, after.");
  public static final Field<Double> ENTRANTS_AFTER = real("entrants_after", "Of entrants.");
  public static final Field<Double> ENTRANTS_SHARE =
      real("entrants_share", "Of the weights after.");

  private static Field<Double> real(String name, String comment) {
    return Field.of(name, DataTypes.DoubleType, 164.2, comment);
  }

  @Override
  public String question() {
    return "How did counts and spreads change with the withdrawal, and why?";
  }

  @Override
  public String query() {
    return """
        SELECT impact.window, products_mean, spread_mean_bp, change_bp, stayers_bp,
          entrants_bp, exits_bp, reason
        FROM withdrawal_impact AS impact
        WHERE event_id = 'E021' AND platform_id = 'ALL'
          AND product_kind = 'TIME_DEPOSIT' AND bank_class = 'ALL' AND term = 'ALL'
          AND comparator = 'BIG_POSTED' AND weighting = 'SIMPLE'
        ORDER BY products_mean DESC
        """;
  }

  @Override
  public List<Table> reads() {
    return List.of(
        RateSpreads.TABLE,
        ShelfDays.TABLE,
        Spells.TABLE,
        Scans.TABLE,
        Banks.TABLE,
        ProductBalances.TABLE);
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
    Dataset<Row> windows = windows(in);
    Dataset<Row> lines = lines(in, windows);
    Dataset<Row> rows =
        everyCell(in, lines, windows)
            .join(means(in, lines, windows), TABLE.keyNames(), "left")
            .join(productsOnScanDays(in, windows), names(COUNTED), "left")
            .join(
                scanDays(in, windows)
                    .groupBy(columns(SCANNED))
                    .agg(count(lit(1)).as(SCAN_DAYS.name())),
                names(SCANNED),
                "left");
    return finished(rows);
  }

  private static String[] names(List<Field<?>> fields) {
    return fields.stream().map(Field::name).toArray(String[]::new);
  }

  private static Column[] columns(List<Field<?>> fields, Column... more) {
    return Stream.concat(fields.stream().map(Field::col), Stream.of(more)).toArray(Column[]::new);
  }

  /** One row a window, with its first and last day. */
  private static Dataset<Row> windows(Inputs in) {
    List<Column> all = new ArrayList<>();
    for (Market.EventWindows event : in.market().windows()) {
      event.all().forEach(window -> all.add(window(in, event, window)));
    }
    return in.literals(all);
  }

  private static Column window(Inputs in, Market.EventWindows event, Market.Window window) {
    return struct(
        lit(event.eventId()).as(EVENT_ID.name()),
        lit(window.name()).as(WINDOW.name()),
        lit(window.from()).as("window_from"),
        lit(window.to().orElse(in.to())).as("window_to"));
  }

  /** The join alone would have Spark read the days outside all windows too. */
  private static Dataset<Row> within(
      Inputs in, Dataset<Row> rows, Field<?> day, Dataset<Row> windows) {
    List<Market.Window> all =
        in.market().windows().stream().flatMap(Market.EventWindows::all).toList();
    LocalDate first = Collections.min(all.stream().map(Market.Window::from).toList());
    LocalDate last = Collections.max(all.stream().map(w -> w.to().orElse(in.to())).toList());
    return rows.filter(day.col().between(lit(first), lit(last)))
        .join(
            broadcast(windows),
            day.col().geq(col("window_from")).and(day.col().leq(col("window_to"))))
        .drop("window_from", "window_to");
  }

  /** New buyers' lines on the days of the windows, under each product's latest id. */
  private static Dataset<Row> lines(Inputs in, Dataset<Row> windows) {
    Dataset<Row> latest = latestIds(in);
    Column same =
        PLATFORM_ID
            .col()
            .equalTo(col("of_platform"))
            .and(RateSpreads.PRODUCT_ID.col().equalTo(col("former_id")));
    Dataset<Row> offers =
        in.upToLastDay(RateSpreads.TABLE)
            .filter(RateSpreads.VIEWER.col().equalTo("NEW_BUYER").and(Listings.entersMeans()));
    Column product = coalesce(col("latest_id"), RateSpreads.PRODUCT_ID.col());
    return within(in, offers, RateSpreads.AS_OF_DATE, windows)
        .withColumn(TERM.name(), RateSpreads.NORMALISED_TERM.col())
        .join(broadcast(latest), same, "left")
        .withColumn(UNIT.name(), concat_ws(" ", PLATFORM_ID.col(), product, TERM.col()))
        .drop("of_platform", "former_id", "latest_id");
  }

  /** The latest id of every id that a product had before, in whichever of its spells. */
  private static Dataset<Row> latestIds(Inputs in) {
    Column former = explode(Spells.FORMER_IDS.col()).as("former_id");
    StructType id =
        new StructType()
            .add("of_platform", DataTypes.StringType)
            .add("former_id", DataTypes.StringType)
            .add("latest_id", DataTypes.StringType);
    return in.rows(Spells.TABLE)
        .select(Spells.PLATFORM_ID.col(), former, Spells.PRODUCT_ID.col().as("latest_id"))
        .groupBy(Spells.PLATFORM_ID.col())
        .agg(collect_list(struct(col("former_id"), col("latest_id"))))
        .flatMap((FlatMapFunction<Row, Row>) WithdrawalImpact::followed, Encoders.row(id));
  }

  /** One platform's ids: in a later spell what an id became may have become another. */
  private static Iterator<Row> followed(Row platform) {
    Map<String, String> next = new TreeMap<>();
    for (Row pair : platform.<Row>getList(1)) {
      next.merge(pair.getString(0), pair.getString(1), BinaryOperator.maxBy(naturalOrder()));
    }
    List<Row> latest = new ArrayList<>();
    for (String former : next.keySet()) {
      String id = former;
      for (int hops = 0; next.containsKey(id) && hops < next.size(); hops++) {
        id = next.get(id);
      }
      latest.add(RowFactory.create(platform.getString(0), former, id));
    }
    return latest.iterator();
  }

  private static Dataset<Row> pooled(Inputs in, Dataset<Row> rows) {
    return Pooled.over(Pooled.over(Pooled.overPlatforms(in, rows, PLATFORM_ID), BANK_CLASS), TERM);
  }

  /** Every cell that has a line in any window, in every window of the event. */
  private static Dataset<Row> everyCell(Inputs in, Dataset<Row> lines, Dataset<Row> windows) {
    List<Field<?>> cell = new ArrayList<>(CELL);
    cell.remove(WINDOW);
    Dataset<Row> cells = pooled(in, lines.select(columns(cell)).distinct()).distinct();
    return weighted(
        cells.join(broadcast(windows.select(EVENT_ID.col(), WINDOW.col())), EVENT_ID.name()));
  }

  private static Dataset<Row> weighted(Dataset<Row> rows) {
    return rows.withColumn(
        WEIGHTING.name(), explode(array(lit("SIMPLE"), lit("BANK"), lit("BALANCE"))));
  }

  /** Each unit's mean spread, headline and balance over its days with a spread in a window. */
  private static Dataset<Row> values(Inputs in, Dataset<Row> lines) {
    List<Field<?>> unit = new ArrayList<>(CELL);
    unit.add(UNIT);
    Dataset<Row> days =
        lines
            .filter(RateSpreads.SPREAD_BP.col().isNotNull())
            .groupBy(columns(unit, RateSpreads.AS_OF_DATE.col(), RateSpreads.PRODUCT_ID.col()))
            .agg(
                avg(RateSpreads.SPREAD_BP.col().cast("double")).as("spread"),
                avg(RateSpreads.HEADLINE_RATE_PCT.col().cast("double")).as("rate"),
                max(RateSpreads.BANK_ID.col()).as("bank"));
    return Balances.joined(
            in, days, RateSpreads.AS_OF_DATE, PLATFORM_ID, RateSpreads.PRODUCT_ID, TERM)
        .groupBy(columns(unit))
        .agg(
            avg(col("spread")).as("after_spread"),
            avg(col("rate")).as("after_rate"),
            avg(Balances.BALANCE.cast("double")).as("after_balance"),
            max(col("bank")).as("after_bank"),
            max(struct(
                    LAST_DAY.from(RateSpreads.AS_OF_DATE.col()),
                    LAST_PLATFORM.from(PLATFORM_ID.col()),
                    LAST_ID.from(RateSpreads.PRODUCT_ID.col())))
                .as("after_last"));
  }

  /** Each unit's values before and after, side by side; of the window before, those alone. */
  private static Dataset<Row> sideBySide(Inputs in, Dataset<Row> lines, Dataset<Row> windows) {
    Dataset<Row> values = values(in, lines);
    Column isBefore = WINDOW.col().equalTo(BEFORE);
    List<Field<?>> unit = new ArrayList<>(CELL);
    unit.add(UNIT);
    Dataset<Row> before =
        values
            .filter(isBefore)
            .drop(WINDOW.name(), "after_rate")
            .withColumnRenamed("after_spread", "before_spread")
            .withColumnRenamed("after_balance", "before_balance")
            .withColumnRenamed("after_bank", "before_bank")
            .withColumnRenamed("after_last", "before_last")
            .join(
                broadcast(
                    windows.select(EVENT_ID.col(), WINDOW.col()).filter(isBefore.equalTo(false))),
                EVENT_ID.name());
    Dataset<Row> after = values.filter(isBefore.equalTo(false)).join(before, names(unit), "full");
    return after.unionByName(values.filter(isBefore), true);
  }

  /** All units in each cell that they count in, with their values and weights. */
  public static Dataset<Row> units(Inputs in) {
    Dataset<Row> windows = windows(in);
    return units(in, lines(in, windows), windows);
  }

  private static Dataset<Row> units(Inputs in, Dataset<Row> lines, Dataset<Row> windows) {
    Column stays = BEFORE_BP.col().isNotNull().and(AFTER_BP.col().isNotNull());
    return weighted(pooled(in, sideBySide(in, lines, windows)))
        .select(
            col("*"),
            valued("before").as(BEFORE_BP.name()),
            valued("after").as(AFTER_BP.name()),
            coalesce(col("after_last"), col("before_last")).as("last"))
        .select(
            col("*"),
            weight("before", BEFORE_BP.col()).as(BEFORE_WEIGHT.name()),
            weight("after", AFTER_BP.col()).as(AFTER_WEIGHT.name()),
            when(stays, "STAYER")
                .when(AFTER_BP.col().isNotNull(), "ENTRANT")
                .when(BEFORE_BP.col().isNotNull(), "EXIT")
                .as(PART.name()),
            col("last.*"));
  }

  /** The means of units that the split of each cell's change is made of. */
  public static Dataset<Row> split(Dataset<Row> units) {
    Column stays = PART.col().equalTo("STAYER");
    Column enters = PART.col().equalTo("ENTRANT");
    return units
        .groupBy(columns(TABLE.key()))
        .agg(
            mean(BEFORE_BP, BEFORE_WEIGHT, lit(true)).as(MEAN_BEFORE.name()),
            mean(AFTER_BP, AFTER_WEIGHT, lit(true)).as("mean_after"),
            mean(col("after_rate"), AFTER_WEIGHT, AFTER_BP.col().isNotNull()).as("rate_mean"),
            mean(BEFORE_BP, BEFORE_WEIGHT, stays).as(STAYERS_BEFORE.name()),
            mean(AFTER_BP, AFTER_WEIGHT, stays).as(STAYERS_AFTER.name()),
            mean(AFTER_BP, AFTER_WEIGHT, enters).as(ENTRANTS_AFTER.name()),
            share(AFTER_WEIGHT, enters).as(ENTRANTS_SHARE.name()));
  }

  /** Means by window, and the split of their change. */
  private static Dataset<Row> means(Inputs in, Dataset<Row> lines, Dataset<Row> windows) {
    Dataset<Row> split = split(units(in, lines, windows));
    Column isAfter = WINDOW.col().notEqual(BEFORE);
    Column change = when(isAfter, bp(col("mean_after").minus(MEAN_BEFORE.col())));
    Column stayers = when(isAfter, bp(STAYERS_AFTER.col().minus(STAYERS_BEFORE.col())));
    Column entrants =
        when(
            stayers.isNotNull(),
            bp(
                coalesce(
                    ENTRANTS_SHARE.col().multiply(ENTRANTS_AFTER.col().minus(STAYERS_AFTER.col())),
                    lit(0.0))));
    return split
        .select(
            col("*"),
            when(TERM.col().notEqual(Pooled.ALL), Exact.rounded(col("rate_mean"), 4))
                .as(RATE_MEAN_PCT.name()),
            bp(col("mean_after")).as(SPREAD_MEAN_BP.name()),
            change.as(CHANGE_BP.name()),
            stayers.as(STAYERS_BP.name()),
            entrants.as(ENTRANTS_BP.name()))
        .withColumn(
            EXITS_BP.name(), CHANGE_BP.col().minus(STAYERS_BP.col()).minus(ENTRANTS_BP.col()));
  }

  private static Column bp(Column value) {
    return Exact.rounded(value, 2).cast("decimal(9,2)");
  }

  /** The unit's value, where this weighting can weigh it. */
  private static Column valued(String side) {
    Column unweighed = WEIGHTING.col().equalTo("BALANCE").and(col(side + "_balance").isNull());
    return when(unweighed.equalTo(false), col(side + "_spread"));
  }

  private static Column weight(String side, Column value) {
    List<Field<?>> cell = new ArrayList<>(TABLE.key());
    Column ofBank = count(value).over(Window.partitionBy(columns(cell, col(side + "_bank"))));
    Column weight =
        when(WEIGHTING.col().equalTo("BANK"), lit(1.0).divide(ofBank))
            .when(WEIGHTING.col().equalTo("BALANCE"), col(side + "_balance"))
            .otherwise(lit(1.0));
    return when(value.isNotNull(), weight);
  }

  private static Column mean(Field<Double> value, Field<Double> weight, Column among) {
    return mean(value.col(), weight, among);
  }

  private static Column mean(Column value, Field<Double> weight, Column among) {
    Column counts = among.and(value.isNotNull());
    return sum(when(counts, value.multiply(weight.col())))
        .divide(nullif(sum(when(counts, weight.col())), lit(0.0)));
  }

  private static Column share(Field<Double> weight, Column among) {
    return sum(when(among, weight.col())).divide(nullif(sum(weight.col()), lit(0.0)));
  }

  /** Days of each window on which the new buyers' shelf had a COMPLETE scan. */
  private static Dataset<Row> scanDays(Inputs in, Dataset<Row> windows) {
    Dataset<Row> complete =
        in.market().derivesScans()
            ? in.upToLastDay(ShelfDays.TABLE)
                .filter(
                    ShelfDays.SCAN_STATUS
                        .col()
                        .equalTo("COMPLETE")
                        .and(ShelfDays.VIEWER.col().equalTo("NEW_BUYER")))
                .select(PLATFORM_ID.col(), ShelfDays.AS_OF_DATE.col())
            : in.upToLastDay(Scans.TABLE)
                .filter(
                    Scans.STATUS
                        .col()
                        .equalTo("COMPLETE")
                        .and(Scans.VIEWER.col().equalTo("NEW_BUYER")))
                .select(PLATFORM_ID.col(), ShelfDays.AS_OF_DATE.from(Scans.SCAN_DATE.col()));
    return Pooled.overPlatforms(
            in, within(in, complete, ShelfDays.AS_OF_DATE, windows), PLATFORM_ID)
        .distinct();
  }

  /** Products displayed to new buyers, summed over the scan days of a window. */
  private static Dataset<Row> productsOnScanDays(Inputs in, Dataset<Row> windows) {
    Dataset<Row> displayed =
        in.upToLastDay(ShelfDays.TABLE)
            .filter(ShelfDays.VIEWER.col().equalTo("NEW_BUYER").and(ShelfDays.DISPLAYED.col()));
    Column terms =
        concat(
            array_distinct(transform(ShelfDays.ANY_TERMS.col(), Term::normalised)),
            array(lit(Pooled.ALL)));
    Dataset<Row> products =
        BankClasses.joined(
                in,
                within(in, displayed, ShelfDays.AS_OF_DATE, windows),
                ShelfDays.SPELL_BANK_ID.col())
            .withColumn(PRODUCT_KIND.name(), ShelfDays.SPELL_KIND.col())
            .withColumn(TERM.name(), explode(terms))
            .groupBy(columns(COUNTED, ShelfDays.AS_OF_DATE.col()))
            .agg(count(lit(1)).as("n"));
    return Pooled.over(Pooled.overPlatforms(in, products, PLATFORM_ID), BANK_CLASS)
        .join(
            scanDays(in, windows),
            new String[] {
              EVENT_ID.name(), WINDOW.name(), PLATFORM_ID.name(), ShelfDays.AS_OF_DATE.name()
            })
        .groupBy(columns(COUNTED))
        .agg(sum(col("n")).as("product_days"));
  }

  private static Dataset<Row> finished(Dataset<Row> rows) {
    Column isAfter = WINDOW.col().notEqual(BEFORE);
    Column scanDays = coalesce(SCAN_DAYS.col(), lit(0L));
    return rows.withColumn(
            REASON.name(),
            when(isAfter.and(MEAN_BEFORE.col().isNull()), "NO_PRODUCTS_BEFORE")
                .when(isAfter.and(col("mean_after").isNull()), "NO_PRODUCTS_AFTER")
                .when(isAfter.and(STAYERS_BEFORE.col().isNull()), "NO_STAYERS"))
        .withColumn(
            PRODUCTS_MEAN.name(), Exact.mean(coalesce(col("product_days"), lit(0L)), scanDays, 4))
        .withColumn(SCAN_DAYS.name(), scanDays);
  }
}
