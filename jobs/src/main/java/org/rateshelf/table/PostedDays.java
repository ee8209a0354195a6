package org.rateshelf.table;

import static org.rateshelf.schema.Field.date;
import static org.rateshelf.schema.Field.percent;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/** The posted rate in force on each day, wherever the market's posted rates come from. */
public final class PostedDays {
  public static final Field<LocalDate> AS_OF_DATE = ShelfDays.AS_OF_DATE;
  public static final Field<String> BANK_ID = BankRates.BANK_ID;
  public static final Field<String> PRODUCT_KIND = BankRates.PRODUCT_KIND;
  public static final Field<String> TERM = BankRates.TERM.meaning("Canonical term.");
  public static final Field<BigDecimal> RATE_PCT =
      percent("rate_pct", "1.7500", "The posted rate a year.").required();
  public static final Field<LocalDate> CONFIRMED_TO =
      date(
          "confirmed_to",
          "2022-09-14",
          "Last day that the source vouches for; null if it does not.");

  public static final Table TABLE =
      Table.silver("posted_days")
          .grain("one bank's posted rate of one kind and term on one day")
          .fields(AS_OF_DATE, BANK_ID, PRODUCT_KIND, TERM, RATE_PCT, CONFIRMED_TO)
          .key(AS_OF_DATE, BANK_ID, PRODUCT_KIND, TERM)
          .day(AS_OF_DATE)
          .build();

  private PostedDays() {}
}
