package org.rateshelf.holders;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A contract in one snapshot, as figures use it.
 *
 * @param told its balance as it is told, in whole units of money
 * @param rate in ten-thousandths of a percent; negative where it is not known
 */
public record Held(Contract contract, long told, long rate) {
  static Held of(long draw, Contract contract) {
    BigDecimal rate = contract.ratePct();
    return new Held(
        contract,
        Told.of(draw, contract.balance()),
        rate == null ? -1 : rate.setScale(4).unscaledValue().longValueExact());
  }

  public LocalDate asOf() {
    return contract.asOf();
  }

  public boolean hasRate() {
    return rate >= 0;
  }
}
