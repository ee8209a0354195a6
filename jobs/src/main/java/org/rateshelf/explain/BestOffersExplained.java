package org.rateshelf.explain;

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
        trail
            .rows(BestOffers.TABLE)
            .filter(
                cell.agrees(
                    BestOffers.AS_OF_DATE, RateSpreads.PRODUCT_KIND, RateSpreads.NORMALISED_TERM))
            .filter(RateSpreads.AER_PCT.col().isNotNull()),
        RateSpreads.AER_PCT.col(),
        BestOffers.TABLE,
        BestOffers.AER_RANK,
        RateSpreads.AER_PCT,
        RateSpreads.BANK_ID);
    RateSpreadsExplained.ofLine(
        trail, cell, trail.market().comparators().keySet().iterator().next());
  }
}
