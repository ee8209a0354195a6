package org.rateshelf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.TestMarket;

/** An earlier state is published again, and the next night goes on from it. */
class RestoreIT {
  @TempDir private static Path temp;
  private static String lake;
  private static Said toThePresent;
  private static Said toTheFirst;

  /** Two nights, the second of which brings the first posted rates; back to the first; a third. */
  @BeforeAll
  static void goBackByANight() {
    lake = temp.resolve("lake").toString();
    TestMarket market = TestMarket.in(temp.resolve("market")).day(1);
    nightly(market);
    toThePresent = restore(1);
    nightly(market.posted().day(2));
    toTheFirst = restore(1);
    nightly(market);
  }

  @Test
  void theEarlierStateIsPublishedAgainAsANewOne() {
    assertThat(toTheFirst.exit()).as(toTheFirst.err()).isZero();
    assertThat(toTheFirst.out()).startsWith("published state 3;");
    assertThat(toTheFirst.err()).contains("publication 1 is published again as 3");
    assertThat(diff(3, 1)).isEqualTo("publication 3 here, 1 there: equal\n");
    assertThat(Said.run("runs", "--lake", lake).out())
        .contains("restore  exit 0  published 3", "restore  exit 0  published nothing");
  }

  @Test
  void theStateThatItReplacesCanStillBeRead() {
    assertThat(diff(3, 2)).contains("silver/bank_rates: 0 only here, 3 only there");
  }

  @Test
  void theNextNightGivesWhatItWas() {
    assertThat(diff(4, 2)).isEqualTo("publication 4 here, 2 there: equal\n");
  }

  @Test
  void toThePresentStateThereIsNothingToDo() {
    assertThat(toThePresent.exit()).isZero();
    assertThat(toThePresent.out()).startsWith("nothing to publish");
    assertThat(toThePresent.err()).contains("publication 1 is the present state");
  }

  @Test
  void aPublicationThatIsNotThereIsRefused() {
    Said said = restore(17);
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err()).contains("has no publication 17", "why: ", "fix: ");
  }

  @Test
  void aPublicationWhoseFilesAreGoneIsRefusedAndThePresentOneStands() throws IOException {
    Path file;
    try (Stream<Path> files = Files.list(temp.resolve("lake/silver/bank_rates"))) {
      file = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    Path elsewhere = Files.move(file, temp.resolve("elsewhere"));
    Said said = restore(2);
    Files.move(elsewhere, file);
    assertThat(said.exit()).isEqualTo(6);
    assertThat(said.err()).contains("Publication 2 is gone: version 0 of silver/bank_rates");
    assertThat(Said.run("diff", "--lake", lake, "--other-lake", lake).out())
        .startsWith("publication 4 here, 4 there");
  }

  private static void nightly(TestMarket market) {
    Said said = Said.run("nightly", "--market", market.folder().toString(), "--lake", lake);
    assertThat(said.exit()).as(said.err()).isZero();
  }

  private static Said restore(long publication) {
    return Said.run("restore", "--lake", lake, "--to", String.valueOf(publication));
  }

  private static String diff(long here, long there) {
    return Said.run(
            "diff",
            "--lake",
            lake,
            "--publication",
            String.valueOf(here),
            "--other-publication",
            String.valueOf(there))
        .out();
  }
}
