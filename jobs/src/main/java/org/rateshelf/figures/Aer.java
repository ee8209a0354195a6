package org.rateshelf.figures;

import java.math.BigDecimal;
import org.rateshelf.table.Term;

/**
 * Effective annual rate, percent to four places. Paid once after t years: (1 + r t)^(1/t) - 1; paid
 * m times a year: (1 + r/m)^m - 1. The only figure that is computed in floating point.
 */
public final class Aer {
  public static final String AT_MATURITY = "AT_MATURITY";

  private Aer() {}

  /** Null where the rate, or what is needed of term and payout, is not known. */
  public static BigDecimal of(BigDecimal ratePct, String term, String payout) {
    boolean atEnd = isPaidAtEnd(term, payout);
    Double years = Term.years(atEnd ? term : payout);
    if (ratePct == null || years == null) {
      return null;
    }
    double rate = ratePct.doubleValue() / 100.0;
    double aer;
    if (atEnd) {
      aer = Math.pow(1.0 + rate * years, 1.0 / years) - 1.0;
    } else {
      double times = 1.0 / years;
      aer = Math.pow(1.0 + rate / times, times) - 1.0;
    }
    return Exact.rounded(aer * 100.0, 4);
  }

  /** Whether interest is paid once, at maturity: so it is too where a cycle outlasts the term. */
  public static boolean isPaidAtEnd(String term, String payout) {
    if (AT_MATURITY.equals(payout)) {
      return true;
    }
    Integer length = Term.length(term);
    Integer cycle = Term.length(payout);
    return length != null && cycle != null && cycle > length;
  }
}
