package org.rateshelf.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.rateshelf.answer.Answers;
import org.rateshelf.ingest.Source;
import org.rateshelf.ingest.Sources;
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Files;
import org.rateshelf.table.Publications;
import org.rateshelf.table.Quarantine;
import org.rateshelf.table.Runs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The data dictionary: each table's question and query, grain, key and columns. */
@Command(
    name = "tables",
    description = "The data dictionary: what every table and column means.",
    mixinStandardHelpOptions = true)
final class TablesCommand implements Callable<Integer> {
  private static final String INTRODUCTION =
      """
      # Tables

      The queries run as they stand, on DuckDB and Spark, once a view has the table's name; their
      days and ids are those of the demo's simulated market.

          CREATE VIEW product_counts AS
            FROM delta_scan('lake/cn-2020-simulated/gold/product_counts');   -- DuckDB
          CREATE TEMPORARY VIEW product_counts USING delta
            OPTIONS (path 'lake/cn-2020-simulated/gold/product_counts');     -- Spark SQL
      """;

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "TABLE", description = "Only this table.")
  private String only;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text(only));
    out.flush();
    return 0;
  }

  /** The dictionary as Markdown. */
  static String text(String only) {
    StringBuilder text = new StringBuilder(INTRODUCTION);
    Map<Table, Answer> answers = new LinkedHashMap<>();
    for (Answer answer : Answers.all()) {
      answers.put(answer.writes(), answer);
    }
    for (Table table : all()) {
      if (only == null || only.equals(table.name()) || only.equals(table.path())) {
        describe(table, answers.get(table), text);
      }
    }
    return text.toString();
  }

  /** Every table, gold ones first. */
  static List<Table> all() {
    List<Table> tables = new ArrayList<>();
    Answers.all().stream().map(Answer::writes).forEach(tables::add);
    Sources.landing().stream().flatMap(List::stream).map(Source::table).forEach(tables::add);
    Sources.reference().stream().map(Source::table).forEach(tables::add);
    tables.addAll(List.of(Files.TABLE, Quarantine.TABLE, Runs.TABLE, Publications.TABLE));
    return tables.stream()
        .distinct()
        .sorted(Comparator.comparing(Table::layer).reversed().thenComparing(Table::name))
        .sorted(Comparator.comparing(t -> t.layer() != Table.Layer.GOLD))
        .toList();
  }

  private static void describe(Table table, Answer answer, StringBuilder text) {
    text.append("\n## ").append(table.path()).append("\n\n");
    if (answer != null) {
      text.append(answer.question()).append("\n\n");
      text.append("```sql\n").append(answer.query()).append("```\n\n");
    }
    text.append("One row: ").append(table.grain()).append(".\nKey: ");
    text.append(table.key().stream().map(Field::name).collect(Collectors.joining(", ")));
    text.append(".\n\n| column | type | meaning |\n|---|---|---|\n");
    for (Field<?> field : table.fields()) {
      text.append("| ").append(field.name());
      text.append(" | ").append(field.type().catalogString());
      text.append(field.isRequired() ? "" : ", may be null");
      text.append(" | ").append(field.comment());
      if (!field.allowed().isEmpty()) {
        text.append(field.allowed().size() == 1 ? " Only " : " One of ");
        text.append(String.join(", ", field.allowed())).append(".");
      }
      text.append(" |\n");
    }
  }
}
