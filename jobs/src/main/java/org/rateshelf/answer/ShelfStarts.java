package org.rateshelf.answer;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.job.Answer;
import org.rateshelf.job.Inputs;
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

  @Override
  public Dataset<Row> compute(Inputs in) {
    Dataset<Row> before =
        in.rows(ScanStarts.TABLE).filter(ScanStarts.FIRST_SCAN_ON.col().lt(in.firstDay()));
    Dataset<Row> scanned;
    if (in.market().derivesScans()) {
      scanned =
          in.days(Listings.TABLE)
              .select(
                  Listings.PLATFORM_ID.col(),
                  Listings.VIEWER.col(),
                  Listings.BANK_ID.col(),
                  ScanStarts.FIRST_SCAN_ON.from(Listings.SCAN_DATE.col()));
    } else {
      scanned =
          in.days(Scans.TABLE)
              .filter(Scans.STATUS.col().notEqual("FAILED"))
              .select(
                  Scans.PLATFORM_ID.col(),
                  Scans.VIEWER.col(),
                  lit(Scans.ALL_BANKS).as(ScanStarts.BANK_ID.name()),
                  ScanStarts.FIRST_SCAN_ON.from(Scans.SCAN_DATE.col()));
    }
    return before
        .unionByName(scanned)
        .groupBy(ScanStarts.PLATFORM_ID.col(), ScanStarts.VIEWER.col(), ScanStarts.BANK_ID.col())
        .agg(min(ScanStarts.FIRST_SCAN_ON.col()).as(ScanStarts.FIRST_SCAN_ON.name()))
        .coalesce(1);
  }
}
