package org.rateshelf.table;

import static org.rateshelf.schema.Field.code;
import static org.rateshelf.schema.Field.date;
import static org.rateshelf.schema.Field.whole;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.apache.spark.sql.types.DataTypes;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/**
 * What the days of each event's windows add up to so far, so that a night adds its own day and need
 * not read those before.
 */
public final class WindowSums {
  /** A product in a term against a comparator: its days with a spread. */
  public static final String OFFER = "OFFER";

  /** A platform, or ALL: its days with a COMPLETE scan of the new buyers' shelf. */
  public static final String SCANS = "SCANS";

  /** Products displayed to new buyers, added up over those days. */
  public static final String DISPLAYED = "DISPLAYED";

  public static final Field<String> EVENT_ID = Events.EVENT_ID;
  public static final Field<String> WINDOW =
      code("window", "restricted", "before, or a window after the event.").required();
  public static final Field<String> OF =
      code("of", OFFER, "What is added up.").required().oneOf(OFFER, SCANS, DISPLAYED);
  public static final Field<String> PLATFORM_ID =
      Listings.PLATFORM_ID.meaning("Platform; of SCANS and DISPLAYED also ALL.");
  public static final Field<String> PRODUCT_ID =
      Listings.PRODUCT_ID.optional().meaning("The product's id of those days; null but of OFFER.");
  public static final Field<String> PRODUCT_KIND =
      Listings.PRODUCT_KIND.optional().meaning("What is sold; null of SCANS.");
  public static final Field<String> BANK_CLASS =
      code("bank_class", "private", "Class of the bank; of DISPLAYED also ALL.");
  public static final Field<String> TERM =
      code("term", "P3Y", "Canonical term, days normalised to months; of DISPLAYED also ALL.");
  public static final Field<String> COMPARATOR =
      code("comparator", "BIG_POSTED", "Null but of OFFER.");
  public static final Field<Integer> DAYS =
      whole("days", 61, "Days of an OFFER with a spread; scan days.");
  public static final Field<Long> PRODUCT_DAYS =
      Field.count("product_days", 5571L, "Of DISPLAYED: products, added up over scan days.");
  public static final Field<BigDecimal> SPREAD_SUM_BP =
      sum("spread_sum_bp", "Mean spreads of its days, added up.");
  public static final Field<BigDecimal> HEADLINE_SUM_PCT =
      sum("headline_sum_pct", "Mean headlines of the same lines, added up.");
  public static final Field<Integer> BALANCE_DAYS =
      whole("balance_days", 61, "Those of the days that a balance weighs.");
  public static final Field<BigDecimal> BALANCE_SUM =
      sum("balance_sum", "The balances of these days, as told, added up.");
  public static final Field<String> BANK_ID =
      Listings.BANK_ID.optional().meaning("Its bank, the last by id should there be several.");
  public static final Field<LocalDate> LAST_DAY =
      date("last_day", "2020-12-17", "Its last day with a spread.");
  public static final Field<LocalDate> AS_OF_DATE =
      ShelfDays.AS_OF_DATE.meaning("The last day that is in the sums.");

  public static final Table TABLE =
      Table.silver("window_sums")
          .grain("one window, and what is added up over its days")
          .fields(
              EVENT_ID,
              WINDOW,
              OF,
              PLATFORM_ID,
              PRODUCT_ID,
              PRODUCT_KIND,
              BANK_CLASS,
              TERM,
              COMPARATOR,
              DAYS,
              PRODUCT_DAYS,
              SPREAD_SUM_BP,
              HEADLINE_SUM_PCT,
              BALANCE_DAYS,
              BALANCE_SUM,
              BANK_ID,
              LAST_DAY,
              AS_OF_DATE)
          .key(EVENT_ID, WINDOW, OF, PLATFORM_ID, PRODUCT_ID, BANK_CLASS, TERM, COMPARATOR)
          .build();

  private static Field<BigDecimal> sum(String name, String comment) {
    return Field.of(
        name, DataTypes.createDecimalType(38, 20), new BigDecimal("164.20").setScale(20), comment);
  }

  private WindowSums() {}
}
