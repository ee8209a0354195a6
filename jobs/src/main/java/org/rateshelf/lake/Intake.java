package org.rateshelf.lake;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.rateshelf.ingest.Defaults;
import org.rateshelf.ingest.FileFault;
import org.rateshelf.ingest.Format;
import org.rateshelf.ingest.Judge;
import org.rateshelf.ingest.Settlement;
import org.rateshelf.ingest.Source;
import org.rateshelf.ingest.Sources;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.lake.LandedFile.Counts;
import org.rateshelf.lake.LandedFile.Status;
import org.rateshelf.market.Market;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Files;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Platforms;
import org.rateshelf.table.ProductBalances;
import org.rateshelf.table.Provenance;
import org.rateshelf.table.Quarantine;
import org.rateshelf.table.Scans;
import org.rateshelf.table.UserRates;

/**
 * Takes in what has landed: each file whole or not at all, its rows kept or quarantined one by one.
 *
 * <p>The days that a new or replaced file speaks of are settled again from all files that speak of
 * them, so the tables depend on the set of files and not on the order in which they came.
 */
final class Intake {
  private final Lake lake;
  private final Archive archive;
  private final Reference reference;
  private final List<LandedFile> ledger;
  private final List<LandedFile> arrived = new ArrayList<>();
  private final List<String> told = new ArrayList<>();

  Intake(Lake lake, Archive archive, Reference reference) {
    this.lake = lake;
    this.archive = archive;
    this.reference = reference;
    this.ledger =
        lake.now(Files.TABLE).collectAsList().stream()
            .map(LandedFile::of)
            .collect(Collectors.toCollection(ArrayList::new));
  }

  /**
   * What an intake did.
   *
   * @param arrived new files, refused ones included
   * @param earliestDay first day of which the tables now say something else; null if there is none
   * @param told what a person should know
   */
  record Taken(List<LandedFile> arrived, LocalDate earliestDay, List<String> told) {}

  /**
   * @param everything whether all files are judged anew, since the reference or settings changed
   */
  Taken take(String landing, boolean everything) {
    List<LandedFile> before = List.copyOf(ledger);
    look(landing);
    settleVersions();
    LocalDate earliest = null;
    for (List<Source> group : Sources.landing()) {
      List<LandedFile> changed = everything ? active(group) : changed(before, group);
      TreeSet<LocalDate> days = new TreeSet<>();
      changed.forEach(f -> days.addAll(f.days()));
      if (changed.isEmpty()) {
        continue;
      }
      List<LandedFile> involved = involved(group, changed, days);
      settle(group, involved, changed, List.copyOf(days));
      if (!days.isEmpty() && (earliest == null || days.first().isBefore(earliest))) {
        earliest = days.first();
      }
    }
    if (!arrived.isEmpty() || everything) {
      List<Row> rows = ledger.stream().map(LandedFile::row).toList();
      lake.overwrite(
          Files.TABLE, lake.spark().createDataFrame(rows, Files.TABLE.schema()).coalesce(1));
    }
    return new Taken(arrived, earliest, told);
  }

  /** Finds what is new in the landing folder, and keeps it. */
  private void look(String landing) {
    try {
      Path folder = new Path(landing);
      FileSystem files = folder.getFileSystem(lake.spark().sessionState().newHadoopConf());
      for (FileStatus entry : list(files, folder)) {
        String name = entry.getPath().getName();
        Optional<Source> source =
            Sources.landing().stream()
                .flatMap(List::stream)
                .filter(s -> s.name().equals(name))
                .findFirst();
        if (name.startsWith(".") || name.startsWith("_")) {
          continue;
        }
        if (source.isEmpty() || !entry.isDirectory()) {
          told.add(
              "landing/%s is no source and was left alone; sources are %s."
                  .formatted(
                      name,
                      Sources.landing().stream()
                          .flatMap(List::stream)
                          .map(Source::name)
                          .collect(Collectors.joining(", "))));
          continue;
        }
        for (FileStatus file : list(files, entry.getPath())) {
          meet(files, file, source.get());
        }
      }
    } catch (IOException e) {
      throw RateshelfException.badInput(
          "The landing folder " + landing + " cannot be read: " + e.getMessage() + ".",
          "a run takes in what has landed there.",
          "check the folder and its rights.");
    }
  }

  private static List<FileStatus> list(FileSystem files, Path folder) throws IOException {
    try {
      FileStatus[] found = files.listStatus(folder);
      Arrays.sort(found, Comparator.comparing(f -> f.getPath().getName()));
      return List.of(found);
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  private void meet(FileSystem files, FileStatus file, Source source) throws IOException {
    String name = file.getPath().getName();
    Instant modified = Instant.ofEpochMilli(file.getModificationTime());
    if (name.startsWith(".") || name.startsWith("_") || known(source, name, file, modified)) {
      return;
    }
    String sha256 = file.isFile() ? Archive.sha256(files, file.getPath()) : "";
    Optional<LandedFile> twin =
        ledger.stream()
            .filter(f -> f.sha256().equals(sha256) && f.source().equals(source.name()))
            .findFirst();
    if (twin.isPresent() && twin.get().status() != Status.REPLACED) {
      return;
    }
    twin.ifPresent(ledger::remove);
    long arrival = ledger.stream().mapToLong(LandedFile::arrival).max().orElse(0) + 1;
    LandedFile landed;
    try {
      Optional<Format> format = Format.of(name);
      if (format.isEmpty() || !file.isFile()) {
        throw new FileFault(
            "its name ends in none of .csv, .csv.gz, .jsonl, .jsonl.gz, .parquet",
            "rename it, or take it out of the landing folder.");
      }
      Archive.Reading reading = archive.keep(files, file.getPath(), source, format.get(), sha256);
      landed =
          new LandedFile(
              sha256,
              source.name(),
              name,
              file.getLen(),
              modified,
              arrival,
              Status.TAKEN,
              new Counts(reading.records(), 0, 0, 0),
              reading.days(),
              null,
              null);
    } catch (FileFault e) {
      landed =
          new LandedFile(
              sha256,
              source.name(),
              name,
              file.getLen(),
              modified,
              arrival,
              Status.REFUSED,
              null,
              List.of(),
              e.getMessage(),
              e.fix());
      told.add(
          "landing/%s/%s is refused: %s; fix: %s"
              .formatted(source.name(), name, e.getMessage(), e.fix()));
    }
    ledger.add(landed);
    arrived.add(landed);
  }

  private boolean known(Source source, String name, FileStatus file, Instant modified) {
    return ledger.stream()
        .anyMatch(
            f ->
                f.source().equals(source.name())
                    && f.fileName().equals(name)
                    && f.size() == file.getLen()
                    && f.modified().equals(modified));
  }

  /** Of one name, lets the highest revision and the latest arrival count. */
  private void settleVersions() {
    Map<String, LandedFile> newest = new HashMap<>();
    for (LandedFile file : ledger) {
      if (file.status() != Status.REFUSED) {
        newest.merge(
            file.source() + "/" + file.name(), file, (a, b) -> b.replaces(a) ? b : a);
      }
    }
    Collection<LandedFile> counting = newest.values();
    ledger.replaceAll(
        f ->
            f.status() == Status.TAKEN && !counting.contains(f) ? f.with(Status.REPLACED) : f);
  }

  private List<LandedFile> active(List<Source> group) {
    List<String> names = group.stream().map(Source::name).toList();
    return ledger.stream()
        .filter(f -> f.status() == Status.TAKEN && names.contains(f.source()))
        .toList();
  }

  /** Files of the group that were taken or replaced in this run. */
  private List<LandedFile> changed(List<LandedFile> before, List<Source> group) {
    List<String> names = group.stream().map(Source::name).toList();
    return ledger.stream()
        .filter(f -> names.contains(f.source()) && f.status() != Status.REFUSED)
        .filter(
            f ->
                before.stream()
                    .noneMatch(
                        b ->
                            b.sha256().equals(f.sha256())
                                && b.source().equals(f.source())
                                && b.status() == f.status()))
        .filter(
            f ->
                f.status() == Status.TAKEN
                    || before.stream().anyMatch(b -> b.sha256().equals(f.sha256())))
        .toList();
  }

  /** All active files that share a day with the changed ones, and so on; widens the days. */
  private List<LandedFile> involved(
      List<Source> group, List<LandedFile> changed, TreeSet<LocalDate> days) {
    List<LandedFile> found = new ArrayList<>();
    List<LandedFile> rest = new ArrayList<>(active(group));
    boolean more = true;
    while (more) {
      more = false;
      for (LandedFile file : List.copyOf(rest)) {
        if (changed.contains(file) || file.days().stream().anyMatch(days::contains)) {
          rest.remove(file);
          found.add(file);
          more |= days.addAll(file.days());
        }
      }
    }
    return found;
  }

  private void settle(
      List<Source> group, List<LandedFile> involved, List<LandedFile> changed, List<LocalDate> days) {
    Map<Source, Dataset<Row>> judged = new TreeMap<>(Comparator.comparing(Source::name));
    for (Source source : group) {
      List<LandedFile> files =
          involved.stream().filter(f -> f.source().equals(source.name())).toList();
      if (!files.isEmpty()) {
        judged.put(source, Settlement.together(judged(source, files), source));
      }
    }
    Map<Source, Dataset<Row>> settled = new HashMap<>();
    try {
      Dataset<Row> scans = null;
      for (Source source : group) {
        Dataset<Row> rows = judged.get(source);
        if (rows == null) {
          continue;
        }
        if (source.equals(Sources.SCANS)) {
          rows = rows.withColumn(Scans.BANK_ID.name(), lit(Scans.ALL_BANKS));
        } else if (source.table() == Listings.TABLE) {
          if (reference.market().heartbeat() == Market.Heartbeat.SCANS) {
            rows = Settlement.scannedOnly(rows, scans == null ? lake.now(Scans.TABLE).limit(0) : scans);
          }
          rows = Settlement.numbered(rows);
        } else if (source.equals(Sources.USER_RATES)) {
          rows = Settlement.ordered(rows);
        }
        Dataset<Row> fates =
            Settlement.settle(rows, source).persist(StorageLevel.MEMORY_AND_DISK());
        settled.put(source, fates);
        if (source.equals(Sources.SCANS)) {
          scans = kept(fates);
        }
      }
      write(group, settled, days);
      quarantine(settled, involved, changed);
      audit(settled, involved);
    } finally {
      settled.values().forEach(Dataset::unpersist);
    }
  }

  private Dataset<Row> judged(Source source, List<LandedFile> files) {
    Dataset<Row> records = archive.records(source, files);
    Dataset<Row> rows =
        new Judge(source, Defaults.of(source), List.of(Settlement.SORT_NAME)).judge(records);
    if (reference.market().unlistedBankClass().isPresent()) {
      return rows;
    }
    return Settlement.knownOnly(
        rows, reference.rows(Banks.TABLE), reference.rows(Platforms.TABLE));
  }

  private static Dataset<Row> kept(Dataset<Row> fates) {
    return fates.filter(Settlement.FATE.col().equalTo(Settlement.KEPT));
  }

  private void write(List<Source> group, Map<Source, Dataset<Row>> settled, List<LocalDate> days) {
    if (days.isEmpty()) {
      return;
    }
    Dataset<Row> listings = null;
    for (Source source : group) {
      Dataset<Row> fates = settled.get(source);
      if (fates != null && source.table() == Listings.TABLE) {
        Dataset<Row> rows = kept(fates);
        if (source.equals(Sources.LISTINGS)) {
          rows = rows.withColumn(Listings.UNIT_JUDGED.name(), Listings.UNIT_JUDGED.empty());
        }
        Dataset<Row> shaped = Listings.TABLE.shape(rows);
        listings = listings == null ? shaped : listings.unionByName(shaped);
      }
    }
    if (group.contains(Sources.LISTINGS)) {
      put(Listings.TABLE, listings, days);
      Dataset<Row> scans = settled.get(Sources.SCANS);
      if (!reference.market().derivesScans()) {
        put(
            Scans.TABLE,
            scans == null
                ? null
                : Settlement.proving(
                    kept(scans), listings == null ? lake.now(Listings.TABLE).limit(0) : listings),
            days);
      }
    } else {
      Dataset<Row> fates = settled.get(group.get(0));
      put(group.get(0).table(), fates == null ? null : kept(fates), days);
      if (group.contains(Sources.USER_RATES)) {
        put(ProductBalances.TABLE, fates == null ? null : balances(kept(fates)), days);
      }
    }
  }

  private void put(Table table, Dataset<Row> rows, List<LocalDate> days) {
    Dataset<Row> all =
        rows == null ? lake.spark().createDataFrame(List.of(), table.schema()) : rows;
    lake.replaceWhere(table, all, Lake.among(table, days));
  }

  private static Dataset<Row> balances(Dataset<Row> contracts) {
    return contracts
        .groupBy(
            UserRates.AS_OF.col(),
            UserRates.PLATFORM_ID.col(),
            UserRates.PRODUCT_ID.col(),
            UserRates.TERM.col())
        .agg(
            count_distinct(UserRates.USER_ID.col()).as(ProductBalances.HOLDERS.name()),
            sum(UserRates.BALANCE.col()).as(ProductBalances.BALANCE.name()));
  }

  private void quarantine(
      Map<Source, Dataset<Row>> settled, List<LandedFile> involved, List<LandedFile> changed) {
    Dataset<Row> refused = null;
    for (Map.Entry<Source, Dataset<Row>> one : settled.entrySet()) {
      Dataset<Row> rows =
          Quarantine.TABLE.shape(
              one.getValue()
                  .filter(Settlement.FATE.col().equalTo(Settlement.REFUSED))
                  .withColumn(Quarantine.SOURCE_NAME.name(), lit(one.getKey().name())));
      refused = refused == null ? rows : refused.unionByName(rows);
    }
    TreeSet<String> hashes = new TreeSet<>();
    involved.forEach(f -> hashes.add(f.sha256()));
    changed.forEach(f -> hashes.add(f.sha256()));
    String condition =
        hashes.stream()
            .collect(
                Collectors.joining(
                    "', '", Quarantine.FILE_SHA256.name() + " IN ('", "')"));
    lake.replaceWhere(
        Quarantine.TABLE,
        refused == null
            ? lake.spark().createDataFrame(List.of(), Quarantine.TABLE.schema())
            : refused.coalesce(1),
        condition);
  }

  /** Notes how the rows of each file fared, and that none was lost. */
  private void audit(Map<Source, Dataset<Row>> settled, List<LandedFile> involved) {
    Map<String, Map<String, Long>> found = new HashMap<>();
    for (Map.Entry<Source, Dataset<Row>> one : settled.entrySet()) {
      one.getValue()
          .groupBy(Provenance.FILE_SHA256.col(), Settlement.FATE.col())
          .agg(count(lit(1)).as("n"))
          .collectAsList()
          .forEach(
              r ->
                  found
                      .computeIfAbsent(
                          one.getKey().name() + "/" + r.getString(0), k -> new HashMap<>())
                      .put(r.getString(1), r.getLong(2)));
    }
    for (LandedFile file : involved) {
      Map<String, Long> fates = found.getOrDefault(file.source() + "/" + file.sha256(), Map.of());
      Counts counts =
          new Counts(
              file.counts().in(),
              fates.getOrDefault(Settlement.KEPT, 0L),
              fates.getOrDefault(Settlement.REPEATED, 0L),
              fates.getOrDefault(Settlement.REFUSED, 0L));
      if (!counts.add()) {
        throw new IllegalStateException(
            "%s: %d records in, but %d kept, %d repeated, %d quarantined"
                .formatted(
                    file.fileName(),
                    counts.in(),
                    counts.kept(),
                    counts.repeated(),
                    counts.quarantined()));
      }
      ledger.replaceAll(f -> f.equals(file) ? f.with(counts) : f);
      arrived.replaceAll(f -> f.equals(file) ? f.with(counts) : f);
    }
  }
}
