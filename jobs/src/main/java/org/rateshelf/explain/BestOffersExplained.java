package org.rateshelf.explain;

import java.util.List;
import org.rateshelf.answer.BestOffers;
import org.rateshelf.answer.RateSpreads;

/** A row of best_offers: the lines that it is ranked among, and the line itself. */
record BestOffersExplained(Trail trail, Cell cell) implements Explained {
  @Override
  public void tell() {
    trail.head("How it is made");
    trail.say(
        "rank %s by AER of the %s lines of term %s and kind %s that a new buyer could buy:",
        cell.text(BestOffers.AER_RANK),
        cell.text(BestOffers.OFFERS),
        cell.text(RateSpreads.NORMALISED_TERM),
        cell.text(RateSpreads.PRODUCT_KIND));
    trail.members(
        trail.rows(
            BestOffers.TABLE,
            cell.get(BestOffers.AS_OF_DATE),
            cell.agrees(RateSpreads.PRODUCT_KIND, RateSpreads.NORMALISED_TERM)
                .and(row -> row.has(RateSpreads.AER_PCT))),
        List.of(RateSpreads.AER_PCT),
        BestOffers.TABLE,
        BestOffers.AER_RANK,
        RateSpreads.AER_PCT,
        RateSpreads.BANK_ID);
    RateSpreadsExplained.ofLine(
        trail, cell, trail.market().comparators().keySet().iterator().next());
  }
}
