package org.rateshelf.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.rateshelf.lake.Publication;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/**
 * Rows of a page's tables: each column holds its field's example, unless the test names a value. As
 * a lake may, it hands on the rows of all days.
 */
final class PageRows implements PublishedRows {
  private final Map<Table, List<Object[]>> tables = new HashMap<>();

  PageRows row(Table table, Field.Cell... cells) {
    Object[] row = table.fields().stream().map(Field::example).toArray();
    List<String> names = table.fields().stream().map(Field::name).toList();
    for (Field.Cell cell : cells) {
      row[names.indexOf(cell.name())] = cell.value();
    }
    tables.computeIfAbsent(table, one -> new ArrayList<>()).add(row);
    return this;
  }

  /** The lines of a page. */
  static List<String> page(Consumer<PrintWriter> print) {
    StringWriter text = new StringWriter();
    print.accept(new PrintWriter(text, true));
    return text.toString().lines().toList();
  }

  /** Of a page's lines those of the table under a title, without the names of its columns. */
  static List<String> under(String title, List<String> page) {
    return page.stream()
        .dropWhile(line -> !line.startsWith(title))
        .skip(2)
        .takeWhile(line -> !line.isEmpty())
        .toList();
  }

  @Override
  public Publication publication() {
    LocalDate day = LocalDate.of(2021, 2, 28);
    return new Publication(1, "run", Instant.EPOCH, "cn", "REPORTED", day, day, "", Map.of());
  }

  @Override
  public List<Object[]> of(Table table) {
    return tables.getOrDefault(table, List.of());
  }

  @Override
  public void each(
      Table table, LocalDate from, LocalDate to, Set<Field<?>> wanted, Consumer<Object[]> row) {
    for (Object[] whole : of(table)) {
      Object[] part = new Object[whole.length];
      wanted.forEach(field -> part[table.at(field)] = whole[table.at(field)]);
      row.accept(part);
    }
  }
}
