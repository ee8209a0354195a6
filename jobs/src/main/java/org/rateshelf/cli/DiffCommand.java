package org.rateshelf.cli;

import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.col;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.job.RateshelfException.Exit;
import org.rateshelf.lake.Difference;
import org.rateshelf.lake.Difference.Kind;
import org.rateshelf.lake.Lake;
import org.rateshelf.lake.Publication;
import org.rateshelf.lake.Sessions;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.UserRates;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How two published states differ: tables, keys, columns. */
@Command(
    name = "diff",
    description =
        "How two published states differ: tables, keys, columns. Exits with 7 if they do.",
    mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {
  private static final int SHOWN = 3;

  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;

  @Option(
      names = "--publication",
      paramLabel = "ID",
      description = "The state that is here; the newest unless said.")
  private Long publication;

  @Option(
      names = "--other-lake",
      paramLabel = "DIR",
      description = "The lake of the state that is there; the same unless said.")
  private Path otherLake;

  @Option(
      names = "--other-publication",
      paramLabel = "ID",
      description =
          "The state that is there; unless said the one before in the same lake, the newest in"
              + " another.")
  private Long otherPublication;

  @Override
  public Integer call() {
    Lake here = lake.open();
    Lake there = otherLake == null ? here : Lake.existing(Sessions.open(), otherLake);
    Publication ours = publication == null ? here.present() : here.publication(publication);
    Publication theirs = other(there, ours);
    here.requireKept(ours);
    there.requireKept(theirs);
    PrintWriter out = spec.commandLine().getOut();
    int unequal = 0;
    for (Table table : TablesCommand.all()) {
      boolean same =
          here == there
              && Objects.equals(
                  ours.versions().get(table.path()), theirs.versions().get(table.path()));
      if (table.layer() != Table.Layer.OPS && !same) {
        Dataset<Row> rows =
            Difference.of(table, here.published(table, ours), there.published(table, theirs))
                .persist();
        unequal += print(table, rows, out) ? 1 : 0;
        rows.unpersist();
      }
    }
    out.printf(
        "publication %d here, %d there: %s%n",
        ours.id(),
        theirs.id(),
        unequal == 0 ? "equal" : unequal == 1 ? "1 table differs" : unequal + " tables differ");
    out.flush();
    return (unequal == 0 ? Exit.DONE : Exit.DIFFERENT).code();
  }

  private Publication other(Lake there, Publication ours) {
    if (otherPublication != null) {
      return there.publication(otherPublication);
    }
    return otherLake == null ? there.publication(ours.id() - 1) : there.present();
  }

  /** Prints what differs; whether anything does. */
  private static boolean print(Table table, Dataset<Row> rows, PrintWriter out) {
    Map<Kind, Long> counts = new TreeMap<>();
    for (Row row : rows.groupBy(col(Difference.KIND)).count().collectAsList()) {
      counts.put(Kind.valueOf(row.getString(0)), row.getLong(1));
    }
    if (counts.isEmpty()) {
      return false;
    }
    out.printf(
        "%s: %d only here, %d only there, %d differing%n",
        table.path(),
        counts.getOrDefault(Kind.ONLY_HERE, 0L),
        counts.getOrDefault(Kind.ONLY_THERE, 0L),
        counts.getOrDefault(Kind.DIFFERING, 0L));
    if (table == UserRates.TABLE) {
      out.println("    (a holder's row is not shown)");
      return true;
    }
    for (Kind kind : counts.keySet()) {
      for (Row row :
          rows.filter(col(Difference.KIND).equalTo(kind.name()))
              .orderBy(table.keyColumns())
              .limit(SHOWN)
              .collectAsList()) {
        out.printf("    %s  %s%n", key(table, row), said(table, kind, row));
      }
    }
    return true;
  }

  private static String key(Table table, Row row) {
    return table.key().stream().map(f -> f + "=" + text(row, f)).collect(joining(" "));
  }

  private static String said(Table table, Kind kind, Row row) {
    if (kind != Kind.DIFFERING) {
      return kind == Kind.ONLY_HERE ? "only here" : "only there";
    }
    Row here = row.getAs(Difference.HERE);
    Row there = row.getAs(Difference.THERE);
    List<Field<?>> columns = Difference.compared(table);
    return columns.stream()
        .filter(f -> !Objects.equals(here.getAs(f.name()), there.getAs(f.name())))
        .map(f -> "%s: %s / %s".formatted(f, text(here, f), text(there, f)))
        .collect(joining("; "));
  }

  private static String text(Row row, Field<?> field) {
    Object value = row.getAs(field.name());
    return value == null ? "-" : value.toString();
  }
}
