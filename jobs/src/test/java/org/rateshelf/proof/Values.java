package org.rateshelf.proof;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import scala.jdk.javaapi.CollectionConverters;

/** Values of rows in one form, so that those of two engines and of a file can be equal. */
final class Values {
  private Values() {}

  /** The rows of a dataset, each a map from column to plain value. */
  static List<Map<String, Object>> of(Dataset<Row> dataset) {
    String[] columns = dataset.columns();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Row row : dataset.collectAsList()) {
      Map<String, Object> values = new LinkedHashMap<>();
      for (int i = 0; i < columns.length; i++) {
        values.put(columns[i], plain(row.get(i)));
      }
      rows.add(values);
    }
    return rows;
  }

  /** A number becomes a decimal without trailing zeros, a sequence a list, a date a LocalDate. */
  static Object plain(Object value) {
    if (value instanceof Number number) {
      BigDecimal decimal = new BigDecimal(number.toString());
      return decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros();
    }
    if (value instanceof Date date) {
      return date.toLocalDate();
    }
    if (value instanceof Timestamp timestamp) {
      return timestamp.toInstant();
    }
    if (value instanceof scala.collection.Seq<?> seq) {
      return plain(CollectionConverters.asJava(seq));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Values::plain).toList();
    }
    return value;
  }

  /**
   * What a text stands for in a column of a table; empty is null, or an empty list of words. A
   * list's parts are cut by |.
   */
  static Object read(Table table, String column, String text) {
    DataType type =
        table.fields().stream()
            .filter(field -> field.name().equals(column))
            .map(Field::type)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(table + " has no " + column));
    if (type instanceof ArrayType list
        && !(text.isEmpty() && list.elementType() instanceof StructType)) {
      return text.isEmpty() ? List.of() : Arrays.asList(text.split("\\|"));
    }
    if (text.isEmpty()) {
      return null;
    }
    if (type instanceof DateType) {
      return LocalDate.parse(text);
    }
    if (type instanceof BooleanType) {
      return Boolean.valueOf(text);
    }
    return type instanceof NumericType ? plain(new BigDecimal(text)) : text;
  }
}
