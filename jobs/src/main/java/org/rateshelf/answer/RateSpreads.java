package org.rateshelf.answer;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.rateshelf.job.Answer;
import org.rateshelf.job.Inputs;
import org.rateshelf.market.Comparator;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
import org.rateshelf.table.BenchmarkRates;
import org.rateshelf.table.Ceilings;
import org.rateshelf.table.Listings;
import org.rateshelf.table.PostedDays;
import org.rateshelf.table.Provenance;
import org.rateshelf.table.ShelfDays;
import org.rateshelf.table.Term;

/**
 * The spread of every line of every product that is not closed, against every comparator.
 *
 * <p>Each viewer's lines are those of his latest sighting. A spread that does not exist is null and
 * says why; what only holders still see has no offered spread.
 */
public final class RateSpreads implements Answer {
  public static final Field<LocalDate> AS_OF_DATE = ShelfDays.AS_OF_DATE;
  public static final Field<String> PLATFORM_ID = Listings.PLATFORM_ID;
  public static final Field<String> PRODUCT_ID = Listings.PRODUCT_ID;
  public static final Field<String> VIEWER = Listings.VIEWER;
  public static final Field<String> TERM = Listings.TERM;
  public static final Field<String> PAYOUT_CYCLE = Listings.PAYOUT_CYCLE;
  public static final Field<String> RATE_KIND = Listings.RATE_KIND;
  public static final Field<BigDecimal> MIN_AMOUNT = Listings.MIN_AMOUNT;
  public static final Field<Integer> LINE_NO = Listings.LINE_NO;
  public static final Field<String> COMPARATOR =
      Field.code("comparator", "BIG_POSTED", "The rate that it is held against.").required();
  public static final Field<String> BANK_ID = Listings.BANK_ID;
  public static final Field<String> PRODUCT_KIND = Listings.PRODUCT_KIND;
  public static final Field<String> BANK_CLASS = Banks.BANK_CLASS;
  public static final Field<BigDecimal> HEADLINE_RATE_PCT =
      Field.percent(
          "headline_rate_pct", "4.1250", "Base, bonus and subsidy; null if no rate was shown.");
  public static final Field<BigDecimal> BANK_PAID_RATE_PCT =
      Field.percent("bank_paid_rate_pct", "4.1250", "Base and bonus; null if no rate was shown.");
  public static final Field<BigDecimal> AER_PCT =
      Field.percent(
          "aer_pct",
          "3.9700",
          "Effective annual rate of the headline; null where term or payout is not known.");
  public static final Field<BigDecimal> COMPARATOR_RATE_PCT =
      Field.percent("comparator_rate_pct", "2.7500", "Nominal; null where there is a reason.");
  public static final Field<String> COMPARATOR_TERM =
      Field.code("comparator_term", "P3Y", "Term of that rate; null where there is a reason.");
  public static final Field<Integer> COMPARATOR_BANKS =
      Field.whole("comparator_banks", 6, "Banks in a class mean, products in a median; else null.");
  public static final Field<LocalDate> COMPARATOR_CONFIRMED_TO =
      Field.date(
          "comparator_confirmed_to",
          "2022-09-14",
          "Last day that the posted rate's source vouches for; null if it does not say.");
  public static final Field<String> TERM_MATCH =
      Field.code("term_match", "EXACT", "How the terms agree; null where there is a reason.")
          .oneOf("EXACT", "NORMALISED", "SHORTER_TERM", "TERMLESS");
  public static final Field<BigDecimal> SPREAD_BP =
      Field.basisPoints("spread_bp", "137.50", "Headline less comparator; null with a reason.");
  public static final Field<BigDecimal> BANK_PAID_SPREAD_BP =
      Field.basisPoints(
          "bank_paid_spread_bp", "137.50", "Bank-paid less comparator; null with a reason.");
  public static final Field<BigDecimal> AER_SPREAD_BP =
      Field.basisPoints(
          "aer_spread_bp",
          "121.00",
          "AER less the comparator's AER; null with a reason or where either has none.");
  public static final Field<String> REASON =
      Field.code("reason", "NOT_ON_SALE", "Why there is no spread; null where there is one.")
          .oneOf(
              "NO_SCAN",
              "HOLDERS_ONLY",
              "NOT_ON_SALE",
              "RATE_MISSING",
              "NO_COMPARATOR",
              "NO_TERM_MATCH");
  public static final Field<String> ACTION = Listings.ACTION;
  public static final Field<String> NORMALISED_TERM =
      Field.code("normalised_term", "P3Y", "Canonical term, days normalised to months.").required();
  public static final Field<LocalDate> LISTED_ON =
      Field.date("listed_on", "2020-12-17", "Day of the sighting that the line is of.").required();
  public static final Field<String> LISTED_AS =
      Field.code("listed_as", "jd-1042", "The product's id in that sighting.").required();

  /** A rate line as one viewer sees it on one day. */
  static final List<Field<?>> LINE_KEY =
      Stream.<Field<?>>concat(Stream.of(AS_OF_DATE), Listings.LINE.stream()).toList();

  public static final Table TABLE =
      Table.gold("rate_spreads")
          .grain("one rate line of one product for one viewer on one day, and one comparator")
          .fields(LINE_KEY)
          .fields(
              COMPARATOR,
              BANK_ID,
              PRODUCT_KIND,
              BANK_CLASS,
              HEADLINE_RATE_PCT,
              BANK_PAID_RATE_PCT,
              AER_PCT,
              COMPARATOR_RATE_PCT,
              COMPARATOR_TERM,
              COMPARATOR_BANKS,
              COMPARATOR_CONFIRMED_TO,
              TERM_MATCH,
              SPREAD_BP,
              BANK_PAID_SPREAD_BP,
              AER_SPREAD_BP,
              REASON,
              NORMALISED_TERM,
              ACTION,
              LISTED_ON,
              LISTED_AS,
              Provenance.FILE_SHA256,
              Provenance.FILE_LINE)
          .key(LINE_KEY)
          .key(COMPARATOR)
          .day(AS_OF_DATE)
          .build();

  /** What a line is, wherever it is carried from. */
  private static final List<Field<?>> LINE =
      List.of(
          PLATFORM_ID,
          VIEWER,
          TERM,
          PAYOUT_CYCLE,
          RATE_KIND,
          MIN_AMOUNT,
          LINE_NO,
          BANK_ID,
          PRODUCT_KIND,
          HEADLINE_RATE_PCT,
          BANK_PAID_RATE_PCT,
          AER_PCT,
          NORMALISED_TERM,
          ACTION,
          LISTED_ON,
          LISTED_AS,
          Provenance.FILE_SHA256,
          Provenance.FILE_LINE);

  private static final String[] ASKED = {
    COMPARATOR.name(), AS_OF_DATE.name(), "scope", "sort", "asked_term", "asked_normalised"
  };

  @Override
  public String question() {
    return "By how much does this product beat that rate?";
  }

  @Override
  public String query() {
    return """
        SELECT term, comparator, headline_rate_pct, comparator_rate_pct, term_match,
          spread_bp, reason
        FROM rate_spreads
        WHERE as_of_date = DATE '2020-12-17' AND product_id = 'jd-1030'
          AND viewer = 'NEW_BUYER'
        ORDER BY term, comparator
        """;
  }

  @Override
  public List<Table> reads() {
    return List.of(
        ShelfDays.TABLE,
        Listings.TABLE,
        Banks.TABLE,
        PostedDays.TABLE,
        BenchmarkRates.TABLE,
        Ceilings.TABLE,
        TABLE);
  }

  @Override
  public Table writes() {
    return TABLE;
  }

  @Override
  public Dataset<Row> compute(Inputs in) {
    Column demand = PRODUCT_KIND.col().equalTo("DEMAND_DEPOSIT");
    Dataset<Row> lines =
        BankClasses.joined(in, lines(in), BANK_ID.col())
            .select(
                col("*"),
                when(demand, Term.DEMAND).otherwise(Term.canonical(TERM.col())).as("asked_term"),
                when(demand, Term.DEMAND).otherwise(NORMALISED_TERM.col()).as("asked_normalised"));
    Dataset<Row> quotes = new Quotes(in).all(onSale(lines));
    Object[] names = in.market().comparators().keySet().stream().map(Enum::name).toArray();
    Dataset<Row> held =
        lines
            .withColumn(COMPARATOR.name(), explode(array(literals(names))))
            .select(
                col("*"),
                Quotes.scope(BANK_CLASS.col(), BANK_ID.col(), PRODUCT_KIND.col()).as("scope"),
                sort().as("sort"));
    Dataset<Row> answered = answered(in, held.select(columns(ASKED)).distinct(), quotes);
    return judged(held.join(answered, ASKED, "left"));
  }

  static Column[] columns(String[] names) {
    return Stream.of(names).map(functions::col).toArray(Column[]::new);
  }

  /** What each comparator answers to each term that is asked of it: many lines ask the same. */
  private static Dataset<Row> answered(Inputs in, Dataset<Row> asked, Dataset<Row> quotes) {
    Column same =
        asked
            .col(COMPARATOR.name())
            .equalTo(quotes.col(COMPARATOR.name()))
            .and(AS_OF_DATE.of(asked).equalTo(Quotes.DAY))
            .and(asked.col("scope").equalTo(quotes.col("scope")))
            .and(asked.col("sort").equalTo(quotes.col("sort")));
    Dataset<Row> both =
        asked
            .join(quotes, same)
            .drop(quotes.col(COMPARATOR.name()), quotes.col("scope"), quotes.col("sort"));
    return matched(in, both)
        .withColumn("quoted", lit(true))
        .select(columns(concat(ASKED, TERM_MATCH.name(), "quote", "quoted")));
  }

  private static String[] concat(String[] some, String... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
  }

  private static Column[] literals(Object[] values) {
    Column[] columns = new Column[values.length];
    for (int i = 0; i < values.length; i++) {
      columns[i] = lit(values[i]);
    }
    return columns;
  }

  /** Which rates it is held against; null for kinds that have no comparator. */
  private static Column sort() {
    return when(PRODUCT_KIND.col().isin("TIME_DEPOSIT", "SMART_DEPOSIT"), Quotes.TIME)
        .when(PRODUCT_KIND.col().equalTo("DEMAND_DEPOSIT"), Quotes.DEMAND);
  }

  /**
   * Each day's lines of each viewer's shelf. A line that was sighted before the days to compute is
   * taken from the day before them, so that a night does not read the listings of all time; only
   * where a product came back that a viewer had seen long ago are they read.
   */
  private static Dataset<Row> lines(Inputs in) {
    Dataset<Row> shelf =
        in.days(ShelfDays.TABLE)
            .filter(
                ShelfDays.STATE.col().notEqual("CLOSED").and(ShelfDays.LAST_SEEN.col().isNotNull()))
            .select(
                AS_OF_DATE.col(),
                PRODUCT_ID.col(),
                PLATFORM_ID.col().as("shelf_platform"),
                VIEWER.col().as("shelf_viewer"),
                ShelfDays.SEES.col(),
                ShelfDays.LAST_SEEN.col(),
                ShelfDays.LAST_SEEN_ID.col());
    Dataset<Row> recent = listed(in.days(Listings.TABLE)).unionByName(carried(in));
    Dataset<Row> now = with(recent, shelf);
    Dataset<Row> carriedLines =
        carried(in).select(PLATFORM_ID.col(), LISTED_AS.col(), VIEWER.col(), LISTED_ON.col());
    Dataset<Row> longAgo =
        shelf
            .filter(ShelfDays.LAST_SEEN.col().lt(in.firstDay()))
            .join(broadcast(carriedLines), ofShelf(carriedLines), "left_anti");
    Dataset<Row> earlier =
        listed(in.rows(Listings.TABLE).filter(Listings.SCAN_DATE.col().lt(in.firstDay())));
    return now.unionByName(with(earlier, broadcast(longAgo)));
  }

  private static Dataset<Row> with(Dataset<Row> lines, Dataset<Row> shelf) {
    return shelf.join(lines, ofShelf(lines)).drop("shelf_platform", "shelf_viewer");
  }

  private static Column ofShelf(Dataset<Row> lines) {
    return PLATFORM_ID
        .of(lines)
        .equalTo(col("shelf_platform"))
        .and(LISTED_AS.of(lines).equalTo(col(ShelfDays.LAST_SEEN_ID.name())))
        .and(VIEWER.of(lines).equalTo(col("shelf_viewer")))
        .and(LISTED_ON.of(lines).equalTo(col(ShelfDays.LAST_SEEN.name())));
  }

  private static Dataset<Row> listed(Dataset<Row> listings) {
    Column headline = Listings.headline();
    return listings
        .select(
            col("*"),
            HEADLINE_RATE_PCT.from(headline),
            BANK_PAID_RATE_PCT.from(Listings.bankPaid()),
            Aer.of(headline, TERM.col(), PAYOUT_CYCLE.col()).as(AER_PCT.name()),
            Term.normalised(TERM.col()).as(NORMALISED_TERM.name()),
            Listings.SCAN_DATE.col().as(LISTED_ON.name()),
            Listings.PRODUCT_ID.col().as(LISTED_AS.name()))
        .select(LINE.stream().map(Field::col).toArray(Column[]::new));
  }

  private static Dataset<Row> carried(Inputs in) {
    return onePerLine(in, in.dayBefore(TABLE))
        .select(LINE.stream().map(Field::col).toArray(Column[]::new));
  }

  /** Each line once: its row of the market's first comparator. */
  static Dataset<Row> onePerLine(Inputs in, Dataset<Row> spreads) {
    String one = in.market().comparators().keySet().iterator().next().name();
    return spreads.filter(COMPARATOR.col().equalTo(one));
  }

  /** Whether somebody could open a contract at the line's rate that day. */
  static Column isOpen() {
    return REASON.col().isNull().or(REASON.col().isin("NO_COMPARATOR", "NO_TERM_MATCH"));
  }

  /** Whether a new buyer was seen to be able to buy that day, at a rate that enters means. */
  static Column canBeBought() {
    return LISTED_ON
        .col()
        .equalTo(AS_OF_DATE.col())
        .and(VIEWER.col().equalTo("NEW_BUYER"))
        .and(ACTION.col().equalTo("BUY"))
        .and(Listings.entersMeans())
        .and(HEADLINE_RATE_PCT.col().isNotNull());
  }

  /** Lines that new buyers were seen to be able to buy that day, for a term that is known. */
  private static Dataset<Row> onSale(Dataset<Row> lines) {
    return lines
        .filter(canBeBought())
        .filter(
            sort()
                .equalTo(Quotes.DEMAND)
                .or(
                    sort()
                        .equalTo(Quotes.TIME)
                        .and(Term.length(col("asked_normalised")).isNotNull())));
  }

  /** Each line with the quotation that it is held against, and how the terms agree. */
  private static Dataset<Row> matched(Inputs in, Dataset<Row> held) {
    Comparator benchmark = in.market().comparators().get(Comparator.Kind.BENCHMARK);
    Column termless =
        benchmark != null && benchmark.termless()
            ? COMPARATOR.col().equalTo(Comparator.Kind.BENCHMARK.name())
            : lit(false);
    Column fallsBack =
        COMPARATOR
            .col()
            .isin(Comparator.Kind.CEILING.name(), Comparator.Kind.MARKET_MEDIAN.name())
            .equalTo(false);
    Column canonical = col("asked_term");
    Column normalised = col("asked_normalised");
    Column length = Term.length(normalised);
    Column quotes = Quotes.TERMS;
    return held.select(
            col("*"),
            get(filter(quotes, q -> q.getField("term").equalTo(canonical)), lit(0)).as("exact"),
            get(filter(quotes, q -> q.getField("term").equalTo(normalised)), lit(0)).as("near"),
            length.as("asked_length"))
        .withColumn(
            "shorter_ones", filter(quotes, q -> q.getField("length").lt(col("asked_length"))))
        .withColumn(
            "shorter", when(size(col("shorter_ones")).gt(0), element_at(col("shorter_ones"), -1)))
        .select(
            col("*"),
            when(termless, when(quotes.isNotNull(), "TERMLESS"))
                .when(col("exact").isNotNull(), "EXACT")
                .when(col("near").isNotNull(), "NORMALISED")
                .when(fallsBack.and(col("shorter").isNotNull()), "SHORTER_TERM")
                .as(TERM_MATCH.name()),
            when(termless, get(quotes, lit(0)))
                .otherwise(coalesce(col("exact"), col("near"), when(fallsBack, col("shorter"))))
                .as("quote"));
  }

  private static Dataset<Row> judged(Dataset<Row> matched) {
    Column newBuyer = VIEWER.col().equalTo("NEW_BUYER");
    Column absent = ShelfDays.SEES.col().equalTo("ABSENT");
    Column canPutIn =
        ACTION.col().equalTo("BUY").or(newBuyer.equalTo(false).and(ACTION.col().equalTo("TOP_UP")));
    Column reason =
        when(ShelfDays.SEES.col().equalTo("UNKNOWN"), "NO_SCAN")
            .when(newBuyer.and(absent), "HOLDERS_ONLY")
            .when(absent.or(canPutIn.equalTo(false)), "NOT_ON_SALE")
            .when(HEADLINE_RATE_PCT.col().isNull(), "RATE_MISSING")
            .when(col("quoted").isNull(), "NO_COMPARATOR")
            .when(TERM_MATCH.col().isNull(), "NO_TERM_MATCH");
    Column quote = col("valid");
    Column rate = quote.getField("rate");
    return matched
        .withColumn(REASON.name(), reason)
        .withColumn("valid", when(REASON.col().isNull(), col("quote")))
        .withColumn(TERM_MATCH.name(), when(REASON.col().isNull(), TERM_MATCH.col()))
        .select(
            col("*"),
            rate.as(COMPARATOR_RATE_PCT.name()),
            quote.getField("term").as(COMPARATOR_TERM.name()),
            quote.getField("banks").as(COMPARATOR_BANKS.name()),
            quote.getField("confirmed_to").as(COMPARATOR_CONFIRMED_TO.name()),
            basisPoints(HEADLINE_RATE_PCT.col(), rate).as(SPREAD_BP.name()),
            basisPoints(BANK_PAID_RATE_PCT.col(), rate).as(BANK_PAID_SPREAD_BP.name()),
            basisPoints(AER_PCT.col(), quote.getField("aer")).as(AER_SPREAD_BP.name()));
  }

  private static Column basisPoints(Column rate, Column other) {
    return rate.minus(other).multiply(lit(100));
  }
}
