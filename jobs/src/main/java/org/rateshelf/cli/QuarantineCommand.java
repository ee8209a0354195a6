package org.rateshelf.cli;

import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.lake.Lake;
import org.rateshelf.lake.Publication;
import org.rateshelf.lake.Run;
import org.rateshelf.lake.UserKey;
import org.rateshelf.table.Files;
import org.rateshelf.table.Quarantine;
import org.rateshelf.table.UserRates;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What was refused and why, by file; and the way back for what was refused by mistake. */
@Command(
    name = "quarantine",
    description = {
      "What was refused and why, by file.",
      "With --release, judges the files of refused rows again and publishes: after a new version"
          + " has corrected a rule. (After a change of the reference any run does.)"
    },
    mixinStandardHelpOptions = true)
final class QuarantineCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;
  @Mixin private LogOption log;

  private static final String NOT_SHOWN = "(a holder's row is not shown; its id is hashed in raw/)";

  @Option(names = "--rows", description = "Each row with its raw text as well.")
  private boolean rows;

  @Option(names = "--file", paramLabel = "NAME", description = "Only this file.")
  private String file;

  @ArgGroup(exclusive = false)
  private Release release;

  /** Options of a release. */
  private static final class Release {
    @Option(
        names = "--release",
        required = true,
        description = "Judges the files of refused rows again, and publishes.")
    private boolean wanted;

    @Option(
        names = "--market",
        required = true,
        paramLabel = "DIR",
        description = "The market's folder: market.yml, reference/.")
    private String market;

    @Option(
        names = "--landing",
        paramLabel = "DIR",
        description = "Where files land; the market's landing/ unless said.")
    private String landing;

    @Option(
        names = "--reason",
        paramLabel = "REASON",
        description = "Only where rows were refused for it: NOT_ONE_OF, or NOT_ONE_OF:action.")
    private String reason;
  }

  @Override
  public Integer call() {
    return release == null ? list() : release();
  }

  private int release() {
    if (rows || file != null) {
      throw RateshelfException.usage(
          "--release goes with neither --rows nor --file.",
          "these list what is refused, and a release changes it.",
          "release by --reason, and list then.");
    }
    Run.Outcome outcome =
        log.on(lake.openForRun())
            .release(
                new Run.Order(
                    "release",
                    release.market,
                    release.landing == null ? release.market + "/landing" : release.landing,
                    Optional.empty(),
                    Optional.empty(),
                    UserKey.of(System.getenv())),
                Optional.ofNullable(release.reason));
    log.tell(outcome);
    NightlyCommand.sum(spec.commandLine().getOut(), outcome);
    return outcome.exit().code();
  }

  private int list() {
    Lake opened = lake.open();
    Publication published = opened.present();
    PrintWriter out = spec.commandLine().getOut();
    Dataset<Row> refusedFiles =
        named(opened.published(Files.TABLE, published), Files.FILE_NAME.name())
            .filter(Files.STATUS.col().equalTo("REFUSED"))
            .orderBy(Files.SOURCE_NAME.col(), Files.FILE_NAME.col());
    for (Row row :
        refusedFiles
            .select(
                Files.SOURCE_NAME.col(),
                Files.FILE_NAME.col(),
                Files.PROBLEM.col(),
                Files.FIX.col())
            .collectAsList()) {
      out.printf(
          "%s/%s  refused whole: %s; fix: %s%n",
          row.getString(0), row.getString(1), row.getString(2), row.getString(3));
    }
    Dataset<Row> refused =
        named(opened.published(Quarantine.TABLE, published), Quarantine.FILE_NAME.name())
            .withColumn("why", array_join(Quarantine.REASONS.col(), " "));
    List<Row> byFile =
        refused
            .groupBy(Quarantine.SOURCE_NAME.col(), Quarantine.FILE_NAME.col(), refused.col("why"))
            .agg(count(lit(1)).as("n"), min(Quarantine.FILE_LINE.col()).as("line"))
            .orderBy(Quarantine.SOURCE_NAME.name(), Quarantine.FILE_NAME.name(), "line")
            .collectAsList();
    for (Row row : byFile) {
      out.printf(
          "%s/%s  %d row%s: %s (first at line %d)%n",
          row.getString(0),
          row.getString(1),
          row.getLong(3),
          row.getLong(3) == 1 ? "" : "s",
          row.getString(2),
          row.getLong(4));
    }
    if (rows) {
      refused
          .select(
              Quarantine.FILE_NAME.col(),
              Quarantine.FILE_LINE.col(),
              refused.col("why"),
              when(Quarantine.SOURCE_NAME.col().equalTo(UserRates.TABLE.name()), NOT_SHOWN)
                  .otherwise(Quarantine.RAW_TEXT.col()))
          .orderBy(Quarantine.FILE_NAME.col(), Quarantine.FILE_LINE.col())
          .toLocalIterator()
          .forEachRemaining(
              r ->
                  out.printf(
                      "%s:%d  %s%n    %s%n",
                      r.getString(0), r.getLong(1), r.getString(2), r.getString(3)));
    }
    if (byFile.isEmpty() && refusedFiles.isEmpty()) {
      out.println("nothing was refused");
    }
    out.flush();
    return 0;
  }

  private Dataset<Row> named(Dataset<Row> all, String column) {
    return file == null ? all : all.filter(all.col(column).equalTo(file));
  }
}
