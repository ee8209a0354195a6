package org.rateshelf.lake;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.ArrayType;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Provenance;

/**
 * The keys of a table in which two states differ in one way.
 *
 * <p>Where a row was read, its file and line, makes no difference: the same row may come in another
 * file.
 *
 * @param keys how many they are
 * @param first the first of them
 */
public record Difference(Table table, Kind kind, long keys, List<Key> first) {
  /** Whether a key is on one side only, or says something else on the other. */
  public enum Kind {
    ONLY_HERE,
    ONLY_THERE,
    DIFFERING
  }

  /**
   * A key.
   *
   * @param values what its columns say, in the table's order
   * @param unequal what it says otherwise on the other side, where it is on both
   */
  public record Key(List<String> values, List<Unequal> unequal) {}

  /** What a column says here and there; null for nothing. */
  public record Unequal(Field<?> column, String here, String there) {}

  private static final int FIRST = 3;
  private static final List<String> WHERE_READ =
      List.of(Provenance.FILE_SHA256.name(), Provenance.FILE_LINE.name());
  private static final String TABLE = "table";
  private static final String KEY = "key";
  private static final String ROW = "row";
  private static final String SURPLUS = "surplus";
  private static final String HERE = "here";
  private static final String THERE = "there";
  private static final String KIND = "kind";
  private static final String NTH = "nth";

  /**
   * How two published states differ in these tables; nothing of a table in which they do not. Data
   * files that both have are not read, and the others of all tables in one pass.
   */
  public static List<Difference> between(
      Lake here, Publication ours, Lake there, Publication theirs, List<Table> tables) {
    List<Dataset<Row>> sides = new ArrayList<>();
    for (Table table : tables) {
      Long version = ours.versions().get(table.path());
      if (here == there && Objects.equals(version, theirs.versions().get(table.path()))) {
        continue;
      }
      Set<String> onlyHere = here.files(table, ours);
      Set<String> onlyThere = there.files(table, theirs);
      Set<String> shared = new TreeSet<>(onlyHere);
      shared.retainAll(onlyThere);
      onlyHere.removeAll(shared);
      onlyThere.removeAll(shared);
      here.rows(table, onlyHere).map(rows -> side(table, rows, 1)).ifPresent(sides::add);
      there.rows(table, onlyThere).map(rows -> side(table, rows, -1)).ifPresent(sides::add);
    }
    return sides.stream().reduce(Dataset::union).map(all -> found(tables, all)).orElse(List.of());
  }

  private static Dataset<Row> side(Table table, Dataset<Row> rows, int sign) {
    return rows.select(
        lit(table.path()).as(TABLE),
        texts(table.key()).as(KEY),
        texts(compared(table)).as(ROW),
        lit(sign).as(SURPLUS));
  }

  private static List<Field<?>> compared(Table table) {
    return table.fields().stream()
        .<Field<?>>map(f -> f)
        .filter(f -> !WHERE_READ.contains(f.name()))
        .toList();
  }

  /** As text, all tables have the same columns. */
  private static Column texts(List<Field<?>> fields) {
    return array(
        fields.stream()
            .map(f -> f.type() instanceof ArrayType ? to_json(f.col()) : f.col().cast("string"))
            .toArray(Column[]::new));
  }

  private static List<Difference> found(List<Table> tables, Dataset<Row> sides) {
    Column surplus = col(SURPLUS);
    Dataset<Row> keys =
        sides
            .groupBy(TABLE, KEY, ROW)
            .agg(sum(surplus).as(SURPLUS))
            .filter(surplus.notEqual(0))
            .groupBy(TABLE, KEY)
            .agg(
                max(when(surplus.gt(0), col(ROW))).as(HERE),
                max(when(surplus.lt(0), col(ROW))).as(THERE))
            .withColumn(
                KIND,
                when(col(THERE).isNull(), Kind.ONLY_HERE.name())
                    .when(col(HERE).isNull(), Kind.ONLY_THERE.name())
                    .otherwise(Kind.DIFFERING.name()))
            .persist();
    try {
      List<Row> counts = keys.groupBy(TABLE, KIND).count().orderBy(TABLE, KIND).collectAsList();
      List<Row> first = counts.isEmpty() ? List.of() : first(keys);
      List<Difference> found = new ArrayList<>();
      for (Table table : tables) {
        for (Row row : counts) {
          if (row.getString(0).equals(table.path())) {
            Kind kind = Kind.valueOf(row.getString(1));
            found.add(new Difference(table, kind, row.getLong(2), keys(table, kind, first)));
          }
        }
      }
      return found;
    } finally {
      keys.unpersist();
    }
  }

  private static List<Row> first(Dataset<Row> keys) {
    return keys.withColumn(
            NTH, row_number().over(Window.partitionBy(TABLE, KIND).orderBy(col(KEY))))
        .filter(col(NTH).leq(FIRST))
        .orderBy(KEY)
        .collectAsList();
  }

  private static List<Key> keys(Table table, Kind kind, List<Row> first) {
    return first.stream()
        .filter(row -> row.<String>getAs(TABLE).equals(table.path()))
        .filter(row -> row.<String>getAs(KIND).equals(kind.name()))
        .map(row -> new Key(texts(row, KEY), unequal(table, row)))
        .toList();
  }

  private static List<String> texts(Row row, String column) {
    return row.isNullAt(row.fieldIndex(column)) ? List.of() : row.getList(row.fieldIndex(column));
  }

  private static List<Unequal> unequal(Table table, Row row) {
    List<String> here = texts(row, HERE);
    List<String> there = texts(row, THERE);
    List<Unequal> unequal = new ArrayList<>();
    for (int i = 0; i < Math.min(here.size(), there.size()); i++) {
      if (!Objects.equals(here.get(i), there.get(i))) {
        unequal.add(new Unequal(compared(table).get(i), here.get(i), there.get(i)));
      }
    }
    return unequal;
  }
}
