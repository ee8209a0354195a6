package org.rateshelf.cli;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.io.PrintWriter;
import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.answer.SpreadSummary;
import org.rateshelf.answer.WithdrawalImpact;
import org.rateshelf.lake.Lake;
import org.rateshelf.lake.Publication;
import org.rateshelf.table.Files;
import org.rateshelf.table.Quarantine;
import org.rateshelf.table.Spells;

/** What the simulated market shows: the withdrawal, day by day. */
final class SimulatedSummary {
  private static final LocalDate BEFORE = LocalDate.of(2020, 12, 17);
  private static final LocalDate AFTER = LocalDate.of(2021, 1, 24);

  private final Lake lake;
  private final Publication published;

  SimulatedSummary(Lake lake) {
    this.lake = lake;
    this.published = lake.present();
  }

  void print(PrintWriter out) {
    out.printf(
        "%n== %s: %s around the reported facts, %s to %s ==%n",
        published.market(), published.provenance(), published.firstDay(), published.asOf());
    out.printf(
        "%nTime deposits shown to new buyers, and their median spread to the big banks (bp)%n");
    new TextTable("platform", "on " + BEFORE, "on " + AFTER, "bp before", "bp after")
        .rows(beforeAndAfter(), 12)
        .print(out);
    out.println("\nWho took deposits from new buyers, when, and how sure that is");
    new TextTable(
            "platform", "last seen", "gone by", "by scan", "by event", "left to holders", "of")
        .rows(exits(), 12)
        .print(out);
    out.println("\nWhy the mean spread of time deposits changed (all platforms, bp)");
    new TextTable("window", "products", "mean", "change", "stayers", "entrants", "exits", "reason")
        .rows(changes(), 6)
        .print(out);
    out.println("\nWhat was refused");
    new TextTable("reason", "rows").rows(refused(), 20).print(out);
    for (Row file :
        lake.published(Files.TABLE, published)
            .filter(Files.STATUS.col().equalTo("REFUSED"))
            .select(Files.SOURCE_NAME.col(), Files.FILE_NAME.col(), Files.PROBLEM.col())
            .collectAsList()) {
      out.printf(
          "  the whole file %s/%s: %s%n", file.getString(0), file.getString(1), file.getString(2));
    }
  }

  private Dataset<Row> beforeAndAfter() {
    Dataset<Row> counts =
        lake.published(ProductCounts.TABLE, published)
            .filter(
                ProductCounts.PRODUCT_KIND
                    .col()
                    .equalTo("TIME_DEPOSIT")
                    .and(ProductCounts.BANK_CLASS.col().equalTo("ALL"))
                    .and(ProductCounts.VIEWER.col().equalTo("NEW_BUYER")))
            .groupBy(ProductCounts.PLATFORM_ID.col())
            .agg(
                on(ProductCounts.AS_OF_DATE.col(), BEFORE, ProductCounts.STOCK.col()).as("before"),
                on(ProductCounts.AS_OF_DATE.col(), AFTER, ProductCounts.STOCK.col()).as("after"));
    Dataset<Row> medians =
        lake.published(SpreadSummary.TABLE, published)
            .filter(
                SpreadSummary.PRODUCT_KIND
                    .col()
                    .equalTo("TIME_DEPOSIT")
                    .and(SpreadSummary.BANK_CLASS.col().equalTo("ALL"))
                    .and(SpreadSummary.TERM.col().equalTo("ALL"))
                    .and(SpreadSummary.COMPARATOR.col().equalTo("BIG_POSTED")))
            .groupBy(SpreadSummary.PLATFORM_ID.col())
            .agg(
                on(SpreadSummary.AS_OF_DATE.col(), BEFORE, SpreadSummary.MEDIAN_BP.col())
                    .as("bp_before"),
                on(SpreadSummary.AS_OF_DATE.col(), AFTER, SpreadSummary.MEDIAN_BP.col())
                    .as("bp_after"));
    return counts
        .join(medians, ProductCounts.PLATFORM_ID.name(), "left")
        .orderBy(col("before").desc_nulls_last(), ProductCounts.PLATFORM_ID.col());
  }

  private static Column on(Column date, LocalDate day, Column value) {
    return max(when(date.equalTo(lit(day)), value));
  }

  private Dataset<Row> exits() {
    Column left = Spells.FIRST_ABSENT.col().gt(lit(BEFORE));
    return lake.published(Spells.TABLE, published)
        .filter(
            Spells.VIEWER
                .col()
                .equalTo("NEW_BUYER")
                .and(Spells.PRODUCT_KIND.col().isin("TIME_DEPOSIT", "SMART_DEPOSIT"))
                .and(Spells.LAST_SEEN.col().geq(lit(BEFORE.minusDays(7)))))
        .groupBy(Spells.PLATFORM_ID.col())
        .agg(
            max(Spells.LAST_SEEN.col()).as("last_seen"),
            max(Spells.FIRST_ABSENT.col()).as("gone_by"),
            count(when(left.and(Spells.CONFIRMED_BY.col().equalTo("SCAN")), 1)),
            count(when(left.and(Spells.CONFIRMED_BY.col().equalTo("EVENT")), 1)),
            count(when(left.and(Spells.EXIT.col().equalTo("HOLDERS_ONLY")), 1)),
            count(lit(1)))
        .orderBy(col("gone_by").asc_nulls_last(), Spells.PLATFORM_ID.col());
  }

  private Dataset<Row> changes() {
    return lake.published(WithdrawalImpact.TABLE, published)
        .filter(
            WithdrawalImpact.PLATFORM_ID
                .col()
                .equalTo("ALL")
                .and(WithdrawalImpact.PRODUCT_KIND.col().equalTo("TIME_DEPOSIT"))
                .and(WithdrawalImpact.BANK_CLASS.col().equalTo("ALL"))
                .and(WithdrawalImpact.TERM.col().equalTo("ALL"))
                .and(WithdrawalImpact.COMPARATOR.col().equalTo("BIG_POSTED"))
                .and(WithdrawalImpact.WEIGHTING.col().equalTo("SIMPLE")))
        .orderBy(
            when(WithdrawalImpact.WINDOW.col().equalTo("before"), 0)
                .when(WithdrawalImpact.WINDOW.col().equalTo("event"), 1)
                .when(WithdrawalImpact.WINDOW.col().equalTo("restricted"), 2)
                .otherwise(3))
        .select(
            WithdrawalImpact.WINDOW.col(),
            WithdrawalImpact.PRODUCTS_MEAN.col(),
            WithdrawalImpact.SPREAD_MEAN_BP.col(),
            WithdrawalImpact.CHANGE_BP.col(),
            WithdrawalImpact.STAYERS_BP.col(),
            WithdrawalImpact.ENTRANTS_BP.col(),
            WithdrawalImpact.EXITS_BP.col(),
            coalesce(WithdrawalImpact.REASON.col(), lit("")));
  }

  private Dataset<Row> refused() {
    return lake.published(Quarantine.TABLE, published)
        .select(explode(Quarantine.REASONS.col()).as("reason"))
        .groupBy(col("reason"))
        .agg(sum(lit(1)).as("rows"))
        .orderBy(col("rows").desc(), col("reason"));
  }
}
