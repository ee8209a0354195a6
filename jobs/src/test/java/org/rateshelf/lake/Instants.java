package org.rateshelf.lake;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.spark.sql.delta.DeltaLog;
import org.rateshelf.TestSpark;

/**
 * The instants of a run at which its lake has changed: each is told while the files are as a
 * process that is killed just then would leave them.
 *
 * <p>An instant is what was done and to which file: {@code create}, {@code half} (a write of which
 * one half is on disk), {@code close}, {@code rename}, {@code delete}, {@code mkdir}.
 */
final class Instants {
  private static final Map<String, Consumer<String>> LISTENERS = new ConcurrentHashMap<>();

  private static final Configuration TOLD = told();

  private Instants() {}

  /** The same lake, of whose instants this listener is told. */
  static Lake lake(Path root, Consumer<String> listener) {
    LISTENERS.clear();
    LISTENERS.put(root.toString(), listener);
    // Of a lake that is not run on any more, nothing need be held.
    DeltaLog.clearCache();
    return new Lake(TestSpark.session(), ToldPaths.of(root), TOLD);
  }

  static void tell(String done, String path) {
    LISTENERS.forEach(
        (root, listener) -> {
          if (path.startsWith(root + "/")) {
            listener.accept(done + " " + path.substring(root.length() + 1));
          }
        });
  }

  /** What tasks and Delta write goes through {@link RawFiles}, Hadoop's checksums included. */
  private static Configuration told() {
    Configuration told =
        new Configuration(TestSpark.session().sparkContext().hadoopConfiguration());
    told.set("fs.file.impl", LocalFiles.class.getName());
    told.set("fs.file.impl.disable.cache", "true");
    told.set("fs.AbstractFileSystem.file.impl", ContextFiles.class.getName());
    return told;
  }

  /** A stream that tells of the file's creation, of the middle of each write, and of its end. */
  static OutputStream told(OutputStream out, String path) {
    tell("create", path);
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        int half = length / 2;
        out.write(bytes, offset, half);
        tell("half", path);
        out.write(bytes, offset + half, length - half);
      }

      @Override
      public void close() throws IOException {
        super.close();
        tell("close", path);
      }
    };
  }

  static final class LocalFiles extends PosixFileSystem {
    LocalFiles() {
      super(new RawFiles());
    }
  }

  /** The same for Hadoop's other door to the file system, through which Delta commits. */
  static final class ContextFiles extends PosixFileSystem.Context {
    ContextFiles(URI uri, Configuration conf) throws IOException, URISyntaxException {
      super(new RawFiles(), conf);
    }
  }

  private static final class RawFiles extends PosixFileSystem.Raw {
    @Override
    protected OutputStream createOutputStreamWithMode(
        org.apache.hadoop.fs.Path file, boolean append, FsPermission permission)
        throws IOException {
      return told(
          super.createOutputStreamWithMode(file, append, permission), pathToFile(file).getPath());
    }

    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      boolean done = super.rename(from, to);
      tell("rename", pathToFile(to).getPath());
      return done;
    }

    @Override
    public boolean delete(org.apache.hadoop.fs.Path file, boolean recursive) throws IOException {
      boolean done = super.delete(file, recursive);
      tell("delete", pathToFile(file).getPath());
      return done;
    }
  }
}
