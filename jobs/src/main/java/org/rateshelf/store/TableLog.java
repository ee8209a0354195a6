package org.rateshelf.store;

import static io.delta.kernel.internal.actions.SingleAction.createAddFileSingleAction;
import static io.delta.kernel.internal.actions.SingleAction.createRemoveFileSingleAction;
import static io.delta.kernel.internal.util.Utils.toCloseableIterator;

import io.delta.kernel.DataWriteContext;
import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.Transaction;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.hook.PostCommitHook;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.ScanImpl;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.statistics.DataFileStatistics;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/** A table's log: which files make it up, and the commits that change that. */
public final class TableLog {
  private static final String ENGINE = "Rateshelf";

  /** What every table is made with: nothing of it is cut off by the age of its log. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "delta.dataSkippingNumIndexedCols", String.valueOf(TableFiles.NOTED),
          "delta.enableExpiredLogCleanup", "false",
          "delta.logRetentionDuration", "interval 5200 weeks",
          "delta.deletedFileRetentionDuration", "interval 5200 weeks");

  private final String folder;
  private final Engine engine;

  /**
   * @param folder the table's folder, as Hadoop takes it
   */
  public TableLog(String folder, Engine engine) {
    this.folder = folder;
    this.engine = engine;
  }

  /** The data files of a version. */
  public List<DataFile> files(long version) {
    List<DataFile> files = new ArrayList<>();
    files(at(version), true)
        .forEach(
            (path, file) ->
                files.add(
                    new DataFile(
                        path,
                        file.getSize(),
                        file.getModificationTime(),
                        file.getStatsJson().orElse(null))));
    return files;
  }

  /** Makes the table, of these files. */
  public void create(Table table, Collection<DataFile> files) {
    commit(
        TableManager.buildCreateTableTransaction(folder, KernelSchema.of(table.schema()), ENGINE)
            .withTableProperties(PROPERTIES)
            .build(engine),
        List.of(),
        files);
  }

  /** Takes files out of the table and puts others in, in one commit. */
  public void replace(Collection<DataFile> gone, Collection<DataFile> files) {
    Snapshot now = TableManager.loadSnapshot(folder).build(engine);
    List<Row> removed = new ArrayList<>();
    if (!gone.isEmpty()) {
      Map<String, AddFile> present = files(now, true);
      for (DataFile file : gone) {
        removed.add(removed(present.get(file.path())));
      }
    }
    commit(now.buildUpdateTableTransaction(ENGINE, Operation.WRITE).build(engine), removed, files);
  }

  private static Row removed(AddFile file) {
    return createRemoveFileSingleAction(file.toRemoveFileRow(true, Optional.empty()));
  }

  private void commit(Transaction transaction, List<Row> actions, Collection<DataFile> files) {
    StructType schema = transaction.getSchema(engine);
    Row state = transaction.getTransactionState(engine);
    DataWriteContext context = Transaction.getWriteContext(engine, state, Map.of());
    List<DataFileStatus> statuses = new ArrayList<>();
    for (DataFile file : files) {
      statuses.add(
          new DataFileStatus(file.path(), file.size(), file.modified(), statistics(file, schema)));
    }
    List<Row> all = new ArrayList<>(actions);
    try (CloseableIterator<Row> added =
        Transaction.generateAppendActions(
            engine, state, toCloseableIterator(statuses.iterator()), context)) {
      added.forEachRemaining(all::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    finish(
        transaction.commit(
            engine, CloseableIterable.inMemoryIterable(toCloseableIterator(all.iterator()))));
  }

  private static Optional<DataFileStatistics> statistics(DataFile file, StructType schema) {
    return DataFileStatistics.deserializeFromJson(file.statistics(), schema);
  }

  /** The least and the greatest of a column in a file by the log; null where it does not say. */
  public static Bounds bounds(Table table, DataFile file, Field<?> column) {
    return statistics(file, KernelSchema.of(table.schema()))
        .map(
            found ->
                new Bounds(
                    value(found.getMinValues().get(new Column(column.name()))),
                    value(found.getMaxValues().get(new Column(column.name())))))
        .orElse(new Bounds(null, null));
  }

  /** The least and the greatest of a column; days are days since 1970. */
  public record Bounds(Object least, Object greatest) {}

  /** Whether a file may hold rows of some days. */
  public static boolean mayHold(
      Table table, DataFile file, Field<?> column, LocalDate from, LocalDate to) {
    Bounds days = bounds(table, file, column);
    return (days.greatest() == null || (Integer) days.greatest() >= from.toEpochDay())
        && (days.least() == null || (Integer) days.least() <= to.toEpochDay());
  }

  private static Object value(Literal literal) {
    return literal == null ? null : literal.getValue();
  }

  /**
   * Gives the table the rows of one of its versions, or none, in a commit of its own; its
   * properties stay. Nothing is committed where it has these rows.
   */
  public void setBack(OptionalLong version) {
    Snapshot now = TableManager.loadSnapshot(folder).build(engine);
    Map<String, AddFile> present = files(now, true);
    Map<String, AddFile> wanted =
        version.isEmpty() ? Map.of() : files(at(version.getAsLong()), true);
    List<Row> actions = new ArrayList<>();
    present.forEach(
        (path, file) -> {
          if (!wanted.containsKey(path)) {
            actions.add(removed(file));
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
          now.buildUpdateTableTransaction(ENGINE, Operation.MANUAL_UPDATE)
              .build(engine)
              .commit(
                  engine,
                  CloseableIterable.inMemoryIterable(toCloseableIterator(actions.iterator()))));
    }
  }

  /** Notes of a commit what Delta notes of its own; else Spark's next one runs jobs to find it. */
  private void finish(TransactionCommitResult commit) {
    try {
      for (PostCommitHook hook : commit.getPostCommitHooks()) {
        hook.threadSafeInvoke(engine);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Snapshot at(long version) {
    return TableManager.loadSnapshot(folder).atVersion(version).build(engine);
  }

  private Map<String, AddFile> files(Snapshot snapshot, boolean statistics) {
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
