package org.rateshelf.answer;

import java.util.List;
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
import org.rateshelf.table.ProductBalances;
import org.rateshelf.table.Scans;
import org.rateshelf.table.ShelfDays;
import org.rateshelf.table.WindowSums;

/** What the days of each event's windows add up to so far: what a night adds its own day to. */
public final class WindowTotals implements Answer {
  @Override
  public String question() {
    return "What do the days of each event's windows add up to so far?";
  }

  @Override
  public String query() {
    return """
    SELECT sums.window, platform_id, days
    FROM window_sums AS sums
    WHERE event_id = 'E021' AND sums.of = 'SCANS'
    ORDER BY sums.window, platform_id
    """;
  }

  @Override
  public List<Table> reads() {
    return List.of(
        RateSpreads.TABLE, ShelfDays.TABLE, Scans.TABLE, Banks.TABLE, ProductBalances.TABLE);
  }

  @Override
  public Table writes() {
    return WindowSums.TABLE;
  }
}
