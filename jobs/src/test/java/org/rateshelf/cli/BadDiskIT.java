package org.rateshelf.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rateshelf.TestMarket;
import org.rateshelf.TestSpark;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.lake.Lake;
import org.rateshelf.lake.SmallNight;
import org.rateshelf.table.Listings;

/**
 * A lake whose disk or files fail in the second night: the run says so and ends with 6, the first
 * night's state stands, and the next run goes on once the cause is gone.
 *
 * <p>It prints what was told as a table.
 */
@Isolated("Spark's level of logging is the process's.")
@EnabledIfSystemProperty(named = "rateshelf.long", matches = "true")
class BadDiskIT {
  @TempDir private static Path temp;
  private static final List<String> TABLE = new ArrayList<>();
  private static TestMarket market;
  private static Path oneNight;
  private static Path twoNights;
  private Path disk;

  /** The name of a lake that took in both nights is as odd as a name can be. */
  @BeforeAll
  static void runsTheNights() {
    TestSpark.session().sparkContext().setLogLevel("OFF");
    market = TestMarket.in(temp.resolve("market")).posted().day(1);
    oneNight = temp.resolve("one night");
    twoNights = temp.resolve("no/../a b%20c#d:e[1]{f,g}*?湖🏦");
    SmallNight.run(market, oneNight);
    // The second night looks at the first day again, too.
    market.day(2).change("landing/scans/2020-12-01.csv", "COMPLETE,1", "COMPLETE,2");
    SmallNight.run(market, twoNights);
  }

  @ParameterizedTest
  @CsvSource({
    "deleted, raw/listings, .csv",
    "deleted, silver/listings, .parquet",
    "cut, silver/listings, .parquet",
    "garbled, silver/listings, .parquet",
    "deleted, silver/listings, .json",
    "emptied, silver/listings, .json",
    "cut, silver/listings, .json",
    "garbled, silver/listings, .json",
    "cut, ops/files, .parquet",
    "cut, ops/publications, .json",
    "emptied, ops/publications, .json",
    "deleted, ops/publications, .parquet",
  })
  void aFileOfTheLakeThatIsNotAsItWasIsNamed(String how, String folder, String ending)
      throws IOException {
    Path lake = temp.resolve(how + folder.replace('/', '-') + ending);
    copy(oneNight, lake);
    Path file = first(lake.resolve(folder), ending);
    byte[] content = Files.readAllBytes(file);
    switch (how) {
      case "deleted" -> Files.delete(file);
      case "cut" -> Files.write(file, Arrays.copyOf(content, content.length / 2));
      case "emptied" -> Files.write(file, new byte[0]);
      default -> Files.write(file, "}garbled{".repeat(200).getBytes(UTF_8));
    }
    String table = folder.startsWith("raw") ? file.getFileName().toString() : folder;
    assertFails("a file of " + folder + ending + ", " + how, nightly(lake), table);
    assertThat(Files.readString(lake.resolve("last-run.json"))).contains("\"exit_code\" : 6");
  }

  @Test
  void aLakeWithoutItsPublicationsIsNotBegunAnew() throws IOException {
    Path lake = temp.resolve("lost");
    copy(oneNight, lake);
    Files.move(lake.resolve("ops/publications"), lake.resolve("elsewhere"));
    assertFails("all of ops/publications, deleted", nightly(lake), "ops/publications is gone");
    Files.move(lake.resolve("elsewhere"), lake.resolve("ops/publications"));
    assertThat(rows(lake, ProductCounts.TABLE)).isEqualTo(rows(oneNight, ProductCounts.TABLE));
  }

  @Test
  void aTableWhoseLogHasAGapIsNamed() throws IOException {
    Path lake = temp.resolve("gap");
    copy(oneNight, lake);
    Path entry = first(lake.resolve("silver/listings/_delta_log"), "0.json");
    Files.move(entry, entry.resolveSibling(entry.getFileName().toString().replace("0.j", "1.j")));
    assertFails("a log entry before others, deleted", nightly(lake), "silver/listings");
  }

  @Test
  void aDiskThatFillsUpInTheMiddle() throws Exception {
    mount(64 * 1024);
    Path lake = disk.resolve("lake");
    copy(oneNight, lake);
    FileStore store = Files.getFileStore(disk);
    long used = (store.getTotalSpace() - store.getUsableSpace()) / 1024;
    for (int room : new int[] {0, 40, 300}) {
      resize(used + room);
      assertFails(
          "a disk with room for %d KiB".formatted(room), nightly(lake), "No space|disk is full");
    }
    resize(64 * 1024);
    Said said = nightly(lake);
    note("the same disk with room", said);
    assertThat(said.exit()).isZero();
    for (var table : List.of(Listings.TABLE, ProductCounts.TABLE)) {
      assertThat(rows(lake, table)).isEqualTo(rows(twoNights, table));
    }
  }

  @Test
  void aDiskThatCannotBeWritten() throws Exception {
    mount(64 * 1024);
    Path lake = disk.resolve("lake");
    copy(oneNight, lake);
    run("mount", "-o", "remount,ro", disk.toString());
    assertFails("a disk that cannot be written", nightly(lake), "cannot be written");
    assertFails("the same, a new lake", nightly(disk.resolve("new")), "cannot be written");
    assertThat(Said.run("quarantine", "--lake", lake.toString()).exit()).isZero();
  }

  @Test
  void aFileInTheLakesPlace() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "x");
    assertFails("a file in the lake's place", nightly(file), "cannot be locked");
    assertFails("a lake below a file", nightly(file.resolve("x")), "cannot be locked");
  }

  private static void assertFails(String what, Said said, String named) {
    note(what, said);
    assertThat(said.exit()).as(said.err()).isEqualTo(6);
    assertThat(said.err()).containsPattern(named).contains("  why: ", "  fix: ");
    assertThat(said.err().lines()).hasSize(3);
  }

  private static void note(String what, Said said) {
    TABLE.add(
        "%-42s exit %d  %s"
            .formatted(what, said.exit(), said.err().lines().findFirst().orElse("")));
  }

  private static List<String> rows(Path folder, org.rateshelf.schema.Table table) {
    Lake lake = Lake.existing(TestSpark.session(), folder);
    return lake.published(table, lake.present()).collectAsList().stream()
        .map(Row::toString)
        .sorted()
        .toList();
  }

  private static Path first(Path folder, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(f -> f.toString().endsWith(ending)).sorted().findFirst().orElseThrow();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private void mount(long kib) throws Exception {
    disk = Files.createTempDirectory(temp, "disk");
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + kib + "k", "tmpfs", disk.toString()) == 0,
        "only root may mount a disk");
  }

  private void resize(long kib) throws Exception {
    assertThat(run("mount", "-o", "remount,size=" + kib + "k", disk.toString())).isZero();
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).start().waitFor();
  }

  @AfterEach
  void unmounts() throws Exception {
    if (disk != null) {
      run("umount", "-l", disk.toString());
    }
  }

  @AfterAll
  static void printsTheTable() {
    TestSpark.session().sparkContext().setLogLevel("ERROR");
    TABLE.forEach(System.out::println);
  }

  private static Said nightly(Path lake) {
    return Said.run("nightly", "--market", market.folder().toString(), "--lake", lake.toString());
  }
}
