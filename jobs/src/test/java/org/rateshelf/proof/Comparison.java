package org.rateshelf.proof;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.Scratch;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Quarantine;

/** Holds the product's rows against the second engine's, by key, in both directions. */
final class Comparison {
  private static final int SHOWN = 20;

  /** What the files and the rules do not fix: the text as it came. */
  private static final String OWN_WAY = Quarantine.RAW_TEXT.name();

  /** A power in floating point may fall on the other side of a tie: one last digit. */
  private static final Map<String, String> TOLERATED =
      Map.of(
          RateSpreads.AER_PCT.name(), "0.0001",
          RateSpreads.AER_SPREAD_BP.name(), "0.01");

  private final SecondEngine theirs;

  Comparison(SecondEngine theirs) {
    this.theirs = theirs;
  }

  /** The first rows that are missing, too many, repeated or different; none where all agree. */
  List<String> differences(Table table, Dataset<Row> ours) {
    String our = "SELECT * FROM read_parquet('" + parquet(ours) + "/*.parquet')";
    String their = "SELECT * FROM " + table.name();
    List<Field<?>> keyFields = table.key();
    if (table == Quarantine.TABLE) { // reasons stand in any order, and a file has its name
      our = "SELECT * REPLACE (list_sort(reasons) AS reasons) FROM (" + our + ")";
      their = "SELECT * RENAME (source AS source_name) FROM quarantine";
      keyFields = List.of(Quarantine.SOURCE_NAME, Quarantine.FILE_NAME, Quarantine.FILE_LINE);
    }
    List<String> columns = new ArrayList<>();
    for (Map<String, Object> column : theirs.query("DESCRIBE " + their)) {
      columns.add(column.get("column_name").toString());
    }
    columns.remove(OWN_WAY);
    List<String> key = keyFields.stream().map(Field::name).filter(columns::contains).toList();
    List<String> found = new ArrayList<>();
    for (String sql :
        List.of(
            repeated("ours", our, key),
            repeated("theirs", their, key),
            different(our, their, key, columns))) {
      theirs.query(sql).forEach(row -> found.add(row.get("difference").toString()));
    }
    return found;
  }

  private static String parquet(Dataset<Row> rows) {
    Path folder = Scratch.folder("ours");
    rows.write().mode("overwrite").parquet(folder.toUri().toString());
    return folder.toString();
  }

  private static String repeated(String whose, String rows, List<String> key) {
    return """
    SELECT (%s)::VARCHAR || ' stands ' || count(*) || ' times in %s' AS difference
    FROM (%s) GROUP BY %s HAVING count(*) > 1 LIMIT %d
    """
        .formatted(
            struct("", key),
            whose,
            rows,
            key.stream().map(Comparison::quoted).collect(joining(", ")),
            SHOWN);
  }

  private static String different(
      String ours, String theirs, List<String> key, List<String> columns) {
    String same =
        key.stream()
            .map(Comparison::quoted)
            .map(c -> "o." + c + " = t." + c)
            .collect(joining(" AND "));
    String unequal = columns.stream().map(Comparison::unequal).collect(joining(", "));
    String first = quoted(key.get(0));
    return """
    SELECT CASE
        WHEN o.%1$s IS NULL THEN 'missing: ' || t::VARCHAR
        WHEN t.%1$s IS NULL THEN 'too much: ' || o::VARCHAR
        ELSE (%2$s)::VARCHAR || ': ' || array_to_string(unequal, '; ') END AS difference
    FROM (SELECT o, t, list_filter([%3$s], lambda x: x IS NOT NULL) AS unequal
      FROM (%4$s) o FULL JOIN (%5$s) t ON %6$s)
    WHERE len(unequal) > 0 OR o.%1$s IS NULL OR t.%1$s IS NULL
    ORDER BY 1 LIMIT %7$d
    """
        .formatted(first, struct("o.", key), unequal, ours, theirs, same, SHOWN);
  }

  private static String struct(String of, List<String> columns) {
    return columns.stream()
        .map(c -> quoted(c) + " := " + of + quoted(c))
        .collect(joining(", ", "struct_pack(", ")"));
  }

  private static String quoted(String column) {
    return '"' + column + '"';
  }

  private static String unequal(String column) {
    String o = "o." + quoted(column);
    String t = "t." + quoted(column);
    String most = TOLERATED.get(column);
    String differ =
        most == null
            ? o + " IS DISTINCT FROM " + t
            : "coalesce(abs(%s - %s) > %s, (%s IS NULL) <> (%s IS NULL))"
                .formatted(o, t, most, o, t);
    return """
    CASE WHEN %s THEN '%s: ours ' || coalesce(%s::VARCHAR, 'NULL') || ', theirs '
      || coalesce(%s::VARCHAR, 'NULL') END\
    """
        .formatted(differ, column, o, t);
  }
}
