package org.rateshelf.earn;

import java.math.BigDecimal;

/**
 * One rate line of a product, as a sighting showed it. What the source does not say is null.
 *
 * @param no its place among the product's lines, by which it is named
 * @param from the file and line that it stands in
 */
public record RateLine(
    int no,
    String productKind,
    String term,
    String payoutCycle,
    String rateKind,
    BigDecimal minAmount,
    BigDecimal maxAmount,
    BigDecimal baseRatePct,
    BigDecimal bonusRatePct,
    Integer bonusDays,
    BigDecimal bonusMaxAmount,
    BigDecimal subsidyRatePct,
    String dayCount,
    Integer stayFromDays,
    String from) {

  boolean isForLess(BigDecimal amount) {
    return maxAmount != null && amount.compareTo(maxAmount) > 0;
  }

  boolean isForMore(BigDecimal amount) {
    return amount.compareTo(minAmount) < 0;
  }

  boolean hasBonus() {
    return bonusRatePct != null && bonusRatePct.signum() > 0;
  }

  boolean hasSubsidy() {
    return subsidyRatePct != null && subsidyRatePct.signum() > 0;
  }

  /** The source's days are the bonus's; only where there is none can they be the subsidy's. */
  Integer subsidyDays() {
    return hasBonus() ? null : bonusDays;
  }

  /** Whether its rate is paid for whatever time the money stays, and so by the day. */
  boolean isPaidByTheDay() {
    return rateKind.equals("TIER")
        || rateKind.equals("ANY_TIME")
        || productKind.equals("DEMAND_DEPOSIT");
  }
}
