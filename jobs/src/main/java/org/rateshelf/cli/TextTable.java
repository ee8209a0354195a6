package org.rateshelf.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A few rows, in columns, for a person to read. */
final class TextTable {
  private final List<List<String>> lines = new ArrayList<>();

  TextTable(String... titles) {
    lines.add(List.of(titles));
  }

  TextTable rows(List<Object[]> rows, int atMost) {
    rows.stream().limit(atMost).forEach(this::row);
    return this;
  }

  TextTable row(Object... values) {
    lines.add(Stream.of(values).map(value -> value == null ? "-" : value.toString()).toList());
    return this;
  }

  void print(PrintWriter out) {
    int columns = lines.get(0).size();
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder("  ");
      for (int i = 0; i < columns; i++) {
        boolean number = line.get(i).matches("-?[\\d.]+|-");
        String pad = " ".repeat(widths[i] - line.get(i).length());
        text.append(number ? pad + line.get(i) : line.get(i) + pad).append("  ");
      }
      out.println(text.toString().stripTrailing());
    }
    if (lines.size() == 1) {
      out.println("  (none)");
    }
  }
}
