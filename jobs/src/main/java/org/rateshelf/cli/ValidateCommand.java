package org.rateshelf.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.rateshelf.job.RateshelfException.Exit;
import org.rateshelf.lake.Sessions;
import org.rateshelf.lake.Validation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks a market's settings, reference and files as a run would, and writes nothing. */
@Command(
    name = "validate",
    description = "Checks a market's settings, reference and landed files; no lake is written.",
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--market",
      required = true,
      paramLabel = "DIR",
      description = "The market's folder.")
  private String market;

  @Option(
      names = "--landing",
      paramLabel = "DIR",
      description = "Where files land; the market's landing/ unless said.")
  private String landing;

  @Override
  public Integer call() {
    Validation found =
        Validation.of(Sessions.open(), market, landing == null ? market + "/landing" : landing);
    PrintWriter out = spec.commandLine().getOut();
    found.findings().forEach(out::println);
    out.println(found.isClean() ? "no fault found" : "faults found, see above");
    out.flush();
    return found.isClean() ? 0 : Exit.NOTHING_FIT.code();
  }
}
