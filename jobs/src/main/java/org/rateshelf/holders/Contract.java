package org.rateshelf.holders;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Set;
import org.rateshelf.schema.Field;
import org.rateshelf.table.UserRates;

/**
 * One contract of one holder in one snapshot: a row of user_rates.
 *
 * @param maturesOn null where it has no end
 * @param ratePct null where it is not known
 * @param province null where it is not known
 */
public record Contract(
    LocalDate asOf,
    String user,
    String platform,
    String product,
    String contract,
    String bank,
    String term,
    LocalDate openedOn,
    LocalDate maturesOn,
    BigDecimal balance,
    BigDecimal ratePct,
    String province) {

  /** The columns of user_rates that a contract is made of. */
  public static final Set<Field<?>> FIELDS =
      Set.of(
          UserRates.AS_OF,
          UserRates.USER_ID,
          UserRates.PLATFORM_ID,
          UserRates.PRODUCT_ID,
          UserRates.CONTRACT_ID,
          UserRates.BANK_ID,
          UserRates.TERM,
          UserRates.OPENED_ON,
          UserRates.MATURES_ON,
          UserRates.BALANCE,
          UserRates.CONTRACT_RATE_PCT,
          UserRates.PROVINCE);

  /** The contract of a row of user_rates. */
  public static Contract of(Object[] row) {
    return new Contract(
        value(row, UserRates.AS_OF),
        value(row, UserRates.USER_ID),
        value(row, UserRates.PLATFORM_ID),
        value(row, UserRates.PRODUCT_ID),
        value(row, UserRates.CONTRACT_ID),
        value(row, UserRates.BANK_ID),
        value(row, UserRates.TERM),
        value(row, UserRates.OPENED_ON),
        value(row, UserRates.MATURES_ON),
        value(row, UserRates.BALANCE),
        value(row, UserRates.CONTRACT_RATE_PCT),
        value(row, UserRates.PROVINCE));
  }

  private static <T> T value(Object[] row, Field<T> field) {
    return UserRates.TABLE.value(row, field);
  }
}
