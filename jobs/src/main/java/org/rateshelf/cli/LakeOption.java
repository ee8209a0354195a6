package org.rateshelf.cli;

import java.nio.file.Path;
import org.rateshelf.lake.Lake;
import org.rateshelf.lake.Run;
import org.rateshelf.lake.Sessions;
import picocli.CommandLine.Option;

/** The lake of a command that needs no market. */
final class LakeOption {
  @Option(names = "--lake", required = true, paramLabel = "DIR", description = "The lake's folder.")
  private Path folder;

  /** The lake of a command that runs on it. */
  Lake openForRun() {
    Run.requireFree(folder);
    return open();
  }

  Lake open() {
    return Lake.existing(Sessions.open(), folder);
  }
}
