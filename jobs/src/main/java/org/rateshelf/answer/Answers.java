package org.rateshelf.answer;

import java.util.List;
import org.rateshelf.job.Answer;

/** All answers. */
public final class Answers {
  private Answers() {}

  public static List<Answer> all() {
    return List.of(
        new ShelfStarts(),
        new Shelves(),
        new PostedRates(),
        new ListingStates(),
        new ListingSpells(),
        new OpeningRates(),
        new ProductCounts(),
        new RateSpreads(),
        new ToldBalances(),
        new SpreadSummary(),
        new WindowTotals(),
        new WithdrawalImpact(),
        new CeilingBreaches(),
        new BestOffers(),
        new BankCost(),
        new ShelfLife(),
        new EventStudy(),
        new BankCostMonthly(),
        new MarketStructure(),
        new HolderEffects(),
        new Migration(),
        new BankDependence(),
        new GeographicReach());
  }
}
