package org.rateshelf.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.rateshelf.TestMarket;
import org.rateshelf.TestSpark;
import org.rateshelf.answer.Answers;
import org.rateshelf.job.Answer;
import org.rateshelf.lake.Lake;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.ProductBalances;
import org.rateshelf.table.UserRates;

/**
 * What holders' files say, in good rows, in bad ones and in what cannot be read, is looked for in
 * all that the process writes.
 */
@Isolated("It looks at all that the process writes.")
@EnabledIfSystemProperty(named = "rateshelf.long", matches = "true")
class HoldersStayInsideIT {
  private static final String HEADER =
      "as_of,user_id,platform_id,product_id,contract_id,bank_id,term,opened_on,matures_on,balance,"
          + "contract_rate_pct,province\n";

  /** An id, a contract, an amount and a place that stand nowhere else. */
  private static final Pattern PLANTED =
      Pattern.compile("Zhu-\\d+|Kontrakt|7351\\.9|Planted Hills");

  private static final Pattern ID = Pattern.compile("Zhu-\\d+");

  @TempDir private static Path temp;
  private static String lake;
  private static TestMarket market;
  private static final StringBuilder SAID = new StringBuilder();

  @BeforeAll
  static void aNightOfHoldersFiles() throws IOException {
    market = TestMarket.in(temp.resolve("market")).posted().day(1).day(3);
    StringBuilder rows = new StringBuilder(HEADER);
    for (int i = 1; i <= 12; i++) {
      rows.append(row("2020-12-01", i, "7351.97"));
      rows.append(row("2020-12-03", i, "7351.98"));
    }
    market.land("user_rates/good.csv", rows.toString());
    market.land(
        "user_rates/bad.csv",
        HEADER
            + row("2020-12-01", 20, "-7351.97")
            + row("2020-12-01", 21, "7351.9x")
            + row("20201-12-01", 22, "7351.97")
            + row("2020-12-01", 23, "7351.97").replace("CITY1", "NOBODY")
            + row("2020-12-01", 24, "99999999999999999999999.99")
            + row("2020-12-01", 25, "7351.97").replace(",Planted Hills", "")
            + row("2020-12-01", 26, "7351.97").replace("Zhu", "\"Zhu")
            + row("2020-12-01", 27, "7351.97")
            + row("2020-12-01", 28, "7351.97").replace("-28,CITY1", "-27,CITY1"));
    market.land(
        "user_rates/worse.jsonl",
        "{\"as_of\": \"2020-12-01\", \"user_id\": \"Zhu-30\", \"balance\": 7351.97}\n"
            + "{\"user_id\": Zhu-31, \"balance\": 7351.97}\n"
            + "{\"user_id\": {\"Zhu-32\": \"Kontrakt-32\"}}\n"
            + "Zhu-33 7351.97 Planted Hills\n");
    market.land("user_rates/by-id.jsonl", "{\"Zhu-34\": 7351.97}\n");
    market.land("user_rates/headless.csv", row("2020-12-01", 35, "7351.97"));
    market.land("user_rates/column.csv", HEADER.strip() + ",Zhu-36\n" + "Kontrakt,".repeat(12));
    market.land("user_rates/no.parquet", "Zhu-37 7351.97");
    market.land("user_rates/no.csv.gz", "Zhu-38 7351.97");
    market.land("cdr/holders.jsonl", "{\"user_id\": \"Zhu-41\", \"balance\": 7351.97}\n");
    market.land("listings/array.jsonl", "[\n{\"user_id\": \"Zhu-42\", \"balance\": 7351.97},\n]\n");
    market.land("listings/wrong-folder.csv", HEADER + row("2020-12-01", 39, "7351.97"));
    market.land("scans/wrong-folder.jsonl", "{\"user_id\": \"Zhu-40\", \"balance\": 7351.97}\n");
    lake = temp.resolve("lake").toString();
    assertThat(say("nightly", "--market", market.folder().toString(), "--lake", lake)).isEqualTo(5);
  }

  @Test
  void noneOfItIsSaid() {
    say("quarantine", "--lake", lake);
    say("quarantine", "--rows", "--lake", lake);
    say("runs", "--steps", "--lake", lake);
    say("diff", "--lake", lake, "--other-lake", lake);
    say("validate", "--market", market.folder().toString());
    say("doctor", "--lake", lake);
    List<Answer> ofHolders =
        Answers.all().stream()
            .filter(a -> a.writes().layer() == Table.Layer.GOLD)
            .filter(HoldersStayInsideIT::readsHolders)
            .toList();
    assertThat(ofHolders).hasSizeGreaterThan(5);
    ofHolders.forEach(HoldersStayInsideIT::explain);
    assertThat(SAID.toString())
        .contains("bad.csv", "refused", "UNREADABLE:balance", "holders")
        .doesNotContainPattern(PLANTED);
  }

  private static boolean readsHolders(Answer answer) {
    return answer.reads().contains(UserRates.TABLE)
        || answer.reads().contains(ProductBalances.TABLE);
  }

  /** Explains the last row of a table. */
  private static void explain(Answer answer) {
    Lake opened = new Lake(TestSpark.session(), Path.of(lake));
    List<Row> rows =
        opened
            .published(answer.writes(), opened.present())
            .orderBy(reverse(answer.writes().key().stream().map(Field::col).toArray(Column[]::new)))
            .limit(1)
            .collectAsList();
    for (Row row : rows) {
      List<String> words = new ArrayList<>(List.of("explain", answer.writes().name()));
      for (Field<?> field : answer.writes().key()) {
        words.add(field.name() + "=" + row.getAs(field.name()));
      }
      words.addAll(List.of("--lake", lake));
      assertThat(say(words.toArray(String[]::new))).as(words.toString()).isZero();
    }
  }

  private static Column[] reverse(Column[] columns) {
    return Stream.of(columns).map(Column::desc).toArray(Column[]::new);
  }

  @Test
  void noneOfItStandsInAFileButHoldersOwn() throws IOException {
    List<Path> own = List.of(Path.of("raw", "user_rates"), Path.of("silver", "user_rates"));
    TreeSet<String> files = new TreeSet<>();
    TreeSet<String> withIds = new TreeSet<>();
    Path root = Path.of(lake);
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path place = root.relativize(file);
        String text = text(file);
        if (ID.matcher(text).find()) {
          withIds.add(place.toString());
        }
        if (PLANTED.matcher(text).find()) {
          files.add(place.getNameCount() > 2 ? place.subpath(0, 2).toString() : place.toString());
        }
      }
    }
    assertThat(files).containsExactlyElementsOf(own.stream().map(Path::toString).toList());
    assertThat(withIds).isEmpty();
  }

  /** A file as a reader sees it. */
  private static String text(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (file.toString().endsWith(".gz")) {
      bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
    }
    StringBuilder text = new StringBuilder(new String(bytes, UTF_8));
    if (file.toString().endsWith(".parquet")) {
      try (ParquetReader<Group> rows =
          ParquetReader.builder(new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
              .build()) {
        for (Group row = rows.read(); row != null; row = rows.read()) {
          text.append(row);
        }
      }
    }
    return text.toString();
  }

  @Test
  void nobodyButTheOwnerAndHisGroupGetsIn() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of(lake))) {
      assertThat(all.filter(HoldersStayInsideIT::isForOthers))
          .as("folders, and files that Spark writes")
          .isEmpty();
    }
  }

  private static boolean isForOthers(Path path) {
    try {
      return (Files.isDirectory(path) || path.toString().contains("_delta_log"))
          && Files.getPosixFilePermissions(path).stream()
              .anyMatch(right -> right.name().startsWith("OTHERS"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String row(String day, int number, String balance) {
    return "%s,Zhu-%d,ALPHA,a1,Kontrakt-%d,CITY1,P1Y,2020-11-01,2021-11-01,%s,2.25,Planted Hills\n"
        .formatted(day, number, number, balance);
  }

  private static int say(String... words) {
    Said said = Said.run(words);
    SAID.append(said.out()).append(said.err());
    return said.exit();
  }
}
