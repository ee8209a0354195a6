package org.rateshelf.store;

import io.delta.kernel.defaults.engine.hadoopio.HadoopFileIO;
import io.delta.kernel.defaults.internal.parquet.ParquetStatsReader;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.utils.CloseableIterator;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.spark.sql.types.StructType;
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

  /** So few rows are written as they are: to load what packs them takes a night a second. */
  private static final int FEW = 10_000;

  private TableFiles() {}

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
      List<Object[]> first = new ArrayList<>();
      while (first.size() < FEW && rows.hasNext()) {
        first.add(rows.next());
      }
      CompressionCodecName codec =
          rows.hasNext() ? CompressionCodecName.SNAPPY : CompressionCodecName.UNCOMPRESSED;
      try (ParquetWriter<Object[]> out =
          RowWriting.into(file, table.schema())
              .withConf(settings)
              .withCompressionCodec(codec)
              .build()) {
        for (Object[] row : first) {
          out.write(row);
        }
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
    io.delta.kernel.types.StructType schema = KernelSchema.of(table.schema());
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
    StructType row = table.schema();
    Set<String> names = wanted.stream().map(Field::name).collect(Collectors.toSet());
    Configuration settings = Storage.settings();
    Iterator<DataFile> rest = files.iterator();
    return new CloseableIterator<>() {
      private ParquetReader<Object[]> open;
      private String path;
      private Object[] next;

      @Override
      public boolean hasNext() {
        try {
          while (next == null && (open != null || rest.hasNext())) {
            if (open == null) {
              DataFile file = rest.next();
              path = file.path();
              open = RowReading.of(input(file, settings), row, names).build();
            }
            next = open.read();
            if (next == null) {
              close();
            }
          }
          return next != null;
        } catch (FileNotFoundException e) {
          throw new UncheckedIOException(e);
        } catch (IOException | RuntimeException e) {
          throw new UncheckedIOException(new IOException(path + " (" + e.getMessage() + ")", e));
        }
      }

      @Override
      public Object[] next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        Object[] given = next;
        next = null;
        return given;
      }

      @Override
      public void close() throws IOException {
        if (open != null) {
          open.close();
          open = null;
        }
      }
    };
  }

  private static InputFile input(DataFile file, Configuration settings) throws IOException {
    Path path = new Path(file.path());
    return HadoopInputFile.fromStatus(
        new FileStatus(file.size(), false, 1, 0, file.modified(), path), settings);
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
}
