package org.rateshelf.lake;

import static java.util.Comparator.comparing;

import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.rateshelf.ingest.Source;
import org.rateshelf.ingest.Sources;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.market.Market;
import org.rateshelf.market.MarketFile;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.store.DataFile;
import org.rateshelf.store.TableFiles;
import org.rateshelf.store.TableLog;
import org.rateshelf.store.Tables;
import org.rateshelf.table.Publications;
import org.rateshelf.table.Runs;

/**
 * Delta tables in a folder, and the published states of them.
 *
 * <p>What is written counts for nobody until it is published; {@link #recover} takes back what a
 * run that died had written.
 */
public final class Lake {
  private static final List<String> LAYERS = List.of("silver", "gold", "ops");
  static final int FEW = 32; // of more files Spark lists what it reads in a job
  private static final Pattern PATTERN = Pattern.compile("[\\[\\]{}*?\\\\]");
  static final List<String> NOT_PINNED = List.of(Publications.TABLE.path(), Runs.TABLE.path());

  private final SparkSession spark;
  private final Path root;
  private final Configuration settings;
  private final Tables tables;

  public Lake(SparkSession spark, Path root) {
    this(spark, root, new Configuration(spark.sparkContext().hadoopConfiguration()));
  }

  /** A lake whose files are reached as these settings say. */
  Lake(SparkSession spark, Path root, Configuration settings) {
    this.spark = spark;
    this.root = root.toAbsolutePath().normalize();
    this.settings = settings;
    this.tables =
        new Tables(
            spark.sparkContext(), new org.apache.hadoop.fs.Path(this.root.toUri()), settings);
  }

  /** A lake that is there, for a command that only reads. */
  public static Lake existing(SparkSession spark, Path root) {
    Lake lake = new Lake(spark, root);
    if (!Files.isDirectory(lake.root)) {
      throw RateshelfException.usage(
          "There is no lake at " + root + ".",
          "this command reads what runs have published.",
          "give --lake the folder that a nightly run wrote.");
    }
    return lake;
  }

  /** How its files are reached. */
  Configuration settings() {
    return settings;
  }

  SparkSession spark() {
    return spark;
  }

  Path root() {
    return root;
  }

  /** Makes a folder of a lake, which its owner may enter, the owner's group, and nobody else. */
  static void makeFolder(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
  }

  /** Writes a small file so that it is there whole or not at all. */
  static void writeWhole(Path file, String text) throws IOException {
    Files.writeString(part(file), text);
    Files.move(part(file), file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Where a file is written before it has its name. */
  static Path part(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".part");
  }

  private String location(Table table) {
    return location(table.path());
  }

  private String location(String path) {
    // Hadoop takes a path as it is written, not a URI's %20 for a space.
    return new org.apache.hadoop.fs.Path(root.resolve(path).toUri()).toString();
  }

  /** A table as it stands now; empty where it was never written. */
  public Dataset<Row> now(Table table) {
    OptionalLong head = head(table.path());
    return head.isEmpty() ? empty(table) : at(table, head.getAsLong());
  }

  /** A table as a publication has it; empty where it has none. */
  public Dataset<Row> published(Table table, Publication publication) {
    Long version = publication.versions().get(table.path());
    return version == null ? empty(table) : at(table, version);
  }

  /**
   * Reads a table as a publication has it, row by row: in the order of its fields, with null for
   * columns that are not wanted.
   *
   * @param from days before it need not be read, nor those after the last; all where a table has
   *     none
   */
  public void readPublished(
      Table table,
      Publication publication,
      LocalDate from,
      LocalDate to,
      Set<Field<?>> wanted,
      Consumer<Object[]> each) {
    Long version = publication.versions().get(table.path());
    if (version == null) {
      return;
    }
    List<DataFile> files = new ArrayList<>(tables.files(table.path(), version));
    if (table.day() != null) {
      files.removeIf(file -> !TableLog.mayHold(table, file, table.day(), from, to));
    }
    tables.tasks();
    try (CloseableIterator<Object[]> rows = TableFiles.read(table, files, wanted)) {
      rows.forEachRemaining(each);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rows of a small table as a publication has it; none where it has none. */
  public List<Object[]> rows(Table table, Publication publication) {
    List<Object[]> rows = new ArrayList<>();
    Set<Field<?>> all = Set.copyOf(table.fields());
    readPublished(table, publication, LocalDate.MIN, LocalDate.MAX, all, rows::add);
    return rows;
  }

  /**
   * Delta runs jobs for each query to find a table's files; of a few the log tells them at once.
   */
  private Dataset<Row> at(Table table, long version) {
    String location = location(table);
    Set<String> files = dataFiles(table.path(), version).keySet();
    return files.size() > FEW || PATTERN.matcher(location).find()
        ? spark.read().format("delta").option("versionAsOf", version).load(location)
        : rows(table, files).orElseGet(() -> empty(table));
  }

  /** The data files of a version of a table, and how long each is by the log. */
  Map<String, Long> dataFiles(String path, long version) {
    Map<String, Long> sizes = new TreeMap<>();
    tables.files(path, version).forEach(file -> sizes.put(file.path(), file.size()));
    return sizes;
  }

  /** Where a file lies that the log names. */
  static Path place(String file) {
    return Path.of(new org.apache.hadoop.fs.Path(file).toUri().getPath());
  }

  private Dataset<Row> empty(Table table) {
    return spark.createDataFrame(List.of(), table.schema());
  }

  /** The tables as they stand now. */
  Tables tables() {
    return tables;
  }

  /** The newest version of a table; empty where there is no such table. */
  OptionalLong head(String path) {
    Path log = root.resolve(path).resolve("_delta_log");
    if (!Files.isDirectory(log)) {
      return OptionalLong.empty();
    }
    try (Stream<Path> entries = Files.list(log)) {
      return entries
          .map(p -> p.getFileName().toString())
          .filter(n -> n.matches("\\d{20}\\.json"))
          .mapToLong(n -> Long.parseLong(n.substring(0, 20)))
          .max();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folders that it has. */
  List<Path> folders() {
    try (Stream<Path> all = Files.list(root)) {
      return all.filter(Files::isDirectory).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> tablePaths() {
    List<String> found = new ArrayList<>();
    for (String layer : LAYERS) {
      Path folder = root.resolve(layer);
      if (Files.isDirectory(folder)) {
        try (Stream<Path> tables = Files.list(folder)) {
          tables
              .filter(Files::isDirectory)
              .map(t -> layer + "/" + t.getFileName())
              .sorted()
              .forEach(found::add);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return found;
  }

  /** The settings and the reference that a state was computed under. */
  public org.rateshelf.market.Reference reference(Publication publication) {
    Map<Table, List<Object[]>> rows = new HashMap<>();
    for (Source source : Sources.reference()) {
      rows.put(source.table(), rows(source.table(), publication));
    }
    return new org.rateshelf.market.Reference(settings(publication), rows);
  }

  /** The settings that a state was computed under. */
  public Market market(Publication publication) {
    return MarketFile.parse(settings(publication));
  }

  private String settings(Publication publication) {
    Path kept = settings(publication.marketSha256());
    try {
      return Files.readString(kept);
    } catch (IOException e) {
      throw RateshelfException.lakeFails(
          "The settings of publication " + publication.id() + " cannot be read: " + kept + ".",
          "they say what stands in which mean.",
          "run nightly once more with its market; it keeps them there.");
    }
  }

  private Path settings(String marketSha256) {
    return root.resolve("raw").resolve("market").resolve(marketSha256 + ".yml");
  }

  /** Keeps the settings that a run computes under. */
  void keepSettings(Reference reference) {
    Path kept = settings(reference.sha256());
    try {
      makeFolder(kept.getParent());
      writeWhole(kept, reference.settings());
    } catch (IOException e) {
      throw RateshelfException.lakeFails(
          "The market's settings cannot be kept: " + e.getMessage() + ".",
          "every number must be traceable to them.",
          "check that the lake's disk has room.");
    }
  }

  /** The raw text of a line of a landed file, a row of ops/files; empty where it was not kept. */
  public Optional<String> rawText(Object[] file, long line) {
    return new Archive(this, UserKey.DEMO).rawText(LandedFile.of(file), line);
  }

  /** The journals of the latest runs, the latest first. */
  public List<Journal.Entry> journals(int atMost) {
    return Journal.latest(root, atMost);
  }

  /** The newest published state; empty in a new lake. */
  public Optional<Publication> lastPublication() {
    OptionalLong head = head(Publications.TABLE.path());
    if (head.isEmpty()) {
      requireNonePublished();
      return Optional.empty();
    }
    requireFilledLog(Publications.TABLE.path());
    return tables.files(Publications.TABLE).stream()
        .max(comparing(Lake::lastPublication))
        .flatMap(
            newest ->
                TableFiles.rows(Publications.TABLE, List.of(newest)).stream()
                    .map(Lake::publication)
                    .max(comparing(Publication::id)));
  }

  /** The last publication in a data file, by the log. */
  private static long lastPublication(DataFile file) {
    Object greatest =
        TableLog.bounds(Publications.TABLE, file, Publications.PUBLICATION_ID).greatest();
    return greatest == null ? Long.MAX_VALUE : (Long) greatest;
  }

  /** Gold tables come after the ledger of files, and are taken back before it. */
  private void requireNonePublished() {
    boolean lacksLedger =
        head(org.rateshelf.table.Files.TABLE.path()).isEmpty()
            && tablePaths().stream().anyMatch(p -> p.startsWith("gold/") && head(p).isPresent());
    if (lacksLedger
        || tables.rows(Runs.TABLE).stream()
            .anyMatch(run -> Runs.TABLE.value(run, Runs.PUBLICATION_ID) != null)) {
      throw RateshelfException.lakeFails(
          "ops/publications is gone, though runs have published.",
          "it says which versions count; without it a run would begin the lake anew.",
          "put the folder %s back from a copy of the lake."
              .formatted(root.resolve(Publications.TABLE.path())));
    }
  }

  /** The states published since a moment, and the newest. */
  List<Publication> publications(Instant since) {
    long present = present().id();
    return tables.rows(Publications.TABLE).stream()
        .map(Lake::publication)
        .filter(one -> !one.at().isBefore(since) || one.id() == present)
        .toList();
  }

  /** The newest published state, for a command that only reads. */
  public Publication present() {
    return lastPublication()
        .orElseThrow(
            () ->
                RateshelfException.badInput(
                    "The lake " + root + " has no published state.",
                    "it is new, or no run has come to its end.",
                    "run: rateshelf nightly --market DIR --lake " + root));
  }

  /** A published state by its id. */
  public Publication publication(long id) {
    Publication newest = present();
    return tables.rows(Publications.TABLE).stream()
        .map(Lake::publication)
        .filter(one -> one.id() == id)
        .findFirst()
        .orElseThrow(
            () ->
                RateshelfException.usage(
                    "The lake " + root + " has no publication " + id + ".",
                    "its published states are 1 to " + newest.id() + ".",
                    "give one of them; rateshelf runs says which run made which."));
  }

  /**
   * The data files of a table as a publication has it.
   *
   * @throws RateshelfException where one is gone
   */
  Set<String> files(Table table, Publication publication) {
    Long version = publication.versions().get(table.path());
    return version == null ? new TreeSet<>() : files(table.path(), version, publication);
  }

  /** Makes sure that a published state can still be read whole. */
  void requireKept(Publication publication) {
    publication.versions().forEach((path, version) -> files(path, version, publication));
  }

  private Set<String> files(String path, long version, Publication publication) {
    try {
      Set<String> files = dataFiles(path, version).keySet();
      for (String file : files) {
        if (!Files.exists(place(file))) {
          throw new NoSuchFileException(file);
        }
      }
      return files;
    } catch (Exception e) {
      throw RateshelfException.lakeFails(
          "Publication %d is gone: version %d of %s cannot be read."
              .formatted(publication.id(), version, path),
          "its files were vacuumed, or its log was cut.",
          "take a later publication, or the folder %s from a copy.".formatted(root.resolve(path)));
    }
  }

  /** The rows of some of a table's data files; empty where there are none. */
  Optional<Dataset<Row>> rows(Table table, Set<String> files) {
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(
            spark
                .read()
                .schema(table.schema())
                .parquet(files.stream().map(Lake::asIs).toArray(String[]::new)));
  }

  /** A path for Spark, which takes it for a pattern otherwise. */
  static String asIs(String path) {
    return PATTERN.matcher(path).replaceAll("\\\\$0");
  }

  private static Publication publication(Object[] row) {
    return new Publication(
        of(row, Publications.PUBLICATION_ID),
        of(row, Publications.RUN_ID),
        of(row, Publications.PUBLISHED_AT),
        of(row, Publications.MARKET),
        of(row, Publications.PROVENANCE),
        of(row, Publications.FIRST_DAY),
        of(row, Publications.AS_OF),
        of(row, Publications.MARKET_SHA256),
        new TreeMap<>(of(row, Publications.TABLES)));
  }

  private static <T> T of(Object[] row, Field<T> field) {
    return Publications.TABLE.value(row, field);
  }

  /** The tables that say else than a published state, or that it does not have. */
  List<String> ahead(Optional<Publication> published) {
    Map<String, Long> pinned = published.map(Publication::versions).orElse(Map.of());
    return tablePaths().stream()
        .filter(path -> !NOT_PINNED.contains(path))
        .filter(path -> !pinned.containsKey(path) || isAhead(path, pinned.get(path)))
        .toList();
  }

  /** Whether later versions have other rows; to set a property or to take back is a version too. */
  private boolean isAhead(String path, long version) {
    long head = head(path).orElse(version);
    return head > version && !dataFiles(path, head).equals(dataFiles(path, version));
  }

  /** Takes back whatever was written after a published state, or all where there is none. */
  void recover(Optional<Publication> published) {
    Map<String, Long> pinned = published.map(Publication::versions).orElse(Map.of());
    tables.forget();
    Set<String> paths = new TreeSet<>(tablePaths());
    paths.addAll(pinned.keySet());
    for (String path : paths) {
      if (NOT_PINNED.contains(path)) {
        continue;
      }
      Long version = pinned.get(path);
      OptionalLong head = head(path);
      if (version == null) {
        delete(root.resolve(path));
      } else if (head.isEmpty() || head.getAsLong() < version) {
        throw RateshelfException.lakeFails(
            "Table " + path + " lacks version " + version + ", which is published.",
            "its log was changed by something else than a run.",
            "restore the folder " + root.resolve(path) + " from a copy.");
      } else if (head.getAsLong() > version) {
        tables.log(path).setBack(OptionalLong.of(version));
      }
      requireFilledLog(path);
    }
  }

  /** A power cut can leave an empty entry, which Delta takes for one that changed nothing. */
  private void requireFilledLog(String path) {
    Path log = root.resolve(path).resolve("_delta_log");
    try (Stream<Path> entries = Files.isDirectory(log) ? Files.list(log) : Stream.empty()) {
      entries
          .filter(entry -> entry.toString().endsWith(".json") && entry.toFile().length() == 0)
          .findAny()
          .ifPresent(
              entry -> {
                throw RateshelfException.lakeFails(
                    "The log entry " + entry + " is empty.",
                    "what it said is lost, and the table would lack rows.",
                    "take the table's folder from a copy.");
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives every table the rows of a published state; one that it lacks has none. */
  void restore(Publication publication) {
    for (String path : tablePaths()) {
      if (!NOT_PINNED.contains(path)) {
        Long version = publication.versions().get(path);
        tables.log(path).setBack(version == null ? OptionalLong.empty() : OptionalLong.of(version));
      }
    }
  }

  static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Publishes the tables as they stand, in one commit: the last durable step of a run. */
  Publication publish(Publication next) {
    Map<String, Long> versions = new TreeMap<>();
    for (String path : tablePaths()) {
      if (!NOT_PINNED.contains(path)) {
        head(path).ifPresent(version -> versions.put(path, version));
      }
    }
    Publication whole =
        new Publication(
            next.id(),
            next.runId(),
            next.at(),
            next.market(),
            next.provenance(),
            next.firstDay(),
            next.asOf(),
            next.marketSha256(),
            versions);
    Object[] row = {
      whole.id(),
      whole.runId(),
      whole.at(),
      whole.market(),
      whole.provenance(),
      whole.asOf(),
      whole.firstDay(),
      whole.marketSha256(),
      versions
    };
    tables.add(Publications.TABLE, tables.write(Publications.TABLE, List.<Object[]>of(row)));
    return whole;
  }

  static java.sql.Date sql(LocalDate day) {
    return day == null ? null : java.sql.Date.valueOf(day);
  }

  /** A condition that a column is one of these days. */
  static String among(Table table, List<LocalDate> days) {
    StringBuilder list = new StringBuilder();
    for (LocalDate day : days) {
      list.append(list.isEmpty() ? "" : ", ").append("DATE'").append(day).append("'");
    }
    return table.day().name() + " IN (" + list + ")";
  }
}
