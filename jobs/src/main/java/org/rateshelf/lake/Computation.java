package org.rateshelf.lake;

import static java.util.stream.Collectors.partitioningBy;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.HashPartitioner;
import org.rateshelf.answer.BankCost;
import org.rateshelf.answer.BankCostMonthly;
import org.rateshelf.answer.EventStudy;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.answer.ShelfLife;
import org.rateshelf.answer.WithdrawalImpact;
import org.rateshelf.day.Balances;
import org.rateshelf.day.Counts;
import org.rateshelf.day.Structure;
import org.rateshelf.holders.Products;
import org.rateshelf.market.Market;
import org.rateshelf.market.Reference;
import org.rateshelf.schema.Table;
import org.rateshelf.store.DataFile;
import org.rateshelf.store.Packed;
import org.rateshelf.store.TableFiles;
import org.rateshelf.study.EventStudies;
import org.rateshelf.study.FirstRates;
import org.rateshelf.study.Impact;
import org.rateshelf.study.LatestIds;
import org.rateshelf.study.MonthlyCosts;
import org.rateshelf.study.ShelfLives;
import org.rateshelf.table.ProductBalances;
import org.rateshelf.table.ScanStarts;
import org.rateshelf.table.Scans;
import org.rateshelf.table.ShelfDays;
import org.rateshelf.table.SpellRates;
import org.rateshelf.table.Spells;
import org.rateshelf.table.WindowSums;
import scala.Tuple2;

/**
 * Computes every table for some days: the shelves are walked, the tables of holders are made, then
 * those of the shelf, then what is added up over days. Each table is committed once.
 */
final class Computation {
  private final Lake lake;
  private final Reference reference;
  private final LocalDate from;
  private final LocalDate to;
  private final Consumer<String> at;
  private final Map<String, List<DataFile>> files = new HashMap<>();
  private final Set<List<String>> ambiguous = new HashSet<>();

  /**
   * @param at told each step as it begins
   */
  Computation(Lake lake, Reference reference, LocalDate from, LocalDate to, Consumer<String> at) {
    this.lake = lake;
    this.reference = reference;
    this.from = from;
    this.to = to;
    this.at = at;
  }

  /** How many new ids might continue older ones, but not certainly. */
  int ambiguous() {
    return ambiguous.size();
  }

  void run() {
    step("walking the shelves");
    ShelfJob shelves = new ShelfJob(lake, reference, from, to);
    ShelfJob.Walked walked = shelves.walk();
    SpellFiles spells = spells(walked.spells());

    step("computing the tables of holders");
    List<Object[]> earlier = before(ProductBalances.TABLE);
    Products products = new Products();
    LatestIds latest = new LatestIds();
    for (Object[] spell : spells.all()) {
      String platform = Spells.TABLE.value(spell, Spells.PLATFORM_ID);
      String product = Spells.TABLE.value(spell, Spells.PRODUCT_ID);
      List<String> former = Spells.TABLE.value(spell, Spells.FORMER_IDS);
      products.add(platform, former, product);
      latest.add(platform, former, product);
    }
    List<HolderJob.Made> holders = new HolderJob(lake, reference, from, to).run(products, earlier);
    Balances balances = new Balances();
    earlier.forEach(row -> add(row, balances));
    List<Structure.Measured> structure = new ArrayList<>();
    for (HolderJob.Made made : holders) {
      collect(made.files());
      made.balances().forEach(row -> add(row, balances));
      made.measures()
          .forEach(
              one ->
                  structure.add(
                      new Structure.Measured(
                          one.day(), one.platform(), one.measure(), one.value())));
    }

    step("computing the tables of the shelf");
    List<DayTask.Made> days = new ArrayList<>(shelves.days(balances, structure));
    days.sort(Comparator.comparing(DayTask.Made::from));
    days.forEach(made -> collect(made.files()));
    requireBalanced(days);
    days.forEach(made -> ambiguous.addAll(made.ambiguous()));

    step("adding up over days");
    Impact impact = impact(days, balances);
    List<Object[]> studied = studied(days);
    List<Object[]> monthly = monthly(days, balances);
    List<Object[]> lives = lives(spells);

    DayTask.TABLES.forEach(this::write);
    HolderJob.TABLES.forEach(this::write);
    step("writing " + Spells.TABLE.path());
    lake.tables().replace(Spells.TABLE, spells.gone(), spells.files());
    whole(ScanStarts.TABLE, walked.starts());
    whole(WindowSums.TABLE, impact.sums(to));
    whole(WithdrawalImpact.TABLE, impact.rows(latest));
    whole(EventStudy.TABLE, studied);
    whole(BankCostMonthly.TABLE, monthly);
    whole(ShelfLife.TABLE, lives);
  }

  private void step(String what) {
    at.accept("%s, %s to %s".formatted(what, from, to));
  }

  private void collect(Map<String, List<DataFile>> made) {
    made.forEach(
        (table, some) -> files.computeIfAbsent(table, t -> new ArrayList<>()).addAll(some));
  }

  private void write(Table table) {
    step("writing " + table.path());
    lake.tables().replaceFrom(table, from, files.getOrDefault(table.path(), List.of()));
  }

  private void whole(Table table, Collection<Object[]> rows) {
    step("writing " + table.path());
    lake.tables().replaceAll(table, lake.tables().write(table, rows));
  }

  private List<Object[]> before(Table table) {
    return lake.tables().rows(table, LocalDate.EPOCH, from.minusDays(1));
  }

  private static void add(Object[] row, Balances balances) {
    balances.add(
        ProductBalances.TABLE.value(row, ProductBalances.AS_OF),
        ProductBalances.TABLE.value(row, ProductBalances.PLATFORM_ID),
        ProductBalances.TABLE.value(row, ProductBalances.PRODUCT_ID),
        ProductBalances.TABLE.value(row, ProductBalances.TERM),
        ProductBalances.TABLE.value(row, ProductBalances.BALANCE));
  }

  /** A run that finds a stock that is not yesterday's and what came less what went is a defect. */
  private void requireBalanced(List<DayTask.Made> days) {
    long unbalanced = 0;
    LocalDate eve = from.minusDays(1);
    List<Object[]> before = lake.tables().rows(ProductCounts.TABLE, eve, eve);
    for (DayTask.Made made : days) {
      unbalanced += made.unbalanced() + Counts.unbalanced(before, made.first());
      before = made.last();
    }
    if (unbalanced > 0) {
      throw new IllegalStateException(
          "product_counts: stock is not yesterday's and what came less what went, on "
              + unbalanced
              + " rows");
    }
  }

  // Spells.

  /**
   * All spells, and how their table changes: a spell that has ended stays in its file.
   *
   * @param all rows as of the last day
   */
  private record SpellFiles(List<Object[]> all, List<DataFile> gone, List<DataFile> files) {}

  private SpellFiles spells(List<Object[]> now) {
    List<Object[]> all = new ArrayList<>(now);
    List<DataFile> gone = new ArrayList<>();
    List<Object[]> again = new ArrayList<>();
    for (DataFile file : lake.tables().files(Spells.TABLE)) {
      List<Object[]> rows = TableFiles.rows(Spells.TABLE, List.of(file));
      List<Object[]> settled = rows.stream().filter(this::isSettled).toList();
      all.addAll(settled);
      if (settled.size() < rows.size()) {
        gone.add(file);
        again.addAll(settled);
      }
    }
    Map<Boolean, List<Object[]>> byEnd =
        now.stream()
            .collect(
                partitioningBy(spell -> Spells.TABLE.value(spell, Spells.FIRST_ABSENT) != null));
    again.addAll(byEnd.get(true));
    List<DataFile> written = new ArrayList<>(lake.tables().write(Spells.TABLE, again));
    written.addAll(lake.tables().write(Spells.TABLE, byEnd.get(false)));
    return new SpellFiles(all, gone, written);
  }

  private boolean isSettled(Object[] spell) {
    LocalDate absent = Spells.TABLE.value(spell, Spells.FIRST_ABSENT);
    return absent != null && absent.isBefore(from);
  }

  private List<Object[]> lives(SpellFiles spells) {
    FirstRates rates = new FirstRates();
    before(SpellRates.TABLE).forEach(rates::add);
    TableFiles.rows(SpellRates.TABLE, files.getOrDefault(SpellRates.TABLE.path(), List.of()))
        .forEach(rates::add);
    ShelfLives lives = new ShelfLives(reference);
    for (Object[] spell : spells.all()) {
      if (ShelfLives.counts(spell)) {
        lives.add(spell, rates.of(spell));
      }
    }
    return lives.rows();
  }

  // What is added up over days.

  private List<Object[]> studied(List<DayTask.Made> days) {
    List<EventStudies.Measured> measured = new ArrayList<>();
    days.forEach(made -> measured.addAll(made.measured()));
    List<Object[]> earlier = new ArrayList<>(lake.tables().rows(EventStudy.TABLE));
    earlier.removeIf(row -> !EventStudy.TABLE.value(row, EventStudy.AS_OF_DATE).isBefore(from));
    return EventStudies.rows(measured, earlier, reference);
  }

  private List<Object[]> monthly(List<DayTask.Made> days, Balances balances) {
    LocalDate month = from.withDayOfMonth(1);
    MonthlyCosts costs = new MonthlyCosts(reference);
    days.forEach(made -> costs.merge(made.costs()));
    if (month.isBefore(from)) {
      Reference facts = reference;
      earlierDays(
              List.of(BankCost.TABLE),
              month,
              from.minusDays(1),
              (day, rows) -> {
                MonthlyCosts some = new MonthlyCosts(facts);
                some.add(rows.get(BankCost.TABLE.path()), balances);
                return some;
              })
          .forEach(some -> costs.merge((MonthlyCosts) some));
    }
    List<Object[]> all = new ArrayList<>(lake.tables().rows(BankCostMonthly.TABLE));
    all.removeIf(row -> !BankCostMonthly.TABLE.value(row, BankCostMonthly.MONTH).isBefore(month));
    all.addAll(costs.rows());
    return all;
  }

  /** The windows' days, those before the first to compute as their sums have them. */
  private Impact impact(List<DayTask.Made> days, Balances balances) {
    Impact impact = new Impact(reference, to);
    days.forEach(made -> impact.merge(made.impact()));
    LocalDate first =
        reference.market().windows().stream()
            .flatMap(Market.EventWindows::all)
            .map(Market.Window::from)
            .min(LocalDate::compareTo)
            .orElse(from);
    List<Object[]> sums = lake.tables().rows(WindowSums.TABLE);
    boolean goOn =
        !sums.isEmpty()
            && sums.stream()
                .allMatch(
                    row ->
                        WindowSums.TABLE
                            .value(row, WindowSums.AS_OF_DATE)
                            .equals(from.minusDays(1)));
    if (goOn) {
      impact.addSums(sums);
    } else if (first.isBefore(from)) {
      Reference facts = reference;
      LocalDate last = to;
      List<Table> read = new ArrayList<>(List.of(RateSpreads.TABLE, ShelfDays.TABLE));
      if (!reference.market().derivesScans()) {
        read.add(Scans.TABLE);
      }
      earlierDays(
              read,
              first,
              from.minusDays(1),
              (day, rows) -> {
                Impact some = new Impact(facts, last);
                if (some.needs(day)) {
                  rows.get(RateSpreads.TABLE.path()).forEach(row -> some.addSpread(row, balances));
                  rows.get(ShelfDays.TABLE.path()).forEach(some::addShelf);
                  rows.getOrDefault(Scans.TABLE.path(), List.of())
                      .forEach(row -> addScanned(row, some));
                  some.endDays();
                }
                return some;
              })
          .forEach(some -> impact.merge((Impact) some));
    }
    return impact;
  }

  private static void addScanned(Object[] scan, Impact impact) {
    if ("COMPLETE".equals(Scans.TABLE.value(scan, Scans.STATUS))
        && "NEW_BUYER".equals(Scans.TABLE.value(scan, Scans.VIEWER))) {
      impact.addScanned(
          Scans.TABLE.value(scan, Scans.SCAN_DATE), Scans.TABLE.value(scan, Scans.PLATFORM_ID));
    }
  }

  /** What is made of the rows of one day that some tables have, by the path of the table. */
  private interface OfDay extends Serializable {
    Serializable make(LocalDate day, Map<String, List<Object[]>> rows);
  }

  /** Brings the rows of each of some earlier days together, and makes something of each day. */
  private List<Object> earlierDays(
      List<Table> tables, LocalDate first, LocalDate last, OfDay make) {
    List<OfTable> inputs = new ArrayList<>();
    for (Table table : tables) {
      lake.tables().files(table, first, last).forEach(file -> inputs.add(new OfTable(table, file)));
    }
    if (inputs.isEmpty()) {
      return List.of();
    }
    int parallel = lake.tables().tasks().defaultParallelism();
    return lake
        .tables()
        .tasks()
        .parallelize(Packed.all(inputs), Math.min(inputs.size(), 2 * parallel))
        .flatMapToPair(input -> ofDays(Packed.unpack(input), first, last))
        .groupByKey(new HashPartitioner(parallel))
        .map(
            day -> {
              Map<String, List<Object[]>> rows = new TreeMap<>();
              tables.forEach(table -> rows.put(table.path(), new ArrayList<>()));
              day._2().forEach(one -> rows.get((String) one[0]).add((Object[]) one[1]));
              return Packed.of(make.make(LocalDate.ofEpochDay(day._1()), rows));
            })
        .collect()
        .stream()
        .map(Packed::<Object>unpack)
        .toList();
  }

  private record OfTable(Table table, DataFile file) implements Serializable {}

  private static Iterator<Tuple2<Integer, Object[]>> ofDays(
      OfTable input, LocalDate first, LocalDate last) {
    Table table = input.table();
    int at = table.at(table.day());
    return TableFiles.read(table, List.of(input.file()))
        .filter(
            row -> !((LocalDate) row[at]).isBefore(first) && !((LocalDate) row[at]).isAfter(last))
        .map(
            row ->
                new Tuple2<>(
                    (int) ((LocalDate) row[at]).toEpochDay(), new Object[] {table.path(), row}));
  }
}
