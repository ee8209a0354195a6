package org.rateshelf.proof;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.rateshelf.Scratch;
import org.rateshelf.TestSpark;
import org.rateshelf.explain.Explanation;
import org.rateshelf.lake.Lake;
import org.rateshelf.lake.Publication;
import org.rateshelf.lake.Run;
import org.rateshelf.lake.UserKey;
import org.rateshelf.schema.Table;

/** What one run over one market published. */
final class TestLake {
  static final String GOLDEN = "golden";
  static final String REPORTED = "cn-2020";
  static final String SIMULATED = "cn-2020-simulated";

  private static final Path ROOT = Path.of(System.getProperty("rateshelf.root", ".."));
  private static final Map<String, TestLake> DEMO = new HashMap<>();

  /** The golden market's lake, which several proofs start from. */
  private static final class Golden {
    static final TestLake LAKE = over(market(GOLDEN), Scratch.folder("golden"));
  }

  private final Lake lake;
  private final Publication publication;

  private TestLake(Lake lake) {
    this.lake = lake;
    this.publication = lake.present();
  }

  static TestLake golden() {
    return Golden.LAKE;
  }

  /** The lake of a market of the demo, made once; it stays, for the tests in Python read it. */
  static TestLake demo(String name) {
    return DEMO.computeIfAbsent(
        name,
        market -> {
          Path lake = ROOT.resolve("jobs/target/lake").resolve(market);
          FileUtils.deleteQuietly(lake.toFile());
          return over(demoMarket(market), demoMarket(market).resolve("landing"), lake, compiled());
        });
  }

  /**
   * A session that compiles and adapts plans, as the launcher's does: these markets are no small
   * ones.
   */
  private static SparkSession compiled() {
    SparkSession session = TestSpark.session().newSession();
    session.conf().set("spark.sql.codegen.wholeStage", "true");
    session.conf().set("spark.sql.codegen.factoryMode", "FALLBACK");
    session.conf().set("spark.sql.adaptive.enabled", "true");
    return session;
  }

  /** The key of user ids: the demo's for its markets, whose figures docs/questions.md has. */
  static String key(Path market) {
    return market.startsWith(ROOT.resolve("data"))
        ? "rateshelf demo key, no secret"
        : "a key of the tests, no secret";
  }

  static Path demoMarket(String name) {
    return ROOT.resolve("data").resolve(name);
  }

  /** The folder of a market among the test resources. */
  static Path market(String name) {
    try {
      return Path.of(TestLake.class.getResource("/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs over a market, up to the last day that its files speak of. */
  static TestLake over(Path market, Path folder) {
    return over(market, market.resolve("landing"), folder);
  }

  /** Runs over a market whose files land elsewhere. */
  static TestLake over(Path market, Path landing, Path folder) {
    return over(market, landing, folder, TestSpark.session());
  }

  private static TestLake over(Path market, Path landing, Path folder, SparkSession session) {
    Lake lake = new Lake(session, folder);
    Run.Order order =
        new Run.Order(
            "nightly",
            market.toString(),
            landing.toString(),
            Optional.empty(),
            Optional.empty(),
            UserKey.of(Map.of("RATESHELF_USER_KEY", key(market))));
    new Run(lake, Clock.systemUTC(), step -> {}).execute(order);
    return new TestLake(lake);
  }

  /** What is said of the row that a part of its key names. */
  String explained(String table, Map<String, String> key) {
    StringWriter said = new StringWriter();
    Explanation.print(lake, table, key, new PrintWriter(said, true));
    return said.toString();
  }

  Dataset<Row> dataset(Table table) {
    return lake.published(table, publication);
  }

  /** The rows of a table, each its values in the order of the fields. */
  List<Object[]> plain(Table table) {
    return lake.rows(table, publication);
  }

  List<Map<String, Object>> rows(Table table) {
    return Values.of(dataset(table));
  }
}
