package org.rateshelf.lake;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import org.rateshelf.lake.Run.Order;
import org.rateshelf.lake.Run.Outcome;

/** A process that runs on a lake and, at the first instant that matches, sends itself SIGKILL. */
final class Doomed {
  private Doomed() {}

  /** Command, market, lake, and a pattern of the instant. */
  public static void main(String[] arguments) {
    Lake lake =
        Instants.lake(
            Path.of(arguments[2]),
            instant -> {
              if (instant.matches(arguments[3])) {
                kill();
              }
            });
    System.out.println("begins");
    run(lake, arguments[0], Path.of(arguments[1]));
  }

  static Outcome run(Lake lake, String command, Path market) {
    Optional<LocalDate> from =
        command.equals("backfill") ? Optional.of(LocalDate.of(2020, 12, 1)) : Optional.empty();
    String landing = market.resolve("landing").toString();
    return SmallNight.run(
        lake,
        Clock.systemUTC(),
        step -> {},
        new Order(command, market.toString(), landing, Optional.empty(), from, UserKey.DEMO));
  }

  private static void kill() {
    try {
      new ProcessBuilder("kill", "-9", "" + ProcessHandle.current().pid()).start().waitFor();
      Thread.sleep(60_000);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
