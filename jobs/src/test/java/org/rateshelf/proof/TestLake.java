package org.rateshelf.proof;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.TestSpark;
import org.rateshelf.job.Answer;
import org.rateshelf.job.Inputs;
import org.rateshelf.lake.Lake;
import org.rateshelf.lake.Publication;
import org.rateshelf.lake.Run;
import org.rateshelf.market.Market;
import org.rateshelf.schema.Table;

/** What one run over one market published. */
final class TestLake {
  static final byte[] USER_KEY = "a key of the tests".getBytes(StandardCharsets.UTF_8);

  private final Lake lake;
  private final Publication publication;

  private TestLake(Lake lake) {
    this.lake = lake;
    this.publication = lake.present();
  }

  /** Runs over a market, up to the last day that its files speak of. */
  static TestLake over(Path market, Path folder) {
    Lake lake = new Lake(TestSpark.session(), folder);
    Run.Order order =
        new Run.Order(
            "nightly",
            market.toString(),
            market.resolve("landing").toString(),
            Optional.empty(),
            Optional.empty(),
            USER_KEY);
    new Run(lake, Clock.systemUTC(), step -> {}).execute(order);
    return new TestLake(lake);
  }

  /** What stands published in a folder. */
  static TestLake at(Path folder) {
    return new TestLake(new Lake(TestSpark.session(), folder));
  }

  /** What an answer was given by the run, but for one table. */
  Inputs inputs(Answer answer, Market market, Table replaced, Dataset<Row> rows) {
    Map<String, Dataset<Row>> tables = new HashMap<>();
    answer.reads().forEach(table -> tables.put(table.path(), dataset(table)));
    tables.put(answer.writes().path(), dataset(answer.writes()).limit(0));
    tables.put(replaced.path(), rows);
    return new Inputs(
        answer.writes().name(), market, publication.firstDay(), publication.asOf(), tables);
  }

  Dataset<Row> dataset(Table table) {
    return lake.published(table, publication);
  }

  List<Map<String, Object>> rows(Table table) {
    return Values.of(dataset(table));
  }
}
