package org.rateshelf.explain;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
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

  private static final java.util.Comparator<Cell> HIGHEST =
      Cell.by(List.of(RateSpreads.HEADLINE_RATE_PCT))
          .reversed()
          .thenComparing(Cell.by(BestOffers.TABLE.key()));

  /** The same of the line that a row of another table is about. */
  static void ofLine(Trail trail, Cell cell, Comparator.Kind comparator) {
    trail
        .one(
            RateSpreads.TABLE,
            cell.get(RateSpreads.AS_OF_DATE),
            cell.agrees(cell.table().key().toArray(Field<?>[]::new))
                .and(row -> row.is(RateSpreads.COMPARATOR, comparator.name())))
        .ifPresent(row -> new RateSpreadsExplained(trail, row).tell());
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
    trail
        .one(
            Listings.TABLE,
            cell.get(RateSpreads.LISTED_ON),
            cell.agrees(
                    RateSpreads.PLATFORM_ID,
                    RateSpreads.VIEWER,
                    RateSpreads.TERM,
                    RateSpreads.PAYOUT_CYCLE,
                    RateSpreads.RATE_KIND,
                    RateSpreads.MIN_AMOUNT,
                    RateSpreads.LINE_NO)
                .and(row -> row.is(Listings.PRODUCT_ID, cell.get(RateSpreads.LISTED_AS))))
        .ifPresentOrElse(
            this::seen, () -> trail.say("its listing is not in the published state any more"));
    trail.scan(
        cell.get(RateSpreads.LISTED_ON), cell.agrees(RateSpreads.PLATFORM_ID, RateSpreads.VIEWER));
  }

  private void seen(Cell listing) {
    trail.say(
        "headline %s = base %s + bonus %s + subsidy %s; the bank pays %s",
        cell.text(RateSpreads.HEADLINE_RATE_PCT),
        listing.text(Listings.BASE_RATE_PCT),
        listing.text(Listings.BONUS_RATE_PCT),
        listing.text(Listings.SUBSIDY_RATE_PCT),
        cell.text(RateSpreads.BANK_PAID_RATE_PCT));
    trail.say(
        "AER %s: of the headline over term %s, paid %s",
        cell.text(RateSpreads.AER_PCT),
        cell.text(RateSpreads.TERM),
        cell.text(RateSpreads.PAYOUT_CYCLE));
    if (listing.has(Listings.SOURCE)) {
      trail.say(
          "reported by %s (%s)", listing.text(Listings.SOURCE), listing.text(Listings.CONFIDENCE));
    }
    trail.line(listing);
    refusedOf(listing.get(Provenance.FILE_SHA256));
  }

  private void refusedOf(String sha256) {
    List<Cell> refused =
        trail.rows(Quarantine.TABLE, row -> row.is(Quarantine.FILE_SHA256, sha256));
    if (!refused.isEmpty()) {
      trail.say("rows of that file that were refused: %d", refused.size());
      trail.refused(refused);
    }
  }

  private void comparator(Comparator.Kind kind) {
    switch (kind) {
      case BENCHMARK ->
          inForce(
              BenchmarkRates.TABLE,
              BenchmarkRates.EFFECTIVE_FROM,
              BenchmarkRates.SOURCE,
              rate -> true);
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
            List.of(RateSpreads.HEADLINE_RATE_PCT),
            BestOffers.TABLE,
            RateSpreads.HEADLINE_RATE_PCT,
            RateSpreads.BANK_ID);
      }
    }
  }

  /** The line with the highest rate of each product that the median is of. */
  private Collection<Cell> peers() {
    Map<List<String>, Cell> highest = new HashMap<>();
    for (Cell offer :
        trail.rows(
            BestOffers.TABLE,
            cell.get(RateSpreads.AS_OF_DATE),
            cell.agrees(RateSpreads.PRODUCT_KIND).and(this::isOfTerm))) {
      highest.merge(
          List.of(offer.get(RateSpreads.PLATFORM_ID), offer.get(RateSpreads.PRODUCT_ID)),
          offer,
          BinaryOperator.minBy(HIGHEST));
    }
    return highest.values();
  }

  /** A demand deposit is taken as DEMAND whatever term it is listed with. */
  private boolean isOfTerm(Cell offer) {
    return isDemand()
        || offer.is(RateSpreads.NORMALISED_TERM, cell.get(RateSpreads.COMPARATOR_TERM));
  }

  private boolean isDemand() {
    return cell.is(RateSpreads.PRODUCT_KIND, "DEMAND_DEPOSIT");
  }

  /** The latest row of a reference table for that term. */
  private void inForce(
      Table table, Field<LocalDate> from, Field<String> source, Predicate<Cell> more) {
    LocalDate day = cell.get(RateSpreads.AS_OF_DATE);
    trail.rows(table, more.and(this::isRateHeldAgainst)).stream()
        .filter(rate -> !rate.get(from).isAfter(day))
        .max(Cell.by(List.of(from)))
        .ifPresent(
            rate ->
                trail.say(
                    "%s from %s on: reference/%s.csv, by %s",
                    rate.text(BenchmarkRates.RATE_PCT),
                    rate.text(from),
                    table.name(),
                    rate.text(source)));
  }

  private boolean isRateHeldAgainst(Cell rate) {
    return cell.is(RateSpreads.COMPARATOR_TERM, Term.canonical(rate.get(Listings.TERM)))
        && cell.is(RateSpreads.COMPARATOR_RATE_PCT, rate.get(BenchmarkRates.RATE_PCT));
  }

  /** The posted rates of these banks that day for that term, and where each came from. */
  private void posted(Predicate<Cell> banks) {
    String kind = isDemand() ? "DEMAND_DEPOSIT" : "TIME_DEPOSIT";
    trail
        .rows(
            PostedDays.TABLE,
            cell.get(RateSpreads.AS_OF_DATE),
            banks
                .and(row -> row.is(PostedDays.PRODUCT_KIND, kind))
                .and(row -> row.is(PostedDays.TERM, cell.get(RateSpreads.COMPARATOR_TERM))))
        .stream()
        .sorted(Cell.by(List.of(PostedDays.BANK_ID)))
        .limit(20)
        .forEach(row -> new PostedDaysExplained(trail, row).source());
  }
}
