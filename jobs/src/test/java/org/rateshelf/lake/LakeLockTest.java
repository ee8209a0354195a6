package org.rateshelf.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rateshelf.Main;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.job.RateshelfException.Exit;

class LakeLockTest {
  @TempDir private Path lake;

  /** Another process, which holds the lake until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws IOException {
      LakeLock.take(Path.of(args[0]), "run one, since noon, on this host");
      System.out.println("held");
      System.in.read();
    }
  }

  @Test
  void aSecondRunIsToldAtOnceWhoHoldsTheLakeAndTheNextThatItDied() throws Exception {
    Process holder = java(Holder.class, lake.toString());
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("held");
      assertThatThrownBy(() -> LakeLock.take(lake, "run two"))
          .isInstanceOfSatisfying(
              RateshelfException.class,
              e -> {
                assertThat(e.exit()).isEqualTo(Exit.LAKE_HELD);
                assertThat(e.fix()).contains("wait until it has ended");
              })
          .hasMessage("Another run holds the lake: run one, since noon, on this host.");

      for (List<String> command :
          List.of(
              List.of("nightly", "--market", "market", "--lake", lake.toString()),
              List.of("restore", "--to", "1", "--lake", lake.toString()))) {
        Instant start = Instant.now();
        Process second = java(Main.class, command.toArray(String[]::new));
        assertThat(second.errorReader().readLine()).contains("since noon, on this host");
        assertThat(second.waitFor()).isEqualTo(4);
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
      }
    } finally {
      holder.destroyForcibly().waitFor();
    }
    try (LakeLock next = LakeLock.take(lake, "run two")) {
      assertThat(next.died()).contains("run one, since noon, on this host");
    }
  }

  private static Process java(Class<?> main, String... args) throws IOException {
    ProcessBuilder process =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            main.getName());
    process.command().addAll(List.of(args));
    return process.start();
  }

  @Test
  void aRefusedRunDoesNotPassForTheHolder() {
    try (LakeLock first = LakeLock.take(lake, "run one")) {
      assertThat(first.died()).isEmpty();
      assertThatThrownBy(() -> LakeLock.take(lake, "run two")).hasMessageContaining("run one");
      assertThatThrownBy(() -> LakeLock.take(lake, "run three")).hasMessageContaining("run one");
      assertThatThrownBy(() -> Run.requireFree(lake)).hasMessageContaining("run one");
    }
  }

  @Test
  void aRunThatEndedHoldsNothing() {
    LakeLock.take(lake, "run one").close();
    Run.requireFree(lake);
    try (LakeLock second = LakeLock.take(lake, "run two")) {
      assertThat(second.died()).isEmpty();
    }
  }

  /** Another run could take a lock of its own then. */
  @Test
  void aRunWhoseLockWasDeletedEnds() throws IOException {
    try (LakeLock first = LakeLock.take(lake, "run one")) {
      first.requireHeld();
      Files.delete(lake.resolve(".lock"));
      assertThatThrownBy(first::requireHeld)
          .hasMessageContaining("was deleted while a run held it");
      try (LakeLock second = LakeLock.take(lake, "run two")) {
        second.requireHeld();
        assertThatThrownBy(first::requireHeld).hasMessageContaining("was deleted while");
      }
    }
  }

  @Test
  void aLakeInAPlaceThatIsNoFolderCannotBeLocked() throws IOException {
    Path file = Files.createFile(lake.resolve("a file"));
    assertThatThrownBy(() -> LakeLock.take(file, "run"))
        .isInstanceOfSatisfying(
            RateshelfException.class, e -> assertThat(e.exit()).isEqualTo(Exit.LAKE_FAILS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdfs://name/lake", "s3a://bucket/lake", "abfss://c@host/lake"})
  void aLakeThatIsNoFolderIsRefusedWithItsReasonAndRemedy(String place) {
    assertThatThrownBy(() -> Run.requireFree(Path.of(place)))
        .isInstanceOfSatisfying(
            RateshelfException.class,
            e -> {
              assertThat(e.exit()).isEqualTo(Exit.USAGE);
              assertThat(e.why()).contains("lock, which holds on one machine only");
              assertThat(e.fix()).contains("a folder on a disk of this machine");
            })
        .hasMessageEndingWith(" is not a local folder.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "fuse", "ceph", "lustre"})
  void aLakeOnAFileSystemThatMachinesShareIsRefused(String fileSystem) {
    assertThatThrownBy(() -> LakeLock.requireUnshared(lake, fileSystem))
        .hasMessageEndingWith(" lies on " + fileSystem + ".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs", "overlay", "fuse.fuse-overlayfs", "fuseblk", "tmpfs"})
  void aDiskOfTheMachineIsTaken(String fileSystem) {
    LakeLock.requireUnshared(lake, fileSystem);
  }
}
