package org.rateshelf.proof;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.Scratch;
import org.rateshelf.TestSpark;
import org.rateshelf.answer.ListingSpells;
import org.rateshelf.answer.ListingStates;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.answer.ShelfStarts;
import org.rateshelf.answer.Shelves;
import org.rateshelf.job.Answer;
import org.rateshelf.job.Inputs;
import org.rateshelf.market.Market;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Events;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Scans;

/** The answers about shelves, computed from rows that the second engine has taken in. */
final class WalkedShelves {
  private static final List<Answer> ANSWERS =
      List.of(
          new ShelfStarts(),
          new Shelves(),
          new ListingStates(),
          new ListingSpells(),
          new ProductCounts());

  private final Map<String, Dataset<Row>> tables = new HashMap<>();

  WalkedShelves(Market market, SecondEngine rows) {
    for (Table table : List.of(Banks.TABLE, Events.TABLE, Scans.TABLE, Listings.TABLE)) {
      tables.put(table.path(), taken(table, rows));
    }
    Map<String, Object> days =
        rows.query("SELECT min(day)::DATE AS first, max(day)::DATE AS last FROM days").get(0);
    for (Answer answer : ANSWERS) {
      Map<String, Dataset<Row>> read = new HashMap<>();
      answer.reads().forEach(table -> read.put(table.path(), now(table)));
      Inputs in =
          new Inputs(
              answer.writes().name(),
              market,
              (LocalDate) days.get("first"),
              (LocalDate) days.get("last"),
              read);
      Table table = answer.writes();
      tables.put(table.path(), table.shape(answer.compute(in)).localCheckpoint());
    }
  }

  Dataset<Row> now(Table table) {
    return tables.getOrDefault(
        table.path(), TestSpark.session().createDataFrame(List.of(), table.schema()));
  }

  List<Map<String, Object>> rows(Table table) {
    return Values.of(now(table));
  }

  /** A table as the second engine has it. */
  static Dataset<Row> taken(Table table, SecondEngine rows) {
    Path file = Scratch.folder("taken").resolve("rows.parquet");
    rows.query("COPY " + table.name() + " TO '" + file + "' (FORMAT parquet, RETURN_FILES)");
    Dataset<Row> found = TestSpark.session().read().parquet(file.toUri().toString());
    List<String> columns = Arrays.asList(found.columns());
    Column[] shaped =
        table.fields().stream()
            .map(f -> columns.contains(f.name()) ? f.from(f.col()) : f.empty())
            .toArray(Column[]::new);
    return found.select(shaped);
  }
}
