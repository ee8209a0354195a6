package org.rateshelf.answer;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Fees;
import org.rateshelf.table.Provenance;

/**
 * What money taken through a platform costs the bank, against rates posted off it.
 *
 * <p>Only lines that somebody could open a contract at that day, of every kind of product and rate:
 * what is no deposit has nothing posted to be held against. The cost is what the bank pays the
 * saver and its fee to the platform; where no fee is known there is no cost, never one without it.
 */
public final class BankCost implements Answer {
  public static final Field<LocalDate> AS_OF_DATE = RateSpreads.AS_OF_DATE;
  public static final Field<BigDecimal> SUBSIDY_RATE_PCT =
      Field.percent("subsidy_rate_pct", "0.5000", "The platform's part: headline less bank-paid.")
          .required();
  public static final Field<BigDecimal> BANK_PAID_SHARE_PCT =
      Field.of(
          "bank_paid_share_pct",
          DataTypes.createDecimalType(5, 2),
          new BigDecimal("89.19"),
          "Share of the headline that the bank pays; null where that is 0.");
  public static final Field<BigDecimal> FEE_PCT =
      Field.percent(
          "fee_pct", "0.3500", "Bank's fee to the platform in force that day; null if unknown.");
  public static final Field<BigDecimal> BANK_COST_PCT =
      Field.percent("bank_cost_pct", "4.4750", "Bank-paid and fee; null if the fee is unknown.");
  public static final Field<BigDecimal> OWN_POSTED_RATE_PCT =
      Field.percent("own_posted_rate_pct", "3.8500", "The bank's own posted rate; null if none.");
  public static final Field<BigDecimal> BIG_POSTED_RATE_PCT =
      Field.percent("big_posted_rate_pct", "2.7500", "Mean that BIG_POSTED stands for, or null.");
  public static final Field<BigDecimal> JOINT_POSTED_RATE_PCT =
      Field.percent("joint_posted_rate_pct", "2.9833", "Mean of JOINT_POSTED, or null.");
  public static final Field<BigDecimal> COST_OVER_OWN_POSTED_BP =
      Field.basisPoints("cost_over_own_posted_bp", "62.50", "Null where either is unknown.");
  public static final Field<BigDecimal> COST_OVER_BIG_POSTED_BP =
      Field.basisPoints("cost_over_big_posted_bp", "172.50", "Null where either is unknown.");
  public static final Field<BigDecimal> COST_OVER_JOINT_POSTED_BP =
      Field.basisPoints("cost_over_joint_posted_bp", "149.17", "Null where either is unknown.");
  public static final Field<String> REASON =
      Field.code("reason", "NO_FEE", "Why there is no cost; null where there is one.")
          .oneOf("NO_FEE");

  public static final Table TABLE =
      Table.gold("bank_cost")
          .grain("one rate line that one viewer could open a contract at on one day")
          .fields(RateSpreads.LINE_KEY)
          .fields(
              RateSpreads.BANK_ID,
              RateSpreads.PRODUCT_KIND,
              RateSpreads.BANK_CLASS,
              RateSpreads.HEADLINE_RATE_PCT,
              RateSpreads.BANK_PAID_RATE_PCT,
              SUBSIDY_RATE_PCT,
              BANK_PAID_SHARE_PCT,
              FEE_PCT,
              BANK_COST_PCT,
              OWN_POSTED_RATE_PCT,
              BIG_POSTED_RATE_PCT,
              JOINT_POSTED_RATE_PCT,
              COST_OVER_OWN_POSTED_BP,
              COST_OVER_BIG_POSTED_BP,
              COST_OVER_JOINT_POSTED_BP,
              REASON,
              Provenance.FILE_SHA256,
              Provenance.FILE_LINE)
          .key(RateSpreads.LINE_KEY)
          .day(AS_OF_DATE)
          .build();

  @Override
  public String question() {
    return "What does platform money cost the bank, and who pays the headline?";
  }

  @Override
  public String query() {
    return """
    SELECT platform_id, bank_id, product_id, term, headline_rate_pct,
      bank_paid_share_pct, fee_pct, bank_cost_pct, cost_over_own_posted_bp
    FROM bank_cost
    WHERE as_of_date = DATE '2020-12-17' AND viewer = 'NEW_BUYER'
      AND product_kind = 'TIME_DEPOSIT' AND bank_cost_pct IS NOT NULL
    ORDER BY bank_cost_pct DESC, platform_id, product_id, term
    """;
  }

  @Override
  public List<Table> reads() {
    return List.of(RateSpreads.TABLE, Fees.TABLE);
  }

  @Override
  public Table writes() {
    return TABLE;
  }
}
