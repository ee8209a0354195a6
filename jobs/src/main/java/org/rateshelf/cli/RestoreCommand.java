package org.rateshelf.cli;

import java.time.Clock;
import java.util.concurrent.Callable;
import org.rateshelf.lake.Run;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Publishes an earlier state again; nothing is deleted. */
@Command(
    name = "restore",
    description = "Publishes an earlier state again, as a new one; nothing is deleted.",
    mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;

  @Option(names = "--to", required = true, paramLabel = "ID", description = "Its publication.")
  private long publication;

  @Override
  public Integer call() {
    Run.Outcome outcome =
        new Run(lake.openForRun(), Clock.systemUTC(), Progress.shown()).restore(publication);
    NightlyCommand.tell(spec.commandLine().getOut(), spec.commandLine().getErr(), outcome);
    return outcome.exit().code();
  }
}
