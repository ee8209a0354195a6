package org.rateshelf.answer;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.rateshelf.job.Answer;
import org.rateshelf.job.Inputs;
import org.rateshelf.market.Market;
import org.rateshelf.schema.Table;
import org.rateshelf.table.BankRates;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Listings;
import org.rateshelf.table.PostedDays;
import org.rateshelf.table.Term;

/**
 * The posted rate in force on each day: it lasts until that bank's next one for the kind and term.
 *
 * <p>Where the market says that listings are the posted rates, those of the compared classes' banks
 * are: of each kind and term the line with the lowest minimum, paid at maturity before others, then
 * the higher rate.
 */
public final class PostedRates implements Answer {
  @Override
  public String question() {
    return "What did each traditional bank post on each day?";
  }

  @Override
  public String query() {
    return """
        SELECT bank_id, term, rate_pct, confirmed_to
        FROM posted_days
        WHERE as_of_date = DATE '2020-12-17' AND product_kind = 'TIME_DEPOSIT'
        ORDER BY bank_id, term
        """;
  }

  @Override
  public List<Table> reads() {
    return List.of(BankRates.TABLE, Listings.TABLE, Banks.TABLE, PostedDays.TABLE);
  }

  @Override
  public Table writes() {
    return PostedDays.TABLE;
  }

  @Override
  public Dataset<Row> compute(Inputs in) {
    Dataset<Row> posted =
        in.market().postedRates() == Market.PostedRates.LISTINGS
            ? in.dayBefore(PostedDays.TABLE).unionByName(PostedDays.TABLE.shape(listings(in)))
            : PostedDays.TABLE.shape(ofBankRates(in));
    Column[] series = {
      PostedDays.BANK_ID.col(), PostedDays.PRODUCT_KIND.col(), PostedDays.TERM.col()
    };
    Column next =
        lead(PostedDays.AS_OF_DATE.col(), 1)
            .over(Window.partitionBy(series).orderBy(PostedDays.AS_OF_DATE.col()));
    Column from = greatest(PostedDays.AS_OF_DATE.col(), in.firstDay());
    Column to = least(coalesce(date_sub(col("next"), 1), in.lastDay()), in.lastDay());
    return posted
        .withColumn("next", next)
        .filter(from.leq(to))
        .withColumn("day", explode(sequence(from, to)))
        .withColumn(PostedDays.AS_OF_DATE.name(), col("day"))
        .drop("day", "next");
  }

  private static Dataset<Row> ofBankRates(Inputs in) {
    WindowSpec sameDay =
        Window.partitionBy(
                BankRates.BANK_ID.col(),
                BankRates.PRODUCT_KIND.col(),
                col("canonical"),
                BankRates.EFFECTIVE_FROM.col())
            .orderBy(BankRates.RATE_PCT.col().desc());
    return in.upToLastDay(BankRates.TABLE)
        .withColumn("canonical", Term.canonical(BankRates.TERM.col()))
        .filter(col("canonical").notEqual(Listings.UNKNOWN))
        .withColumn("place", row_number().over(sameDay))
        .filter(col("place").equalTo(1))
        .withColumn(PostedDays.TERM.name(), col("canonical"))
        .withColumn(PostedDays.AS_OF_DATE.name(), BankRates.EFFECTIVE_FROM.col())
        .withColumn(PostedDays.CONFIRMED_TO.name(), BankRates.EFFECTIVE_TO.col());
  }

  /** The listings of these days that are the posted rates, each with its file and line. */
  public static Dataset<Row> listings(Inputs in) {
    List<String> classes =
        in.market().comparators().values().stream().flatMap(c -> c.classes().stream()).toList();
    Dataset<Row> traditional =
        in.rows(Banks.TABLE)
            .filter(Banks.BANK_CLASS.col().isin(classes.toArray()))
            .select(Banks.BANK_ID.col());
    Column kind = Listings.PRODUCT_KIND.col();
    Column canonical =
        when(kind.equalTo("DEMAND_DEPOSIT"), Term.DEMAND)
            .otherwise(Term.canonical(Listings.TERM.col()));
    WindowSpec lines =
        Window.partitionBy(Listings.SCAN_DATE.col(), Listings.BANK_ID.col(), kind, col("canonical"))
            .orderBy(
                Listings.MIN_AMOUNT.col(),
                Listings.PAYOUT_CYCLE.col().equalTo("AT_MATURITY").desc(),
                Listings.headline().desc(),
                Listings.PLATFORM_ID.col(),
                Listings.PRODUCT_ID.col());
    return in.days(Listings.TABLE)
        .join(broadcast(traditional), Listings.BANK_ID.name())
        .filter(kind.isin("TIME_DEPOSIT", "DEMAND_DEPOSIT"))
        .filter(Listings.entersMeans().and(Listings.headline().isNotNull()))
        .withColumn("canonical", canonical)
        .filter(col("canonical").notEqual(Listings.UNKNOWN))
        .withColumn("place", row_number().over(lines))
        .filter(col("place").equalTo(1))
        .withColumn(PostedDays.TERM.name(), col("canonical"))
        .withColumn(PostedDays.AS_OF_DATE.name(), Listings.SCAN_DATE.col())
        .withColumn(PostedDays.RATE_PCT.name(), Listings.headline())
        .withColumn(PostedDays.CONFIRMED_TO.name(), lit(null));
  }
}
