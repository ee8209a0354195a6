package org.rateshelf.holders;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.rateshelf.market.Market.EventWindows;
import org.rateshelf.market.Reference;

/** Which snapshots are held against which later days, and what must be read for it. */
public final class Comparisons implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * A later day that a platform's snapshot is held against.
   *
   * @param isLast whether the snapshot is the platform's last before that day
   * @param events those on whose eve it was the platform's last
   */
  public record Comparison(LocalDate later, boolean isLast, List<String> events)
      implements Serializable {}

  private final LocalDate from;
  private final LocalDate to;
  private final TreeSet<LocalDate> days = new TreeSet<>();
  private final TreeSet<LocalDate> snapshotDays = new TreeSet<>();
  private final Map<String, TreeMap<LocalDate, List<Comparison>>> byBase = new HashMap<>();
  private final Map<String, LocalDate> firstNeeded = new HashMap<>();

  /**
   * @param from first day to compute
   * @param to last day to compute: the market's last day
   */
  public Comparisons(Reference reference, Coverage coverage, LocalDate from, LocalDate to) {
    this.from = from;
    this.to = to;
    String ownChannel = reference.market().ownChannel().orElse(null);
    List<String> platforms = new ArrayList<>(coverage.platforms());
    platforms.forEach(p -> snapshotDays.addAll(coverage.days(p).subSet(from, true, to, true)));
    platforms.remove(ownChannel);
    platforms.forEach(p -> days.addAll(coverage.days(p).subSet(from, true, to, true)));
    List<Reference.Event> events = events(reference);
    for (String platform : platforms) {
      days.forEach(day -> compare(coverage, events, platform, day));
    }
    byBase.forEach((platform, bases) -> firstNeeded.put(platform, bases.firstKey()));
    firstNeeded.values().stream()
        .min(Comparator.naturalOrder())
        .ifPresent(first -> firstNeeded.put(ownChannel, first.plusDays(1)));
  }

  /** The events that the market has windows for. */
  private static List<Reference.Event> events(Reference reference) {
    Set<String> ids = new TreeSet<>();
    reference.market().windows().stream().map(EventWindows::eventId).forEach(ids::add);
    return reference.events().stream().filter(event -> ids.contains(event.id())).toList();
  }

  private void compare(
      Coverage coverage, List<Reference.Event> events, String platform, LocalDate day) {
    Map<LocalDate, List<String>> eves = new TreeMap<>();
    LocalDate last = coverage.lastBefore(platform, day);
    if (last != null) {
      eves.put(last, new ArrayList<>());
    }
    for (Reference.Event event : events) {
      LocalDate eve = coverage.lastBefore(platform, event.from());
      if (eve != null && !day.isBefore(event.from())) {
        eves.computeIfAbsent(eve, d -> new ArrayList<>()).add(event.id());
      }
    }
    eves.forEach(
        (base, ofEve) ->
            byBase
                .computeIfAbsent(platform, p -> new TreeMap<>())
                .computeIfAbsent(base, d -> new ArrayList<>())
                .add(new Comparison(day, base.equals(last), ofEve)));
  }

  /** The days to compute that cover a platform, the banks' own channel apart. */
  public List<LocalDate> days() {
    return List.copyOf(days);
  }

  /** The days to compute that have any snapshot: those of product balances. */
  public List<LocalDate> snapshotDays() {
    return List.copyOf(snapshotDays);
  }

  /** What a platform's snapshot is held against. */
  public List<Comparison> of(String platform, LocalDate base) {
    TreeMap<LocalDate, List<Comparison>> bases = byBase.get(platform);
    return bases == null ? List.of() : bases.getOrDefault(base, List.of());
  }

  /**
   * Whether a platform's snapshot must be read: it is one to compute, or one from a base on, or of
   * the own channel after the first base of all.
   */
  public boolean isNeeded(String platform, LocalDate day) {
    LocalDate first = firstNeeded.getOrDefault(platform, from);
    return !day.isAfter(to) && (!day.isBefore(from) || !day.isBefore(first));
  }
}
