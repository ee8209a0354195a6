package org.rateshelf.cli;

import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.rateshelf.lake.Run;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes in all that has landed and brings every table up to date. */
@Command(
    name = "nightly",
    description = "Takes in what has landed and brings every table up to date.",
    mixinStandardHelpOptions = true)
final class NightlyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private MarketOptions options;
  @Mixin private LogOption log;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description =
          "Last day of the market, never before the last one published; the last day that a"
              + " file speaks of, today at most, unless said.")
  private LocalDate asOf;

  @Override
  public Integer call() {
    Run.Outcome outcome = options.run("nightly", log, Optional.ofNullable(asOf), Optional.empty());
    log.tell(outcome);
    sum(spec.commandLine().getOut(), outcome);
    return outcome.exit().code();
  }

  static void sum(PrintWriter out, Run.Outcome outcome) {
    out.printf(
        "%s; %d files taken, %d refused; %d rows kept, %d quarantined; %s%n",
        outcome.publication().map(p -> "published state " + p).orElse("nothing to publish"),
        outcome.filesTaken(),
        outcome.filesRefused(),
        outcome.rowsKept(),
        outcome.rowsQuarantined(),
        outcome.from() == null
            ? "no day computed"
            : "computed " + outcome.from() + " to " + outcome.to());
    out.flush();
  }
}
