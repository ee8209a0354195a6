package org.rateshelf.table;

import static org.rateshelf.schema.Field.count;
import static org.rateshelf.schema.Field.money;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/**
 * How much money stands in each product and term, by how many holders, in one snapshot, as it may
 * be told.
 */
public final class ProductBalances {
  public static final Field<LocalDate> AS_OF = UserRates.AS_OF;
  public static final Field<String> PLATFORM_ID = Listings.PLATFORM_ID;
  public static final Field<String> PRODUCT_ID = Listings.PRODUCT_ID;
  public static final Field<String> TERM =
      Listings.TERM.meaning("Canonical term, days normalised to months.");

  /** Different holders of a cell, to the nearest k. */
  public static final Field<Long> HOLDERS =
      count("holders", 120L, "Different holders, to the nearest k; null (SUPPRESSED) below k.");

  /** Their money, to the nearest step. */
  public static final Field<BigDecimal> BALANCE =
      money(
          "balance",
          "1450000.00",
          "Their money, to the nearest balance_step; null below k holders.");

  /** What the greatest k holders of a cell together do not exceed. */
  public static final Field<BigDecimal> BALANCE_STEP =
      money(
          "balance_step",
          "50000.00",
          "The true balance is within half of it; k holders together do not exceed it.");

  public static final Table TABLE =
      Table.silver("product_balances")
          .grain(
              "one product in one term on one platform in one snapshot, where k holders or more have it")
          .fields(AS_OF, PLATFORM_ID, PRODUCT_ID, TERM, HOLDERS, BALANCE, BALANCE_STEP)
          .key(AS_OF, PLATFORM_ID, PRODUCT_ID, TERM)
          .day(AS_OF)
          .build();

  private ProductBalances() {}
}
