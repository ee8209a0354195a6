package org.rateshelf.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.rateshelf.TestSpark;
import org.rateshelf.answer.Answers;
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Table;

/** Each answer's query finds rows; tests/test_questions.py runs them on DuckDB. */
class QueriesIT {
  @TestFactory
  Stream<DynamicTest> queries() {
    TestLake lake = TestLake.demo(TestLake.SIMULATED);
    return Answers.all().stream()
        .map(answer -> dynamicTest(answer.writes().name(), () -> findsRows(answer, lake)));
  }

  private static void findsRows(Answer answer, TestLake lake) {
    Table table = answer.writes();
    lake.dataset(table).createOrReplaceTempView(table.name());
    assertThat(TestSpark.session().sql(answer.query()).collectAsList()).isNotEmpty();
  }
}
