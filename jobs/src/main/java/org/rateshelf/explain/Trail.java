package org.rateshelf.explain;

import static org.apache.spark.sql.functions.col;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.lake.Lake;
import org.rateshelf.lake.Publication;
import org.rateshelf.market.Market;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Files;
import org.rateshelf.table.Provenance;
import org.rateshelf.table.UserRates;

/** One published state, followed downwards, and where it is told. */
final class Trail {
  private static final int ENDS = 10;

  private final Lake lake;
  private final Publication publication;
  private final PrintWriter out;

  Trail(Lake lake, Publication publication, PrintWriter out) {
    this.lake = lake;
    this.publication = publication;
    this.out = out;
  }

  Dataset<Row> rows(Table table) {
    return lake.published(table, publication);
  }

  Market market() {
    return lake.market(publication);
  }

  void say(String words, Object... values) {
    out.println("  " + words.formatted(values));
  }

  void head(String words) {
    out.println();
    out.println(words);
  }

  /** The only row of a table that meets a condition. */
  Optional<Row> one(Table table, Column condition) {
    return rows(table).filter(condition).limit(1).collectAsList().stream().findFirst();
  }

  /**
   * Members by one figure: all where they are few, else the largest and the smallest ten and how
   * many stand between.
   */
  void members(Dataset<Row> members, Column by, Field<?>... shown) {
    Column[] columns = List.of(shown).stream().map(Field::col).toArray(Column[]::new);
    Column[] falling = List.of(shown).stream().map(f -> f.col().desc()).toArray(Column[]::new);
    long all = members.count();
    if (all <= 2 * ENDS) {
      print(sorted(members, by.desc(), columns).select(columns), 2 * ENDS, shown);
      return;
    }
    print(sorted(members, by.desc(), columns).select(columns), ENDS, shown);
    say("... %d between ...", all - 2 * ENDS);
    List<Row> least =
        sorted(members, by.asc(), falling).select(columns).limit(ENDS).collectAsList();
    for (int i = least.size() - 1; i >= 0; i--) {
      print(least.get(i), shown);
    }
  }

  private static Dataset<Row> sorted(Dataset<Row> rows, Column first, Column... then) {
    Column[] order = new Column[then.length + 1];
    order[0] = first;
    System.arraycopy(then, 0, order, 1, then.length);
    return rows.orderBy(order);
  }

  private void print(Dataset<Row> rows, int atMost, Field<?>... shown) {
    rows.limit(atMost).collectAsList().forEach(row -> print(row, shown));
  }

  private void print(Row row, Field<?>... shown) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < shown.length; i++) {
      words.append(i == 0 ? "" : "  ").append(shown[i].name()).append(' ').append(row.get(i));
    }
    say("%s", words);
  }

  /** Counts of rows by one column, the commonest first. */
  void counts(Dataset<Row> rows, Field<?> by) {
    for (Row row :
        rows.groupBy(by.col())
            .count()
            .orderBy(col("count").desc(), by.col())
            .limit(20)
            .collectAsList()) {
      say("%6d  %s", row.getLong(1), row.get(0) == null ? "(with a figure)" : row.get(0));
    }
  }

  /** The file and line that a row came from, and its raw text; never a holder's. */
  void line(Row row) {
    String sha256 = row.getAs(Provenance.FILE_SHA256.name());
    Long line = row.getAs(Provenance.FILE_LINE.name());
    Optional<Row> file = one(Files.TABLE, Files.FILE_SHA256.col().equalTo(sha256));
    if (file.isEmpty()) {
      say("file %s, line %d", sha256, line);
      return;
    }
    String source = file.get().getAs(Files.SOURCE_NAME.name());
    String name = file.get().getAs(Files.FILE_NAME.name());
    say("%s/%s, line %d (sha256 %s)", source, name, line, sha256);
    if (!source.equals(UserRates.TABLE.name())) {
      lake.rawText(file.get(), line).ifPresent(text -> say("  | %s", text));
    }
  }
}
