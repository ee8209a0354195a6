package org.rateshelf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.rateshelf.schema.Field.Cell;
import org.rateshelf.schema.Table;

/** Rows of a table: each column holds its field's example, unless the test names a value. */
public final class Rows {
  private final Table table;
  private final List<Object[]> rows = new ArrayList<>();
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
    rows.add(values.values().toArray());
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

  /** The rows, each its values in the order of the fields. */
  public List<Object[]> values() {
    return rows;
  }

  public Dataset<Row> dataset() {
    List<Row> all = rows.stream().map(RowFactory::create).toList();
    return TestSpark.session().createDataFrame(all, table.schema());
  }
}
