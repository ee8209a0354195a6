package org.rateshelf.ingest;

import static org.rateshelf.ingest.JudgedRow.alike;
import static org.rateshelf.ingest.JudgedRow.good;

import java.util.List;
import org.rateshelf.schema.Field;
import org.rateshelf.table.UserRates;

/**
 * Which row of a contract counts in a snapshot. Of a contract that stands there under two holders
 * or two products, or in one file with two of anything, nobody can say which is right.
 */
public final class ContractSettlement implements Settlement {
  private static final List<Field<?>> CONTRACT =
      List.of(UserRates.AS_OF, UserRates.PLATFORM_ID, UserRates.CONTRACT_ID);
  private static final List<Field<?>> HELD = List.of(UserRates.USER_ID, UserRates.PRODUCT_ID);

  @Override
  public void settle(List<JudgedRow> rows) {
    if (rows.size() == 1) {
      return; // as nearly every contract
    }
    for (List<JudgedRow> claims : alike(good(rows), CONTRACT).values()) {
      if (alike(claims, HELD).size() > 1) {
        claims.forEach(claim -> claim.refuse(Reasons.CONTRACT_TWICE));
      }
    }
    Settlement.settle(rows, UserRates.TABLE.key(), Reasons.CONTRACT_TWICE);
  }
}
