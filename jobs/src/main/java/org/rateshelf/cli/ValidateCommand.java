package org.rateshelf.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.rateshelf.job.RateshelfException.Exit;
import org.rateshelf.lake.Lake;
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
  public Integer call() throws IOException {
    Path scratch = Files.createTempDirectory("rateshelf-validate-");
    try {
      byte[] key = MarketOptions.DEMO_KEY.getBytes(StandardCharsets.UTF_8);
      Validation found =
          Validation.of(
              new Lake(Sessions.open(), scratch),
              market,
              landing == null ? market + "/landing" : landing,
              key);
      PrintWriter out = spec.commandLine().getOut();
      found.findings().forEach(out::println);
      out.println(found.isClean() ? "no fault found" : "faults found, see above");
      out.flush();
      return found.isClean() ? 0 : Exit.NOTHING_FIT.code();
    } finally {
      try (Stream<Path> all = Files.walk(scratch)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
