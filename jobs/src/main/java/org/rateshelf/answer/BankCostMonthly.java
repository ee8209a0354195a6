package org.rateshelf.answer;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.when;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.job.Answer;
import org.rateshelf.job.Inputs;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Listings;
import org.rateshelf.table.ProductBalances;
import org.rateshelf.table.Term;

/**
 * What platform money costs a bank in a month, each product in a term weighed on each day by the
 * balance behind it; who pays the headline.
 *
 * <p>Lines of a kind that enters no mean (tiers, what is paid at any time, bonuses) are left out.
 */
public final class BankCostMonthly implements Answer {
  public static final Field<LocalDate> MONTH =
      Field.date("month", "2020-12-01", "First day of the month.").required();
  public static final Field<String> BANK_ID = RateSpreads.BANK_ID;
  public static final Field<String> PLATFORM_ID = ProductCounts.PLATFORM_ID;
  public static final Field<Long> PRODUCT_DAYS =
      Field.count(
              "product_days",
              310L,
              "Days of products in a term that were open at a HEADLINE or CYCLE rate.")
          .required();
  public static final Field<Long> WEIGHED_PRODUCT_DAYS =
      Field.count("weighed_product_days", 280L, "Those that a balance weighs.").required();
  public static final Field<BigDecimal> HEADLINE_RATE_PCT = weighed(RateSpreads.HEADLINE_RATE_PCT);
  public static final Field<BigDecimal> BANK_PAID_RATE_PCT =
      weighed(RateSpreads.BANK_PAID_RATE_PCT);
  public static final Field<BigDecimal> SUBSIDY_RATE_PCT = weighed(BankCost.SUBSIDY_RATE_PCT);
  public static final Field<BigDecimal> BANK_PAID_SHARE_PCT =
      BankCost.BANK_PAID_SHARE_PCT.meaning("Share of the mean headline that the bank pays.");
  public static final Field<BigDecimal> FEE_PCT = weighed(BankCost.FEE_PCT);
  public static final Field<BigDecimal> BANK_COST_PCT = weighed(BankCost.BANK_COST_PCT);
  public static final Field<BigDecimal> COST_OVER_OWN_POSTED_BP =
      weighed(BankCost.COST_OVER_OWN_POSTED_BP);
  public static final Field<BigDecimal> COST_OVER_BIG_POSTED_BP =
      weighed(BankCost.COST_OVER_BIG_POSTED_BP);
  public static final Field<BigDecimal> COST_OVER_JOINT_POSTED_BP =
      weighed(BankCost.COST_OVER_JOINT_POSTED_BP);
  public static final Field<String> REASON =
      Field.code("reason", "NO_BALANCE", "Why there is no mean.").oneOf("NO_BALANCE");

  public static final Table TABLE =
      Table.gold("bank_cost_monthly")
          .grain("one month, bank, and platform or ALL")
          .fields(
              MONTH,
              BANK_ID,
              PLATFORM_ID,
              PRODUCT_DAYS,
              WEIGHED_PRODUCT_DAYS,
              HEADLINE_RATE_PCT,
              BANK_PAID_RATE_PCT,
              SUBSIDY_RATE_PCT,
              BANK_PAID_SHARE_PCT,
              FEE_PCT,
              BANK_COST_PCT,
              COST_OVER_OWN_POSTED_BP,
              COST_OVER_BIG_POSTED_BP,
              COST_OVER_JOINT_POSTED_BP,
              REASON)
          .key(MONTH, BANK_ID, PLATFORM_ID)
          .build();

  /** No column of the table: whether a balance weighs a product-day. */
  public static final Field<Boolean> WEIGHED =
      Field.flag("weighed", true, "Whether a balance weighs the product-day.");

  private static final List<Field<BigDecimal>> RATES =
      List.of(HEADLINE_RATE_PCT, BANK_PAID_RATE_PCT, SUBSIDY_RATE_PCT, FEE_PCT, BANK_COST_PCT);
  private static final List<Field<BigDecimal>> SPREADS =
      List.of(COST_OVER_OWN_POSTED_BP, COST_OVER_BIG_POSTED_BP, COST_OVER_JOINT_POSTED_BP);

  private static Field<BigDecimal> weighed(Field<BigDecimal> figure) {
    return figure
        .optional()
        .meaning("Mean weighed by balance, over product-days that have it; null where none does.");
  }

  @Override
  public String question() {
    return "What does platform money cost a bank by month, weighed by balance?";
  }

  @Override
  public String query() {
    return """
        SELECT bank_id, month, headline_rate_pct, bank_paid_share_pct, fee_pct,
          bank_cost_pct, cost_over_own_posted_bp, reason
        FROM bank_cost_monthly
        WHERE platform_id = 'JD_FINANCE'
        ORDER BY bank_id, month
        """;
  }

  @Override
  public List<Table> reads() {
    return List.of(BankCost.TABLE, ProductBalances.TABLE, TABLE);
  }

  @Override
  public Table writes() {
    return TABLE;
  }

  @Override
  public Dataset<Row> compute(Inputs in) {
    List<Column> sums = new ArrayList<>();
    sums.add(count(lit(1)).as(PRODUCT_DAYS.name()));
    sums.add(count(Balances.BALANCE).as(WEIGHED_PRODUCT_DAYS.name()));
    RATES.forEach(rate -> sums.add(mean(rate, 4)));
    SPREADS.forEach(spread -> sums.add(mean(spread, 2)));
    Column share =
        weighedSum(BANK_PAID_RATE_PCT.col())
            .multiply(lit(100))
            .divide(nullif(weighedSum(HEADLINE_RATE_PCT.col()), lit(0)).cast("decimal(28,10)"));
    sums.add(Exact.rounded(share, 2).as(BANK_PAID_SHARE_PCT.name()));
    Dataset<Row> months =
        Pooled.overPlatforms(in, productDays(in), PLATFORM_ID)
            .groupBy(MONTH.col(), BANK_ID.col(), PLATFORM_ID.col())
            .agg(sums.get(0), sums.subList(1, sums.size()).toArray(Column[]::new))
            .withColumn(REASON.name(), when(WEIGHED_PRODUCT_DAYS.col().equalTo(0), "NO_BALANCE"));
    // No day of an earlier month is computed anew, nor is a snapshot up to it.
    Dataset<Row> settled = in.rows(TABLE).filter(MONTH.col().lt(firstMonth(in)));
    return TABLE.shape(settled).unionByName(TABLE.shape(months)).coalesce(1);
  }

  private static Column firstMonth(Inputs in) {
    return trunc(in.firstDay(), "month");
  }

  /**
   * The product-days of the months of these days, each with its figures and whether it is weighed;
   * no balance.
   */
  public static Dataset<Row> members(Inputs in) {
    return productDays(in)
        .withColumn(WEIGHED.name(), Balances.BALANCE.isNotNull())
        .drop(Balances.BALANCE);
  }

  /** Each product in a term on each day, with the mean of its lines that enter means. */
  private static Dataset<Row> productDays(Inputs in) {
    List<Column> means =
        Stream.concat(RATES.stream(), SPREADS.stream())
            .map(
                figure ->
                    Exact.mean(sum(figure.col()), count(figure.col()), 10)
                        .cast("decimal(18,10)")
                        .as(figure.name()))
            .toList();
    Dataset<Row> days =
        in.upToLastDay(BankCost.TABLE)
            .filter(BankCost.AS_OF_DATE.col().geq(firstMonth(in)).and(Listings.entersMeans()))
            .withColumn(RateSpreads.TERM.name(), Term.normalised(RateSpreads.TERM.col()))
            .groupBy(
                BankCost.AS_OF_DATE.col(),
                PLATFORM_ID.col(),
                RateSpreads.PRODUCT_ID.col(),
                RateSpreads.TERM.col(),
                BANK_ID.col())
            .agg(means.get(0), means.subList(1, means.size()).toArray(Column[]::new));
    return Balances.joined(
            in, days, BankCost.AS_OF_DATE, PLATFORM_ID, RateSpreads.PRODUCT_ID, RateSpreads.TERM)
        .withColumn(MONTH.name(), trunc(BankCost.AS_OF_DATE.col(), "month"));
  }

  private static Column mean(Field<BigDecimal> figure, int places) {
    Column weight = sum(when(figure.col().isNotNull(), Balances.BALANCE)).cast("decimal(20,2)");
    Column total = weighedSum(figure.col());
    return Exact.rounded(total.divide(nullif(weight, lit(0))), places).as(figure.name());
  }

  private static Column weighedSum(Column figure) {
    return sum(figure.multiply(Balances.BALANCE.cast("decimal(16,2)"))).cast("decimal(28,10)");
  }
}
