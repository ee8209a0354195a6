package org.rateshelf.day;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.rateshelf.figures.Aer;
import org.rateshelf.market.Reference;
import org.rateshelf.shelf.Line;
import org.rateshelf.table.BankRates;
import org.rateshelf.table.Listings;
import org.rateshelf.table.PostedDays;
import org.rateshelf.table.Term;

/**
 * The posted rate in force on each day: it lasts until that bank's next one for the kind and term.
 *
 * <p>Where the market says that listings are the posted rates, those of the compared classes' banks
 * are: of each kind and term the line with the lowest minimum, paid at maturity before others, then
 * the higher rate.
 */
public final class PostedRates {
  private static final Comparator<Line> FIRST_CHOICE =
      comparing(Line::minAmount)
          .thenComparing(line -> !Aer.isPaidAtEnd(line.term(), line.payoutCycle()))
          .thenComparing(Line::headlinePct, reverseOrder())
          .thenComparing(Line::platform)
          .thenComparing(Line::listedAs);

  private record Series(String bankId, String productKind, String term) {}

  private final InForce<Posted> inForce;

  /**
   * @param announced each with its first day in force; or, to go on from a day, the rates that were
   *     in force on it. Of two of one bank, kind, term and day the higher rate counts
   */
  public PostedRates(Collection<Posted> announced) {
    List<Posted> higherLast = new ArrayList<>(announced);
    higherLast.sort(comparing(Posted::ratePct));
    inForce =
        new InForce<>(
            higherLast, p -> new Series(p.bankId(), p.productKind(), p.term()), Posted::day);
  }

  /** What is in force on a day, as of that day. */
  public List<Posted> on(LocalDate day) {
    List<Posted> posted = inForce.on(day);
    posted.replaceAll(
        p -> new Posted(day, p.bankId(), p.productKind(), p.term(), p.ratePct(), p.confirmedTo()));
    return posted;
  }

  /** What a row of bank_rates announces; nothing where its term is not known. */
  public static Optional<Posted> announced(Object[] bankRate) {
    String term = Term.canonical(BankRates.TABLE.value(bankRate, BankRates.TERM));
    return term.equals(Listings.UNKNOWN)
        ? Optional.empty()
        : Optional.of(
            new Posted(
                BankRates.TABLE.value(bankRate, BankRates.EFFECTIVE_FROM),
                BankRates.TABLE.value(bankRate, BankRates.BANK_ID),
                BankRates.TABLE.value(bankRate, BankRates.PRODUCT_KIND),
                term,
                BankRates.TABLE.value(bankRate, BankRates.RATE_PCT),
                BankRates.TABLE.value(bankRate, BankRates.EFFECTIVE_TO)));
  }

  /** What the listings of a day announce, where these are the market's posted rates. */
  public static List<Posted> among(LocalDate day, Collection<Line> lines, Reference reference) {
    List<Posted> posted = new ArrayList<>();
    chosen(day, lines, reference)
        .forEach(
            (series, line) ->
                posted.add(
                    new Posted(
                        day,
                        series.bankId(),
                        series.productKind(),
                        series.term(),
                        line.headlinePct(),
                        null)));
    return posted;
  }

  /** The lines that these are. */
  public static List<Line> listings(LocalDate day, Collection<Line> lines, Reference reference) {
    return List.copyOf(chosen(day, lines, reference).values());
  }

  private static Map<Series, Line> chosen(
      LocalDate day, Collection<Line> lines, Reference reference) {
    Set<String> classes = new HashSet<>();
    reference.market().comparators().values().forEach(c -> classes.addAll(c.classes()));
    Map<Series, Line> chosen = new LinkedHashMap<>();
    for (Line line : lines) {
      if (line.listedOn().equals(day) && isPosted(line, reference, classes)) {
        String term = Quotes.isDemand(line) ? Term.DEMAND : Term.canonical(line.term());
        chosen.merge(
            new Series(line.bankId(), line.productKind(), term),
            line,
            (one, other) -> FIRST_CHOICE.compare(one, other) <= 0 ? one : other);
      }
    }
    return chosen;
  }

  private static boolean isPosted(Line line, Reference reference, Set<String> classes) {
    Reference.Bank bank = reference.bank(line.bankId());
    boolean termIsKnown = !line.term().equals(Listings.UNKNOWN);
    return bank != null
        && classes.contains(bank.bankClass())
        && (Quotes.isDemand(line) || line.productKind().equals(Quotes.TIME) && termIsKnown)
        && line.entersMeans()
        && line.headlinePct() != null;
  }

  /** A row of posted_days. */
  public static Object[] row(Posted posted) {
    return new Object[] {
      posted.day(),
      posted.bankId(),
      posted.productKind(),
      posted.term(),
      posted.ratePct(),
      posted.confirmedTo()
    };
  }

  /** What {@link #row} has made a row of. */
  public static Posted ofRow(Object[] row) {
    return new Posted(
        PostedDays.TABLE.value(row, PostedDays.AS_OF_DATE),
        PostedDays.TABLE.value(row, PostedDays.BANK_ID),
        PostedDays.TABLE.value(row, PostedDays.PRODUCT_KIND),
        PostedDays.TABLE.value(row, PostedDays.TERM),
        PostedDays.TABLE.value(row, PostedDays.RATE_PCT),
        PostedDays.TABLE.value(row, PostedDays.CONFIRMED_TO));
  }
}
