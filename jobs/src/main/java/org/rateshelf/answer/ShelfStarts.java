package org.rateshelf.answer;

import java.util.List;
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Listings;
import org.rateshelf.table.ScanStarts;
import org.rateshelf.table.Scans;

/** The first scan of every shelf, so that a spell that starts on it is known as left-censored. */
public final class ShelfStarts implements Answer {
  @Override
  public String question() {
    return "Since when is each shelf scanned?";
  }

  @Override
  public String query() {
    return """
    SELECT platform_id, viewer, bank_id, first_scan_on
    FROM scan_starts
    ORDER BY platform_id, viewer, bank_id
    """;
  }

  @Override
  public List<Table> reads() {
    return List.of(Scans.TABLE, Listings.TABLE, ScanStarts.TABLE);
  }

  @Override
  public Table writes() {
    return ScanStarts.TABLE;
  }
}
