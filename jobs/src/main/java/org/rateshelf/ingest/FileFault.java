package org.rateshelf.ingest;

import java.io.IOException;

/**
 * Why a file is refused as a whole, and what to do about it. What it quotes of the file is one
 * line, and commands a terminal nothing.
 */
public final class FileFault extends IOException {
  private static final long serialVersionUID = 1L;

  private final String fix;

  public FileFault(String problem, String fix) {
    super(oneLine(problem));
    this.fix = fix;
  }

  /** A text of a file or of its name, as it may stand in a message. */
  public static String oneLine(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "?");
  }

  public String fix() {
    return fix;
  }
}
