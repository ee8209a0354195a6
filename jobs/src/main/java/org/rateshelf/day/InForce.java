package org.rateshelf.day;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Rates of several series, each in force from its first day until the next of its series. */
final class InForce<T> {
  private final Map<Object, TreeMap<LocalDate, T>> series = new LinkedHashMap<>();

  /** Of two of one series and first day the later in the list counts. */
  InForce(Collection<T> rates, Function<T, Object> seriesOf, Function<T, LocalDate> from) {
    for (T rate : rates) {
      series
          .computeIfAbsent(seriesOf.apply(rate), s -> new TreeMap<>())
          .put(from.apply(rate), rate);
    }
  }

  /** The latest rate of each series that has begun by that day. */
  List<T> on(LocalDate day) {
    List<T> found = new ArrayList<>();
    for (TreeMap<LocalDate, T> rates : series.values()) {
      var latest = rates.floorEntry(day);
      if (latest != null) {
        found.add(latest.getValue());
      }
    }
    return found;
  }
}
