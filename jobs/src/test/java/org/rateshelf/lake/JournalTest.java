package org.rateshelf.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.job.RateshelfException.Exit;

class JournalTest {
  @TempDir private Path lake;

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
