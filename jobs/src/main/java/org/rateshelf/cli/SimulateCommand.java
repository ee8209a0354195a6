package org.rateshelf.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.simulate.Simulation;
import org.rateshelf.simulate.SimulationSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a simulated market, the same bytes from the same seed. */
@Command(
    name = "simulate",
    description = {
      "Writes a simulated market: the same bytes from the same seed.",
      "With --reference it is the market of data/cn-2020-simulated, with --users one of any size."
    },
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--market",
      required = true,
      paramLabel = "DIR",
      description = "Where to write it.")
  private Path market;

  @Option(
      names = "--reference",
      paramLabel = "DIR",
      description = "The reference that it is built around: data/cn-2020/reference.")
  private Path reference;

  @Option(names = "--seed", defaultValue = "20201218", description = "Default ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--users", paramLabel = "N", description = "Users; millions are fine.")
  private Long users;

  @Option(
      names = "--platforms",
      paramLabel = "N",
      defaultValue = "8",
      description = "Platforms, with --users.")
  private int platforms;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "150",
      description = "Days, with --users.")
  private int days;

  @Option(names = "--random", description = "A small market with every trap, drawn from the seed.")
  private boolean random;

  @Override
  public Integer call() throws IOException {
    simulation().writeTo(market);
    spec.commandLine().getOut().println("wrote " + market + " from seed " + seed);
    return 0;
  }

  private Simulation simulation() {
    if (random) {
      return new Simulation(SimulationSize.random(seed), seed);
    }
    if (users != null) {
      return new Simulation(SimulationSize.of(users, platforms, days), seed);
    }
    if (reference == null) {
      throw RateshelfException.usage(
          "It is not said what to simulate.",
          "the season of 2020 is built around the platforms and banks of a reference.",
          "give --reference data/cn-2020/reference, or --users N, or --random.");
    }
    return new Simulation(SimulationSize.cn2020(), seed, reference);
  }
}
