package org.rateshelf.shelf;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.rateshelf.shelf.Shelf.ScanStatus;
import org.rateshelf.shelf.Shelf.View;
import org.rateshelf.shelf.Sighting.Key;

/**
 * Where a market has no heartbeat: judges, day by day, whether a bank's products of that day are
 * all of them, by how many of the last complete scan they show.
 */
final class DerivedScans {
  private final Shelf shelf;

  /** Products of the last complete scan, with the days since they were last shown. */
  private final Map<Key, Integer> expected = new HashMap<>();

  DerivedScans(Shelf shelf) {
    this.shelf = shelf;
    shelf.active.forEach(
        (key, product) -> {
          Side side = product.side(Shelf.NEW_BUYER);
          if (side.atLastComplete && side.displayed) {
            expected.put(key, side.unprovenDays);
          }
        });
  }

  void derive() {
    Set<View> views = shelf.views();
    for (LocalDate day : shelf.days().subSet(shelf.first(), true, shelf.last(), true)) {
      Set<Key> shown = new HashSet<>(shelf.on(day).keySet());
      ScanStatus status = isComplete(day, shown) ? ScanStatus.COMPLETE : ScanStatus.PARTIAL;
      if (status == ScanStatus.COMPLETE) {
        expected.clear();
        shown.forEach(key -> expected.put(key, 0));
      } else {
        expected.replaceAll((key, missed) -> shown.contains(key) ? 0 : missed + 1);
        expected.values().removeIf(n -> n >= shelf.rules().settings().confirmationDays());
      }
      views.forEach(view -> shelf.scan(day, view, status));
    }
  }

  private boolean isComplete(LocalDate day, Set<Key> shown) {
    if (shown.isEmpty()) {
      return false;
    }
    Set<Key> lacking = new HashSet<>(expected.keySet());
    lacking.removeAll(shown);
    // A product under a new id is shown all the same.
    int lacks = lacking.size() - Rekeys.alike(shelf, lacking, expected.keySet(), day);
    var settings = shelf.rules().settings();
    int shows = expected.size() - lacks;
    return lacks < settings.completeLacksFewerThan()
        || shows * 100L >= (long) settings.completeSharePct() * expected.size();
  }
}
