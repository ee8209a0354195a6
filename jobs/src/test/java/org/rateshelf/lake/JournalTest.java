package org.rateshelf.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.job.RateshelfException.Exit;

class JournalTest {
  @TempDir private Path lake;

  @Test
  void aLineThatAFullDiskCutIsPassedOver() throws IOException {
    Journal.begin(lake, "run", "nightly", Clock.systemUTC()).close();
    Files.writeString(
        lake.resolve("journals/run"),
        "2020-12-18T22:00:00Z nightly\n2020-12-18T22:2020-12-18T22:00:09Z computing\n"
            + "2020-12-18T22:00:10Z publishing\n2020-12-18T22:00:11Z",
        UTF_8);
    assertThat(Journal.latest(lake, 1).get(0).steps())
        .extracting(Journal.Step::name)
        .containsExactly("publishing");
  }

  /** As on a disk that is full. */
  @Test
  void aStepThatCannotBeNotedIsAFaultOfTheLake() {
    Journal journal = Journal.begin(lake, "run", "nightly", Clock.systemUTC());
    journal.close();
    assertThatThrownBy(() -> journal.note("publishing"))
        .isInstanceOfSatisfying(
            RateshelfException.class, e -> assertThat(e.exit()).isEqualTo(Exit.LAKE_FAILS))
        .hasMessageContaining("journal of the run cannot be written");
  }
}
