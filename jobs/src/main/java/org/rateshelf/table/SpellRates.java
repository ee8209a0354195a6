package org.rateshelf.table;

import static org.rateshelf.schema.Field.percent;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/** The rate that a product came with, for new buyers: what shelf_life sorts spells by. */
public final class SpellRates {
  public static final Field<LocalDate> FIRST_SEEN = Spells.FIRST_SEEN;
  public static final Field<String> PLATFORM_ID = Listings.PLATFORM_ID;
  public static final Field<String> PRODUCT_ID =
      Listings.PRODUCT_ID.meaning("The product's id on the spell's first day.");
  public static final Field<BigDecimal> HEADLINE_RATE_PCT =
      percent(
          "headline_rate_pct",
          "4.5000",
          "Highest HEADLINE or CYCLE headline on that day; null if no rate was shown.");

  public static final Table TABLE =
      Table.silver("spell_rates")
          .grain("one spell on new buyers' shelf")
          .fields(FIRST_SEEN, PLATFORM_ID, PRODUCT_ID, HEADLINE_RATE_PCT)
          .key(FIRST_SEEN, PLATFORM_ID, PRODUCT_ID)
          .day(FIRST_SEEN)
          .build();

  private SpellRates() {}
}
