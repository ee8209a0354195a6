package org.rateshelf.job;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.schema.Table;

/**
 * A question, and the one table that answers it.
 *
 * <p>An answer is a plan from datasets to a dataset: it reads and writes no storage, runs no action
 * and knows no clock.
 */
public interface Answer {
  /** The question, as a reader would ask it. */
  String question();

  /**
   * The question in SQL, as a reader of the table would type it: it names the table by its name,
   * runs as it stands on DuckDB and Spark, and finds rows in the demo's simulated market.
   */
  String query();

  /** The tables it is computed from, besides its own rows of earlier days. */
  List<Table> reads();

  /** The table that answers it. */
  Table writes();

  /**
   * The table's rows of the days from {@link Inputs#from} to {@link Inputs#to}; of a table without
   * a day, all its rows.
   */
  Dataset<Row> compute(Inputs in);

  /** The table without whose rows a day has none; empty where every day may have some. */
  default Optional<Table> daysOf() {
    return Optional.empty();
  }
}
