package org.rateshelf.answer;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Provenance;

/**
 * Lines at which a bank itself pays more than the rule of the day allows its class.
 *
 * <p>Only lines that somebody could open a contract at that day. What the platform adds is no
 * breach. Days that no scan saw are not counted, so a breach lasted at least what is said.
 */
public final class CeilingBreaches implements Answer {
  public static final Field<LocalDate> AS_OF_DATE = RateSpreads.AS_OF_DATE;
  public static final Field<BigDecimal> CEILING_RATE_PCT =
      Field.percent("ceiling_rate_pct", "4.8750", "The most that the bank's class may pay.")
          .required();
  public static final Field<String> CEILING_TERM =
      Field.code("ceiling_term", "P5Y", "Term of that rule.").required();
  public static final Field<BigDecimal> ABOVE_BP =
      Field.basisPoints("above_bp", "12.50", "Bank-paid less ceiling; above 0.").required();
  public static final Field<LocalDate> FIRST_BREACH_ON =
      Field.date("first_breach_on", "2020-12-01", "First day of this line in breach.").required();
  public static final Field<Integer> BREACH_DAYS =
      Field.whole("breach_days", 17, "Days in breach up to this one.").required();

  public static final Table TABLE =
      Table.gold("ceiling_breaches")
          .grain("one rate line in breach of its bank's ceiling, for one viewer on one day")
          .fields(RateSpreads.LINE_KEY)
          .fields(
              RateSpreads.BANK_ID,
              RateSpreads.PRODUCT_KIND,
              RateSpreads.BANK_CLASS,
              RateSpreads.HEADLINE_RATE_PCT,
              RateSpreads.BANK_PAID_RATE_PCT,
              CEILING_RATE_PCT,
              CEILING_TERM,
              RateSpreads.TERM_MATCH,
              ABOVE_BP,
              FIRST_BREACH_ON,
              BREACH_DAYS,
              Provenance.FILE_SHA256,
              Provenance.FILE_LINE)
          .key(RateSpreads.LINE_KEY)
          .day(AS_OF_DATE)
          .build();

  @Override
  public String question() {
    return "Who pays above the ceiling of that day, by how much, and for how long?";
  }

  @Override
  public String query() {
    return """
    SELECT platform_id, bank_id, product_id, term, max(above_bp) AS most_above_bp,
      max(breach_days) AS days, max(as_of_date) AS last_day
    FROM ceiling_breaches
    WHERE viewer = 'NEW_BUYER'
    GROUP BY platform_id, bank_id, product_id, term
    ORDER BY most_above_bp DESC, days DESC, platform_id, product_id, term
    """;
  }

  @Override
  public List<Table> reads() {
    return List.of(RateSpreads.TABLE, TABLE);
  }

  @Override
  public Table writes() {
    return TABLE;
  }
}
