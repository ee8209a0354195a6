package org.rateshelf.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.TestMarket;
import org.rateshelf.TestSpark;
import org.rateshelf.answer.ListingSpells;
import org.rateshelf.answer.ListingStates;
import org.rateshelf.job.RateshelfException.Exit;
import org.rateshelf.lake.OutsideReader.Pinned;
import org.rateshelf.lake.Run.Outcome;
import org.rateshelf.table.Listings;

/**
 * A run may be killed at any instant: the published state stays as it was, the next run finishes,
 * and nothing is lost or doubled. A reader meanwhile sees whole states only.
 *
 * <p>A copy of the lake that is taken at an instant is what SIGKILL would leave then, for the
 * operating system keeps what was written. So one night dies at every point and at some instants by
 * chance, and each copy is brought to its end by a run in this process; with {@code
 * -Drateshelf.long=true} so do the first run and the one after a death, and real processes are
 * killed at every point, twice in a row, and at any time.
 */
@Order(1) // It takes longest, and others run beside it.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KilledIT {
  /** Points of a run on an empty lake, each by the first instant that it stands for. */
  private static final Map<String, String> FIRST =
      points(
          "in the market's settings", "half raw/market/.*",
          "in the first commit of a table", "half gold/product_counts/_delta_log/\\..*",
          "in the first commit that publishes", "half ops/publications/_delta_log/\\..*",
          "published for the first time, not recorded", "rename ops/publications/.*json");

  private static final Map<String, String> NIGHT =
      points(
          "the lock is taken", "create \\.lock",
          "in the name of the lock's holder", "half \\.lock-holder",
          "before the first line of the journal", "create journals/.*",
          "in the market's settings, which are there already", "half raw/market/.*",
          "in the copy of a file", "half raw/listings/.*",
          "a file is copied, not yet under its name", "close raw/listings/.*",
          "a file is kept, and in no table", "rename raw/listings/.*",
          "in the mark of the user key", "half raw/[^/]*user-key.*",
          "in the records of a file of users", "half raw/user_rates/.*",
          "in a data file", "half silver/listings/[^/]*parquet",
          "a data file stands, not committed", "close silver/listings/[^/]*parquet",
          "in a commit", "half silver/listings/_delta_log/\\..*",
          "a commit is written, not yet under its name", "close silver/listings/_delta_log/\\..*",
          "a table is committed", "rename silver/listings/_delta_log/.*json",
          "in what Delta notes of a commit", "half silver/listings/_delta_log/[^/]*crc.*",
          "silver stands, the quarantine does not", "create ops/quarantine/.*",
          "in the ledger of files", "half ops/files/[^/]*parquet",
          "the ledger stands, no gold table does", "rename ops/files/_delta_log/.*json",
          "in a gold table", "half gold/listing_states/[^/]*parquet",
          "in a checkpoint", "half gold/listing_states/_delta_log/[^/]*checkpoint.*parquet.*",
          "in the word which checkpoint is the last", "half .*_last_checkpoint.*",
          "between two gold tables", "rename gold/listing_spells/_delta_log/.*json",
          "all tables stand, none is published", "create ops/publications/.*",
          "in the commit that publishes", "half ops/publications/_delta_log/\\..*",
          "published, not recorded", "rename ops/publications/_delta_log/.*json",
          "in the record of the run", "half ops/runs/_delta_log/\\..*",
          "in the summary for schedulers", "half [^/]*last-run.json.*");

  /** Points of the run after one that had written all tables. */
  private static final Map<String, String> RECOVERY =
      points(
          "in the commit that takes a table back", "half gold/[^/]*/_delta_log/\\..*",
          "a table is taken back, the next is not", "rename gold/[^/]*/_delta_log/.*json",
          "while a table is deleted that no state has", "delete silver/user_rates/.*");

  private static final Predicate<String> ALL = table -> true;

  /** Tables that a reader follows, of every layer and kind. */
  private static final Predicate<String> FOLLOWED =
      Set.of(
              org.rateshelf.table.Files.TABLE.path(),
              Listings.TABLE.path(),
              ListingStates.TABLE.path(),
              new ListingSpells().writes().path())
          ::contains;

  private static final boolean LONG = Boolean.getBoolean("rateshelf.long");
  private static final int SIGKILLED = 128 + 9;

  @TempDir private static Path temp;
  private static OutsideReader reader;
  private static ExecutorService beside;
  private static Path lake;
  private static Course firstRun;
  private static Course night;
  private static final Map<Death, Course> deaths = new LinkedHashMap<>();
  private static Future<Path> killedWhilePublishing;
  private static int instants;
  private static final AtomicInteger polls = new AtomicInteger();
  private static final AtomicInteger pollsWithinAWrite = new AtomicInteger();

  /**
   * A run and how it goes where nothing disturbs it.
   *
   * @param before the lake before it
   * @param whole of each publication what all its tables say, as noted while nothing ran
   * @param raw the archive in the end
   * @param seen of each publication what a reader saw, whenever it looked
   */
  private record Course(
      String command,
      Path before,
      Path market,
      Map<Long, Map<String, String>> whole,
      Map<String, String> raw,
      Map<Long, Set<Map<String, String>>> seen) {
    Course(String command, Path before, Path market) {
      this(command, before, market, new TreeMap<>(), new TreeMap<>(), new ConcurrentHashMap<>());
    }

    long last() {
      return Collections.max(whole.keySet());
    }

    /** What a publication says: a backfill that is run again publishes the last state again. */
    Map<String, String> state(Pinned publication) {
      return whole.get(Math.min(publication.publication(), last()));
    }
  }

  /** What a run that died has left, and the instant at which it did. */
  private record Death(String name, String instant, Path lake) {
    @Override
    public String toString() {
      return name + " (" + instant + ")";
    }
  }

  /** What was published and kept when a run had died, and what when the next one has ended. */
  private record Recovered(
      Pinned before,
      Map<String, String> shown,
      Map<String, String> kept,
      Exit exit,
      Pinned after,
      Map<String, String> then,
      Map<String, String> afterwards,
      Map<String, String> raw) {}

  private static Map<String, String> points(String... namesAndInstants) {
    Map<String, String> points = new LinkedHashMap<>();
    for (int i = 0; i < namesAndInstants.length; i += 2) {
      points.put(namesAndInstants[i], namesAndInstants[i + 1]);
    }
    return points;
  }

  @BeforeAll
  static void aNightDiesEverywhere() throws Exception {
    reader = new OutsideReader();
    beside = Executors.newSingleThreadExecutor();
    Path dayOne = TestMarket.in(temp.resolve("day-one")).posted().day(1).folder();
    Path dayTwo =
        TestMarket.in(temp.resolve("day-two"))
            .posted()
            .day(1)
            .day(2)
            .holders(2)
            .land("scans/odd.csv", TestMarket.scans("2020-12-02,NOWHERE,NEW_BUYER,COMPLETE,1"))
            .folder();
    firstRun = new Course("nightly", Files.createDirectory(temp.resolve("empty")), dayOne);
    night = new Course("nightly", temp.resolve("before"), dayTwo);

    lake = temp.resolve("lake");
    dying(firstRun, lake, LONG ? FIRST : Map.of(), 0);
    grow(lake);
    copy(lake, night.before());
    killedWhilePublishing =
        beside.submit(() -> killed(night, NIGHT.get("in the commit that publishes"), 1));
    dying(night, lake, NIGHT, 8);
    if (LONG) {
      Path left = temp.resolve("left");
      copy(temp.resolve(folder("all tables stand, none is published")), left);
      dying(night, left, RECOVERY, 0);
    }
  }

  @AfterAll
  static void closes() throws SQLException {
    beside.shutdownNow();
    reader.close();
  }

  /**
   * Has a table write a checkpoint at each commit, and the logs lie as long as those of a table
   * that rarely changes.
   */
  private static void grow(Path root) throws IOException {
    TestSpark.session()
        .sql(
            "ALTER TABLE delta.`%s` SET TBLPROPERTIES ('delta.checkpointInterval' = '1')"
                .formatted(root.resolve(ListingStates.TABLE.path())));
    Lake lake = new Lake(TestSpark.session(), root);
    Publication present = lake.present();
    lake.publish(present.again(present.id() + 1, "grown", Instant.now()));
    FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(40)));
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(f -> f.toString().contains("_delta_log/")).toList()) {
        Files.setLastModifiedTime(file, longAgo);
      }
    }
  }

  /** Runs to its end, and copies the lake at each point and at some instants by chance. */
  private static void dying(Course course, Path root, Map<String, String> points, int byChance)
      throws Exception {
    note(course, root);
    Map<String, String> ahead = new LinkedHashMap<>(points);
    Set<Integer> chosen = new HashSet<>();
    new Random().ints(byChance, 0, instants + 1).forEach(chosen::add);
    AtomicInteger count = new AtomicInteger();
    run(
        course,
        root,
        instant -> {
          synchronized (ahead) {
            int number = count.getAndIncrement();
            if (chosen.contains(number)) {
              die(course, root, "at random, instant " + number, instant);
            }
            for (String name : List.copyOf(ahead.keySet())) {
              if (instant.matches(ahead.get(name))) {
                die(course, root, name, instant);
                ahead.remove(name);
              }
            }
          }
          poll(course, root, instant);
        });
    instants = count.get();
    assertThat(ahead).as("points that the run did not come by").isEmpty();
    note(course, root);
    course.raw().putAll(raw(root));
  }

  private static Outcome run(Course course, Path lake, Consumer<String> listener) {
    return Doomed.run(Instants.lake(lake, listener), course.command(), course.market());
  }

  private static void note(Course course, Path lake) throws IOException, SQLException {
    Pinned newest = reader.newest(lake);
    course.whole().put(newest.publication(), reader.read(lake, newest, ALL));
  }

  private static void die(Course course, Path root, String name, String instant) {
    Path left = temp.resolve(folder(name));
    copy(root, left);
    deaths.put(new Death(name, instant, left), course);
  }

  private static String folder(String name) {
    return name.replaceAll("[^a-z0-9]+", "-");
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        try {
          Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
        } catch (NoSuchFileException e) {
          // Another thread of the run has just taken it away or given it its name.
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Looks now and then, as a reader who follows the publications; always when one is written. */
  private static void poll(Course course, Path lake, String instant) {
    boolean publishing = instant.matches("half ops/publications/.*");
    if (!publishing && ThreadLocalRandom.current().nextInt(20) > 0) {
      return;
    }
    try {
      Pinned newest = reader.newest(lake);
      course
          .seen()
          .computeIfAbsent(newest.publication(), id -> ConcurrentHashMap.newKeySet())
          .add(reader.read(lake, newest, FOLLOWED));
    } catch (IOException | SQLException e) {
      throw new IllegalStateException("a reader fails at: " + instant, e);
    }
    polls.incrementAndGet();
    if (instant.startsWith("half")) {
      pollsWithinAWrite.incrementAndGet();
    }
  }

  private static Recovered recover(Path lake, Course course) throws Exception {
    Pinned before = reader.newest(lake);
    Map<String, String> shown = reader.read(lake, before, ALL);
    Map<String, String> kept = raw(lake);
    Exit exit = run(course, lake, instant -> poll(course, lake, instant)).exit();
    Pinned after = reader.newest(lake);
    return new Recovered(
        before,
        shown,
        kept,
        exit,
        after,
        reader.read(lake, after, ALL),
        reader.read(lake, before, ALL),
        raw(lake));
  }

  /** The archive, each file with its SHA-256; without those that never were finished. */
  private static Map<String, String> raw(Path lake) throws Exception {
    Map<String, String> found = new TreeMap<>();
    Path raw = lake.resolve("raw");
    if (!Files.exists(raw)) {
      return found;
    }
    try (Stream<Path> files = Files.walk(raw)) {
      for (Path file : files.filter(f -> Files.isRegularFile(f)).toList()) {
        if (!file.toString().endsWith(".part")) {
          byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
          found.put(raw.relativize(file).toString(), HexFormat.of().formatHex(digest));
        }
      }
    }
    return found;
  }

  @TestFactory
  Stream<DynamicTest> theNextRunFinishes() {
    return deaths.keySet().stream()
        .map(
            death ->
                dynamicTest(
                    death.toString(),
                    () -> isSound(recover(death.lake(), deaths.get(death)), deaths.get(death))));
  }

  private static void isSound(Recovered one, Course course) throws Exception {
    assertThat(one.shown())
        .as("what was published when the run had died")
        .isEqualTo(course.state(one.before()));
    assertThat(one.kept())
        .as("what was kept when the run had died")
        .containsAllEntriesOf(raw(course.before()));
    assertThat(one.exit()).isEqualTo(Exit.DONE);
    if (course.command().equals("backfill")) {
      assertThat(one.after().publication()).isGreaterThanOrEqualTo(course.last());
    } else {
      assertThat(one.after().publication()).isEqualTo(course.last());
    }
    assertThat(one.then()).as("what is published in the end").isEqualTo(course.state(one.after()));
    assertThat(one.afterwards())
        .as("the former publication, read again")
        .isEqualTo(course.state(one.before()));
    assertThat(one.raw()).as("the archive").isEqualTo(course.raw());
  }

  /** After the others, in whose runs it looked. */
  @Test
  @Order(Integer.MAX_VALUE)
  void aReaderSeesWholeStatesOnly() {
    System.out.printf("a reader looked %s times, %s within a write%n", polls, pollsWithinAWrite);
    assertThat(polls).hasValueGreaterThan(500);
    assertThat(pollsWithinAWrite).hasValueGreaterThan(100);
    for (Course course : List.of(firstRun, night)) {
      assertThat(course.seen().keySet()).isEqualTo(course.whole().keySet());
      course
          .seen()
          .forEach(
              (publication, states) ->
                  assertThat(states).containsExactly(followed(course.whole().get(publication))));
    }
  }

  /** Somebody wants room, and goes back a week. */
  @Test
  @EnabledIfSystemProperty(named = "rateshelf.long", matches = "true")
  void deltasOwnVacuumLeavesWhatWasPublishedOfLate() throws Exception {
    Path vacuumed = temp.resolve("vacuumed");
    copy(lake, vacuumed);
    for (String table : List.of(new ListingSpells().writes().path(), ListingStates.TABLE.path())) {
      Path path = vacuumed.resolve(table);
      TestSpark.session()
          .sql(
              "ALTER TABLE delta.`%s` SET TBLPROPERTIES ('delta.deletedFileRetentionDuration' = 'interval 7 days')"
                  .formatted(path));
      TestSpark.session().sql("VACUUM delta.`%s`".formatted(path));
    }
    Pinned former = reader.newest(night.before());
    assertThat(reader.read(vacuumed, former, ALL))
        .isEqualTo(night.whole().get(former.publication()));
  }

  /** As any Spark that has Delta and not our settings: by itself it goes back seven days. */
  @Test
  void anOldPublicationIsReadByAnySpark() throws Exception {
    SparkSession any = TestSpark.session().newSession();
    any.conf()
        .set(
            "spark.databricks.delta.vacuum.enforceTimeTravelWithinDeletedFileRetentionDuration",
            "true");
    String table = ListingStates.TABLE.path();
    Pinned former = reader.newest(night.before());
    assertThat(new Lake(any, lake).head(table).orElseThrow())
        .isGreaterThan(former.versions().get(table));
    assertThat(
            any.read()
                .format("delta")
                .option("versionAsOf", former.versions().get(table))
                .load(lake.resolve(table).toString())
                .count())
        .isPositive();
  }

  private static Map<String, String> followed(Map<String, String> state) {
    Map<String, String> followed = new TreeMap<>(state);
    followed.keySet().removeIf(FOLLOWED.negate());
    return followed;
  }

  /** Every file that is kept as it came has its hash for a name. */
  @Test
  void theArchiveIsWhole() {
    assertThat(night.raw())
        .anySatisfy((file, hash) -> assertThat(file).startsWith("user_rates/"))
        .allSatisfy(
            (file, hash) -> {
              if (file.endsWith(".csv")) {
                assertThat(file).endsWith("/" + hash + ".csv");
              }
            });
  }

  /** A process, at the point that matters most. */
  @Test
  void aProcessIsKilled() throws Exception {
    isSound(recover(killedWhilePublishing.get(), night), night);
  }

  @TestFactory
  @EnabledIfSystemProperty(named = "rateshelf.long", matches = "true")
  Stream<DynamicTest> processesAreKilledTwiceAtEachPoint() throws Exception {
    Course first = undisturbed("nightly", firstRun.before());
    Course backfill = undisturbed("backfill", night.before());
    assertThat(backfill.whole()).isEqualTo(night.whole());
    Map<String, String> points = new LinkedHashMap<>(FIRST);
    points.putAll(NIGHT);
    points.values().removeIf(instant -> instant.contains("checkpoint"));
    List<DynamicTest> tests = new ArrayList<>();
    tests.addAll(killedTwice("first run", first, points));
    tests.addAll(killedTwice("nightly", night, NIGHT));
    tests.addAll(killedTwice("backfill", backfill, NIGHT));
    return tests.stream();
  }

  private static Course undisturbed(String command, Path before) throws Exception {
    Course course = new Course(command, before, night.market());
    Path root = Files.createTempDirectory(temp, command).resolve("lake");
    copy(before, root);
    dying(course, root, Map.of(), 0);
    return course;
  }

  private static List<DynamicTest> killedTwice(
      String name, Course course, Map<String, String> points) {
    List<DynamicTest> tests = new ArrayList<>();
    points.forEach(
        (point, instant) ->
            tests.add(recovers(name + ": " + point, course, () -> killed(course, instant, 2))));
    return tests;
  }

  /** Kills beside the tests before it. */
  private static DynamicTest recovers(String name, Course course, Callable<Path> killing) {
    Future<Path> left = beside.submit(killing);
    return dynamicTest(name, () -> isSound(recover(left.get(), course), course));
  }

  @TestFactory
  @EnabledIfSystemProperty(named = "rateshelf.long", matches = "true")
  Stream<DynamicTest> processesAreKilledAtAnyTime() throws Exception {
    Process undisturbed = begun(night, copied(night));
    long begun = System.nanoTime();
    undisturbed.waitFor();
    Duration whole = Duration.ofNanos(System.nanoTime() - begun);
    return IntStream.rangeClosed(1, 100)
        .mapToObj(i -> recovers("" + i, night, () -> killedWithin(whole, night)))
        .toList()
        .stream();
  }

  /** A lake on which as many processes, one after the other, were killed at an instant. */
  private static Path killed(Course course, String instant, int times) throws Exception {
    Path lake = copied(course);
    for (int i = 0; i < times; i++) {
      int exit = process(course, lake, instant).waitFor();
      // The second may find that there is nothing left to do at the instant.
      assertThat(exit).isIn(SIGKILLED, i == 0 ? SIGKILLED : 0);
    }
    return lake;
  }

  private static Process begun(Course course, Path lake) throws IOException {
    Process process = process(course, lake, "never");
    process.getInputStream().read();
    return process;
  }

  private static Path killedWithin(Duration time, Course course) throws Exception {
    Path lake = copied(course);
    Process process = begun(course, lake);
    Thread.sleep(ThreadLocalRandom.current().nextLong(time.toMillis()));
    process.destroyForcibly().waitFor();
    return lake;
  }

  private static Path copied(Course course) throws IOException {
    Path lake = Files.createTempDirectory(temp, "killed").resolve("lake");
    copy(course.before(), lake);
    return lake;
  }

  private static Process process(Course course, Path lake, String instant) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    // It ends before the second compiler has paid for itself.
    words.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.addAll(List.of(Doomed.class.getName(), course.command()));
    words.addAll(List.of(course.market().toString(), lake.toString(), instant));
    return new ProcessBuilder(words).redirectError(Redirect.DISCARD).start();
  }
}
