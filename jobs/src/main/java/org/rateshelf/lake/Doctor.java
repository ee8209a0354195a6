package org.rateshelf.lake;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.day.Counts;
import org.rateshelf.ingest.Source;
import org.rateshelf.ingest.Sources;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.lake.LandedFile.Status;
import org.rateshelf.table.Provenance;
import org.rateshelf.table.Quarantine;
import org.rateshelf.table.Runs;

/**
 * What is wrong with a lake, found by reading it: every data file of the states that can be wanted,
 * every kept file, the ledger against the tables. A run may be at work meanwhile; what it has not
 * published is not looked at.
 */
public final class Doctor {
  /** Delta's vacuum leaves a file at least as long after the newest version does without it. */
  private static final Duration RETENTION = Duration.ofDays(7);

  private static final int SHOWN = 3;

  private final Lake lake;
  private final Configuration hadoop;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<Path, Optional<String>> files = new HashMap<>();

  /** Whether tables can be set back: that goes by their logs. */
  private boolean logsAreWhole = true;

  private Doctor(Lake lake) {
    this.lake = lake;
    this.hadoop = lake.settings();
  }

  /**
   * Something that is wrong.
   *
   * @param mend what puts it right and loses nothing; empty where a person must
   */
  public record Finding(String problem, String why, String fix, Optional<Runnable> mend) {
    /** The three lines that a person reads. */
    public String told() {
      return problem + "\n  why: " + why + "\n  fix: " + fix;
    }
  }

  /** Examines a lake. */
  public static List<Finding> examine(Lake lake, Instant now) {
    Doctor doctor = new Doctor(lake);
    try {
      doctor.examine(now);
    } catch (RateshelfException e) {
      doctor.find(e.getMessage(), e.why(), e.fix());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(doctor.findings);
  }

  private void examine(Instant now) throws IOException {
    rights();
    parts();
    if (!registers()) {
      return;
    }
    Optional<Publication> newest = lake.lastPublication();
    boolean whole = newest.isEmpty() || states(newest.get(), now);
    leftovers(whole);
    Publication present = lake.present();
    boolean forgets = lake.market(present).forgetsUserFiles();
    if (whole) {
      List<LandedFile> ledger =
          lake.published(org.rateshelf.table.Files.TABLE, present).collectAsList().stream()
              .map(LandedFile::of)
              .toList();
      balance(present);
      ledger(ledger, present);
      archive(ledger, forgets);
    }
  }

  private void find(String problem, String why, String fix) {
    findings.add(new Finding(problem, why, fix, Optional.empty()));
  }

  private void findMendable(String problem, String why, String fix, Runnable mend) {
    String repair = fix + ": rateshelf doctor --repair --lake " + lake.root();
    findings.add(new Finding(problem, why, repair, Optional.of(mend)));
  }

  private boolean isAtWork() {
    return lake.journals(1).stream().anyMatch(Journal.Entry::held);
  }

  private void rights() throws IOException {
    Set<PosixFilePermission> rights = Files.getPosixFilePermissions(lake.root());
    if (rights.contains(PosixFilePermission.OTHERS_EXECUTE)
        && lake.folders().stream().anyMatch(Doctor::isOpen)) {
      findMendable(
          "Every user of this machine can read the lake.",
          "holders' balances lie in it.",
          "take the others' rights from its folder",
          () -> close(lake.root()));
    }
  }

  private static boolean isOpen(Path folder) {
    try {
      return Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(Path folder) {
    try {
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(folder);
      rights.removeAll(PosixFilePermissions.fromString("------rwx"));
      Files.setPosixFilePermissions(folder, rights);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void parts() throws IOException {
    List<Path> parts = Archive.parts(lake);
    if (!parts.isEmpty() && !isAtWork()) {
      findMendable(
          "raw/ has " + some(parts.stream().map(p -> p.getFileName().toString()).toList()) + ".",
          "a run that died was writing there; nothing reads it.",
          "delete what is half written",
          () -> Archive.parts(lake).forEach(Doctor::delete));
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the tables can be read that say what runs did and published. */
  private boolean registers() {
    boolean sound = true;
    for (String path : Lake.NOT_PINNED) {
      OptionalLong head = lake.head(path);
      Collection<String> faults =
          head.isEmpty() ? List.of() : faults(path, head.getAsLong(), new TreeSet<>());
      if (!faults.isEmpty()) {
        sound = false;
        find(
            path + ": " + some(faults) + ".",
            "it tells readers and runs which states there are; nothing more was looked at.",
            "put the folder %s back from a copy of the lake.".formatted(lake.root().resolve(path)));
      }
    }
    return sound;
  }

  /** What is damaged of a table, and which states lack it. */
  private record Damage(TreeSet<String> faults, TreeSet<Long> publications) {}

  /** Reads the states that can be wanted; whether the newest is whole. */
  private boolean states(Publication newest, Instant now) throws IOException {
    Map<String, Map<Long, TreeSet<Long>>> pinned = new TreeMap<>();
    TreeSet<Long> whole = new TreeSet<>();
    for (Publication kept : lake.publications(now.minus(RETENTION))) {
      whole.add(kept.id());
      kept.versions()
          .forEach(
              (path, version) ->
                  pinned
                      .computeIfAbsent(path, p -> new TreeMap<>())
                      .computeIfAbsent(version, v -> new TreeSet<>())
                      .add(kept.id()));
    }
    Map<String, Damage> damaged = new TreeMap<>();
    TreeSet<Path> present = new TreeSet<>();
    pinned.forEach(
        (path, versions) ->
            versions.forEach(
                (version, ids) -> {
                  Collection<String> faults =
                      faults(path, version, ids.contains(newest.id()) ? present : new TreeSet<>());
                  if (!faults.isEmpty()) {
                    Damage damage =
                        damaged.computeIfAbsent(
                            path, p -> new Damage(new TreeSet<>(), new TreeSet<>()));
                    damage.faults().addAll(faults);
                    damage.publications().addAll(ids);
                    whole.removeAll(ids);
                  }
                }));
    damaged.forEach((path, damage) -> tell(path, damage, newest.id(), whole));
    if (whole.contains(newest.id())) {
      room(present);
    }
    return whole.contains(newest.id());
  }

  private void tell(String path, Damage damage, long newest, TreeSet<Long> whole) {
    String copy =
        "put it back from a copy of the lake, into " + lake.root().resolve(path) + "; without one ";
    String fix;
    if (!damage.publications().contains(newest)) {
      fix = copy + "only the way back to these states is barred.";
    } else if (whole.isEmpty() || !logsAreWhole) {
      fix = copy + "begin a new lake from the landing files: rateshelf backfill.";
    } else {
      fix =
          copy
              + "go back to the last whole state, from which the next night goes on:"
              + " rateshelf restore --to %d --lake %s".formatted(whole.last(), lake.root());
    }
    find(
        "%s: %s; publication %s needs it."
            .formatted(path, some(damage.faults()), some(damage.publications())),
        "who reads that state stops there; a count of the rows does not show it.",
        fix);
  }

  /** What a version of a table lacks; its files are noted. */
  private Collection<String> faults(String path, long version, Set<Path> noted) {
    Map<Path, Long> named = new TreeMap<>();
    try {
      lake.dataFiles(path, version).forEach((file, size) -> named.put(Lake.place(file), size));
    } catch (RuntimeException e) {
      logsAreWhole = false;
      return List.of("version " + version + " cannot be read from its log");
    }
    noted.addAll(named.keySet());
    List<String> faults = new ArrayList<>();
    named.forEach(
        (file, size) ->
            files.computeIfAbsent(file, unread -> fault(file, size)).ifPresent(faults::add));
    return faults;
  }

  /** Reads a data file to its end, and its pages' checksums with it. */
  private Optional<String> fault(Path file, long size) {
    if (!Files.exists(file)) {
      return Optional.of(file.getFileName() + " is missing");
    }
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), hadoop),
            HadoopReadOptions.builder(hadoop).usePageChecksumVerification(true).build())) {
      while (reader.readNextRowGroup() != null) {
        // Reading is all that is asked.
      }
      if (Files.size(file) == size) {
        return Optional.empty();
      }
      return Optional.of(file.getFileName() + " is another than the log says");
    } catch (IOException | RuntimeException e) {
      return Optional.of(file.getFileName() + " is cut or damaged");
    }
  }

  private void room(Set<Path> present) throws IOException {
    long needed = 0;
    for (Path file : present) {
      needed += Files.size(file);
    }
    long free = Files.getFileStore(lake.root()).getUsableSpace();
    if (free < needed) {
      find(
          "The disk has %,d bytes left; the newest state has %,d.".formatted(free, needed),
          "a run that computes all days anew writes as much, and needs the old files till then.",
          "free room, or move the lake to a larger disk.");
    }
  }

  /** What a run left that did not come to its end. */
  private void leftovers(boolean whole) {
    Optional<Publication> published = lake.lastPublication();
    List<String> ahead = lake.ahead(published);
    List<Journal.Entry> latest = lake.journals(1);
    if (isAtWork()) {
      return;
    }
    long newest = published.map(Publication::id).orElse(0L);
    Dataset<Row> runs = lake.now(Runs.TABLE);
    Row told = runs.agg(max(Runs.PUBLICATION_ID.col())).head();
    boolean behind = !told.isNullAt(0) && told.getLong(0) > newest;
    if (behind) {
      find(
          "Runs published up to %d, but ops/publications ends with %d."
              .formatted(told.getLong(0), newest),
          "readers see an older state, and the next run would take back all that is newer.",
          "put the folder %s back from a copy of the lake."
              .formatted(lake.root().resolve("ops/publications")));
    } else if (!ahead.isEmpty() && whole) {
      findMendable(
          "Written after publication %d, and published by none: %s.".formatted(newest, some(ahead)),
          "a run died over it; who reads the newest version instead of the published one sees it.",
          "the next run takes it back, or at once",
          () -> lake.recover(lake.lastPublication()));
    }
    for (Journal.Entry run : latest) {
      if (runs.filter(Runs.RUN_ID.col().equalTo(run.runId())).isEmpty()) {
        findMendable(
            "Run %s (%s) died at: %s."
                .formatted(
                    run.runId(),
                    run.command(),
                    run.steps().isEmpty()
                        ? "its start"
                        : run.steps().get(run.steps().size() - 1).name()),
            "what it was to take in is not published, and no run has come to its end since.",
            "run it again, or note here that it is known",
            () -> {});
      }
    }
  }

  private void balance(Publication newest) {
    TreeMap<LocalDate, List<Object[]>> days = new TreeMap<>();
    for (Object[] row : lake.rows(ProductCounts.TABLE, newest)) {
      LocalDate day = ProductCounts.TABLE.value(row, ProductCounts.AS_OF_DATE);
      days.computeIfAbsent(day, d -> new ArrayList<>()).add(row);
    }
    int unbalanced = 0;
    List<Object[]> yesterday = List.of();
    for (List<Object[]> today : days.values()) {
      unbalanced += Counts.unbalanced(yesterday, today);
      yesterday = today;
    }
    if (unbalanced > 0) {
      find(
          "gold/product_counts: stock is not yesterday's and what came less what went, on %d rows."
              .formatted(unbalanced),
          "each run checks it before it publishes, so something else has written there.",
          earlier(newest));
    }
  }

  private String earlier(Publication newest) {
    return "see since when (rateshelf diff --lake %s) and go back to the state before it"
            .formatted(lake.root())
        + " (rateshelf restore --to ID); the newest is %d.".formatted(newest.id());
  }

  /** Holds the rows of each file that the ledger tells against those that are there. */
  private void ledger(List<LandedFile> ledger, Publication newest) {
    Map<String, Long> told = new TreeMap<>();
    List<String> unequal = new ArrayList<>();
    for (LandedFile file : ledger) {
      if (file.counts() != null) {
        String table = Sources.named(file.source()).table().path();
        told.merge(table + " " + file.sha256(), file.counts().kept(), Long::sum);
        told.merge(
            Quarantine.TABLE.path() + " " + file.sha256(), file.counts().quarantined(), Long::sum);
        if (!file.counts().add()) {
          unequal.add("its numbers of %s do not add up".formatted(file.fileName()));
        }
      }
    }
    rows(newest).forEach((key, rows) -> told.merge(key, -rows, Long::sum));
    Map<String, String> names =
        ledger.stream()
            .collect(toMap(LandedFile::sha256, LandedFile::fileName, (one, other) -> one));
    told.forEach(
        (key, missing) -> {
          String[] of = key.split(" ");
          if (missing != 0) {
            unequal.add(
                "%s has %d rows too %s of %s"
                    .formatted(
                        of[0],
                        Math.abs(missing),
                        missing > 0 ? "few" : "many",
                        names.getOrDefault(of[1], "a file that it lacks")));
          }
        });
    if (!unequal.isEmpty()) {
      find(
          "The ledger, ops/files, and the tables differ: " + some(unequal) + ".",
          "each run counts the rows of every file, so something else has written there.",
          earlier(newest));
    }
  }

  /** Rows of each table of landed rows by "table sha256". */
  private Map<String, Long> rows(Publication newest) {
    Column file = Provenance.FILE_SHA256.col();
    return Stream.concat(
            Sources.landing().stream().flatMap(List::stream).map(Source::table),
            Stream.of(Quarantine.TABLE))
        .distinct()
        .map(
            table ->
                lake.published(table, newest)
                    .filter(file.isNotNull())
                    .select(concat(lit(table.path() + " "), file).as("key")))
        .reduce(Dataset::unionByName)
        .orElseThrow()
        .groupBy("key")
        .count()
        .collectAsList()
        .stream()
        .collect(toMap(row -> row.getString(0), row -> row.getLong(1)));
  }

  private void archive(List<LandedFile> ledger, boolean forgets) throws IOException {
    Archive archive = new Archive(lake, UserKey.DEMO);
    List<String> faults = new ArrayList<>();
    for (LandedFile file : ledger) {
      boolean forgotten = forgets && file.source().equals(Sources.USER_RATES.name());
      if (file.status() != Status.REFUSED && !forgotten) {
        archive.fault(file).ifPresent(faults::add);
      }
    }
    if (!faults.isEmpty()) {
      find(
          "raw/ is not as it came: " + some(faults) + ".",
          "a day that a later file speaks of is settled again from these copies.",
          "put them back from a copy of the lake; a file that is no holders' and no Parquet may"
              + " as well be taken as it landed, under the name that it has in raw/.");
    }
  }

  private static String some(Collection<?> things) {
    String shown = things.stream().limit(SHOWN).map(Object::toString).collect(joining(", "));
    return things.size() > SHOWN ? shown + " and " + (things.size() - SHOWN) + " more" : shown;
  }
}
