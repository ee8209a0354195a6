package org.rateshelf.lake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.io.input.BoundedInputStream;
import org.apache.commons.io.input.ProxyInputStream;
import org.apache.commons.lang3.StringUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.io.compress.GzipCodec;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.rateshelf.ingest.ArchivedRecords;
import org.rateshelf.ingest.FileFault;
import org.rateshelf.ingest.Format;
import org.rateshelf.ingest.Judge;
import org.rateshelf.ingest.Judge.Judged;
import org.rateshelf.ingest.Reasons;
import org.rateshelf.ingest.RecordReader;
import org.rateshelf.ingest.Settlement;
import org.rateshelf.ingest.Source;
import org.rateshelf.ingest.SourceRecord;
import org.rateshelf.ingest.Sources;
import org.rateshelf.schema.Field;
import org.rateshelf.table.Quarantine;
import org.rateshelf.table.UserRates;

/**
 * The files as they came, each under its SHA-256. Files of user data are kept record by record with
 * their ids hashed, and Parquet besides the file itself as records, so that all are read alike.
 */
final class Archive {
  private static final String RECORDS = ".records.jsonl.gz";
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  /** What a packed file may always unpack to, and how often its size beyond that. */
  private static final long UNPACKED = 64 << 20;

  private static final int UNPACKED_TIMES = 100;

  /** Characters that a record of Parquet may have. */
  private static final int LONGEST_RECORD = 1 << 20;

  private final Lake lake;
  private final UserKey userKey;

  Archive(Lake lake, UserKey userKey) {
    this.lake = lake;
    this.userKey = userKey;
  }

  /** What reading a whole file showed: that it can be read, its rows and its days. */
  record Reading(long records, List<LocalDate> days) {}

  /** A file's SHA-256. */
  static String sha256(InputStream content) throws IOException {
    MessageDigest digest = digest();
    try (InputStream in = new DigestInputStream(content, digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path kept(Source source, String sha256, String ending) {
    return lake.root().resolve("raw").resolve(source.name()).resolve(sha256 + ending);
  }

  private Path path(Source source, LandedFile file) {
    Format format = Format.of(file.fileName()).orElseThrow();
    return kept(source, file.sha256(), keptAsRecords(source, format) ? RECORDS : format.ending());
  }

  private static boolean holdsUsers(Source source) {
    return source.equals(Sources.USER_RATES);
  }

  private static boolean keptAsRecords(Source source, Format format) {
    return holdsUsers(source) || format == Format.PARQUET;
  }

  /** Whether a file is no more as it was seen: it is being written, or was taken away. */
  static boolean isChanged(FileSystem files, FileStatus seen) throws IOException {
    try {
      FileStatus now = files.getFileStatus(seen.getPath());
      return now.getLen() != seen.getLen()
          || now.getModificationTime() != seen.getModificationTime();
    } catch (FileNotFoundException e) {
      return true;
    }
  }

  /**
   * Keeps a file and reads it through.
   *
   * @throws FileFault where it must be refused whole, or {@link #isChanged}; then it is not kept,
   *     for nobody can say whether it holds users
   */
  Reading keep(FileSystem files, FileStatus file, Source source, Format format, String sha256)
      throws IOException {
    Path copy = kept(source, sha256, format.ending());
    Path records = kept(source, sha256, RECORDS);
    boolean users = holdsUsers(source);
    Lake.makeFolder(copy.getParent());
    if (users) {
      userKey.mark(lake.root());
    }
    try {
      if (!users && !Files.exists(copy)) {
        try (InputStream in = files.open(file.getPath())) {
          Files.copy(in, Lake.part(copy), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      Reading reading = read(files, file, source, format, Lake.part(records));
      requireUnchanged(files, file);
      for (Path whole : List.of(copy, records)) {
        if (Files.exists(Lake.part(whole))) {
          Files.move(Lake.part(whole), whole, StandardCopyOption.ATOMIC_MOVE);
        }
      }
      return reading;
    } finally {
      Files.deleteIfExists(Lake.part(copy));
      Files.deleteIfExists(Lake.part(records));
    }
  }

  /** Reads a file through, and writes its records where they are to be kept. */
  private Reading read(
      FileSystem files, FileStatus file, Source source, Format format, Path records)
      throws IOException {
    try (InputStream in = files.open(file.getPath());
        BufferedWriter out = keptAsRecords(source, format) ? writer(records) : null) {
      Iterator<SourceRecord> found =
          format == Format.PARQUET
              ? parquet(file.getPath(), source)
              : format
                  .reader(source.header())
                  .read(format.isGzip() ? unzipped(in, file.getLen()) : in);
      return readThrough(found, source, format, out);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** What is wrong with the copy that is kept of a file; empty where nothing is. */
  Optional<String> fault(LandedFile file) throws IOException {
    Source source = Sources.named(file.source());
    Format format = Format.of(file.fileName()).orElseThrow();
    Path copy = kept(source, file.sha256(), format.ending());
    Path records = kept(source, file.sha256(), RECORDS);
    Path missing =
        !holdsUsers(source) && !Files.exists(copy)
            ? copy
            : keptAsRecords(source, format) && !Files.exists(records) ? records : null;
    if (missing != null) {
      return Optional.of(missing.getFileName() + " is missing");
    }
    if (!holdsUsers(source) && !sha256(Files.newInputStream(copy)).equals(file.sha256())) {
      return Optional.of(copy.getFileName() + " has another SHA-256 than its name");
    }
    if (keptAsRecords(source, format) && !isWhole(records, file)) {
      return Optional.of(records.getFileName() + " is cut or damaged");
    }
    return Optional.empty();
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
    return Files.exists(path(Sources.named(file.source()), file));
  }

  /** Deletes what is kept of files of user data. */
  void forgetUsers() {
    Path folder = lake.root().resolve("raw").resolve(Sources.USER_RATES.name());
    if (Files.exists(folder)) {
      Lake.delete(folder);
    }
  }

  private static void requireUnchanged(FileSystem files, FileStatus file) throws IOException {
    if (isChanged(files, file)) {
      throw new FileFault("it is still being written", "the next run takes it in.");
    }
  }

  private static BufferedWriter writer(Path path) throws IOException {
    OutputStream packed =
        new GZIPOutputStream(Files.newOutputStream(path), 1 << 16) {
          {
            def.setLevel(Deflater.BEST_SPEED);
          }
        };
    return new BufferedWriter(new OutputStreamWriter(packed, UTF_8));
  }

  private Reading readThrough(
      Iterator<SourceRecord> records, Source source, Format format, BufferedWriter out)
      throws IOException {
    long count = 0;
    long malformed = 0;
    TreeSet<LocalDate> days = new TreeSet<>();
    String latest = null;
    UnaryOperator<String> hash = holdsUsers(source) ? userKey.hash() : null;
    while (records.hasNext()) {
      SourceRecord record = records.next();
      count++;
      malformed += record.reasons().contains(Reasons.MALFORMED) ? 1 : 0;
      String day = record.values().get(source.day().name());
      if (day != null && !day.equals(latest)) {
        latest = day;
        day(day).ifPresent(days::add);
      }
      if (out != null) {
        out.write(ArchivedRecords.line(hash == null ? record : hashed(record, hash)));
        out.newLine();
      }
    }
    if (count == 0) {
      throw new FileFault(
          "it has a header and no row", "send it with its rows; a scan of nothing is a scans row.");
    }
    if (malformed == count && format.isJson()) {
      // It may be another source's, and that one's holders.
      throw new FileFault(
          "no line of it is a record of '" + source.name() + "'",
          "send one JSON object a line, in the folder of its source.");
    }
    return new Reading(count, List.copyOf(days));
  }

  /** Empty for what is no day of the calendar: the row will be refused for it. */
  private static Optional<LocalDate> day(String text) {
    try {
      return DAY.matcher(text.strip()).matches()
          ? Optional.of(LocalDate.parse(text.strip()))
          : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static SourceRecord hashed(SourceRecord record, UnaryOperator<String> hash) {
    String id = record.values().get(UserRates.USER_ID.name());
    if (id == null) {
      return record;
    }
    Map<String, String> values = new HashMap<>(record.values());
    String bare = StringUtils.strip(id, " ");
    values.put(UserRates.USER_ID.name(), bare.isEmpty() ? null : hash.apply(bare));
    return new SourceRecord(record.line(), record.raw(), values, record.reasons());
  }

  private Iterator<SourceRecord> parquet(org.apache.hadoop.fs.Path path, Source source)
      throws FileFault {
    List<String> names;
    Iterator<Row> found;
    try {
      Dataset<Row> rows = lake.spark().read().parquet(Lake.asIs(path.toString()));
      names = List.of(rows.columns());
      source.header().check(names);
      Column[] texts =
          Stream.of(rows.schema().fields())
              .map(
                  f ->
                      isFloating(f)
                          ? functions.col(f.name())
                          : functions.col(f.name()).cast("string"))
              .toArray(Column[]::new);
      found = rows.select(texts).toLocalIterator();
    } catch (FileFault e) {
      throw e;
    } catch (Exception e) {
      throw notParquet();
    }
    return new Iterator<>() {
      private long line;

      @Override
      public boolean hasNext() {
        try {
          return found.hasNext();
        } catch (Exception e) {
          throw new UncheckedIOException(notParquet());
        }
      }

      @Override
      public SourceRecord next() {
        Row row = found.next();
        Map<String, String> values = new HashMap<>();
        int length = 0;
        for (int i = 0; i < names.size(); i++) {
          if (!row.isNullAt(i)) {
            String text = plain(row.get(i));
            values.put(names.get(i), text);
            length += text.length();
          }
        }
        line++;
        if (length > LONGEST_RECORD) {
          throw new UncheckedIOException(
              new FileFault(
                  "record " + line + " has more than a million characters",
                  "send it with values that a column can have."));
        }
        return new SourceRecord(line, "", values, List.of());
      }
    };
  }

  private static boolean isFloating(StructField field) {
    return field.dataType().equals(DataTypes.DoubleType)
        || field.dataType().equals(DataTypes.FloatType);
  }

  /** A number with all its digits: Java writes 12000000 as 1.2E7. */
  private static String plain(Object value) {
    return value instanceof Number number && Double.isFinite(number.doubleValue())
        ? new BigDecimal(number.toString()).toPlainString()
        : value.toString();
  }

  private static FileFault notParquet() {
    return new FileFault("it cannot be read as Parquet", "send it again whole.");
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

  /** The records of kept files, judged; not their raw text, which few are asked for. */
  Dataset<Row> judged(Source source, List<LandedFile> files, Judge judge) {
    return each(
        source, files, type(source), (record, where) -> row(judge.judge(record), record, where));
  }

  /** The raw text of every line of these files. */
  Dataset<Row> rawTexts(Source source, List<LandedFile> files) {
    StructType type =
        new StructType()
            .add(Quarantine.FILE_SHA256.name(), DataTypes.StringType)
            .add(Quarantine.FILE_LINE.name(), DataTypes.LongType)
            .add(Quarantine.RAW_TEXT.name(), DataTypes.StringType);
    return each(
        source,
        files,
        type,
        (record, where) ->
            RowFactory.create(
                where.getString(0),
                record.line(),
                where.getBoolean(5) ? ArchivedRecords.raw(record) : record.raw()));
  }

  /** What a worker makes of one record and of the row that says where its file is. */
  private interface Shaping extends Serializable {
    Row row(SourceRecord record, Row where);
  }

  private Dataset<Row> each(
      Source source, List<LandedFile> files, StructType type, Shaping shaping) {
    List<Row> where = new ArrayList<>();
    for (LandedFile file : files) {
      Format format = Format.of(file.fileName()).orElseThrow();
      where.add(
          RowFactory.create(
              file.sha256(),
              file.fileName(),
              file.name(),
              path(source, file).toString(),
              format.name(),
              keptAsRecords(source, format)));
    }
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(lake.spark().sparkContext());
    int tasks = Math.max(1, Math.min(files.size(), spark.defaultParallelism() * 2));
    return lake.spark()
        .createDataFrame(
            spark.parallelize(where, tasks).flatMap(read(source.header(), shaping)), type);
  }

  private static StructType type(Source source) {
    StructType type = new StructType();
    for (Field<?> field : source.columns()) {
      type = type.add(field.name(), field.type());
    }
    return type.add(Quarantine.REASONS.name(), Quarantine.REASONS.type())
        .add(Quarantine.FILE_SHA256.name(), DataTypes.StringType)
        .add(Quarantine.FILE_NAME.name(), DataTypes.StringType)
        .add(Settlement.SORT_NAME.name(), DataTypes.StringType)
        .add(Quarantine.FILE_LINE.name(), DataTypes.LongType);
  }

  private static FlatMapFunction<Row, Row> read(Source.Header header, Shaping shaping) {
    return where -> {
      Format format = Format.valueOf(where.getString(4));
      boolean asRecords = where.getBoolean(5);
      RecordReader reader = asRecords ? new ArchivedRecords() : format.reader(header);
      InputStream in = Files.newInputStream(Path.of(where.getString(3)));
      Iterator<SourceRecord> records =
          reader.read(asRecords || format.isGzip() ? new GZIPInputStream(in, 1 << 16) : in);
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          boolean more = records.hasNext();
          if (!more) {
            try {
              in.close();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
          return more;
        }

        @Override
        public Row next() {
          return shaping.row(records.next(), where);
        }
      };
    };
  }

  private static Row row(Judged judged, SourceRecord record, Row where) {
    List<Object> values = new ArrayList<>(judged.values());
    values.add(judged.reasons().toArray(String[]::new));
    values.add(where.getString(0));
    values.add(where.getString(1));
    values.add(where.getString(2));
    values.add(record.line());
    return RowFactory.create(values.toArray());
  }
}
