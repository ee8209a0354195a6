package org.rateshelf.table;

import static org.rateshelf.schema.Field.text;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/** The most that a class of bank may pay: in force until the next of its class and term. */
public final class Ceilings {
  public static final Field<LocalDate> EFFECTIVE_FROM = BenchmarkRates.EFFECTIVE_FROM;
  public static final Field<LocalDate> EFFECTIVE_TO = BenchmarkRates.EFFECTIVE_TO;
  public static final Field<String> BANK_CLASS = Banks.BANK_CLASS;
  public static final Field<String> PRODUCT_KIND = BenchmarkRates.PRODUCT_KIND;
  public static final Field<String> TERM = Listings.TERM;
  public static final Field<BigDecimal> RATE_PCT = BenchmarkRates.RATE_PCT;
  public static final Field<String> FORMULA = text("formula", "benchmark x 1.5", "How it is set.");
  public static final Field<String> SOURCE = Listings.SOURCE;
  public static final Field<String> CONFIDENCE = Listings.CONFIDENCE;
  public static final Field<String> NOTE = Platforms.NOTE;

  public static final Table TABLE =
      Table.silver("ceilings")
          .grain("one ceiling for one class of bank, kind and term, from one day on")
          .fields(
              EFFECTIVE_FROM,
              EFFECTIVE_TO,
              BANK_CLASS,
              PRODUCT_KIND,
              TERM,
              RATE_PCT,
              FORMULA,
              SOURCE,
              CONFIDENCE,
              NOTE)
          .key(EFFECTIVE_FROM, BANK_CLASS, PRODUCT_KIND, TERM)
          .build();

  private Ceilings() {}
}
