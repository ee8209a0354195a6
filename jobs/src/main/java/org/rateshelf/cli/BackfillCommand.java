package org.rateshelf.cli;

import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.lake.Run;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Computes a season in one pass. */
@Command(
    name = "backfill",
    description = {
      "Takes in what has landed and computes a season in one pass, not a night a day.",
      "Days after --from are computed to the market's last day, since each continues the one"
          + " before."
    },
    mixinStandardHelpOptions = true)
final class BackfillCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private MarketOptions options;
  @Mixin private LogOption log;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "First day to compute; the market's first unless said.")
  private LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description =
          "Last day of the market, never before the last one published; the last day that a"
              + " file speaks of, today at most, unless said.")
  private LocalDate to;

  @Option(names = "--resume", description = "Only what is not published yet.")
  private boolean resume;

  @Override
  public Integer call() {
    if (from != null && to != null && to.isBefore(from)) {
      throw RateshelfException.usage(
          "--to " + to + " is before --from " + from + ".",
          "a season runs forward.",
          "exchange the two.");
    }
    Optional<LocalDate> anew =
        resume ? Optional.empty() : Optional.of(from == null ? LocalDate.MIN : from);
    Run.Outcome outcome = options.run("backfill", log, Optional.ofNullable(to), anew);
    log.tell(outcome);
    NightlyCommand.sum(spec.commandLine().getOut(), outcome);
    return outcome.exit().code();
  }
}
