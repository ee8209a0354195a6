package org.rateshelf.lake;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.rateshelf.ingest.FileFault;
import org.rateshelf.ingest.Source;
import org.rateshelf.ingest.Sources;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.store.PlainFiles;

/** The landing folder: files by source, and what else lies there, which is told. */
final class Inbox {
  private final PlainFiles files;
  private final String landing;
  private final Notes notes;

  Inbox(PlainFiles files, String landing, Notes notes) {
    this.files = files;
    this.landing = landing;
    this.notes = notes;
  }

  /** A file that has landed. */
  record Entry(Source source, FileStatus status) {
    String name() {
      return status.getPath().getName();
    }

    /** As a person knows it. */
    String shown() {
      return source.name() + "/" + name();
    }

    String path() {
      return status.getPath().toString();
    }

    Instant modified() {
      return Instant.ofEpochMilli(status.getModificationTime());
    }
  }

  /**
   * The files that can be read and that the ledger does not know, in the order of sources' and
   * files' names.
   *
   * @param derivesScans whether landed scans are left alone
   */
  List<Entry> unknown(Ledger ledger, boolean derivesScans) {
    try {
      List<Entry> found = new ArrayList<>();
      Predicate<Entry> isKnown = ledger.knows();
      tellPassedOver(landing);
      for (FileStatus folder : files.list(landing)) {
        Optional<Source> source = source(folder, derivesScans);
        if (source.isPresent()) {
          tellPassedOver(folder.getPath().toString());
          for (FileStatus file : files.list(folder.getPath().toString())) {
            Entry entry = new Entry(source.get(), file);
            if (!isHidden(entry.name()) && !isKnown.test(entry) && isFit(entry)) {
              found.add(entry);
            }
          }
        }
      }
      return found;
    } catch (IOException e) {
      throw RateshelfException.badInput(
          "The landing folder " + landing + " cannot be read: " + e.getMessage() + ".",
          "a run takes in what has landed there.",
          "check the folder and its rights.");
    }
  }

  /** The files of a source that have one of some sizes, whether they are known or not. */
  List<Entry> ofSize(Source source, List<Long> sizes) {
    try {
      return files.list(new Path(landing, source.name()).toString()).stream()
          .filter(file -> PlainFiles.isRegular(file) && sizes.contains(file.getLen()))
          .map(file -> new Entry(source, file))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }

  private Optional<Source> source(FileStatus folder, boolean derivesScans) {
    String name = folder.getPath().getName();
    Optional<Source> source =
        Sources.landing().stream()
            .flatMap(List::stream)
            .filter(s -> s.name().equals(name) && folder.isDirectory())
            .findFirst();
    if (source.isEmpty() && !isHidden(name)) {
      notes.tell(
          "landing/%s is no source and was left alone; sources are %s."
              .formatted(
                  name,
                  Sources.landing().stream()
                      .flatMap(List::stream)
                      .map(Source::name)
                      .collect(joining(", "))));
    }
    if (derivesScans && source.filter(Sources.SCANS::equals).isPresent()) {
      notes.tell(
          "landing/scans was left alone: with heartbeat: none scans are derived from the"
              + " listings.");
      return Optional.empty();
    }
    return source;
  }

  private void tellPassedOver(String folder) throws IOException {
    for (String name : files.passedOver(folder)) {
      notes.leaveOut(
          new Path(folder).getName() + "/" + name,
          "it cannot be opened under its name",
          "mend or remove the link that leads nowhere, or the name's encoding.");
    }
  }

  private boolean isFit(Entry entry) {
    if (!PlainFiles.isRegular(entry.status())) {
      notes.leaveOut(entry.shown(), "it is a folder, a pipe or a device", "put files there.");
      return false;
    }
    if (!FileFault.oneLine(entry.name()).equals(entry.name())) {
      notes.leaveOut(entry.shown(), "its name has a line break or the like", "rename it.");
      return false;
    }
    return true;
  }
}
