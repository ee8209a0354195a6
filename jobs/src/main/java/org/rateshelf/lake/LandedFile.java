package org.rateshelf.lake;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
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
    String fix) {

  enum Status {
    TAKEN,
    REPLACED,
    REFUSED
  }

  /** How its rows fared; null where it was refused or replaced. */
  record Counts(long in, long kept, long repeated, long quarantined) {
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
    return sha256.equals(other.sha256) && source.equals(other.source);
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
  LandedFile read(Archive.Reading reading) {
    return new LandedFile(
        sha256,
        source,
        fileName,
        size,
        modified,
        arrival,
        status,
        new Counts(reading.records(), 0, 0, 0),
        reading.days(),
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

  Row row() {
    return RowFactory.create(
        sha256,
        source,
        fileName,
        name(),
        revision(),
        size,
        java.sql.Timestamp.from(modified),
        arrival,
        status.name(),
        counts == null ? null : counts.in(),
        counts == null ? null : counts.kept(),
        counts == null ? null : counts.repeated(),
        counts == null ? null : counts.quarantined(),
        days.stream().map(Lake::sql).toArray(),
        days.isEmpty() ? null : Lake.sql(days.get(0)),
        problem,
        fix);
  }

  static LandedFile of(Row row) {
    Long in = row.getAs(Files.ROWS_IN.name());
    return new LandedFile(
        row.getAs(Files.FILE_SHA256.name()),
        row.getAs(Files.SOURCE_NAME.name()),
        row.getAs(Files.FILE_NAME.name()),
        row.getAs(Files.SIZE_BYTES.name()),
        row.<java.sql.Timestamp>getAs(Files.MODIFIED_AT.name()).toInstant(),
        row.getAs(Files.ARRIVAL.name()),
        Status.valueOf(row.getAs(Files.STATUS.name())),
        in == null
            ? null
            : new Counts(
                in,
                row.getAs(Files.ROWS_KEPT.name()),
                row.getAs(Files.ROWS_REPEATED.name()),
                row.getAs(Files.ROWS_QUARANTINED.name())),
        row.<java.sql.Date>getList(row.fieldIndex(Files.DAYS.name())).stream()
            .map(java.sql.Date::toLocalDate)
            .toList(),
        row.getAs(Files.PROBLEM.name()),
        row.getAs(Files.FIX.name()));
  }
}
