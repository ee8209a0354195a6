package org.rateshelf.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Row;
import org.rateshelf.lake.Journal;
import org.rateshelf.lake.Journal.Step;
import org.rateshelf.lake.Lake;
import org.rateshelf.table.Runs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What each run did, the latest first; one that died as well. */
@Command(
    name = "runs",
    description = "What each run did, or where it died, the latest first.",
    mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {
  private static final int SHOWN = 50;

  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;

  @Option(names = "--steps", description = "Each step with its seconds as well.")
  private boolean steps;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Lake opened = lake.open();
    Map<String, Journal.Entry> begun = new TreeMap<>();
    Map<String, Row> ended = new TreeMap<>();
    // The journals first: a run that ends meanwhile must not pass for one that died.
    opened.journals(SHOWN).forEach(entry -> begun.put(entry.runId(), entry));
    opened
        .now(Runs.TABLE)
        .orderBy(Runs.RUN_ID.col().desc())
        .limit(SHOWN)
        .collectAsList()
        .forEach(run -> ended.put(run.getAs(Runs.RUN_ID.name()), run));
    TreeSet<String> ids = new TreeSet<>(Comparator.reverseOrder());
    ids.addAll(begun.keySet());
    ids.addAll(ended.keySet());
    for (String id : ids.stream().limit(SHOWN).toList()) {
      Row run = ended.get(id);
      Journal.Entry entry = begun.get(id);
      if (run == null) {
        out.println(unended(entry));
      } else {
        print(run, out);
      }
      if (steps && entry != null) {
        printSteps(entry.steps(), run, out);
      }
    }
    out.flush();
    return 0;
  }

  private static String unended(Journal.Entry entry) {
    List<Step> steps = entry.steps();
    return "%s  %-8s %s %s"
        .formatted(
            entry.runId(),
            entry.command(),
            entry.held() ? "is at:" : "died at:",
            steps.isEmpty() ? "its start" : steps.get(steps.size() - 1).name());
  }

  private static void print(Row run, PrintWriter out) {
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

  /** A step lasts until the next one begins; how long the last of a run that died is not known. */
  private static void printSteps(List<Step> steps, Row run, PrintWriter out) {
    for (int i = 0; i < steps.size(); i++) {
      Instant end = i + 1 < steps.size() ? steps.get(i + 1).at() : run == null ? null : end(run);
      String seconds =
          end == null
              ? "-"
              : "%.1f".formatted(Duration.between(steps.get(i).at(), end).toMillis() / 1000.0);
      out.printf("    %8s s  %s%n", seconds, steps.get(i).name());
    }
  }

  private static Instant end(Row run) {
    return run.getTimestamp(run.fieldIndex(Runs.ENDED_AT.name())).toInstant();
  }
}
