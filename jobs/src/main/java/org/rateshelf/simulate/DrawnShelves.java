package org.rateshelf.simulate;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Draws the shelves of a market of its own, so that each trap is likely to stand in it. */
final class DrawnShelves {
  private static final List<String> KINDS =
      List.of(
          Menu.TIME,
          Menu.TIME,
          Menu.TIME,
          Menu.TIME,
          Menu.TIME,
          Menu.TIME,
          Menu.SMART,
          "DEMAND_DEPOSIT",
          "STRUCTURED_DEPOSIT",
          "ASSET_MANAGEMENT",
          "INSURANCE");

  private final SimulationSize size;
  private final Reference reference;
  private final long seed;

  DrawnShelves(SimulationSize size, Reference reference, long seed) {
    this.size = size;
    this.reference = reference;
    this.seed = seed;
  }

  List<Shelf> draw() {
    return reference.platforms().stream().map(this::shelf).toList();
  }

  private Shelf shelf(String platform) {
    Dice dice = Dice.of(seed, "shelf", platform);
    boolean own = platform.equals(Reference.OWN_APP);
    List<Shelf.Outage> outages = new ArrayList<>();
    LocalDate withdrawnOn = null;
    for (Reference.Withdrawal withdrawal : reference.withdrawals()) {
      if (withdrawal.platform().equals(platform)) {
        withdrawnOn = dice.dayIn(withdrawal.from(), withdrawal.to());
        if (dice.chance(50)) { // so that nothing but the event proves it
          Days dark = new Days(withdrawal.to().minusDays(1), withdrawal.to().plusDays(3));
          outages.add(outage(dice, Viewer.NEW_BUYER, dark));
        }
      }
    }
    if (withdrawnOn == null && !own && dice.chance(40)) {
      withdrawnOn = dice.dayIn(size.firstDay().plusDays(8), size.lastDay());
    }
    for (Viewer viewer : Viewer.values()) {
      if (dice.chance(60)) {
        LocalDate from = dice.dayIn(size.firstDay(), size.lastDay());
        outages.add(outage(dice, viewer, new Days(from, from.plusDays(dice.between(1, 5)))));
      }
    }
    Shelf empty = new Shelf(platform, List.of(), withdrawnOn, outages, Set.of(), seed);
    LocalDate rekeyedOn =
        !own && dice.chance(45)
            ? dice.dayIn(size.firstDay().plusDays(6), size.lastDay().minusDays(6))
            : null;
    List<Offer> offers = new ArrayList<>();
    int products = own ? 4 : dice.between(size.leastProducts(), size.mostProducts());
    while (offers.size() < products) {
      Offer offer = offer(empty, offers.size(), rekeyedOn, dice);
      offers.add(offer);
      if (rekeyedOn != null && offers.size() < products && dice.chance(20)) {
        offers.set(offers.size() - 1, twin(offer, offer.id(), offer.newId(), offer.popularity()));
        offers.add(twin(offer, offer.id() + "b", offer.newId() + "b", 2));
      }
    }
    return new Shelf(platform, offers, withdrawnOn, outages, Set.of(), seed);
  }

  private Shelf.Outage outage(Dice dice, Viewer viewer, Days days) {
    return new Shelf.Outage(
        viewer, days, dice.oneOf(Shelf.Scan.NONE, Shelf.Scan.FAILED, Shelf.Scan.PARTIAL));
  }

  private Offer offer(Shelf shelf, int number, LocalDate rekeyedOn, Dice dice) {
    LocalDate first = size.firstDay();
    LocalDate last = size.lastDay();
    LocalDate far = last.plusYears(1);
    LocalDate start =
        dice.chance(70) ? first.minusDays(dice.below(300)) : dice.dayIn(first, last.minusDays(6));
    LocalDate end = dice.chance(25) ? dice.dayIn(later(start, first).plusDays(3), last) : far;
    if (shelf.withdrawnOn() != null) {
      end = earlier(end, shelf.withdrawnOn().minusDays(1));
    }
    int left = dice.below(100);
    LocalDate holderEnd = left < 25 ? end : left < 60 ? end.plusDays(dice.between(2, 25)) : far;
    if (left > 95) { // taken from holders alone
      holderEnd = dice.dayIn(start, later(start, end).plusDays(1));
    }
    List<Days> toNewBuyers =
        end.isBefore(start) || dice.chance(8) ? List.of() : List.of(new Days(start, end));
    List<Days> toHolders =
        List.of(
            new Days(start, later(holderEnd, toNewBuyers.isEmpty() ? start.plusDays(4) : start)));
    if (dice.chance(35)) {
      int whose = dice.below(3);
      Days gap = gap(shelf, whose, rekeyedOn, dice);
      if (gap != null) {
        toNewBuyers = whose == 1 ? toNewBuyers : Days.without(toNewBuyers, gap);
        toHolders = whose == 2 ? toHolders : Days.without(toHolders, gap);
      }
    }
    boolean mayReturn = shelf.withdrawnOn() == null || end.equals(shelf.withdrawnOn().minusDays(1));
    if (rekeyedOn == null && mayReturn && end.isBefore(last.minusDays(8)) && dice.chance(12)) {
      LocalDate back = end.plusDays(dice.between(4, 8));
      toNewBuyers = new ArrayList<>(toNewBuyers);
      toNewBuyers.add(new Days(back, back.plusDays(dice.between(3, 30))));
    }
    List<Days> soldOut = new ArrayList<>();
    if (dice.chance(30)) {
      LocalDate from = dice.dayIn(first, last);
      soldOut.add(new Days(from, from.plusDays(dice.between(0, 9))));
    }
    Reference.Bank bank = dice.oneOf(reference.banks());
    String kind = dice.oneOf(KINDS);
    String id = shelf.platform().toLowerCase(Locale.ROOT) + "-" + (1001 + number);
    return new Offer(
        shelf.platform(),
        id,
        "n" + (70_000 + dice.below(9_000)) + "-" + number,
        rekeyedOn,
        false,
        bank,
        dice.chance(40) ? bank.id() + "-" + (100 + number) : "",
        bank.name() + " 定存 No. " + (number + 1),
        kind,
        new Menu(reference, first, dice).lines(kind, bank),
        toNewBuyers,
        toHolders,
        soldOut,
        end.equals(far) ? far : end.plusDays(dice.below(15)),
        dice.chance(25)
            ? new Cut(dice.dayIn(first, last), BigDecimal.valueOf(dice.between(5, 40), 2))
            : Cut.NONE,
        dice.chance(20) ? 1 : dice.between(5, 60));
  }

  /** One of two products that differ in nothing but their ids. */
  private Offer twin(Offer offer, String id, String newId, int popularity) {
    return new Offer(
        offer.platform(),
        id,
        newId,
        offer.rekeyedOn(),
        true,
        offer.bank(),
        "",
        offer.name(),
        offer.kind(),
        offer.lines(),
        offer.toNewBuyers(),
        offer.toHolders(),
        offer.soldOut(),
        offer.lastTopUp(),
        offer.cut(),
        popularity);
  }

  /** Some days off the shelf, of which a whole scan saw one; away from a change of ids. */
  private Days gap(Shelf shelf, int whose, LocalDate rekeyedOn, Dice dice) {
    LocalDate seen = dice.dayIn(size.firstDay().plusDays(3), size.lastDay().minusDays(3));
    boolean proven =
        (whose == 1 || shelf.scan(Viewer.NEW_BUYER, seen) == Shelf.Scan.COMPLETE)
            && (whose == 2 || shelf.scan(Viewer.HOLDER, seen) == Shelf.Scan.COMPLETE);
    boolean ids = rekeyedOn != null && Math.abs(rekeyedOn.toEpochDay() - seen.toEpochDay()) < 11;
    return proven && !ids
        ? new Days(seen.minusDays(dice.below(3)), seen.plusDays(dice.below(4)))
        : null;
  }

  private static LocalDate earlier(LocalDate a, LocalDate b) {
    return a.isBefore(b) ? a : b;
  }

  private static LocalDate later(LocalDate a, LocalDate b) {
    return a.isAfter(b) ? a : b;
  }
}
