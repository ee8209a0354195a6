package org.rateshelf.store;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/**
 * The tables of a lake as they stand now: their rows and data files, and the commits that put files
 * in the place of others.
 *
 * <p>A commit takes whole files out and puts whole files in. Only a file that holds rows of both
 * sorts is written anew. What nights have added is put together when their month is over, so that a
 * table of years has few files.
 */
public final class Tables {
  /** So many small files of a month, or of a table without days, are put together. */
  private static final int MANY = 16;

  private static final long SMALL = 8 << 20;

  private final SparkContext spark;
  private final Path root;
  private final Configuration settings;
  private final Engine engine;
  private final Map<String, List<DataFile>> known = new ConcurrentHashMap<>();

  /**
   * @param root the lake's folder
   * @param settings how its files are reached
   */
  public Tables(SparkContext spark, Path root, Configuration settings) {
    this.spark = spark;
    this.root = root;
    this.settings = settings;
    this.engine = DefaultEngine.create(settings);
  }

  /** Looks anew at logs that something else may have changed. */
  public void forget() {
    known.clear();
  }

  /** Where tasks are run, which reach files as this process does. */
  public JavaSparkContext tasks() {
    Storage.use(spark, settings);
    return JavaSparkContext.fromSparkContext(spark);
  }

  /** A table's folder as Hadoop takes it, for the tasks that write its files. */
  public String folder(Table table) {
    return folder(table.path());
  }

  private String folder(String path) {
    return new Path(root, path).toString();
  }

  /** The log of the table at a path within the lake. */
  public TableLog log(String path) {
    return new TableLog(folder(path), engine);
  }

  /** The newest version of a table; -1 where there is no such table. */
  private long head(Table table) {
    try {
      Path log = new Path(folder(table), "_delta_log");
      FileSystem files = log.getFileSystem(settings);
      long head = -1;
      if (files.exists(log)) {
        for (FileStatus entry : files.listStatus(log)) {
          String name = entry.getPath().getName();
          if (name.length() == 25 && name.endsWith(".json")) {
            head = Math.max(head, Long.parseLong(name.substring(0, 20)));
          }
        }
      }
      return head;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The data files of a table; none where it was never written. */
  public List<DataFile> files(Table table) {
    long head = head(table);
    return head < 0 ? List.of() : files(table.path(), head);
  }

  /** The data files of a version of a table. */
  public List<DataFile> files(String path, long version) {
    return known.computeIfAbsent(path + "@" + version, at -> log(path).files(version));
  }

  /** The data files of a table that may hold rows of some days. */
  public List<DataFile> files(Table table, LocalDate from, LocalDate to) {
    return files(table).stream()
        .filter(file -> TableLog.mayHold(table, file, table.day(), from, to))
        .toList();
  }

  /** The rows of a small table. */
  public List<Object[]> rows(Table table) {
    return TableFiles.rows(table, files(table));
  }

  /** A table's rows from one day to another, both included. */
  public List<Object[]> rows(Table table, LocalDate from, LocalDate to) {
    int at = table.at(table.day());
    List<Object[]> rows = TableFiles.rows(table, files(table, from, to));
    rows.removeIf(row -> ((LocalDate) row[at]).isBefore(from) || ((LocalDate) row[at]).isAfter(to));
    return rows;
  }

  /** The days from one to another that a table has rows of. */
  public Set<LocalDate> days(Table table, LocalDate from, LocalDate to) {
    Set<LocalDate> days = new TreeSet<>();
    int at = table.at(table.day());
    for (DataFile file : files(table, from, to)) {
      TableLog.Bounds bounds = TableLog.bounds(table, file, table.day());
      if (bounds.least() != null && bounds.least().equals(bounds.greatest())) {
        days.add(LocalDate.ofEpochDay((Integer) bounds.least()));
      } else {
        TableFiles.rows(table, List.of(file), Set.of(table.day()))
            .forEach(row -> days.add((LocalDate) row[at]));
      }
    }
    days.removeIf(day -> day.isBefore(from) || day.isAfter(to));
    return days;
  }

  /** Writes rows of a small table, by this process. */
  public List<DataFile> write(Table table, Collection<Object[]> rows) {
    Storage.use(spark, settings);
    return TableFiles.write(table, folder(table), rows.iterator());
  }

  /** Adds data files to a table. */
  public void add(Table table, List<DataFile> files) {
    replace(table, List.of(), files);
  }

  /** Makes a table of these data files alone. */
  public void replaceAll(Table table, List<DataFile> files) {
    commit(table, files(table), files);
  }

  /** Puts data files in the place of all rows from one day on. */
  public void replaceFrom(Table table, LocalDate from, List<DataFile> files) {
    List<DataFile> gone = new ArrayList<>();
    List<DataFile> cut = new ArrayList<>();
    for (DataFile file : files(table)) {
      TableLog.Bounds days = TableLog.bounds(table, file, table.day());
      if (days.least() != null && (Integer) days.least() >= from.toEpochDay()) {
        gone.add(file);
      } else if (days.greatest() == null || (Integer) days.greatest() >= from.toEpochDay()) {
        cut.add(file);
      }
    }
    int day = table.at(table.day());
    replaceCut(table, gone, cut, row -> ((LocalDate) row[day]).isBefore(from), files);
  }

  /** Puts data files in the place of the rows whose column has one of some values. */
  public void replaceWhere(Table table, Field<?> column, Set<?> values, List<DataFile> files) {
    HashSet<Object> replaced = new HashSet<>(values);
    int at = table.at(column);
    List<DataFile> gone = new ArrayList<>();
    List<DataFile> cut = new ArrayList<>();
    for (DataFile file : column == table.day() ? filesOf(table, replaced) : files(table)) {
      List<Object[]> rows = TableFiles.rows(table, List.of(file), Set.of(column));
      long some = rows.stream().filter(row -> replaced.contains(row[at])).count();
      if (some > 0) {
        (some == rows.size() ? gone : cut).add(file);
      }
    }
    replaceCut(table, gone, cut, row -> !replaced.contains(row[at]), files);
  }

  /** The data files that may hold rows of some days. */
  private List<DataFile> filesOf(Table table, Set<?> days) {
    TreeSet<LocalDate> ordered = new TreeSet<>();
    days.forEach(day -> ordered.add((LocalDate) day));
    return files(table, ordered.first(), ordered.last());
  }

  private interface Stays extends Predicate<Object[]>, Serializable {}

  /** Of files that hold rows of both sorts, those that stay are written anew. */
  private void replaceCut(
      Table table, List<DataFile> gone, List<DataFile> cut, Stays stays, List<DataFile> files) {
    List<DataFile> out = new ArrayList<>(gone);
    out.addAll(cut);
    List<DataFile> in = new ArrayList<>(files);
    in.addAll(rewritten(table, cut.stream().map(List::of).toList(), stays));
    replace(table, out, in);
  }

  /** Takes data files out of a table and puts others in, and puts small files together. */
  public void replace(Table table, List<DataFile> gone, List<DataFile> files) {
    List<List<DataFile>> months = new ArrayList<>();
    if (!gone.isEmpty() || !files.isEmpty()) {
      List<DataFile> staying = new ArrayList<>(files(table));
      staying.removeAll(gone);
      months.addAll(small(table, staying, files));
    }
    List<DataFile> out = new ArrayList<>(gone);
    months.forEach(out::addAll);
    List<DataFile> in = new ArrayList<>(files);
    in.addAll(rewritten(table, months, row -> true));
    commit(table, out, in);
  }

  private void commit(Table table, List<DataFile> gone, List<DataFile> files) {
    if (head(table) < 0) {
      log(table.path()).create(table, files);
    } else if (!gone.isEmpty() || !files.isEmpty()) {
      log(table.path()).replace(gone, files);
    }
  }

  /**
   * The small files that are put together: those of each month before the newest, or all of a table
   * without days.
   */
  private static List<List<DataFile>> small(
      Table table, List<DataFile> staying, List<DataFile> added) {
    List<DataFile> small = staying.stream().filter(file -> file.size() < SMALL).toList();
    if (small.size() < MANY) {
      return List.of();
    }
    if (table.day() == null) {
      return List.of(small);
    }
    List<DataFile> all = new ArrayList<>(staying);
    all.addAll(added);
    YearMonth newest =
        all.stream()
            .map(file -> TableLog.bounds(table, file, table.day()).greatest())
            .filter(Integer.class::isInstance)
            .map(day -> month((Integer) day))
            .max(YearMonth::compareTo)
            .orElse(null);
    Map<YearMonth, List<DataFile>> months =
        small.stream()
            .filter(
                file -> {
                  TableLog.Bounds days = TableLog.bounds(table, file, table.day());
                  return days.least() != null
                      && month((Integer) days.least()).equals(month((Integer) days.greatest()))
                      && month((Integer) days.greatest()).isBefore(newest);
                })
            .collect(
                groupingBy(
                    file -> month((Integer) TableLog.bounds(table, file, table.day()).least()),
                    toList()));
    return months.values().stream().filter(files -> files.size() >= MANY).toList();
  }

  private static YearMonth month(int day) {
    return YearMonth.from(LocalDate.ofEpochDay(day));
  }

  /** The rows that stay of some files, those of each list together. */
  private List<DataFile> rewritten(Table table, List<List<DataFile>> lists, Stays stays) {
    if (lists.isEmpty()) {
      return List.of();
    }
    String folder = folder(table);
    return tasks()
        .parallelize(Packed.all(lists.stream().map(ArrayList::new).toList()), lists.size())
        .map(files -> Packed.of(rewritten(table, folder, Packed.unpack(files), stays)))
        .collect()
        .stream()
        .flatMap(files -> Packed.<List<DataFile>>unpack(files).stream())
        .toList();
  }

  private static ArrayList<DataFile> rewritten(
      Table table, String folder, List<DataFile> files, Stays stays) throws IOException {
    try (CloseableIterator<Object[]> rows = TableFiles.read(table, files)) {
      return new ArrayList<>(TableFiles.write(table, folder, rows.filter(stays::test)));
    }
  }
}
