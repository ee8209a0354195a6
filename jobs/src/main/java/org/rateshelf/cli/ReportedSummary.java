package org.rateshelf.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_extract;

import java.io.PrintWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.lake.Lake;
import org.rateshelf.lake.Publication;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Provenance;
import org.rateshelf.table.Quarantine;

/** What the reported market shows: real offers, each with its source. */
final class ReportedSummary {
  private final Lake lake;
  private final Publication published;

  ReportedSummary(Lake lake) {
    this.lake = lake;
    this.published = lake.present();
  }

  void print(PrintWriter out) {
    out.printf(
        "%n== %s: what was really %s, %s to %s ==%n",
        published.market(), published.provenance(), published.firstDay(), published.asOf());
    out.println(
        "\nOffers above the big banks' posted rates, on the day of the report, coupons included");
    Column spread = RateSpreads.SPREAD_BP.col();
    new TextTable("day", "platform", "bank", "term", "pays %", "big banks %", "bp above", "source")
        .rows(
            offers("BIG_POSTED")
                .filter(spread.gt(0))
                .orderBy(spread.desc(), RateSpreads.AS_OF_DATE.col(), RateSpreads.BANK_ID.col())
                .select(
                    RateSpreads.AS_OF_DATE.col(),
                    RateSpreads.PLATFORM_ID.col(),
                    RateSpreads.BANK_ID.col(),
                    RateSpreads.TERM.col(),
                    RateSpreads.HEADLINE_RATE_PCT.col(),
                    RateSpreads.COMPARATOR_RATE_PCT.col(),
                    spread,
                    publisher()),
            8)
        .print(out);
    out.println("\nOffers above the ceiling of their day: what the bank itself pays");
    Column breach = RateSpreads.BANK_PAID_SPREAD_BP.col();
    new TextTable(
            "day", "platform", "bank", "term", "bank pays %", "ceiling %", "bp above", "source")
        .rows(
            offers("CEILING")
                .filter(breach.gt(0))
                .orderBy(breach.desc(), RateSpreads.AS_OF_DATE.col(), RateSpreads.BANK_ID.col())
                .select(
                    RateSpreads.AS_OF_DATE.col(),
                    RateSpreads.PLATFORM_ID.col(),
                    RateSpreads.BANK_ID.col(),
                    RateSpreads.TERM.col(),
                    RateSpreads.BANK_PAID_RATE_PCT.col(),
                    RateSpreads.COMPARATOR_RATE_PCT.col(),
                    breach,
                    publisher()),
            8)
        .print(out);
    Dataset<Row> refused = lake.published(Quarantine.TABLE, published);
    out.printf(
        "%n%d reported offers are left out, such as those without a day; ./rateshelf quarantine has"
            + " each.%n",
        refused.agg(count(lit(1))).head().getLong(0));
  }

  /** Lines on the day that they were sighted, held against one comparator, with their source. */
  private Dataset<Row> offers(String comparator) {
    Dataset<Row> spreads =
        lake.published(RateSpreads.TABLE, published)
            .filter(RateSpreads.COMPARATOR.col().equalTo(comparator))
            .filter(RateSpreads.LISTED_ON.col().equalTo(RateSpreads.AS_OF_DATE.col()))
            .filter(Listings.entersMeans());
    Dataset<Row> sources =
        lake.published(Listings.TABLE, published)
            .select(
                Provenance.FILE_SHA256.col(),
                Provenance.FILE_LINE.col(),
                Listings.SOURCE.col().as("reported_by"));
    return spreads.join(
        sources, new String[] {Provenance.FILE_SHA256.name(), Provenance.FILE_LINE.name()});
  }

  /** The publisher, without the day and address that follow. */
  private static Column publisher() {
    return regexp_extract(col("reported_by"), "^([^,;]*)", 1);
  }
}
