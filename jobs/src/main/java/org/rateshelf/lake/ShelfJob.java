package org.rateshelf.lake;

import static java.time.temporal.ChronoUnit.DAYS;

import io.delta.kernel.internal.util.Utils;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.rateshelf.answer.CeilingBreaches;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.day.Balances;
import org.rateshelf.day.Breaches;
import org.rateshelf.day.Counts;
import org.rateshelf.day.Day;
import org.rateshelf.day.Posted;
import org.rateshelf.day.PostedRates;
import org.rateshelf.day.Spreads;
import org.rateshelf.day.Structure;
import org.rateshelf.lake.DayTask.Made;
import org.rateshelf.lake.DayTask.Needs;
import org.rateshelf.lake.DayTask.Shelves;
import org.rateshelf.market.Comparator;
import org.rateshelf.market.Market;
import org.rateshelf.market.Reference;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.shelf.Line;
import org.rateshelf.shelf.Shelf.ScanStatus;
import org.rateshelf.shelf.ShelfDay;
import org.rateshelf.shelf.ShelfUnit;
import org.rateshelf.store.DataFile;
import org.rateshelf.store.Packed;
import org.rateshelf.store.TableFiles;
import org.rateshelf.table.BankRates;
import org.rateshelf.table.Listings;
import org.rateshelf.table.PostedDays;
import org.rateshelf.table.Provenance;
import org.rateshelf.table.ScanStarts;
import org.rateshelf.table.Scans;
import org.rateshelf.table.ShelfDays;
import org.rateshelf.table.Spells;
import scala.Tuple2;

/**
 * Computes every table of the shelf for some days, in one job: silver is read, each shelf's days
 * are walked, and the shelves of each day meet.
 */
final class ShelfJob {
  /** What a row of the first stage is of. */
  private enum Read {
    LISTING(Listings.TABLE),
    SCAN(Scans.TABLE),
    CARRIED(ShelfDays.TABLE),
    CARRIED_LINE(RateSpreads.TABLE),
    ENDED(Spells.TABLE),
    START(ScanStarts.TABLE),
    BREACH(CeilingBreaches.TABLE),
    POSTED(PostedDays.TABLE);

    private final transient Table table;

    Read(Table table) {
      this.table = table;
    }
  }

  /** What an element of the second stage is of. */
  private enum Found {
    PRODUCT,
    CELLS,
    SCANNED,
    POSTED,
    BREACH,
    SPELL,
    START
  }

  /** A data file, and what its rows are of. */
  private record Input(Read read, DataFile file) implements Serializable {}

  /** What of a listing is needed. */
  private static final Set<Field<?>> OF_LISTINGS =
      Set.of(
          Listings.SCAN_DATE,
          Listings.PLATFORM_ID,
          Listings.PRODUCT_ID,
          Listings.VIEWER,
          Listings.TERM,
          Listings.PAYOUT_CYCLE,
          Listings.RATE_KIND,
          Listings.MIN_AMOUNT,
          Listings.LINE_NO,
          Listings.BANK_ID,
          Listings.BANK_NAME,
          Listings.BANK_PRODUCT_ID,
          Listings.PRODUCT_NAME,
          Listings.PRODUCT_KIND,
          Listings.BASE_RATE_PCT,
          Listings.BONUS_RATE_PCT,
          Listings.SUBSIDY_RATE_PCT,
          Listings.ACTION,
          Provenance.FILE_SHA256,
          Provenance.FILE_LINE);

  /** Names that no shelf has: units of posted rates, bank by bank. */
  private static final String POSTED_UNIT = "\0posted\0";

  /** More rows than this are shared out among tasks. */
  private static final long FEW_ROWS = 20_000;

  /** So many rows are brought together by one task, or those of one shelf and of one day. */
  private static final long SHARE = 50_000;

  /** A task makes about a month at most: a shelf that is seldom scanned stands there each day. */
  private static final int MONTH = 31;

  /**
   * What the walk has found that belongs to no day.
   *
   * @param spells rows of listing_spells that ended on these days, or are open on the last
   * @param starts all rows of scan_starts
   */
  record Walked(List<Object[]> spells, List<Object[]> starts) {}

  private final Lake lake;
  private final Reference reference;
  private final LocalDate from;
  private final LocalDate to;
  private Days days;
  private JavaPairRDD<Integer, Object[]> found;

  ShelfJob(Lake lake, Reference reference, LocalDate from, LocalDate to) {
    this.lake = lake;
    this.reference = reference;
    this.from = from;
    this.to = to;
  }

  /** Walks the shelves. What it finds of the days stays with the tasks. */
  Walked walk() {
    JavaSparkContext tasks = lake.tables().tasks();
    List<Input> inputs = inputs();
    long rows = inputs.stream().mapToLong(input -> input.file().rows()).sum();
    int parallel =
        rows <= FEW_ROWS ? 1 : (int) Math.max(2L * tasks.defaultParallelism(), rows / SHARE);
    days = new Days(from, to, Math.max(parallel, (int) (DAYS.between(from, to) / MONTH)));
    Units units = new Units(reference, from, to);
    Walk walk = new Walk(reference, from, to, new TreeSet<>(fileDays()));
    found =
        tasks
            .parallelize(Packed.all(inputs), Math.max(1, Math.min(inputs.size(), parallel)))
            .flatMapToPair(input -> units.rows(Packed.unpack(input)))
            .partitionBy(new HashPartitioner(parallel))
            .mapPartitionsToPair(walk::units)
            .partitionBy(days);
    Walked walked = new Walked(new ArrayList<>(), new ArrayList<>());
    for (Tuple2<Integer, Object[]> one : found.collectPartitions(new int[] {days.rest()})[0]) {
      boolean isSpell = (Integer) one._2()[0] == Found.SPELL.ordinal();
      (isSpell ? walked.spells() : walked.starts()).add((Object[]) one._2()[1]);
    }
    return walked;
  }

  /** Makes every table of the walked days; its files are written and not yet committed. */
  List<Made> days(Balances balances, List<Structure.Measured> structure) {
    lake.tables().tasks();
    Map<String, String> folders = new HashMap<>();
    DayTask.TABLES.forEach(table -> folders.put(table.path(), lake.tables().folder(table)));
    Needs needs =
        new Needs(reference, to, announced(), balances, structure, cellsBefore(), folders);
    Days share = days;
    return found
        .mapPartitionsWithIndex((task, elements) -> made(task, elements, share, needs), false)
        .collect()
        .stream()
        .map(Packed::<Made>unpack)
        .toList();
  }

  // What the first stage reads.

  private List<Input> inputs() {
    List<Input> inputs = new ArrayList<>();
    LocalDate before = from.minusDays(1);
    lake.tables()
        .files(Listings.TABLE, from, to)
        .forEach(f -> inputs.add(new Input(Read.LISTING, f)));
    if (!reference.market().derivesScans()) {
      lake.tables().files(Scans.TABLE, from, to).forEach(f -> inputs.add(new Input(Read.SCAN, f)));
    }
    lake.tables()
        .files(ShelfDays.TABLE, before, before)
        .forEach(f -> inputs.add(new Input(Read.CARRIED, f)));
    lake.tables()
        .files(RateSpreads.TABLE, before, before)
        .forEach(f -> inputs.add(new Input(Read.CARRIED_LINE, f)));
    lake.tables().files(Spells.TABLE).forEach(f -> inputs.add(new Input(Read.ENDED, f)));
    lake.tables().files(ScanStarts.TABLE).forEach(f -> inputs.add(new Input(Read.START, f)));
    lake.tables()
        .files(CeilingBreaches.TABLE, LocalDate.EPOCH, before)
        .forEach(f -> inputs.add(new Input(Read.BREACH, f)));
    if (reference.market().postedRates() == Market.PostedRates.LISTINGS) {
      lake.tables()
          .files(PostedDays.TABLE, before, before)
          .forEach(f -> inputs.add(new Input(Read.POSTED, f)));
    }
    return inputs;
  }

  private List<Posted> announced() {
    List<Posted> announced = new ArrayList<>();
    if (reference.market().postedRates() == Market.PostedRates.BANK_RATES) {
      for (Object[] row : lake.tables().rows(BankRates.TABLE)) {
        if (!BankRates.TABLE.value(row, BankRates.EFFECTIVE_FROM).isAfter(to)) {
          PostedRates.announced(row).ifPresent(announced::add);
        }
      }
    }
    return announced;
  }

  private Set<Counts.Cell> cellsBefore() {
    Set<Counts.Cell> cells = new HashSet<>();
    LocalDate before = from.minusDays(1);
    for (Object[] row : lake.tables().rows(ProductCounts.TABLE, before, before)) {
      Counts.ownCell(row).ifPresent(cells::add);
    }
    return cells;
  }

  private Set<LocalDate> fileDays() {
    return lake.tables().days(Listings.TABLE, from, to);
  }

  /** First stage: which shelf a row is of. */
  private record Units(Reference reference, LocalDate from, LocalDate to) implements Serializable {
    Iterator<Tuple2<String, Object[]>> rows(Input input) {
      Table table = input.read().table;
      Set<Field<?>> wanted =
          input.read() == Read.LISTING ? OF_LISTINGS : Set.copyOf(table.fields());
      return TableFiles.read(table, List.of(input.file()), wanted)
          .flatMap(row -> Utils.toCloseableIterator(units(input.read(), row).iterator()));
    }

    private List<Tuple2<String, Object[]>> units(Read read, Object[] row) {
      List<Tuple2<String, Object[]>> found = new ArrayList<>(2);
      switch (read) {
        case LISTING -> {
          LocalDate day = Listings.TABLE.value(row, Listings.SCAN_DATE);
          if (!day.isBefore(from) && !day.isAfter(to)) {
            String bank = Listings.TABLE.value(row, Listings.BANK_ID);
            found.add(ofShelf(read, row));
            if (isPosted(bank)) {
              found.add(of(read, POSTED_UNIT + bank, row));
            }
          }
        }
        case SCAN -> {
          LocalDate day = Scans.TABLE.value(row, Scans.SCAN_DATE);
          if (!day.isBefore(from) && !day.isAfter(to)) {
            found.add(of(read, Scans.TABLE.value(row, Scans.PLATFORM_ID), row));
          }
        }
        case CARRIED -> {
          if (from.minusDays(1).equals(ShelfDays.TABLE.value(row, ShelfDays.AS_OF_DATE))) {
            found.add(ofShelf(read, row));
          }
        }
        case CARRIED_LINE -> {
          if (from.minusDays(1).equals(RateSpreads.TABLE.value(row, RateSpreads.AS_OF_DATE))
              && isOnce(row)) {
            found.add(ofShelf(read, row));
          }
        }
        case ENDED -> {
          LocalDate absent = Spells.TABLE.value(row, Spells.FIRST_ABSENT);
          if (absent != null && absent.isBefore(from)) {
            found.add(ofShelf(read, row));
          }
        }
        case START -> {
          if (ScanStarts.TABLE.value(row, ScanStarts.FIRST_SCAN_ON).isBefore(from)) {
            found.add(ofShelf(read, row));
          }
        }
        case BREACH -> {
          if (CeilingBreaches.TABLE.value(row, CeilingBreaches.AS_OF_DATE).isBefore(from)) {
            found.add(ofShelf(read, row));
          }
        }
        case POSTED -> {
          if (from.minusDays(1).equals(PostedDays.TABLE.value(row, PostedDays.AS_OF_DATE))) {
            found.add(of(read, POSTED_UNIT + PostedDays.TABLE.value(row, PostedDays.BANK_ID), row));
          }
        }
      }
      return found;
    }

    /** A line has a spread against each comparator, and is carried once. */
    private boolean isOnce(Object[] spread) {
      Comparator first = reference.market().comparators().values().iterator().next();
      return first.kind().name().equals(RateSpreads.TABLE.value(spread, RateSpreads.COMPARATOR));
    }

    /** A row by the shelf that it is of, which its table says by platform and bank. */
    private Tuple2<String, Object[]> ofShelf(Read read, Object[] row) {
      String platform = read.table.value(row, Listings.PLATFORM_ID);
      String bank = read.table.value(row, Listings.BANK_ID);
      return of(read, ShelfUnit.unit(reference, platform, bank), row);
    }

    private static Tuple2<String, Object[]> of(Read read, String unit, Object[] row) {
      return new Tuple2<>(unit, new Object[] {read.ordinal(), row});
    }

    /** Whether the listings of a bank are posted rates. */
    private boolean isPosted(String bank) {
      if (reference.market().postedRates() != Market.PostedRates.LISTINGS) {
        return false;
      }
      Reference.Bank known = reference.bank(bank);
      return known != null
          && reference.market().comparators().values().stream()
              .anyMatch(c -> c.classes().contains(known.bankClass()));
    }
  }

  /** Second stage: walks the shelves. */
  private record Walk(
      Reference reference, LocalDate from, LocalDate to, TreeSet<LocalDate> fileDays)
      implements Serializable {

    Iterator<Tuple2<Integer, Object[]>> units(Iterator<Tuple2<String, Object[]>> rows) {
      Map<String, List<Object[]>> byUnit = new HashMap<>();
      while (rows.hasNext()) {
        Tuple2<String, Object[]> row = rows.next();
        byUnit.computeIfAbsent(row._1(), u -> new ArrayList<>()).add(row._2());
      }
      Spreads ceilings = new Spreads(reference, Set.of(Comparator.Kind.CEILING));
      Iterator<Map.Entry<String, List<Object[]>>> units = byUnit.entrySet().iterator();
      return new Iterator<>() {
        private Iterator<Tuple2<Integer, Object[]>> unit = Collections.emptyIterator();

        @Override
        public boolean hasNext() {
          while (!unit.hasNext() && units.hasNext()) {
            Map.Entry<String, List<Object[]>> next = units.next();
            unit =
                (next.getKey().startsWith(POSTED_UNIT)
                        ? posted(next.getValue())
                        : shelf(next.getValue(), ceilings))
                    .iterator();
          }
          return unit.hasNext();
        }

        @Override
        public Tuple2<Integer, Object[]> next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          return unit.next();
        }
      };
    }

    private List<Tuple2<Integer, Object[]>> shelf(List<Object[]> rows, Spreads ceilings) {
      List<Tuple2<Integer, Object[]>> found = new ArrayList<>();
      ShelfUnit shelf = new ShelfUnit(reference, from, to, fileDays);
      Map<Breaches.LineKey, Breaches.Past> past = new HashMap<>();
      for (Object[] element : rows) {
        Object[] row = (Object[]) element[1];
        switch (Read.values()[(Integer) element[0]]) {
          case LISTING -> shelf.listing(row);
          case CARRIED -> shelf.carried(row);
          case CARRIED_LINE ->
              shelf.carried(
                  RateSpreads.TABLE.value(row, RateSpreads.PRODUCT_ID), Spreads.line(row));
          case ENDED -> shelf.ended(row);
          case START -> shelf.start(row);
          case BREACH -> Breaches.note(row, past);
          case SCAN -> {
            shelf.scan(row);
            if ("COMPLETE".equals(Scans.TABLE.value(row, Scans.STATUS))
                && "NEW_BUYER".equals(Scans.TABLE.value(row, Scans.VIEWER))) {
              found.add(
                  of(
                      Scans.TABLE.value(row, Scans.SCAN_DATE),
                      Found.SCANNED,
                      Scans.TABLE.value(row, Scans.PLATFORM_ID)));
            }
          }
          case POSTED -> throw new IllegalStateException("a posted rate is of no shelf");
        }
      }
      Days.Range range = new Days.Range(from, to);
      Map<LocalDate, List<ShelfDay>> byDay = new HashMap<>();
      shelf.walk(one -> byDay.computeIfAbsent(one.day(), d -> new ArrayList<>()).add(one));
      Set<Counts.Cell> cells = new HashSet<>();
      for (LocalDate day : range) {
        List<ShelfDay> products = byDay.getOrDefault(day, List.of());
        Set<String> scanned = new HashSet<>();
        for (ShelfDay product : products) {
          found.add(of(day, Found.PRODUCT, product.row(), lines(product)));
          if (reference.market().derivesScans()
              && product.viewer().equals("NEW_BUYER")
              && product.scanStatus() == ScanStatus.COMPLETE
              && scanned.add(product.platform())) {
            found.add(of(day, Found.SCANNED, product.platform()));
          }
          if (product.endsSpell() || product.displayed() && day.equals(to)) {
            found.add(new Tuple2<>(Days.REST, element(Found.SPELL, product.spell(reference))));
          }
        }
        cells.addAll(Counts.cells(products, reference));
        for (Counts.Cell cell : cells) {
          found.add(
              of(
                  day,
                  Found.CELLS,
                  cell.platform(),
                  cell.productKind(),
                  cell.bankClass(),
                  cell.viewer()));
        }
        Day alone = new Day(day, products, List.of(), Set.of(), new Balances());
        for (Object[] breach : Breaches.rows(alone, ceilings.of(alone), past)) {
          found.add(of(day, Found.BREACH, (Object) breach));
        }
      }
      shelf
          .starts()
          .forEach(start -> found.add(new Tuple2<>(Days.REST, element(Found.START, start))));
      return found;
    }

    private static ArrayList<Object[]> lines(ShelfDay product) {
      ArrayList<Object[]> lines = new ArrayList<>(product.lines().size());
      product.lines().forEach(line -> lines.add(line.values()));
      return lines;
    }

    /** The posted rates of a bank whose listings they are, day by day. */
    private List<Tuple2<Integer, Object[]>> posted(List<Object[]> rows) {
      List<Posted> announced = new ArrayList<>();
      Map<LocalDate, List<Line>> lines = new HashMap<>();
      for (Object[] element : rows) {
        Object[] row = (Object[]) element[1];
        if ((Integer) element[0] == Read.POSTED.ordinal()) {
          announced.add(PostedRates.ofRow(row));
        } else {
          Line line = Line.of(row);
          lines.computeIfAbsent(line.listedOn(), d -> new ArrayList<>()).add(line);
        }
      }
      lines.forEach((day, all) -> announced.addAll(PostedRates.among(day, all, reference)));
      PostedRates posted = new PostedRates(announced);
      List<Tuple2<Integer, Object[]>> found = new ArrayList<>();
      for (LocalDate day : new Days.Range(from, to)) {
        posted
            .on(day)
            .forEach(one -> found.add(of(day, Found.POSTED, (Object) PostedRates.row(one))));
      }
      return found;
    }

    private static Tuple2<Integer, Object[]> of(LocalDate day, Found found, Object... values) {
      return new Tuple2<>((int) day.toEpochDay(), element(found, values));
    }

    private static Object[] element(Found found, Object... values) {
      return new Object[] {found.ordinal(), values};
    }
  }

  /** Consecutive days go to one task; what has no day to the last. */
  static final class Days extends Partitioner {
    static final int REST = Integer.MAX_VALUE;

    private final int first;
    private final int days;
    private final int tasks;

    Days(LocalDate from, LocalDate to, int tasks) {
      this.first = (int) from.toEpochDay();
      this.days = (int) (to.toEpochDay() - first) + 1;
      this.tasks = Math.min(tasks, days);
    }

    @Override
    public int numPartitions() {
      return tasks + 1;
    }

    @Override
    public int getPartition(Object day) {
      int at = (Integer) day;
      return at == REST ? tasks : (int) ((long) (at - first) * tasks / days);
    }

    /** The days of a task. */
    List<LocalDate> of(int task) {
      List<LocalDate> mine = new ArrayList<>();
      for (int at = first; at < first + days; at++) {
        if (getPartition(at) == task) {
          mine.add(LocalDate.ofEpochDay(at));
        }
      }
      return mine;
    }

    /** The task of what has no day. */
    int rest() {
      return tasks;
    }

    /** From one day to another. */
    record Range(LocalDate from, LocalDate to) implements Iterable<LocalDate> {
      @Override
      public Iterator<LocalDate> iterator() {
        return from.datesUntil(to.plusDays(1)).iterator();
      }
    }
  }

  /** Third stage: the shelves of each day meet. */
  private static Iterator<byte[]> made(
      int task, Iterator<Tuple2<Integer, Object[]>> elements, Days days, Needs needs) {
    if (task == days.rest()) {
      return Collections.emptyIterator();
    }
    Map<Integer, Shelves> byDay = new HashMap<>();
    while (elements.hasNext()) {
      Tuple2<Integer, Object[]> next = elements.next();
      take(next._2(), byDay.computeIfAbsent(next._1(), d -> new Shelves()));
    }
    DayTask work = new DayTask(needs);
    for (LocalDate day : days.of(task)) {
      Shelves shelves = byDay.remove((int) day.toEpochDay());
      work.day(day, shelves == null ? new Shelves() : shelves);
    }
    return List.of(Packed.of(work.made())).iterator();
  }

  @SuppressWarnings("unchecked")
  private static void take(Object[] element, Shelves shelves) {
    Object[] values = (Object[]) element[1];
    switch (Found.values()[(Integer) element[0]]) {
      case PRODUCT -> {
        List<Line> lines = new ArrayList<>();
        ((List<Object[]>) values[1]).forEach(line -> lines.add(Line.ofValues(line)));
        shelves.products.add(ShelfDay.of((Object[]) values[0], lines));
      }
      case CELLS ->
          shelves.cells.add(
              new Counts.Cell(
                  (String) values[0], (String) values[1], (String) values[2], (String) values[3]));
      case SCANNED -> shelves.scanned.add((String) values[0]);
      case POSTED -> shelves.posted.add(PostedRates.ofRow((Object[]) values[0]));
      case BREACH -> shelves.breaches.add((Object[]) values[0]);
      default -> throw new IllegalStateException("what has a day is no " + element[0]);
    }
  }
}
