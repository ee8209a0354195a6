package org.rateshelf.lake;

import java.util.ArrayList;
import java.util.List;
import org.rateshelf.ingest.FileFault;

/** What a person should know of an intake, each thing once. */
final class Notes {
  private final List<String> told = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  void tell(String line) {
    if (!told.contains(line)) {
      told.add(line);
    }
  }

  /** Tells of what landed and could not be looked at, or not be taken yet. */
  void leaveOut(String path, String problem, String fix) {
    String line =
        "landing/%s was left out: %s; fix: %s".formatted(FileFault.oneLine(path), problem, fix);
    if (!leftOut.contains(line)) {
      leftOut.add(line);
    }
  }

  List<String> told() {
    return List.copyOf(told);
  }

  List<String> leftOut() {
    return List.copyOf(leftOut);
  }
}
