package org.rateshelf.day;

import static java.util.Comparator.comparing;
import static java.util.Comparator.nullsLast;
import static java.util.Comparator.reverseOrder;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rateshelf.figures.Exact;
import org.rateshelf.market.Comparator;
import org.rateshelf.market.Reference;
import org.rateshelf.shelf.Line;

/**
 * The day's rows of {@link org.rateshelf.answer.BestOffers}: what a new buyer can buy, ranked by
 * effective annual rate among lines of one kind and term.
 */
public final class Offers {
  /** Lines that are ranked together; of all platforms where that is null. */
  private record Peers(String platform, String productKind, String term) {
    static Peers of(Line line) {
      return new Peers(null, line.productKind(), line.normalisedTerm());
    }

    Peers on(String shelf) {
      return new Peers(shelf, productKind, term);
    }
  }

  private Offers() {}

  public static List<Object[]> rows(Day day, List<Spread> spreads, Reference reference) {
    List<Spread> offers = bestFirst(spreads, reference);
    Map<Peers, Ranking> rankings = new HashMap<>();
    for (Spread offer : offers) {
      Peers peers = Peers.of(offer.line());
      BigDecimal aerPct = offer.line().aerPct();
      rankings.computeIfAbsent(peers, p -> new Ranking()).add(aerPct);
      rankings.computeIfAbsent(peers.on(offer.shelf().platform()), p -> new Ranking()).add(aerPct);
    }
    List<Object[]> rows = new ArrayList<>(offers.size());
    for (Spread offer : offers) {
      Peers peers = Peers.of(offer.line());
      rows.add(row(offer, rankings.get(peers), rankings.get(peers.on(offer.shelf().platform()))));
    }
    return rows;
  }

  /** Each line that a new buyer can buy, once, by falling effective rate; unknown ones last. */
  static List<Spread> bestFirst(List<Spread> spreads, Reference reference) {
    Comparator.Kind one = reference.market().comparators().keySet().iterator().next();
    return spreads.stream()
        .filter(spread -> spread.comparator() == one && spread.canBeBought())
        .sorted(comparing(spread -> spread.line().aerPct(), nullsLast(reverseOrder())))
        .toList();
  }

  private static Object[] row(Spread offer, Ranking all, Ranking shelf) {
    Line line = offer.line();
    return offer.lineRow(
        line.normalisedTerm(),
        line.headlinePct(),
        line.aerPct(),
        all.rank(line.aerPct()),
        all.offers,
        all.percentilePct(line.aerPct()),
        shelf.rank(line.aerPct()),
        shelf.offers);
  }

  /** Where effective rates stand among their peers. Those that are not known are in no count. */
  private static final class Ranking {
    /** One rate's place, and how many share it. */
    private static final class Place {
      final int rank;
      int equal;

      Place(int rank) {
        this.rank = rank;
      }
    }

    final Map<BigDecimal, Place> places = new HashMap<>();
    int offers;

    /** Takes the next rate in, which is not above the one before. */
    void add(BigDecimal aerPct) {
      if (aerPct != null) {
        offers++;
        places.computeIfAbsent(aerPct, rate -> new Place(offers)).equal++;
      }
    }

    Integer rank(BigDecimal aerPct) {
      return aerPct == null ? null : places.get(aerPct).rank;
    }

    /** Share of the offers that pay less, equal ones counted half: kept whole by doubling. */
    BigDecimal percentilePct(BigDecimal aerPct) {
      if (aerPct == null) {
        return null;
      }
      Place place = places.get(aerPct);
      int lower = offers - (place.rank - 1) - place.equal;
      return Exact.percent(
          BigDecimal.valueOf(2L * lower + place.equal), BigDecimal.valueOf(2L * offers), 2);
    }
  }
}
