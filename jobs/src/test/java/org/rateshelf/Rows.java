package org.rateshelf;

import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.rateshelf.job.Inputs;
import org.rateshelf.market.Market;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Field.Cell;
import org.rateshelf.schema.Table;

/** Rows of a table: each column holds its field's example, unless the test names a value. */
public final class Rows {
  private final Table table;
  private final List<Row> rows = new ArrayList<>();
  private final Map<String, Object> usual = new LinkedHashMap<>();

  private Rows(Table table) {
    this.table = table;
    table.fields().forEach(field -> usual.put(field.name(), field.example()));
  }

  public static Rows of(Table table) {
    return new Rows(table);
  }

  /** Values that all rows after this one share. */
  public Rows each(Cell... cells) {
    put(usual, cells);
    return this;
  }

  public Rows row(Cell... cells) {
    Map<String, Object> values = new LinkedHashMap<>(usual);
    put(values, cells);
    rows.add(RowFactory.create(values.values().toArray()));
    return this;
  }

  private void put(Map<String, Object> values, Cell... cells) {
    for (Cell cell : cells) {
      if (!values.containsKey(cell.name())) {
        throw new IllegalArgumentException(table + " has no column " + cell.name());
      }
      values.put(cell.name(), cell.value());
    }
  }

  public Dataset<Row> dataset() {
    return TestSpark.session().createDataFrame(rows, table.schema());
  }

  /** What an answer is given: these rows, and every other table empty. */
  public static Inputs inputs(
      Market market, LocalDate from, LocalDate to, List<Table> reads, Rows... given) {
    Map<String, Dataset<Row>> tables = new HashMap<>();
    reads.forEach(table -> tables.put(table.path(), of(table).dataset()));
    for (Rows some : given) {
      tables.put(some.table.path(), some.dataset());
    }
    return new Inputs("test", market, from, to, tables);
  }

  /** One column of a dataset, in its order; days as LocalDate. */
  public static List<Object> valuesOf(Dataset<Row> rows, Field<?> field) {
    return rows.select(field.col()).collectAsList().stream().map(row -> plain(row.get(0))).toList();
  }

  private static Object plain(Object value) {
    return value instanceof Date day ? day.toLocalDate() : value;
  }
}
