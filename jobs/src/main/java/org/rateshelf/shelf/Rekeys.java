package org.rateshelf.shelf;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.rateshelf.shelf.Shelf.ScanStatus;
import org.rateshelf.shelf.Shelf.View;
import org.rateshelf.shelf.Sighting.Key;

/**
 * Products that go on under another id, found between two consecutive complete scans of a viewer's
 * shelf: one old id and one new one that are alike in what does not change, and nobody else is.
 */
final class Rekeys {
  private final Shelf shelf;
  private final Map<Key, LocalDate> firstSighted = new HashMap<>();
  private final Map<Key, TreeMap<LocalDate, Sighting>> latestByDay = new HashMap<>();
  private final Map<Key, Key> formerByNew = new HashMap<>();
  private final Set<Key> disputed = new HashSet<>();
  private final Map<Key, Integer> candidates = new HashMap<>();

  private Rekeys(Shelf shelf) {
    this.shelf = shelf;
    shelf
        .allSightings()
        .forEach(
            (day, products) ->
                products.forEach(
                    (key, byViewer) -> {
                      firstSighted.putIfAbsent(key, day);
                      latestByDay
                          .computeIfAbsent(key, k -> new TreeMap<>())
                          .put(day, byViewer.values().iterator().next());
                    }));
  }

  static Rekeys among(Shelf shelf) {
    Rekeys rekeys = new Rekeys(shelf);
    for (View view : shelf.views()) {
      LocalDate previous = shelf.carriedComplete(view);
      for (LocalDate day = shelf.first(); !day.isAfter(shelf.last()); day = day.plusDays(1)) {
        if (shelf.status(day, view) == ScanStatus.COMPLETE) {
          if (previous != null) {
            rekeys.compare(view, previous, day);
          }
          previous = day;
        }
      }
    }
    rekeys.disputed.forEach(rekeys.formerByNew::remove);
    return rekeys;
  }

  /** The id that this new one continues, if it was first sighted on this day; else null. */
  Key formerOf(Key key, LocalDate day) {
    return day.equals(firstSighted.get(key)) ? formerByNew.get(key) : null;
  }

  /** With how many old ids an unmatched new one might be one; null where with none. */
  Integer candidates(Key key, LocalDate day) {
    return day.equals(firstSighted.get(key)) && !formerByNew.containsKey(key)
        ? candidates.get(key)
        : null;
  }

  private void compare(View view, LocalDate c1, LocalDate c2) {
    Map<Key, Sighting> gone = new HashMap<>();
    Map<Key, Sighting> fresh = new HashMap<>();
    for (Key key : shown(view, c1)) {
      if (!isShown(view, key, c2)) {
        gone.put(key, null);
      }
    }
    for (Map.Entry<Key, Map<String, Sighting>> seen : shelf.on(c2).entrySet()) {
      Key key = seen.getKey();
      Sighting sighting = seen.getValue().get(view.viewer());
      if (key.platform().equals(view.platform())
          && sighting != null
          && !shelf.knownBefore(key)
          && firstSighted.get(key).isAfter(c1)) {
        fresh.put(key, sighting);
      }
    }
    if (gone.isEmpty() || fresh.isEmpty()) {
      return;
    }
    match(gone.keySet(), fresh, c1, c2, Sighting::bankIdentity);
    match(gone.keySet(), fresh, c1, c2, Sighting::likeness);
  }

  private Set<Key> shown(View view, LocalDate day) {
    Set<Key> keys = new HashSet<>();
    if (day.isBefore(shelf.first())) {
      shelf.active.forEach(
          (key, product) -> {
            if (key.platform().equals(view.platform())
                && product.side(view.viewer()).atLastComplete) {
              keys.add(key);
            }
          });
    } else {
      shelf.on(day).keySet().stream()
          .filter(k -> k.platform().equals(view.platform()) && isShown(view, k, day))
          .forEach(keys::add);
    }
    return keys;
  }

  private boolean isShown(View view, Key key, LocalDate day) {
    return shelf.on(day).getOrDefault(key, Map.of()).containsKey(view.viewer());
  }

  /** Removes what it matches from both sides. */
  private void match(
      Set<Key> gone,
      Map<Key, Sighting> fresh,
      LocalDate c1,
      LocalDate c2,
      Function<Sighting, List<String>> identity) {
    Map<Key, List<Key>> oldOf = new HashMap<>();
    Map<Key, List<Key>> newOf = new HashMap<>();
    Map<List<String>, List<Key>> goneByIdentity = new HashMap<>();
    for (Key old : gone) {
      Sighting last = before(old, c2);
      List<String> same = last == null ? null : identity.apply(last);
      if (same != null) {
        goneByIdentity.computeIfAbsent(same, s -> new ArrayList<>()).add(old);
      }
    }
    fresh.forEach(
        (key, sighting) -> {
          List<String> same = identity.apply(sighting);
          for (Key old : goneByIdentity.getOrDefault(same == null ? List.of() : same, List.of())) {
            if (endsBefore(old, firstSighted.get(key), c2)
                && oneBank(before(old, c2), sighting, c1, c2)) {
              oldOf.computeIfAbsent(key, k -> new ArrayList<>()).add(old);
              newOf.computeIfAbsent(old, k -> new ArrayList<>()).add(key);
            }
          }
        });
    oldOf.forEach(
        (key, olds) -> {
          int rivals = Math.max(olds.size(), newOf.get(olds.get(0)).size());
          if (rivals > 1) {
            candidates.merge(key, rivals, Math::max);
            return;
          }
          Key old = olds.get(0);
          boolean contested = formerByNew.containsKey(key) && !formerByNew.get(key).equals(old);
          formerByNew.forEach(
              (otherNew, otherOld) -> {
                if (otherOld.equals(old)
                    && !otherNew.equals(key)
                    && firstSighted.get(otherNew).equals(firstSighted.get(key))) {
                  disputed.add(otherNew);
                  disputed.add(key);
                }
              });
          if (contested) {
            disputed.add(key);
          }
          formerByNew.put(key, old);
        });
    formerByNew.forEach(
        (key, old) -> {
          if (fresh.remove(key) != null) {
            gone.remove(old);
          }
        });
  }

  /** A product's latest sighting by anyone before a day. */
  private Sighting before(Key key, LocalDate day) {
    var earlier = latestByDay.getOrDefault(key, new TreeMap<>()).lowerEntry(day);
    if (earlier != null) {
      return earlier.getValue();
    }
    Product carried = shelf.active.get(key);
    return carried == null ? null : carried.latest;
  }

  private boolean endsBefore(Key old, LocalDate newFirst, LocalDate c2) {
    return latestByDay
        .getOrDefault(old, new TreeMap<>())
        .subMap(newFirst, true, c2, true)
        .isEmpty();
  }

  /**
   * Two ids of one name are one bank if between the scans the one ended, the other began, and
   * nobody else on the shelf has the name. Of a product between them its latest sighting counts.
   */
  private boolean oneBank(Sighting old, Sighting fresh, LocalDate c1, LocalDate c2) {
    Predicate<Sighting> isOld = one -> one.bankId().equals(old.bankId());
    Predicate<Sighting> isNew = one -> one.bankId().equals(fresh.bankId());
    if (isNew.test(old)) {
      return true;
    }
    Predicate<Sighting> isThird =
        isOld.or(isNew).negate().and(one -> one.bankKey().equals(fresh.bankKey()));
    return shelf.on(c2).values().stream()
            .flatMap(byViewer -> byViewer.values().stream())
            .noneMatch(isOld.or(isThird))
        && Stream.concat(latestByDay.keySet().stream(), shelf.active.keySet().stream())
            .map(key -> before(key, c2))
            .filter(last -> last != null && !last.day().isBefore(c1))
            .noneMatch(isThird.or(isNew.and(last -> last.day().equals(c1))));
  }

  /** How many of these missing products a day shows under an id that is new that day. */
  static int alike(Shelf shelf, Set<Key> missing, Set<Key> expected, LocalDate day) {
    if (missing.isEmpty()) {
      return 0;
    }
    Map<List<String>, Integer> gone = new HashMap<>();
    for (Key key : missing) {
      Sighting last = lastSighting(shelf, key, day);
      if (last != null) {
        gone.merge(last.likeness(), 1, Integer::sum);
      }
    }
    Map<List<String>, Integer> fresh = new HashMap<>();
    shelf
        .on(day)
        .forEach(
            (key, seen) -> {
              if (!expected.contains(key)) {
                fresh.merge(seen.values().iterator().next().likeness(), 1, Integer::sum);
              }
            });
    return (int)
        gone.entrySet().stream()
            .filter(e -> e.getValue() == 1 && fresh.getOrDefault(e.getKey(), 0) == 1)
            .count();
  }

  private static Sighting lastSighting(Shelf shelf, Key key, LocalDate day) {
    for (Map<Key, Map<String, Sighting>> earlier :
        shelf.allSightings().headMap(day, false).descendingMap().values()) {
      if (earlier.containsKey(key)) {
        return earlier.get(key).values().iterator().next();
      }
    }
    Product carried = shelf.active.get(key);
    return carried == null ? null : carried.latest;
  }
}
