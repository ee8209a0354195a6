package org.rateshelf.lake;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.rateshelf.ingest.FileFault;
import org.rateshelf.ingest.Format;
import org.rateshelf.ingest.Judge;
import org.rateshelf.ingest.Settlement;
import org.rateshelf.ingest.Source;
import org.rateshelf.ingest.Sources;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.lake.LandedFile.Counts;
import org.rateshelf.lake.LandedFile.Status;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Files;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Provenance;
import org.rateshelf.table.Quarantine;
import org.rateshelf.table.Scans;
import org.rateshelf.table.Term;

/**
 * Takes in what has landed: each file whole or not at all, its rows kept or quarantined one by one.
 *
 * <p>The days that a new or replaced file speaks of are settled again from all files that speak of
 * them, so the tables depend on the set of files and not on the order in which they came.
 */
final class Intake {
  private static final List<Source> USERS = List.of(Sources.USER_RATES);

  private final Lake lake;
  private final Archive archive;
  private final Reference reference;
  private final List<LandedFile> ledger;
  private final List<LandedFile> arrived = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

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
   * @param leftOut what landed and could not be looked at, or not be taken yet, and why; each run
   *     tries again
   */
  record Taken(
      List<LandedFile> arrived, LocalDate earliestDay, List<String> told, List<String> leftOut) {}

  /**
   * Takes in what has landed.
   *
   * @param again which of the files that were there before are judged again
   */
  Taken take(String landing, Predicate<LandedFile> again) {
    List<LandedFile> before = List.copyOf(ledger);
    List<LandedFile> seen;
    do {
      seen = List.copyOf(ledger);
      look(landing);
      settleVersions();
      // A copy that was passed over counts where what it repeats no longer does.
    } while (gaveWay(seen));
    tellOneName();
    leaveOutWhatWaits(before, landing);
    return judge(before, landing, again);
  }

  /** Judges files again, and leaves what has landed to the next night. */
  Taken judgeAgain(String landing, Predicate<LandedFile> again) {
    return judge(List.copyOf(ledger), landing, again);
  }

  private Taken judge(List<LandedFile> before, String landing, Predicate<LandedFile> again) {
    Sessions.suit(
        lake.spark(),
        ledger.stream()
            .map(LandedFile::counts)
            .filter(Objects::nonNull)
            .mapToLong(Counts::in)
            .sum());
    LocalDate earliest = null;
    Map<Source, Dataset<Row>> settled = new TreeMap<>(Comparator.comparing(Source::name));
    List<LandedFile> allInvolved = new ArrayList<>();
    List<LandedFile> allChanged = new ArrayList<>();
    try {
      for (List<Source> group : Sources.landing()) {
        List<LandedFile> changed =
            Stream.concat(changed(before, group).stream(), readable(group, again, landing))
                .distinct()
                .toList();
        if (changed.isEmpty()) {
          continue;
        }
        TreeSet<LocalDate> days = new TreeSet<>();
        changed.forEach(f -> days.addAll(f.days()));
        List<LandedFile> involved = involved(group, changed, days);
        Map<Source, Dataset<Row>> ofGroup = settle(group, involved);
        settled.putAll(ofGroup);
        write(group, ofGroup, List.copyOf(days), areNew(involved, changed));
        allInvolved.addAll(involved);
        allChanged.addAll(changed);
        if (!days.isEmpty() && (earliest == null || days.first().isBefore(earliest))) {
          earliest = days.first();
        }
      }
      if (!allChanged.isEmpty()) {
        boolean onlyNew = areNew(allInvolved, allChanged);
        List<LandedFile> counted = audit(settled, allInvolved);
        quarantine(settled, counted, onlyNew, hashes(counted, allChanged));
      }
    } finally {
      settled.values().forEach(Dataset::unpersist);
    }
    if (!arrived.isEmpty() || !allChanged.isEmpty()) {
      List<Row> rows = ledger.stream().map(LandedFile::row).toList();
      lake.overwrite(
          Files.TABLE, lake.spark().createDataFrame(rows, Files.TABLE.schema()).coalesce(1));
    }
    return new Taken(arrived, earliest, told, leftOut);
  }

  /** Whether no file that was there before speaks of the days, so that rows are only added. */
  private boolean areNew(List<LandedFile> involved, List<LandedFile> changed) {
    return arrived.containsAll(involved) && involved.containsAll(changed);
  }

  /** Finds what is new in the landing folder, and keeps it. */
  private void look(String landing) {
    try {
      Path folder = new Path(landing);
      FileSystem found = folder.getFileSystem(lake.spark().sessionState().newHadoopConf());
      // Without Hadoop's checksum files, which no source sends and no name with a colon can have.
      FileSystem files = found instanceof LocalFileSystem local ? local.getRaw() : found;
      tellPassedOver(files, folder);
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
          leftAlone(name);
          continue;
        }
        if (source.get().equals(Sources.SCANS) && reference.market().derivesScans()) {
          tellOnce(
              "landing/scans was left alone: with heartbeat: none scans are derived from the listings.");
          continue;
        }
        tellPassedOver(files, entry.getPath());
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

  /**
   * Where files of users are not kept, a day of theirs is settled again from what still lies in the
   * landing folder; a new file whose days speak of one that is gone is left to a later run.
   */
  private void leaveOutWhatWaits(List<LandedFile> before, String landing) {
    List<LandedFile> changed = changed(before, USERS);
    TreeSet<String> waiting = new TreeSet<>();
    for (LandedFile file : changed) {
      List<LandedFile> versions =
          changed.stream().filter(f -> f.name().equals(file.name())).toList();
      List<LandedFile> gone = gone(USERS, versions, landing);
      if (arrived.contains(file) && !gone.isEmpty()) {
        waiting.add(file.name());
        leaveOut(
            file.source() + "/" + file.fileName(),
            "its days need " + gone.get(0).fileName() + " too, which is no longer kept",
            "land that beside it.");
      }
    }
    if (!waiting.isEmpty()) {
      Predicate<LandedFile> waits =
          f -> f.source().equals(Sources.USER_RATES.name()) && waiting.contains(f.name());
      arrived.removeIf(waits);
      ledger.removeIf(waits);
      before.stream().filter(waits).forEach(ledger::add);
    }
  }

  /** The files to judge again, but those that are forgotten. */
  private Stream<LandedFile> readable(
      List<Source> group, Predicate<LandedFile> again, String landing) {
    List<LandedFile> wanted = active(group).stream().filter(again).toList();
    List<LandedFile> found =
        wanted.stream().filter(f -> gone(group, List.of(f), landing).isEmpty()).toList();
    if (found.size() < wanted.size()) {
      told.add(
          "%d files of user data are forgotten and no longer in the landing folder: their rows stand as they were judged."
              .formatted(wanted.size() - found.size()));
    }
    return found.stream();
  }

  /** Files that the days of the changed ones need, and that are kept no more, nor landed again. */
  private List<LandedFile> gone(List<Source> group, List<LandedFile> changed, String landing) {
    if (!group.equals(USERS)) {
      return List.of();
    }
    TreeSet<LocalDate> days = new TreeSet<>();
    changed.forEach(f -> days.addAll(f.days()));
    return involved(group, changed, days).stream()
        .filter(f -> !archive.holds(f) && !recall(f, landing))
        .toList();
  }

  /** Reads a forgotten file again where it still lies in the landing folder. */
  private boolean recall(LandedFile file, String landing) {
    try {
      Source source = Sources.named(file.source());
      Path folder = new Path(landing, source.name());
      FileSystem files = folder.getFileSystem(lake.spark().sessionState().newHadoopConf());
      for (FileStatus found : list(files, folder)) {
        if (isRegular(found)
            && found.getLen() == file.size()
            && Archive.sha256(files.open(found.getPath())).equals(file.sha256())) {
          Format format = Format.of(file.fileName()).orElseThrow();
          archive.keep(files, found, source, format, file.sha256());
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  private void leftAlone(String name) {
    tellOnce(
        "landing/%s is no source and was left alone; sources are %s."
            .formatted(
                name,
                Sources.landing().stream()
                    .flatMap(List::stream)
                    .map(Source::name)
                    .collect(Collectors.joining(", "))));
  }

  private void tellOnce(String line) {
    if (!told.contains(line)) {
      told.add(line);
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

  /** Tells of entries that Hadoop does not list. */
  private void tellPassedOver(FileSystem files, Path folder) {
    if (files instanceof RawLocalFileSystem local) {
      File[] all = local.pathToFile(folder).listFiles();
      Stream.of(all == null ? new File[0] : all)
          .filter(entry -> !entry.exists())
          .forEach(
              entry ->
                  leaveOut(
                      folder.getName() + "/" + entry.getName(),
                      "it cannot be opened under its name",
                      "mend or remove the link that leads nowhere, or the name's encoding."));
    }
  }

  private void leaveOut(String path, String problem, String fix) {
    String line =
        "landing/%s was left out: %s; fix: %s".formatted(FileFault.oneLine(path), problem, fix);
    if (!leftOut.contains(line)) {
      leftOut.add(line);
    }
  }

  /** Whether it can be read to its end: a pipe would be waited for, and a device has none. */
  static boolean isRegular(FileStatus file) {
    URI uri = file.getPath().toUri();
    return file.isFile()
        && (!"file".equals(uri.getScheme())
            || java.nio.file.Files.isRegularFile(java.nio.file.Path.of(uri.getPath())));
  }

  private void meet(FileSystem files, FileStatus file, Source source) throws IOException {
    String name = file.getPath().getName();
    Instant modified = Instant.ofEpochMilli(file.getModificationTime());
    if (name.startsWith(".") || name.startsWith("_") || known(source, name, file, modified)) {
      return;
    }
    String path = source.name() + "/" + name;
    if (!isRegular(file)) {
      leaveOut(path, "it is a folder, a pipe or a device", "put files there.");
      return;
    }
    if (!FileFault.oneLine(name).equals(name)) {
      leaveOut(path, "its name has a line break or the like", "rename it.");
      return;
    }
    String sha256;
    try {
      sha256 = Archive.sha256(files.open(file.getPath()));
    } catch (IOException | FSError e) {
      leaveOut(path, "it cannot be read (" + e.getMessage() + ")", "check it and its rights.");
      return;
    }
    long arrival = ledger.stream().mapToLong(LandedFile::arrival).max().orElse(0) + 1;
    LandedFile met =
        new LandedFile(
            sha256,
            source.name(),
            name,
            file.getLen(),
            modified,
            arrival,
            Status.TAKEN,
            null,
            List.of(),
            null,
            null);
    Optional<LandedFile> twin = ledger.stream().filter(met::sameAs).findFirst();
    if (twin.isPresent() && isPassedOver(met, twin.get())) {
      boolean forgotten =
          source.equals(Sources.USER_RATES) && reference.market().forgetsUserFiles();
      if (twin.get().status() == Status.TAKEN && !forgotten) {
        giveWay(met, twin.get());
      }
      return;
    }
    LandedFile landed;
    try {
      Optional<Format> format = Format.of(name);
      if (format.isEmpty()) {
        throw new FileFault(
            "its name ends in none of .csv, .csv.gz, .jsonl, .jsonl.gz, .parquet",
            "rename it, or take it out of the landing folder.");
      }
      landed = met.read(archive.keep(files, file, source, format.get(), sha256));
    } catch (IOException e) {
      if (Archive.isChanged(files, file)) {
        leaveOut(path, "it is still being written", "the next run takes it in.");
        return;
      }
      if (!(e instanceof FileFault fault)) {
        throw RateshelfException.lakeFails(
            "landing/%s cannot be kept: %s.".formatted(path, e.getMessage()),
            "a file is copied into the lake before its rows count.",
            "check that the lake's disk has room, and run again.");
      }
      if (twin.isPresent() && twin.get().status() == Status.REFUSED) {
        String problem = "it has the content of " + twin.get().fileName() + ", which is refused";
        leaveOut(path, problem, fault.fix());
        return;
      }
      landed = met.refused(fault);
      told.add(
          "landing/%s is refused: %s; fix: %s".formatted(path, fault.getMessage(), fault.fix()));
    }
    twin.ifPresent(ledger::remove);
    ledger.add(landed);
    arrived.add(landed);
  }

  /** Whether a file counts for nothing, since one with its content has landed before. */
  private boolean isPassedOver(LandedFile met, LandedFile twin) {
    return switch (twin.status()) {
      case TAKEN -> true;
      case REPLACED -> isRevised(met);
      // It may be fit under another name.
      case REFUSED -> twin.fileName().equals(met.fileName());
    };
  }

  /** What a name said before it was given content that counts under another, it says no more. */
  private void giveWay(LandedFile met, LandedFile twin) {
    Predicate<LandedFile> isFormer =
        f ->
            f.isVersionOf(met)
                && (f.fileName().equals(met.fileName()) || f.revision() < met.revision());
    ledger.replaceAll(
        f ->
            f != twin && f.status() == Status.TAKEN && isFormer.test(f)
                ? f.with(Status.REPLACED)
                : f);
  }

  private boolean isRevised(LandedFile met) {
    return ledger.stream()
        .filter(f -> f.status() != Status.REFUSED)
        .anyMatch(f -> f.isVersionOf(met) && f.replaces(met));
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
        newest.merge(file.source() + "/" + file.name(), file, (a, b) -> b.replaces(a) ? b : a);
      }
    }
    Collection<LandedFile> counting = newest.values();
    ledger.replaceAll(
        f -> f.status() == Status.TAKEN && !counting.contains(f) ? f.with(Status.REPLACED) : f);
  }

  /** Whether a file that counted, or has just come, is replaced. */
  private boolean gaveWay(List<LandedFile> before) {
    return ledger.stream()
        .filter(f -> f.status() == Status.REPLACED)
        .anyMatch(f -> before.stream().noneMatch(b -> b.sameAs(f) && b.status() == f.status()));
  }

  /** Of two new files with one name and revision, nobody said which corrects which. */
  private void tellOneName() {
    Map<String, LandedFile> latest = new HashMap<>();
    for (LandedFile file : arrived) {
      if (file.status() == Status.REFUSED) {
        continue;
      }
      String name = file.source() + "/" + file.name() + "/" + file.revision();
      LandedFile earlier = latest.put(name, file);
      if (earlier != null) {
        told.add(
            "landing/%s/%s gives way to %s, which has its name; fix: where one does not correct the other, rename it."
                .formatted(earlier.source(), earlier.fileName(), file.fileName()));
      }
    }
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
        .filter(f -> before.stream().noneMatch(b -> b.sameAs(f) && b.status() == f.status()))
        .filter(f -> f.status() == Status.TAKEN || before.stream().anyMatch(f::sameAs))
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

  /** How each row of the group's files fared; the rows are kept in memory until released. */
  private Map<Source, Dataset<Row>> settle(List<Source> group, List<LandedFile> involved) {
    Map<Source, Dataset<Row>> settled = new TreeMap<>(Comparator.comparing(Source::name));
    Dataset<Row> scans = lake.now(Scans.TABLE).limit(0);
    for (Source source : group) {
      List<LandedFile> files =
          involved.stream().filter(f -> f.source().equals(source.name())).toList();
      if (files.isEmpty()) {
        continue;
      }
      Dataset<Row> judged = archive.judged(source, files, new Judge(source, reference.knownIds()));
      if (source.equals(Sources.BANK_RATES)) {
        judged = judged.withColumn(Listings.TERM.name(), Term.canonical(Listings.TERM.col()));
      }
      Dataset<Row> rows = Settlement.together(judged, source);
      if (source.equals(Sources.SCANS)) {
        rows = rows.withColumn(Scans.BANK_ID.name(), lit(Scans.ALL_BANKS));
      } else if (source.table() == Listings.TABLE) {
        if (!reference.market().derivesScans()) {
          rows = Settlement.scannedOnly(rows, scans);
        }
        rows = Settlement.numbered(rows);
      } else if (source.equals(Sources.USER_RATES)) {
        rows = Settlement.toldApart(rows);
      }
      Dataset<Row> fates = Settlement.settle(rows, source).persist(StorageLevel.MEMORY_AND_DISK());
      settled.put(source, fates);
      if (source.equals(Sources.SCANS)) {
        scans = kept(fates);
      }
    }
    return settled;
  }

  private static Dataset<Row> kept(Dataset<Row> fates) {
    return fates.filter(Settlement.FATE.col().equalTo(Settlement.KEPT));
  }

  private void write(
      List<Source> group,
      Map<Source, Dataset<Row>> settled,
      List<LocalDate> days,
      boolean onlyNew) {
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
      put(Listings.TABLE, listings, days, onlyNew);
      Dataset<Row> scans = settled.get(Sources.SCANS);
      if (!reference.market().derivesScans()) {
        put(
            Scans.TABLE,
            scans == null
                ? null
                : Settlement.proving(
                    kept(scans), listings == null ? lake.now(Listings.TABLE).limit(0) : listings),
            days,
            onlyNew);
      }
    } else {
      Dataset<Row> fates = settled.get(group.get(0));
      put(group.get(0).table(), fates == null ? null : kept(fates), days, onlyNew);
    }
  }

  private void put(Table table, Dataset<Row> rows, List<LocalDate> days, boolean onlyNew) {
    Dataset<Row> all =
        rows == null ? lake.spark().createDataFrame(List.of(), table.schema()) : rows;
    if (onlyNew) {
      lake.append(table, all);
    } else {
      lake.replaceWhere(table, all, Lake.among(table, days));
    }
  }

  private void quarantine(
      Map<Source, Dataset<Row>> settled,
      List<LandedFile> counted,
      boolean onlyNew,
      List<String> hashes) {
    Dataset<Row> refused = lake.spark().createDataFrame(List.of(), Quarantine.TABLE.schema());
    for (Map.Entry<Source, Dataset<Row>> one : settled.entrySet()) {
      Source source = one.getKey();
      List<LandedFile> withRefusals =
          counted.stream()
              .filter(f -> f.source().equals(source.name()) && f.counts().quarantined() > 0)
              .toList();
      if (withRefusals.isEmpty()) {
        continue;
      }
      Dataset<Row> rows =
          one.getValue()
              .filter(Settlement.FATE.col().equalTo(Settlement.REFUSED))
              .withColumn(Quarantine.SOURCE_NAME.name(), lit(source.name()));
      refused =
          refused.unionByName(Quarantine.TABLE.shape(withRawText(rows, source, withRefusals)));
    }
    Dataset<Row> rows = refused.coalesce(1);
    if (onlyNew) {
      lake.append(Quarantine.TABLE, rows);
    } else {
      lake.replaceWhere(
          Quarantine.TABLE,
          rows,
          Quarantine.FILE_SHA256.name() + " IN ('" + String.join("', '", hashes) + "')");
    }
  }

  /**
   * The rows with their lines as they came; holders' rows without, for ops/ is for every reader.
   */
  private Dataset<Row> withRawText(Dataset<Row> rows, Source source, List<LandedFile> files) {
    if (source.equals(Sources.USER_RATES)) {
      return rows.withColumn(Quarantine.RAW_TEXT.name(), Quarantine.RAW_TEXT.empty());
    }
    String[] line = {Quarantine.FILE_SHA256.name(), Quarantine.FILE_LINE.name()};
    return rows.join(archive.rawTexts(source, files).dropDuplicates(line), line, "left");
  }

  private static List<String> hashes(List<LandedFile> some, List<LandedFile> more) {
    return Stream.concat(some.stream(), more.stream())
        .map(LandedFile::sha256)
        .distinct()
        .sorted()
        .toList();
  }

  /** Notes how the rows of each file fared, and that none was lost. */
  private List<LandedFile> audit(Map<Source, Dataset<Row>> settled, List<LandedFile> involved) {
    List<LandedFile> counted = new ArrayList<>();
    Map<String, Map<String, Long>> found = new HashMap<>();
    settled.entrySet().stream()
        .map(
            one ->
                one.getValue()
                    .select(
                        lit(one.getKey().name()).as(Files.SOURCE_NAME.name()),
                        Provenance.FILE_SHA256.col(),
                        Settlement.FATE.col()))
        .reduce(Dataset::unionByName)
        .ifPresent(
            rows ->
                rows.groupBy(
                        Files.SOURCE_NAME.col(),
                        Provenance.FILE_SHA256.col(),
                        Settlement.FATE.col())
                    .agg(count(lit(1)).as("n"))
                    .collectAsList()
                    .forEach(
                        r ->
                            found
                                .computeIfAbsent(
                                    r.getString(0) + "/" + r.getString(1), k -> new HashMap<>())
                                .put(r.getString(2), r.getLong(3))));
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
      counted.add(file.with(counts));
    }
    return counted;
  }
}
