package org.rateshelf.answer;

import java.util.List;
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Table;
import org.rateshelf.shelf.Shelf;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Events;
import org.rateshelf.table.Listings;
import org.rateshelf.table.ScanStarts;
import org.rateshelf.table.Scans;
import org.rateshelf.table.ShelfDays;
import org.rateshelf.table.Spells;

/**
 * What each viewer's shelf held on each day, as far as scans, events and time prove it.
 *
 * <p>Products never sighted have no row, and a closed one has none after the day of its closing.
 * Listings under a failed scan are no sighting. See {@link Shelf} for the walk itself.
 */
public final class Shelves implements Answer {
  @Override
  public String question() {
    return "What stood on each viewer's shelf on each day, and how sure is that?";
  }

  @Override
  public String query() {
    return """
    SELECT product_id, viewer, sees, last_seen, scan_status, state
    FROM shelf_days
    WHERE as_of_date = DATE '2020-12-18' AND platform_id = 'ALIPAY'
    ORDER BY product_id, viewer
    """;
  }

  @Override
  public List<Table> reads() {
    return List.of(
        Listings.TABLE,
        Scans.TABLE,
        ScanStarts.TABLE,
        Events.TABLE,
        Banks.TABLE,
        ShelfDays.TABLE,
        Spells.TABLE);
  }

  @Override
  public Table writes() {
    return ShelfDays.TABLE;
  }
}
