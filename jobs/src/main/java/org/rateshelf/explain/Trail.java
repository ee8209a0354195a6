package org.rateshelf.explain;

import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.col;

import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.answer.Pooled;
import org.rateshelf.job.Answer;
import org.rateshelf.job.Inputs;
import org.rateshelf.lake.Lake;
import org.rateshelf.lake.Publication;
import org.rateshelf.market.Market;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Files;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Provenance;
import org.rateshelf.table.Scans;
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

  /** What an answer was given for this state, to ask it for the members of a figure. */
  Inputs inputs(Answer answer) {
    Map<String, Dataset<Row>> tables = new HashMap<>();
    answer.reads().forEach(table -> tables.put(table.path(), rows(table)));
    return new Inputs(answer.writes().name(), market(), publication.firstDay(), lastDay(), tables);
  }

  LocalDate lastDay() {
    return publication.asOf();
  }

  /** Rows on the platform of a cell; under ALL on every one, but not the banks' own channel. */
  Column onPlatforms(Cell cell, Field<String> platform) {
    return Pooled.onPlatforms(market(), cell.get(platform), platform);
  }

  /** Rows of the banks that the reference has in these classes. */
  Column ofClasses(List<String> classes, Field<String> bank) {
    return bank.col()
        .isin(
            rows(Banks.TABLE)
                .filter(Banks.BANK_CLASS.col().isin(classes.toArray()))
                .select(Banks.BANK_ID.col())
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toArray());
  }

  void say(String words, Object... values) {
    out.println("  " + words.formatted(values));
  }

  void head(String words) {
    out.println();
    out.println(words);
  }

  /** The row of a table that meets a condition; of several the first by its key. */
  Optional<Row> one(Table table, Column condition) {
    return rows(table)
        .filter(condition)
        .orderBy(table.keyColumns())
        .limit(1)
        .collectAsList()
        .stream()
        .findFirst();
  }

  /** The file and line of what a viewer saw of a product on a day. */
  void sighting(Column day, String platform, String product, String viewer) {
    one(
            Listings.TABLE,
            Listings.SCAN_DATE
                .col()
                .equalTo(day)
                .and(Listings.PLATFORM_ID.col().equalTo(platform))
                .and(Listings.PRODUCT_ID.col().equalTo(product))
                .and(Listings.VIEWER.col().equalTo(viewer)))
        .ifPresent(this::line);
  }

  /** What a scan says of itself. */
  void scan(Column condition) {
    one(Scans.TABLE, condition)
        .ifPresentOrElse(
            row -> {
              Cell scan = new Cell(Scans.TABLE, row);
              say(
                  "scan of %s by %s on %s: %s, %s products seen%s",
                  scan.text(Scans.PLATFORM_ID),
                  scan.text(Scans.VIEWER),
                  scan.text(Scans.SCAN_DATE),
                  scan.text(Scans.STATUS),
                  scan.text(Scans.SEEN_COUNT),
                  scan.has(Scans.LISTED_COUNT)
                      ? " of the %s that it says it saw".formatted(scan.text(Scans.LISTED_COUNT))
                      : "");
            },
            () -> say("no scan row for that day: scans are derived, or there was none"));
  }

  /**
   * Members by one figure: all where they are few, else the largest and the smallest ten and how
   * many stand between. Each with what one types to go on with it.
   *
   * @param below the table to go on with; the members have columns of its key
   */
  void members(Dataset<Row> members, Column by, Table below, Field<?>... shown) {
    Set<String> has = Set.of(members.columns());
    Column[] columns =
        Stream.concat(Stream.of(shown), below.key().stream())
            .map(Field::name)
            .filter(has::contains)
            .distinct()
            .map(name -> col(name))
            .toArray(Column[]::new);
    long count = members.count();
    boolean few = count <= 2 * ENDS;
    Dataset<Row> falling = members.orderBy(order(by.desc(), columns, Column::asc)).select(columns);
    falling
        .limit(few ? 2 * ENDS : ENDS)
        .collectAsList()
        .forEach(row -> member(new Cell(below, row), shown));
    if (!few) {
      say("... %d between ...", count - 2 * ENDS);
      Dataset<Row> rising = members.orderBy(order(by.asc(), columns, Column::desc)).select(columns);
      List<Row> least = new ArrayList<>(rising.limit(ENDS).collectAsList());
      Collections.reverse(least);
      least.forEach(row -> member(new Cell(below, row), shown));
    }
  }

  private static Column[] order(Column first, Column[] then, UnaryOperator<Column> way) {
    return Stream.concat(Stream.of(first), Stream.of(then).map(way)).toArray(Column[]::new);
  }

  /** A row by some of its figures, and what one types to go on with it. */
  void member(Cell member, Field<?>... shown) {
    say(
        "%s",
        Stream.of(shown)
            .map(field -> field.name() + " " + member.text(field))
            .collect(joining("  ")));
    if (!member.key().isEmpty()) {
      next(member.table(), member.key());
    }
  }

  /** What one types to go on with a row of a table. */
  void next(Table table, Map<String, String> key) {
    say(
        "  explain %s %s",
        table.name(),
        key.entrySet().stream()
            .map(part -> part.getKey() + "=" + quoted(part.getValue()))
            .collect(joining(" ")));
  }

  private static String quoted(String value) {
    return value.matches("[\\w.:+/-]+") ? value : "'" + value.replace("'", "'\\''") + "'";
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
