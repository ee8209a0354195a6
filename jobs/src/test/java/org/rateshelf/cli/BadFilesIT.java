package org.rateshelf.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.rateshelf.TestMarket;
import org.rateshelf.TestSpark;
import org.rateshelf.lake.Lake;
import org.rateshelf.table.Listings;

/**
 * Files that no source should send, all of them landed in one night: each is refused, left out or
 * taken row by row, each is told with what to do, and none disturbs another.
 *
 * <p>It prints them as a table.
 */
@Isolated("Spark's level of logging is the process's.")
@EnabledIfSystemProperty(named = "rateshelf.long", matches = "true")
class BadFilesIT {
  private static final int MIB = 1 << 20;
  private static final String NO_RECORD = "no line of it is a record of 'listings'";
  private static final String ROW =
      "2020-12-01,BETA,%s,NEW_BUYER,CITY1,%s,TIME_DEPOSIT,P1Y,2.00,BUY";
  private static final String GOOD = TestMarket.listings(ROW.formatted("%s", "A name"));
  private static final String HEADER = GOOD.lines().findFirst().orElseThrow() + "\n";

  @TempDir private static Path temp;
  private static final List<Case> CASES = new ArrayList<>();
  private static final List<String> TABLE = new ArrayList<>();
  private static TestMarket market;
  private static Path lake;
  private static Said said;
  private static String quarantined;

  /** A file of the landing folder and what is said of it; an empty text if it is taken. */
  private record Case(String what, String file, String says) {}

  @BeforeAll
  static void runsOnAllOfThem() throws Exception {
    TestSpark.session().sparkContext().setLogLevel("OFF");
    market = TestMarket.in(temp.resolve("market")).posted().day(1);
    lake = temp.resolve("lake");
    contents();
    packed();
    jsonAndParquet();
    names();
    notFiles();
    said = whileAFileGrows(() -> nightly(lake));
    quarantined = Said.run("quarantine", "--lake", lake.toString()).out();
  }

  private static void contents() {
    lands("an empty file", "empty.csv", "", "it is empty");
    lands("blank lines", "blank.csv", "\n\n \n", "it is empty");
    lands("a header and no row", "header.csv", HEADER, "it has a header and no row");
    lands("NUL bytes alone", "nul.csv", "\0".repeat(4096), "is no header");
    lands(
        "a row, then NUL bytes", "nul-tail.csv", good("nul-tail") + "\0".repeat(4096), "MALFORMED");
    lands("NUL bytes within a value", "nul-value.csv", good("nul\0value"), "MALFORMED");
    byte[] noise = new byte[10_000];
    new Random(1).nextBytes(noise);
    lands("random bytes", "noise.csv", noise, "it is not UTF-8");
    lands("UTF-16", "utf16.csv", good("utf16").getBytes(UTF_16), "it is not UTF-8");
    lands(
        "Latin-1",
        "latin1.csv",
        HEADER.concat(ROW.formatted("latin1", "Crédit")).getBytes(ISO_8859_1),
        "it is not UTF-8");
    lands("a web page", "page.csv", "<html><body>404</body></html>\n", "are missing");
    lands("an open quote in the header", "quote.csv", "\"" + good("q"), "is no header");
    lands("2,000 columns", "wide.csv", HEADER.strip() + ",".repeat(2_000) + "\n", "is no header");
    lands("2,000 fields", "fields.csv", HEADER + ",".repeat(2_000) + "\n", "MALFORMED");
    lands(
        "a sign of comment before a row",
        "comment.csv",
        HEADER + "#" + ROW.formatted("x", "x") + ",AT_MATURITY,HEADLINE,50.00\n",
        "UNREADABLE:scan_date");
    lands("a sign of comment before the header", "hash.csv", "#" + good("h"), "is missing");
    lands(
        "a line of 5 MiB", "line.csv", HEADER + "x".repeat(5 * MIB), "line 2 is longer than 4 MiB");
    taken("no line end at the end", "no-end.csv", good("no-end").strip());
    taken("old line ends", "old.csv", good("old").replace('\n', '\r'));
    taken("formulas", "formulas.csv", TestMarket.listings(ROW.formatted("f", "=1+cmd|'/C x'!A0")));
    taken(
        "a name in the other direction",
        "rtl.csv",
        TestMarket.listings(ROW.formatted("r", "\u202ex")));
    lands(
        "days of other calendars",
        "days.csv",
        TestMarket.listings(
            ROW.formatted("d1", "x").replace("2020-12-01", "2020-02-30"),
            ROW.formatted("d2", "x").replace("2020-12-01", "0000-00-00"),
            ROW.formatted("d3", "x").replace("2020-12-01", "２０２０-１２-０１")),
        "UNREADABLE:scan_date");
  }

  private static void packed() {
    byte[] whole = gzip(good("gz") + good("gz").repeat(1_000));
    byte[] torn = whole.clone();
    torn[torn.length - 6] ^= 1;
    lands(
        "a cut gzip",
        "cut.csv.gz",
        Arrays.copyOf(whole, whole.length / 2),
        "it is not a whole gzip file");
    lands("a gzip of another sum", "sum.csv.gz", torn, "it is not a whole gzip file");
    lands("no gzip, by its name one", "plain.csv.gz", good("plain"), "it is not a whole gzip file");
    lands("an empty gzip", "empty.csv.gz", "", "it has the content of empty.csv");
    lands("a gzip, by its name none", "packed.csv", whole, "it is not UTF-8");
    lands("a gzip in a gzip", "twice.csv.gz", gzip(whole), "it is not UTF-8");
    lands(
        "a gzip and something after it",
        "tail.csv.gz",
        joined(whole, noise()),
        "it is not a whole gzip file");
    lands("a line of 1 GiB in a gzip", "gib.csv.gz", bomb(HEADER, "x", 1024), "longer than 4 MiB");
    lands(
        "a gzip that unpacks to 1 GiB",
        "bomb.csv.gz",
        bomb(HEADER, "2020-12-01,BETA\n", 1024),
        " MiB, 100 times its size");
  }

  private static void jsonAndParquet() throws IOException {
    lands("no JSON", "no-json.jsonl", good("x"), NO_RECORD);
    lands("JSON ten thousand deep", "deep.jsonl", "[".repeat(10_000) + "\n", NO_RECORD);
    lands("JSON over many lines", "pretty.jsonl", "{\n\"viewer\": \"HOLDER\"\n}\n", NO_RECORD);
    lands(
        "a number of two billion digits",
        "digits.jsonl",
        "{\"scan_date\":\"2020-12-01\",\"base_rate_pct\":1e2147483647}\n",
        "UNREADABLE:base_rate_pct");
    lands(
        "an unknown name in JSON",
        "name.jsonl",
        "{\"x\":1}\n",
        "no line of it is a record of 'listings'");
    Path folder = temp.resolve("parquet");
    TestSpark.session()
        .range(1_000)
        .select(functions.col("id").as("viewer"))
        .coalesce(1)
        .write()
        .parquet(folder.toString());
    byte[] parquet;
    try (Stream<Path> parts = Files.list(folder)) {
      Path part = parts.filter(p -> p.toString().endsWith(".parquet")).findFirst().orElseThrow();
      parquet = Files.readAllBytes(part);
    }
    lands("no Parquet", "no.parquet", good("np"), "it cannot be read as Parquet");
    lands("an empty Parquet", "empty.parquet", "", "it has the content of empty.csv");
    lands("a cut Parquet", "cut.parquet", Arrays.copyOf(parquet, 900), "cannot be read as Parquet");
    lands("Parquet of other columns", "other.parquet", parquet, "are missing");
  }

  private static void names() {
    taken("a name with spaces", "a b  c.csv", good("spaces"));
    taken("a name with emoji", "🏦💰.csv", good("emoji"));
    taken("a name that is a pattern", "*[1]{a,b}?.csv", good("pattern"));
    taken("a name that is a path", "a..%2F..%2Fetc%2Fpasswd.csv", good("path"));
    taken("a name that is an option", "-rf.csv", good("option"));
    taken("a name with a colon", "file:x:1.csv", good("colon"));
    taken("a name of 200 letters", "n".repeat(200) + ".csv", good("long"));
    lands("a name with a line break", "a\nb.csv", good("break"), "its name has a line break");
    lands("a name with an escape", "\u001b[31m.csv", good("esc"), "its name has a line break");
    lands("a name without ending", "notes", "call the bank", "its name ends in none of");
  }

  private static void notFiles() throws Exception {
    Path listings = market.folder().resolve("landing/listings");
    Files.createDirectory(listings.resolve("folder.csv"));
    stands("a folder", "folder.csv", "it is a folder, a pipe");
    Files.createSymbolicLink(listings.resolve("loop.csv"), Path.of("loop.csv"));
    stands("a link to itself", "loop.csv", "it cannot be opened");
    Files.createSymbolicLink(listings.resolve("nowhere.csv"), Path.of("/no/where.csv"));
    stands("a link to nowhere", "nowhere.csv", "it cannot be opened");
    Files.createSymbolicLink(listings.resolve("up.csv"), Path.of(".."));
    stands("a link to the folder above", "up.csv", "it is a folder, a pipe");
    Files.createSymbolicLink(listings.resolve("endless.csv"), Path.of("/dev/zero"));
    stands("a device without end", "endless.csv", "it is a folder, a pipe");
    assertThat(
            new ProcessBuilder("mkfifo", listings.resolve("pipe.csv").toString()).start().waitFor())
        .isZero();
    stands("a pipe that nobody writes to", "pipe.csv", "it is a folder, a pipe");
    Files.createSymbolicLink(listings.resolve("unread.csv"), Path.of("/proc/self/mem"));
    stands("a file that the disk does not give", "unread.csv", "it cannot be read (");
    lands("one name in two forms", "form.csv", good("open"), "gives way to form.csv.gz, which has");
    lands("its other form", "form.csv.gz", gzip(good("packed")), "");
    taken("a file with another's checksum", "crc.csv", good("sum"));
    market.land("listings/.crc.csv.crc", new byte[] {'c', 'r', 'c', 0, 0, 0, 2, 0, 1, 2, 3, 4});
    market.land("listings/grows.csv", HEADER);
    stands("a file that is being written", "grows.csv", "it is still being written");
  }

  /** A thread writes on at a file until the run has ended. */
  private static Said whileAFileGrows(Supplier<Said> run) throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    Path file = market.folder().resolve("landing/listings/grows.csv");
    Thread writer =
        new Thread(
            () -> {
              try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
                for (int i = 0; !ended.get(); i++) {
                  out.write(
                      good("grown-" + i)
                          .lines()
                          .skip(1)
                          .findFirst()
                          .orElseThrow()
                          .concat("\n")
                          .getBytes(UTF_8));
                  Thread.sleep(1);
                }
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    writer.start();
    try {
      return run.get();
    } finally {
      ended.set(true);
      writer.join();
    }
  }

  @TestFactory
  Stream<DynamicTest> eachIsTold() {
    return CASES.stream().map(one -> DynamicTest.dynamicTest(one.what(), () -> isTold(one)));
  }

  private static void isTold(Case one) {
    String shown = one.file().replaceAll("\\p{Cntrl}", "?");
    List<String> told =
        Stream.concat(said.err().lines(), quarantined.lines())
            .filter(line -> line.contains("listings/" + shown))
            .toList();
    TABLE.add(
        "%-38s %-9s %s"
            .formatted(
                one.what(),
                one.says().isEmpty() ? "taken" : told.isEmpty() ? "-" : "told",
                told.stream()
                    .findFirst()
                    .map(l -> l.replaceFirst("^(note: )?\\S* ?", ""))
                    .orElse("")));
    if (one.says().isEmpty()) {
      assertThat(told).isEmpty();
    } else {
      assertThat(told).anySatisfy(line -> assertThat(line).contains(one.says()));
      assertThat(said.err().lines().filter(line -> line.contains("listings/" + shown)))
          .allSatisfy(line -> assertThat(line).contains("; fix: "));
    }
  }

  @Test
  void theGoodOnesArePublished() {
    assertThat(said.exit()).as(said.err()).isEqualTo(5);
    assertThat(said.out()).contains("published state 1");
    Lake read = new Lake(TestSpark.session(), lake);
    assertThat(
            read
                .published(Listings.TABLE, read.present())
                .filter(Listings.PLATFORM_ID.col().equalTo("BETA"))
                .select(Listings.PRODUCT_ID.col())
                .collectAsList()
                .stream()
                .map(row -> row.getString(0)))
        .containsExactlyInAnyOrder(
            "b1",
            "nul-tail",
            "no-end",
            "old",
            "f",
            "r",
            "spaces",
            "emoji",
            "pattern",
            "path",
            "option",
            "colon",
            "long",
            "packed",
            "sum");
  }

  @Test
  void aFileThatIsWholeAtLastIsTakenIn() throws IOException {
    TestMarket later = TestMarket.in(temp.resolve("later")).day(1);
    Path grown = Path.of("landing/listings/grows.csv");
    Files.copy(market.folder().resolve(grown), later.folder().resolve(grown));
    long lines;
    try (Stream<String> all = Files.lines(market.folder().resolve(grown))) {
      lines = all.count();
    }
    assertThat(Said.run("validate", "--market", later.folder().toString()).out())
        .contains("listings/grows.csv: %d rows, %<d to be kept".formatted(lines - 1));
  }

  @AfterAll
  static void printsTheTable() {
    TestSpark.session().sparkContext().setLogLevel("ERROR");
    TABLE.forEach(System.out::println);
  }

  private static Said nightly(Path lake) {
    return Said.run("nightly", "--market", market.folder().toString(), "--lake", lake.toString());
  }

  private static String good(String product) {
    return GOOD.formatted(product);
  }

  private static void taken(String what, String file, String text) {
    lands(what, file, text, "");
  }

  private static void lands(String what, String file, String text, String says) {
    lands(what, file, text.getBytes(UTF_8), says);
  }

  private static void lands(String what, String file, byte[] content, String says) {
    market.land("listings/" + file, content);
    stands(what, file, says);
  }

  private static void stands(String what, String file, String says) {
    CASES.add(new Case(what, file, says));
  }

  private static byte[] noise() {
    return new byte[] {31, (byte) 139, 8, 0, 1, 2, 3};
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** A gzip of many members, each of which unpacks to a MiB of one text. */
  private static byte[] bomb(String first, String text, int mib) {
    byte[] member = gzip(text.repeat(MIB / text.length()));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(gzip(first));
    for (int i = 0; i < mib; i++) {
      all.writeBytes(member);
    }
    return all.toByteArray();
  }

  private static byte[] gzip(String text) {
    return gzip(text.getBytes(UTF_8));
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
