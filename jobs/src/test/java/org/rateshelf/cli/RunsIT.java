package org.rateshelf.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.TestMarket;
import org.rateshelf.TestSpark;
import org.rateshelf.lake.Lake;
import org.rateshelf.lake.Run;
import org.rateshelf.lake.UserKey;

/** A run that ended, one that died, and one that is still at it are told apart. */
class RunsIT {
  @TempDir private static Path temp;
  private static TestMarket market;
  private static String whileRunning;

  /** A night is killed between two steps, and the next one comes to its end. */
  @BeforeAll
  static void aNightIsKilled() {
    market = TestMarket.in(temp.resolve("market")).posted().day(1);
    assertThatThrownBy(
            () ->
                nightly(
                    step -> {
                      if (step.startsWith("computing gold/rate_spreads")) {
                        whileRunning = runs().get(0);
                        throw new IllegalStateException("killed");
                      }
                    }))
        .hasMessage("killed");
    nightly(step -> {});
  }

  @Test
  void aRunThatDiedIsShownWithTheStepItDiedAt() {
    assertThat(runs()).hasSize(2);
    assertThat(runs().get(0)).contains("nightly  exit 0  published 1");
    assertThat(runs().get(1))
        .endsWith("nightly  died at: computing gold/rate_spreads, 2020-12-01 to 2020-12-01");
  }

  @Test
  void aRunThatIsStillAtItHasNotDied() {
    assertThat(whileRunning).contains("nightly  is at: computing gold/rate_spreads");
  }

  @Test
  void eachStepIsShownWithItsSeconds() {
    List<String> lines = runs("--steps");
    assertThat(lines)
        .filteredOn(line -> line.contains(" taking in what has landed"))
        .hasSize(2)
        .allMatch(line -> line.matches(" +\\d+\\.\\d s  taking in what has landed"));
    assertThat(lines).anyMatch(line -> line.matches(" +\\d+\\.\\d s  publishing"));
    assertThat(lines.get(lines.size() - 1)).matches(" +- s  computing gold/rate_spreads, .*");
  }

  private static List<String> runs(String... options) {
    String lake = temp.resolve("lake").toString();
    Said said =
        options.length == 0
            ? Said.run("runs", "--lake", lake)
            : Said.run("runs", "--lake", lake, options[0]);
    assertThat(said.exit()).as(said.err()).isZero();
    return said.out().lines().toList();
  }

  private static void nightly(Consumer<String> progress) {
    new Run(new Lake(TestSpark.session(), temp.resolve("lake")), Clock.systemUTC(), progress)
        .execute(
            new Run.Order(
                "nightly",
                market.folder().toString(),
                market.folder().resolve("landing").toString(),
                Optional.empty(),
                Optional.empty(),
                UserKey.DEMO));
  }
}
