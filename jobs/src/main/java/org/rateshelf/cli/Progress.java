package org.rateshelf.cli;

import java.util.function.Consumer;

/** Says on a terminal what a run is at; in a log it is quiet. */
final class Progress {
  private Progress() {}

  static Consumer<String> shown() {
    return System.console() == null ? step -> {} : step -> System.err.println("  " + step);
  }
}
