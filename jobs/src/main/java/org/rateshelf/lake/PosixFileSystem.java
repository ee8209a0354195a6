package org.rateshelf.lake;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFs;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FsConstants;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * This machine's files as Hadoop has them, without a process for each right and each link that it
 * sets or reads: a small night started a thousand.
 */
public class PosixFileSystem extends LocalFileSystem {
  public PosixFileSystem() {
    this(new Raw());
  }

  PosixFileSystem(Raw raw) {
    super(raw);
  }

  static class Raw extends RawLocalFileSystem {
    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      if (permission.getStickyBit()) {
        super.setPermission(path, permission);
      } else {
        Files.setPosixFilePermissions(
            pathToFile(path).toPath(), PosixFilePermissions.fromString(permission.toString()));
      }
    }

    @Override
    public FileStatus getFileLinkStatus(Path path) throws IOException {
      return Files.isSymbolicLink(pathToFile(path).toPath())
          ? super.getFileLinkStatus(path)
          : getFileStatus(path);
    }
  }

  /** The same for Hadoop's other interface, by which Delta writes its log. */
  public static class Context extends ChecksumFs {
    public Context(URI uri, Configuration conf) throws IOException, URISyntaxException {
      this(new Raw(), conf);
    }

    Context(Raw raw, Configuration conf) throws IOException, URISyntaxException {
      super(new RawContext(raw, conf));
    }
  }

  private static final class RawContext extends DelegateToFileSystem {
    RawContext(Raw raw, Configuration conf) throws IOException, URISyntaxException {
      super(FsConstants.LOCAL_FS_URI, raw, conf, "file", false);
    }

    @Override
    public boolean isValidName(String path) {
      return true; // as this machine's own names; by default Hadoop refuses some
    }
  }
}
