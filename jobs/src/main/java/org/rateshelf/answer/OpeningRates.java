package org.rateshelf.answer;

import java.util.List;
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Listings;
import org.rateshelf.table.ShelfDays;
import org.rateshelf.table.SpellRates;

/**
 * The rate of each spell on new buyers' shelf on its first day, so that how long it lasted can be
 * told by the rate it came with.
 */
public final class OpeningRates implements Answer {
  @Override
  public String question() {
    return "What rate did each spell come with?";
  }

  @Override
  public String query() {
    return """
    SELECT platform_id, product_id, first_seen, headline_rate_pct
    FROM spell_rates
    WHERE first_seen BETWEEN DATE '2020-11-01' AND DATE '2020-11-30'
    ORDER BY headline_rate_pct DESC, platform_id, product_id, first_seen
    """;
  }

  @Override
  public List<Table> reads() {
    return List.of(ShelfDays.TABLE, Listings.TABLE);
  }

  @Override
  public Table writes() {
    return SpellRates.TABLE;
  }
}
