package org.rateshelf.table;

import static org.rateshelf.schema.Field.date;
import static org.rateshelf.schema.Field.percent;
import static org.rateshelf.schema.Field.text;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/** What traditional banks post: one rate a bank, kind and term, in force until the next. */
public final class BankRates {
  public static final Field<String> BANK_ID = Listings.BANK_ID;
  public static final Field<String> PRODUCT_KIND = Listings.PRODUCT_KIND;
  public static final Field<String> TERM = Listings.TERM;
  public static final Field<LocalDate> EFFECTIVE_FROM =
      date("effective_from", "2015-10-24", "First day that the rate is posted.").required();
  public static final Field<LocalDate> EFFECTIVE_TO =
      date(
          "effective_to",
          "2022-09-14",
          "Last day that the source vouches for; ends nothing. Null if it does not say.");
  public static final Field<BigDecimal> RATE_PCT =
      percent("rate_pct", "1.7500", "The posted rate a year.").required().between(0, 30);
  public static final Field<String> SOURCE = text("source", "ICBC", "Who posted or reported it.");
  public static final Field<String> CONFIDENCE = Listings.CONFIDENCE;

  public static final Table TABLE =
      Table.silver("bank_rates")
          .grain("one posted rate of one bank for one kind and term, from one day on")
          .fields(
              BANK_ID,
              PRODUCT_KIND,
              TERM,
              EFFECTIVE_FROM,
              EFFECTIVE_TO,
              RATE_PCT,
              SOURCE,
              CONFIDENCE,
              Provenance.FILE_SHA256,
              Provenance.FILE_LINE)
          .key(BANK_ID, PRODUCT_KIND, TERM, EFFECTIVE_FROM)
          .day(EFFECTIVE_FROM)
          .build();

  private BankRates() {}
}
