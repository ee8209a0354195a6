package org.rateshelf.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.lake.Lake;
import org.rateshelf.lake.Run;
import org.rateshelf.lake.Sessions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The embedded markets end to end, then what they show. */
@Command(
    name = "demo",
    description = "Runs the embedded markets end to end and prints what they show.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--lake",
      paramLabel = "DIR",
      description = "Where the lakes are written, one a market; lake/ beside the data unless said.")
  private Path lakes;

  @Override
  public Integer call() {
    String root = System.getProperty("rateshelf.root");
    if (root == null) {
      throw RateshelfException.usage(
          "The demo does not know where its markets are.",
          "they lie in the checkout, which the launcher names.",
          "start it as ./rateshelf demo.");
    }
    Path home = Path.of(root);
    Path folder = lakes == null ? home.resolve("lake") : lakes;
    PrintWriter out = spec.commandLine().getOut();
    Lake reported = run(home, folder, "cn-2020");
    new ReportedSummary(PublishedRows.presentIn(reported)).print(out);
    Lake simulated = run(home, folder, "cn-2020-simulated");
    new SimulatedSummary(PublishedRows.presentIn(simulated)).print(out);
    out.printf(
        "%nThe tables: %s. What they mean: ./rateshelf tables. What was refused: ./rateshelf"
            + " quarantine --lake %s%n",
        folder, folder.resolve("cn-2020-simulated"));
    out.flush();
    return 0;
  }

  private static Lake run(Path home, Path folder, String market) {
    MarketOptions options = new MarketOptions();
    options.market = home.resolve("data").resolve(market).toString();
    options.lake = folder.resolve(market);
    Run.Outcome outcome = options.run("demo", new LogOption(), Optional.empty(), Optional.empty());
    if (outcome.publication().isEmpty()) {
      System.err.println("  " + market + ": nothing new has landed; its published state stands");
    }
    return new Lake(Sessions.open(), options.lake);
  }
}
