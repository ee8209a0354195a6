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

  /** The told balances of a cell together. */
  public static final Field<BigDecimal> BALANCE =
      money("balance", "1450000.00", "Their money, as told; null below k holders.");

  /** How far they may be off together. */
  public static final Field<BigDecimal> BALANCE_ERROR =
      money(
          "balance_error",
          "110000.00",
          "About one standard error of the balance: two times in three the true one is nearer.");

  public static final Table TABLE =
      Table.silver("product_balances")
          .grain("one product in one term on one platform in one snapshot")
          .fields(AS_OF, PLATFORM_ID, PRODUCT_ID, TERM, HOLDERS, BALANCE, BALANCE_ERROR)
          .key(AS_OF, PLATFORM_ID, PRODUCT_ID, TERM)
          .day(AS_OF)
          .build();

  private ProductBalances() {}
}
