package org.rateshelf.cli;

import static java.util.stream.Collectors.joining;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.rateshelf.job.RateshelfException.Exit;
import org.rateshelf.lake.Difference;
import org.rateshelf.lake.Difference.Key;
import org.rateshelf.lake.Difference.Kind;
import org.rateshelf.lake.Lake;
import org.rateshelf.lake.Publication;
import org.rateshelf.lake.Sessions;
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
    PrintWriter out = spec.commandLine().getOut();
    Map<Table, List<Difference>> differing = new LinkedHashMap<>();
    for (Difference difference : Difference.between(here, ours, there, theirs, compared())) {
      differing.computeIfAbsent(difference.table(), t -> new ArrayList<>()).add(difference);
    }
    differing.forEach((table, differences) -> print(table, differences, out));
    int unequal = differing.size();
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

  /** What a market's files and days make of a table; ops/ is about runs. */
  private static List<Table> compared() {
    return TablesCommand.all().stream().filter(t -> t.layer() != Table.Layer.OPS).toList();
  }

  private static void print(Table table, List<Difference> differences, PrintWriter out) {
    out.printf(
        "%s: %d only here, %d only there, %d differing%n",
        table.path(),
        keys(differences, Kind.ONLY_HERE),
        keys(differences, Kind.ONLY_THERE),
        keys(differences, Kind.DIFFERING));
    if (table == UserRates.TABLE) {
      out.println("    (a holder's row is not shown)");
      return;
    }
    for (Difference difference : differences) {
      for (Key key : difference.first()) {
        out.printf("    %s  %s%n", text(table, key), said(difference.kind(), key));
      }
    }
  }

  private static long keys(List<Difference> differences, Kind kind) {
    return differences.stream().filter(d -> d.kind() == kind).mapToLong(Difference::keys).sum();
  }

  private static String text(Table table, Key key) {
    return IntStream.range(0, key.values().size())
        .mapToObj(i -> table.key().get(i) + "=" + text(key.values().get(i)))
        .collect(joining(" "));
  }

  private static String said(Kind kind, Key key) {
    return switch (kind) {
      case ONLY_HERE -> "only here";
      case ONLY_THERE -> "only there";
      case DIFFERING ->
          key.unequal().stream()
              .map(u -> "%s: %s / %s".formatted(u.column(), text(u.here()), text(u.there())))
              .collect(joining("; "));
    };
  }

  private static String text(String value) {
    return value == null ? "-" : value;
  }
}
