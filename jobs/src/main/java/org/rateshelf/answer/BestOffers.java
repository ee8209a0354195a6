package org.rateshelf.answer;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Provenance;

/**
 * What a new buyer can buy, ranked by effective annual rate among lines of one kind and term.
 *
 * <p>Only lines that were seen that very day, of the rate kinds that enter means. The banks' own
 * channel is among them. A line whose effective rate is not known is listed without a rank.
 */
public final class BestOffers implements Answer {
  public static final Field<LocalDate> AS_OF_DATE = RateSpreads.AS_OF_DATE;
  public static final Field<Integer> AER_RANK =
      Field.whole("aer_rank", 1, "1 is the highest, equal ones share it; null without an AER.");
  public static final Field<Integer> OFFERS =
      Field.whole("offers", 34, "Ranked lines of that day, kind and term.").required();
  public static final Field<BigDecimal> PERCENTILE_PCT =
      Field.of(
          "percentile_pct",
          DataTypes.createDecimalType(5, 2),
          new BigDecimal("98.53"),
          "Share of them that pay less, equal ones counted half; null without an AER.");
  public static final Field<Integer> SHELF_RANK =
      Field.whole("shelf_rank", 1, "The same rank within the platform; null without an AER.");
  public static final Field<Integer> SHELF_OFFERS =
      Field.whole("shelf_offers", 12, "Ranked lines within the platform.").required();

  public static final Table TABLE =
      Table.gold("best_offers")
          .grain("one rate line that a new buyer can buy on one day")
          .fields(RateSpreads.LINE_KEY)
          .fields(
              RateSpreads.BANK_ID,
              RateSpreads.PRODUCT_KIND,
              RateSpreads.BANK_CLASS,
              RateSpreads.NORMALISED_TERM,
              RateSpreads.HEADLINE_RATE_PCT,
              RateSpreads.AER_PCT,
              AER_RANK,
              OFFERS,
              PERCENTILE_PCT,
              SHELF_RANK,
              SHELF_OFFERS,
              Provenance.FILE_SHA256,
              Provenance.FILE_LINE)
          .key(RateSpreads.LINE_KEY)
          .day(AS_OF_DATE)
          .build();

  @Override
  public String question() {
    return "What is the best rate that one can still buy, and where does an offer stand?";
  }

  @Override
  public String query() {
    return """
    SELECT normalised_term, aer_rank, offers, platform_id, bank_id, product_id,
      headline_rate_pct, aer_pct, percentile_pct
    FROM best_offers
    WHERE as_of_date = DATE '2020-12-17' AND product_kind = 'TIME_DEPOSIT'
      AND aer_rank <= 3
    ORDER BY normalised_term, aer_rank, platform_id, product_id
    """;
  }

  @Override
  public List<Table> reads() {
    return List.of(RateSpreads.TABLE);
  }

  @Override
  public Table writes() {
    return TABLE;
  }
}
