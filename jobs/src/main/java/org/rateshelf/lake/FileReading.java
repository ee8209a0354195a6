package org.rateshelf.lake;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.commons.io.input.BoundedInputStream;
import org.apache.commons.io.input.ProxyInputStream;
import org.apache.commons.lang3.StringUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.io.compress.GzipCodec;
import org.rateshelf.ingest.ArchivedRecords;
import org.rateshelf.ingest.FileFault;
import org.rateshelf.ingest.Format;
import org.rateshelf.ingest.ParquetRecords;
import org.rateshelf.ingest.Reasons;
import org.rateshelf.ingest.Source;
import org.rateshelf.ingest.SourceRecord;
import org.rateshelf.ingest.Sources;
import org.rateshelf.schema.Field;
import org.rateshelf.store.Packed;
import org.rateshelf.store.PlainFiles;
import org.rateshelf.table.UserRates;
import scala.Tuple2;

/**
 * Reads a landed file once, in a task: its bytes are hashed and copied as they go to its reader,
 * and each record becomes a judged row. The last thing that it gives is its {@link Report}.
 *
 * <p>What only the end of a file shows refuses it whole, so rows count once the report is known.
 */
final class FileReading implements Iterator<Tuple2<Long, byte[]>> {
  /** What a packed file may always unpack to, and how often its size beyond that. */
  private static final long UNPACKED = 64 << 20;

  private static final int UNPACKED_TIMES = 100;

  /** So many unknown columns are told of a file. */
  private static final int MANY_UNKNOWN = 10;

  private static final String UNNAMED = "(of holders, so not named)";

  /**
   * A file as it was seen in the landing folder.
   *
   * @param number by which its rows are known
   * @param path as Hadoop takes it
   * @param copies hashes of files that count and are as long: of a copy of one nothing more is read
   * @param userKey of a file of users; null of others. It comes with the file, and not with what
   *     the tasks of a job share, which Spark may put on a disk
   */
  record Landing(
      int number,
      String source,
      String fileName,
      String path,
      long size,
      long modified,
      HashSet<String> copies,
      UserKey userKey)
      implements Serializable {}

  /**
   * What reading a whole file showed.
   *
   * @param sha256 of its bytes; null where they could not be read
   * @param unreadable why; null where they could
   * @param lost why it could not be kept; null where it is kept, or is not to be
   * @param fault why it is refused whole; null where it is not
   * @param isChanged whether it is no more as it was seen
   * @param isCopy whether its bytes were hashed and nothing more
   * @param unknown columns that its source does not know; of holders, where one may be an id, none
   *     is named
   */
  record Report(
      int number,
      String sha256,
      long records,
      List<LocalDate> days,
      String unreadable,
      String lost,
      FileFault fault,
      boolean isChanged,
      boolean isCopy,
      List<String> unknown)
      implements Serializable {

    boolean isKept() {
      return unreadable == null && lost == null && fault == null && !isChanged;
    }
  }

  /** What is written of a file until it is whole, and how its name ends then. */
  private record Part(String path, String ending) {}

  private final Landing file;
  private final Source source;
  private final Optional<Format> format;
  private final Archive archive;
  private final PlainFiles files;
  private final JudgedRecords judged;
  private final UnaryOperator<String> hash;
  private final TreeSet<LocalDate> days = new TreeSet<>();
  private final TreeSet<String> unknown = new TreeSet<>();
  private PassedBytes bytes = new PassedBytes();
  private final List<Part> parts = new ArrayList<>();
  private Iterator<SourceRecord> found;
  private ArchivedRecords.Writer kept;
  private IOException failure;
  private long count;
  private long malformed;
  private long latest = Meeting.REPORT;
  private Tuple2<Long, byte[]> next;
  private boolean isCopy;
  private boolean ended;

  FileReading(
      Landing file, Archive archive, PlainFiles files, Map<Field<String>, Set<String>> known) {
    this.file = file;
    this.source = Sources.named(file.source());
    this.format = Format.of(file.fileName());
    this.archive = archive;
    this.files = files;
    this.judged = new JudgedRecords(file.number(), source, known);
    this.hash = file.userKey() == null ? null : file.userKey().hash();
    trying(this::open);
    advance();
  }

  private interface Step {
    void run() throws IOException;
  }

  /** Runs a step, unless one has failed. */
  private void trying(Step step) {
    try {
      if (failure == null) {
        step.run();
      }
    } catch (IOException e) {
      failure = e;
    } catch (UncheckedIOException e) {
      failure = e.getCause();
    }
  }

  private void open() throws IOException {
    if (!file.copies().isEmpty()) {
      bytes.open();
      isCopy = file.copies().contains(bytes.sha256());
      found = Collections.emptyIterator();
      bytes.close();
    }
    if (!isCopy) {
      read();
    }
  }

  private void read() throws IOException {
    bytes = new PassedBytes();
    bytes.open();
    Format form =
        format.orElseThrow(
            () ->
                new FileFault(
                    "its name ends in none of .csv, .csv.gz, .jsonl, .jsonl.gz, .parquet",
                    "rename it, or take it out of the landing folder."));
    if (hash == null) {
      bytes.copyTo(files.create(part(form.ending())));
    }
    if (Archive.keptAsRecords(source, form)) {
      kept = new ArchivedRecords.Writer(Archive.packed(files.create(part(Archive.RECORDS))));
    }
    if (form == Format.PARQUET) {
      bytes.drain();
      found = new ParquetRecords(files.parquet(file.path()), source.header(), this::passOver);
    } else {
      InputStream text = form.isGzip() ? unzipped(bytes, file.size()) : bytes;
      found = form.reader(source.header(), this::passOver).read(text);
    }
  }

  private void passOver(String column) {
    if (unknown.size() < MANY_UNKNOWN) {
      unknown.add(hash == null ? column : UNNAMED);
    }
  }

  private String part(String ending) {
    parts.add(new Part(archive.part(source, file.number(), ending), ending));
    return parts.get(parts.size() - 1).path();
  }

  /** Hadoop's reader, for Java's own passes over whatever comes after a member. */
  private static InputStream unzipped(InputStream in, long size) throws IOException {
    GzipCodec gzip = new GzipCodec();
    gzip.setConf(new Configuration(false));
    InputStream unzipped =
        new ProxyInputStream(gzip.createInputStream(in)) {
          @Override
          protected void handleIOException(IOException e) throws IOException {
            throw e instanceof FileFault
                ? e
                : new FileFault("it is not a whole gzip file", "send it again whole.");
          }
        };
    long most = Math.max(UNPACKED, UNPACKED_TIMES * size);
    return BoundedInputStream.builder()
        .setInputStream(unzipped)
        .setMaxCount(most)
        .setOnMaxCount(
            (max, read) -> {
              throw new FileFault(
                  "it unpacks to more than %d MiB, %d times its size"
                      .formatted(most >> 20, most / Math.max(1, size)),
                  "send it unpacked, if all of it is meant.");
            })
        .get();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Tuple2<Long, byte[]> next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    Tuple2<Long, byte[]> given = next;
    advance();
    return given;
  }

  private void advance() {
    next = null;
    trying(() -> next = found.hasNext() ? row(found.next()) : null);
    if (next == null && !ended) {
      ended = true;
      next = new Tuple2<>(Meeting.REPORT, Packed.of(report()));
    }
  }

  private Tuple2<Long, byte[]> row(SourceRecord record) throws IOException {
    count++;
    malformed += record.reasons().contains(Reasons.MALFORMED) ? 1 : 0;
    String id = hash == null ? null : record.values().get(UserRates.USER_ID.name());
    if (id != null) {
      String bare = StringUtils.strip(id, " ");
      record.values().put(UserRates.USER_ID.name(), bare.isEmpty() ? null : hash.apply(bare));
    }
    if (kept != null) {
      kept.write(record);
    }
    Tuple2<Long, byte[]> row = judged.row(record);
    if (!Meeting.isSameDay(row._1(), latest)) {
      latest = row._1();
      Optional.ofNullable(Meeting.day(latest)).ifPresent(days::add);
    }
    return row;
  }

  private Report report() {
    trying(bytes::drain);
    if (!isCopy) {
      trying(this::requireRecords);
    }
    String sha256 = null;
    boolean isChanged = false;
    try {
      sha256 = bytes.sha256();
      isChanged = files.isChanged(file.path(), file.size(), file.modified());
    } catch (IOException e) {
      failure = e;
    }
    try {
      keep(failure == null && !isChanged ? sha256 : null);
    } catch (IOException e) {
      failure = bytes.lost(e);
    }
    boolean isRead = bytes.unreadable == null;
    boolean isAtFault = failure instanceof FileFault && isRead && bytes.lost == null;
    return new Report(
        file.number(),
        sha256,
        count,
        List.copyOf(days),
        bytes.unreadable,
        failure == null || isAtFault ? null : String.valueOf(failure.getMessage()),
        isAtFault ? (FileFault) failure : null,
        isChanged,
        isCopy,
        List.copyOf(unknown));
  }

  private void requireRecords() throws FileFault {
    if (count == 0) {
      throw new FileFault(
          "it has a header and no row", "send it with its rows; a scan of nothing is a scans row.");
    }
    if (malformed == count && format.orElseThrow().isJson()) {
      // It may be another source's, and that one's holders.
      throw new FileFault(
          "no line of it is a record of '" + source.name() + "'",
          "send one JSON object a line, in the folder of its source.");
    }
  }

  /** Gives what was written its name; without one it goes, for nobody can say if it has users. */
  private void keep(String sha256) throws IOException {
    for (Object open : new Object[] {kept, found, bytes}) {
      if (open instanceof Closeable closeable) {
        closeable.close();
      }
    }
    for (Part part : parts) {
      String name = archive.kept(source, String.valueOf(sha256), part.ending());
      if (sha256 == null || files.exists(name)) {
        files.delete(part.path());
      } else {
        files.rename(part.path(), name);
      }
    }
  }

  /** The file's bytes on their way to its reader: hashed, and copied. */
  private final class PassedBytes extends InputStream {
    private final MessageDigest digest = Archive.digest();
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();
    private String unreadable;
    private String lost;
    private String sha256;

    void open() throws IOException {
      try {
        in = files.open(file.path());
      } catch (IOException | FSError e) {
        throw unread(e);
      }
    }

    void copyTo(OutputStream copy) {
      out = copy;
    }

    private IOException unread(Throwable e) {
      unreadable = String.valueOf(e.getMessage());
      in = InputStream.nullInputStream();
      return new IOException(e);
    }

    private IOException lost(IOException e) {
      lost = String.valueOf(e.getMessage());
      out = OutputStream.nullOutputStream();
      return e;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int read;
      try {
        read = in.read(to, offset, length);
      } catch (IOException | FSError e) {
        throw unread(e);
      }
      if (read > 0) {
        digest.update(to, offset, read);
        try {
          out.write(to, offset, read);
        } catch (IOException e) {
          throw lost(e);
        }
      }
      return read;
    }

    void drain() throws IOException {
      byte[] rest = new byte[1 << 16];
      while (read(rest, 0, rest.length) >= 0) {
        // What its reader has left.
      }
    }

    /** Of all its bytes; null where they cannot be read. */
    String sha256() {
      try {
        drain();
      } catch (IOException e) {
        failure = e;
      }
      if (unreadable == null && sha256 == null) {
        sha256 = HexFormat.of().formatHex(digest.digest());
      }
      return sha256;
    }

    @Override
    public void close() throws IOException {
      in.close();
      out.close();
      in = InputStream.nullInputStream();
    }
  }
}
