package org.rateshelf.cli;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.TestMarket;
import org.rateshelf.TestSpark;
import org.rateshelf.lake.SmallNight;

/** Each fault is put into a copy of one lake, and the doctor finds it. */
@EnabledIfSystemProperty(named = "rateshelf.long", matches = "true")
class DoctorIT {
  @TempDir private static Path temp;
  private static TestMarket market;
  private static Set<Path> ofTheFirstNight;

  @BeforeAll
  static void twoNights() throws IOException {
    market = TestMarket.in(temp.resolve("market")).posted().day(1).holders(1);
    market.land("listings/bad.csv", TestMarket.listings("2020-12-01,BETA,x,NEW_BUYER"));
    nightly("lake");
    ofTheFirstNight = new HashSet<>(files("lake"));
    market.day(2);
    nightly("lake");
  }

  @Test
  void inASoundLakeNothingIsFound() {
    Said said = doctor("lake");
    assertThat(said.out()).isEqualTo("nothing found\n");
    assertThat(said.exit()).isZero();
  }

  @Test
  void aStateThatLacksItsFilesIsFoundAndTheOneBeforeIsWhole() throws IOException {
    Path lake = copy("damaged");
    Files.delete(ofTheSecondNight(lake, "gold/listing_states"));
    Path cut = ofTheSecondNight(lake, "silver/scans");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 500));
    // One bit, where no checksum beside it tells.
    Path changed = ofTheSecondNight(lake, "silver/listings");
    byte[] bytes = Files.readAllBytes(changed);
    bytes[40] ^= 1;
    Files.write(changed, bytes);
    Files.delete(changed.resolveSibling("." + changed.getFileName() + ".crc"));

    Said said = doctor("damaged");
    assertThat(said.exit()).isEqualTo(6);
    assertThat(said.out())
        .containsPattern("gold/listing_states: \\S+\\.parquet is missing; publication 2 needs it.")
        .containsPattern("silver/scans: \\S+\\.parquet is cut or damaged; publication 2 needs it.")
        .containsPattern(
            "silver/listings: \\S+\\.parquet is cut or damaged; publication 2 needs it.")
        .contains("go back to the last whole state", "rateshelf restore --to 1 --lake " + lake);
    assertThat(said.out().lines().filter(line -> line.startsWith("  fix: "))).hasSize(3);
    Said back = Said.run("restore", "--to", "1", "--lake", lake.toString());
    assertThat(back.exit()).as(back.err()).isZero();
  }

  @Test
  void aLogThatIsCutIsFound() throws IOException {
    Path lake = copy("cut");
    Path entry = lake.resolve("gold/product_counts/_delta_log/00000000000000000001.json");
    Files.writeString(entry, Files.readString(entry).substring(0, 100));
    Files.delete(entry.resolveSibling("." + entry.getFileName() + ".crc"));
    Said said = doctor("cut");
    assertThat(said.exit()).isEqualTo(6);
    assertThat(said.out())
        .startsWith("gold/product_counts: version 1 cannot be read from its log; publication 2")
        .contains("begin a new lake from the landing files");
  }

  @Test
  void whatARunThatDiedLeftIsMendedAndTheRestIsTold() throws IOException {
    Path lake = copy("left");
    Files.setPosixFilePermissions(lake, fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(lake.resolve("raw"), fromString("rwxr-xr-x"));
    Files.writeString(lake.resolve("raw/scans/.0123.csv.part"), "scan_da");
    Files.writeString(
        lake.resolve("journals/20990101T000000000Z-1"),
        "2099-01-01T00:00:00Z nightly\n2099-01-01T00:00:01Z computing gold/rate_spreads\n");
    Path raw;
    try (Stream<Path> kept = Files.list(lake.resolve("raw/scans"))) {
      raw = kept.filter(file -> file.toString().endsWith(".csv")).findFirst().orElseThrow();
    }
    Files.writeString(raw, Files.readString(raw).replace("COMPLETE", "FAILED"));
    Path records;
    try (Stream<Path> kept = Files.list(lake.resolve("raw/user_rates"))) {
      records = kept.findFirst().orElseThrow();
    }
    Files.write(records, Arrays.copyOf(Files.readAllBytes(records), 100));
    change(lake, "ops/files", "SET rows_kept = rows_kept + 1 WHERE file_name = '2020-12-02.csv'");
    change(lake, "gold/product_counts", "SET stock = stock + 1 WHERE as_of_date = '2020-12-02'");
    sql("DELETE FROM delta.`%s/silver/bank_rates`".formatted(lake));

    Said found = doctor("left", "--repair");
    assertThat(found.exit()).isEqualTo(6);
    assertThat(found.out().lines().filter(line -> line.startsWith("mended: ")))
        .containsExactlyInAnyOrder(
            "mended: Every user of this machine can read the lake.",
            "mended: raw/ has .0123.csv.part.",
            "mended: Written after publication 2, and published by none: silver/bank_rates.",
            "mended: Run 20990101T000000000Z-1 (nightly) died at: computing gold/rate_spreads.");
    assertThat(found.out())
        .contains("stock is not yesterday's and what came less what went, on ")
        .contains("ops/files, and the tables differ: its numbers of 2020-12-02.csv do not add up")
        .contains(raw.getFileName() + " has another SHA-256 than its name")
        .contains(records.getFileName() + " is cut or damaged");
    assertThat(Files.getPosixFilePermissions(lake)).isEqualTo(fromString("rwxr-x---"));
    assertThat(lake.resolve("raw/scans/.0123.csv.part")).doesNotExist();
    assertThat(rows(lake, "silver/bank_rates")).isEqualTo(3);
    assertThat(Said.run("runs", "--lake", lake.toString()).out()).contains("doctor   exit 0");
    assertThat(doctor("left").out()).doesNotContain("Written after publication");
  }

  @Test
  void aPropertyOfATableThatAPersonSetStaysAndIsNoFault() throws IOException {
    Path lake = copy("set");
    String table = "delta.`%s/gold/product_counts`".formatted(lake);
    String property = "'delta.deletedFileRetentionDuration' = 'interval 30 days'";
    sql("ALTER TABLE %s SET TBLPROPERTIES (%s)".formatted(table, property));
    assertThat(doctor("set").out()).isEqualTo("nothing found\n");
    nightly("set");
    assertThat(TestSpark.session().sql("SHOW TBLPROPERTIES " + table).collectAsList().toString())
        .contains("interval 30 days");
  }

  @Test
  void withoutItsPublicationsALakeIsLeftAlone() throws IOException {
    Path lake = copy("unpublished");
    FileUtils.deleteDirectory(lake.resolve("ops/publications").toFile());
    Said said = doctor("unpublished", "--repair");
    assertThat(said.exit()).isEqualTo(6);
    assertThat(said.out()).contains("ops/publications is gone, though runs have published.");
    Said night =
        Said.run("nightly", "--market", market.folder().toString(), "--lake", lake.toString());
    assertThat(night.exit()).isEqualTo(6);
    assertThat(night.err()).contains("ops/publications is gone, though runs have published.");
    assertThat(rows(lake, "silver/bank_rates")).isEqualTo(3);

    Path without = copy("without-ops");
    FileUtils.deleteDirectory(without.resolve("ops").toFile());
    Said taken = doctor("without-ops", "--repair");
    assertThat(taken.out()).contains("ops/publications is gone, though runs have published.");
    assertThat(rows(without, "gold/listing_states")).isPositive();

    Path register = copy("unread").resolve("ops/publications");
    for (Path file : data(register)) {
      Files.delete(file);
    }
    assertThat(doctor("unread").out())
        .containsPattern("^ops/publications: \\S+\\.parquet is missing")
        .contains("is missing", "nothing more was looked at");
  }

  private static void nightly(String lake) {
    SmallNight.run(market, temp.resolve(lake));
  }

  private static Said doctor(String lake, String... options) {
    return Said.run(
        Stream.concat(
                Stream.of("doctor", "--lake", temp.resolve(lake).toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  private static Path copy(String name) throws IOException {
    Path lake = temp.resolve(name);
    FileUtils.copyDirectory(temp.resolve("lake").toFile(), lake.toFile());
    Files.setPosixFilePermissions(lake, fromString("rwxr-x---"));
    return lake;
  }

  private static List<Path> files(String lake) throws IOException {
    Path root = temp.resolve(lake);
    try (Stream<Path> all = Files.walk(root)) {
      return all.map(root::relativize).toList();
    }
  }

  /** A data file that only the second state has. */
  private static Path ofTheSecondNight(Path lake, String table) throws IOException {
    return data(lake.resolve(table)).stream()
        .filter(file -> !ofTheFirstNight.contains(lake.relativize(file)))
        .findFirst()
        .orElseThrow();
  }

  private static List<Path> data(Path table) throws IOException {
    try (Stream<Path> all = Files.list(table)) {
      return all.filter(file -> file.toString().endsWith(".parquet")).collect(Collectors.toList());
    }
  }

  /** Changes a table behind the runs' back, and has the newest state name it so. */
  private static void change(Path lake, String table, String how) {
    sql("UPDATE delta.`%s/%s` %s".formatted(lake, table, how));
    sql(
        """
        UPDATE delta.`%s/ops/publications`
        SET tables = map_zip_with(tables, map('%s', 1L), (k, v, one) -> v + coalesce(one, 0L))
        WHERE publication_id = 2
        """
            .formatted(lake, table));
  }

  private static long rows(Path lake, String table) {
    return TestSpark.session().read().format("delta").load(lake.resolve(table).toString()).count();
  }

  private static void sql(String text) {
    TestSpark.session().sql(text);
  }
}
