package org.rateshelf.shelf;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rateshelf.market.Market.Settings;
import org.rateshelf.shelf.Shelf.Rules;
import org.rateshelf.shelf.Shelf.ScanStatus;
import org.rateshelf.shelf.Shelf.View;
import org.rateshelf.shelf.Shelf.Withdrawal;
import org.rateshelf.shelf.Sighting.Key;

/**
 * A shelf written down with one character a day. Scans: C complete, P partial, F failed, a dot for
 * none. Products: B can buy, T can top up, S seen, a blank for not shown.
 */
final class ShelfWalk {
  static final String ALPHA = "ALPHA";
  private static final String BANK = "BANK";
  private static final Settings USUAL = Settings.DEFAULT;

  /** A product on a day, as the walk told it. */
  record Seen(
      State state,
      State lastKnownState,
      LocalDate lastKnownOn,
      Integer rekeyCandidates,
      Map<String, Side> sides) {}

  /** One viewer's side of it. */
  record Side(
      Sees sees,
      Integer spellNo,
      LocalDate firstSeen,
      LocalDate lastSeen,
      LocalDate lastOnSale,
      LocalDate firstAbsent,
      String confirmedBy,
      String exit,
      boolean leftCensored,
      int gapDays,
      boolean displayed,
      boolean buyable,
      List<String> formerIds) {}

  private record Shown(String viewer, String id, String name, String days) {}

  private final Rules rules;
  private final int length;
  private final Map<String, String> scans = new HashMap<>();
  private final List<Shown> products = new ArrayList<>();
  private final Map<String, String> banks = new HashMap<>();
  private final List<Withdrawal> withdrawals = new ArrayList<>();
  private final List<Integer> daysWithoutFiles = new ArrayList<>();
  private Map<String, Map<LocalDate, Seen>> walked;

  private ShelfWalk(Rules rules, int length) {
    this.rules = rules;
    this.length = length;
  }

  /** A platform whose scans of both viewers' shelves are declared. */
  ShelfWalk(String newBuyersScans, String holdersScans) {
    this(new Rules(List.of(Shelf.NEW_BUYER, Shelf.HOLDER), false, USUAL), newBuyersScans.length());
    scans.put(Shelf.NEW_BUYER, newBuyersScans);
    scans.put(Shelf.HOLDER, holdersScans);
  }

  /** A platform that shows new buyers only. */
  static ShelfWalk ofNewBuyers(String declared) {
    ShelfWalk walk =
        new ShelfWalk(new Rules(List.of(Shelf.NEW_BUYER), false, USUAL), declared.length());
    walk.scans.put(Shelf.NEW_BUYER, declared);
    return walk;
  }

  /** A bank whose scans are derived. */
  static ShelfWalk derived(int confirmationDays, int length) {
    Settings settings =
        new Settings(
            USUAL.leastClassBanks(),
            USUAL.leastMedianProducts(),
            USUAL.completeSharePct(),
            USUAL.completeLacksFewerThan(),
            confirmationDays,
            USUAL.k());
    return new ShelfWalk(new Rules(List.of(Shelf.NEW_BUYER), true, settings), length);
  }

  static LocalDate day(int number) {
    return LocalDate.of(2020, 12, number);
  }

  /** A product that is named like its id. */
  ShelfWalk shows(String id, String newBuyer) {
    return shows(id, id, newBuyer);
  }

  ShelfWalk shows(String id, String first, String second) {
    boolean twoViewers = rules.viewers().size() > 1;
    return twoViewers ? shows(id, id, first, second) : shows(id, first, second, "");
  }

  ShelfWalk shows(String id, String name, String newBuyer, String holder) {
    products.add(new Shown(Shelf.NEW_BUYER, id, name, newBuyer));
    products.add(new Shown(Shelf.HOLDER, id, name, holder));
    return this;
  }

  ShelfWalk showsMany(int count, String newBuyer) {
    return showsMany("many", count, newBuyer);
  }

  /** Products named after their ids: few1, few2, ... */
  ShelfWalk showsMany(String prefix, int count, String newBuyer) {
    for (int i = 1; i <= count; i++) {
      shows(prefix + i, newBuyer);
    }
    return this;
  }

  /** Under which id its bank is shown, one character a day. */
  ShelfWalk ofBank(String id, String bankIds) {
    banks.put(id, bankIds);
    return this;
  }

  ShelfWalk withdrawn(String platform, int by) {
    withdrawals.add(new Withdrawal(platform, day(by)));
    return this;
  }

  ShelfWalk withoutFiles(Integer... days) {
    daysWithoutFiles.addAll(List.of(days));
    return this;
  }

  Seen on(String id, int number) {
    return walked().get(id).get(day(number));
  }

  Side newBuyer(String id, int number) {
    return on(id, number).sides().get(Shelf.NEW_BUYER);
  }

  Side holder(String id, int number) {
    return on(id, number).sides().get(Shelf.HOLDER);
  }

  List<LocalDate> days(String id) {
    return walked().get(id).keySet().stream().sorted().toList();
  }

  private Map<String, Map<LocalDate, Seen>> walked() {
    if (walked == null) {
      walked = new HashMap<>();
      shelf()
          .walk(
              (day, product) ->
                  walked
                      .computeIfAbsent(product.key.product(), id -> new HashMap<>())
                      .put(day, seen(product)));
    }
    return walked;
  }

  private Shelf shelf() {
    Shelf shelf = new Shelf(rules, day(1), day(length));
    for (int number = 1; number <= length; number++) {
      if (!daysWithoutFiles.contains(number)) {
        shelf.fileDay(day(number));
      }
    }
    scans.forEach((viewer, days) -> addScans(shelf, new View(ALPHA, viewer), days));
    if (rules.derivesScans()) {
      shelf.firstScan(new View(ALPHA, Shelf.NEW_BUYER), BANK, day(1));
    }
    for (Shown product : products) {
      for (int at = 0; at < product.days().length(); at++) {
        char shown = product.days().charAt(at);
        if (shown != ' ') {
          shelf.sighting(sighting(product, day(at + 1), shown));
        }
      }
    }
    withdrawals.forEach(shelf::withdrawal);
    return shelf;
  }

  private static void addScans(Shelf shelf, View view, String days) {
    LocalDate first = null;
    for (int at = 0; at < days.length(); at++) {
      ScanStatus status =
          switch (days.charAt(at)) {
            case 'C' -> ScanStatus.COMPLETE;
            case 'P' -> ScanStatus.PARTIAL;
            case 'F' -> ScanStatus.FAILED;
            default -> ScanStatus.NONE;
          };
      shelf.scan(day(at + 1), view, status);
      if (first == null && (status == ScanStatus.COMPLETE || status == ScanStatus.PARTIAL)) {
        first = day(at + 1);
        shelf.firstScan(view, "ALL", first);
      }
    }
  }

  private Sighting sighting(Shown product, LocalDate day, char shown) {
    String bankIds = banks.get(product.id());
    Sees sees =
        switch (shown) {
          case 'B' -> Sees.CAN_BUY;
          case 'T' -> Sees.TOP_UP;
          default -> Sees.SEEN;
        };
    return new Sighting(
        day,
        new Key(ALPHA, product.id()),
        product.viewer(),
        bankIds == null ? BANK : bankIds.substring(day.getDayOfMonth() - 1, day.getDayOfMonth()),
        "A bank",
        null,
        product.name(),
        "TIME_DEPOSIT",
        List.of("P1Y"),
        sees);
  }

  private static Seen seen(Product product) {
    Map<String, Side> sides = new HashMap<>();
    product.sides.forEach(
        (viewer, side) ->
            sides.put(
                viewer,
                new Side(
                    side.sees,
                    side.spellNo,
                    side.firstSeen,
                    side.lastSeen,
                    side.lastOnSale,
                    side.firstAbsent,
                    side.confirmedBy,
                    side.exit,
                    side.leftCensored,
                    side.gapDays,
                    side.displayed,
                    side.buyable,
                    List.copyOf(side.formerIds))));
    return new Seen(
        product.state, product.lastKnownState, product.lastKnownOn, product.rekeyCandidates, sides);
  }
}
