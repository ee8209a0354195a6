package org.rateshelf.simulate;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Lives the lives of the holders' contracts and writes the snapshots, one user after another. */
final class Holders {
  static final List<String> COLUMNS =
      CsvFile.columns(
          "as_of user_id platform_id product_id contract_id bank_id term opened_on "
              + "matures_on balance contract_rate_pct province");
  static final List<String> TRUTH =
      CsvFile.columns(
          "contract_id platform_id product_id opened_on outcome day user_id bank_id province "
              + "matures_on balance topped_up_to");
  private static final Set<String> KINDS =
      Set.of(Menu.TIME, Menu.SMART, "DEMAND_DEPOSIT", "STRUCTURED_DEPOSIT");
  private static final int[] AMOUNTS = {50, 500, 2000, 5000, 10000, 20000, 50000, 100000, 300000};

  private final SimulationSize size;
  private final List<String> provinces;
  private final long seed;
  private final Dirt dirt;
  private final List<Offer> offers;
  private final int[] upTo;
  private final List<String> platforms;

  /**
   * A contract and its fate.
   *
   * @param day the day of the outcome; null where it is held to the end of the market
   */
  private record Contract(
      String id,
      String user,
      String platform,
      Offer offer,
      Line line,
      LocalDate opened,
      LocalDate matures,
      long cents,
      BigDecimal rate,
      String province,
      String outcome,
      LocalDate day) {

    boolean isHeld(LocalDate asOf) {
      boolean ended = !outcome.equals("TOPPED_UP") && !outcome.equals("RATE_CHANGED");
      return !opened.isAfter(asOf) && (day == null || !ended || asOf.isBefore(day));
    }

    String productId(LocalDate asOf) {
      return platform.equals(offer.platform())
          ? offer.idOn(asOf)
          : "own-" + offer.bank().id().toLowerCase(Locale.ROOT);
    }

    List<String> row(LocalDate asOf) {
      boolean after = day != null && !asOf.isBefore(day);
      BigDecimal paid =
          rate != null && after && outcome.equals("RATE_CHANGED")
              ? rate.subtract(offer.cut().by()).max(BigDecimal.ZERO)
              : rate;
      return List.of(
          asOf.toString(),
          user,
          platform,
          productId(asOf),
          id,
          offer.bank().idOn(asOf),
          line.term(),
          opened.toString(),
          matures == null ? "" : matures.toString(),
          after && outcome.equals("TOPPED_UP") ? toppedUp() : balance(),
          paid == null ? "" : paid.toPlainString(),
          province);
    }

    /** What the simulator knows of it, whether or not a snapshot shows it. */
    List<String> truth() {
      return List.of(
          id,
          platform,
          productId(opened),
          opened.toString(),
          outcome,
          day == null ? "" : day.toString(),
          user,
          offer.bank().successor(),
          province,
          matures == null ? "" : matures.toString(),
          balance(),
          outcome.equals("TOPPED_UP") ? toppedUp() : "");
    }

    private String balance() {
      return BigDecimal.valueOf(cents, 2).toPlainString();
    }

    private String toppedUp() {
      return BigDecimal.valueOf(cents + cents / 2, 2).toPlainString();
    }
  }

  Holders(SimulationSize size, List<Shelf> shelves, List<String> provinces, long seed, Dirt dirt) {
    this.size = size;
    this.provinces = provinces;
    this.seed = seed;
    this.dirt = dirt;
    this.platforms = shelves.stream().map(Shelf::platform).toList();
    this.offers =
        shelves.stream()
            .flatMap(shelf -> shelf.offers().stream())
            .filter(offer -> KINDS.contains(offer.kind()))
            .filter(offer -> sale(offer) != null)
            .toList();
    this.upTo = new int[offers.size()];
    int sum = 0;
    for (int i = 0; i < upTo.length; i++) {
      sum += offers.get(i).popularity();
      upTo[i] = sum;
    }
  }

  /** The days on which the offer could be opened; null if none was before the market's end. */
  private Days sale(Offer offer) {
    List<Days> runs = offer.toNewBuyers().isEmpty() ? offer.toHolders() : offer.toNewBuyers();
    Days run = runs.get(0);
    if (run.from().isAfter(size.lastDay())) {
      return null;
    }
    return run.to().isAfter(size.lastDay()) ? new Days(run.from(), size.lastDay()) : run;
  }

  void writeTo(Path landing, Path truth) throws IOException {
    if (offers.isEmpty()) {
      return;
    }
    try (CsvFile sent =
        new CsvFile(truth.resolve("snapshots.csv"), CsvFile.columns("as_of platform_id"))) {
      for (LocalDate asOf : size.snapshots()) {
        writeSnapshot(landing.resolve("user_rates/" + asOf + ".csv.gz"), asOf, sent);
      }
    }
    try (CsvFile file = new CsvFile(truth.resolve("contracts.csv"), TRUTH)) {
      for (long user = 0; user < size.users(); user++) {
        for (Contract contract : contracts(user)) {
          file.row(contract.truth());
        }
      }
    }
  }

  private void writeSnapshot(Path path, LocalDate asOf, CsvFile sent) throws IOException {
    Dice dice = Dice.of(seed, "snapshot", asOf);
    // Now and then a small platform sends nothing, so that nobody knows what became of its holders.
    int small = dice.between(platforms.size() / 2, platforms.size() - 1);
    String silent = dice.chance(35) ? platforms.get(small) : "";
    for (String platform : platforms) {
      if (!platform.equals(silent)) {
        sent.row(asOf, platform);
      }
    }
    try (CsvFile file = new CsvFile(path, COLUMNS)) {
      List<String> last = null;
      for (long user = 0; user < size.users(); user++) {
        for (Contract contract : contracts(user)) {
          if (contract.isHeld(asOf) && !contract.platform.equals(silent)) {
            last = contract.row(asOf);
            file.row(last);
          }
        }
      }
      if (last != null && dice.chance(70)) {
        dirt.soilContracts(file, last, dice);
      }
    }
  }

  private List<Contract> contracts(long number) {
    Dice dice = Dice.of(seed, "user", number);
    String user = String.format(Locale.ROOT, "u%07d", number);
    List<Contract> contracts = new ArrayList<>();
    String province = dice.chance(99) ? null : "";
    for (int i = dice.chance(75) ? 1 : dice.between(2, 3); i > 0; i--) {
      Offer offer = offers.get(pick(dice));
      String home = offer.bank().province();
      if (province == null) {
        province = dice.chance(25) ? home : dice.oneOf(provinces);
      }
      live(
          String.format(Locale.ROOT, "c%07d-%d", number, i),
          user,
          province,
          offer,
          dice,
          contracts);
    }
    return contracts;
  }

  private int pick(Dice dice) {
    int at = Arrays.binarySearch(upTo, dice.below(upTo[upTo.length - 1]) + 1);
    return at < 0 ? -at - 1 : at;
  }

  private void live(
      String id, String user, String province, Offer offer, Dice dice, List<Contract> contracts) {
    Line line = dice.oneOf(offer.lines());
    Period length = line.term().startsWith("P") ? Period.parse(line.term()) : null;
    Days sale = sale(offer);
    // Not so long ago that it has ended before the market begins.
    LocalDate least = length == null ? sale.from() : size.firstDay().minus(length).plusDays(5);
    LocalDate from = least.isAfter(sale.from()) && !least.isAfter(sale.to()) ? least : sale.from();
    LocalDate opened = dice.dayIn(from, sale.to());
    for (int tries = 0; tries < 6 && Days.anyHas(offer.soldOut(), opened); tries++) {
      opened = dice.dayIn(from, sale.to());
    }
    LocalDate matures = length == null ? null : opened.plus(length);
    long cents = AMOUNTS[dice.below(AMOUNTS.length)] * (100L + dice.below(70)) + dice.below(100);
    if (dice.chance(1)) {
      cents = cents * 3 + 500_000_00L;
    }
    String outcome = "HELD";
    LocalDate day = null;
    LocalDate start = opened.isBefore(size.firstDay()) ? size.firstDay() : opened;
    LocalDate some = dice.dayIn(start, size.lastDay()).plusDays(1);
    LocalDate cutOn = offer.cut().on();
    int fate = dice.below(100);
    boolean over = matures != null && !matures.isAfter(size.lastDay());
    if (fate < 9 && (!over || some.isBefore(matures))) {
      outcome = "REDEEMED_EARLY";
      day = some;
    } else if (fate < 20 && !over && offer.canOpen(Viewer.HOLDER, some)) {
      outcome = "TOPPED_UP";
      day = some;
    } else if (length == null && cutOn.isAfter(opened) && cutOn.isBefore(LocalDate.MAX)) {
      outcome = "RATE_CHANGED";
      day = cutOn;
    } else if (over) {
      LocalDate again = matures.plusDays(dice.below(8));
      day = matures;
      outcome = "MATURED_LEFT";
      if (fate < 50 && offer.canOpen(Viewer.HOLDER, again)) {
        outcome = "RENEWED";
        contracts.add(next(id, user, province, offer.platform(), offer, line, again, cents));
      } else if (fate > 75) {
        outcome = "MOVED";
        LocalDate moved = matures.plusDays(dice.below(20));
        contracts.add(next(id, user, province, Reference.OWN_APP, offer, line, moved, cents));
      }
    }
    boolean beyond = day != null && day.isAfter(size.lastDay());
    contracts.add(
        new Contract(
            id,
            user,
            offer.platform(),
            offer,
            line,
            opened,
            matures,
            cents,
            rate(offer, line, opened),
            province,
            beyond ? "HELD" : outcome,
            beyond ? null : day));
  }

  private Contract next(
      String id,
      String user,
      String province,
      String platform,
      Offer offer,
      Line line,
      LocalDate opened,
      long cents) {
    return new Contract(
        id + "n",
        user,
        platform,
        offer,
        line,
        opened,
        opened.plus(Period.parse(line.term())),
        cents,
        rate(offer, line, opened),
        province,
        "HELD",
        null);
  }

  private static BigDecimal rate(Offer offer, Line line, LocalDate day) {
    String rate = line.rate(offer.cut().at(day));
    return rate.isEmpty() ? null : new BigDecimal(rate);
  }
}
