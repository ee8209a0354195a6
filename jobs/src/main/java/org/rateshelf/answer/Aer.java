package org.rateshelf.answer;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.rateshelf.table.Term;

/**
 * Effective annual rate, percent to four places. Paid once after t years: (1 + r t)^(1/t) - 1; paid
 * m times a year: (1 + r/m)^m - 1. The only figure that is computed in floating point.
 */
final class Aer {
  private Aer() {}

  /** Null where the rate, or what is needed of term and payout, is not known. */
  static Column of(Column ratePct, Column term, Column payout) {
    Column rate = ratePct.cast("double").divide(lit(100.0));
    Column years = Term.years(term);
    Column times = lit(1.0).divide(Term.years(payout));
    Column once = pow(lit(1.0).plus(rate.multiply(years)), lit(1.0).divide(years)).minus(1.0);
    Column often = pow(lit(1.0).plus(rate.divide(times)), times).minus(1.0);
    Column aer = when(payout.equalTo("AT_MATURITY"), once).otherwise(often);
    return Exact.rounded(aer.multiply(100.0), 4).cast("decimal(9,4)");
  }
}
