package org.rateshelf.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.TestMarket;
import org.rateshelf.TestSpark;
import org.rateshelf.lake.Lake;
import org.rateshelf.lake.Run;
import org.rateshelf.lake.SmallNight;

/**
 * What {@code runs}, {@code diff} and {@code restore} tell and do of a lake of five runs: a night,
 * a second one that brings a day, holders and another posted rate, a way back to the first, the
 * second once more but killed, and once more.
 */
@EnabledIfSystemProperty(named = "rateshelf.long", matches = "true")
class StatesIT {
  private static final String AT = "taking in what has landed";

  @TempDir private static Path temp;
  private static TestMarket market;
  private static Said toThePresent;
  private static Said toTheFirst;
  private static String whileRunning;
  private static Throwable asSecondRun;

  @BeforeAll
  static void run() throws IOException {
    market = TestMarket.in(temp.resolve("market")).posted().day(1);
    nightly(step -> {});
    toThePresent = restore("lake [1]", 1);
    market.day(2).holders(2).change("landing/bank_rates/posted.csv", "1.78", "1.80");
    nightly(step -> {});
    toTheFirst = restore("lake [1]", 1);
    assertThatThrownBy(() -> nightly(StatesIT::fails)).hasMessage("failed");
    nightly(step -> {});
    Files.writeString(
        temp.resolve("lake [1]/journals/20200101T000000000Z-1"),
        "2020-01-01T00:00:00Z nightly\n2020-01-01T00:00:01Z " + AT + "\n");
    FileUtils.copyDirectory(temp.resolve("lake [1]").toFile(), temp.resolve("copy").toFile());
  }

  private static void fails(String step) {
    if (step.startsWith(AT)) {
      whileRunning = runs().get(0);
      try {
        Run.requireFree(temp.resolve("lake [1]"));
      } catch (RuntimeException e) {
        asSecondRun = e;
      }
      throw new IllegalStateException("failed");
    }
  }

  @Test
  void runsTellsHowEachEnded() {
    assertThat(runs())
        .filteredOn(line -> line.contains("nightly") || line.contains("restore"))
        .satisfiesExactly(
            line -> assertThat(line).contains("nightly  exit 0  published 4"),
            line -> assertThat(line).contains("nightly  exit 1  published nothing"),
            line -> assertThat(line).contains("restore  exit 0  published 3"),
            line -> assertThat(line).contains("nightly  exit 0  published 2"),
            line -> assertThat(line).contains("restore  exit 0  published nothing"),
            line -> assertThat(line).contains("nightly  exit 0  published 1"),
            line -> assertThat(line).endsWith("nightly  died at: " + AT));
    assertThat(runs()).anyMatch(line -> line.matches("    a defect, see logs/\\S+\\.log"));
  }

  @Test
  void aRunThatIsStillAtItHasNotDiedAndASecondOneIsToldWhereItRuns() throws IOException {
    assertThat(whileRunning).contains("nightly  is at: " + AT);
    assertThat(asSecondRun)
        .hasMessageMatching("Another run holds the lake: run \\S+, since \\S+Z, on \\S+\\.")
        .hasMessageContaining(InetAddress.getLocalHost().getHostName());
  }

  @Test
  void runsTellsTheSecondsOfEachStep() {
    List<String> lines = runs("--steps");
    assertThat(lines)
        .filteredOn(line -> line.endsWith(" s  " + AT))
        .hasSize(5)
        .filteredOn(line -> line.matches(" +\\d+\\.\\d s .*"))
        .hasSize(4);
    assertThat(lines).anyMatch(line -> line.matches(" +- s  " + AT));
  }

  @Test
  void anEarlierStateIsPublishedAgainAsANewOne() {
    assertThat(toTheFirst.exit()).as(toTheFirst.err()).isZero();
    assertThat(toTheFirst.out()).startsWith("published state 3;");
    assertThat(toTheFirst.err()).contains("publication 1 is published again as 3");
    Said said = diff("--publication", "3", "--other-publication", "1");
    assertThat(said.out()).isEqualTo("publication 3 here, 1 there: equal\n");
  }

  @Test
  void toThePresentStateThereIsNothingToDo() {
    assertThat(toThePresent.exit()).isZero();
    assertThat(toThePresent.out()).startsWith("nothing to publish");
    assertThat(toThePresent.err()).contains("publication 1 is the present state");
  }

  @Test
  void theNextNightGivesWhatItWasAndTheStateBeforeCanStillBeRead() {
    Said said = diff("--other-lake", temp.resolve("copy").toString(), "--other-publication", "2");
    assertThat(said.out()).isEqualTo("publication 4 here, 2 there: equal\n");
    assertThat(said.exit()).isZero();
  }

  @Test
  void whatANightChangedIsToldByTableKeyAndColumn() {
    Said said = diff("--publication", "2");
    assertThat(said.exit()).isEqualTo(7);
    assertThat(said.out())
        .contains(
            """
            silver/bank_rates: 0 only here, 0 only there, 1 differing
                bank_id=BIG3 product_kind=TIME_DEPOSIT term=P1Y effective_from=2020-01-01\
              rate_pct: 1.8000 / 1.7800
            """)
        .contains("silver/scans: 3 only here, 0 only there, 0 differing")
        .containsPattern("scan_date=2020-12-02 platform_id=ALPHA viewer=HOLDER .*  only here\n")
        .contains("silver/user_rates: 12 only here, 0 only there, 0 differing")
        .doesNotContain("user_id", "c1", "file_sha256")
        .contains("publication 2 here, 1 there: ");
  }

  @Test
  void aPublicationThatIsNotThereIsRefused() {
    for (Said said : List.of(diff("--publication", "9"), restore("lake [1]", 9))) {
      assertThat(said.exit()).isEqualTo(2);
      assertThat(said.err()).contains("has no publication 9", "1 to 4");
    }
  }

  @Test
  void aPublicationWhoseFilesAreGoneIsRefusedAndThePresentOneStands() throws IOException {
    Path gone = temp.resolve("gone");
    FileUtils.copyDirectory(temp.resolve("copy").toFile(), gone.toFile());
    try (Stream<Path> files = Files.list(gone.resolve("gold/listing_spells"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        Files.delete(file);
      }
    }
    for (Said said : List.of(diff("--other-lake", gone.toString()), restore("gone", 2))) {
      assertThat(said.exit()).isEqualTo(6);
      assertThat(said.err())
          .containsPattern("Publication [24] is gone: version \\d of gold/listing");
    }
    assertThat(new Lake(TestSpark.session(), gone).present().id()).isEqualTo(4);
  }

  private static List<String> runs(String... options) {
    return said("runs", "lake [1]", options).out().lines().toList();
  }

  private static Said diff(String... options) {
    return said("diff", "lake [1]", options);
  }

  private static Said restore(String lake, long publication) {
    return said("restore", lake, "--to", String.valueOf(publication));
  }

  private static Said said(String command, String lake, String... options) {
    Stream<String> words = Stream.of(command, "--lake", temp.resolve(lake).toString());
    return Said.run(Stream.concat(words, Stream.of(options)).toArray(String[]::new));
  }

  private static void nightly(Consumer<String> progress) {
    SmallNight.run(market, temp.resolve("lake [1]"), progress);
  }
}
