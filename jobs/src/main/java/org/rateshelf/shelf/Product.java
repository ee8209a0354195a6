package org.rateshelf.shelf;

import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/** A product while the shelf is walked: its latest sighting by anyone, and each viewer's side. */
final class Product {
  Sighting.Key key;
  Sighting latest;
  State state = State.UNKNOWN;
  State lastKnownState;
  LocalDate lastKnownOn;
  Integer rekeyCandidates;
  final Map<String, Side> sides = new TreeMap<>();

  Product(Sighting.Key key) {
    this.key = key;
  }

  Side side(String viewer) {
    return sides.computeIfAbsent(viewer, v -> new Side());
  }

  /** The platform gave it another id. */
  void rename(Sighting.Key other) {
    for (Side side : sides.values()) {
      if (side.spellNo != null) {
        side.formerIds.add(key.product());
      }
    }
    key = other;
  }
}
