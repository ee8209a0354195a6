package org.rateshelf.job;

/** A fault that a person can act on: what is wrong, why that matters, what to do. */
public class RateshelfException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** How a command ended, as the shell sees it. */
  public enum Exit {
    DONE(0),
    DEFECT(1),
    USAGE(2),
    NOTHING_FIT(3),
    LAKE_HELD(4),
    PUBLISHED_WITH_GAPS(5),
    LAKE_FAILS(6),
    DIFFERENT(7);

    private final int code;

    Exit(int code) {
      this.code = code;
    }

    public int code() {
      return code;
    }
  }

  private final Exit exit;
  private final String why;
  private final String fix;

  public RateshelfException(Exit exit, String problem, String why, String fix) {
    super(problem);
    this.exit = exit;
    this.why = why;
    this.fix = fix;
  }

  /** Input that nothing can be made of. */
  public static RateshelfException badInput(String problem, String why, String fix) {
    return new RateshelfException(Exit.NOTHING_FIT, problem, why, fix);
  }

  /** A command that does not say what to do. */
  public static RateshelfException usage(String problem, String why, String fix) {
    return new RateshelfException(Exit.USAGE, problem, why, fix);
  }

  /** A lake or a machine that cannot be worked on. */
  public static RateshelfException lakeFails(String problem, String why, String fix) {
    return new RateshelfException(Exit.LAKE_FAILS, problem, why, fix);
  }

  public Exit exit() {
    return exit;
  }

  public String why() {
    return why;
  }

  public String fix() {
    return fix;
  }

  /** The three lines that a person reads. */
  public String told() {
    return getMessage() + "\n  why: " + why + "\n  fix: " + fix;
  }
}
