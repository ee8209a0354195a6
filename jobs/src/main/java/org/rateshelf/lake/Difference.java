package org.rateshelf.lake;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Provenance;

/**
 * Where two states of a table differ: a row for each key that does, with what each side says.
 *
 * <p>Where a row was read, its file and line, makes no difference: the same row may come in another
 * file.
 */
public final class Difference {
  /** Whether a key is on one side only, or says something else on the other. */
  public enum Kind {
    ONLY_HERE,
    ONLY_THERE,
    DIFFERING
  }

  public static final String KIND = "kind";
  public static final String HERE = "here";
  public static final String THERE = "there";
  private static final String SURPLUS = "surplus";
  private static final List<String> WHERE_READ =
      List.of(Provenance.FILE_SHA256.name(), Provenance.FILE_LINE.name());

  private Difference() {}

  /** The columns that are held against each other, the key among them. */
  public static List<Field<?>> compared(Table table) {
    return table.fields().stream()
        .<Field<?>>map(f -> f)
        .filter(f -> !WHERE_READ.contains(f.name()))
        .toList();
  }

  /** The table's key, {@link #KIND}, and the rows {@link #HERE} and {@link #THERE} or null. */
  public static Dataset<Row> of(Table table, Dataset<Row> here, Dataset<Row> there) {
    Column[] columns = compared(table).stream().map(Field::col).toArray(Column[]::new);
    Column surplus = functions.col(SURPLUS);
    Dataset<Row> unequal =
        side(table, here, 1)
            .unionByName(side(table, there, -1))
            .groupBy(columns)
            .agg(sum(surplus).as(SURPLUS))
            .filter(surplus.notEqual(0));
    return unequal
        .groupBy(table.keyColumns())
        .agg(
            max(when(surplus.gt(0), struct(columns))).as(HERE),
            max(when(surplus.lt(0), struct(columns))).as(THERE))
        .withColumn(
            KIND,
            when(functions.col(THERE).isNull(), Kind.ONLY_HERE.name())
                .when(functions.col(HERE).isNull(), Kind.ONLY_THERE.name())
                .otherwise(Kind.DIFFERING.name()));
  }

  /** One side's rows; a column that the state was written without is empty. */
  private static Dataset<Row> side(Table table, Dataset<Row> rows, int sign) {
    List<String> there = List.of(rows.columns());
    Stream<Column> columns =
        compared(table).stream()
            .map(f -> there.contains(f.name()) ? f.from(f.of(rows)) : f.empty());
    return rows.select(
        Stream.concat(columns, Stream.of(lit(sign).as(SURPLUS))).toArray(Column[]::new));
  }
}
