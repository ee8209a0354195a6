package org.rateshelf.answer;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.job.Inputs;
import org.rateshelf.market.Market;
import org.rateshelf.schema.Field;

/** The level ALL: each row stands in its own cell and in those pooled over it. */
public final class Pooled {
  public static final String ALL = "ALL";

  private Pooled() {}

  /** Every row twice: under its own value of this column, and under ALL. */
  static Dataset<Row> over(Dataset<Row> rows, Field<String> field) {
    return over(rows, field, lit(true));
  }

  /** Every row twice; under ALL only where this holds. */
  private static Dataset<Row> over(Dataset<Row> rows, Field<String> field, Column pooled) {
    Column levels = when(pooled, array(field.col(), lit(ALL))).otherwise(array(field.col()));
    return rows.withColumn(field.name(), explode(levels));
  }

  /** Over platforms; the banks' own channel is none and stays out of ALL. */
  static Dataset<Row> overPlatforms(Inputs in, Dataset<Row> rows, Field<String> platform) {
    String ownChannel = in.market().ownChannel().orElse("");
    return over(rows, platform, col(platform.name()).notEqual(ownChannel));
  }

  /** What a cell is made of: rows with its value of a column, or any where that is ALL. */
  public static Column within(String value, Field<String> below) {
    return value == null
        ? below.col().isNull()
        : value.equals(ALL) ? lit(true) : below.col().equalTo(value);
  }

  /** The same of platforms: under ALL any but the banks' own channel. */
  public static Column onPlatforms(Market market, String value, Field<String> platform) {
    return value.equals(ALL)
        ? platform.col().notEqual(market.ownChannel().orElse(""))
        : platform.col().equalTo(value);
  }
}
