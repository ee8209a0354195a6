package org.rateshelf.store;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * Files that are no table's: what lands and the copies of it, wherever Hadoop has them, reached by
 * the driver and by tasks alike.
 *
 * <p>A machine's own files are taken as they are, without Hadoop's checksum files, which no source
 * sends and no name with a colon can have.
 */
public final class PlainFiles {
  private static final int BUFFER = 1 << 16;

  private final Configuration settings;

  /** Files as the caller reaches them, a task by what its job was given. */
  public PlainFiles() {
    this(Storage.settings());
  }

  public PlainFiles(Configuration settings) {
    this.settings = settings;
  }

  private FileSystem system(Path path) throws IOException {
    FileSystem found = path.getFileSystem(settings);
    return found instanceof LocalFileSystem local ? local.getRaw() : found;
  }

  /** The entries of a folder by name; none where there is no such folder. */
  public List<FileStatus> list(String folder) throws IOException {
    try {
      Path path = new Path(folder);
      FileStatus[] found = system(path).listStatus(path);
      Arrays.sort(found, Comparator.comparing(f -> f.getPath().getName()));
      return List.of(found);
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  /** Names of entries of a folder that Hadoop does not list: links that lead nowhere. */
  public List<String> passedOver(String folder) throws IOException {
    Path path = new Path(folder);
    File[] all =
        system(path) instanceof RawLocalFileSystem local
            ? local.pathToFile(path).listFiles()
            : null;
    return Stream.of(all == null ? new File[0] : all)
        .filter(entry -> !entry.exists())
        .map(File::getName)
        .sorted()
        .toList();
  }

  /** Whether it can be read to its end: a pipe would be waited for, and a device has none. */
  public static boolean isRegular(FileStatus file) {
    URI uri = file.getPath().toUri();
    return file.isFile()
        && (!"file".equals(uri.getScheme())
            || java.nio.file.Files.isRegularFile(java.nio.file.Path.of(uri.getPath())));
  }

  /** Whether a file is no more as it was seen: it is being written, or was taken away. */
  public boolean isChanged(String file, long size, long modified) throws IOException {
    try {
      Path path = new Path(file);
      FileStatus now = system(path).getFileStatus(path);
      return now.getLen() != size || now.getModificationTime() != modified;
    } catch (FileNotFoundException e) {
      return true;
    }
  }

  public boolean exists(String file) throws IOException {
    Path path = new Path(file);
    return system(path).exists(path);
  }

  public InputStream open(String file) throws IOException {
    Path path = new Path(file);
    return system(path).open(path, BUFFER);
  }

  /** A file as a reader of Parquet takes it. */
  public InputFile parquet(String file) throws IOException {
    Path path = new Path(file);
    FileSystem system = system(path);
    long length = system.getFileStatus(path).getLen();
    return new InputFile() {
      @Override
      public long getLength() {
        return length;
      }

      @Override
      public SeekableInputStream newStream() throws IOException {
        return HadoopStreams.wrap(system.open(path));
      }
    };
  }

  /** Makes a file, or makes it anew. */
  public OutputStream create(String file) throws IOException {
    Path path = new Path(file);
    FileSystem system = system(path);
    return system.create(
        path,
        true,
        BUFFER,
        system.getDefaultReplication(path),
        system.getDefaultBlockSize(path),
        null);
  }

  /** Gives a file that is whole its name. */
  public void rename(String from, String to) throws IOException {
    Path path = new Path(from);
    if (!system(path).rename(path, new Path(to))) {
      throw new IOException(from + " cannot be renamed to " + to);
    }
  }

  /** Deletes a file, if it is there. */
  public void delete(String file) throws IOException {
    Path path = new Path(file);
    system(path).delete(path, false);
  }
}
