package org.rateshelf.job;

/** An exception that nobody foresaw, as it is told. */
public final class Defect {
  private Defect() {}

  /**
   * Classes and frames. A message may quote a user's row, as Spark's do, and is left out; our own
   * never does.
   */
  public static String trace(Throwable e) {
    StringBuilder told = new StringBuilder();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      told.append(cause == e ? "" : "\nCaused by: ").append(cause.getClass().getName());
      StackTraceElement[] frames = cause.getStackTrace();
      if (cause.getCause() == null
          && frames.length > 0
          && frames[0].getClassName().startsWith("org.rateshelf.")) {
        told.append(": ").append(cause.getMessage());
      }
      for (StackTraceElement frame : frames) {
        told.append("\n\tat ").append(frame);
      }
    }
    return told.toString();
  }
}
