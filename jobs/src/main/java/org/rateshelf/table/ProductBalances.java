package org.rateshelf.table;

import static org.rateshelf.schema.Field.count;
import static org.rateshelf.schema.Field.money;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/** How much money stands in each product and term, by how many holders, in one snapshot. */
public final class ProductBalances {
  public static final Field<LocalDate> AS_OF = UserRates.AS_OF;
  public static final Field<String> PLATFORM_ID = Listings.PLATFORM_ID;
  public static final Field<String> PRODUCT_ID = Listings.PRODUCT_ID;
  public static final Field<String> TERM = Listings.TERM;
  public static final Field<Long> HOLDERS =
      count("holders", 120L, "Different holders of the product in that term.").required();
  public static final Field<BigDecimal> BALANCE =
      money("balance", "1440000.00", "Their money in it.").required();

  public static final Table TABLE =
      Table.silver("product_balances")
          .grain("one product in one term on one platform in one snapshot")
          .fields(AS_OF, PLATFORM_ID, PRODUCT_ID, TERM, HOLDERS, BALANCE)
          .key(AS_OF, PLATFORM_ID, PRODUCT_ID, TERM)
          .day(AS_OF)
          .build();

  private ProductBalances() {}
}
