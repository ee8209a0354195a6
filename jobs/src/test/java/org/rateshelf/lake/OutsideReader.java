package org.rateshelf.lake;

import static java.util.stream.Collectors.joining;

import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.rateshelf.table.Publications;

/**
 * A reader that follows the publications and knows nothing of what writes: Delta Kernel says which
 * files a version has, DuckDB reads them.
 */
final class OutsideReader implements AutoCloseable {
  private final Engine engine = DefaultEngine.create(new Configuration());
  private final Connection duckdb;

  OutsideReader() throws SQLException {
    duckdb = DriverManager.getConnection("jdbc:duckdb:");
  }

  /** The newest publication; 0 where there is none, and then no tables. */
  record Pinned(long publication, Map<String, Long> versions) {}

  synchronized Pinned newest(Path lake) throws IOException, SQLException {
    Map<String, Long> versions = new TreeMap<>();
    long publication = 0;
    List<String> files;
    try {
      files = files(table(lake, Publications.TABLE.path()).getLatestSnapshot(engine));
    } catch (TableNotFoundException e) {
      return new Pinned(publication, versions);
    }
    String newest =
        "SELECT %1$s, unnest(map_keys(%2$s)), unnest(map_values(%2$s)) FROM %3$s"
            + " QUALIFY %1$s = max(%1$s) OVER ()";
    try (Statement statement = duckdb.createStatement();
        ResultSet rows =
            statement.executeQuery(
                newest.formatted(
                    Publications.PUBLICATION_ID.name(),
                    Publications.TABLES.name(),
                    parquet(files)))) {
      while (rows.next()) {
        publication = rows.getLong(1);
        versions.put(rows.getString(2), rows.getLong(3));
      }
    }
    return new Pinned(publication, versions);
  }

  /** Of each of these tables that is pinned, how many rows it has and a sum over their values. */
  synchronized Map<String, String> read(Path lake, Pinned pinned, Predicate<String> wanted)
      throws IOException, SQLException {
    Map<String, String> sums = new TreeMap<>();
    try (Statement statement = duckdb.createStatement()) {
      for (String table : pinned.versions().keySet().stream().filter(wanted).toList()) {
        long version = pinned.versions().get(table);
        List<String> files = files(table(lake, table).getSnapshotAsOfVersion(engine, version));
        if (files.isEmpty()) {
          sums.put(table, "0 rows");
          continue;
        }
        try (ResultSet sum =
            statement.executeQuery(
                "SELECT count(*) || ' rows ' || coalesce(sum(hash(t)::HUGEINT), 0) FROM "
                    + parquet(files)
                    + " t")) {
          sum.next();
          sums.put(table, sum.getString(1));
        }
      }
    }
    return sums;
  }

  private io.delta.kernel.Table table(Path lake, String path) {
    return io.delta.kernel.Table.forPath(engine, lake.resolve(path).toString());
  }

  private List<String> files(Snapshot snapshot) throws IOException {
    List<String> found = new ArrayList<>();
    Scan scan = snapshot.getScanBuilder().build();
    try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          while (rows.hasNext()) {
            found.add(InternalScanFileUtils.getAddFileStatus(rows.next()).getPath());
          }
        }
      }
    }
    return found;
  }

  private static String parquet(List<String> files) {
    return files.stream()
        .map(f -> "'" + f.replaceFirst("^file:/*", "/") + "'")
        .collect(joining(", ", "read_parquet([", "], union_by_name = true)"));
  }

  @Override
  public void close() throws SQLException {
    duckdb.close();
  }
}
