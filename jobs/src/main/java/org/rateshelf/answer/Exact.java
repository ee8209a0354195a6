package org.rateshelf.answer;

import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.math.BigDecimal;
import org.apache.spark.sql.Column;

/**
 * Means and percentiles to the digit. A quotient is rounded half up to ten places first, so that a
 * tie that long division has lost by a hair is a tie again; then, half up, to the places asked for.
 */
public final class Exact {
  private Exact() {}

  /** A sum of decimals over a count; null where nothing was counted. */
  static Column mean(Column sum, Column count, int places) {
    Column quotient =
        sum.cast("decimal(28,10)").divide(when(count.gt(0), count.cast("decimal(10,0)")));
    return rounded(quotient, places);
  }

  /** One amount of money over another; null where that is 0. */
  static Column ratio(Column part, Column whole, int places) {
    return rounded(
        part.cast("decimal(18,2)").divide(nullif(whole, lit(0)).cast("decimal(18,2)")), places);
  }

  /** What percentage one amount of money is of another; null where that is 0. */
  static Column percent(Column part, Column whole, int places) {
    return ratio(part.multiply(lit(100)), whole, places);
  }

  /** Concentration of amounts of money, an aggregate: the sum of squared shares, 0 to 1. */
  static Column hhi(Column amount) {
    Column all = sum(amount).cast("double");
    Column squares = sum(amount.cast("double").multiply(amount.cast("double")));
    return rounded(squares.divide(all.multiply(all)), 4);
  }

  /** A value with more places than are meant. */
  public static Column rounded(Column value, int places) {
    return round(round(value.cast("decimal(38,14)"), 10), places);
  }

  /**
   * The value below which a share of a sorted array lies, by linear interpolation at (n - 1) p;
   * null where it is empty. Nothing is divided, so it is exact before it is rounded.
   *
   * @param tenths the share p in tenths
   */
  static Column percentile(Column sorted, int tenths, int places) {
    Column last = size(sorted).minus(1);
    Column place = last.multiply(tenths);
    Column below = place.divide(10).cast("int");
    Column part = place.mod(10).cast("decimal(1,0)").multiply(lit(new BigDecimal("0.1")));
    Column low = get(sorted, below);
    Column high = get(sorted, least(below.plus(1), last));
    return round(low.plus(part.multiply(high.minus(low))), places);
  }
}
