package org.rateshelf.study;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A product in a term as one cell counts it: its values before and after, and their weights.
 *
 * @param product its latest id
 * @param beforeBp mean spread in the window before; null for an entrant, of the window before
 *     itself, and where nothing weighs it
 * @param afterBp the same in this window; null for an exit, and where nothing weighs it
 * @param afterRatePct its mean headline of the same lines; null likewise
 * @param part null where nothing weighs it in either window
 * @param lastDay its last day with a spread: of an exit, before
 * @param lastId its id on that day
 */
public record ImpactUnit(
    String platform,
    String product,
    String term,
    BigDecimal beforeBp,
    BigDecimal beforeWeight,
    BigDecimal afterBp,
    BigDecimal afterWeight,
    BigDecimal afterRatePct,
    Part part,
    LocalDate lastDay,
    String lastId) {
  /** Which part of a change it makes; in the window before all are entrants. */
  public enum Part {
    STAYER,
    ENTRANT,
    EXIT;

    static Part of(BigDecimal beforeBp, BigDecimal afterBp) {
      return afterBp != null ? beforeBp != null ? STAYER : ENTRANT : beforeBp != null ? EXIT : null;
    }
  }

  /** What it is called. */
  public String unit() {
    return platform + " " + product + " " + term;
  }
}
