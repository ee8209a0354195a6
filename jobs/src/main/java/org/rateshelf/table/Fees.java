package org.rateshelf.table;

import static org.rateshelf.schema.Field.percent;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/** What a bank pays a platform for the money it brings. */
public final class Fees {
  public static final Field<String> PLATFORM_ID =
      Listings.PLATFORM_ID.optional().meaning("Platform; null for any.");
  public static final Field<String> BANK_ID =
      Listings.BANK_ID.optional().meaning("Bank; null for any.");
  public static final Field<LocalDate> EFFECTIVE_FROM = BenchmarkRates.EFFECTIVE_FROM;
  public static final Field<BigDecimal> FEE_PCT =
      percent("fee_pct", "0.3000", "Percent of the balance a year.").required().between(0, 30);
  public static final Field<LocalDate> EFFECTIVE_TO = BenchmarkRates.EFFECTIVE_TO;
  public static final Field<String> SOURCE = Listings.SOURCE;
  public static final Field<String> CONFIDENCE = Listings.CONFIDENCE;
  public static final Field<String> NOTE = Platforms.NOTE;

  public static final Table TABLE =
      Table.silver("fees")
          .grain("one fee of one bank on one platform, from one day on")
          .fields(
              PLATFORM_ID, BANK_ID, EFFECTIVE_FROM, FEE_PCT, EFFECTIVE_TO, SOURCE, CONFIDENCE, NOTE)
          .key(PLATFORM_ID, BANK_ID, EFFECTIVE_FROM)
          .build();

  private Fees() {}
}
