package org.rateshelf.lake;

import static java.util.Comparator.naturalOrder;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import org.rateshelf.ingest.ContractSettlement;
import org.rateshelf.ingest.JudgedRow;
import org.rateshelf.ingest.Origin;
import org.rateshelf.ingest.PostedSettlement;
import org.rateshelf.ingest.Settlement;
import org.rateshelf.ingest.ShelfSettlement;
import org.rateshelf.ingest.Sources;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.store.DataFile;
import org.rateshelf.store.Packed;
import org.rateshelf.table.BankRates;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Scans;
import org.rateshelf.table.UserRates;
import scala.Tuple2;

/**
 * Settles the rows that meet in a task, and writes those that are kept: a month of a shelf into one
 * file, a snapshot of holders into one. What it gives are the rows that are refused, and at last
 * what it has {@link Made}.
 */
final class SettleTask implements Iterator<Tuple2<Long, byte[]>> {
  /** Tables whose rows may be given to it as they stand, each numbered as a file would be. */
  static final List<Table> STANDING =
      List.of(Listings.TABLE, Scans.TABLE, BankRates.TABLE, UserRates.TABLE);

  /** Rows that are handed on at a time, and those that a file has at most, but for whole days. */
  private static final int CHUNK = 4096;

  private static final int MOST = 250_000;

  /**
   * What to do.
   *
   * @param origins the files whose rows count, by their number
   * @param compared the groups of which the rows that stood are given
   * @param derivesScans whether scans come from listings, and none is written
   * @param folders of the tables, by their path
   */
  record Order(
      Map<Integer, Origin> origins,
      Set<Integer> compared,
      boolean derivesScans,
      Map<String, String> folders)
      implements Serializable {}

  /** How the rows of a file fared. */
  static final class Fates implements Serializable {
    private static final long serialVersionUID = 1L;

    long kept;
    long repeated;
    long refused;

    static Fates plus(Fates one, Fates other) {
      one.kept += other.kept;
      one.repeated += other.repeated;
      one.refused += other.refused;
      return one;
    }
  }

  /**
   * What was done.
   *
   * @param fates by the number of the file
   * @param files data files, by the path of their table
   * @param changed by group, the days of which the tables now say something else
   */
  record Made(
      Map<Integer, Fates> fates,
      Map<String, List<DataFile>> files,
      Map<Integer, TreeSet<LocalDate>> changed)
      implements Serializable {}

  private final Iterator<Tuple2<Long, byte[]>> rows;
  private final Order order;
  private final List<Settlement> settlements;
  private final TableBuffers buffers;
  private final Map<Table, List<Object[]>> chunks = new LinkedHashMap<>();
  private final Map<Integer, Counted> files = new HashMap<>();
  private final RowBytes.Writer bytes = new RowBytes.Writer();
  private final Map<Integer, TreeSet<LocalDate>> changed = new HashMap<>();
  private final Deque<Tuple2<Long, byte[]>> given = new ArrayDeque<>();
  private Tuple2<Long, byte[]> next;
  private long unit = -1;
  private long noted = Meeting.REPORT;
  private int chunked;
  private int buffered;
  private boolean reported;

  SettleTask(Iterator<Tuple2<Long, byte[]>> rows, Order order) {
    this.rows = rows;
    this.order = order;
    this.settlements =
        List.of(
            new ShelfSettlement(!order.derivesScans()),
            new PostedSettlement(),
            new ContractSettlement());
    this.buffers = new TableBuffers(order.folders());
    order.origins().forEach((number, origin) -> files.put(number, new Counted(number, origin)));
    advance();
  }

  private void advance() {
    do {
      next = rows.hasNext() ? rows.next() : null;
    } while (next != null && next._1() == Meeting.REPORT);
  }

  @Override
  public boolean hasNext() {
    while (given.isEmpty() && next != null) {
      if (Meeting.isRefused(next._1())) {
        refuse();
      } else {
        meet(next._1());
      }
    }
    if (given.isEmpty() && !reported) {
      reported = true;
      flush();
      Map<Integer, Fates> fates = new HashMap<>();
      files.forEach((number, file) -> fates.put(number, file.fates));
      Made made = new Made(fates, buffers.files(), changed);
      given.add(new Tuple2<>(Meeting.REPORT, Packed.of(made)));
    }
    return !given.isEmpty();
  }

  @Override
  public Tuple2<Long, byte[]> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return given.remove();
  }

  /** A file whose rows count. */
  private static final class Counted {
    final int number;
    final Origin origin;
    final Table table;
    final Fates fates = new Fates();

    Counted(int number, Origin origin) {
      this.number = number;
      this.origin = origin;
      this.table = Sources.named(origin.source()).table();
    }

    JudgedRow row(RowBytes row) {
      return new JudgedRow(table, origin, row.values(), row.reasons());
    }
  }

  /** Settles a row that is refused for what it says alone. */
  private void refuse() {
    RowBytes row = RowBytes.of(next._2());
    Counted file = files.get(row.number());
    if (file != null) {
      JudgedRow refused = file.row(row);
      settlements.get(Meeting.group(next._1())).settleRefused(refused);
      count(file, refused);
    }
    advance();
  }

  /** Settles the rows of one meeting. */
  private void meet(long meeting) {
    List<JudgedRow> landed = new ArrayList<>();
    List<Counted> from = new ArrayList<>();
    Map<Table, Set<List<Object>>> stood = new HashMap<>();
    for (; next != null && next._1() == meeting; advance()) {
      RowBytes row = RowBytes.of(next._2());
      Counted file = files.get(row.number());
      if (file != null) {
        landed.add(file.row(row));
        from.add(file);
      } else if (row.number() < 0) {
        Table table = STANDING.get(-1 - row.number());
        stood
            .computeIfAbsent(table, t -> new HashSet<>())
            .add(JudgedRow.content(table, row.values()));
      }
    }
    settlements.get(Meeting.group(meeting)).settle(landed);
    Map<Table, List<Object[]>> kept = new HashMap<>();
    for (int i = 0; i < landed.size(); i++) {
      JudgedRow row = landed.get(i);
      count(from.get(i), row);
      if (row.isKept() && !(order.derivesScans() && row.table() == Scans.TABLE)) {
        kept.computeIfAbsent(row.table(), t -> new ArrayList<>()).add(row.values());
      }
    }
    if (!Meeting.isSameDay(meeting, noted)) {
      note(meeting, kept, stood);
    }
    startFile(Meeting.unit(meeting));
    kept.forEach(this::write);
  }

  private void count(Counted file, JudgedRow row) {
    if (row.isRefused()) {
      file.fates.refused++;
      given.add(
          new Tuple2<>(
              Meeting.inFile(file.number, row.line()),
              bytes.bytes(file.number, new Object[] {row.line()}, row.reasons())));
    } else if (row.isRepeated()) {
      file.fates.repeated++;
    } else {
      file.fates.kept++;
    }
  }

  /** Notes whether the day's tables say something else than they did. */
  private void note(
      long meeting, Map<Table, List<Object[]>> kept, Map<Table, Set<List<Object>>> stood) {
    int group = Meeting.group(meeting);
    Map<Table, Set<List<Object>>> say = new HashMap<>();
    if (order.compared().contains(group)) {
      kept.forEach(
          (table, some) -> {
            Set<List<Object>> contents = new HashSet<>();
            some.forEach(row -> contents.add(JudgedRow.content(table, row)));
            say.put(table, contents);
          });
    }
    if (order.compared().contains(group) ? !say.equals(stood) : !kept.isEmpty()) {
      changed.computeIfAbsent(group, g -> new TreeSet<>()).add(Meeting.day(meeting));
      noted = meeting;
    }
  }

  private void write(Table table, List<Object[]> kept) {
    if (kept.size() > 1) {
      kept.sort(byKey(table));
    }
    chunks.computeIfAbsent(table, t -> new ArrayList<>()).addAll(kept);
    chunked += kept.size();
    if (chunked >= CHUNK) {
      flush();
    }
  }

  private void flush() {
    chunks.forEach(buffers::add);
    chunks.clear();
    buffered += chunked;
    chunked = 0;
    if (buffered >= MOST) {
      endFile();
    }
  }

  private void endFile() {
    buffers.endFile();
    buffered = 0;
  }

  private void startFile(long begun) {
    if (begun != unit) {
      flush();
      endFile();
      unit = begun;
    }
  }

  @SuppressWarnings("unchecked")
  private static Comparator<Object[]> byKey(Table table) {
    Comparator<Object[]> order = (one, other) -> 0;
    for (Field<?> field : table.key()) {
      int at = table.at(field);
      order = order.thenComparing(row -> (Comparable<Object>) row[at], naturalOrder());
    }
    return order;
  }
}
