package org.rateshelf.proof;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Array;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The same questions answered again, in SQL on DuckDB, from the same files.
 *
 * <p>Java only lists the files, undoes gzip and UTF-8 and cuts lines; every rule about rows and
 * numbers is in {@code second_engine/*.sql}, written from the documents and not from the jobs.
 */
public final class SecondEngine implements AutoCloseable {
  private static final List<String> SCRIPTS =
      List.of(
          "words",
          "files",
          "reference",
          "rows",
          "identity",
          "evidence",
          "counts",
          "spreads",
          "summary",
          "impact",
          "offers",
          "event",
          "structure",
          "holders");
  private static final List<String> SOURCES =
      List.of("scans", "listings", "bank_rates", "user_rates");
  private static final List<String> REFERENCE =
      List.of("platforms", "banks", "events", "benchmark_rates", "ceilings");
  private static final List<String> OPTIONAL = List.of("fees", "published_figures", "provinces");
  private static final Pattern FILE_NAME =
      Pattern.compile("(.+?)(?:\\.r(\\d+))?\\.(csv|csv\\.gz|jsonl|jsonl\\.gz|parquet)");
  private static final Map<String, Object> DEFAULTS =
      Map.of(
          "least_class_banks", 3,
          "least_median_products", 3,
          "complete_share_pct", 70,
          "complete_lacks_fewer_than", 5,
          "confirmation_days", 30,
          "k", 10);

  private final DuckDBConnection duck;

  private SecondEngine(DuckDBConnection duck) {
    this.duck = duck;
  }

  /** Answers a market's questions up to a day; null for the last day that its files know. */
  public static SecondEngine over(Path market, LocalDate asOf) {
    return over(market, market.resolve("landing"), asOf, "jdbc:duckdb:");
  }

  /** The same over another landing folder, kept in the database that the URL names. */
  public static SecondEngine over(Path market, Path landing, LocalDate asOf, String url) {
    return over(market, landing, asOf, url, "SELECT 1");
  }

  /** Up to the last day, where some words mean something else than in {@code words.sql}. */
  static SecondEngine over(Path market, Path landing, String otherWords) {
    return over(market, landing, null, "jdbc:duckdb:", otherWords);
  }

  private static SecondEngine over(
      Path market, Path landing, LocalDate asOf, String url, String otherWords) {
    try {
      SecondEngine engine =
          new SecondEngine(DriverManager.getConnection(url).unwrap(DuckDBConnection.class));
      engine.answer(market, landing, asOf, otherWords);
      return engine;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Answers a market's questions from a landing folder and ends: a process that can be timed. */
  public static void main(String[] folders) {
    over(Path.of(folders[0]), Path.of(folders[1]), null, "jdbc:duckdb:").close();
  }

  /** The rows of one table, each a map from column to value; a list is a list. */
  public List<Map<String, Object>> table(String name) {
    return query("SELECT * FROM " + name);
  }

  /** The rows of one query. */
  public List<Map<String, Object>> query(String sql) {
    try (Statement statement = duck.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<Map<String, Object>> all = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 1; i <= columns; i++) {
          Object value = rows.getObject(i);
          boolean list = value instanceof Array;
          row.put(
              rows.getMetaData().getColumnName(i),
              list ? Arrays.asList((Object[]) ((Array) value).getArray()) : value);
        }
        all.add(row);
      }
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {
    try {
      duck.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answer(Path market, Path landing, LocalDate asOf, String otherWords)
      throws IOException, SQLException {
    Map<?, ?> yaml =
        (Map<?, ?>)
            new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(market.resolve("market.yml")));
    settings(yaml, asOf, TestLake.key(market));
    execute(
        "CREATE TABLE files (file_no INTEGER, source VARCHAR, file_name VARCHAR, name VARCHAR,"
            + " revision INTEGER, format VARCHAR, file_sha256 VARCHAR, arrived BIGINT,"
            + " damage VARCHAR);"
            + " CREATE TABLE lines (file_no INTEGER, file_line BIGINT, raw VARCHAR)");
    Object reference = yaml.get("reference");
    Path words = market.resolve(reference == null ? "reference" : reference.toString());
    int fileNo = 0;
    for (String source : REFERENCE) {
      take(++fileNo, source, words.resolve(source + ".csv"));
    }
    for (String source : OPTIONAL) {
      Path file = words.resolve(source + ".csv");
      if (Files.exists(file)) {
        take(++fileNo, source, file);
      }
    }
    for (String source : SOURCES) {
      for (Path file : filesIn(landing.resolve(source))) {
        take(++fileNo, source, file);
      }
    }
    for (String script : SCRIPTS) {
      try (InputStream sql = SecondEngine.class.getResourceAsStream(resource(script))) {
        execute(new String(sql.readAllBytes(), StandardCharsets.UTF_8));
      } catch (SQLException e) {
        throw new SQLException(script + ".sql", e);
      }
      if (script.equals(SCRIPTS.get(0))) {
        execute(otherWords);
      }
    }
  }

  private static String resource(String script) {
    return "/second_engine/" + script + ".sql";
  }

  private void settings(Map<?, ?> yaml, LocalDate asOf, String userKey) throws SQLException {
    Map<Object, Object> settings = new LinkedHashMap<>(DEFAULTS);
    settings.put("heartbeat", "scans");
    settings.put("posted_rates", "bank_rates");
    yaml.forEach((key, value) -> settings.put(key, value));
    settings.putAll(mapAt(yaml, "settings"));
    settings.put("as_of", asOf);
    settings.put("user_key", userKey);
    execute("CREATE TABLE settings (name VARCHAR, value VARCHAR)");
    for (Map.Entry<Object, Object> setting : settings.entrySet()) {
      Object value = setting.getValue();
      if (!(value instanceof Map) && !(value instanceof List)) {
        insert("settings", setting.getKey(), value == null ? null : value.toString());
      }
    }
    execute("CREATE TABLE viewers (viewer VARCHAR)");
    for (Object viewer : listAt(yaml, "viewers")) {
      insert("viewers", viewer);
    }
    execute("CREATE TABLE comparators (comparator VARCHAR, classes VARCHAR[], termless BOOLEAN)");
    for (Map.Entry<?, ?> comparator : mapAt(yaml, "comparators").entrySet()) {
      Map<?, ?> how = mapAt(Map.of("it", comparator.getValue()), "it");
      Object[] classes = listAt(how, "classes").toArray();
      insert(
          "comparators",
          comparator.getKey(),
          duck.createArrayOf("VARCHAR", classes),
          Boolean.TRUE.equals(how.get("termless")));
    }
    execute(
        "CREATE TABLE windows (event_id VARCHAR, time_window VARCHAR, date_from DATE,"
            + " date_to DATE)");
    for (Object each : listAt(yaml, "windows")) {
      Map<?, ?> event = (Map<?, ?>) each;
      window(event, "before", mapAt(event, "before"));
      for (Object after : listAt(event, "after")) {
        window(event, ((Map<?, ?>) after).get("window"), (Map<?, ?>) after);
      }
    }
  }

  private void window(Map<?, ?> event, Object name, Map<?, ?> days) throws SQLException {
    Object to = days.get("to");
    insert(
        "windows",
        event.get("event_id"),
        name,
        LocalDate.parse(days.get("from").toString()),
        to == null ? null : LocalDate.parse(to.toString()));
  }

  private static Map<?, ?> mapAt(Map<?, ?> map, String key) {
    return map.get(key) instanceof Map<?, ?> found ? found : Map.of();
  }

  private static List<?> listAt(Map<?, ?> map, String key) {
    return map.get(key) instanceof List<?> found ? found : List.of();
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> FILE_NAME.matcher(name(f)).matches()).sorted().toList();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private void take(int fileNo, String source, Path file) throws IOException, SQLException {
    Matcher parts = FILE_NAME.matcher(name(file));
    parts.matches();
    String format = parts.group(3);
    byte[] bytes = Files.readAllBytes(file);
    String damage = null;
    try {
      if (format.equals("parquet")) {
        records(fileNo, file);
      } else {
        lines(fileNo, text(format.endsWith(".gz") ? unzipped(bytes) : bytes));
      }
    } catch (CharacterCodingException e) {
      damage = "NOT_UTF8";
    } catch (IOException e) {
      damage = "CUT_GZIP";
    } catch (SQLException e) {
      damage = "NOT_PARQUET";
    }
    insert(
        "files",
        fileNo,
        source,
        name(file),
        parts.group(1),
        parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2)),
        format.startsWith("csv") ? "csv" : "jsonl",
        sha256(bytes),
        Files.getLastModifiedTime(file).toMillis(),
        damage);
  }

  /** A record of a Parquet file becomes a JSON line of texts, so that all go one way from here. */
  private void records(int fileNo, Path file) throws SQLException {
    String path = file.toString().replace("'", "''");
    String insert =
        "INSERT INTO lines SELECT %d, row_number() OVER (), to_json(record)"
            + " FROM (SELECT COLUMNS(*)::VARCHAR FROM read_parquet('%s')) record";
    execute(String.format(insert, fileNo, path));
  }

  private void lines(int fileNo, String text) throws SQLException {
    try (DuckDBAppender appender = duck.createAppender("main", "lines")) {
      long number = 0;
      for (String line : (Iterable<String>) text.lines()::iterator) {
        appender.beginRow();
        appender.append(fileNo);
        appender.append(++number);
        appender.append(line);
        appender.endRow();
      }
    }
  }

  private static byte[] unzipped(byte[] bytes) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }

  private static String text(byte[] bytes) throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = duck.createStatement()) {
      statement.execute(sql);
    }
  }

  private void insert(String table, Object... values) throws SQLException {
    String marks = String.join(", ", Collections.nCopies(values.length, "?"));
    try (PreparedStatement insert =
        duck.prepareStatement("INSERT INTO " + table + " VALUES (" + marks + ")")) {
      for (int i = 0; i < values.length; i++) {
        insert.setObject(i + 1, values[i]);
      }
      insert.execute();
    }
  }
}
