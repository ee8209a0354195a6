package org.rateshelf.lake;

import io.delta.kernel.TableManager;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which files make up a table: read from Delta's log at once, where Spark would run jobs for it.
 */
final class DataFiles {
  private DataFiles() {}

  /** The files of a version of a table. */
  static Set<String> of(String table, long version, Engine engine) throws IOException {
    Set<String> files = new TreeSet<>();
    try (CloseableIterator<FilteredColumnarBatch> batches =
        TableManager.loadSnapshot(table)
            .atVersion(version)
            .build(engine)
            .getScanBuilder()
            .build()
            .getScanFiles(engine)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          while (rows.hasNext()) {
            files.add(InternalScanFileUtils.getAddFileStatus(rows.next()).getPath());
          }
        }
      }
    }
    return files;
  }
}
