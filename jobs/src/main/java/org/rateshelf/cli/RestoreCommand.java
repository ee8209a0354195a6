package org.rateshelf.cli;

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
  @Mixin private LogOption log;

  @Option(names = "--to", required = true, paramLabel = "ID", description = "Its publication.")
  private long publication;

  @Override
  public Integer call() {
    Run.Outcome outcome = log.on(lake.openForRun()).restore(publication);
    log.tell(outcome);
    NightlyCommand.sum(spec.commandLine().getOut(), outcome);
    return outcome.exit().code();
  }
}
