package org.rateshelf.answer;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.ProductBalances;

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
}
