package org.rateshelf.lake;

import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.struct;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.rateshelf.ingest.CsvRecords;
import org.rateshelf.ingest.Defaults;
import org.rateshelf.ingest.FileFault;
import org.rateshelf.ingest.Judge;
import org.rateshelf.ingest.Source;
import org.rateshelf.ingest.SourceRecord;
import org.rateshelf.ingest.Sources;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.market.Comparator;
import org.rateshelf.market.Market;
import org.rateshelf.market.MarketFile;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Events;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Platforms;
import org.rateshelf.table.Quarantine;
import org.rateshelf.table.Term;

/**
 * A market's settings and reference, read whole. A fault in them stops a run, for every number
 * hangs on them.
 *
 * @param settings the text of market.yml
 * @param sha256 fingerprint of market.yml and all reference files
 * @param tables rows of each reference table
 */
public record Reference(
    Market market, String settings, String sha256, Map<Table, Dataset<Row>> tables) {
  private static final String ROW = "row";
  private static final String KEY = "key";

  public Dataset<Row> rows(Table table) {
    return tables.get(table);
  }

  /** Reads a market folder. */
  public static Reference read(SparkSession spark, String marketFolder) {
    try {
      Path folder = new Path(marketFolder);
      FileSystem files = folder.getFileSystem(spark.sessionState().newHadoopConf());
      Path settings = new Path(folder, "market.yml");
      if (!files.exists(settings)) {
        throw RateshelfException.usage(
            "'" + marketFolder + "' is no market: it has no market.yml.",
            "a market is a folder with market.yml, reference/ and landing/.",
            "give --market the folder of a market, such as data/cn-2020.");
      }
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] text = bytes(files, settings);
      digest.update(text);
      String words = new String(text, StandardCharsets.UTF_8);
      Market market = MarketFile.parse(words);
      Path reference = new Path(folder, market.reference());
      Map<Table, Dataset<Row>> tables = new LinkedHashMap<>();
      for (Source source : Sources.reference()) {
        Path file = new Path(reference, source.name() + ".csv");
        byte[] content = files.exists(file) ? bytes(files, file) : null;
        if (content == null && !Sources.mayBeAbsent().contains(source)) {
          throw fault(source, "it is missing", "add it, with a header at least.");
        }
        digest.update((source.name() + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(content == null ? new byte[0] : content);
        tables.put(source.table(), rows(spark, source, content));
      }
      Reference read =
          new Reference(market, words, HexFormat.of().formatHex(digest.digest()), tables);
      read.requireNamed();
      return read;
    } catch (IOException e) {
      throw RateshelfException.badInput(
          "The market " + marketFolder + " cannot be read: " + e.getMessage() + ".",
          "nothing can be computed without its settings and reference.",
          "check the folder and its rights.");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(FileSystem files, Path path) throws IOException {
    if (!Intake.isRegular(files.getFileStatus(path))) {
      throw new IOException(path + " is no file");
    }
    try (InputStream in = files.open(path)) {
      return in.readAllBytes();
    }
  }

  private static Dataset<Row> rows(SparkSession spark, Source source, byte[] content) {
    List<Row> texts = new ArrayList<>();
    if (content != null) {
      try {
        Iterator<SourceRecord> records =
            new CsvRecords(source.header()).read(new ByteArrayInputStream(content));
        while (records.hasNext()) {
          texts.add(text(records.next(), source));
        }
      } catch (FileFault e) {
        throw fault(source, e.getMessage(), e.fix());
      } catch (UncheckedIOException e) {
        if (e.getCause() instanceof FileFault found) {
          throw fault(source, found.getMessage(), found.fix());
        }
        throw e;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    StructType type = new StructType();
    for (String column : source.columnNames()) {
      type = type.add(column, DataTypes.StringType);
    }
    type =
        type.add(Quarantine.REASONS.name(), Quarantine.REASONS.type())
            .add(Quarantine.FILE_SHA256.name(), DataTypes.StringType)
            .add(Quarantine.FILE_NAME.name(), DataTypes.StringType)
            .add(Quarantine.FILE_LINE.name(), DataTypes.LongType);
    Dataset<Row> judged =
        new Judge(source, Defaults.of(source), List.of()).judge(spark.createDataFrame(texts, type));
    // Collected once: a reference is small, and local rows cost no job wherever they are joined.
    List<Row> rows =
        judged
            .select(
                struct(columns(source.table().fields(), f -> f.from(judged.col(f.name())))).as(ROW),
                struct(columns(source.table().key(), Reference::compared)).as(KEY),
                Quarantine.REASONS.col(),
                Quarantine.FILE_LINE.col())
            .collectAsList();
    refuseFaults(rows, source);
    List<Row> whole = rows.stream().map(row -> row.<Row>getAs(ROW)).toList();
    return spark.createDataFrame(whole, source.table().schema());
  }

  private static Column[] columns(List<Field<?>> fields, Function<Field<?>, Column> column) {
    return fields.stream().map(column).toArray(Column[]::new);
  }

  /** A column of a key, in which equal terms are one. */
  private static Column compared(Field<?> field) {
    return field.name().equals(Listings.TERM.name()) ? Term.canonical(field.col()) : field.col();
  }

  private static Row text(SourceRecord record, Source source) {
    List<Object> values = new ArrayList<>();
    for (String column : source.columnNames()) {
      values.add(record.values().get(column));
    }
    values.add(record.reasons().toArray(String[]::new));
    values.add("");
    values.add(source.name() + ".csv");
    values.add(record.line());
    return RowFactory.create(values.toArray());
  }

  private static void refuseFaults(List<Row> rows, Source source) {
    String faults =
        rows.stream()
            .filter(row -> !reasons(row).isEmpty())
            .limit(5)
            .map(row -> "line " + line(row) + " " + String.join(" ", reasons(row)))
            .collect(joining("; "));
    if (!faults.isEmpty()) {
      throw fault(source, faults, "correct these lines; docs/sources.md explains each reason.");
    }
    Set<Row> keys = new HashSet<>();
    for (Row row : rows) {
      if (!keys.add(row.getAs(KEY))) {
        throw fault(
            source,
            "line " + line(row) + " repeats the key of an earlier line",
            "leave one of the two.");
      }
    }
  }

  private static List<String> reasons(Row row) {
    return row.getList(row.fieldIndex(Quarantine.REASONS.name()));
  }

  private static long line(Row row) {
    return row.getAs(Quarantine.FILE_LINE.name());
  }

  /** Refuses settings that name what the reference does not have: they would say nothing. */
  private void requireNamed() {
    for (Market.EventWindows windows : market.windows()) {
      require(windows.eventId(), "windows name the event", Events.TABLE, Events.EVENT_ID);
    }
    rows(Events.TABLE)
        .filter(Events.DATE_TO.col().lt(Events.DATE_FROM.col()))
        .select(Events.EVENT_ID.col())
        .limit(1)
        .collectAsList()
        .forEach(
            event -> {
              throw fault(
                  Sources.EVENTS,
                  "event '" + event.getString(0) + "' ends before it begins",
                  "correct its dates.");
            });
    if (market.unlistedBankClass().isEmpty()) {
      market
          .ownChannel()
          .ifPresent(
              own ->
                  require(
                      own, "own_channel is the platform", Platforms.TABLE, Platforms.PLATFORM_ID));
      for (Comparator comparator : market.comparators().values()) {
        for (String of : comparator.classes()) {
          require(of, comparator.kind() + " names the class", Banks.TABLE, Banks.BANK_CLASS);
        }
      }
    }
  }

  private void require(String name, String says, Table table, Field<String> column) {
    if (rows(table).filter(column.col().equalTo(name)).isEmpty()) {
      throw RateshelfException.badInput(
          "market.yml: %s '%s'.".formatted(says, name),
          "reference/%s.csv has no such %s.".formatted(table.name(), column.name()),
          "correct one of the two.");
    }
  }

  private static RateshelfException fault(Source source, String problem, String fix) {
    return RateshelfException.badInput(
        "reference/" + source.name() + ".csv: " + problem + ".",
        "every number hangs on the reference, so a run does not start with a fault in it.",
        fix);
  }
}
