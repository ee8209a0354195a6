package org.rateshelf;

import org.rateshelf.cli.Rateshelf;

/** Starts Rateshelf from the command line. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(Rateshelf.run(args));
  }
}
