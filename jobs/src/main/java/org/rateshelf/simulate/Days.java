package org.rateshelf.simulate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A run of days, both ends included. */
record Days(LocalDate from, LocalDate to) {
  boolean has(LocalDate day) {
    return !day.isBefore(from) && !day.isAfter(to);
  }

  static boolean anyHas(List<Days> runs, LocalDate day) {
    return runs.stream().anyMatch(run -> run.has(day));
  }

  /** These days but for a gap that lies strictly inside them; else these days alone. */
  List<Days> without(Days gap) {
    if (!gap.from.isAfter(from) || !gap.to.isBefore(to)) {
      return List.of(this);
    }
    return List.of(new Days(from, gap.from.minusDays(1)), new Days(gap.to.plusDays(1), to));
  }

  static List<Days> without(List<Days> runs, Days gap) {
    List<Days> left = new ArrayList<>();
    runs.forEach(run -> left.addAll(run.without(gap)));
    return left;
  }
}
