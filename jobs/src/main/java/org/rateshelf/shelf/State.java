package org.rateshelf.shelf;

/** State of a product on a platform, read from all viewers' shelves. */
public enum State {
  ON_SALE,
  NO_NEW_ISSUE,
  HOLDERS_TOP_UP,
  HOLDERS_VIEW,
  CLOSED,
  UNKNOWN;

  /** The state where only new buyers' shelves exist. */
  static State of(Sees newBuyer) {
    return switch (newBuyer) {
      case CAN_BUY -> ON_SALE;
      case TOP_UP, SEEN -> NO_NEW_ISSUE;
      case ABSENT -> CLOSED;
      case UNKNOWN -> UNKNOWN;
    };
  }

  /** The state where holders' shelves exist as well. */
  static State of(Sees newBuyer, Sees holder) {
    if (newBuyer != Sees.ABSENT) {
      return of(newBuyer);
    }
    return switch (holder) {
      case CAN_BUY, TOP_UP -> HOLDERS_TOP_UP;
      case SEEN -> HOLDERS_VIEW;
      case ABSENT -> CLOSED;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
