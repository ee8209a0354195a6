package org.rateshelf.shelf;

import java.time.LocalDate;
import java.util.List;

/** Looks up the lines of a sighting that was made before the days that are walked. */
public interface EarlierLines {
  List<Line> of(LocalDate day, String platform, String product, String viewer);
}
