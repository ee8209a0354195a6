package org.rateshelf.market;

import java.util.List;

/**
 * A rate that platform rates are held against, as one market has it.
 *
 * @param kind which of the comparators it is
 * @param classes the bank classes whose posted rates it is the mean of; empty for the others
 * @param termless whether one rate holds for every term
 */
public record Comparator(Kind kind, List<String> classes, boolean termless) {
  /** The comparators that exist. */
  public enum Kind {
    BENCHMARK,
    BIG_POSTED,
    JOINT_POSTED,
    OWN_POSTED,
    CEILING,
    MARKET_MEDIAN
  }
}
