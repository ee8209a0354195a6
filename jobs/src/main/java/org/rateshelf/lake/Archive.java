package org.rateshelf.lake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.TaskContext;
import org.rateshelf.ingest.ArchivedRecords;
import org.rateshelf.ingest.Format;
import org.rateshelf.ingest.Source;
import org.rateshelf.ingest.SourceRecord;
import org.rateshelf.ingest.Sources;
import org.rateshelf.lake.FileReading.Landing;
import org.rateshelf.store.PlainFiles;

/**
 * The files as they came, each under its SHA-256. Files of user data are kept record by record with
 * their ids hashed, and Parquet besides the file itself as records, so that all are read alike.
 */
final class Archive implements Serializable {
  private static final long serialVersionUID = 1L;

  static final String RECORDS = ".records.jsonl.gz";

  private final transient Lake lake;
  private final String raw;
  private final transient UserKey userKey;

  Archive(Lake lake, UserKey userKey) {
    this.lake = lake;
    this.raw = new org.apache.hadoop.fs.Path(lake.root().resolve("raw").toUri()).toString();
    this.userKey = userKey;
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The key under which ids of a source are hashed; null where it has none of users. */
  UserKey userKey(Source source) {
    return holdsUsers(source) ? userKey : null;
  }

  static boolean holdsUsers(Source source) {
    return source.equals(Sources.USER_RATES);
  }

  static boolean keptAsRecords(Source source, Format format) {
    return holdsUsers(source) || format == Format.PARQUET;
  }

  /** Where a file is kept, as Hadoop takes it. */
  String kept(Source source, String sha256, String ending) {
    return raw + "/" + source.name() + "/" + sha256 + ending;
  }

  /** Where a task writes it before it is whole. */
  String part(Source source, int number, String ending) {
    String name = ".%d-%d%s.part".formatted(TaskContext.get().taskAttemptId(), number, ending);
    return raw + "/" + source.name() + "/" + name;
  }

  /** What a stream of records is packed by. */
  static OutputStream packed(OutputStream out) throws IOException {
    return new GZIPOutputStream(out, 1 << 16) {
      {
        def.setLevel(Deflater.BEST_SPEED);
        def.setStrategy(Deflater.FILTERED);
      }
    };
  }

  /** Makes room for files that are to be read, and takes away what a run that died left. */
  void open(List<Landing> files) throws IOException {
    for (Landing file : files) {
      Source source = Sources.named(file.source());
      if (Format.of(file.fileName()).isPresent() && !Files.exists(folder(source))) {
        Lake.makeFolder(folder(source));
      }
    }
    if (files.stream().anyMatch(file -> holdsUsers(Sources.named(file.source())))) {
      userKey.mark(lake.root());
    }
    for (Path left : files.isEmpty() ? List.<Path>of() : parts(lake)) {
      Files.delete(left);
    }
  }

  private Path folder(Source source) {
    return lake.root().resolve("raw").resolve(source.name());
  }

  /** The records of a file that is kept. */
  Iterator<SourceRecord> records(PlainFiles files, LandedFile file) throws IOException {
    Source source = Sources.named(file.source());
    Format format = Format.of(file.fileName()).orElseThrow();
    boolean asRecords = keptAsRecords(source, format);
    String path = kept(source, file.sha256(), asRecords ? RECORDS : format.ending());
    boolean isPacked = asRecords || format.isGzip();
    InputStream in = files.open(path);
    Iterator<SourceRecord> found;
    try {
      found =
          (asRecords ? new ArchivedRecords() : format.reader(source.header(), unknown -> {}))
              .read(isPacked ? new GZIPInputStream(in, 1 << 16) : in);
    } catch (IOException e) {
      throw notAsKept(path, e);
    }
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        boolean more = found.hasNext();
        try {
          if (!more) {
            in.close();
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return more;
      }

      @Override
      public SourceRecord next() {
        try {
          return found.next();
        } catch (UncheckedIOException e) {
          throw new UncheckedIOException(notAsKept(path, e.getCause()));
        }
      }
    };
  }

  private static IOException notAsKept(String path, IOException e) {
    return new IOException(path + " is not as it was kept: " + e.getMessage(), e);
  }

  /** A record as it came, or what stands for it where it was not kept so. */
  static String raw(Source source, Format format, SourceRecord record) {
    return keptAsRecords(source, format) ? ArchivedRecords.raw(record) : record.raw();
  }

  /** The raw text of a line; empty where there is no such line. */
  Optional<String> rawText(LandedFile file, long line) {
    Source source = Sources.named(file.source());
    Format format = Format.of(file.fileName()).orElseThrow();
    try {
      Iterator<SourceRecord> records = records(files(), file);
      while (records.hasNext()) {
        SourceRecord record = records.next();
        if (record.line() == line) {
          return Optional.of(raw(source, format, record));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PlainFiles files() {
    return new PlainFiles(lake.settings());
  }

  /** What is wrong with the copy that is kept of a file; empty where nothing is. */
  Optional<String> fault(LandedFile file) throws IOException {
    Source source = Sources.named(file.source());
    Format format = Format.of(file.fileName()).orElseThrow();
    Path copy = folder(source).resolve(file.sha256() + format.ending());
    Path records = folder(source).resolve(file.sha256() + RECORDS);
    Path missing =
        !holdsUsers(source) && !Files.exists(copy)
            ? copy
            : keptAsRecords(source, format) && !Files.exists(records) ? records : null;
    if (missing != null) {
      return Optional.of(missing.getFileName() + " is missing");
    }
    if (!holdsUsers(source) && !sha256(copy).equals(file.sha256())) {
      return Optional.of(copy.getFileName() + " has another SHA-256 than its name");
    }
    if (keptAsRecords(source, format) && !isWhole(records, file)) {
      return Optional.of(records.getFileName() + " is cut or damaged");
    }
    return Optional.empty();
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static boolean isWhole(Path records, LandedFile file) {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(records), 1 << 16)) {
      long count = 0;
      Iterator<SourceRecord> found = new ArchivedRecords().read(in);
      for (; found.hasNext(); found.next()) {
        count++;
      }
      return file.counts() == null || count == file.counts().in();
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  /** What a run that died had half written. */
  static List<Path> parts(Lake lake) {
    Path raw = lake.root().resolve("raw");
    if (!Files.isDirectory(raw)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(raw)) {
      return all.filter(p -> p.getFileName().toString().matches("\\..*\\.part")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the file can still be read. */
  boolean holds(LandedFile file) {
    Source source = Sources.named(file.source());
    Format format = Format.of(file.fileName()).orElseThrow();
    String ending = keptAsRecords(source, format) ? RECORDS : format.ending();
    return Files.exists(folder(source).resolve(file.sha256() + ending));
  }

  /** Deletes what is kept of files of user data. */
  void forgetUsers() {
    Path folder = folder(Sources.USER_RATES);
    if (Files.exists(folder)) {
      Lake.delete(folder);
    }
  }
}
