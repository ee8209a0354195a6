package org.rateshelf.lake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.rateshelf.schema.Table;
import org.rateshelf.store.DataFile;
import org.rateshelf.store.TableFiles;

/**
 * Rows of several tables on their way into data files, as one task makes them day by day: a file
 * holds whole days.
 */
final class TableBuffers {
  /** So many rows are held before they are written. */
  private static final int MANY = 300_000;

  private final Map<String, String> folders;
  private final Map<Table, List<Iterable<Object[]>>> waiting = new LinkedHashMap<>();
  private final Map<String, List<DataFile>> written = new HashMap<>();
  private int held;

  /**
   * @param folders of the tables, by their path
   */
  TableBuffers(Map<String, String> folders) {
    this.folders = folders;
  }

  void add(Table table, Collection<Object[]> rows) {
    add(table, rows, row -> row);
  }

  /** Adds things that become rows when they are written. */
  <T> void add(Table table, Collection<T> things, Function<T, Object[]> row) {
    if (!things.isEmpty()) {
      waiting
          .computeIfAbsent(table, t -> new ArrayList<>())
          .add(() -> things.stream().map(row).iterator());
      held += things.size();
    }
  }

  /** To be called between two days. */
  void endDay() {
    if (held >= MANY) {
      write();
    }
  }

  private void write() {
    waiting.forEach(
        (table, parts) ->
            written
                .computeIfAbsent(table.path(), t -> new ArrayList<>())
                .addAll(TableFiles.write(table, folders.get(table.path()), rows(parts))));
    waiting.clear();
    held = 0;
  }

  private static Iterator<Object[]> rows(List<Iterable<Object[]>> parts) {
    Iterator<Iterable<Object[]>> rest = parts.iterator();
    return new Iterator<>() {
      private Iterator<Object[]> part = Collections.emptyIterator();

      @Override
      public boolean hasNext() {
        while (!part.hasNext() && rest.hasNext()) {
          part = rest.next().iterator();
        }
        return part.hasNext();
      }

      @Override
      public Object[] next() {
        return part.next();
      }
    };
  }

  /** To be called where files are to end. */
  void endFile() {
    write();
  }

  /** The files that all rows are in, by the path of their table. */
  Map<String, List<DataFile>> files() {
    write();
    return written;
  }
}
