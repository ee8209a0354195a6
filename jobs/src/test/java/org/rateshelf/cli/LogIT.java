package org.rateshelf.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.rateshelf.TestMarket;
import org.rateshelf.TestSpark;
import org.rateshelf.lake.Lake;
import org.rateshelf.lake.Run;
import org.rateshelf.lake.UserKey;

/** A night in which Spark fails on a user's value, and one that speaks to a collector of logs. */
@Isolated("Spark's level of logging is the process's.")
@EnabledIfSystemProperty(named = "rateshelf.long", matches = "true")
class LogIT {
  private static final String PLANTED = "planted";

  @TempDir private static Path temp;
  private static String failed;
  private static Said night;

  @BeforeAll
  static void runBoth() throws IOException {
    TestMarket market = TestMarket.in(temp.resolve("market")).posted().day(1);
    market.change(
        "market.yml", "heartbeat: scans", "heartbeat: scans\nalerts: {rows_refused_pct: 0}");
    market.change("landing/listings/2020-12-01.csv", ",2.10,", ",210,");
    failed = failedNight(market);
    night =
        Said.run(
            "nightly",
            "--market",
            market.folder().toString(),
            "--lake",
            temp.resolve("lake").toString(),
            "--log",
            "json");
  }

  private static String failedNight(TestMarket market) throws IOException {
    SparkSession spark = TestSpark.session();
    Run run =
        new Run(new Lake(spark, temp.resolve("lake")), Clock.systemUTC(), LogIT::failOnAUsersValue);
    Run.Order order =
        new Run.Order(
            "nightly",
            market.folder().toString(),
            market.folder().resolve("landing").toString(),
            Optional.empty(),
            Optional.empty(),
            UserKey.DEMO);
    spark.sparkContext().setLogLevel("WARN");
    try {
      assertThatThrownBy(() -> run.execute(order)).hasStackTraceContaining(PLANTED);
    } finally {
      spark.sparkContext().setLogLevel("ERROR");
    }
    return Files.readString(temp.resolve("lake/logs/" + run.id() + ".log"));
  }

  private static void failOnAUsersValue(String step) {
    if (step.startsWith("taking in")) {
      TestSpark.session()
          .range(1)
          .selectExpr("cast(concat('" + PLANTED + "', id) AS int)")
          .collectAsList();
    }
  }

  @Test
  void whatSparkWarnsOfIsInTheLogAndNotOnTheTerminal() {
    assertThat(failed.lines())
        .anyMatch(line -> line.matches("\\S+Z INFO  rateshelf: taking in what has landed"))
        .anyMatch(
            line -> line.matches("\\S+Z WARN  TaskSetManager: Lost task \\d+\\.0 .*Exception"))
        .anyMatch(line -> line.matches("\\S+Z ERROR rateshelf: .*Exception"));
    LoggerContext context =
        (LoggerContext) LogManager.getContext(SparkSession.class.getClassLoader(), false);
    assertThat(context.getConfiguration().getAppenders().values())
        .noneMatch(ConsoleAppender.class::isInstance);
  }

  @Test
  void aUsersValueThatSparkQuotesIsNotInTheLog() {
    assertThat(failed).doesNotContain(PLANTED);
  }

  @Test
  void aCollectorReadsAnObjectALine() throws IOException {
    assertThat(night.exit()).isEqualTo(5);
    List<JsonNode> lines = objects(night.err());
    assertThat(lines)
        .allSatisfy(
            line -> {
              assertThat(Instant.parse(line.get("at").textValue())).isNotNull();
              assertThat(line.get("run_id")).isEqualTo(lines.get(0).get("run_id"));
            })
        .extracting(line -> line.get("level").textValue() + " " + line.get("message").textValue())
        .contains("INFO taking in what has landed", "INFO publishing")
        .anyMatch(line -> line.startsWith("WARN rows_refused_pct: "));

    String id = lines.get(0).get("run_id").textValue();
    List<JsonNode> file = objects(Files.readString(temp.resolve("lake/logs/" + id + ".log")));
    assertThat(file).allMatch(line -> line.get("run_id").textValue().equals(id));
    assertThat(file)
        .extracting(line -> line.get("message").textValue())
        .containsSubsequence(lines.stream().map(line -> line.get("message").textValue()).toList())
        .endsWith("ends with exit code 5");
  }

  @Test
  void aFaultIsAnObjectToo() throws IOException {
    Said fault =
        Said.run(
            "restore", "--lake", temp.resolve("lake").toString(), "--to", "17", "--log", "json");
    assertThat(objects(fault.err())).hasSize(1);
    assertThat(objects(fault.err()).get(0).get("message").textValue())
        .contains("has no publication 17", "\n  fix: ");
  }

  private static List<JsonNode> objects(String text) {
    ObjectMapper json = new ObjectMapper();
    return text.lines()
        .map(
            line -> {
              try {
                return json.readTree(line);
              } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + line, e);
              }
            })
        .toList();
  }
}
