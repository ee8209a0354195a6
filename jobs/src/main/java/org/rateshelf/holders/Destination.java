package org.rateshelf.holders;

/** Where the money of a contract went, in the order of the shares of migration. */
enum Destination {
  HELD,
  RENEWED,
  OWN_APP,
  MATURED_LEFT,
  REDEEMED_EARLY,
  UNKNOWN;

  /** Of a contract that the later snapshot has, or not. */
  static Destination of(Outcome outcome, boolean isHeld) {
    return isHeld
        ? HELD
        : switch (outcome) {
          case RENEWED -> RENEWED;
          case MOVED -> OWN_APP;
          case MATURED_LEFT -> MATURED_LEFT;
          case REDEEMED_EARLY -> REDEEMED_EARLY;
          default -> UNKNOWN;
        };
  }
}
