package org.rateshelf.ingest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Provenance;

/**
 * A row of a landed file on its way into a table: what it says, where that stands, and how it
 * fares. It is kept unless it is refused or only repeats another.
 */
public final class JudgedRow {
  /** By the name of the file, then as they stand in it. */
  static final Comparator<JudgedRow> IN_ORDER =
      Comparator.comparing((JudgedRow row) -> row.origin).thenComparing(JudgedRow::line);

  private final Table table;
  private final Origin origin;
  private final Object[] values;
  private List<String> reasons;
  private boolean repeats;

  /**
   * @param values in the order of the table's fields; of its file only the line need be filled in
   * @param reasons why it is refused for what it says alone; empty where it is not
   */
  public JudgedRow(Table table, Origin origin, Object[] values, List<String> reasons) {
    this.table = table;
    this.origin = origin;
    this.values = values;
    this.reasons = reasons;
    values[table.at(Provenance.FILE_SHA256)] = origin.sha256();
  }

  public Table table() {
    return table;
  }

  public Origin origin() {
    return origin;
  }

  public long line() {
    return table.value(values, Provenance.FILE_LINE);
  }

  /** The row of the table. */
  public Object[] values() {
    return values;
  }

  /** Why it is refused; empty where it is not. */
  public List<String> reasons() {
    return reasons;
  }

  public boolean isRefused() {
    return !reasons.isEmpty();
  }

  /** Whether it is good, but another row counts that says the same. */
  public boolean isRepeated() {
    return repeats;
  }

  public boolean isKept() {
    return reasons.isEmpty() && !repeats;
  }

  void refuse(String reason) {
    if (!reasons.contains(reason)) {
      reasons = new ArrayList<>(reasons);
      reasons.add(reason);
    }
  }

  void repeat() {
    repeats = true;
  }

  <T> T value(Field<T> field) {
    return table.value(values, field);
  }

  void set(Field<?> field, Object value) {
    values[table.at(field)] = value;
  }

  /** Some of its values, to be told apart by. */
  List<Object> key(List<? extends Field<?>> fields) {
    Object[] key = new Object[fields.size()];
    for (int i = 0; i < key.length; i++) {
      key[i] = value(fields.get(i));
    }
    return Arrays.asList(key);
  }

  /** What it says, wherever it stands. */
  public List<Object> content() {
    return content(table, values);
  }

  /** What a row of a table says, wherever it stands. */
  public static List<Object> content(Table table, Object[] row) {
    Object[] content = row.clone();
    content[table.at(Provenance.FILE_SHA256)] = null;
    content[table.at(Provenance.FILE_LINE)] = null;
    return Arrays.asList(content);
  }

  /** Rows that have some values alike. */
  static Map<List<Object>, List<JudgedRow>> alike(
      List<JudgedRow> rows, List<? extends Field<?>> fields) {
    Map<List<Object>, List<JudgedRow>> alike = new LinkedHashMap<>();
    for (JudgedRow row : rows) {
      alike.computeIfAbsent(row.key(fields), key -> new ArrayList<>()).add(row);
    }
    return alike;
  }

  /** Those of some rows that are not refused. */
  static List<JudgedRow> good(List<JudgedRow> rows) {
    return rows.stream().filter(row -> !row.isRefused()).toList();
  }
}
