package org.rateshelf.simulate;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds shelves around a plan of what was reported: how many products stood on each, of which
 * banks, until when, and some of them by name. The rest is drawn.
 *
 * <p>Deposits leave the shelf; asset management and insurance beside them become fewer before the
 * new buyers' withdrawal and stay after it.
 */
final class PlannedShelves {
  private static final List<String> NAMES =
      List.of("安心存", "月月盈", "定期宝", "年年享", "聚鑫存", "稳得利", "优享存", "惠民存");
  private static final int FULL = 100_000;

  private final SimulationSize size;
  private final Reference reference;
  private final long seed;
  private final Map<String, Reference.Bank> banks;
  private final LocalDate far;

  PlannedShelves(SimulationSize size, Reference reference, long seed) {
    this.size = size;
    this.reference = reference;
    this.seed = seed;
    this.banks = reference.banks().stream().collect(Collectors.toMap(Reference.Bank::id, b -> b));
    this.far = size.lastDay().plusYears(1);
  }

  /** A file of a plan. */
  static InputStream open(String plan, String name) {
    return PlannedShelves.class.getResourceAsStream(plan + "/" + name);
  }

  static String text(String plan, String name) throws IOException {
    try (InputStream in = open(plan, name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  List<Shelf> draw() throws IOException {
    List<Map<String, String>> shelves;
    List<Map<String, String>> offers;
    try (InputStream in = open(size.plan(), "shelves.csv");
        InputStream products = open(size.plan(), "offers.csv")) {
      shelves = CsvFile.read(in);
      offers = CsvFile.read(products);
    }
    List<Shelf> drawn = new ArrayList<>();
    for (Map<String, String> row : shelves) {
      if (!reference.platforms().contains(row.get("platform_id"))) {
        throw new IllegalStateException(
            "The plan has platform " + row.get("platform_id") + ", the reference has not.");
      }
      drawn.add(shelf(row, named(offers, row.get("platform_id"))));
    }
    return drawn;
  }

  private static List<Map<String, String>> named(
      List<Map<String, String>> offers, String platform) {
    return offers.stream().filter(row -> row.get("platform_id").equals(platform)).toList();
  }

  private Shelf shelf(Map<String, String> plan, List<Map<String, String>> reported) {
    String platform = plan.get("platform_id");
    Dice dice = Dice.of(seed, "shelf", platform);
    LocalDate lastShown = day(plan.get("last_shown_on"), far);
    List<Shelf.Outage> outages = new ArrayList<>();
    if (!plan.get("holders_dark_from").isEmpty()) {
      Days dark = new Days(LocalDate.parse(plan.get("holders_dark_from")), far);
      outages.add(new Shelf.Outage(Viewer.HOLDER, dark, Shelf.Scan.NONE));
    }
    for (Viewer viewer : Viewer.values()) {
      LocalDate from = dice.dayIn(size.firstDay().plusDays(5), size.lastDay());
      Days days = new Days(from, from.plusDays(dice.between(1, 4)));
      Shelf.Scan scan = dice.oneOf(Shelf.Scan.NONE, Shelf.Scan.FAILED, Shelf.Scan.PARTIAL);
      outages.add(new Shelf.Outage(viewer, days, scan));
    }
    Set<LocalDate> surely =
        Stream.of(plan.get("surely_scanned").split(" "))
            .filter(text -> !text.isEmpty())
            .map(LocalDate::parse)
            .collect(Collectors.toSet());
    LocalDate withdrawnOn = lastShown.equals(far) ? null : lastShown.plusDays(1);
    Shelf empty = new Shelf(platform, List.of(), withdrawnOn, outages, surely, seed);
    return new Shelf(
        platform,
        new Drawing(plan, reported, empty, dice).offers(),
        withdrawnOn,
        outages,
        surely,
        seed);
  }

  private static LocalDate day(String text, LocalDate otherwise) {
    return text.isEmpty() ? otherwise : LocalDate.parse(text);
  }

  /** One shelf in the making. */
  private final class Drawing {
    private final Map<String, String> plan;
    private final List<Map<String, String>> reported;
    private final Shelf shelf;
    private final Dice dice;
    private final TreeMap<LocalDate, Integer> onSale = new TreeMap<>();
    private final List<Reference.Bank> sellers;
    private final LocalDate lastShown;
    private final LocalDate lastTopUp;
    private final LocalDate holdersUntil;
    private final LocalDate rekeyedOn;
    private final Map<String, Integer> sameNames = new HashMap<>();
    private final List<Offer> offers = new ArrayList<>();
    private final int popularity;
    private final String prefix;

    Drawing(Map<String, String> plan, List<Map<String, String>> reported, Shelf shelf, Dice dice) {
      this.plan = plan;
      this.reported = reported;
      this.shelf = shelf;
      this.dice = dice;
      for (String milestone : plan.get("on_sale").split(" ")) {
        String[] parts = milestone.split(":");
        onSale.put(LocalDate.parse(parts[0]), Integer.valueOf(parts[1]));
      }
      this.sellers =
          Stream.of(plan.get("banks").split(" ")).map(PlannedShelves.this::bank).toList();
      this.lastShown = day(plan.get("last_shown_on"), far);
      this.lastTopUp = day(plan.get("top_up_until"), far);
      this.holdersUntil = day(plan.get("holders_until"), far);
      this.rekeyedOn = day(plan.get("rekeyed_on"), null);
      this.prefix = shelf.platform().split("_")[0].toLowerCase(Locale.ROOT);
      int most = onSale.firstEntry().getValue();
      this.popularity = Integer.parseInt(plan.get("weight")) * FULL / 1000 / most;
      reported.forEach(
          row -> sameNames.merge(row.get("bank_id") + row.get("product_name"), 1, Integer::sum));
    }

    List<Offer> offers() {
      reported.forEach(this::report);
      int most = onSale.firstEntry().getValue();
      int staying = Integer.parseInt(plan.get("staying_banks"));
      int left = onSale.lastEntry().getValue();
      for (int i = offers.size(); i < most; i++) {
        Reference.Bank bank = sellers.get(i < left ? i % staying : i % sellers.size());
        Line line = deposit(bank);
        add(
            bank,
            name(i),
            Menu.TIME,
            List.of(line),
            saleDays(i),
            soldOut(i),
            null,
            BigDecimal.ZERO);
      }
      if (most > 30) { // closed to new money a year before, and still held
        for (int i = 0; i < 3; i++) {
          Reference.Bank bank = sellers.get(i);
          List<Line> tiers = new ArrayList<>();
          for (String stay : List.of("0", "90", "365")) {
            tiers.add(
                Line.plain("P5Y", "AT_MATURITY", "TIER", "50.00", null)
                    .tier(stay, BigDecimal.valueOf(300 + 60L * tiers.size(), 2)));
          }
          add(bank, name(900 + i), Menu.SMART, tiers, null, List.of(), null, BigDecimal.ZERO);
        }
      }
      others("ASSET_MANAGEMENT", plan.get("asset_management"));
      others("INSURANCE", plan.get("insurance"));
      return offers;
    }

    private String name(int number) {
      return dice.oneOf(NAMES) + (number + 1) + "号";
    }

    /** A deposit as most were: five years, or at the ceiling of a shorter term. */
    private Line deposit(Reference.Bank bank) {
      Menu menu = new Menu(reference, size.firstDay(), dice);
      int draw = dice.below(100);
      String minimum = dice.chance(50) ? "50.00" : dice.oneOf("100.00", "1000.00", "10000.00");
      if (draw < 27) {
        String cycle = dice.oneOf("P7D", "P30D", "P90D", "P180D", "P1Y");
        return menu.periodic(bank, cycle, minimum);
      }
      String term =
          draw < 66
              ? "P5Y"
              : draw < 77
                  ? "P3Y"
                  : draw < 88 ? "P1Y" : draw < 92 ? "P6M" : draw < 97 ? "P3M" : "P188D";
      Line line = menu.single(bank, term, minimum);
      return switch (draw % 20) {
        case 18 -> line.subsidy("0.3");
        case 19 -> line.bonus("0.2", "30", "10000.00");
        default -> line;
      };
    }

    /** The first day on which product number i can no longer be bought; by then too many are. */
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

    private Days saleDays(int i) {
      LocalDate start =
          dice.chance(88)
              ? size.firstDay().minusDays(dice.between(1, 300))
              : size.firstDay().plusDays(dice.between(1, 25));
      LocalDate ends = saleEnds(i);
      LocalDate end = ends.isAfter(lastShown) ? lastShown : ends.plusDays(dice.between(6, 13));
      return new Days(start, end.isAfter(lastShown) ? lastShown : end);
    }

    /** Days on which it is shown, yet sold out: the last ones, or some in between. */
    private List<Days> soldOut(int i) {
      LocalDate ends = saleEnds(i);
      if (!ends.isAfter(lastShown)) {
        return List.of(new Days(ends, far));
      }
      if (dice.chance(12)) {
        LocalDate from = size.firstDay().plusDays(dice.between(3, 35));
        return List.of(new Days(from, from.plusDays(dice.between(0, 3))));
      }
      return List.of();
    }

    private void report(Map<String, String> row) {
      List<Line> lines = new ArrayList<>();
      String[] terms = row.get("term").split(" ");
      String[] rates = row.get("rate_pct").split(" ");
      for (int i = 0; i < terms.length; i++) {
        Line line =
            Line.plain(
                terms[i],
                row.get("payout_cycle"),
                row.get("rate_kind"),
                row.get("min_amount"),
                new BigDecimal(rates[i]));
        lines.add(
            line.bonus(row.get("bonus_rate_pct"), row.get("bonus_days"), "")
                .subsidy(row.get("subsidy_rate_pct")));
      }
      LocalDate from = day(row.get("shown_from"), size.firstDay().minusDays(dice.between(20, 300)));
      Days sale = new Days(from, day(row.get("shown_until"), lastShown));
      LocalDate soldOut = day(row.get("sold_out_from"), null);
      BigDecimal cut =
          row.get("cut_pct").isEmpty() ? BigDecimal.ZERO : new BigDecimal(row.get("cut_pct"));
      add(
          bank(row.get("bank_id")),
          row.get("product_name"),
          row.get("product_kind"),
          lines,
          sale,
          soldOut == null ? List.of() : List.of(new Days(soldOut, sale.to())),
          day(row.get("cut_on"), null),
          cut);
    }

    private void add(
        Reference.Bank bank,
        String name,
        String kind,
        List<Line> lines,
        Days sale,
        List<Days> soldOut,
        LocalDate cutOn,
        BigDecimal cut) {
      int number = offers.size();
      List<Days> toNewBuyers = sale == null ? List.of() : List.of(sale);
      LocalDate start = sale == null ? size.firstDay().minusDays(500) : sale.from();
      List<Days> toHolders = List.of(new Days(start, holdersUntil));
      LocalDate seen = size.firstDay().plusDays(dice.between(4, 40));
      boolean gap =
          sale != null
              && dice.chance(6)
              && !Days.anyHas(soldOut, seen)
              && (rekeyedOn == null || seen.isBefore(rekeyedOn.minusDays(11)))
              && shelf.scan(Viewer.NEW_BUYER, seen) == Shelf.Scan.COMPLETE
              && shelf.scan(Viewer.HOLDER, seen) == Shelf.Scan.COMPLETE;
      if (gap) {
        Days off = new Days(seen.minusDays(dice.below(2)), seen.plusDays(dice.below(3)));
        toNewBuyers = Days.without(toNewBuyers, off);
        toHolders = dice.chance(50) ? Days.without(toHolders, off) : toHolders;
      }
      boolean closedEarly = sale == null || Days.anyHas(soldOut, far);
      LocalDate topUp = closedEarly ? start : lastTopUp;
      boolean twin = rekeyedOn != null && sameNames.getOrDefault(bank.id() + name, 1) > 1;
      offers.add(
          new Offer(
              shelf.platform(),
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
              topUp,
              cutOn,
              cut,
              sale == null ? 1 + popularity / 20 : 1 + popularity));
    }

    /** What is no deposit: so many at first, so many when the new buyers' deposits leave. */
    private void others(String kind, String counts) {
      if (counts.isEmpty()) {
        return;
      }
      int first = Integer.parseInt(counts.split(":")[0]);
      int left = Integer.parseInt(counts.split(":")[1]);
      LocalDate fall = size.firstDay().plusDays(17);
      for (int i = 0; i < first; i++) {
        LocalDate end = i < left ? far : dice.dayIn(fall, lastShown);
        Reference.Bank bank = dice.oneOf(traditional());
        int number = offers.size();
        Days shown = new Days(size.firstDay().minusDays(dice.between(30, 400)), end);
        offers.add(
            new Offer(
                shelf.platform(),
                prefix + "-" + (1001 + number),
                prefix + "n" + number,
                rekeyedOn,
                false,
                bank,
                "",
                name(number),
                kind,
                new Menu(reference, size.firstDay(), dice).lines(kind, bank),
                List.of(shown),
                List.of(shown),
                List.of(),
                far,
                null,
                BigDecimal.ZERO,
                1));
      }
    }

    private List<Reference.Bank> traditional() {
      return reference.banks().stream().filter(b -> b.bankClass().equals("joint_stock")).toList();
    }
  }

  private Reference.Bank bank(String id) {
    Reference.Bank bank = banks.get(id);
    if (bank == null) {
      throw new IllegalStateException("The plan has bank " + id + ", the reference has not.");
    }
    return bank;
  }
}
