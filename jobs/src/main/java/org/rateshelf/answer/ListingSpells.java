package org.rateshelf.answer;

import java.util.List;
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
import org.rateshelf.table.ShelfDays;
import org.rateshelf.table.Spells;

/**
 * Every spell of every product on every viewer's shelf.
 *
 * <p>An exit lies after {@code last_seen} and not after {@code first_absent}. A spell that only
 * unproven days separate from the next sighting is one spell; a re-keyed product goes on in one
 * spell under its latest id.
 */
public final class ListingSpells implements Answer {
  @Override
  public String question() {
    return "When was it on the shelf, how did it leave, and how sure are we?";
  }

  @Override
  public String query() {
    return """
    SELECT platform_id, product_id, first_seen, last_seen, first_absent, exit,
      confirmed_by, days_min, days_max
    FROM listing_spells
    WHERE viewer = 'NEW_BUYER' AND product_kind = 'TIME_DEPOSIT'
      AND first_absent >= DATE '2020-12-18'
    ORDER BY first_absent, platform_id, product_id
    """;
  }

  @Override
  public List<Table> reads() {
    return List.of(ShelfDays.TABLE, Banks.TABLE, Spells.TABLE);
  }

  @Override
  public Table writes() {
    return Spells.TABLE;
  }
}
