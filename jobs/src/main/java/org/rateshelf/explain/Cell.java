package org.rateshelf.explain;

import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/** One row of a published table, found by its key. */
record Cell(Table table, Row row) {
  private static final int NEAR = 5;
  private static final int CANDIDATES = 10;

  /**
   * The row that the given part of the key names.
   *
   * @throws RateshelfException where there is none, or more than one; it says which part fails and
   *     what is near, or what would tell the rows apart
   */
  static Cell find(Table table, Dataset<Row> rows, Map<String, String> given) {
    given.keySet().forEach(name -> requireKey(table, name));
    Dataset<Row> found = rows;
    for (Map.Entry<String, String> part : given.entrySet()) {
      found = found.filter(equal(table, part));
    }
    List<Row> first = found.limit(CANDIDATES + 1).collectAsList();
    if (first.isEmpty()) {
      throw nearest(table, rows, given);
    }
    if (first.size() > 1) {
      throw several(table, first);
    }
    return new Cell(table, first.get(0));
  }

  private static void requireKey(Table table, String name) {
    List<String> names = table.key().stream().map(Field::name).toList();
    if (!names.contains(name)) {
      throw RateshelfException.usage(
          table.name() + " has no key column '" + name + "'.",
          "a row is found by its key: " + String.join(", ", names) + ".",
          "name one of these: " + near(names, name) + ".");
    }
  }

  private static Column equal(Table table, Map.Entry<String, String> part) {
    Field<?> field = field(table, part.getKey());
    return field.col().equalTo(lit(part.getValue()).try_cast(field.type()));
  }

  private static Field<?> field(Table table, String name) {
    return table.key().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  private static RateshelfException nearest(
      Table table, Dataset<Row> rows, Map<String, String> given) {
    Dataset<Row> left = rows;
    List<String> held = new ArrayList<>();
    for (Map.Entry<String, String> part : given.entrySet()) {
      Dataset<Row> next = left.filter(equal(table, part));
      if (next.isEmpty()) {
        List<String> there =
            left
                .select(col(part.getKey()).cast("string"))
                .distinct()
                .limit(10_000)
                .collectAsList()
                .stream()
                .map(r -> r.getString(0))
                .toList();
        return RateshelfException.usage(
            "%s has no row with %s=%s%s."
                .formatted(
                    table.name(),
                    part.getKey(),
                    part.getValue(),
                    held.isEmpty() ? "" : " where " + String.join(", ", held)),
            there.isEmpty() ? "the table has no row at all." : "this part of the key fails.",
            there.isEmpty()
                ? "see what the table says of itself: rateshelf tables."
                : "near ones are " + near(there, part.getValue()) + ".");
      }
      left = next;
      held.add(part.getKey() + "=" + part.getValue());
    }
    throw new IllegalStateException("found on the second look only: " + given);
  }

  private static String near(List<String> there, String wanted) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return there.stream()
        .sorted(
            Comparator.comparing((String s) -> distance.apply(s, wanted))
                .thenComparing(Comparator.naturalOrder()))
        .limit(NEAR)
        .collect(joining(", "));
  }

  private static RateshelfException several(Table table, List<Row> rows) {
    List<Field<?>> differ =
        table.key().stream()
            .filter(f -> rows.stream().map(r -> r.<Object>getAs(f.name())).distinct().count() > 1)
            .toList();
    return RateshelfException.usage(
        "%s rows of %s have that."
            .formatted(
                rows.size() > CANDIDATES ? "More than " + CANDIDATES : rows.size(), table.name()),
        "they differ in " + differ.stream().map(Field::name).collect(joining(", ")) + ".",
        "add one of these:\n"
            + rows.stream()
                .limit(CANDIDATES)
                .map(r -> "  " + words(r, differ))
                .distinct()
                .collect(joining("\n")));
  }

  private static String words(Row row, List<Field<?>> fields) {
    return fields.stream().map(f -> f.name() + "=" + row.getAs(f.name())).collect(joining(" "));
  }

  /** This row's value of a column. */
  <T> T get(Field<T> field) {
    return row.getAs(field.name());
  }

  /** This row's value of a column, to hold columns of other rows against. */
  Column literal(Field<?> field) {
    return lit(row.<Object>getAs(field.name()));
  }

  /** A value as it is printed; a dash for none. */
  String text(Field<?> field) {
    if (!has(field)) {
      return "-";
    }
    if (field.type() instanceof ArrayType) {
      List<?> values = row.getList(row.fieldIndex(field.name()));
      return values.isEmpty() ? "-" : values.stream().map(String::valueOf).collect(joining(", "));
    }
    return row.getAs(field.name()).toString();
  }

  boolean has(Field<?> field) {
    return row.getAs(field.name()) != null;
  }

  /** Rows of another dataset that agree with this one in these columns. */
  Column agrees(Field<?>... fields) {
    Column all = lit(true);
    for (Field<?> field : fields) {
      all = all.and(field.col().eqNullSafe(literal(field)));
    }
    return all;
  }

  /** Its key, as the command takes it; as much of it as the row has. */
  Map<String, String> key() {
    Map<String, String> key = new LinkedHashMap<>();
    List<String> columns = List.of(row.schema().fieldNames());
    table.key().stream()
        .filter(f -> columns.contains(f.name()))
        .forEach(f -> key.put(f.name(), text(f)));
    return key;
  }
}
