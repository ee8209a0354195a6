package org.rateshelf.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.rateshelf.job.RateshelfException.Exit;
import org.rateshelf.lake.Doctor;
import org.rateshelf.lake.Doctor.Finding;
import org.rateshelf.lake.Lake;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What is wrong with a lake, and what to do about it. */
@Command(
    name = "doctor",
    description = "Reads a lake through and says what is wrong with it. Exits with 6 if anything.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;
  @Mixin private LogOption log;

  @Option(names = "--repair", description = "Puts right what can be without a loss.")
  private boolean repair;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Lake opened = lake.open();
    List<Finding> findings = Doctor.examine(opened, Clock.systemUTC().instant());
    if (findings.isEmpty()) {
      out.println("nothing found");
    }
    if (repair && findings.stream().anyMatch(f -> f.mend().isPresent())) {
      log.on(opened).mend(findings).told().forEach(out::println);
      findings = findings.stream().filter(f -> f.mend().isEmpty()).toList();
    }
    findings.forEach(finding -> out.println(finding.told()));
    out.flush();
    return (findings.isEmpty() ? Exit.DONE : Exit.LAKE_FAILS).code();
  }
}
