package org.rateshelf.lake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Alone, for a process has one run at a time, and the log of one takes it from another. */
@Isolated
class RunLogTest {
  private static final String LOST =
      "Lost task 0.0 in stage 1.0: org.apache.spark.SparkRuntimeException: the value 'u17'\n\tat x";
  private static final String LOST_AGAIN = "Lost task 0.1: org.x.NumberFormatException (u17) [dup]";

  @TempDir private Path lake;

  @Test
  void textHasALineAStep() throws IOException {
    assertThat(written(false))
        .containsExactly(
            "INFO  rateshelf: ours: a.b.C: \"whole\"",
            "ERROR Scheduler: Lost task 0.0 in stage 1.0: org.apache.spark.SparkRuntimeException",
            "ERROR Scheduler: Lost task 0.1: org.x.NumberFormatException");
  }

  @Test
  void jsonIsAnObjectALine() throws IOException {
    List<String> messages = new ArrayList<>();
    for (String line : written(true)) {
      JsonNode object = new ObjectMapper().readTree(line);
      assertThat(object.get("run_id").textValue()).isEqualTo("run-1");
      messages.add(object.get("message").textValue());
    }
    assertThat(messages)
        .containsExactly(
            "ours: a.b.C: \"whole\"",
            "Lost task 0.0 in stage 1.0: org.apache.spark.SparkRuntimeException",
            "Lost task 0.1: org.x.NumberFormatException");
  }

  /** The lines of a log, without their instants where they are text. */
  private List<String> written(boolean json) throws IOException {
    Logger spark = LogManager.getLogger("org.apache.spark.Scheduler");
    try (RunLog log = RunLog.open(lake, "run-1", json)) {
      log.say(Level.INFO, "ours: a.b.C: \"whole\"");
      spark.error(LOST, new IllegalStateException("u17"));
      spark.error(LOST_AGAIN);
    }
    spark.error("after the run");
    return Files.readAllLines(lake.resolve("logs/run-1.log")).stream()
        .map(line -> json ? line : line.substring(line.indexOf('Z') + 2))
        .toList();
  }
}
