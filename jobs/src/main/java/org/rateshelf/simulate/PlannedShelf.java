package org.rateshelf.simulate;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One shelf of a plan in the making: so many deposits of these banks until that day, some of them
 * by name.
 *
 * <p>Asset management and insurance beside them become fewer before the new buyers' withdrawal and
 * stay after it.
 */
final class PlannedShelf {
  private static final List<String> NAMES = CsvFile.columns("安心存 月月盈 定期宝 年年享 聚鑫存 稳得利 优享存 惠民存");
  private static final List<String> CYCLES = CsvFile.columns("P7D P30D P90D P180D P1Y");
  private static final List<String> TERMS =
      CsvFile.columns("P5Y P5Y P5Y P5Y P5Y P5Y P5Y P3Y P3Y P1Y P1Y P6M P3M");

  private final Map<String, String> plan;
  private final SimulationSize size;
  private final Reference reference;
  private final long seed;
  private final Dice dice;
  private final LocalDate far;
  private final LocalDate lastShown;
  private final LocalDate rekeyedOn;
  private final List<Reference.Bank> sellers;
  private final List<Offer> offers = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> repeatedNames = new HashSet<>();

  /** How many could be bought on which day; in between the number falls evenly. */
  private final TreeMap<LocalDate, Integer> onSale = new TreeMap<>();

  private Shelf scanned;

  PlannedShelf(Map<String, String> plan, SimulationSize size, Reference reference, long seed) {
    this.plan = plan;
    this.size = size;
    this.reference = reference;
    this.seed = seed;
    this.dice = Dice.of(seed, "shelf", plan.get("platform_id"));
    this.far = size.lastDay().plusYears(1);
    this.lastShown = day(plan.get("last_shown_on"), far);
    this.rekeyedOn = day(plan.get("rekeyed_on"), null);
    this.sellers = words("banks").stream().map(reference::bank).toList();
    for (String milestone : words("on_sale")) {
      String[] parts = milestone.split(":");
      onSale.put(LocalDate.parse(parts[0]), Integer.valueOf(parts[1]));
    }
  }

  private List<String> words(String column) {
    String text = plan.get(column);
    return text.isEmpty() ? List.of() : CsvFile.columns(text);
  }

  private static LocalDate day(String text, LocalDate otherwise) {
    return text.isEmpty() ? otherwise : LocalDate.parse(text);
  }

  Shelf draw(List<Map<String, String>> reported) {
    List<Shelf.Outage> outages = new ArrayList<>();
    for (String dark : words("dark")) {
      String[] parts = dark.split(":");
      Days days = new Days(LocalDate.parse(parts[1]), LocalDate.parse(parts[2]));
      outages.add(new Shelf.Outage(Viewer.valueOf(parts[0]), days, Shelf.Scan.NONE));
    }
    for (Viewer viewer : Viewer.values()) {
      LocalDate from = dice.dayIn(size.firstDay().plusDays(5), size.lastDay());
      Days days = new Days(from, from.plusDays(dice.between(1, 4)));
      Shelf.Scan scan = dice.oneOf(Shelf.Scan.NONE, Shelf.Scan.FAILED, Shelf.Scan.PARTIAL);
      outages.add(new Shelf.Outage(viewer, days, scan));
    }
    Set<LocalDate> surely =
        words("surely_scanned").stream().map(LocalDate::parse).collect(Collectors.toSet());
    LocalDate withdrawnOn = lastShown.equals(far) ? null : lastShown.plusDays(1);
    // The shelf sees the offers that are put on it from here on.
    scanned = new Shelf(plan.get("platform_id"), offers, withdrawnOn, outages, surely, seed);
    for (Map<String, String> row : reported) {
      String name = row.get("bank_id") + row.get("product_name");
      if (!names.add(name)) {
        repeatedNames.add(name);
      }
    }
    reported.forEach(this::report);
    deposits();
    others("ASSET_MANAGEMENT", "asset_management");
    others("INSURANCE", "insurance");
    return scanned;
  }

  private void deposits() {
    int most = onSale.firstEntry().getValue();
    int left = onSale.lastEntry().getValue();
    int staying = Integer.parseInt(plan.get("staying_banks"));
    for (int i = offers.size(); i < most; i++) {
      Reference.Bank bank = sellers.get(i < left ? i % staying : i % sellers.size());
      add(bank, name(i), Menu.TIME, List.of(deposit(bank)), sale(i), null, soldOut(i), Cut.NONE);
    }
    for (int i = 0; most > 30 && i < 3; i++) { // closed to new money before, and still held
      List<Line> tiers =
          List.of(
              Line.tier(0, new BigDecimal("3")),
              Line.tier(90, new BigDecimal("3.6")),
              Line.tier(365, new BigDecimal("4.2")));
      add(sellers.get(i), name(900 + i), Menu.SMART, tiers, null, null, List.of(), Cut.NONE);
    }
  }

  private String name(int number) {
    return dice.oneOf(NAMES) + (number + 1) + "号";
  }

  /** A deposit as most were: five years, or at the ceiling of a shorter term. */
  private Line deposit(Reference.Bank bank) {
    Menu menu = new Menu(reference, size.firstDay(), dice);
    String minimum = dice.chance(47) ? "50.00" : dice.oneOf("100.00", "1000.00", "10000.00");
    if (dice.chance(27)) {
      return menu.periodic(bank, dice.oneOf(CYCLES), minimum);
    }
    Line line = menu.single(bank, dice.oneOf(TERMS), minimum);
    if (dice.chance(5)) {
      return line.bonus("0.2", 30);
    }
    return dice.chance(5) ? line.with("subsidy_rate_pct", "0.3") : line;
  }

  /** The first day on which product number i can no longer be bought. */
  private LocalDate saleEnds(int i) {
    LocalDate day = onSale.firstKey();
    while (day.isBefore(onSale.lastKey()) && i < target(day)) {
      day = day.plusDays(1);
    }
    return i < target(day) ? lastShown.plusDays(1) : day;
  }

  private int target(LocalDate day) {
    Map.Entry<LocalDate, Integer> before = onSale.floorEntry(day);
    Map.Entry<LocalDate, Integer> after = onSale.ceilingEntry(day);
    if (after == null || before.getKey().equals(after.getKey())) {
      return before.getValue();
    }
    long span = after.getKey().toEpochDay() - before.getKey().toEpochDay();
    long gone = day.toEpochDay() - before.getKey().toEpochDay();
    return before.getValue() - (int) ((before.getValue() - after.getValue()) * gone / span);
  }

  private Days sale(int i) {
    int age = dice.chance(88) ? dice.between(1, 300) : -dice.between(1, 25);
    LocalDate ends = saleEnds(i).plusDays(dice.between(6, 13));
    return new Days(size.firstDay().minusDays(age), ends.isAfter(lastShown) ? lastShown : ends);
  }

  /** Days on which it is shown, yet sold out: the last ones, or some in between. */
  private List<Days> soldOut(int i) {
    if (!saleEnds(i).isAfter(lastShown)) {
      return List.of(new Days(saleEnds(i), far));
    }
    LocalDate from = size.firstDay().plusDays(dice.between(3, 35));
    Days days = new Days(from, from.plusDays(dice.between(0, 3)));
    return dice.chance(12) ? List.of(days) : List.of();
  }

  private void report(Map<String, String> row) {
    List<Line> lines = new ArrayList<>();
    List<String> terms = CsvFile.columns(row.get("term"));
    List<String> rates = CsvFile.columns(row.get("rate_pct"));
    for (int i = 0; i < terms.size(); i++) {
      Map<String, String> more = new HashMap<>(row);
      more.keySet().retainAll(Set.of("bonus_rate_pct", "bonus_days", "subsidy_rate_pct"));
      BigDecimal rate = new BigDecimal(rates.get(i));
      String minimum = row.get("min_amount");
      lines.add(
          new Line(
              terms.get(i), row.get("payout_cycle"), row.get("rate_kind"), minimum, rate, more));
    }
    LocalDate from = day(row.get("shown_from"), size.firstDay().minusDays(dice.between(20, 300)));
    Days sale = new Days(from, day(row.get("shown_until"), lastShown));
    LocalDate soldOutFrom = day(row.get("sold_out_from"), null);
    List<Days> soldOut =
        soldOutFrom == null ? List.of() : List.of(new Days(soldOutFrom, sale.to()));
    Cut cut =
        row.get("cut_on").isEmpty()
            ? Cut.NONE
            : new Cut(LocalDate.parse(row.get("cut_on")), new BigDecimal(row.get("cut_pct")));
    Reference.Bank bank = reference.bank(row.get("bank_id"));
    String name = row.get("product_name");
    add(bank, name, row.get("product_kind"), lines, sale, null, soldOut, cut);
  }

  /** What is no deposit: so many at first, so many when the new buyers' deposits leave. */
  private void others(String kind, String column) {
    if (plan.get(column).isEmpty()) {
      return;
    }
    String[] counts = plan.get(column).split(":");
    List<Reference.Bank> banks =
        reference.banks().stream().filter(b -> b.bankClass().equals("joint_stock")).toList();
    for (int i = 0; i < Integer.parseInt(counts[0]); i++) {
      boolean stays = i < Integer.parseInt(counts[1]);
      LocalDate end = stays ? far : dice.dayIn(size.firstDay().plusDays(17), lastShown);
      Days shown = new Days(size.firstDay().minusDays(dice.between(30, 400)), end);
      Reference.Bank bank = dice.oneOf(banks);
      List<Line> lines = new Menu(reference, size.firstDay(), dice).lines(kind, bank);
      add(bank, name(offers.size()), kind, lines, shown, end, List.of(), Cut.NONE);
    }
  }

  /**
   * Puts an offer on the shelf, some with days off it that a whole scan saw.
   *
   * @param sale the days on which new buyers are shown it; null for one that only holders see
   * @param lastHeld the last day on which holders are; null where that is the shelf's own
   */
  private void add(
      Reference.Bank bank,
      String name,
      String kind,
      List<Line> lines,
      Days sale,
      LocalDate lastHeld,
      List<Days> soldOut,
      Cut cut) {
    LocalDate start = sale == null ? size.firstDay().minusDays(500) : sale.from();
    LocalDate end = lastHeld == null ? day(plan.get("holders_until"), far) : lastHeld;
    List<Days> toNewBuyers = sale == null ? List.of() : List.of(sale);
    List<Days> toHolders = List.of(new Days(start, end));
    LocalDate seen = size.firstDay().plusDays(dice.between(4, 40));
    if (dice.chance(6)
        && !Days.anyHas(soldOut, seen)
        && (rekeyedOn == null || seen.isBefore(rekeyedOn.minusDays(11)))
        && scanned.scan(Viewer.NEW_BUYER, seen) == Shelf.Scan.COMPLETE
        && scanned.scan(Viewer.HOLDER, seen) == Shelf.Scan.COMPLETE) {
      Days off = new Days(seen.minusDays(dice.below(2)), seen.plusDays(dice.below(3)));
      toNewBuyers = Days.without(toNewBuyers, off);
      toHolders = dice.chance(50) ? Days.without(toHolders, off) : toHolders;
    }
    boolean closedEarly = sale == null || Days.anyHas(soldOut, far);
    boolean twin = rekeyedOn != null && repeatedNames.contains(bank.id() + name);
    int number = offers.size();
    int popularity =
        Integer.parseInt(plan.get("weight")) * 100 / onSale.firstEntry().getValue() + 1;
    String prefix = scanned.platform().split("_")[0].toLowerCase(Locale.ROOT);
    offers.add(
        new Offer(
            scanned.platform(),
            prefix + "-" + (1001 + number),
            prefix + "n" + (52_000 + 7 * number),
            rekeyedOn,
            twin,
            bank,
            !twin && dice.chance(35) ? bank.id() + "-" + number : "",
            name,
            kind,
            lines,
            toNewBuyers,
            toHolders,
            soldOut,
            closedEarly ? start : day(plan.get("top_up_until"), far),
            cut,
            sale == null ? 1 + popularity / 20 : popularity));
  }
}
