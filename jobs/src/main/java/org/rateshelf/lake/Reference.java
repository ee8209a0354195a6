package org.rateshelf.lake;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.rateshelf.ingest.CsvRecords;
import org.rateshelf.ingest.FileFault;
import org.rateshelf.ingest.Judge;
import org.rateshelf.ingest.Judge.Judged;
import org.rateshelf.ingest.Source;
import org.rateshelf.ingest.SourceRecord;
import org.rateshelf.ingest.Sources;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.market.Comparator;
import org.rateshelf.market.Market;
import org.rateshelf.market.MarketFile;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.store.PlainFiles;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Events;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Platforms;
import org.rateshelf.table.Provinces;
import org.rateshelf.table.Term;
import org.rateshelf.table.UserRates;

/**
 * A market's settings and reference, read whole. A fault in them stops a run, for every number
 * hangs on them.
 *
 * @param settings the text of market.yml
 * @param facts settings and rows as the rules ask for them
 * @param sha256 fingerprint of market.yml and all reference files
 * @param knownIds the ids that the rows of a landed file may name, by the column that names them
 */
public record Reference(
    Market market,
    String settings,
    org.rateshelf.market.Reference facts,
    String sha256,
    Map<Field<String>, Set<String>> knownIds) {
  /** Reads a market folder. */
  public static Reference read(SparkSession spark, String marketFolder) {
    try {
      Path folder = new Path(marketFolder);
      FileSystem files = folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
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
      Map<Table, List<Object[]>> tables = new LinkedHashMap<>();
      for (Source source : Sources.reference()) {
        Path file = new Path(reference, source.name() + ".csv");
        byte[] content = files.exists(file) ? bytes(files, file) : null;
        if (content == null && !Sources.mayBeAbsent().contains(source)) {
          throw fault(source, "it is missing", "add it, with a header at least.");
        }
        digest.update((source.name() + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(content == null ? new byte[0] : content);
        tables.put(source.table(), content == null ? List.of() : rows(source, content));
      }
      requireNamed(market, tables);
      String sha256 = HexFormat.of().formatHex(digest.digest());
      return new Reference(
          market,
          words,
          new org.rateshelf.market.Reference(words, tables),
          sha256,
          knownIds(market, tables));
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
    if (!PlainFiles.isRegular(files.getFileStatus(path))) {
      throw new IOException(path + " is no file");
    }
    try (InputStream in = files.open(path)) {
      return in.readAllBytes();
    }
  }

  private static List<Object[]> rows(Source source, byte[] content) {
    try {
      return read(source, content);
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

  private static List<Object[]> read(Source source, byte[] content) throws IOException {
    Set<String> unknown = new LinkedHashSet<>();
    Iterator<SourceRecord> records =
        new CsvRecords(source.header(), unknown::add).read(new ByteArrayInputStream(content));
    if (!unknown.isEmpty()) {
      throw new FileFault(
          "column %s is not known to '%s'".formatted(String.join(", ", unknown), source.name()),
          "leave it out or correct its name; docs/sources.md lists the columns.");
    }
    Judge judge = new Judge(source, Map.of());
    List<Object[]> rows = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    Set<List<Object>> keys = new HashSet<>();
    long repeats = 0;
    while (records.hasNext()) {
      SourceRecord record = records.next();
      Judged judged = judge.judge(record);
      Object[] row = judged.values().toArray();
      if (!judged.reasons().isEmpty()) {
        faults.add("line " + record.line() + " " + String.join(" ", judged.reasons()));
      } else if (!keys.add(key(row, source.table())) && repeats == 0) {
        repeats = record.line();
      }
      rows.add(row);
    }
    if (!faults.isEmpty()) {
      throw fault(
          source,
          faults.stream().limit(5).collect(joining("; ")),
          "correct these lines; docs/sources.md explains each reason.");
    }
    if (repeats > 0) {
      throw fault(
          source,
          "line " + repeats + " repeats the key of an earlier line",
          "leave one of the two.");
    }
    return rows;
  }

  /** A row's key, in which equal terms are one. */
  private static List<Object> key(Object[] row, Table table) {
    List<Object> key = new ArrayList<>();
    for (Field<?> field : table.key()) {
      Object value = value(row, table, field);
      key.add(field.name().equals(Listings.TERM.name()) ? Term.canonical((String) value) : value);
    }
    return key;
  }

  /** Refuses settings that name what the reference does not have: they would say nothing. */
  private static void requireNamed(Market market, Map<Table, List<Object[]>> tables) {
    for (Market.EventWindows windows : market.windows()) {
      require(tables, windows.eventId(), "windows name the event", Events.TABLE, Events.EVENT_ID);
    }
    for (Object[] event : tables.get(Events.TABLE)) {
      LocalDate from = value(event, Events.TABLE, Events.DATE_FROM);
      LocalDate to = value(event, Events.TABLE, Events.DATE_TO);
      if (to.isBefore(from)) {
        throw fault(
            Sources.EVENTS,
            "event '%s' ends before it begins"
                .formatted(value(event, Events.TABLE, Events.EVENT_ID)),
            "correct its dates.");
      }
    }
    if (market.unlistedBankClass().isEmpty()) {
      market
          .ownChannel()
          .ifPresent(
              own ->
                  require(
                      tables,
                      own,
                      "own_channel is the platform",
                      Platforms.TABLE,
                      Platforms.PLATFORM_ID));
      for (Comparator comparator : market.comparators().values()) {
        for (String of : comparator.classes()) {
          require(
              tables, of, comparator.kind() + " names the class", Banks.TABLE, Banks.BANK_CLASS);
        }
      }
    }
  }

  private static void require(
      Map<Table, List<Object[]>> tables,
      String name,
      String says,
      Table table,
      Field<String> column) {
    if (!ids(tables, table, column).contains(name)) {
      throw RateshelfException.badInput(
          "market.yml: %s '%s'.".formatted(says, name),
          "reference/%s.csv has no such %s.".formatted(table.name(), column.name()),
          "correct one of the two.");
    }
  }

  private static Map<Field<String>, Set<String>> knownIds(
      Market market, Map<Table, List<Object[]>> tables) {
    Map<Field<String>, Set<String>> known = new HashMap<>();
    if (market.unlistedBankClass().isEmpty()) {
      known.put(Banks.BANK_ID, ids(tables, Banks.TABLE, Banks.BANK_ID));
      known.put(Platforms.PLATFORM_ID, ids(tables, Platforms.TABLE, Platforms.PLATFORM_ID));
    }
    Set<String> provinces = ids(tables, Provinces.TABLE, Provinces.PROVINCE);
    if (!provinces.isEmpty()) {
      known.put(UserRates.PROVINCE, provinces);
    }
    return known;
  }

  private static Set<String> ids(
      Map<Table, List<Object[]>> tables, Table table, Field<String> column) {
    return tables.get(table).stream().map(row -> value(row, table, column)).collect(toSet());
  }

  private static <T> T value(Object[] row, Table table, Field<T> field) {
    return table.value(row, field);
  }

  private static RateshelfException fault(Source source, String problem, String fix) {
    return RateshelfException.badInput(
        "reference/" + source.name() + ".csv: " + problem + ".",
        "every number hangs on the reference, so a run does not start with a fault in it.",
        fix);
  }
}
