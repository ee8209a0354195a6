package org.rateshelf.job;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** An answer some of whose days are settled only by what lands on later ones. */
public interface SettledLater extends Answer {
  /**
   * What of the days before is settled by what has landed on these: one row with the earliest day
   * that must be computed anew, or null.
   */
  Dataset<Row> earliestUnsettledDay(Inputs in);
}
