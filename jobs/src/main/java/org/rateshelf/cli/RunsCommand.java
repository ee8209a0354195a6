package org.rateshelf.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Row;
import org.rateshelf.table.Runs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What each run did, the latest first. */
@Command(
    name = "runs",
    description = "What each run did, the latest first.",
    mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    for (Row run :
        lake.open()
            .now(Runs.TABLE)
            .orderBy(Runs.STARTED_AT.col().desc())
            .limit(50)
            .collectAsList()) {
      Long publication = run.getAs(Runs.PUBLICATION_ID.name());
      Object from = run.getAs(Runs.COMPUTED_FROM.name());
      out.printf(
          "%s  %-8s exit %d  %s  files %d taken %d refused  rows %d kept %d quarantined  %s%n",
          run.<String>getAs(Runs.RUN_ID.name()),
          run.<String>getAs(Runs.COMMAND.name()),
          run.<Integer>getAs(Runs.EXIT_CODE.name()),
          publication == null ? "published nothing" : "published " + publication,
          run.<Integer>getAs(Runs.FILES_TAKEN.name()),
          run.<Integer>getAs(Runs.FILES_REFUSED.name()),
          run.<Long>getAs(Runs.ROWS_KEPT.name()),
          run.<Long>getAs(Runs.ROWS_QUARANTINED.name()),
          from == null ? "" : from + " to " + run.getAs(Runs.COMPUTED_TO.name()));
      String told = run.getAs(Runs.TOLD.name());
      told.lines().forEach(line -> out.println("    " + line));
    }
    out.flush();
    return 0;
  }
}
