package org.rateshelf.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import org.rateshelf.lake.Lake;
import org.rateshelf.lake.Run;
import org.rateshelf.lake.Sessions;
import org.rateshelf.lake.UserKey;
import picocli.CommandLine.Option;

/** Options of the commands that run on a market and a lake. */
final class MarketOptions {
  @Option(
      names = "--market",
      required = true,
      paramLabel = "DIR",
      description = "The market's folder: market.yml, reference/, landing/.")
  String market;

  @Option(names = "--lake", required = true, paramLabel = "DIR", description = "The lake's folder.")
  Path lake;

  @Option(
      names = "--landing",
      paramLabel = "DIR",
      description = "Where files land; the market's landing/ unless said.")
  String landing;

  Run.Outcome run(
      String command, LogOption log, Optional<LocalDate> asOf, Optional<LocalDate> from) {
    Run.requireFree(lake);
    return log.on(new Lake(Sessions.open(), lake))
        .execute(
            new Run.Order(
                command,
                market,
                landing == null ? market + "/landing" : landing,
                asOf,
                from,
                UserKey.of(System.getenv())));
  }
}
