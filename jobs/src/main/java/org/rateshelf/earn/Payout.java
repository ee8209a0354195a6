package org.rateshelf.earn;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * The interest that is paid on one day.
 *
 * @param base what the bank pays under the contract
 * @param bonus the bank's extra; null where its days are not known
 * @param subsidy what the platform adds; null where its days are not known
 */
public record Payout(LocalDate on, BigDecimal base, BigDecimal bonus, BigDecimal subsidy) {
  /** What the bank pays, as far as it is known. */
  public BigDecimal bankPaid() {
    return base.add(known(bonus));
  }

  /** All that the saver gets, as far as it is known. */
  public BigDecimal total() {
    return bankPaid().add(known(subsidy));
  }

  static BigDecimal known(BigDecimal value) {
    return value == null ? BigDecimal.ZERO.setScale(2) : value;
  }
}
