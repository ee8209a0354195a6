package org.rateshelf.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rateshelf.TestMarket;
import org.rateshelf.TestSpark;
import org.rateshelf.job.RateshelfException.Exit;
import org.rateshelf.lake.Lake;
import org.rateshelf.lake.Publication;
import org.rateshelf.lake.SmallNight;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Scans;
import org.rateshelf.table.UserRates;

/** What a person is told of bad input, by the exit code and in words. */
class BadInputIT {
  private static final String ROW =
      "2020-12-01,BETA,%s,NEW_BUYER,CITY1,A name,TIME_DEPOSIT,P1Y,%s,BUY";
  private static final String GOOD = ROW.formatted("good", "2.00");

  private static final String HOLDER = "ZHANG-SAN-4711";

  @TempDir private static Path temp;
  private static Path mixedLake;
  private static Said mixed;
  private static Said refused;

  /** Good files, and among them one of every bad kind. */
  @BeforeAll
  static void runOnGoodAndBadFiles() {
    TestMarket market = market("mixed").posted().day(1);
    market.land(
        "listings/missing-column.csv", TestMarket.listings(GOOD).replace("bank_id", "source"));
    market.land(
        "listings/of-holders.csv", TestMarket.listings(GOOD).replace("product_name", "user_id"));
    market.land("listings/header-only.csv", TestMarket.listings().strip() + "\n");
    market.land("listings/of-scans.csv", TestMarket.scans("2020-12-01,BETA,NEW_BUYER,COMPLETE,1"));
    market.land(
        "listings/gbk.csv",
        TestMarket.listings(GOOD.replace("A name", "工商银行")).getBytes(Charset.forName("GBK")));
    byte[] whole = gzip(TestMarket.listings(GOOD + ("\n" + GOOD).repeat(20_000)));
    market.land("listings/cut.csv.gz", Arrays.copyOf(whole, whole.length / 2));
    market.land("listings/notes.txt", "call the bank");
    market.land("rates/2020-12-01.csv", "a folder of no source");
    market.land(
        "listings/rows.csv",
        TestMarket.listings(
            ROW.formatted("comma", "\"1,5\""),
            ROW.formatted("too-high", "150"),
            ROW.formatted("below-zero", "-1"),
            ROW.formatted("year", "2.00").replace("2020-12", "20201-12"),
            ROW.formatted("no-day", "2.00").replace("2020-12-01", ""),
            ROW.formatted("stranger", "2.00").replace("CITY1", "NOBODY"),
            ROW.formatted("unscanned", "2.00").replace("NEW_BUYER", "HOLDER"),
            ROW.formatted("twice", "2.00"),
            ROW.formatted("twice", "2.00"),
            ROW.formatted("too-short", "2.00").replace(",CITY1", ""),
            GOOD));
    market.land(
        "user_rates/2020-12-01.csv",
        """
        as_of,user_id,platform_id,product_id,contract_id,bank_id,term,opened_on,matures_on,\
        balance,contract_rate_pct,province
        2020-12-01,%s,ALPHA,a1,c1,CITY1,P1Y,2020-06-01,2021-06-01,1000,2.25,North
        2020-12-01,%s,ALPHA,a1,c2,CITY1,P1Y,2020-06-01,2021-06-01,-1,2.25,North
        2020-12-01,%s,ALPHA
        """
            .replace("%s", HOLDER));
    mixedLake = temp.resolve("lake-mixed");
    mixed = nightly(market, mixedLake);
    refused = Said.run("quarantine", "--lake", mixedLake.toString());
  }

  @Test
  void theGoodFilesArePublishedAndTheExitCodeSaysThatOthersWereNot() {
    assertThat(mixed.exit()).isEqualTo(5);
    assertThat(mixed.out()).contains("published state 1", "5 files taken, 7 refused");
    assertThat(rows(Listings.TABLE, Listings.PLATFORM_ID, Listings.PRODUCT_ID))
        .containsExactlyInAnyOrder(
            "ALPHA a1", "ALPHA a1", "ALPHA a2", "ALPHA a2", "BETA b1", "BETA good", "BETA twice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "missing-column.csv | column bank_id is missing | docs/sources.md lists the columns",
        "of-holders.csv | column user_id is of 'user_rates', not of 'listings' | move it to",
        "header-only.csv | it has a header and no row | send it with its rows",
        "of-scans.csv | its columns are those of 'scans', not of 'listings' | move it to",
        "gbk.csv | it is not UTF-8 | iconv -f GBK -t UTF-8",
        "cut.csv.gz | it is not a whole gzip file | send it again whole",
        "notes.txt | its name ends in none of .csv, .csv.gz | rename it",
      })
  void aBadFileIsNamedWithItsFaultAndTheRemedy(String file, String problem, String fix) {
    assertThat(mixed.err().lines().filter(line -> line.contains(file)).toList())
        .singleElement()
        .asString()
        .startsWith("note: landing/listings/" + file + " is refused: " + problem)
        .contains("; fix: ")
        .contains(fix);
    assertThat(refused.out()).contains("listings/" + file + "  refused whole: " + problem);
  }

  @Test
  void aFolderOfNoSourceIsNamedAndLeftAlone() {
    assertThat(mixed.err()).contains("landing/rates is no source and was left alone");
  }

  @ParameterizedTest
  @CsvSource({
    "2, UNREADABLE:base_rate_pct",
    "3, OUT_OF_RANGE:base_rate_pct",
    "5, UNREADABLE:scan_date",
    "6, NO_DAY",
    "7, UNKNOWN_BANK",
    "8, NO_SCAN_ROW",
    "10, REPEATED_KEY",
    "11, MALFORMED",
  })
  void aBadRowIsNamedWithItsReason(int line, String reason) {
    assertThat(refused.out())
        .containsPattern(
            "listings/rows.csv  \\d rows?: %s \\(first at line %d\\)".formatted(reason, line));
  }

  @Test
  void theRunSaysWhereBadRowsAreToBeSeen() {
    assertThat(mixed.err())
        .contains("note: 11 rows were quarantined; see: rateshelf quarantine --lake " + mixedLake);
  }

  @Test
  void ofTheBadRowsNoneIsLost() {
    assertThat(mixed.out()).contains("11 quarantined");
    assertThat(Said.run("quarantine", "--lake", mixedLake.toString(), "--rows").out())
        .contains("rows.csv:4  OUT_OF_RANGE:base_rate_pct", "below-zero");
  }

  @Test
  void aHoldersIdIsNowhereInTheLake() throws IOException {
    assertThat(refused.out())
        .contains("user_rates/2020-12-01.csv  1 row: OUT_OF_RANGE:balance (first at line 3)")
        .contains("user_rates/2020-12-01.csv  1 row: MALFORMED (first at line 4)");
    Said rows = Said.run("quarantine", "--lake", mixedLake.toString(), "--rows");
    assertThat(mixed.out() + mixed.err() + rows.out() + rows.err()).doesNotContain(HOLDER);
    try (Stream<Path> kept = Files.list(mixedLake.resolve("raw/user_rates"))) {
      assertThat(kept.toList())
          .isNotEmpty()
          .allSatisfy(
              file -> {
                try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                  assertThat(new String(in.readAllBytes(), UTF_8))
                      .contains("CITY1")
                      .doesNotContain(HOLDER);
                }
              });
    }
    assertThat(rows(UserRates.TABLE, UserRates.CONTRACT_ID, UserRates.USER_ID))
        .singleElement()
        .asString()
        .startsWith("c1 ")
        .doesNotContain(HOLDER);
  }

  @Test
  void aScanThatCountsOtherwiseStandsAsPartial() {
    assertThat(rows(Scans.TABLE, Scans.PLATFORM_ID, Scans.VIEWER, Scans.STATUS))
        .containsExactlyInAnyOrder(
            "ALPHA NEW_BUYER COMPLETE", "ALPHA HOLDER COMPLETE", "BETA NEW_BUYER PARTIAL");
    assertThat(mixed.err()).contains("1 scans did not show as many products as they say");
  }

  @Test
  void theRunIsRecordedWithWhatItTold() {
    assertThat(Said.run("runs", "--lake", mixedLake.toString()).out())
        .contains("nightly", "exit 5", "published 1", "gbk.csv is refused");
  }

  @Test
  void anotherMarketsLakeIsNotTouched() {
    TestMarket other = market("other").day(1).change("market.yml", "market: tiny", "market: other");
    Said said = nightly(other, mixedLake);
    assertThat(said.exit()).isEqualTo(2);
    assertTold(
        said,
        "holds the market 'tiny', not 'other'",
        "a lake holds one market",
        "give another --lake");
  }

  @Test
  void anEmptyLandingFolderSaysWhereFilesBelong() {
    Said said = nightly(market("empty"));
    assertThat(said.exit()).isEqualTo(3);
    assertTold(said, "Nothing has landed in", "the lake is new", "put files into");
  }

  @Test
  void whereNothingIsFitNothingIsPublished() {
    TestMarket market = market("unfit").land("listings/empty.csv", "");
    Said said = nightly(market);
    assertThat(said.exit()).isEqualTo(3);
    assertTold(
        said,
        "is a scan, a listing or a holder that counts: listings/empty.csv (it is empty)",
        "a state of nothing is not published",
        "correct the files and run again");
  }

  @Test
  void aTypoInTheSettingsIsNamedWithWhatWasMeant() {
    Said said = nightly(market("typo").change("market.yml", "currency:", "curency:"));
    assertThat(said.exit()).isEqualTo(3);
    assertTold(
        said,
        "market.yml: 'curency' is not known; did you mean 'currency'?",
        "none is guessed",
        "docs/sources.md has all its keys");
  }

  @Test
  void anEventWithoutADateStopsTheRun() {
    Said said =
        nightly(market("undated").change("reference/events.csv", "2020-12-03,ALPHA", ",ALPHA"));
    assertThat(said.exit()).isEqualTo(3);
    assertTold(
        said,
        "reference/events.csv: line 2 MISSING:date_to",
        "every number hangs on the reference",
        "correct these lines");
  }

  @Test
  void aContractIsToldByItsIdAndAProvinceByTheReference() {
    TestMarket market = market("contracts").posted().day(1);
    String list = "province,capital,latitude_deg,longitude_deg\nNorth,City,1,100\n";
    market.put("reference/provinces.csv", list);
    market.land(
        "user_rates/2020-12-01.csv",
        """
        as_of,user_id,platform_id,product_id,contract_id,bank_id,term,opened_on,matures_on,\
        balance,contract_rate_pct,province
        2020-12-01,u1,ALPHA,a1,c1,CITY1,P1Y,2020-06-01,2021-06-01,1000,2.25,North
        2020-12-01,u2,ALPHA,a1,c2,CITY1,P1Y,2020-06-01,2021-06-01,1000,2.25,Atlantis
        2020-12-01,u3,ALPHA,a1,c3,CITY1,P1Y,2020-06-01,2021-06-01,1000,2.25,
        2020-12-01,u4,ALPHA,a1,c4,CITY1,P1Y,2020-06-01,2021-06-01,1000,2.25,North
        2020-12-01,u5,ALPHA,a1,c4,CITY1,P1Y,2020-06-01,2021-06-01,1000,2.25,North
        2020-12-01,  ,ALPHA,a1,c5,CITY1,P1Y,2020-06-01,2021-06-01,1000,2.25,North
        """);
    Path lake = temp.resolve("lake-of-contracts");
    assertThat(SmallNight.run(market, lake).exit()).isEqualTo(Exit.DONE);
    assertThat(Said.run("quarantine", "--lake", lake.toString()).out())
        .contains("user_rates/2020-12-01.csv  1 row: UNKNOWN_PROVINCE (first at line 3)")
        .contains("user_rates/2020-12-01.csv  2 rows: CONTRACT_TWICE (first at line 5)")
        .contains("user_rates/2020-12-01.csv  1 row: MISSING:user_id (first at line 7)");

    market.put("reference/provinces.csv", list.lines().findFirst().orElseThrow());
    assertThat(Said.run("validate", "--market", market.folder().toString()).out())
        .as("with no province listed, none is refused")
        .contains("user_rates/2020-12-01.csv: 6 rows, 3 to be kept, 0 repeated, 3 to be");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "provinces | North,City,91,100 | line 2 OUT_OF_RANGE:latitude_deg",
        "provinces | North,City,1,100/North,Town,2,100 | line 3 repeats the key",
        "published_figures | 2020-12-01,MARKET_SIZE,1,banks,all | line 2 NOT_ONE_OF:measure",
        "published_figures | 2020-12-01,BANKS,-1,banks,all | line 2 OUT_OF_RANGE:value",
        "published_figures | ,BANKS,1,banks,all | line 2 MISSING:as_of",
      })
  void aFaultInAFileThatMayBeAbsentStopsTheRun(String file, String rows, String problem) {
    String header =
        file.equals("provinces")
            ? "province,capital,latitude_deg,longitude_deg"
            : "as_of,measure,value,unit,scope";
    String text = header + "\n" + rows.replace('/', '\n') + "\n";
    String name = problem.replaceAll("\\W", "-");
    Said said = nightly(market(name).put("reference/" + file + ".csv", text));
    assertThat(said.exit()).isEqualTo(3);
    assertTold(
        said,
        "reference/" + file + ".csv: " + problem,
        "every number hangs on the reference",
        problem.contains("key") ? "leave one of the two" : "correct these lines");
  }

  @Test
  void aWindowOfAnEventThatIsNotInTheReferenceStopsTheRun() {
    Said said = nightly(market("eventless").change("market.yml", "EV1", "EV9"));
    assertThat(said.exit()).isEqualTo(3);
    assertTold(said, "'EV9'", "events.csv has no such event_id", "correct one of the two");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "market.yml | currency: CNY | currency: CNY/own_channel: APP | own_channel is the platform"
            + " 'APP'",
        "market.yml | [state_owned] | [state_ownd] | BIG_POSTED names the class 'state_ownd'",
        "reference/events.csv | 2020-12-03,ALPHA | 2020-12-02,ALPHA | 'EV1' ends before it begins",
        "reference/ceilings.csv | private,P3Y | city,P12M | line 3 repeats the key of an earlier"
            + " line",
      })
  void aSlipThatWouldSayNothingIsRefused(String file, String word, String other, String problem) {
    TestMarket market = market(problem.replaceAll("\\W", "-"));
    Said said = nightly(market.change(file, word, other.replace('/', '\n')));
    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.err()).contains(problem, "  why: ", "  fix: ");
  }

  @Test
  void whereOnlyPostedRatesLandNoneIsToldToBeMissing() {
    Said said = nightly(market("rates-only").posted());
    assertThat(said.exit()).isEqualTo(3);
    assertTold(said, "posted.csv (3 rows kept, 0 quarantined)", "the lake is new", "correct");
  }

  @Test
  void whereScansAreDerivedThoseThatLandAreLeftAlone() {
    TestMarket market = market("derived").day(1);
    market.change("market.yml", "heartbeat: scans", "heartbeat: none");
    assertThat(SmallNight.run(market, temp.resolve("lake-of-derived")).told())
        .anyMatch(told -> told.startsWith("landing/scans was left alone"));
  }

  /** P12M is P1Y: the file that sorts last counts. */
  @Test
  void aPostedRateIsCorrectedUnderAnotherSpellingOfItsTerm() {
    TestMarket market = market("spelled").posted().day(1);
    market.land(
        "bank_rates/z.csv", "bank_id,term,effective_from,rate_pct\nBIG1,P12M,2020-01-01,1.50\n");
    Path lake = temp.resolve("lake-of-spelled");
    SmallNight.run(market, lake);
    assertThat(Said.run("quarantine", "--lake", lake.toString()).out())
        .contains("bank_rates/posted.csv  1 row: SUPERSEDED (first at line 2)");
  }

  @Test
  void aFileThatWasRefusedIsTakenUnderTheNameThatItShouldHave() throws IOException {
    TestMarket market = market("renamed").day(1);
    Path listings = market.folder().resolve("landing/listings");
    Path file = Files.move(listings.resolve("2020-12-01.csv"), listings.resolve("listings.txt"));
    Path lake = temp.resolve("lake-of-renamed");
    assertThat(SmallNight.run(market, lake).filesRefused()).isEqualTo(1);
    Files.copy(file, listings.resolve("listings.json"));
    assertThat(SmallNight.run(market, lake).told())
        .anyMatch(told -> told.contains("listings.json was left out: it has the content of"));
    Files.move(file, listings.resolve("2020-12-01.csv"));
    assertThat(SmallNight.run(market, lake).rowsKept()).isEqualTo(5);
  }

  @Test
  void aReferenceFileThatIsMissingStopsTheRun() throws IOException {
    TestMarket market = market("bankless").day(1);
    Files.delete(market.folder().resolve("reference/banks.csv"));
    Said said = nightly(market);
    assertThat(said.exit()).isEqualTo(3);
    assertTold(said, "reference/banks.csv: it is missing", "hangs on the reference", "add it");
  }

  @Test
  void aFolderThatIsNoMarketIsAMatterOfUsage() {
    Said said =
        Said.run("nightly", "--market", temp + "/nowhere", "--lake", temp + "/lake-nowhere");
    assertThat(said.exit()).isEqualTo(2);
    assertTold(said, "it has no market.yml", "a market is a folder", "give --market");
  }

  @Test
  void aLakeThatAnotherRunHoldsIsLeftToIt() throws IOException {
    TestMarket market = market("held").day(1);
    Path lake = Files.createDirectories(temp.resolve("lake-held"));
    Files.writeString(lake.resolve(".lock-holder"), "run 17");
    try (FileChannel held =
        FileChannel.open(
            lake.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(held.tryLock()).isNotNull();
      Said said = nightly(market, lake);
      assertThat(said.exit()).isEqualTo(4);
      assertTold(said, "Another run holds the lake: run 17", "would spoil it", "wait until");
    }
  }

  @Test
  void aLakeThatIsNotThereIsAMatterOfUsage() {
    Said said = Said.run("quarantine", "--lake", temp + "/no-lake");
    assertThat(said.exit()).isEqualTo(2);
    assertTold(said, "There is no lake at", "reads what runs have published", "give --lake");
  }

  @Test
  void aMissingOptionIsNamed() {
    Said said = Said.run("nightly", "--lake", temp + "/lake-x");
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err()).contains("--market");
  }

  @Test
  void validateTellsTheSameAndWritesNothing() throws IOException {
    TestMarket market =
        market("validated").day(1).land("listings/empty.csv", TestMarket.listings().strip());
    List<String> before = files(market.folder());
    Said said = Said.run("validate", "--market", market.folder().toString());
    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.out())
        .contains("landing/listings/empty.csv is refused: it has a header and no row")
        .contains("listings/2020-12-01.csv: 5 rows, 5 to be kept, 0 repeated, 0 to be quarantined");
    assertThat(files(market.folder())).isEqualTo(before);
  }

  private static TestMarket market(String name) {
    return TestMarket.in(temp.resolve("market-" + name));
  }

  private static Said nightly(TestMarket market) {
    return nightly(market, temp.resolve("lake-of-" + market.folder().getFileName()));
  }

  private static Said nightly(TestMarket market, Path lake) {
    return Said.run("nightly", "--market", market.folder().toString(), "--lake", lake.toString());
  }

  private static void assertTold(Said said, String problem, String why, String fix) {
    assertThat(said.err()).contains(problem);
    assertThat(said.err().lines().filter(line -> line.startsWith("  why: ")).toList())
        .singleElement()
        .asString()
        .contains(why);
    assertThat(said.err().lines().filter(line -> line.startsWith("  fix: ")).toList())
        .singleElement()
        .asString()
        .contains(fix);
  }

  private static List<String> rows(Table table, Field<?>... fields) {
    Lake lake = new Lake(TestSpark.session(), mixedLake);
    Publication published = lake.present();
    return lake.published(table, published).collectAsList().stream()
        .map(row -> values(row, fields))
        .toList();
  }

  private static String values(Row row, Field<?>... fields) {
    return String.join(
        " ", Stream.of(fields).map(f -> row.<Object>getAs(f.name()).toString()).toList());
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(Path::toString).sorted().toList();
    }
  }
}
