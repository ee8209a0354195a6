package org.rateshelf.lake;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.rateshelf.ingest.FileFault;
import org.rateshelf.ingest.Format;
import org.rateshelf.ingest.Source;
import org.rateshelf.ingest.Sources;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.lake.FileReading.Landing;
import org.rateshelf.lake.FileReading.Report;
import org.rateshelf.lake.Inbox.Entry;
import org.rateshelf.lake.IntakeJob.Settled;
import org.rateshelf.lake.LandedFile.Counts;
import org.rateshelf.lake.LandedFile.Status;
import org.rateshelf.lake.SettleTask.Fates;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.store.DataFile;
import org.rateshelf.store.PlainFiles;
import org.rateshelf.table.Files;
import org.rateshelf.table.Quarantine;
import org.rateshelf.table.Scans;

/**
 * Takes in what has landed: each file whole or not at all, its rows kept or quarantined one by one.
 *
 * <p>The days that a new or replaced file speaks of are settled again from all files that speak of
 * them, so the tables depend on the set of files and not on the order in which they came.
 */
final class Intake {
  private static final List<Source> USERS = List.of(Sources.USER_RATES);

  /** How many times its size a packed file has, or so. */
  private static final int PACKED = 5;

  /** So many names are told of a list. */
  private static final int FEW = 5;

  private final Lake lake;
  private final Archive archive;
  private final Reference reference;
  private final Ledger ledger;
  private final Notes notes = new Notes();
  private final List<LandedFile> arrived = new ArrayList<>();
  private final Map<List<Object>, Report> reports = new HashMap<>();

  /** Of the files that were read in this run, the number of their rows; by source and content. */
  private final Map<List<String>, Integer> numbers = new HashMap<>();

  private final Map<List<String>, List<String>> unknown = new HashMap<>();

  private IntakeJob job;

  Intake(Lake lake, Archive archive, Reference reference) {
    this.lake = lake;
    this.archive = archive;
    this.reference = reference;
    this.ledger = new Ledger(lake.tables().rows(Files.TABLE).stream().map(LandedFile::of).toList());
  }

  /**
   * What an intake did.
   *
   * @param arrived new files, refused ones included
   * @param changed the days of which the tables now say something else; null if there is none
   * @param told what a person should know
   * @param leftOut what landed and could not be looked at, or not be taken yet, and why; each run
   *     tries again
   */
  record Taken(
      List<LandedFile> arrived, ChangedDays changed, List<String> told, List<String> leftOut) {

    /** The first day of which the tables now say something else; null if there is none. */
    LocalDate earliestDay() {
      return changed == null
          ? null
          : Stream.of(changed.shelves(), changed.posted(), changed.snapshots())
              .flatMap(TreeSet::stream)
              .min(LocalDate::compareTo)
              .orElse(null);
    }
  }

  /**
   * Days with a row that is new, gone, or says something else than before.
   *
   * @param shelves of scans and listings
   * @param posted first days of posted rates
   * @param snapshots of holders
   */
  record ChangedDays(
      TreeSet<LocalDate> shelves, TreeSet<LocalDate> posted, TreeSet<LocalDate> snapshots) {}

  /**
   * Takes in what has landed.
   *
   * @param again which of the files that were there before are judged again
   */
  Taken take(String landing, Predicate<LandedFile> again) {
    Inbox inbox = inbox(landing);
    List<LandedFile> seen;
    do {
      seen = ledger.files();
      List<Entry> unknown = inbox.unknown(ledger, reference.market().derivesScans());
      begin(unknown, again);
      read(unknown);
      unknown.forEach(this::meet);
      ledger.settleVersions();
      // A copy that was passed over counts where what it repeats no longer does.
    } while (ledger.gaveWay(seen));
    tellOneName();
    tellUnknownColumns();
    recall(inbox, again);
    leaveOutWhatWaits();
    return judge(again);
  }

  /** Judges files again, and leaves what has landed to the next night. */
  Taken judgeAgain(String landing, Predicate<LandedFile> again) {
    begin(List.of(), again);
    recall(inbox(landing), again);
    return judge(again);
  }

  private Inbox inbox(String landing) {
    return new Inbox(new PlainFiles(lake.settings()), landing, notes);
  }

  // Reading, and which files count.

  private void begin(List<Entry> unknown, Predicate<LandedFile> again) {
    if (job == null) {
      long fresh = unknown.stream().mapToLong(e -> bytes(e.name(), e.status().getLen())).sum();
      long former =
          ledger.files().stream()
              .filter(f -> f.status() == Status.TAKEN && again.test(f))
              .mapToLong(f -> bytes(f.fileName(), f.size()))
              .sum();
      job = new IntakeJob(lake, archive, reference, fresh + former);
    }
  }

  private static long bytes(String name, long size) {
    return Format.of(name).filter(Format::isGzip).isPresent() ? PACKED * size : size;
  }

  private void read(List<Entry> unknown) {
    Map<Integer, List<Object>> ids = new HashMap<>();
    List<Landing> unread = new ArrayList<>();
    for (Entry entry : unknown) {
      if (!reports.containsKey(id(entry))) {
        Landing file = landing(entry, entry.name(), ledger.asLong(entry));
        unread.add(file);
        ids.put(file.number(), id(entry));
      }
    }
    read(unread, report -> reports.put(ids.get(report.number()), report));
  }

  private void read(List<Landing> unread, Consumer<Report> hear) {
    try {
      archive.open(unread);
    } catch (IOException e) {
      throw notKept("what is there", e.getMessage());
    }
    job.read(unread).forEach(hear);
  }

  private Landing landing(Entry entry, String name, HashSet<String> copies) {
    return new Landing(
        job.number(),
        entry.source().name(),
        name,
        entry.path(),
        entry.status().getLen(),
        entry.status().getModificationTime(),
        copies,
        archive.userKey(entry.source()));
  }

  private static List<Object> id(Entry entry) {
    return List.of(entry.path(), entry.status().getLen(), entry.status().getModificationTime());
  }

  private static List<String> id(LandedFile file) {
    return List.of(file.source(), file.sha256());
  }

  private static RateshelfException notKept(String path, String problem) {
    return RateshelfException.lakeFails(
        "landing/%s cannot be kept: %s.".formatted(path, problem),
        "a file is copied into the lake before its rows count.",
        "check that the lake's disk has room, and run again.");
  }

  private void meet(Entry entry) {
    Report report = reports.get(id(entry));
    if (report.unreadable() != null) {
      notes.leaveOut(
          entry.shown(),
          "it cannot be read (" + report.unreadable() + ")",
          "check it and its rights.");
      return;
    }
    LandedFile met =
        new LandedFile(
            report.sha256(),
            entry.source().name(),
            entry.name(),
            entry.status().getLen(),
            entry.modified(),
            ledger.nextArrival(),
            Status.TAKEN,
            null,
            List.of(),
            null,
            null);
    Optional<LandedFile> twin = ledger.twin(met);
    if (twin.isPresent() && ledger.passesOver(met, twin.get())) {
      boolean forgotten =
          Archive.holdsUsers(entry.source()) && reference.market().forgetsUserFiles();
      if (twin.get().status() == Status.TAKEN && !forgotten) {
        ledger.giveWay(met, twin.get());
      }
      return;
    }
    if (report.isCopy()) {
      // It counts after all.
      read(
          List.of(landing(entry, entry.name(), new HashSet<>())),
          whole -> reports.put(id(entry), whole));
      report = reports.get(id(entry));
    }
    FileFault fault = report.fault();
    if (report.isChanged()) {
      notes.leaveOut(entry.shown(), "it is still being written", "the next run takes it in.");
      return;
    }
    if (report.lost() != null) {
      throw notKept(entry.shown(), report.lost());
    }
    if (fault != null && twin.isPresent() && twin.get().status() == Status.REFUSED) {
      String problem = "it has the content of " + twin.get().fileName() + ", which is refused";
      notes.leaveOut(entry.shown(), problem, fault.fix());
      return;
    }
    if (fault != null) {
      notes.tell(
          "landing/%s is refused: %s; fix: %s"
              .formatted(entry.shown(), fault.getMessage(), fault.fix()));
    }
    LandedFile landed = fault == null ? met.read(report) : met.refused(fault);
    ledger.enter(landed);
    arrived.add(landed);
    numbers.put(id(landed), report.number());
    if (fault == null) {
      unknown.put(id(landed), report.unknown());
    }
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
        notes.tell(
            "landing/%s/%s gives way to %s, which has its name; fix: where one does not correct the other, rename it."
                .formatted(earlier.source(), earlier.fileName(), file.fileName()));
      }
    }
  }

  /** Of each source, which columns of the new files it does not know, in a line. */
  private void tellUnknownColumns() {
    Map<String, TreeSet<String>> columns = new TreeMap<>();
    Map<String, List<String>> files = new TreeMap<>();
    for (LandedFile file : arrived) {
      List<String> found = unknown.getOrDefault(id(file), List.of());
      if (!found.isEmpty()) {
        columns.computeIfAbsent(file.source(), s -> new TreeSet<>()).addAll(found);
        files.computeIfAbsent(file.source(), s -> new ArrayList<>()).add(file.fileName());
      }
    }
    columns.forEach(
        (source, names) ->
            notes.tell(
                "landing/%s: what '%s' does not know is passed over: column %s (in %s); fix: correct the name of a column that is meant; docs/sources.md lists them."
                    .formatted(
                        source,
                        source,
                        FileFault.oneLine(some(names)),
                        FileFault.oneLine(some(files.get(source))))));
  }

  /** The first of some names, and how many there are beside them. */
  private static String some(Collection<String> names) {
    String first = names.stream().limit(FEW).collect(joining(", "));
    return names.size() > FEW ? first + " and %d more".formatted(names.size() - FEW) : first;
  }

  // Files of users that are forgotten.

  /** Reads forgotten files that are needed again where they still lie in the landing folder. */
  private void recall(Inbox inbox, Predicate<LandedFile> again) {
    Set<LandedFile> needing = new LinkedHashSet<>(ledger.changed(USERS));
    ledger.active(USERS).stream().filter(again).forEach(needing::add);
    List<LandedFile> gone = gone(List.copyOf(needing));
    List<Entry> found =
        inbox.ofSize(Sources.USER_RATES, gone.stream().map(LandedFile::size).toList());
    List<Landing> unread = new ArrayList<>();
    Map<Integer, LandedFile> sought = new HashMap<>();
    for (LandedFile file : gone) {
      for (Entry entry : found) {
        if (entry.status().getLen() == file.size()) {
          unread.add(landing(entry, file.fileName(), new HashSet<>()));
          sought.put(unread.get(unread.size() - 1).number(), file);
        }
      }
    }
    read(
        unread,
        report -> {
          LandedFile file = sought.get(report.number());
          if (report.isKept() && file.sha256().equals(report.sha256())) {
            numbers.put(id(file), report.number());
          }
        });
  }

  /** Files that the days of some files of users need, and that are kept no more. */
  private List<LandedFile> gone(List<LandedFile> some) {
    return ledger.involved(USERS, some, new TreeSet<>()).stream()
        .filter(f -> !numbers.containsKey(id(f)) && !archive.holds(f))
        .toList();
  }

  /**
   * Where files of users are not kept, a day of theirs is settled again from what still lies in the
   * landing folder; a new file whose days speak of one that is gone is left to a later run.
   */
  private void leaveOutWhatWaits() {
    List<LandedFile> changed = ledger.changed(USERS);
    TreeSet<String> waiting = new TreeSet<>();
    for (LandedFile file : changed) {
      List<LandedFile> gone =
          arrived.contains(file)
              ? gone(changed.stream().filter(f -> f.name().equals(file.name())).toList())
              : List.of();
      if (!gone.isEmpty()) {
        waiting.add(file.name());
        notes.leaveOut(
            file.source() + "/" + file.fileName(),
            "its days need " + gone.get(0).fileName() + " too, which is no longer kept",
            "land that beside it.");
      }
    }
    Predicate<LandedFile> waits =
        f -> f.source().equals(Sources.USER_RATES.name()) && waiting.contains(f.name());
    if (!waiting.isEmpty()) {
      arrived.removeIf(waits);
      ledger.takeBack(waits);
    }
  }

  /** The files to judge again, but those that are forgotten. */
  private List<LandedFile> readable(List<Source> group, Predicate<LandedFile> again) {
    List<LandedFile> wanted = ledger.active(group).stream().filter(again).toList();
    List<LandedFile> found =
        wanted.stream().filter(f -> !group.equals(USERS) || gone(List.of(f)).isEmpty()).toList();
    if (found.size() < wanted.size()) {
      notes.tell(
          "%d files of user data are forgotten and no longer in the landing folder: their rows stand as they were judged."
              .formatted(wanted.size() - found.size()));
    }
    return found;
  }

  // Settling, and what the tables say then.

  /**
   * The files of a group of sources that are settled.
   *
   * @param changed those that came, were replaced or are judged again
   * @param involved those that count, and share days with these
   * @param days of all of them
   * @param onlyNew whether no file that was there before speaks of the days, so that rows are only
   *     added
   */
  private record Part(
      List<LandedFile> changed,
      List<LandedFile> involved,
      TreeSet<LocalDate> days,
      boolean onlyNew) {}

  private Taken judge(Predicate<LandedFile> again) {
    Map<Integer, Part> parts = parts(again);
    ChangedDays changed = null;
    if (!parts.isEmpty()) {
      Map<Integer, LandedFile> counting = new TreeMap<>();
      Map<Integer, TreeSet<LocalDate>> standing = new HashMap<>();
      parts.forEach(
          (group, part) -> {
            for (LandedFile file : part.involved()) {
              Integer read = numbers.get(id(file));
              counting.put(read == null ? job.number() : read, file);
            }
            if (!part.onlyNew() && !part.days().isEmpty()) {
              standing.put(group, part.days());
            }
          });
      Settled settled = job.settle(counting, new HashSet<>(numbers.values()), standing);
      parts.forEach((group, part) -> commit(group, part, settled));
      audit(counting, settled);
      quarantine(parts, settled);
      changed =
          new ChangedDays(
              settled.changed(Meeting.SHELVES),
              settled.changed(Meeting.POSTED),
              settled.changed(Meeting.CONTRACTS));
    }
    if (!arrived.isEmpty() || !parts.isEmpty()) {
      List<Object[]> rows = ledger.files().stream().map(LandedFile::row).toList();
      lake.tables().replaceAll(Files.TABLE, lake.tables().write(Files.TABLE, rows));
    }
    return new Taken(arrived, changed, notes.told(), notes.leftOut());
  }

  private Map<Integer, Part> parts(Predicate<LandedFile> again) {
    Map<Integer, Part> parts = new TreeMap<>();
    for (List<Source> group : Sources.landing()) {
      List<LandedFile> changed =
          Stream.concat(ledger.changed(group).stream(), readable(group, again).stream())
              .distinct()
              .toList();
      if (!changed.isEmpty()) {
        TreeSet<LocalDate> days = new TreeSet<>();
        List<LandedFile> involved = ledger.involved(group, changed, days);
        parts.put(
            Sources.landing().indexOf(group),
            new Part(changed, involved, days, areNew(involved, changed)));
      }
    }
    return parts;
  }

  private boolean areNew(List<LandedFile> involved, List<LandedFile> changed) {
    return arrived.containsAll(involved) && involved.containsAll(changed);
  }

  private void commit(int group, Part part, Settled settled) {
    if (part.days().isEmpty()) {
      return;
    }
    Sources.landing().get(group).stream()
        .map(Source::table)
        .distinct()
        .filter(table -> table != Scans.TABLE || !reference.market().derivesScans())
        .forEach(
            table ->
                commit(
                    table,
                    table.day(),
                    part.onlyNew(),
                    part.days(),
                    settled.files().getOrDefault(table.path(), List.of())));
  }

  private void commit(
      Table table, Field<?> column, boolean onlyNew, Set<?> values, List<DataFile> files) {
    if (!onlyNew) {
      lake.tables().replaceWhere(table, column, values, files);
    } else if (!files.isEmpty() || lake.head(table.path()).isEmpty()) {
      lake.tables().add(table, files);
    }
  }

  private void quarantine(Map<Integer, Part> parts, Settled settled) {
    List<LandedFile> involved =
        parts.values().stream().flatMap(p -> p.involved().stream()).toList();
    List<LandedFile> changed = parts.values().stream().flatMap(p -> p.changed().stream()).toList();
    Set<String> hashes = new HashSet<>();
    Stream.concat(involved.stream(), changed.stream()).forEach(f -> hashes.add(f.sha256()));
    boolean refused = settled.fates().values().stream().anyMatch(fates -> fates.refused > 0);
    commit(
        Quarantine.TABLE,
        Quarantine.FILE_SHA256,
        parts.values().stream().allMatch(Part::onlyNew),
        hashes,
        refused ? job.quarantined() : List.of());
  }

  /** Notes how the rows of each file fared, and that none was lost. */
  private void audit(Map<Integer, LandedFile> counting, Settled settled) {
    counting.forEach(
        (number, file) -> {
          Fates fates = settled.fates().getOrDefault(number, new Fates());
          Counts counts = new Counts(file.counts().in(), fates.kept, fates.repeated, fates.refused);
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
          ledger.replace(file, file.with(counts));
          arrived.replaceAll(f -> f.equals(file) ? f.with(counts) : f);
        });
  }
}
