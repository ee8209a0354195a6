package org.rateshelf.ingest;

import java.io.IOException;

/** Why a file is refused as a whole, and what to do about it. */
public final class FileFault extends IOException {
  private static final long serialVersionUID = 1L;

  private final String fix;

  public FileFault(String problem, String fix) {
    super(problem);
    this.fix = fix;
  }

  public String fix() {
    return fix;
  }
}
