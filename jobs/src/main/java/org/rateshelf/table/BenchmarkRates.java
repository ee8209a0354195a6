package org.rateshelf.table;

import static org.rateshelf.schema.Field.date;
import static org.rateshelf.schema.Field.percent;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/** The central bank's rate by term: in force until the next of its term, or its last day. */
public final class BenchmarkRates {
  public static final Field<LocalDate> EFFECTIVE_FROM =
      date("effective_from", "2015-10-24", "First day in force.").required();
  public static final Field<LocalDate> EFFECTIVE_TO =
      date("effective_to", "2022-09-14", "Last day in force; null until the next of its term.");
  public static final Field<String> PRODUCT_KIND =
      Listings.PRODUCT_KIND.meaning("TIME_DEPOSIT or DEMAND_DEPOSIT; from the term if not said.");
  public static final Field<String> TERM = Listings.TERM;
  public static final Field<BigDecimal> RATE_PCT =
      percent("rate_pct", "1.5000", "The rate a year.").required().between(-10, 100);
  public static final Field<String> SOURCE = Listings.SOURCE;
  public static final Field<String> CONFIDENCE = Listings.CONFIDENCE;
  public static final Field<String> NOTE = Platforms.NOTE;

  public static final Table TABLE =
      Table.silver("benchmark_rates")
          .grain("one benchmark rate for one kind and term, from one day on")
          .fields(
              EFFECTIVE_FROM, EFFECTIVE_TO, PRODUCT_KIND, TERM, RATE_PCT, SOURCE, CONFIDENCE, NOTE)
          .key(EFFECTIVE_FROM, PRODUCT_KIND, TERM)
          .build();

  private BenchmarkRates() {}
}
