package org.rateshelf;

import java.nio.file.Path;
import org.apache.spark.util.Utils;

/** Folders that several tests share, and that go with the process. */
public final class Scratch {
  private Scratch() {}

  /** A new folder, with this in its name. */
  public static Path folder(String name) {
    return Utils.createTempDir(System.getProperty("java.io.tmpdir"), "rateshelf-" + name).toPath();
  }
}
