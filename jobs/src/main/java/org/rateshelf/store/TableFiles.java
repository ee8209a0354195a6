package org.rateshelf.store;

import static io.delta.kernel.internal.util.Utils.toCloseableIterator;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.defaults.engine.hadoopio.HadoopFileIO;
import io.delta.kernel.defaults.internal.parquet.ParquetStatsReader;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.OutputFile;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/**
 * Reads and writes a table's data files, wherever it is called: by the driver or in a task, which
 * touches nothing but the lake.
 *
 * <p>A row is an array of values in the order of the table's fields. What is written belongs to the
 * table once it is committed.
 */
public final class TableFiles {
  /** The least and greatest of the first columns are noted, which name the day and the product. */
  static final int NOTED = 4;

  private TableFiles() {}

  static Engine engine() {
    return DefaultEngine.create(Storage.settings());
  }

  /**
   * Writes rows into new data files: none where there are no rows.
   *
   * @param folder the table's folder, as Hadoop takes it
   */
  public static List<DataFile> write(Table table, String folder, Iterator<Object[]> rows) {
    if (!rows.hasNext()) {
      return List.of();
    }
    Configuration settings = Storage.settings();
    Path path = new Path(folder, UUID.randomUUID() + "-000.parquet");
    try {
      OutputFile file = HadoopOutputFile.fromPath(path, settings);
      try (ParquetWriter<Object[]> out =
          RowWriting.into(file, table.schema()).withConf(settings).build()) {
        while (rows.hasNext()) {
          out.write(rows.next());
        }
      }
      FileStatus written = path.getFileSystem(settings).getFileStatus(path);
      return List.of(
          new DataFile(
              path.toString(),
              written.getLen(),
              written.getModificationTime(),
              statistics(table, path.toString(), written.getLen(), settings)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String statistics(Table table, String path, long size, Configuration settings)
      throws IOException {
    StructType schema = Values.struct(table.schema());
    List<Column> noted =
        table.fields().stream().limit(NOTED).map(field -> new Column(field.name())).toList();
    return ParquetStatsReader.readDataFileStatistics(
            new HadoopFileIO(settings).newInputFile(path, size), schema, noted)
        .serializeAsJson(schema);
  }

  /** All rows of data files. */
  public static CloseableIterator<Object[]> read(Table table, Collection<DataFile> files) {
    return read(table, files, Set.copyOf(table.fields()));
  }

  /** All rows of data files; columns that are not wanted are null. */
  public static CloseableIterator<Object[]> read(
      Table table, Collection<DataFile> files, Set<Field<?>> wanted) {
    Set<String> names = wanted.stream().map(Field::name).collect(Collectors.toSet());
    List<StructField> read =
        Values.struct(table.schema()).fields().stream()
            .filter(field -> names.contains(field.getName()))
            .toList();
    int[] places =
        read.stream().mapToInt(field -> table.schema().fieldIndex(field.getName())).toArray();
    Iterator<io.delta.kernel.utils.FileStatus> statuses =
        files.stream()
            .map(f -> io.delta.kernel.utils.FileStatus.of(f.path(), f.size(), f.modified()))
            .iterator();
    try {
      return rows(
          engine()
              .getParquetHandler()
              .readParquetFiles(
                  toCloseableIterator(statuses), new StructType(read), Optional.empty()),
          places,
          table.fields().size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same in a list, for data files of few rows. */
  public static List<Object[]> rows(Table table, Collection<DataFile> files) {
    return rows(table, files, Set.copyOf(table.fields()));
  }

  /** The same, of some columns. */
  public static List<Object[]> rows(Table table, Collection<DataFile> files, Set<Field<?>> wanted) {
    List<Object[]> rows = new ArrayList<>();
    try (CloseableIterator<Object[]> found = read(table, files, wanted)) {
      found.forEachRemaining(rows::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  private static CloseableIterator<Object[]> rows(
      CloseableIterator<FileReadResult> batches, int[] places, int width) {
    return new CloseableIterator<>() {
      private ColumnVector[] columns = new ColumnVector[0];
      private int size;
      private int next;

      @Override
      public boolean hasNext() {
        while (next == size && batches.hasNext()) {
          ColumnarBatch batch = batches.next().getData();
          columns = new ColumnVector[places.length];
          for (int i = 0; i < columns.length; i++) {
            columns[i] = batch.getColumnVector(i);
          }
          size = batch.getSize();
          next = 0;
        }
        return next < size;
      }

      @Override
      public Object[] next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        Object[] row = new Object[width];
        for (int i = 0; i < columns.length; i++) {
          row[places[i]] = Values.plain(columns[i], next);
        }
        next++;
        return row;
      }

      @Override
      public void close() throws IOException {
        batches.close();
      }
    };
  }
}
