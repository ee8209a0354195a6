package org.rateshelf.answer;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
import org.rateshelf.table.BenchmarkRates;
import org.rateshelf.table.Ceilings;
import org.rateshelf.table.Listings;
import org.rateshelf.table.PostedDays;
import org.rateshelf.table.Provenance;
import org.rateshelf.table.ShelfDays;

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
}
