package org.rateshelf.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.rateshelf.job.Defect;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.job.RateshelfException.Exit;
import org.rateshelf.lake.Outage;
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
    line.setCaseInsensitiveEnumValuesAllowed(true);
    LogOption asked = LogOption.in(args);
    if (!asked.isForAPerson()) {
      line.setParameterExceptionHandler((e, given) -> refused(e, asked));
    }
    line.setExecutionExceptionHandler((e, command, parsed) -> told(e, LogOption.of(command)));
    try {
      return line.execute(args);
    } catch (Error e) {
      // Hadoop says with an Error that a disk is full.
      return told(e, asked);
    }
  }

  private static int refused(CommandLine.ParameterException e, LogOption log) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    log.fail(e.getMessage() + "\n  fix: " + command + " --help says what it takes.");
    return Exit.USAGE.code();
  }

  private static int told(Throwable e, LogOption log) {
    Optional<RateshelfException> fault = Outage.in(e);
    if (fault.isPresent()) {
      log.fail(fault.get().told());
      return fault.get().exit().code();
    }
    log.fail(
        Defect.trace(e)
            + "\nThis is a defect of Rateshelf. The published tables are as they were.");
    return Exit.DEFECT.code();
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
