package org.rateshelf.earn;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;

/**
 * What one rate line earns on one day-count basis.
 *
 * @param basis days in the contract's year
 * @param matures last day of the contract; null where it has none that is known
 * @param payouts all up to that day; empty without one
 */
public record Earning(
    RateLine line, int basis, LocalDate matures, List<Payout> payouts, Leaving leaving) {
  public BigDecimal base() {
    return sum(Payout::base);
  }

  /** Null where the source lacks its days. */
  public BigDecimal bonus() {
    return sum(Payout::bonus);
  }

  /** Null where the source lacks its days. */
  public BigDecimal subsidy() {
    return sum(Payout::subsidy);
  }

  /** All that is known. */
  public BigDecimal total() {
    return sum(Payout::total);
  }

  private BigDecimal sum(Function<Payout, BigDecimal> part) {
    if (payouts.isEmpty() || payouts.stream().map(part).anyMatch(p -> p == null)) {
      return null;
    }
    return payouts.stream().map(part).reduce(BigDecimal.ZERO.setScale(2), BigDecimal::add);
  }
}
