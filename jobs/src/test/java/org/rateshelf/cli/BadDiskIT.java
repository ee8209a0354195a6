package org.rateshelf.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rateshelf.TestMarket;

/**
 * A lake whose disk or files fail in the second night: the run says so and ends with 6, the first
 * night's state stands, and the next run goes on once the cause is gone.
 *
 * <p>It prints what was told as a table.
 */
class BadDiskIT {
  @TempDir private static Path temp;
  private static final List<String> TABLE = new ArrayList<>();
  private static TestMarket market;
  private static Path sound;
  private Path mounted;

  @BeforeAll
  static void runsTheFirstNight() {
    market = TestMarket.in(temp.resolve("market")).posted().day(1);
    sound = temp.resolve("sound");
    assertThat(nightly(sound).exit()).isZero();
    market.day(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "deleted | silver/listings | .parquet",
        "cut     | silver/listings | .parquet",
        "deleted | gold/product_counts | .parquet",
        "cut     | silver/shelf_days | .parquet",
        "garbled | silver/shelf_days | .parquet",
        "cut     | ops/files | .parquet",
        "deleted | silver/listings | .json",
        "cut     | silver/listings | .json",
        "garbled | silver/listings | .json",
        "emptied | silver/listings | .json",
        "cut     | ops/publications | .json",
        "garbled | ops/publications | .json",
        "deleted | ops/publications | .parquet",
        "cut     | ops/runs | .json",
        "deleted | raw/listings | .csv",
      })
  void aFileOfTheLakeThatIsNotAsItWasIsNamed(String how, String folder, String ending)
      throws IOException {
    Path lake = copy(how + folder.replace('/', '-') + ending);
    Path file = one(lake.resolve(folder), ending);
    byte[] content = Files.readAllBytes(file);
    switch (how) {
      case "deleted" -> Files.delete(file);
      case "emptied" -> Files.write(file, new byte[0]);
      case "cut" -> cut(file, content.length / 2);
      default -> Files.write(file, "}garbled{\n".repeat(100).getBytes());
    }
    Said said = nightly(lake);
    note(how + " " + folder + " *" + ending, said);
  }

  @Test
  void aDiskThatIsFull() throws Exception {
    for (int spare : new int[] {0, 64, 200, 400}) {
      mounted = temp.resolve("mounted-" + spare);
      Files.createDirectories(mounted);
      long kib = Math.max(4, size(sound) / 1024);
      mount("-t", "tmpfs", "-o", "size=64m", "tmpfs");
      copy(sound, mounted.resolve("lake"));
      long used = Files.getFileStore(mounted).getTotalSpace() - Files.getFileStore(mounted).getUsableSpace();
      run("mount", "-o", "remount,size=" + (used / 1024 + spare) + "k", mounted.toString());
      note("disk full, spare KiB " + spare, nightly(mounted.resolve("lake")));
      if (spare == 400) {
        run("mount", "-o", "remount,size=64m", mounted.toString());
        note("the same with room", nightly(mounted.resolve("lake")));
      }
      unmounts();
    }
  }

  @Test
  void aDiskThatCannotBeWritten() throws Exception {
    mounted = Files.createDirectories(temp.resolve("mounted-ro"));
    mount("-t", "tmpfs", "-o", "size=64m", "tmpfs");
    copy(sound, mounted.resolve("lake"));
    run("mount", "-o", "remount,ro", mounted.toString());
    note("read-only", nightly(mounted.resolve("lake")));
    note("read-only, new", nightly(mounted.resolve("new")));
    note("read-only, quarantine", Said.run("quarantine", "--lake", mounted.resolve("lake").toString()));
    note("read-only, runs", Said.run("runs", "--lake", mounted.resolve("lake").toString()));
  }

  @ParameterizedTest
  @CsvSource({"my lake", "湖🏦", "a%20b", "a#b", "x/../y", "[1]{a,b}*?", "a:b"})
  void aLakeOfAnyName(String name) {
    note("lake named " + name, nightly(temp.resolve(name)));
    note("lake named " + name, Said.run("quarantine", "--lake", temp.resolve(name).toString()));
  }

  @Test
  void aLakeThatIsAFile() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "x");
    note("lake is a file", nightly(file));
    note("lake below a file", nightly(file.resolve("x")));
    note("lake is a file, quarantine", Said.run("quarantine", "--lake", file.toString()));
  }

  private static void note(String what, Said said) {
    TABLE.add("%-45s exit %d  %s".formatted(what, said.exit(), said.err().strip().replace("\n", "\n      ").replaceAll("(?s)^(.{1500}).*", "$1") ));
  }

  private static void cut(Path file, long length) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(length);
    }
  }

  private static Path one(Path folder, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(f -> f.toString().endsWith(ending)).sorted().findFirst().orElseThrow();
    }
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
    }
  }

  private static Path copy(String name) throws IOException {
    Path lake = temp.resolve(name);
    copy(sound, lake);
    return lake;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private void mount(String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("mount"));
    command.addAll(List.of(options));
    command.add(mounted.toString());
    assumeTrue(run(command.toArray(String[]::new)) == 0, "mounting needs root");
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  @AfterEach
  void unmounts() throws Exception {
    if (mounted != null) {
      run("umount", mounted.toString());
      mounted = null;
    }
  }

  @AfterAll
  static void printsTheTable() {
    TABLE.forEach(System.out::println);
  }

  private static Said nightly(Path lake) {
    return Said.run("nightly", "--market", market.folder().toString(), "--lake", lake.toString());
  }
}
