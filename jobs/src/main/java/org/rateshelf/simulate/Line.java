package org.rateshelf.simulate;

import java.math.BigDecimal;

/** One rate line of an offer; empty text is what the page does not show. */
record Line(
    String term,
    String payoutCycle,
    String rateKind,
    String minAmount,
    BigDecimal baseRate,
    String bonusRate,
    String bonusDays,
    String bonusMaxAmount,
    String subsidyRate,
    String dayCount,
    String stayFromDays,
    String maxAmount) {

  /** A plain line: no bonus, no subsidy, nothing said of the day count. */
  static Line plain(String term, String payout, String rateKind, String minimum, BigDecimal rate) {
    return new Line(term, payout, rateKind, minimum, rate, "", "", "", "", "", "", "");
  }

  static Line atMaturity(String term, String minimum, BigDecimal rate) {
    return plain(term, "AT_MATURITY", "HEADLINE", minimum, rate);
  }

  /** The same line with a bonus for some days, up to an amount. */
  Line bonus(String rate, String days, String most) {
    return new Line(
        term,
        payoutCycle,
        rateKind,
        minAmount,
        baseRate,
        rate,
        days,
        most,
        subsidyRate,
        dayCount,
        stayFromDays,
        maxAmount);
  }

  Line subsidy(String rate) {
    return new Line(
        term,
        payoutCycle,
        rateKind,
        minAmount,
        baseRate,
        bonusRate,
        bonusDays,
        bonusMaxAmount,
        rate,
        dayCount,
        stayFromDays,
        maxAmount);
  }

  /** The same line as a tier that is paid from a stay on. */
  Line tier(String fromDays, BigDecimal rate) {
    return new Line(
        term,
        payoutCycle,
        "TIER",
        minAmount,
        rate,
        bonusRate,
        bonusDays,
        bonusMaxAmount,
        subsidyRate,
        "360",
        fromDays,
        maxAmount);
  }

  /** The rate after the bank has cut it; none where none was shown. */
  String rate(BigDecimal cut) {
    return baseRate == null ? "" : baseRate.subtract(cut).max(BigDecimal.ZERO).toPlainString();
  }
}
