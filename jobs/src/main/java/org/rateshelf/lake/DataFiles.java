package org.rateshelf.lake;

import static io.delta.kernel.internal.actions.SingleAction.createAddFileSingleAction;
import static io.delta.kernel.internal.actions.SingleAction.createRemoveFileSingleAction;
import static io.delta.kernel.internal.util.Utils.toCloseableIterator;

import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.hook.PostCommitHook;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.ScanImpl;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Which files make up a table: read from Delta's log at once, and written there, where Spark would
 * run jobs for it.
 */
final class DataFiles {
  private DataFiles() {}

  /** The files of a version of a table, and how long each is by the log. */
  static Map<String, Long> of(String table, long version, Engine engine) {
    Map<String, Long> sizes = new TreeMap<>();
    files(at(table, version, engine), false, engine)
        .forEach((file, added) -> sizes.put(file, added.getSize()));
    return sizes;
  }

  /** Where a file lies that the log names. */
  static Path place(String file) {
    return Path.of(new org.apache.hadoop.fs.Path(file).toUri().getPath());
  }

  /**
   * Gives a table the rows of one of its versions, or none, in a commit of its own; its properties
   * stay. Nothing is committed where it has these rows.
   */
  static void setBack(String table, OptionalLong version, Engine engine) {
    Snapshot now = TableManager.loadSnapshot(table).build(engine);
    Map<String, AddFile> present = files(now, true, engine);
    Map<String, AddFile> wanted =
        version.isEmpty() ? Map.of() : files(at(table, version.getAsLong(), engine), true, engine);
    List<Row> actions = new ArrayList<>();
    present.forEach(
        (path, file) -> {
          if (!wanted.containsKey(path)) {
            Row removed = file.toRemoveFileRow(true, Optional.empty());
            actions.add(createRemoveFileSingleAction(removed));
          }
        });
    wanted.forEach(
        (path, file) -> {
          if (!present.containsKey(path)) {
            actions.add(createAddFileSingleAction(file.toRow()));
          }
        });
    if (!actions.isEmpty()) {
      finish(
          now.buildUpdateTableTransaction("Rateshelf", Operation.MANUAL_UPDATE)
              .build(engine)
              .commit(
                  engine,
                  CloseableIterable.inMemoryIterable(toCloseableIterator(actions.iterator()))),
          engine);
    }
  }

  /** Notes of a commit what Delta notes of its own; else Spark's next one runs jobs to find it. */
  private static void finish(TransactionCommitResult commit, Engine engine) {
    try {
      for (PostCommitHook hook : commit.getPostCommitHooks()) {
        hook.threadSafeInvoke(engine);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Snapshot at(String table, long version, Engine engine) {
    return TableManager.loadSnapshot(table).atVersion(version).build(engine);
  }

  private static Map<String, AddFile> files(Snapshot snapshot, boolean statistics, Engine engine) {
    Map<String, AddFile> files = new TreeMap<>();
    ScanImpl scan = (ScanImpl) snapshot.getScanBuilder().build();
    try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine, statistics)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          while (rows.hasNext()) {
            Row file = rows.next();
            files.put(
                InternalScanFileUtils.getAddFileStatus(file).getPath(),
                new AddFile(file.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL)));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
