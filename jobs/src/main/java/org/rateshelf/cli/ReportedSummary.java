package org.rateshelf.cli;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.lake.Publication;
import org.rateshelf.schema.Field;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Provenance;
import org.rateshelf.table.Quarantine;

/** What the reported market shows: real offers, each with its source. */
final class ReportedSummary {
  private static final int SHOWN = 8;

  private final PublishedRows rows;

  ReportedSummary(PublishedRows rows) {
    this.rows = rows;
  }

  void print(PrintWriter out) {
    Publication published = rows.publication();
    List<Offer> offers = offers();
    out.printf(
        "%n== %s: what was really %s, %s to %s ==%n",
        published.market(), published.provenance(), published.firstDay(), published.asOf());
    out.println(
        "\nOffers above the big banks' posted rates, on the day of the report, coupons included");
    new TextTable("day", "platform", "bank", "term", "pays %", "big banks %", "bp above", "source")
        .rows(
            above(offers, "BIG_POSTED", RateSpreads.HEADLINE_RATE_PCT, RateSpreads.SPREAD_BP),
            SHOWN)
        .print(out);
    out.println("\nOffers above the ceiling of their day: what the bank itself pays");
    new TextTable(
            "day", "platform", "bank", "term", "bank pays %", "ceiling %", "bp above", "source")
        .rows(
            above(
                offers, "CEILING", RateSpreads.BANK_PAID_RATE_PCT, RateSpreads.BANK_PAID_SPREAD_BP),
            SHOWN)
        .print(out);
    out.printf(
        "%n%d reported offers are left out, such as those without a day; ./rateshelf quarantine has"
            + " each.%n",
        rows.of(Quarantine.TABLE).size());
  }

  /** What beats one comparator, the most above first. */
  private static List<Object[]> above(
      List<Offer> offers, String comparator, Field<BigDecimal> pays, Field<BigDecimal> spread) {
    return offers.stream()
        .filter(offer -> offer.get(RateSpreads.COMPARATOR).equals(comparator))
        .filter(offer -> offer.get(spread) != null && offer.get(spread).signum() > 0)
        .sorted(comparing((Offer offer) -> offer.get(spread), reverseOrder()).thenComparing(ORDER))
        .map(
            offer ->
                new Object[] {
                  offer.get(RateSpreads.AS_OF_DATE),
                  offer.get(RateSpreads.PLATFORM_ID),
                  offer.get(RateSpreads.BANK_ID),
                  offer.get(RateSpreads.TERM),
                  offer.get(pays),
                  offer.get(RateSpreads.COMPARATOR_RATE_PCT),
                  offer.get(spread),
                  offer.publisher()
                })
        .toList();
  }

  /** Lines on the day that they were sighted, held against each comparator, with their source. */
  private List<Offer> offers() {
    Map<Origin, String> sources = new HashMap<>();
    for (Object[] row : rows.of(Listings.TABLE)) {
      sources.put(
          new Origin(
              Listings.TABLE.value(row, Provenance.FILE_SHA256),
              Listings.TABLE.value(row, Provenance.FILE_LINE)),
          Listings.TABLE.value(row, Listings.SOURCE));
    }
    List<Offer> offers = new ArrayList<>();
    rows.each(
        RateSpreads.TABLE,
        LocalDate.MIN,
        LocalDate.MAX,
        WANTED,
        row -> {
          Origin origin =
              new Origin(of(row, Provenance.FILE_SHA256), of(row, Provenance.FILE_LINE));
          if (of(row, RateSpreads.LISTED_ON).equals(of(row, RateSpreads.AS_OF_DATE))
              && Listings.entersMeans(of(row, RateSpreads.RATE_KIND))
              && sources.containsKey(origin)) {
            offers.add(new Offer(row, sources.get(origin)));
          }
        });
    return offers;
  }

  private static <T> T of(Object[] row, Field<T> field) {
    return RateSpreads.TABLE.value(row, field);
  }

  private record Origin(String file, Long line) {}

  /** A row of spreads, and who reported its line. */
  private record Offer(Object[] spread, String reportedBy) {
    <T> T get(Field<T> field) {
      return of(spread, field);
    }

    /** The publisher, without the day and address that follow. */
    String publisher() {
      return reportedBy == null ? null : reportedBy.split("[,;]", 2)[0];
    }
  }

  /** Of offers that are as much above. */
  private static final Comparator<Offer> ORDER =
      comparing((Offer offer) -> offer.get(RateSpreads.AS_OF_DATE))
          .thenComparing(offer -> offer.get(RateSpreads.BANK_ID))
          .thenComparing(offer -> offer.get(RateSpreads.PLATFORM_ID))
          .thenComparing(offer -> offer.get(RateSpreads.TERM));

  private static final Set<Field<?>> WANTED =
      Set.of(
          RateSpreads.AS_OF_DATE,
          RateSpreads.PLATFORM_ID,
          RateSpreads.BANK_ID,
          RateSpreads.TERM,
          RateSpreads.RATE_KIND,
          RateSpreads.COMPARATOR,
          RateSpreads.HEADLINE_RATE_PCT,
          RateSpreads.BANK_PAID_RATE_PCT,
          RateSpreads.COMPARATOR_RATE_PCT,
          RateSpreads.SPREAD_BP,
          RateSpreads.BANK_PAID_SPREAD_BP,
          RateSpreads.LISTED_ON,
          Provenance.FILE_SHA256,
          Provenance.FILE_LINE);
}
