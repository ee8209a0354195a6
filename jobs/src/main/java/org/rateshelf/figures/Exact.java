package org.rateshelf.figures;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.List;

/**
 * Means and percentiles to the digit. A quotient is rounded half up to ten places first, so that a
 * tie that long division has lost by a hair is a tie again; then, half up, to the places asked for.
 */
public final class Exact {
  private static final int GUARD = 10;
  private static final int QUOTIENT = 20;
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final BigDecimal TENTH = new BigDecimal("0.1");

  private Exact() {}

  /** A value with more places than are meant; null for null. */
  public static BigDecimal rounded(BigDecimal value, int places) {
    return value == null
        ? null
        : value.setScale(GUARD, RoundingMode.HALF_UP).setScale(places, RoundingMode.HALF_UP);
  }

  /** The same of a figure that was computed in floating point. */
  public static BigDecimal rounded(double value, int places) {
    return rounded(BigDecimal.valueOf(value), places);
  }

  /** A part over a whole, to twenty places; null where either is, or the whole is 0. */
  public static BigDecimal quotient(BigDecimal part, BigDecimal whole) {
    return part == null || whole == null || whole.signum() == 0
        ? null
        : part.divide(whole, QUOTIENT, RoundingMode.HALF_UP);
  }

  /** A sum over a count; null where nothing was counted. */
  public static BigDecimal mean(BigDecimal sum, long count, int places) {
    return rounded(quotient(sum, BigDecimal.valueOf(count)), places);
  }

  /** One amount over another; null where either is, or the whole is 0. */
  public static BigDecimal ratio(BigDecimal part, BigDecimal whole, int places) {
    return rounded(quotient(part, whole), places);
  }

  /** What percentage one amount is of another; null where either is, or the whole is 0. */
  public static BigDecimal percent(BigDecimal part, BigDecimal whole, int places) {
    return part == null ? null : ratio(part.multiply(HUNDRED), whole, places);
  }

  /** Concentration of amounts: the sum of squared shares, 0 to 1; null where they are 0. */
  public static BigDecimal hhi(Collection<BigDecimal> amounts) {
    double all = 0;
    double squares = 0;
    for (BigDecimal amount : amounts) {
      all += amount.doubleValue();
      squares += amount.doubleValue() * amount.doubleValue();
    }
    return all == 0 ? null : rounded(squares / (all * all), 4);
  }

  /**
   * The value below which a share of a sorted list lies, by linear interpolation at (n - 1) p; null
   * where it is empty. Nothing is divided, so it is exact before it is rounded.
   *
   * @param tenths the share p in tenths
   */
  public static BigDecimal percentile(List<BigDecimal> sorted, int tenths, int places) {
    if (sorted.isEmpty()) {
      return null;
    }
    int last = sorted.size() - 1;
    long place = (long) last * tenths;
    int below = (int) (place / 10);
    BigDecimal part = TENTH.multiply(BigDecimal.valueOf(place % 10));
    BigDecimal low = sorted.get(below);
    BigDecimal high = sorted.get(Math.min(below + 1, last));
    return low.add(part.multiply(high.subtract(low))).setScale(places, RoundingMode.HALF_UP);
  }

  /** A difference of two rates in basis points; null where either is. */
  public static BigDecimal basisPoints(BigDecimal rate, BigDecimal other) {
    return rate == null || other == null
        ? null
        : rate.subtract(other).multiply(HUNDRED).setScale(2, RoundingMode.HALF_UP);
  }
}
