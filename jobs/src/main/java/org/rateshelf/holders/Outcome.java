package org.rateshelf.holders;

/** What became of a contract between two snapshots. */
public enum Outcome {
  RATE_KEPT,
  RATE_CHANGED,
  TOPPED_UP,
  RENEWED,
  MOVED,
  MATURED_LEFT,
  REDEEMED_EARLY,
  UNKNOWN
}
