package org.rateshelf.explain;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.answer.Pooled;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.answer.SpreadSummary;
import org.rateshelf.table.Listings;

/** A row of spread_summary: the lines of its mean. */
record SpreadSummaryExplained(Trail trail, Cell cell) implements Explained {
  @Override
  public void tell() {
    Dataset<Row> lines = linesOf(trail, cell, cell.agrees(RateSpreads.AS_OF_DATE));
    trail.head("How it is made");
    trail.say(
        "over %s lines with a spread of %s products; mean = their sum / %s; %s lines have none",
        cell.text(SpreadSummary.LINES),
        cell.text(SpreadSummary.PRODUCTS),
        cell.text(SpreadSummary.LINES),
        cell.text(SpreadSummary.LINES_WITHOUT_SPREAD));
    trail.members(
        lines.filter(Listings.entersMeans().and(RateSpreads.SPREAD_BP.col().isNotNull())),
        RateSpreads.SPREAD_BP.col(),
        RateSpreads.TABLE,
        RateSpreads.SPREAD_BP,
        RateSpreads.HEADLINE_RATE_PCT,
        RateSpreads.COMPARATOR_RATE_PCT);
    leftOut(trail, lines);
  }

  /** New buyers' lines of some days that a cell of spreads over many lines speaks of. */
  static Dataset<Row> linesOf(Trail trail, Cell cell, Column days) {
    return trail
        .rows(RateSpreads.TABLE)
        .filter(days.and(cell.agrees(RateSpreads.PRODUCT_KIND, RateSpreads.COMPARATOR)))
        .filter(RateSpreads.VIEWER.col().equalTo("NEW_BUYER"))
        .filter(trail.onPlatforms(cell, SpreadSummary.PLATFORM_ID))
        .filter(Pooled.within(cell.get(SpreadSummary.BANK_CLASS), RateSpreads.BANK_CLASS))
        .filter(Pooled.within(cell.get(SpreadSummary.TERM), RateSpreads.NORMALISED_TERM));
  }

  /** Which of these lines enter no mean, and why. */
  static void leftOut(Trail trail, Dataset<Row> lines) {
    trail.head("What was left out of the mean, and why");
    trail.counts(
        lines.filter(Listings.entersMeans().and(RateSpreads.REASON.col().isNotNull())),
        RateSpreads.REASON);
    trail.say(
        "%6d  lines of a rate kind that enters no mean (bonus, tier, introductory)",
        lines.filter(Listings.entersMeans().equalTo(false)).count());
  }
}
