package org.rateshelf.lake;

import java.io.Serializable;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.rateshelf.ingest.FileFault;
import org.rateshelf.ingest.Format;
import org.rateshelf.table.Files;

/**
 * One line of the ledger of files.
 *
 * @param arrival place in the order of arrival
 * @param problem why it is refused as a whole, null where it is not
 */
record LandedFile(
    String sha256,
    String source,
    String fileName,
    long size,
    Instant modified,
    long arrival,
    Status status,
    Counts counts,
    List<LocalDate> days,
    String problem,
    String fix)
    implements Serializable {

  enum Status {
    TAKEN,
    REPLACED,
    REFUSED
  }

  /** How its rows fared; null where it was refused or replaced. */
  record Counts(long in, long kept, long repeated, long quarantined) implements Serializable {
    boolean add() {
      return in == kept + repeated + quarantined;
    }
  }

  private static final Pattern REVISED = Pattern.compile("(.*)\\.r(\\d{1,6})");

  /** The file's name without revision and ending. */
  String name() {
    Matcher revised = REVISED.matcher(stem());
    return revised.matches() ? revised.group(1) : stem();
  }

  int revision() {
    Matcher revised = REVISED.matcher(stem());
    return revised.matches() ? Integer.parseInt(revised.group(2)) : 0;
  }

  private String stem() {
    return Format.of(fileName)
        .map(f -> fileName.substring(0, fileName.length() - f.ending().length()))
        .orElse(fileName);
  }

  /** Whether both are the same content of a source, whatever their names. */
  boolean sameAs(LandedFile other) {
    return content().equals(other.content());
  }

  /** By which files of the same source and content are known. */
  List<String> content() {
    return List.of(sha256, source);
  }

  /** Whether both have the name of which one counts. */
  boolean isVersionOf(LandedFile other) {
    return source.equals(other.source) && name().equals(other.name());
  }

  /** Whether this version replaces an earlier arrival of the same name. */
  boolean replaces(LandedFile other) {
    return revision() > other.revision()
        || revision() == other.revision() && arrival > other.arrival;
  }

  /** The same file, once it has been read. */
  LandedFile read(FileReading.Report report) {
    return new LandedFile(
        sha256,
        source,
        fileName,
        size,
        modified,
        arrival,
        status,
        new Counts(report.records(), 0, 0, 0),
        report.days(),
        null,
        null);
  }

  /** The same file, which cannot be read. */
  LandedFile refused(FileFault fault) {
    return new LandedFile(
        sha256,
        source,
        fileName,
        size,
        modified,
        arrival,
        Status.REFUSED,
        null,
        List.of(),
        fault.getMessage(),
        fault.fix());
  }

  LandedFile with(Status other) {
    return new LandedFile(
        sha256, source, fileName, size, modified, arrival, other, null, days, problem, fix);
  }

  LandedFile with(Counts found) {
    return new LandedFile(
        sha256, source, fileName, size, modified, arrival, status, found, days, problem, fix);
  }

  /** The row of the table of files. */
  Object[] row() {
    return new Object[] {
      sha256,
      source,
      fileName,
      name(),
      revision(),
      size,
      modified,
      arrival,
      status.name(),
      counts == null ? null : counts.in(),
      counts == null ? null : counts.kept(),
      counts == null ? null : counts.repeated(),
      counts == null ? null : counts.quarantined(),
      days,
      days.isEmpty() ? null : days.get(0),
      problem,
      fix
    };
  }

  static LandedFile of(Object[] row) {
    Long in = Files.TABLE.value(row, Files.ROWS_IN);
    return new LandedFile(
        Files.TABLE.value(row, Files.FILE_SHA256),
        Files.TABLE.value(row, Files.SOURCE_NAME),
        Files.TABLE.value(row, Files.FILE_NAME),
        Files.TABLE.value(row, Files.SIZE_BYTES),
        Files.TABLE.value(row, Files.MODIFIED_AT),
        Files.TABLE.value(row, Files.ARRIVAL),
        Status.valueOf(Files.TABLE.value(row, Files.STATUS)),
        in == null
            ? null
            : new Counts(
                in,
                Files.TABLE.value(row, Files.ROWS_KEPT),
                Files.TABLE.value(row, Files.ROWS_REPEATED),
                Files.TABLE.value(row, Files.ROWS_QUARANTINED)),
        List.copyOf(Files.TABLE.value(row, Files.DAYS)),
        Files.TABLE.value(row, Files.PROBLEM),
        Files.TABLE.value(row, Files.FIX));
  }

  /** The same, where Spark gives the row. */
  static LandedFile of(Row row) {
    Object[] values = new Object[row.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(i) instanceof Timestamp at ? at.toInstant() : row.get(i);
    }
    values[Files.TABLE.at(Files.DAYS)] =
        row.<Date>getList(Files.TABLE.at(Files.DAYS)).stream().map(Date::toLocalDate).toList();
    return of(values);
  }
}
