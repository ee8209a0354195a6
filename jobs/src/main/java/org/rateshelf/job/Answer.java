package org.rateshelf.job;

import java.util.List;
import org.rateshelf.schema.Table;

/** A question, and the one table that answers it; other packages compute it. */
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
}
