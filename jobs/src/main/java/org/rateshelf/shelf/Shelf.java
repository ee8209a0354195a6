package org.rateshelf.shelf;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.rateshelf.market.Market.Settings;
import org.rateshelf.shelf.Sighting.Key;

/**
 * Walks the days of one shelf, a platform or (where scans are derived) a bank, and says of each
 * product on each day what is known of it.
 *
 * <p>A walk is sequential by nature: what an absence proves depends on the scan, what a scan proves
 * may depend on the last complete one, and a product that is re-keyed goes on under another id. It
 * holds the sightings of one shelf over the days walked, and needs nothing from before them but the
 * state of the day before.
 */
public final class Shelf {
  static final String NEW_BUYER = "NEW_BUYER";
  static final String HOLDER = "HOLDER";

  /** What the market says about how shelves are read. */
  public record Rules(List<String> viewers, boolean derivesScans, Settings settings)
      implements Serializable {
    public Rules {
      viewers = new ArrayList<>(viewers);
    }
  }

  /** What a scan of a shelf proves. */
  public enum ScanStatus {
    COMPLETE,
    PARTIAL,
    FAILED,
    NONE
  }

  /** One platform's shelf as one viewer sees it. */
  public record View(String platform, String viewer) {}

  /** An event that proves a platform's products absent for new buyers from a day on. */
  public record Withdrawal(String platform, LocalDate by) {}

  private final Rules rules;
  private final LocalDate from;
  private final LocalDate to;

  final Map<Key, Product> active = new TreeMap<>(Shelf::byPlace);
  private final Map<Key, Map<String, Side>> endedSpells = new HashMap<>();
  private final Set<Key> formerKeys = new HashSet<>();
  private final TreeMap<LocalDate, Map<Key, Map<String, Sighting>>> sightings = new TreeMap<>();
  private final Map<LocalDate, Map<View, ScanStatus>> scans = new HashMap<>();
  private final Map<View, LocalDate> lastComplete = new HashMap<>();
  private final Map<List<String>, LocalDate> firstScans = new HashMap<>();
  private final NavigableSet<LocalDate> fileDays = new TreeSet<>();
  private final List<Withdrawal> withdrawals = new ArrayList<>();

  public Shelf(Rules rules, LocalDate from, LocalDate to) {
    this.rules = rules;
    this.from = from;
    this.to = to;
  }

  private static int byPlace(Key a, Key b) {
    int platform = a.platform().compareTo(b.platform());
    return platform != 0 ? platform : a.product().compareTo(b.product());
  }

  // What the walk is given.

  Product carried(Key key) {
    return active.computeIfAbsent(key, Product::new);
  }

  void carriedComplete(View view, LocalDate on) {
    if (on != null) {
      lastComplete.merge(view, on, (a, b) -> a.isAfter(b) ? a : b);
    }
  }

  /** An id that a product had before. */
  void former(Key key) {
    formerKeys.add(key);
  }

  /** A spell of a product and viewer that has ended; of several the latest counts. */
  void ended(Key key, String viewer, Side spell) {
    endedSpells
        .computeIfAbsent(key, k -> new HashMap<>())
        .merge(viewer, spell, (a, b) -> a.spellNo > b.spellNo ? a : b);
  }

  void scan(LocalDate day, View view, ScanStatus status) {
    scans.computeIfAbsent(day, d -> new HashMap<>()).put(view, status);
  }

  void sighting(Sighting sighting) {
    sightings
        .computeIfAbsent(sighting.day(), d -> new TreeMap<>(Shelf::byPlace))
        .computeIfAbsent(sighting.key(), k -> new TreeMap<>())
        .put(sighting.viewer(), sighting);
  }

  /** The first day on which a shelf had a scan that did not fail. */
  void firstScan(View view, String bank, LocalDate on) {
    firstScans.put(List.of(view.platform(), view.viewer(), bank), on);
  }

  void fileDay(LocalDate day) {
    fileDays.add(day);
  }

  void withdrawal(Withdrawal event) {
    withdrawals.add(event);
  }

  // What it looks up.

  NavigableSet<LocalDate> days() {
    return fileDays;
  }

  Map<Key, Map<String, Sighting>> on(LocalDate day) {
    return sightings.getOrDefault(day, Map.of());
  }

  ScanStatus status(LocalDate day, View view) {
    return scans.getOrDefault(day, Map.of()).getOrDefault(view, ScanStatus.NONE);
  }

  TreeMap<LocalDate, Map<Key, Map<String, Sighting>>> allSightings() {
    return sightings;
  }

  boolean knownBefore(Key key) {
    return active.containsKey(key) || endedSpells.containsKey(key) || formerKeys.contains(key);
  }

  LocalDate carriedComplete(View view) {
    return lastComplete.get(view);
  }

  LocalDate first() {
    return from;
  }

  LocalDate last() {
    return to;
  }

  Rules rules() {
    return rules;
  }

  /** Platforms that this shelf is known to show. */
  Set<View> views() {
    Set<String> platforms = new TreeSet<>();
    active.keySet().forEach(k -> platforms.add(k.platform()));
    sightings.values().forEach(day -> day.keySet().forEach(k -> platforms.add(k.platform())));
    Set<View> views = new HashSet<>();
    for (String platform : platforms) {
      rules.viewers().forEach(viewer -> views.add(new View(platform, viewer)));
    }
    return views;
  }

  /** Walks the days; each product that stands on a day is handed over with that day. */
  public void walk(BiConsumer<LocalDate, Product> onDay) {
    if (rules.derivesScans()) {
      new DerivedScans(this).derive();
    }
    Rekeys rekeys = Rekeys.among(this);
    for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
      arrive(day, rekeys);
      for (Product product : active.values()) {
        look(product, day);
      }
      for (Product product : active.values()) {
        conclude(product, day);
        onDay.accept(day, product);
        product.rekeyCandidates = null;
      }
      noteComplete(day);
      active.values().removeIf(product -> product.state == State.CLOSED);
    }
  }

  /** New products come on the shelf, or old ones under a new id. */
  private void arrive(LocalDate day, Rekeys rekeys) {
    for (Map.Entry<Key, Map<String, Sighting>> seen : on(day).entrySet()) {
      Key key = seen.getKey();
      if (active.containsKey(key)) {
        continue;
      }
      Key former = rekeys.formerOf(key, day);
      Product product = former == null ? null : active.remove(former);
      if (product != null) {
        product.rename(key);
      } else {
        product = new Product(key);
        Product fresh = product;
        endedSpells
            .getOrDefault(key, Map.of())
            .forEach((viewer, spell) -> fresh.sides.put(viewer, spell.copy()));
        product.rekeyCandidates = rekeys.candidates(key, day);
      }
      active.put(key, product);
    }
  }

  private void look(Product product, LocalDate day) {
    Map<String, Sighting> seen = on(day).getOrDefault(product.key, Map.of());
    for (String viewer : rules.viewers()) {
      Side side = product.side(viewer);
      View view = new View(product.key.platform(), viewer);
      ScanStatus status = status(day, view);
      Sighting sighting = seen.get(viewer);
      if (sighting != null) {
        product.latest = sighting;
        side.see(sighting, day.equals(firstScan(view, sighting.bankId())));
      } else {
        miss(product, side, view, day, status);
      }
      if (status == ScanStatus.COMPLETE) {
        side.atLastComplete = sighting != null;
      }
    }
  }

  private LocalDate firstScan(View view, String bankId) {
    String bank = rules.derivesScans() ? bankId : "ALL";
    return firstScans.get(List.of(view.platform(), view.viewer(), bank));
  }

  private void miss(Product product, Side side, View view, LocalDate day, ScanStatus status) {
    side.sighted = false;
    String proof = null;
    if (status == ScanStatus.COMPLETE) {
      proof = "SCAN";
    } else if (withdrawn(view, side, day)) {
      proof = "EVENT";
    } else if (goneByTime(product, side, view, day)) {
      proof = "TIME";
    }
    if (side.displayed && proof != null) {
      side.end(day, proof);
    }
    boolean stillGone = !side.displayed && "TIME".equals(side.confirmedBy);
    side.sees = proof != null || stillGone ? Sees.ABSENT : Sees.UNKNOWN;
    if (status != ScanStatus.COMPLETE && fileDays.contains(day)) {
      side.unprovenDays++;
    }
  }

  private boolean withdrawn(View view, Side side, LocalDate day) {
    return view.viewer().equals(NEW_BUYER)
        && withdrawals.stream()
            .anyMatch(
                e ->
                    e.platform().equals(view.platform())
                        && !day.isBefore(e.by())
                        && (side.lastSeen == null || side.lastSeen.isBefore(e.by())));
  }

  /**
   * Whether this is the first of so many days with a file, none of which shows the product or
   * proves it absent, that it must be gone.
   */
  private boolean goneByTime(Product product, Side side, View view, LocalDate day) {
    if (!rules.derivesScans()
        || !side.displayed
        || side.unprovenDays > 0
        || !fileDays.contains(day)) {
      return false;
    }
    int unproven = 0;
    for (LocalDate next : fileDays.tailSet(day)) {
      if (status(next, view) == ScanStatus.COMPLETE
          || on(next).getOrDefault(product.key, Map.of()).containsKey(view.viewer())) {
        return false;
      }
      if (++unproven == rules.settings().confirmationDays()) {
        return true;
      }
    }
    return false;
  }

  private void conclude(Product product, LocalDate day) {
    Sees newBuyer = product.side(NEW_BUYER).sees;
    boolean holders = rules.viewers().contains(HOLDER);
    product.state = holders ? State.of(newBuyer, product.side(HOLDER).sees) : State.of(newBuyer);
    if (product.state != State.UNKNOWN) {
      product.lastKnownState = product.state;
      product.lastKnownOn = day;
    }
    for (String viewer : rules.viewers()) {
      Side side = product.side(viewer);
      if (day.equals(side.firstAbsent)) {
        side.exit = holders ? exit(product, viewer) : "WITHDRAWN";
        // Whatever id the product is given later, the spell has ended under this one.
        ended(product.key, viewer, side.copy());
      }
    }
  }

  private static String exit(Product product, String viewer) {
    boolean newBuyer = viewer.equals(NEW_BUYER);
    Sees other = product.side(newBuyer ? HOLDER : NEW_BUYER).sees;
    if (other == Sees.ABSENT) {
      return "WITHDRAWN";
    }
    return newBuyer && other.isSighting() ? "HOLDERS_ONLY" : "UNDETERMINED";
  }

  private void noteComplete(LocalDate day) {
    scans
        .getOrDefault(day, Map.of())
        .forEach(
            (view, status) -> {
              if (status == ScanStatus.COMPLETE) {
                lastComplete.put(view, day);
              }
            });
  }

  /** The latest COMPLETE scan of a shelf up to a day, for the row of that day. */
  LocalDate lastComplete(View view, LocalDate day) {
    return status(day, view) == ScanStatus.COMPLETE ? day : lastComplete.get(view);
  }
}
