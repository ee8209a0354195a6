package org.rateshelf.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.spark.SparkThrowable;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.job.RateshelfException.Exit;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: parses, calls, and turns how it ended into an exit code. */
@Command(
    name = "rateshelf",
    description = "Measures a market of bank deposits sold on internet platforms.",
    mixinStandardHelpOptions = true,
    versionProvider = Rateshelf.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      NightlyCommand.class,
      BackfillCommand.class,
      ValidateCommand.class,
      SimulateCommand.class,
      EarnCommand.class,
      ExplainCommand.class,
      QuarantineCommand.class,
      RunsCommand.class,
      DiffCommand.class,
      RestoreCommand.class,
      DoctorCommand.class,
      TablesCommand.class
    })
public final class Rateshelf implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs a command; the exit code is that of design section 2. */
  public static int run(String... args) {
    CommandLine line = new CommandLine(new Rateshelf());
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          if (e instanceof RateshelfException fault) {
            command.getErr().println(fault.told());
            return fault.exit().code();
          }
          return told(e, command);
        });
    return line.execute(args);
  }

  private static int told(Exception e, CommandLine command) {
    String text = String.valueOf(e);
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      text = text + " " + cause.getMessage();
      if (String.valueOf(cause.getMessage()).contains("No space left on device")) {
        command
            .getErr()
            .println(
                RateshelfException.lakeFails(
                        "The disk is full.",
                        "a run writes its tables before it publishes them; nothing was published.",
                        "free room and run again.")
                    .told());
        return Exit.LAKE_FAILS.code();
      }
    }
    trace(e, command.getErr());
    command
        .getErr()
        .println("This is a defect of Rateshelf. The published tables are as they were.");
    return Exit.DEFECT.code();
  }

  /** Where it failed; Spark's messages may quote the row, a holder's, so only our own are shown. */
  static void trace(Throwable e, PrintWriter err) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      StackTraceElement[] frames = cause.getStackTrace();
      boolean ours =
          cause.getCause() == null
              && frames.length > 0
              && frames[0].getClassName().startsWith("org.rateshelf.");
      String told =
          ours ? cause.getMessage() : cause instanceof SparkThrowable s ? s.getCondition() : "";
      err.println(cause.getClass().getName() + " " + told);
      for (StackTraceElement frame : frames) {
        err.println("\tat " + frame);
      }
    }
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Exit.USAGE.code();
  }

  /** The version of the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Rateshelf.class.getPackage().getImplementationVersion();
      return new String[] {"rateshelf " + (version == null ? "(not packaged)" : version)};
    }
  }
}
