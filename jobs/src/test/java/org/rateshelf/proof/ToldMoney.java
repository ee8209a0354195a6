package org.rateshelf.proof;

import java.math.BigDecimal;
import java.util.List;

/** Sums of told balances, held against the true sums. */
final class ToldMoney {
  /** A balance lies less than this many times above or below what is told of it. */
  private static final double APART = 10 / 3.0;

  private final String what;
  private int cells;
  private int withErrors;
  private int within;
  private double truths;
  private double tolds;

  ToldMoney(String what) {
    this.what = what;
  }

  /** A cell; the error is null where none is told. */
  void add(Object cell, BigDecimal truth, BigDecimal told, BigDecimal error, List<String> wrong) {
    cells++;
    truths += truth.doubleValue();
    tolds += told.doubleValue();
    if (error != null) {
      withErrors++;
      within += told.subtract(truth).abs().compareTo(error) <= 0 ? 1 : 0;
    }
    double times = told.doubleValue() / truth.doubleValue();
    if (times > APART || times < 1 / APART) {
      wrong.add(what + " of " + cell + ": " + told + ", in truth " + truth);
    }
  }

  /** Right on average, and nearer than the error about two times in three. */
  void judge(List<String> wrong) {
    double share = (double) within / withErrors;
    double average = tolds / truths;
    if (!(average > 0.95 && average < 1.05) || withErrors > 0 && !(share > 0.5 && share < 0.85)) {
      wrong.add(this.toString());
    }
  }

  @Override
  public String toString() {
    return what
        + ": of "
        + cells
        + " cells "
        + within
        + " within their error; told for 100 "
        + 100 * tolds / truths;
  }
}
