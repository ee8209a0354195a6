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

/** The data dictionary: each table's question, grain, key and columns, from its declaration. */
@Command(
    name = "tables",
    description = "The data dictionary: what every table and column means.",
    mixinStandardHelpOptions = true)
final class TablesCommand implements Callable<Integer> {
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
    StringBuilder text = new StringBuilder("# Tables\n");
    Map<Table, String> questions = new LinkedHashMap<>();
    for (Answer answer : Answers.all()) {
      questions.put(answer.writes(), answer.question());
    }
    for (Table table : all(questions)) {
      if (only == null || only.equals(table.name()) || only.equals(table.path())) {
        describe(table, questions.get(table), text);
      }
    }
    return text.toString();
  }

  private static List<Table> all(Map<Table, String> answers) {
    List<Table> tables = new ArrayList<>(answers.keySet());
    Sources.landing().stream().flatMap(List::stream).map(Source::table).forEach(tables::add);
    Sources.reference().stream().map(Source::table).forEach(tables::add);
    tables.addAll(List.of(Files.TABLE, Quarantine.TABLE, Runs.TABLE, Publications.TABLE));
    return tables.stream()
        .distinct()
        .sorted(Comparator.comparing(Table::layer).reversed().thenComparing(Table::name))
        .sorted(Comparator.comparing(t -> t.layer() != Table.Layer.GOLD))
        .toList();
  }

  private static void describe(Table table, String question, StringBuilder text) {
    text.append("\n## ").append(table.path()).append("\n\n");
    if (question != null) {
      text.append(question).append("\n\n");
    }
    text.append("One row: ").append(table.grain()).append(".\nKey: ");
    text.append(table.key().stream().map(Field::name).collect(Collectors.joining(", ")));
    text.append(".\n\n| column | type | meaning |\n|---|---|---|\n");
    for (Field<?> field : table.fields()) {
      text.append("| ").append(field.name());
      text.append(" | ").append(field.type().simpleString());
      text.append(field.isRequired() ? "" : ", may be null");
      text.append(" | ").append(field.comment()).append(" |\n");
    }
  }
}
