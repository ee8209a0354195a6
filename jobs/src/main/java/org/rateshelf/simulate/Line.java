package org.rateshelf.simulate;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/**
 * One rate line of an offer; empty text is what the page does not show.
 *
 * @param more what few lines have, by column: bonus, subsidy, tier
 */
record Line(
    String term,
    String payoutCycle,
    String rateKind,
    String minAmount,
    BigDecimal baseRate,
    Map<String, String> more) {

  static Line of(String term, String payout, String kind, String minimum, BigDecimal rate) {
    return new Line(term, payout, kind, minimum, rate, Map.of());
  }

  static Line atMaturity(String term, String minimum, BigDecimal rate) {
    return of(term, "AT_MATURITY", "HEADLINE", minimum, rate);
  }

  Line with(String column, String value) {
    Map<String, String> both = new HashMap<>(more);
    both.put(column, value);
    return new Line(term, payoutCycle, rateKind, minAmount, baseRate, both);
  }

  Line bonus(String rate, int days) {
    return with("bonus_rate_pct", rate)
        .with("bonus_days", String.valueOf(days))
        .with("bonus_max_amount", "10000.00");
  }

  /** A tier of a five-year deposit, paid from a stay of some days on. */
  static Line tier(int fromDays, BigDecimal rate) {
    return of("P5Y", "AT_MATURITY", "TIER", "50.00", rate)
        .with("stay_from_days", String.valueOf(fromDays))
        .with("day_count", "360");
  }

  String shows(String column) {
    return more.getOrDefault(column, "");
  }

  /** The rate after the bank has cut it; none where none was shown. */
  String rate(BigDecimal cut) {
    return baseRate == null ? "" : baseRate.subtract(cut).max(BigDecimal.ZERO).toPlainString();
  }
}
