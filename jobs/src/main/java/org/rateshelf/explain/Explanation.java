package org.rateshelf.explain;

import static java.util.Collections.singletonList;
import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.lit;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.answer.Answers;
import org.rateshelf.answer.BankCost;
import org.rateshelf.answer.BestOffers;
import org.rateshelf.answer.CeilingBreaches;
import org.rateshelf.answer.ListingStates;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.answer.SpreadSummary;
import org.rateshelf.job.Answer;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.lake.Lake;
import org.rateshelf.lake.Publication;
import org.rateshelf.market.Comparator;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.BankRates;
import org.rateshelf.table.Banks;
import org.rateshelf.table.BenchmarkRates;
import org.rateshelf.table.Ceilings;
import org.rateshelf.table.Events;
import org.rateshelf.table.Listings;
import org.rateshelf.table.PostedDays;
import org.rateshelf.table.Provenance;
import org.rateshelf.table.Quarantine;
import org.rateshelf.table.Scans;
import org.rateshelf.table.ShelfDays;
import org.rateshelf.table.Spells;
import org.rateshelf.table.Term;

/**
 * Where a published number comes from: its formula with the numbers filled in, the rows below it
 * down to file and line, what was left out, and the state that it was read from.
 *
 * <p>Holders' data are never shown row by row.
 */
public final class Explanation {
  private static final String ALL = "ALL";
  private static final Map<String, String> REASONS =
      Map.of(
          "NO_SCAN", "no scan shows what this viewer could see that day.",
          "HOLDERS_ONLY", "new buyers no longer see it: it has no price on the shelf for them.",
          "NOT_ON_SALE", "it is shown, but this viewer cannot put money in: 0 would be wrong.",
          "RATE_MISSING", "the sighting shows no rate.",
          "NO_COMPARATOR", "there is no such rate for this kind, bank or class that day.",
          "NO_TERM_MATCH", "no term of that rate matches, nor a shorter one where that may stand.");

  private final Trail trail;
  private final Cell cell;

  private Explanation(Trail trail, Cell cell) {
    this.trail = trail;
    this.cell = cell;
  }

  /** Prints the explanation of the one row that the given part of its key names. */
  public static void print(Lake lake, String table, Map<String, String> key, PrintWriter out) {
    Answer answer =
        Answers.all().stream()
            .filter(a -> a.writes().name().equals(table))
            .findFirst()
            .orElseThrow(() -> noSuch(table));
    Publication publication = lake.present();
    Trail trail = new Trail(lake, publication, out);
    Cell cell = Cell.find(answer.writes(), trail.rows(answer.writes()), key);
    out.printf(
        "%s: %s%n",
        table, cell.key().values().stream().map(Object::toString).collect(joining(" ")));
    out.println(answer.question());
    answer.writes().fields().stream()
        .filter(f -> !answer.writes().key().contains(f))
        .forEach(f -> trail.say("%-26s %-20s %s", f.name(), cell.text(f), f.comment()));
    new Explanation(trail, cell).of(answer.writes());
    trail.head("Read from");
    trail.say(
        "publication %d of market %s (%s), made by run %s at %s",
        publication.id(),
        publication.market(),
        publication.provenance(),
        publication.runId(),
        publication.at());
    trail.say("%s at version %d, made from", table, version(publication, answer.writes()));
    answer.reads().stream()
        .filter(read -> read != answer.writes())
        .forEach(read -> trail.say("  %s at %d", read.path(), version(publication, read)));
  }

  private static Long version(Publication publication, Table table) {
    return publication.versions().get(table.path());
  }

  private static RateshelfException noSuch(String table) {
    return RateshelfException.usage(
        "There is no table '" + table + "' to explain.",
        "it explains the tables that answer a question.",
        "name one of: "
            + Answers.all().stream().map(a -> a.writes().name()).sorted().collect(joining(", "))
            + ".");
  }

  private void of(Table table) {
    if (table == RateSpreads.TABLE) {
      spread();
    } else if (table == CeilingBreaches.TABLE) {
      line(Comparator.Kind.CEILING.name());
    } else if (table == BestOffers.TABLE) {
      offer();
    } else if (table == BankCost.TABLE) {
      cost();
    } else if (table == SpreadSummary.TABLE) {
      summary();
    } else if (table == ProductCounts.TABLE) {
      counts();
    } else if (table == ListingStates.TABLE) {
      state();
    } else if (table == Spells.TABLE) {
      spell();
    }
  }

  // One line's spread.

  private void spread() {
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
    scan(
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

  private void scan(Column condition) {
    trail
        .one(Scans.TABLE, condition)
        .ifPresentOrElse(
            row -> {
              Cell scan = new Cell(Scans.TABLE, row);
              trail.say(
                  "scan of %s by %s on %s: %s, %s products seen%s",
                  scan.text(Scans.PLATFORM_ID),
                  scan.text(Scans.VIEWER),
                  scan.text(Scans.SCAN_DATE),
                  scan.text(Scans.STATUS),
                  scan.text(Scans.SEEN_COUNT),
                  scan.has(Scans.LISTED_COUNT)
                      ? " of the %s that it says it saw".formatted(scan.text(Scans.LISTED_COUNT))
                      : "");
            },
            () -> trail.say("no scan row for that day: scans are derived, or there was none"));
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
        posted(PostedDays.BANK_ID.col().isin(banksOf(classes)));
      }
      case MARKET_MEDIAN -> {
        trail.say(
            "the median over %s products that new buyers could buy, each with its highest rate:",
            cell.text(RateSpreads.COMPARATOR_BANKS));
        Dataset<Row> peers =
            trail
                .rows(BestOffers.TABLE)
                .filter(
                    cell.agrees(
                        RateSpreads.AS_OF_DATE,
                        RateSpreads.PRODUCT_KIND,
                        RateSpreads.NORMALISED_TERM));
        trail.members(
            peers,
            RateSpreads.HEADLINE_RATE_PCT.col(),
            RateSpreads.HEADLINE_RATE_PCT,
            RateSpreads.PLATFORM_ID,
            RateSpreads.PRODUCT_ID,
            RateSpreads.TERM,
            RateSpreads.BANK_ID);
      }
    }
  }

  private Object[] banksOf(List<String> classes) {
    return trail
        .rows(Banks.TABLE)
        .filter(Banks.BANK_CLASS.col().isin(classes.toArray()))
        .select(Banks.BANK_ID.col())
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toArray();
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
    Dataset<Row> days =
        trail
            .rows(PostedDays.TABLE)
            .filter(cell.agrees(RateSpreads.AS_OF_DATE))
            .filter(PostedDays.TERM.col().equalTo(cell.get(RateSpreads.COMPARATOR_TERM)))
            .filter(banks)
            .orderBy(PostedDays.BANK_ID.col());
    for (Row row : days.limit(20).collectAsList()) {
      Cell rate = new Cell(PostedDays.TABLE, row);
      trail.say(
          "%s %s %s, vouched for to %s",
          rate.text(PostedDays.BANK_ID),
          rate.text(PostedDays.TERM),
          rate.text(PostedDays.RATE_PCT),
          rate.text(PostedDays.CONFIRMED_TO));
      Optional<Row> source =
          trail
              .rows(BankRates.TABLE)
              .filter(rate.agrees(PostedDays.BANK_ID, PostedDays.PRODUCT_KIND))
              .filter(Term.canonical(BankRates.TERM.col()).equalTo(rate.get(PostedDays.TERM)))
              .filter(BankRates.EFFECTIVE_FROM.col().leq(cell.literal(RateSpreads.AS_OF_DATE)))
              .orderBy(BankRates.EFFECTIVE_FROM.col().desc(), BankRates.RATE_PCT.col().desc())
              .limit(1)
              .collectAsList()
              .stream()
              .findFirst();
      source.ifPresent(trail::line);
    }
  }

  // Tables that rest on one line's spread.

  private void line(String comparator) {
    trail
        .one(
            RateSpreads.TABLE,
            cell.agrees(cell.table().key().toArray(Field<?>[]::new))
                .and(RateSpreads.COMPARATOR.col().equalTo(comparator)))
        .ifPresent(row -> new Explanation(trail, new Cell(RateSpreads.TABLE, row)).spread());
  }

  private void offer() {
    trail.head("How it is made");
    trail.say(
        "rank %s by AER of the %s lines of term %s and kind %s that a new buyer could buy:",
        cell.text(BestOffers.AER_RANK),
        cell.text(BestOffers.OFFERS),
        cell.text(RateSpreads.NORMALISED_TERM),
        cell.text(RateSpreads.PRODUCT_KIND));
    trail.members(
        trail
            .rows(BestOffers.TABLE)
            .filter(
                cell.agrees(
                    BestOffers.AS_OF_DATE, RateSpreads.PRODUCT_KIND, RateSpreads.NORMALISED_TERM))
            .filter(RateSpreads.AER_PCT.col().isNotNull()),
        RateSpreads.AER_PCT.col(),
        BestOffers.AER_RANK,
        RateSpreads.AER_PCT,
        RateSpreads.PLATFORM_ID,
        RateSpreads.PRODUCT_ID,
        RateSpreads.BANK_ID);
    line(firstComparator());
  }

  private void cost() {
    trail.head("How it is made");
    if (cell.has(BankCost.REASON)) {
      trail.say("no cost, NO_FEE: no fee of this platform and bank is in force that day");
    } else {
      trail.say(
          "bank_cost_pct = bank-paid %s + fee %s = %s",
          cell.text(RateSpreads.BANK_PAID_RATE_PCT),
          cell.text(BankCost.FEE_PCT),
          cell.text(BankCost.BANK_COST_PCT));
      trail.say(
          "cost_over_own_posted_bp = (%s - %s) x 100 = %s",
          cell.text(BankCost.BANK_COST_PCT),
          cell.text(BankCost.OWN_POSTED_RATE_PCT),
          cell.text(BankCost.COST_OVER_OWN_POSTED_BP));
    }
    line(Comparator.Kind.OWN_POSTED.name());
  }

  private String firstComparator() {
    return trail.market().comparators().keySet().iterator().next().name();
  }

  // Tables that summarise many rows.

  private void summary() {
    Dataset<Row> lines =
        trail
            .rows(RateSpreads.TABLE)
            .filter(
                cell.agrees(
                    RateSpreads.AS_OF_DATE, RateSpreads.PRODUCT_KIND, RateSpreads.COMPARATOR))
            .filter(RateSpreads.VIEWER.col().equalTo("NEW_BUYER"))
            .filter(onPlatform(SpreadSummary.PLATFORM_ID))
            .filter(unlessAll(SpreadSummary.BANK_CLASS, RateSpreads.BANK_CLASS))
            .filter(unlessAll(SpreadSummary.TERM, RateSpreads.NORMALISED_TERM));
    Dataset<Row> counted = lines.filter(Listings.entersMeans());
    trail.head("How it is made");
    trail.say(
        "over %s lines with a spread of %s products; mean = their sum / %s; %s lines have none",
        cell.text(SpreadSummary.LINES),
        cell.text(SpreadSummary.PRODUCTS),
        cell.text(SpreadSummary.LINES),
        cell.text(SpreadSummary.LINES_WITHOUT_SPREAD));
    trail.members(
        counted.filter(RateSpreads.SPREAD_BP.col().isNotNull()),
        RateSpreads.SPREAD_BP.col(),
        RateSpreads.SPREAD_BP,
        RateSpreads.HEADLINE_RATE_PCT,
        RateSpreads.COMPARATOR_RATE_PCT,
        RateSpreads.PLATFORM_ID,
        RateSpreads.PRODUCT_ID,
        RateSpreads.TERM,
        RateSpreads.PAYOUT_CYCLE,
        RateSpreads.RATE_KIND,
        RateSpreads.MIN_AMOUNT,
        RateSpreads.LINE_NO);
    trail.head("What was left out of the mean, and why");
    trail.counts(counted.filter(RateSpreads.REASON.col().isNotNull()), RateSpreads.REASON);
    long otherKinds = lines.count() - counted.count();
    trail.say(
        "%6d  lines of a rate kind that enters no mean (bonus, tier, introductory)", otherKinds);
    trail.say("explain rate_spreads with one line's key follows it to its file.");
  }

  /** The cell's platform; under ALL every platform, but not the banks' own channel. */
  private Column onPlatform(Field<String> field) {
    String platform = cell.get(field);
    return platform.equals(ALL)
        ? field.col().notEqual(trail.market().ownChannel().orElse(""))
        : field.col().equalTo(platform);
  }

  private Column unlessAll(Field<String> field, Field<String> below) {
    String value = cell.get(field);
    return value == null
        ? below.col().isNull()
        : value.equals(ALL) ? lit(true) : below.col().equalTo(value);
  }

  private void counts() {
    Column day = cell.literal(ProductCounts.AS_OF_DATE);
    Dataset<Row> shelf =
        trail
            .rows(ShelfDays.TABLE)
            .filter(cell.agrees(ProductCounts.AS_OF_DATE, ProductCounts.VIEWER))
            .filter(ShelfDays.SPELL_KIND.col().equalTo(cell.get(ProductCounts.PRODUCT_KIND)))
            .filter(onPlatform(ProductCounts.PLATFORM_ID));
    String bankClass = cell.get(ProductCounts.BANK_CLASS);
    if (!ALL.equals(bankClass)) {
      shelf = shelf.filter(ShelfDays.SPELL_BANK_ID.col().isin(banksOf(singletonList(bankClass))));
    }
    Dataset<Row> open = shelf.filter(ShelfDays.DISPLAYED.col());
    trail.head("How it is made");
    trail.say(
        "stock %s = yesterday's and entered %s + relisted %s - withdrawn %s",
        cell.text(ProductCounts.STOCK),
        cell.text(ProductCounts.ENTERED),
        cell.text(ProductCounts.RELISTED),
        cell.text(ProductCounts.WITHDRAWN));
    trail.head("In stock");
    products(open);
    trail.head("Came that day");
    products(open.filter(ShelfDays.FIRST_SEEN.col().equalTo(day)));
    trail.head("Went: first proven absent that day");
    products(shelf.filter(ShelfDays.FIRST_ABSENT.col().equalTo(day)));
    trail.head("In stock, though no scan showed it that day");
    products(open.filter(ShelfDays.SIGHTED.col().equalTo(false)));
  }

  private void products(Dataset<Row> rows) {
    trail.members(
        rows,
        ShelfDays.LAST_SEEN.col(),
        ShelfDays.PLATFORM_ID,
        ShelfDays.PRODUCT_ID,
        ShelfDays.SPELL_BANK_ID,
        ShelfDays.FIRST_SEEN,
        ShelfDays.LAST_SEEN,
        ShelfDays.SCAN_STATUS,
        ShelfDays.CONFIRMED_BY);
  }

  private void state() {
    trail.head("How it is made, from each viewer's side");
    Dataset<Row> sides =
        trail
            .rows(ShelfDays.TABLE)
            .filter(
                cell.agrees(
                    ListingStates.AS_OF_DATE, ListingStates.PLATFORM_ID, ListingStates.PRODUCT_ID));
    for (Row row : sides.orderBy(ShelfDays.VIEWER.col()).collectAsList()) {
      Cell side = new Cell(ShelfDays.TABLE, row);
      trail.say(
          "%s sees %s: scan that day %s, sighted %s; last seen %s as %s; first absent %s (%s)",
          side.text(ShelfDays.VIEWER),
          side.text(ShelfDays.SEES),
          side.text(ShelfDays.SCAN_STATUS),
          side.text(ShelfDays.SIGHTED),
          side.text(ShelfDays.LAST_SEEN),
          side.text(ShelfDays.LAST_SEEN_ID),
          side.text(ShelfDays.FIRST_ABSENT),
          side.text(ShelfDays.CONFIRMED_BY));
      lastSighting(
          side.get(ShelfDays.PLATFORM_ID),
          side.get(ShelfDays.LAST_SEEN_ID),
          side.get(ShelfDays.VIEWER),
          row.getAs(ShelfDays.LAST_SEEN.name()));
    }
  }

  private void spell() {
    trail.head("How it is made");
    trail.say(
        "it stayed from %s to %s days: seen from %s to %s, first proven absent %s by %s",
        cell.text(Spells.DAYS_MIN),
        cell.has(Spells.DAYS_MAX) ? cell.text(Spells.DAYS_MAX) : "an unknown number of",
        cell.text(Spells.FIRST_SEEN),
        cell.text(Spells.LAST_SEEN),
        cell.text(Spells.FIRST_ABSENT),
        cell.text(Spells.CONFIRMED_BY));
    for (Field<LocalDate> day : List.of(Spells.FIRST_SEEN, Spells.LAST_SEEN)) {
      Object on = cell.row().getAs(day.name());
      List<String> ids =
          new ArrayList<>(
              cell.row().<String>getList(cell.row().fieldIndex(Spells.FORMER_IDS.name())));
      ids.add(cell.get(Spells.PRODUCT_ID));
      ids.forEach(
          id -> lastSighting(cell.get(Spells.PLATFORM_ID), id, cell.get(Spells.VIEWER), on));
    }
    if ("EVENT".equals(cell.get(Spells.CONFIRMED_BY))) {
      trail.head("Events of that platform");
      trail
          .rows(Events.TABLE)
          .filter(Events.PLATFORM_ID.col().equalTo(cell.get(Spells.PLATFORM_ID)))
          .orderBy(Events.DATE_FROM.col())
          .collectAsList()
          .forEach(
              row -> {
                Cell event = new Cell(Events.TABLE, row);
                trail.say(
                    "%s %s to %s %s, by %s",
                    event.text(Events.EVENT_ID),
                    event.text(Events.DATE_FROM),
                    event.text(Events.DATE_TO),
                    event.text(Events.KIND),
                    event.text(Events.SOURCE));
              });
    } else if (cell.has(Spells.FIRST_ABSENT)) {
      scan(
          Scans.SCAN_DATE
              .col()
              .equalTo(cell.literal(Spells.FIRST_ABSENT))
              .and(cell.agrees(Spells.PLATFORM_ID, Spells.VIEWER)));
    }
  }

  private void lastSighting(String platform, String product, String viewer, Object day) {
    trail
        .one(
            Listings.TABLE,
            Listings.SCAN_DATE
                .col()
                .equalTo(lit(day))
                .and(Listings.PLATFORM_ID.col().equalTo(platform))
                .and(Listings.PRODUCT_ID.col().equalTo(product))
                .and(Listings.VIEWER.col().equalTo(viewer)))
        .ifPresent(trail::line);
  }
}
