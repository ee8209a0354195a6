package org.rateshelf.lake;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import io.delta.kernel.internal.util.Utils;
import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.rateshelf.ingest.Origin;
import org.rateshelf.ingest.Source;
import org.rateshelf.ingest.Sources;
import org.rateshelf.lake.FileReading.Landing;
import org.rateshelf.lake.FileReading.Report;
import org.rateshelf.lake.SettleTask.Fates;
import org.rateshelf.lake.SettleTask.Made;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.store.DataFile;
import org.rateshelf.store.Packed;
import org.rateshelf.store.PlainFiles;
import org.rateshelf.store.TableFiles;
import org.rateshelf.table.Quarantine;
import scala.Tuple2;

/**
 * Spreads the reading and settling of files over tasks. A file is read once: its rows wait where
 * they will meet others, and which files count is decided by the driver meanwhile.
 */
final class IntakeJob {
  /** Bytes that one task may as well do alone, and those that one can do. */
  private static final long FEW_BYTES = 1 << 20;

  private static final long MANY_BYTES = 128 << 20;

  private final Lake lake;
  private final Archive archive;
  private final Reference reference;
  private final int shares;
  private final List<JavaPairRDD<Long, byte[]>> read = new ArrayList<>();
  private int numbers;
  private JavaPairRDD<Long, byte[]> refused;
  private Map<Integer, LandedFile> counted = Map.of();

  /**
   * @param bytes of all files that may be read
   */
  IntakeJob(Lake lake, Archive archive, Reference reference, long bytes) {
    this.lake = lake;
    this.archive = archive;
    this.reference = reference;
    long least = 1 + bytes / MANY_BYTES;
    long atOnce = Math.min(1 + bytes / FEW_BYTES, lake.tables().tasks().defaultParallelism());
    this.shares = (int) Math.max(least, atOnce);
  }

  /** A number for one more file. */
  int number() {
    return numbers++;
  }

  /** Reads files; their rows stay with the tasks. */
  List<Report> read(List<Landing> files) {
    if (files.isEmpty()) {
      return List.of();
    }
    Readers readers = new Readers(archive, new HashMap<>(reference.knownIds()), Map.of());
    JavaPairRDD<Long, byte[]> rows =
        spread(files, Landing::size)
            .mapPartitionsToPair(readers::landed)
            .repartitionAndSortWithinPartitions(Meeting.settled(shares), Meeting.ORDER);
    read.add(rows);
    return reports(rows).stream()
        .map(Report.class::cast)
        .sorted(comparing(Report::number))
        .toList();
  }

  /** Runs the tasks before a shuffle, and hears what they have to say beside the rows. */
  private static List<Object> reports(JavaPairRDD<Long, byte[]> rows) {
    return rows.collectPartitions(new int[] {0})[0].stream()
        .map(report -> Packed.unpack(report._2()))
        .toList();
  }

  /** Deals things out to tasks, the largest first, so that all have as much to do. */
  private <T extends Serializable> JavaRDD<byte[]> spread(List<T> things, ToLongFunction<T> size) {
    int most = 4 * lake.tables().tasks().defaultParallelism();
    int tasks = Math.max(1, Math.min(things.size(), most));
    List<T> ordered = things.stream().sorted(comparingLong(size).reversed()).toList();
    List<T> dealt = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      for (int i = task; i < ordered.size(); i += tasks) {
        dealt.add(ordered.get(i));
      }
    }
    return lake.tables().tasks().parallelize(Packed.all(dealt), tasks);
  }

  /**
   * What came of settling.
   *
   * @param fates of the rows of each file, by its number
   * @param files data files of the kept rows, by the path of their table
   * @param changed by group of sources, the days of which the tables now say something else
   */
  record Settled(
      Map<Integer, Fates> fates,
      Map<String, List<DataFile>> files,
      Map<Integer, TreeSet<LocalDate>> changed) {

    TreeSet<LocalDate> changed(int group) {
      return changed.getOrDefault(group, new TreeSet<>());
    }
  }

  /**
   * Settles the rows of files, and writes those that are kept into data files.
   *
   * @param counting the files that count, by their number; those that were not read are read from
   *     the archive
   * @param standing days of which rows of a group stand already, by the group
   */
  Settled settle(
      Map<Integer, LandedFile> counting,
      Set<Integer> readNow,
      Map<Integer, TreeSet<LocalDate>> standing) {
    counted = new HashMap<>(counting);
    List<Kept> kept = new ArrayList<>();
    Map<Integer, Origin> origins = new HashMap<>();
    counting.forEach(
        (number, file) -> {
          origins.put(number, new Origin(file.source(), file.name(), file.sha256()));
          if (!readNow.contains(number)) {
            kept.add(new Kept(number, file));
          }
        });
    Readers readers = new Readers(archive, new HashMap<>(reference.knownIds()), standing);
    List<JavaPairRDD<Long, byte[]>> all = new ArrayList<>(read);
    if (!kept.isEmpty()) {
      all.add(
          spread(kept, one -> one.file().size())
              .flatMapToPair(readers::kept)
              .repartitionAndSortWithinPartitions(Meeting.settled(shares), Meeting.ORDER));
    }
    List<Stood> stood = stood(standing);
    if (!stood.isEmpty()) {
      all.add(
          spread(stood, one -> one.file().size())
              .flatMapToPair(readers::stood)
              .repartitionAndSortWithinPartitions(Meeting.settled(shares), Meeting.ORDER));
    }
    Settled settled = new Settled(new HashMap<>(), new HashMap<>(), new TreeMap<>());
    refused = null;
    if (all.isEmpty()) {
      return settled;
    }
    Map<String, String> folders = new HashMap<>();
    SettleTask.STANDING.forEach(table -> folders.put(table.path(), lake.tables().folder(table)));
    SettleTask.Order order =
        new SettleTask.Order(
            origins, new HashSet<>(standing.keySet()), reference.market().derivesScans(), folders);
    refused =
        merged(all)
            .mapPartitionsToPair(rows -> new SettleTask(rows, order))
            .repartitionAndSortWithinPartitions(Meeting.byFile(shares), Meeting.ORDER);
    for (Object report : reports(refused)) {
      Made made = (Made) report;
      made.fates().forEach((number, fates) -> settled.fates().merge(number, fates, Fates::plus));
      made.files()
          .forEach(
              (table, files) ->
                  settled.files().computeIfAbsent(table, t -> new ArrayList<>()).addAll(files));
      made.changed()
          .forEach(
              (group, days) ->
                  settled.changed().computeIfAbsent(group, g -> new TreeSet<>()).addAll(days));
    }
    return settled;
  }

  /** Writes the refused rows of what was settled last. */
  List<DataFile> quarantined() {
    RefusedRows rows =
        new RefusedRows(archive, new HashMap<>(counted), lake.tables().folder(Quarantine.TABLE));
    lake.tables().tasks();
    List<DataFile> files = new ArrayList<>();
    refused
        .mapPartitionsWithIndex(
            (task, some) ->
                List.of(Packed.of(new ArrayList<>(task == 0 ? List.of() : rows.write(some))))
                    .iterator(),
            false)
        .collect()
        .forEach(result -> ((List<?>) Packed.unpack(result)).forEach(f -> files.add((DataFile) f)));
    return files;
  }

  /** A file that is read from the archive. */
  private record Kept(int number, LandedFile file) implements Serializable {}

  /** A data file of a table, whose rows stand. */
  private record Stood(int group, int table, DataFile file) implements Serializable {}

  private List<Stood> stood(Map<Integer, TreeSet<LocalDate>> standing) {
    List<Stood> stood = new ArrayList<>();
    standing.forEach(
        (group, days) -> {
          Set<Table> tables = new HashSet<>();
          Sources.landing().get(group).forEach(source -> tables.add(source.table()));
          for (Table table : tables) {
            lake.tables().files(table, days.first(), days.last()).stream()
                .map(file -> new Stood(group, SettleTask.STANDING.indexOf(table), file))
                .forEach(stood::add);
          }
        });
    return stood;
  }

  private static JavaRDD<Tuple2<Long, byte[]>> merged(List<JavaPairRDD<Long, byte[]>> all) {
    JavaRDD<Tuple2<Long, byte[]>> merged = all.get(0).map(row -> row);
    for (JavaPairRDD<Long, byte[]> rows : all.subList(1, all.size())) {
      merged = merged.zipPartitions(rows, Merged::new);
    }
    return merged;
  }

  /** Two sorted rows of rows as one. */
  private static final class Merged implements Iterator<Tuple2<Long, byte[]>> {
    private final Iterator<Tuple2<Long, byte[]>> ones;
    private final Iterator<Tuple2<Long, byte[]>> others;
    private Tuple2<Long, byte[]> one;
    private Tuple2<Long, byte[]> other;

    Merged(Iterator<Tuple2<Long, byte[]>> ones, Iterator<Tuple2<Long, byte[]>> others) {
      this.ones = ones;
      this.others = others;
      one = next(ones);
      other = next(others);
    }

    private static Tuple2<Long, byte[]> next(Iterator<Tuple2<Long, byte[]>> rows) {
      return rows.hasNext() ? rows.next() : null;
    }

    @Override
    public boolean hasNext() {
      return one != null || other != null;
    }

    @Override
    public Tuple2<Long, byte[]> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      boolean isOne = other == null || one != null && one._1() <= other._1();
      Tuple2<Long, byte[]> given = isOne ? one : other;
      if (isOne) {
        one = next(ones);
      } else {
        other = next(others);
      }
      return given;
    }
  }

  /** What tasks read: files that landed, copies of them, and the rows that stand. */
  private record Readers(
      Archive archive,
      HashMap<Field<String>, Set<String>> known,
      Map<Integer, TreeSet<LocalDate>> standing)
      implements Serializable {

    Iterator<Tuple2<Long, byte[]>> landed(Iterator<byte[]> files) {
      PlainFiles disk = new PlainFiles();
      return new Iterator<>() {
        private FileReading reading;

        @Override
        public boolean hasNext() {
          while ((reading == null || !reading.hasNext()) && files.hasNext()) {
            Landing file = Packed.unpack(files.next());
            reading = new FileReading(file, archive, disk, known);
          }
          return reading != null && reading.hasNext();
        }

        @Override
        public Tuple2<Long, byte[]> next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          return reading.next();
        }
      };
    }

    Iterator<Tuple2<Long, byte[]>> kept(byte[] packed) throws IOException {
      Kept kept = Packed.unpack(packed);
      Source source = Sources.named(kept.file().source());
      JudgedRecords judged = new JudgedRecords(kept.number(), source, known);
      return Utils.toCloseableIterator(archive.records(new PlainFiles(), kept.file()))
          .map(judged::row);
    }

    Iterator<Tuple2<Long, byte[]>> stood(byte[] packed) {
      Stood stood = Packed.unpack(packed);
      Table table = SettleTask.STANDING.get(stood.table());
      Set<LocalDate> days = standing.get(stood.group());
      int day = table.at(table.day());
      RowBytes.Writer bytes = new RowBytes.Writer();
      return TableFiles.read(table, List.of(stood.file()))
          .filter(row -> days.contains((LocalDate) row[day]))
          .map(
              row ->
                  new Tuple2<>(
                      Meeting.of(stood.group(), table, row),
                      bytes.bytes(-1 - stood.table(), row, List.of())));
    }
  }
}
