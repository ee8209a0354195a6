package org.rateshelf.holders;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** The days of which each platform has a snapshot; the banks' own channel is listed as well. */
public final class Coverage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final NavigableSet<LocalDate> NONE = new TreeSet<>();

  private final Map<String, TreeSet<LocalDate>> days = new HashMap<>();

  public void add(String platform, LocalDate day) {
    days.computeIfAbsent(platform, p -> new TreeSet<>()).add(day);
  }

  public void merge(Coverage other) {
    other.days.forEach((platform, all) -> all.forEach(day -> add(platform, day)));
  }

  public Set<String> platforms() {
    return days.keySet();
  }

  /** The days that a platform covers, in order. */
  public NavigableSet<LocalDate> days(String platform) {
    TreeSet<LocalDate> covered = days.get(platform);
    return covered == null ? NONE : covered;
  }

  public boolean has(String platform, LocalDate day) {
    return days(platform).contains(day);
  }

  /** The platform's last covered day before this one; null where there is none. */
  public LocalDate lastBefore(String platform, LocalDate day) {
    return days(platform).lower(day);
  }

  /** The platform's next covered day after this one; null where there is none. */
  public LocalDate nextAfter(String platform, LocalDate day) {
    return days(platform).higher(day);
  }
}
