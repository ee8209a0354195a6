package org.rateshelf.shelf;

/** What a viewer sees of a product on one day. */
public enum Sees {
  CAN_BUY,
  TOP_UP,
  SEEN,
  ABSENT,
  UNKNOWN;

  boolean isSighting() {
    return compareTo(ABSENT) < 0;
  }

  /** Whether this viewer could put money in: a holder by topping up as well. */
  boolean canPutIn() {
    return this == CAN_BUY || this == TOP_UP;
  }
}
