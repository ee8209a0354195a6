package org.rateshelf.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.lake.Lake;
import org.rateshelf.lake.Sessions;
import picocli.CommandLine.Option;

/** The lake of a command that only reads. */
final class LakeOption {
  @Option(names = "--lake", required = true, paramLabel = "DIR", description = "The lake's folder.")
  Path folder;

  Lake open() {
    if (!Files.isDirectory(folder)) {
      throw RateshelfException.usage(
          "There is no lake at " + folder + ".",
          "this command reads what runs have published.",
          "give --lake the folder that a nightly run wrote.");
    }
    return new Lake(Sessions.open(), folder);
  }
}
