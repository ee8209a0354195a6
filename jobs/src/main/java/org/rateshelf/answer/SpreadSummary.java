package org.rateshelf.answer;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Listings;
import org.rateshelf.table.ProductBalances;

/**
 * Spreads that new buyers were offered, by platform, kind, bank class and term.
 *
 * <p>Bonus and tier lines are left out, as are holders' lines. Lines without a spread are counted
 * beside it. Each level ALL is computed again over the union; over platforms it leaves the banks'
 * own channel out.
 */
public final class SpreadSummary implements Answer {
  public static final Field<LocalDate> AS_OF_DATE = RateSpreads.AS_OF_DATE;
  public static final Field<String> PLATFORM_ID = ProductCounts.PLATFORM_ID;
  public static final Field<String> PRODUCT_KIND = RateSpreads.PRODUCT_KIND;
  public static final Field<String> BANK_CLASS = Banks.BANK_CLASS.meaning("Class, or ALL.");
  public static final Field<String> TERM =
      Listings.TERM.meaning("Canonical term, days normalised to months; or ALL.");
  public static final Field<String> COMPARATOR = RateSpreads.COMPARATOR;
  public static final Field<Integer> PRODUCTS =
      Field.whole("products", 12, "Products with a spread.").required();
  public static final Field<Integer> LINES =
      Field.whole("lines", 14, "Lines with a spread.").required();
  public static final Field<Integer> LINES_WITHOUT_SPREAD =
      Field.whole("lines_without_spread", 3, "Lines without one.").required();
  public static final Field<BigDecimal> MEAN_BP =
      Field.basisPoints("mean_bp", "137.50", "Mean over lines; null without lines.");
  public static final Field<BigDecimal> MEDIAN_BP =
      Field.basisPoints("median_bp", "137.50", "Median; null without lines.");
  public static final Field<BigDecimal> P10_BP =
      Field.basisPoints("p10_bp", "90.00", "Tenth percentile, linear; null without lines.");
  public static final Field<BigDecimal> P90_BP =
      Field.basisPoints("p90_bp", "190.00", "Ninetieth percentile, linear; null without lines.");
  public static final Field<BigDecimal> MAX_BP =
      Field.basisPoints("max_bp", "212.50", "The greatest; null without lines.");
  public static final Field<BigDecimal> BALANCE_WEIGHTED_BP =
      Field.basisPoints(
          "balance_weighted_bp", "141.20", "Weighted by balance; null where none may be used.");
  public static final Field<BigDecimal> BALANCE_COVERED_PCT =
      Field.of(
          "balance_covered_pct",
          DataTypes.createDecimalType(5, 2),
          new BigDecimal("83.33"),
          "Of the products with a spread, the share with a balance; null without products.");

  public static final Table TABLE =
      Table.gold("spread_summary")
          .grain("one day, platform or ALL, kind, bank class or ALL, term or ALL, and comparator")
          .fields(
              AS_OF_DATE,
              PLATFORM_ID,
              PRODUCT_KIND,
              BANK_CLASS,
              TERM,
              COMPARATOR,
              PRODUCTS,
              LINES,
              LINES_WITHOUT_SPREAD,
              MEAN_BP,
              MEDIAN_BP,
              P10_BP,
              P90_BP,
              MAX_BP,
              BALANCE_WEIGHTED_BP,
              BALANCE_COVERED_PCT)
          .key(AS_OF_DATE, PLATFORM_ID, PRODUCT_KIND, BANK_CLASS, TERM, COMPARATOR)
          .day(AS_OF_DATE)
          .build();

  @Override
  public String question() {
    return "How much more do platforms offer than that rate, by platform, kind, class and term?";
  }

  @Override
  public String query() {
    return """
    SELECT platform_id, products, lines, mean_bp, median_bp, max_bp
    FROM spread_summary
    WHERE as_of_date = DATE '2020-12-17' AND product_kind = 'TIME_DEPOSIT'
      AND bank_class = 'ALL' AND term = 'ALL' AND comparator = 'BIG_POSTED'
    ORDER BY median_bp DESC, platform_id
    """;
  }

  @Override
  public List<Table> reads() {
    return List.of(RateSpreads.TABLE, ProductBalances.TABLE);
  }

  @Override
  public Table writes() {
    return TABLE;
  }
}
