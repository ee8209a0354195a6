package org.rateshelf.lake;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.rateshelf.ingest.Source;
import org.rateshelf.lake.Inbox.Entry;
import org.rateshelf.lake.LandedFile.Status;

/** Every file that ever landed, and which of them count: of one name the last, of copies one. */
final class Ledger {
  private final Map<List<String>, LandedFile> before;
  private final List<LandedFile> files;

  Ledger(List<LandedFile> files) {
    this.before = byContent(files);
    this.files = new ArrayList<>(files);
  }

  private static Map<List<String>, LandedFile> byContent(List<LandedFile> files) {
    Map<List<String>, LandedFile> byContent = new LinkedHashMap<>();
    files.forEach(file -> byContent.put(file.content(), file));
    return byContent;
  }

  List<LandedFile> files() {
    return List.copyOf(files);
  }

  /** Whether it knows an entry of the landing folder: a file of that name, size and age. */
  Predicate<Entry> knows() {
    Set<List<Object>> known = new HashSet<>();
    files.forEach(f -> known.add(List.of(f.source(), f.fileName(), f.size(), f.modified())));
    return entry ->
        known.contains(
            List.of(
                entry.source().name(), entry.name(), entry.status().getLen(), entry.modified()));
  }

  /** The hashes of files of its source that count and are as long. */
  HashSet<String> asLong(Entry entry) {
    HashSet<String> hashes = new HashSet<>();
    for (LandedFile file : files) {
      if (file.status() == Status.TAKEN
          && file.source().equals(entry.source().name())
          && file.size() == entry.status().getLen()) {
        hashes.add(file.sha256());
      }
    }
    return hashes;
  }

  long nextArrival() {
    return files.stream().mapToLong(LandedFile::arrival).max().orElse(0) + 1;
  }

  /** The file that has its content. */
  Optional<LandedFile> twin(LandedFile met) {
    return files.stream().filter(met::sameAs).findFirst();
  }

  /** Whether a file counts for nothing, since one with its content has landed before. */
  boolean passesOver(LandedFile met, LandedFile twin) {
    return switch (twin.status()) {
      case TAKEN -> true;
      case REPLACED -> isRevised(met);
      // It may be fit under another name.
      case REFUSED -> twin.fileName().equals(met.fileName());
    };
  }

  private boolean isRevised(LandedFile met) {
    return files.stream()
        .filter(f -> f.status() != Status.REFUSED)
        .anyMatch(f -> f.isVersionOf(met) && f.replaces(met));
  }

  /** What a name said before it was given content that counts under another, it says no more. */
  void giveWay(LandedFile met, LandedFile twin) {
    Predicate<LandedFile> isFormer =
        f ->
            f.isVersionOf(met)
                && (f.fileName().equals(met.fileName()) || f.revision() < met.revision());
    files.replaceAll(
        f ->
            f != twin && f.status() == Status.TAKEN && isFormer.test(f)
                ? f.with(Status.REPLACED)
                : f);
  }

  /** Enters a file, in the place of one with its content. */
  void enter(LandedFile landed) {
    files.removeIf(landed::sameAs);
    files.add(landed);
  }

  /** Has some files be as they were before this run. */
  void takeBack(Predicate<LandedFile> some) {
    files.removeIf(some);
    before.values().stream().filter(some).forEach(files::add);
  }

  void replace(LandedFile file, LandedFile by) {
    files.replaceAll(f -> f.equals(file) ? by : f);
  }

  /** Of one name, lets the highest revision and the latest arrival count. */
  void settleVersions() {
    Map<String, LandedFile> newest = new HashMap<>();
    for (LandedFile file : files) {
      if (file.status() != Status.REFUSED) {
        newest.merge(file.source() + "/" + file.name(), file, (a, b) -> b.replaces(a) ? b : a);
      }
    }
    files.replaceAll(
        f ->
            f.status() == Status.TAKEN && f != newest.get(f.source() + "/" + f.name())
                ? f.with(Status.REPLACED)
                : f);
  }

  /** Whether a file that counted, or has just come, is replaced since. */
  boolean gaveWay(List<LandedFile> since) {
    Map<List<String>, LandedFile> former = byContent(since);
    return files.stream()
        .filter(f -> f.status() == Status.REPLACED)
        .anyMatch(f -> isOther(f, former));
  }

  private static boolean isOther(LandedFile file, Map<List<String>, LandedFile> former) {
    LandedFile was = former.get(file.content());
    return was == null || was.status() != file.status();
  }

  /** The files of a group that count. */
  List<LandedFile> active(List<Source> group) {
    return files.stream().filter(f -> f.status() == Status.TAKEN && isOf(f, group)).toList();
  }

  private static boolean isOf(LandedFile file, List<Source> group) {
    return group.stream().anyMatch(source -> source.name().equals(file.source()));
  }

  /** Files of the group that were taken or replaced in this run. */
  List<LandedFile> changed(List<Source> group) {
    return files.stream()
        .filter(f -> isOf(f, group) && f.status() != Status.REFUSED)
        .filter(f -> isOther(f, before))
        .filter(f -> f.status() == Status.TAKEN || before.containsKey(f.content()))
        .toList();
  }

  /** All active files that share a day with the changed ones, and so on; widens the days. */
  List<LandedFile> involved(List<Source> group, List<LandedFile> changed, TreeSet<LocalDate> days) {
    changed.forEach(f -> days.addAll(f.days()));
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
}
