package org.rateshelf.explain;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;
import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/**
 * A row of a published table, found by its key; or one that was made here of such rows, of a table
 * that nobody writes.
 */
record Cell(Table table, Object[] row) {
  private static final int NEAR = 5;
  private static final int CANDIDATES = 10;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("u-M-d").withResolverStyle(ResolverStyle.STRICT);

  @SuppressWarnings("unchecked")
  private static final Comparator<Object> VALUES =
      nullsFirst((one, other) -> ((Comparable<Object>) one).compareTo(other));

  /**
   * The row that the given part of the key names.
   *
   * @throws RateshelfException where there is none, or more than one; it says which part fails and
   *     what is near, or what would tell the rows apart
   */
  static Cell find(Trail trail, Table table, Map<String, String> given) {
    given.keySet().forEach(name -> requireKey(table, name));
    TreeSet<Cell> first = new TreeSet<>(by(table.key()));
    trail.each(
        table,
        given,
        cell -> {
          first.add(cell);
          if (first.size() > CANDIDATES + 1) {
            first.pollLast();
          }
        });
    if (first.isEmpty()) {
      throw nearest(trail, table, given);
    }
    if (first.size() > 1) {
      throw several(table, List.copyOf(first));
    }
    return first.first();
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

  /** The column of a key that has this name. */
  static Field<?> column(Table table, String name) {
    return table.key().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  /** What a text says as a value of a column; null where it is none. */
  static Object parsed(Field<?> field, String text) {
    try {
      if (field.example() instanceof LocalDate) {
        return LocalDate.parse(text, DAY);
      }
      if (field.example() instanceof BigDecimal example) {
        return new BigDecimal(text).setScale(example.scale(), RoundingMode.HALF_UP);
      }
      return field.example() instanceof Integer ? (Object) Integer.valueOf(text) : text;
    } catch (DateTimeException | NumberFormatException e) {
      return null;
    }
  }

  private static RateshelfException nearest(Trail trail, Table table, Map<String, String> given) {
    Map<String, String> held = new LinkedHashMap<>();
    for (Map.Entry<String, String> part : given.entrySet()) {
      Field<?> field = column(table, part.getKey());
      TreeSet<String> there = new TreeSet<>();
      List<Object> found = new ArrayList<>();
      Object wanted = parsed(field, part.getValue());
      trail.each(
          table,
          held,
          cell -> {
            if (cell.has(field)) {
              there.add(cell.text(field));
              if (cell.get(field).equals(wanted)) {
                found.add(wanted);
              }
            }
          });
      if (found.isEmpty()) {
        return RateshelfException.usage(
            "%s has no row with %s=%s%s."
                .formatted(
                    table.name(),
                    part.getKey(),
                    part.getValue(),
                    held.isEmpty() ? "" : " where " + words(held, ", ")),
            there.isEmpty() ? "the table has no row at all." : "this part of the key fails.",
            there.isEmpty()
                ? "see what the table says of itself: rateshelf tables."
                : "near ones are " + near(List.copyOf(there), part.getValue()) + ".");
      }
      held.put(part.getKey(), part.getValue());
    }
    throw new IllegalStateException("found on the second look only: " + given);
  }

  private static String near(List<String> there, String wanted) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return there.stream()
        .sorted(comparing((String s) -> distance.apply(s, wanted)).thenComparing(naturalOrder()))
        .limit(NEAR)
        .collect(joining(", "));
  }

  private static RateshelfException several(Table table, List<Cell> rows) {
    List<Field<?>> differ =
        table.key().stream()
            .filter(f -> rows.stream().map(row -> row.get(f)).distinct().count() > 1)
            .toList();
    return RateshelfException.usage(
        "%s rows of %s have that."
            .formatted(
                rows.size() > CANDIDATES ? "More than " + CANDIDATES : rows.size(), table.name()),
        "they differ in " + differ.stream().map(Field::name).collect(joining(", ")) + ".",
        "add one of these:\n"
            + rows.stream()
                .limit(CANDIDATES)
                .map(row -> "  " + words(row.values(differ), " "))
                .distinct()
                .collect(joining("\n")));
  }

  private static String words(Map<String, String> parts, String between) {
    return parts.entrySet().stream()
        .map(part -> part.getKey() + "=" + part.getValue())
        .collect(joining(between));
  }

  /** By some columns in turn, null before all values. */
  static Comparator<Cell> by(List<Field<?>> columns) {
    return columns.stream()
        .map(column -> comparing((Cell cell) -> (Object) cell.get(column), VALUES))
        .reduce(Comparator::thenComparing)
        .orElse((one, other) -> 0);
  }

  /** By the first of some columns in which there is a value, null before all values. */
  static Comparator<Cell> byFirst(List<Field<?>> columns) {
    return comparing(cell -> cell.first(columns), VALUES);
  }

  private Object first(List<Field<?>> columns) {
    for (Field<?> column : columns) {
      if (has(column)) {
        return get(column);
      }
    }
    return null;
  }

  /** Whether it is of a table that has this column. */
  boolean knows(Field<?> field) {
    return table.has(field);
  }

  /** This row's value of a column. */
  <T> T get(Field<T> field) {
    return table.value(row, field);
  }

  boolean has(Field<?> field) {
    return get(field) != null;
  }

  /** Whether it has this value in a column. */
  <T> boolean is(Field<T> field, T value) {
    return Objects.equals(get(field), value);
  }

  /** A value as it is printed; a dash for none. */
  String text(Field<?> field) {
    Object value = get(field);
    if (value instanceof List<?> values) {
      return values.isEmpty() ? "-" : values.stream().map(Cell::printed).collect(joining(", "));
    }
    return value == null ? "-" : printed(value);
  }

  private static String printed(Object value) {
    return value instanceof Object[] parts
        ? Stream.of(parts).map(String::valueOf).collect(joining(",", "[", "]"))
        : String.valueOf(value);
  }

  /** Rows of another table that agree with this one in these columns. */
  Predicate<Cell> agrees(Field<?>... fields) {
    return other -> Stream.of(fields).allMatch(f -> Objects.equals(other.get(f), get(f)));
  }

  /** Its key, as the command takes it. */
  Map<String, String> key() {
    return values(table.key());
  }

  /** As much as it has of these columns, as they are printed. */
  Map<String, String> values(List<Field<?>> columns) {
    Map<String, String> values = new LinkedHashMap<>();
    columns.stream().filter(this::knows).forEach(f -> values.put(f.name(), text(f)));
    return values;
  }
}
