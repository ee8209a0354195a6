package org.rateshelf.answer;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
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
                ProductBalances.AS_OF.col().as("snapshot"),
                ProductBalances.PLATFORM_ID.col().as("balance_platform"),
                ProductBalances.PRODUCT_ID.col().as("balance_product"),
                ProductBalances.TERM.col().as("balance_term"),
                ProductBalances.BALANCE.col().as("balance_weight"));
    Dataset<Row> snapshots =
        all.select(
                ProductBalances.AS_OF.col().as("snapshot"),
                ProductBalances.PLATFORM_ID.col().as("snapshot_platform"))
            .distinct();
    Dataset<Row> days =
        rows.select(day.col().as("on_day"), platform.col().as("on_platform")).distinct();
    Dataset<Row> latest =
        days.join(
                broadcast(snapshots),
                col("snapshot_platform")
                    .equalTo(col("on_platform"))
                    .and(col("snapshot").leq(col("on_day"))))
            .groupBy(col("on_day"), col("on_platform"))
            .agg(max(col("snapshot")).as("latest"));
    Dataset<Row> dated =
        latest
            .join(
                balances,
                col("latest")
                    .equalTo(col("snapshot"))
                    .and(col("on_platform").equalTo(col("balance_platform"))))
            .drop("snapshot", "latest", "balance_platform");
    Column same =
        day.col()
            .equalTo(col("on_day"))
            .and(platform.col().equalTo(col("on_platform")))
            .and(product.col().equalTo(col("balance_product")))
            .and(term.col().equalTo(col("balance_term")));
    return rows.join(dated, same, "left")
        .drop("on_day", "on_platform", "balance_product", "balance_term");
  }
}
