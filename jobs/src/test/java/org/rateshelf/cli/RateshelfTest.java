package org.rateshelf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class RateshelfTest {
  @Test
  void aDefectIsTracedWithoutWhatSparkSaysOfTheRow() {
    RuntimeException sparks = new ArithmeticException("7351.97 of PLANTED cannot be represented");
    sparks.setStackTrace(
        new StackTraceElement[] {new StackTraceElement("org.apache.spark.A", "b", "A.java", 1)});
    StringWriter said = new StringWriter();
    PrintWriter err = new PrintWriter(said, true);
    Rateshelf.trace(new IllegalStateException("listings.csv: 2 rows in, but 1 kept"), err);
    Rateshelf.trace(new IllegalStateException(sparks), err);
    assertThat(said.toString())
        .contains("java.lang.IllegalStateException listings.csv: 2 rows in, but 1 kept")
        .contains("java.lang.ArithmeticException", "at org.apache.spark.A.b(A.java:1)")
        .doesNotContain("PLANTED", "7351");
  }
}
