package org.rateshelf.answer;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lead;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.rateshelf.job.Inputs;
import org.rateshelf.schema.Field;
import org.rateshelf.table.ProductBalances;

/**
 * The balance behind a product in a term, by which spreads are weighted: as it is told, so that no
 * mean says more of holders than that. One of fewer holders than the market's k is not used.
 */
final class Balances {
  static final Column BALANCE = col("balance_weight");

  private Balances() {}

  /**
   * The same rows with {@link #BALANCE}: of the latest snapshot of the platform up to the row's
   * day; null where there is none that may be used.
   *
   * @param term the rows' canonical normalised term
   */
  static Dataset<Row> joined(
      Inputs in,
      Dataset<Row> rows,
      Field<?> day,
      Field<String> platform,
      Field<String> product,
      Field<String> term) {
    Dataset<Row> all = in.upToLastDay(ProductBalances.TABLE);
    Dataset<Row> balances =
        all.filter(ProductBalances.BALANCE.col().gt(0))
            .select(
                ProductBalances.AS_OF.col().as("balance_snapshot"),
                ProductBalances.PLATFORM_ID.col().as("balance_platform"),
                ProductBalances.PRODUCT_ID.col().as("balance_product"),
                ProductBalances.TERM.col().as("balance_term"),
                ProductBalances.BALANCE.col().as("balance_weight"));
    Column next =
        lead(col("snapshot"), 1)
            .over(Window.partitionBy(col("snapshot_platform")).orderBy(col("snapshot")));
    Dataset<Row> snapshots =
        all.select(
                ProductBalances.AS_OF.col().as("snapshot"),
                ProductBalances.PLATFORM_ID.col().as("snapshot_platform"))
            .distinct()
            .withColumn("next_snapshot", next);
    Column latest =
        platform
            .col()
            .equalTo(col("snapshot_platform"))
            .and(day.col().geq(col("snapshot")))
            .and(col("next_snapshot").isNull().or(day.col().lt(col("next_snapshot"))));
    Column same =
        col("snapshot")
            .equalTo(col("balance_snapshot"))
            .and(platform.col().equalTo(col("balance_platform")))
            .and(product.col().equalTo(col("balance_product")))
            .and(term.col().equalTo(col("balance_term")));
    return rows.join(broadcast(snapshots), latest, "left")
        .join(balances, same, "left")
        .drop(
            "snapshot",
            "snapshot_platform",
            "next_snapshot",
            "balance_snapshot",
            "balance_platform",
            "balance_product",
            "balance_term");
  }
}
