package org.rateshelf.day;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.figures.Exact;
import org.rateshelf.market.Comparator;
import org.rateshelf.market.Comparator.Kind;
import org.rateshelf.market.Reference;
import org.rateshelf.schema.Field;
import org.rateshelf.shelf.Line;
import org.rateshelf.shelf.Sees;
import org.rateshelf.shelf.ShelfDay;
import org.rateshelf.shelf.State;
import org.rateshelf.table.Provenance;

/**
 * The spread of every line of every product that is not closed, against every comparator.
 *
 * <p>Each viewer's lines are those of his latest sighting. A spread that does not exist is null and
 * says why; what only holders still see has no offered spread.
 */
public final class Spreads {
  private final Reference reference;
  private final Quotes.Rates rates;
  private final List<Comparator> comparators;

  /** Serves any number of days. */
  public Spreads(Reference reference) {
    this(reference, reference.market().comparators().keySet());
  }

  /** Against some of the market's comparators only. */
  public Spreads(Reference reference, Set<Kind> against) {
    this.reference = reference;
    rates = new Quotes.Rates(reference);
    comparators =
        reference.market().comparators().values().stream()
            .filter(comparator -> against.contains(comparator.kind()))
            .toList();
  }

  /** All spreads of a day: of each line in the order of the market's comparators. */
  public List<Spread> of(Day day) {
    Quotes quotes = new Quotes(reference, comparators, rates, day);
    List<Spread> spreads = new ArrayList<>();
    for (ShelfDay shelf : day.shelves()) {
      if (shelf.state() != State.CLOSED) {
        for (Line line : shelf.lines()) {
          String bankClass = reference.bankClass(line.bankId());
          String noOffer = noOffer(shelf, line);
          for (Comparator comparator : comparators) {
            Kind kind = comparator.kind();
            spreads.add(
                noOffer == null
                    ? held(shelf, line, kind, bankClass, quotes)
                    : without(shelf, line, kind, bankClass, noOffer));
          }
        }
      }
    }
    return spreads;
  }

  /** Why a line has no rate that could be had that day; null where it has. The first counts. */
  private static String noOffer(ShelfDay shelf, Line line) {
    if (shelf.sees() == Sees.UNKNOWN) {
      return "NO_SCAN";
    }
    boolean newBuyer = shelf.viewer().equals("NEW_BUYER");
    boolean absent = shelf.sees() == Sees.ABSENT;
    if (newBuyer && absent) {
      return "HOLDERS_ONLY";
    }
    boolean canPutIn = line.action().equals("BUY") || !newBuyer && line.action().equals("TOP_UP");
    if (absent || !canPutIn) {
      return "NOT_ON_SALE";
    }
    return line.headlinePct() == null ? "RATE_MISSING" : null;
  }

  private static Spread held(
      ShelfDay shelf, Line line, Kind comparator, String bankClass, Quotes quotes) {
    Terms.Match match = quotes.match(comparator, line, bankClass);
    if (match == null) {
      return without(shelf, line, comparator, bankClass, "NO_COMPARATOR");
    }
    Quote quote = match.quote();
    if (quote == null) {
      return without(shelf, line, comparator, bankClass, "NO_TERM_MATCH");
    }
    return new Spread(
        shelf,
        line,
        comparator,
        bankClass,
        quote,
        match.how(),
        Exact.basisPoints(line.headlinePct(), quote.ratePct()),
        Exact.basisPoints(line.bankPaidPct(), quote.ratePct()),
        Exact.basisPoints(line.aerPct(), quote.aerPct()),
        null);
  }

  private static Spread without(
      ShelfDay shelf, Line line, Kind comparator, String bankClass, String reason) {
    return new Spread(shelf, line, comparator, bankClass, null, null, null, null, null, reason);
  }

  /** A row of rate_spreads. */
  public static Object[] row(Spread spread) {
    ShelfDay shelf = spread.shelf();
    Line line = spread.line();
    Quote quote = spread.quote();
    return new Object[] {
      shelf.day(),
      shelf.platform(),
      shelf.product(),
      shelf.viewer(),
      line.term(),
      line.payoutCycle(),
      line.rateKind(),
      line.minAmount(),
      line.lineNo(),
      spread.comparator().name(),
      line.bankId(),
      line.productKind(),
      spread.bankClass(),
      line.headlinePct(),
      line.bankPaidPct(),
      line.aerPct(),
      quote == null ? null : quote.ratePct(),
      quote == null ? null : quote.term(),
      quote == null ? null : quote.banks(),
      quote == null ? null : quote.confirmedTo(),
      spread.termMatch(),
      spread.spreadBp(),
      spread.bankPaidSpreadBp(),
      spread.aerSpreadBp(),
      spread.reason(),
      line.normalisedTerm(),
      line.action(),
      line.listedOn(),
      line.listedAs(),
      line.fileSha256(),
      line.fileLine()
    };
  }

  /** The line of a row of rate_spreads. */
  public static Line line(Object[] row) {
    return new Line(
        value(row, RateSpreads.LISTED_ON),
        value(row, RateSpreads.PLATFORM_ID),
        value(row, RateSpreads.LISTED_AS),
        value(row, RateSpreads.VIEWER),
        value(row, RateSpreads.TERM),
        value(row, RateSpreads.PAYOUT_CYCLE),
        value(row, RateSpreads.RATE_KIND),
        value(row, RateSpreads.MIN_AMOUNT),
        value(row, RateSpreads.LINE_NO),
        value(row, RateSpreads.BANK_ID),
        value(row, RateSpreads.PRODUCT_KIND),
        value(row, RateSpreads.ACTION),
        value(row, RateSpreads.HEADLINE_RATE_PCT),
        value(row, RateSpreads.BANK_PAID_RATE_PCT),
        value(row, RateSpreads.AER_PCT),
        value(row, RateSpreads.NORMALISED_TERM),
        value(row, Provenance.FILE_SHA256),
        value(row, Provenance.FILE_LINE));
  }

  private static <T> T value(Object[] row, Field<T> field) {
    return RateSpreads.TABLE.value(row, field);
  }
}
