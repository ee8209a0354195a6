package org.rateshelf.explain;

import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.rateshelf.answer.BestOffers;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.market.Comparator;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.BenchmarkRates;
import org.rateshelf.table.Ceilings;
import org.rateshelf.table.Listings;
import org.rateshelf.table.PostedDays;
import org.rateshelf.table.Provenance;
import org.rateshelf.table.Quarantine;
import org.rateshelf.table.Scans;
import org.rateshelf.table.Term;

/** A row of rate_spreads: the line as it was seen, and the rate that it is held against. */
record RateSpreadsExplained(Trail trail, Cell cell) implements Explained {
  private static final Map<String, String> REASONS =
      Map.of(
          "NO_SCAN", "no scan shows what this viewer could see that day.",
          "HOLDERS_ONLY", "new buyers no longer see it: it has no price on the shelf for them.",
          "NOT_ON_SALE", "it is shown, but this viewer cannot put money in: 0 would be wrong.",
          "RATE_MISSING", "the sighting shows no rate.",
          "NO_COMPARATOR", "there is no such rate for this kind, bank or class that day.",
          "NO_TERM_MATCH", "no term of that rate matches, nor a shorter one where that may stand.");

  /** The same of the line that a row of another table is about. */
  static void ofLine(Trail trail, Cell cell, Comparator.Kind comparator) {
    trail
        .one(
            RateSpreads.TABLE,
            cell.agrees(cell.table().key().toArray(Field<?>[]::new))
                .and(RateSpreads.COMPARATOR.col().equalTo(comparator.name())))
        .ifPresent(row -> new RateSpreadsExplained(trail, new Cell(RateSpreads.TABLE, row)).tell());
  }

  @Override
  public void tell() {
    trail.head("How it is made");
    String kind = cell.get(RateSpreads.COMPARATOR);
    if (cell.has(RateSpreads.REASON)) {
      String reason = cell.get(RateSpreads.REASON);
      trail.say("no spread, %s: %s", reason, REASONS.get(reason));
    } else {
      difference("spread_bp", RateSpreads.HEADLINE_RATE_PCT, RateSpreads.SPREAD_BP);
      difference(
          "bank_paid_spread_bp", RateSpreads.BANK_PAID_RATE_PCT, RateSpreads.BANK_PAID_SPREAD_BP);
    }
    sighting();
    if (cell.has(RateSpreads.COMPARATOR_RATE_PCT)) {
      trail.head(
          "The rate that it is held against: %s, term %s (%s)"
              .formatted(
                  kind, cell.text(RateSpreads.COMPARATOR_TERM), cell.text(RateSpreads.TERM_MATCH)));
      comparator(Comparator.Kind.valueOf(kind));
    }
  }

  private void difference(String name, Field<BigDecimal> rate, Field<BigDecimal> spread) {
    trail.say(
        "%s = (%s - %s) x 100 = %s",
        name, cell.text(rate), cell.text(RateSpreads.COMPARATOR_RATE_PCT), cell.text(spread));
  }

  /** The line as its scan showed it. */
  private void sighting() {
    trail.head("The line, as it was seen on " + cell.text(RateSpreads.LISTED_ON));
    Column same =
        Listings.SCAN_DATE
            .col()
            .equalTo(cell.literal(RateSpreads.LISTED_ON))
            .and(Listings.PRODUCT_ID.col().equalTo(cell.get(RateSpreads.LISTED_AS)))
            .and(
                cell.agrees(
                    RateSpreads.PLATFORM_ID,
                    RateSpreads.VIEWER,
                    RateSpreads.TERM,
                    RateSpreads.PAYOUT_CYCLE,
                    RateSpreads.RATE_KIND,
                    RateSpreads.MIN_AMOUNT,
                    RateSpreads.LINE_NO));
    trail
        .one(Listings.TABLE, same)
        .ifPresentOrElse(
            listing -> {
              Cell seen = new Cell(Listings.TABLE, listing);
              trail.say(
                  "headline %s = base %s + bonus %s + subsidy %s; the bank pays %s",
                  cell.text(RateSpreads.HEADLINE_RATE_PCT),
                  seen.text(Listings.BASE_RATE_PCT),
                  seen.text(Listings.BONUS_RATE_PCT),
                  seen.text(Listings.SUBSIDY_RATE_PCT),
                  cell.text(RateSpreads.BANK_PAID_RATE_PCT));
              trail.say(
                  "AER %s: of the headline over term %s, paid %s",
                  cell.text(RateSpreads.AER_PCT),
                  cell.text(RateSpreads.TERM),
                  cell.text(RateSpreads.PAYOUT_CYCLE));
              if (seen.has(Listings.SOURCE)) {
                trail.say(
                    "reported by %s (%s)",
                    seen.text(Listings.SOURCE), seen.text(Listings.CONFIDENCE));
              }
              trail.line(listing);
              refusedOf(seen.get(Provenance.FILE_SHA256));
            },
            () -> trail.say("its listing is not in the published state any more"));
    trail.scan(
        Scans.SCAN_DATE
            .col()
            .equalTo(cell.literal(RateSpreads.LISTED_ON))
            .and(cell.agrees(RateSpreads.PLATFORM_ID, RateSpreads.VIEWER)));
  }

  private void refusedOf(String sha256) {
    Dataset<Row> refused =
        trail.rows(Quarantine.TABLE).filter(Quarantine.FILE_SHA256.col().equalTo(sha256));
    long count = refused.count();
    if (count > 0) {
      trail.say("rows of that file that were refused: %d", count);
      trail.counts(
          refused.withColumn(Quarantine.REASONS.name(), array_join(Quarantine.REASONS.col(), " ")),
          Quarantine.REASONS);
    }
  }

  private void comparator(Comparator.Kind kind) {
    switch (kind) {
      case BENCHMARK ->
          inForce(
              BenchmarkRates.TABLE,
              BenchmarkRates.EFFECTIVE_FROM,
              BenchmarkRates.SOURCE,
              lit(true));
      case CEILING ->
          inForce(
              Ceilings.TABLE,
              Ceilings.EFFECTIVE_FROM,
              Ceilings.SOURCE,
              cell.agrees(RateSpreads.BANK_CLASS));
      case OWN_POSTED -> posted(cell.agrees(RateSpreads.BANK_ID));
      case BIG_POSTED, JOINT_POSTED -> {
        List<String> classes = trail.market().comparators().get(kind).classes();
        trail.say(
            "%s is the mean over the %s banks of class %s that have one",
            cell.text(RateSpreads.COMPARATOR_RATE_PCT),
            cell.text(RateSpreads.COMPARATOR_BANKS),
            String.join(", ", classes));
        posted(trail.ofClasses(classes, PostedDays.BANK_ID));
      }
      case MARKET_MEDIAN -> {
        trail.say(
            "the median over %s products that new buyers could buy, each with its highest rate:",
            cell.text(RateSpreads.COMPARATOR_BANKS));
        trail.members(
            peers(),
            RateSpreads.HEADLINE_RATE_PCT.col(),
            BestOffers.TABLE,
            RateSpreads.HEADLINE_RATE_PCT,
            RateSpreads.BANK_ID);
      }
    }
  }

  /** The line with the highest rate of each product that the median is of. */
  private Dataset<Row> peers() {
    // A demand deposit is taken as DEMAND whatever term it is listed with.
    Column ofTerm =
        isDemand()
            ? lit(true)
            : RateSpreads.NORMALISED_TERM.col().equalTo(cell.get(RateSpreads.COMPARATOR_TERM));
    WindowSpec highest =
        Window.partitionBy(RateSpreads.PLATFORM_ID.col(), RateSpreads.PRODUCT_ID.col())
            .orderBy(
                Stream.concat(
                        Stream.of(RateSpreads.HEADLINE_RATE_PCT.col().desc()),
                        Stream.of(BestOffers.TABLE.keyColumns()))
                    .toArray(Column[]::new));
    return trail
        .rows(BestOffers.TABLE)
        .filter(cell.agrees(RateSpreads.AS_OF_DATE, RateSpreads.PRODUCT_KIND))
        .filter(ofTerm)
        .withColumn("place", row_number().over(highest))
        .filter(col("place").equalTo(1));
  }

  private boolean isDemand() {
    return cell.get(RateSpreads.PRODUCT_KIND).equals("DEMAND_DEPOSIT");
  }

  /** The latest row of a reference table for that term. */
  private void inForce(Table table, Field<LocalDate> from, Field<String> source, Column more) {
    Dataset<Row> rows =
        trail
            .rows(table)
            .filter(more)
            .filter(from.col().leq(cell.literal(RateSpreads.AS_OF_DATE)))
            .filter(
                Term.canonical(Listings.TERM.col())
                    .equalTo(cell.get(RateSpreads.COMPARATOR_TERM))
                    .and(
                        BenchmarkRates.RATE_PCT
                            .col()
                            .equalTo(cell.literal(RateSpreads.COMPARATOR_RATE_PCT))))
            .orderBy(from.col().desc())
            .limit(1);
    for (Row row : rows.collectAsList()) {
      Cell rate = new Cell(table, row);
      trail.say(
          "%s from %s on: reference/%s.csv, by %s",
          rate.text(BenchmarkRates.RATE_PCT), rate.text(from), table.name(), rate.text(source));
    }
  }

  /** The posted rates of these banks that day for that term, and where each came from. */
  private void posted(Column banks) {
    trail
        .rows(PostedDays.TABLE)
        .filter(cell.agrees(RateSpreads.AS_OF_DATE))
        .filter(
            PostedDays.PRODUCT_KIND.col().equalTo(isDemand() ? "DEMAND_DEPOSIT" : "TIME_DEPOSIT"))
        .filter(PostedDays.TERM.col().equalTo(cell.get(RateSpreads.COMPARATOR_TERM)))
        .filter(banks)
        .orderBy(PostedDays.BANK_ID.col())
        .limit(20)
        .collectAsList()
        .forEach(row -> new PostedDaysExplained(trail, new Cell(PostedDays.TABLE, row)).source());
  }
}
