package org.rateshelf.explain;

import org.rateshelf.market.Comparator;

/** A row of ceiling_breaches: the line's spread over the ceiling. */
record CeilingBreachesExplained(Trail trail, Cell cell) implements Explained {
  @Override
  public void tell() {
    RateSpreadsExplained.ofLine(trail, cell, Comparator.Kind.CEILING);
  }
}
