package org.rateshelf.earn;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * How much is put in, when, and for how long.
 *
 * @param opened first day of the contract
 * @param days of the stay
 * @param demandRatePct what the bank posts for demand deposits; null where it is not known
 */
public record Question(BigDecimal amount, LocalDate opened, int days, BigDecimal demandRatePct) {
  public LocalDate leaves() {
    return opened.plusDays(days);
  }
}
