package org.rateshelf.explain;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import java.math.BigDecimal;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.answer.BankCost;
import org.rateshelf.answer.BankCostMonthly;
import org.rateshelf.answer.Exact;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.schema.Field;
import org.rateshelf.table.ProductBalances;

/**
 * A row of bank_cost_monthly: its product-days and their rates. The balances that weigh them are
 * holders' data: told are how many product-days have one, never a balance.
 */
record BankCostMonthlyExplained(Trail trail, Cell cell) implements Explained {
  private static final List<Field<BigDecimal>> FIGURES =
      List.of(
          BankCostMonthly.HEADLINE_RATE_PCT,
          BankCostMonthly.BANK_PAID_RATE_PCT,
          BankCostMonthly.SUBSIDY_RATE_PCT,
          BankCostMonthly.FEE_PCT,
          BankCostMonthly.BANK_COST_PCT,
          BankCostMonthly.COST_OVER_OWN_POSTED_BP,
          BankCostMonthly.COST_OVER_BIG_POSTED_BP,
          BankCostMonthly.COST_OVER_JOINT_POSTED_BP);

  @Override
  public void tell() {
    Dataset<Row> days =
        BankCostMonthly.members(trail.inputs(new BankCostMonthly()))
            .filter(cell.agrees(BankCostMonthly.MONTH, BankCostMonthly.BANK_ID))
            .filter(trail.onPlatforms(cell, BankCostMonthly.PLATFORM_ID));
    Dataset<Row> weighed = days.filter(BankCostMonthly.WEIGHED.col());
    trail.head("How it is made");
    trail.say("a product-day is a product in a term on a day, with the mean of its lines;");
    trail.say("its lines are those of rate kind HEADLINE and CYCLE, the others enter no mean;");
    trail.say("a figure is sum(balance x figure) / sum(balance) over those that have both;");
    trail.say("the balance: of the latest snapshot, told per product and term, of k holders");
    if (cell.has(BankCostMonthly.REASON)) {
      trail.say("no mean, %s: no balance weighs any of them", cell.text(BankCostMonthly.REASON));
    }
    figures(weighed);
    if (cell.has(BankCostMonthly.BANK_PAID_SHARE_PCT)) {
      trail.say(
          "bank_paid_share_pct = 100 x %s / %s, before rounding, = %s",
          cell.text(BankCostMonthly.BANK_PAID_RATE_PCT),
          cell.text(BankCostMonthly.HEADLINE_RATE_PCT),
          cell.text(BankCostMonthly.BANK_PAID_SHARE_PCT));
    }
    trail.head("The product-days that are weighed, by what they cost, or pay");
    members(weighed);
    trail.say("of a product of several lines, or viewers, that day explain asks which");
    trail.head("What was left out, and why");
    leftOut(days.filter(BankCostMonthly.WEIGHED.col().equalTo(false)));
  }

  private void figures(Dataset<Row> weighed) {
    Column[] counts = FIGURES.stream().map(figure -> count(figure.col())).toArray(Column[]::new);
    Row counted = weighed.agg(count(lit(1)), counts).head();
    for (int i = 0; i < FIGURES.size(); i++) {
      trail.say(
          "%-26s %10s over %d of %s product-days",
          FIGURES.get(i).name(),
          cell.text(FIGURES.get(i)),
          counted.getLong(i + 1),
          cell.text(BankCostMonthly.PRODUCT_DAYS));
    }
  }

  private void members(Dataset<Row> weighed) {
    Dataset<Row> shown = weighed;
    for (Field<BigDecimal> figure : FIGURES) {
      shown = shown.withColumn(figure.name(), Exact.rounded(figure.col(), 4));
    }
    trail.members(
        // As listed a term may be written otherwise: the normalised one is no part of a key.
        shown.withColumnRenamed(RateSpreads.TERM.name(), RateSpreads.NORMALISED_TERM.name()),
        coalesce(BankCostMonthly.BANK_COST_PCT.col(), BankCostMonthly.HEADLINE_RATE_PCT.col()),
        BankCost.TABLE,
        BankCostMonthly.BANK_COST_PCT,
        BankCostMonthly.HEADLINE_RATE_PCT,
        BankCostMonthly.BANK_PAID_RATE_PCT,
        BankCostMonthly.FEE_PCT,
        RateSpreads.NORMALISED_TERM);
  }

  private void leftOut(Dataset<Row> unweighed) {
    Field<String> why = BankCostMonthly.REASON;
    Dataset<Row> snapshots =
        trail
            .rows(ProductBalances.TABLE)
            .groupBy(ProductBalances.PLATFORM_ID.col())
            .agg(min(ProductBalances.AS_OF.col()).as(ProductBalances.AS_OF.name()));
    Column none = coalesce(ProductBalances.AS_OF.col().gt(BankCost.AS_OF_DATE.col()), lit(true));
    trail.counts(
        unweighed
            .join(snapshots, new String[] {ProductBalances.PLATFORM_ID.name()}, "left")
            .withColumn(
                why.name(),
                when(none, "product-days before the platform's first snapshot")
                    .otherwise("product-days with no balance of the market's k holders")),
        why);
  }
}
