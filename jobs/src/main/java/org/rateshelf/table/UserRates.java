package org.rateshelf.table;

import static org.rateshelf.schema.Field.code;
import static org.rateshelf.schema.Field.date;
import static org.rateshelf.schema.Field.money;
import static org.rateshelf.schema.Field.percent;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/** What each holder is paid: one contract in one snapshot. */
public final class UserRates {
  public static final Field<LocalDate> AS_OF =
      date("as_of", "2020-11-30", "Day of the snapshot.").required();
  public static final Field<String> USER_ID =
      code("user_id", "5f4dcc3b5aa765d6", "The holder, as a keyed hash (HMAC-SHA-256).").required();
  public static final Field<String> PLATFORM_ID = Listings.PLATFORM_ID;
  public static final Field<String> PRODUCT_ID = Listings.PRODUCT_ID;
  public static final Field<String> CONTRACT_ID =
      code("contract_id", "c-000017", "The contract.").required();
  public static final Field<String> BANK_ID = Listings.BANK_ID;
  public static final Field<String> TERM = Listings.TERM;
  public static final Field<LocalDate> OPENED_ON =
      date("opened_on", "2020-10-05", "Day the contract was opened.").required();
  public static final Field<LocalDate> MATURES_ON =
      date("matures_on", "2021-10-05", "Day it ends; null where it has no end.");
  public static final Field<BigDecimal> BALANCE =
      money("balance", "12000.00", "Money in the contract.").required().atLeast(0);
  public static final Field<BigDecimal> CONTRACT_RATE_PCT =
      percent("contract_rate_pct", "4.1250", "What the holder is paid a year.").between(0, 30);
  public static final Field<String> PROVINCE =
      code("province", "Sichuan", "Where the holder lives; null if not known.");

  public static final Table TABLE =
      Table.silver("user_rates")
          .grain("one contract of one holder in one snapshot")
          .fields(
              AS_OF,
              USER_ID,
              PLATFORM_ID,
              PRODUCT_ID,
              CONTRACT_ID,
              BANK_ID,
              TERM,
              OPENED_ON,
              MATURES_ON,
              BALANCE,
              CONTRACT_RATE_PCT,
              PROVINCE,
              Provenance.FILE_SHA256,
              Provenance.FILE_LINE)
          .key(AS_OF, USER_ID, PLATFORM_ID, PRODUCT_ID, CONTRACT_ID)
          .day(AS_OF)
          .build();

  private UserRates() {}
}
