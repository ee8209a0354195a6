package org.rateshelf.job;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.market.Market;
import org.rateshelf.schema.Table;

/** What an answer is given: a market, the days to compute, and the tables that it reads. */
public final class Inputs {
  private final String reader;
  private final Market market;
  private final LocalDate from;
  private final LocalDate to;
  private final Map<String, Dataset<Row>> tables;

  /**
   * @param reader whose inputs they are, for the error of an undeclared read
   * @param tables rows by table path
   */
  public Inputs(
      String reader,
      Market market,
      LocalDate from,
      LocalDate to,
      Map<String, Dataset<Row>> tables) {
    this.reader = reader;
    this.market = market;
    this.from = from;
    this.to = to;
    this.tables = Map.copyOf(tables);
  }

  public Market market() {
    return market;
  }

  /** First day to compute. */
  public LocalDate from() {
    return from;
  }

  /** Last day to compute: the market's last day. */
  public LocalDate to() {
    return to;
  }

  /** All rows of a table, later days than {@link #to} included. */
  public Dataset<Row> rows(Table table) {
    Dataset<Row> rows = tables.get(table.path());
    if (rows == null) {
      throw new UndeclaredRead(reader, table);
    }
    return rows;
  }

  /** A table's rows of the days to compute. */
  public Dataset<Row> days(Table table) {
    return rows(table).filter(table.day().col().between(lit(from), lit(to)));
  }

  /** A table's rows up to the last day. */
  public Dataset<Row> upToLastDay(Table table) {
    return rows(table).filter(table.day().col().leq(lit(to)));
  }

  /** A table's rows of the day before the first to compute. */
  public Dataset<Row> dayBefore(Table table) {
    return rows(table).filter(table.day().col().equalTo(lit(from.minusDays(1))));
  }

  /** Rows that the settings say, each a struct of literals; there must be one. */
  public Dataset<Row> literals(List<Column> rows) {
    Dataset<Row> any = tables.values().iterator().next();
    // An aggregate of no rows is one row, and reads nothing.
    return any.limit(0)
        .agg(count(lit(1)).as("none"))
        .select(explode(array(rows.toArray(Column[]::new))).as("row"))
        .select("row.*");
  }

  /** The first day to compute, as a column. */
  public Column firstDay() {
    return lit(from);
  }

  /** The last day to compute, as a column. */
  public Column lastDay() {
    return lit(to);
  }
}
