package org.rateshelf.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.rateshelf.explain.Explanation;
import org.rateshelf.job.RateshelfException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Where one number comes from. */
@Command(
    name = "explain",
    description = "Where one number of a table comes from, down to file and line.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;

  @Parameters(index = "0", paramLabel = "TABLE", description = "Its table, such as rate_spreads.")
  private String table;

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description = "As much of the row's key as tells it from others.")
  private List<String> parts = List.of();

  @Override
  public Integer call() {
    Map<String, String> key = new LinkedHashMap<>();
    for (String part : parts) {
      int at = part.indexOf('=');
      if (at < 1 || key.put(part.substring(0, at), part.substring(at + 1)) != null) {
        throw RateshelfException.usage(
            "'" + part + "' is no part of a key, or its column is named twice.",
            "a row is found by column=value.",
            "write it like as_of_date=2020-12-17.");
      }
    }
    Explanation.print(lake.open(), table, key, spec.commandLine().getOut());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
