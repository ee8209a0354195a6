package org.rateshelf.explain;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.answer.SpreadSummary;
import org.rateshelf.table.Listings;

/** A row of spread_summary: the lines of its mean. */
record SpreadSummaryExplained(Trail trail, Cell cell) implements Explained {
  @Override
  public void tell() {
    LocalDate day = cell.get(SpreadSummary.AS_OF_DATE);
    List<Cell> lines = trail.rows(RateSpreads.TABLE, day, isLineOf(trail, cell));
    trail.head("How it is made");
    trail.say(
        "over %s lines with a spread of %s products; mean = their sum / %s; %s lines have none",
        cell.text(SpreadSummary.LINES),
        cell.text(SpreadSummary.PRODUCTS),
        cell.text(SpreadSummary.LINES),
        cell.text(SpreadSummary.LINES_WITHOUT_SPREAD));
    trail.members(
        lines.stream()
            .filter(SpreadSummaryExplained::entersMeans)
            .filter(row -> row.has(RateSpreads.SPREAD_BP))
            .toList(),
        List.of(RateSpreads.SPREAD_BP),
        RateSpreads.TABLE,
        RateSpreads.SPREAD_BP,
        RateSpreads.HEADLINE_RATE_PCT,
        RateSpreads.COMPARATOR_RATE_PCT);
    leftOut(trail, lines);
  }

  /** New buyers' lines that a cell of spreads over many lines speaks of. */
  static Predicate<Cell> isLineOf(Trail trail, Cell cell) {
    return cell.agrees(RateSpreads.PRODUCT_KIND, RateSpreads.COMPARATOR)
        .and(row -> row.is(RateSpreads.VIEWER, "NEW_BUYER"))
        .and(trail.onPlatforms(cell, SpreadSummary.PLATFORM_ID))
        .and(Trail.within(cell.get(SpreadSummary.BANK_CLASS), RateSpreads.BANK_CLASS))
        .and(Trail.within(cell.get(SpreadSummary.TERM), RateSpreads.NORMALISED_TERM));
  }

  private static boolean entersMeans(Cell line) {
    return Listings.entersMeans(line.get(RateSpreads.RATE_KIND));
  }

  /** Which of these lines enter no mean, and why. */
  static void leftOut(Trail trail, List<Cell> lines) {
    List<Cell> entering = lines.stream().filter(SpreadSummaryExplained::entersMeans).toList();
    trail.head("What was left out of the mean, and why");
    trail.counts(
        entering.stream().filter(line -> line.has(RateSpreads.REASON)).toList(),
        line -> line.get(RateSpreads.REASON));
    trail.say(
        "%6d  lines of a rate kind that enters no mean (bonus, tier, introductory)",
        lines.size() - entering.size());
  }
}
