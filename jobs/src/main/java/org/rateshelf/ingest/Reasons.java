package org.rateshelf.ingest;

/** Why a row is refused; where one column is to blame, it follows after a colon. */
public final class Reasons {
  public static final String MALFORMED = "MALFORMED";
  public static final String MISSING = "MISSING";
  public static final String UNREADABLE = "UNREADABLE";
  public static final String OUT_OF_RANGE = "OUT_OF_RANGE";
  public static final String NOT_ONE_OF = "NOT_ONE_OF";
  public static final String NO_DAY = "NO_DAY";
  public static final String UNKNOWN_BANK = "UNKNOWN_BANK";
  public static final String UNKNOWN_PLATFORM = "UNKNOWN_PLATFORM";
  public static final String UNKNOWN_PROVINCE = "UNKNOWN_PROVINCE";
  public static final String REPEATED_KEY = "REPEATED_KEY";
  public static final String CONTRACT_TWICE = "CONTRACT_TWICE";
  public static final String SUPERSEDED = "SUPERSEDED";
  public static final String NO_SCAN_ROW = "NO_SCAN_ROW";
  public static final String AMBIGUOUS_UNIT = "AMBIGUOUS_UNIT";
  public static final String MATURES_BEFORE_OPENING = "MATURES_BEFORE_OPENING";

  private Reasons() {}

  /** The reason, with the column to blame. */
  public static String of(String reason, String column) {
    return reason + ":" + column;
  }
}
