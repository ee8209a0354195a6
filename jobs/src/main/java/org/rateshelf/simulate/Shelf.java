package org.rateshelf.simulate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A platform's shelf: what stands on it, and how the scans of it went.
 *
 * @param withdrawnOn first day on which new buyers are shown nothing; null where none comes
 * @param surelyScanned days on which both scans were whole
 */
record Shelf(
    String platform,
    List<Offer> offers,
    LocalDate withdrawnOn,
    List<Outage> outages,
    Set<LocalDate> surelyScanned,
    long seed) {

  /** How a scan went; a MISCOUNTED one says COMPLETE, yet rows are missing. */
  enum Scan {
    NONE,
    FAILED,
    PARTIAL,
    MISCOUNTED,
    COMPLETE
  }

  /** Days on which every scan of a viewer's page went one way. */
  record Outage(Viewer viewer, Days days, Scan scan) {}

  Scan scan(Viewer viewer, LocalDate day) {
    if (surelyScanned.contains(day)) {
      return Scan.COMPLETE;
    }
    for (Outage outage : outages) {
      if (outage.viewer == viewer && outage.days.has(day)) {
        return outage.scan;
      }
    }
    int draw = Dice.of(seed, "scan", platform, viewer, day).below(100);
    if (draw < 2) {
      return Scan.NONE;
    }
    return draw < 4
        ? Scan.FAILED
        : draw < 8 ? Scan.PARTIAL : draw < 10 ? Scan.MISCOUNTED : Scan.COMPLETE;
  }

  List<Offer> shown(Viewer viewer, LocalDate day) {
    return offers.stream().filter(offer -> offer.isShown(viewer, day)).toList();
  }

  /** What the day's scan kept of what was shown; at least one is missing of one not whole. */
  List<Offer> sighted(Viewer viewer, LocalDate day) {
    Scan scan = scan(viewer, day);
    if (scan == Scan.NONE || scan == Scan.FAILED) {
      return List.of();
    }
    List<Offer> left = new ArrayList<>(shown(viewer, day));
    if (scan != Scan.COMPLETE && !left.isEmpty()) {
      Dice dice = Dice.of(seed, "missed", platform, viewer, day);
      for (int missing = dice.between(1, 1 + left.size() / 4); missing > 0; missing--) {
        left.remove(dice.below(left.size()));
      }
    }
    return left;
  }

  boolean isSighted(Offer offer, Viewer viewer, LocalDate day) {
    if (!offer.isShown(viewer, day)) {
      return false;
    }
    return scan(viewer, day) == Scan.COMPLETE || sighted(viewer, day).contains(offer);
  }
}
