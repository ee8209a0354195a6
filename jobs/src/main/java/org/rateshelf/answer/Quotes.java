package org.rateshelf.answer;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.rateshelf.job.Inputs;
import org.rateshelf.market.Comparator;
import org.rateshelf.market.Comparator.Kind;
import org.rateshelf.schema.Field;
import org.rateshelf.table.Banks;
import org.rateshelf.table.BenchmarkRates;
import org.rateshelf.table.Ceilings;
import org.rateshelf.table.PostedDays;
import org.rateshelf.table.Term;

/**
 * What each comparator quotes on each day: for each scope (a bank class, a bank, a product kind, or
 * everybody) and sort of rate, all its terms from the shortest.
 */
final class Quotes {
  /** A deposit's sort of rate: time rates and demand rates are never compared. */
  static final String TIME = "TIME_DEPOSIT";

  static final String DEMAND = "DEMAND_DEPOSIT";
  static final String EVERYBODY = "";

  static final Column COMPARATOR = col("comparator");
  static final Column DAY = col("quoted_on");
  static final Column SCOPE = col("scope");
  static final Column SORT = col("sort");
  static final Column TERMS = col("quotes");

  private final Inputs in;

  Quotes(Inputs in) {
    this.in = in;
  }

  /** A quotation of one term, from the parts that every comparator has. */
  private static Column quote(
      Column term, Column rate, Column aer, Column banks, Column confirmedTo) {
    return struct(
            Term.length(term).as("length"),
            term.as("term"),
            rate.cast("decimal(9,4)").as("rate"),
            aer.cast("decimal(9,4)").as("aer"),
            banks.cast("int").as("banks"),
            confirmedTo.cast("date").as("confirmed_to"))
        .as("quote");
  }

  /**
   * All quotations of the market's comparators.
   *
   * @param onSale what new buyers can buy each day, see {@link RateSpreads}
   */
  Dataset<Row> all(Dataset<Row> onSale) {
    List<Dataset<Row>> parts = new ArrayList<>();
    for (Comparator comparator : in.market().comparators().values()) {
      Dataset<Row> quoted =
          switch (comparator.kind()) {
            case BENCHMARK -> benchmark(comparator.termless());
            case CEILING -> ceilings();
            case OWN_POSTED -> ownPosted();
            case BIG_POSTED, JOINT_POSTED -> classMean(comparator.classes());
            case MARKET_MEDIAN -> marketMedian(onSale);
          };
      parts.add(quoted.withColumn("comparator", lit(comparator.kind().name())));
    }
    return parts.stream()
        .reduce(Dataset::unionByName)
        .orElseThrow()
        .groupBy(COMPARATOR, DAY, SCOPE, SORT)
        .agg(sort_array(collect_list(col("quote"))).as("quotes"));
  }

  private Dataset<Row> benchmark(boolean termless) {
    Dataset<Row> days =
        inForce(
            in.rows(BenchmarkRates.TABLE),
            BenchmarkRates.EFFECTIVE_FROM,
            BenchmarkRates.EFFECTIVE_TO,
            BenchmarkRates.PRODUCT_KIND.col(),
            col("canonical"));
    Column term = termless ? lit(Term.DEMAND) : col("canonical");
    Dataset<Row> quoted =
        days.select(
            DAY,
            lit(EVERYBODY).as("scope"),
            BenchmarkRates.PRODUCT_KIND.col().as("sort"),
            quote(term, BenchmarkRates.RATE_PCT.col(), aerAtMaturity(term), lit(null), lit(null)));
    if (!termless) {
      return quoted;
    }
    return quoted.withColumn("sort", explode(array(lit(TIME), lit(DEMAND))));
  }

  private static Column aerAtMaturity(Column term) {
    return Aer.of(BenchmarkRates.RATE_PCT.col(), term, lit("AT_MATURITY"));
  }

  private Dataset<Row> ceilings() {
    Dataset<Row> days =
        inForce(
            in.rows(Ceilings.TABLE),
            Ceilings.EFFECTIVE_FROM,
            Ceilings.EFFECTIVE_TO,
            Ceilings.BANK_CLASS.col(),
            Ceilings.PRODUCT_KIND.col(),
            col("canonical"));
    Column term = col("canonical");
    return days.select(
        DAY,
        Ceilings.BANK_CLASS.col().as("scope"),
        Ceilings.PRODUCT_KIND.col().as("sort"),
        quote(term, Ceilings.RATE_PCT.col(), aerAtMaturity(term), lit(null), lit(null)));
  }

  /** One row a day in force: until the next of the series, and not beyond the stated end. */
  private Dataset<Row> inForce(
      Dataset<Row> rates, Field<?> effectiveFrom, Field<?> effectiveTo, Column... series) {
    Column next =
        lead(effectiveFrom.col(), 1).over(Window.partitionBy(series).orderBy(effectiveFrom.col()));
    Column from = greatest(effectiveFrom.col(), in.firstDay());
    Column to =
        least(
            coalesce(date_sub(col("next"), 1), in.lastDay()),
            coalesce(effectiveTo.col(), in.lastDay()),
            in.lastDay());
    return rates
        .withColumn("canonical", Term.canonical(BenchmarkRates.TERM.col()))
        .withColumn("next", next)
        .filter(from.leq(to))
        .withColumn("quoted_on", explode(sequence(from, to)));
  }

  private Dataset<Row> ownPosted() {
    Column term = PostedDays.TERM.col();
    return in.days(PostedDays.TABLE)
        .select(
            PostedDays.AS_OF_DATE.col().as("quoted_on"),
            PostedDays.BANK_ID.col().as("scope"),
            PostedDays.PRODUCT_KIND.col().as("sort"),
            quote(
                term,
                PostedDays.RATE_PCT.col(),
                aerAtMaturity(term),
                lit(null),
                PostedDays.CONFIRMED_TO.col()));
  }

  private Dataset<Row> classMean(List<String> classes) {
    Dataset<Row> banks =
        in.rows(Banks.TABLE)
            .filter(Banks.BANK_CLASS.col().isin(classes.toArray()))
            .select(Banks.BANK_ID.col());
    Column vouched =
        when(
            count(PostedDays.CONFIRMED_TO.col()).equalTo(count(lit(1))),
            min(PostedDays.CONFIRMED_TO.col()));
    Dataset<Row> means =
        in.days(PostedDays.TABLE)
            .join(broadcast(banks), PostedDays.BANK_ID.name())
            .groupBy(
                PostedDays.AS_OF_DATE.col(), PostedDays.PRODUCT_KIND.col(), PostedDays.TERM.col())
            .agg(
                count(lit(1)).as("banks"),
                Exact.mean(sum(PostedDays.RATE_PCT.col()), count(lit(1)), 4)
                    .as(PostedDays.RATE_PCT.name()),
                vouched.as("vouched_to"))
            .filter(col("banks").geq(in.market().settings().leastClassBanks()));
    Column term = PostedDays.TERM.col();
    return means.select(
        PostedDays.AS_OF_DATE.col().as("quoted_on"),
        lit(EVERYBODY).as("scope"),
        PostedDays.PRODUCT_KIND.col().as("sort"),
        quote(
            term, PostedDays.RATE_PCT.col(), aerAtMaturity(term), col("banks"), col("vouched_to")));
  }

  /** The median over products of each one's highest rate, and of each one's highest AER. */
  private Dataset<Row> marketMedian(Dataset<Row> onSale) {
    Dataset<Row> highest =
        onSale
            .groupBy(
                RateSpreads.AS_OF_DATE.col(),
                RateSpreads.PRODUCT_KIND.col(),
                col("asked_normalised").as("median_term"),
                RateSpreads.PLATFORM_ID.col(),
                RateSpreads.PRODUCT_ID.col())
            .agg(
                max(RateSpreads.HEADLINE_RATE_PCT.col()).as("rate"),
                max(RateSpreads.AER_PCT.col()).as("aer"));
    int least = in.market().settings().leastMedianProducts();
    Column aers = col("aers");
    return highest
        .groupBy(RateSpreads.AS_OF_DATE.col(), RateSpreads.PRODUCT_KIND.col(), col("median_term"))
        .agg(
            sort_array(collect_list(col("rate"))).as("rates"),
            sort_array(collect_list(col("aer"))).as("aers"))
        .filter(size(col("rates")).geq(least))
        .select(
            RateSpreads.AS_OF_DATE.col().as("quoted_on"),
            RateSpreads.PRODUCT_KIND.col().as("scope"),
            when(RateSpreads.PRODUCT_KIND.col().equalTo(DEMAND), DEMAND).otherwise(TIME).as("sort"),
            quote(
                col("median_term"),
                Exact.percentile(col("rates"), 5, 4),
                when(size(aers).geq(least), Exact.percentile(aers, 5, 4)),
                size(col("rates")),
                lit(null)));
  }

  /** What scope of a comparator a listing falls under. */
  static Column scope(Column bankClass, Column bankId, Column kind) {
    return when(COMPARATOR.equalTo(Kind.CEILING.name()), bankClass)
        .when(COMPARATOR.equalTo(Kind.OWN_POSTED.name()), bankId)
        .when(COMPARATOR.equalTo(Kind.MARKET_MEDIAN.name()), kind)
        .otherwise(EVERYBODY);
  }
}
