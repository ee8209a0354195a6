package org.rateshelf.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.job.RateshelfException.Exit;

class LakeLockTest {
  @TempDir private Path lake;

  @Test
  void aSecondRunIsToldWhoHoldsTheLake() {
    try (LakeLock first = LakeLock.take(lake, "run one, since noon")) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> LakeLock.take(lake, "run two"))
          .isInstanceOfSatisfying(
              RateshelfException.class,
              e -> {
                assertThat(e.exit()).isEqualTo(Exit.LAKE_HELD);
                assertThat(e.exit().code()).isEqualTo(4);
                assertThat(e.fix()).contains("wait until it has ended");
              })
          .hasMessage("Another run holds the lake: run one, since noon.");
    }
  }

  @Test
  void aRefusedRunDoesNotPassForTheHolder() {
    try (LakeLock first = LakeLock.take(lake, "run one")) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> LakeLock.take(lake, "run two")).hasMessageContaining("run one");
      assertThatThrownBy(() -> LakeLock.take(lake, "run three")).hasMessageContaining("run one");
    }
  }

  @Test
  void aRunThatEndedHoldsNothing() {
    LakeLock.take(lake, "run one").close();
    LakeLock.take(lake, "run two").close();
  }

  @Test
  void aLakeInAPlaceThatIsNoFolderCannotBeLocked() throws IOException {
    Path file = Files.createFile(lake.resolve("a file"));
    assertThatThrownBy(() -> LakeLock.take(file, "run"))
        .isInstanceOfSatisfying(
            RateshelfException.class, e -> assertThat(e.exit()).isEqualTo(Exit.LAKE_FAILS));
  }
}
