package org.rateshelf.day;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.rateshelf.figures.Aer;
import org.rateshelf.figures.Exact;
import org.rateshelf.market.Comparator;
import org.rateshelf.market.Comparator.Kind;
import org.rateshelf.market.Market;
import org.rateshelf.market.Reference;
import org.rateshelf.market.Reference.Rate;
import org.rateshelf.shelf.Line;
import org.rateshelf.shelf.ShelfDay;
import org.rateshelf.table.Term;

/** What each comparator of a market quotes on one day. */
final class Quotes {
  /** A deposit's sort of rate: time rates and demand rates are never compared. */
  static final String TIME = "TIME_DEPOSIT";

  static final String DEMAND = "DEMAND_DEPOSIT";

  private static final Set<String> TAKES_TIME = Set.of(TIME, "SMART_DEPOSIT");
  private static final Set<Kind> NO_SHORTER_TERM = Set.of(Kind.CEILING, Kind.MARKET_MEDIAN);
  private static final String EVERYBODY = "";

  /** What is in force in a market on any day; sorted once, for all days. */
  static final class Rates {
    private final InForce<Rate> benchmark;
    private final InForce<Rate> ceilings;

    Rates(Reference reference) {
      benchmark = inForce(reference.benchmarkRates());
      ceilings = inForce(reference.ceilings());
    }

    private static InForce<Rate> inForce(List<Rate> rates) {
      record Series(String bankClass, String kind, String term) {}
      return new InForce<>(rates, r -> new Series(r.bankClass(), r.kind(), r.term()), Rate::from);
    }

    /** The latest of each series, but those that have ended. */
    private static List<Rate> on(LocalDate day, InForce<Rate> rates) {
      List<Rate> latest = rates.on(day);
      latest.removeIf(rate -> rate.to() != null && day.isAfter(rate.to()));
      return latest;
    }
  }

  /**
   * What a comparator quotes one rate for each term of.
   *
   * @param of a bank class, a bank, a product kind, or everybody
   */
  private record Scope(Kind comparator, String of, String sort) {}

  /** A kind's term, for which a mean or a median is of many rates. */
  private record KindTerm(String kind, String term) {}

  private final Reference reference;
  private final Day day;
  private final Map<Scope, Terms> quoted = new HashMap<>();

  Quotes(Reference reference, List<Comparator> comparators, Rates rates, Day day) {
    this.reference = reference;
    this.day = day;
    for (Comparator comparator : comparators) {
      Kind kind = comparator.kind();
      switch (kind) {
        case BENCHMARK -> benchmark(comparator, Rates.on(day.date(), rates.benchmark));
        case CEILING -> {
          for (Rate rate : Rates.on(day.date(), rates.ceilings)) {
            quote(kind, rate.bankClass(), rate.kind(), atMaturity(rate.term(), rate.ratePct()));
          }
        }
        case OWN_POSTED -> {
          for (Posted posted : day.posted()) {
            Quote quote = atMaturity(posted.term(), posted.ratePct(), null, posted.confirmedTo());
            quote(kind, posted.bankId(), posted.productKind(), quote);
          }
        }
        case BIG_POSTED, JOINT_POSTED -> classMean(comparator);
        case MARKET_MEDIAN -> marketMedian();
      }
    }
  }

  /** The match of a line's term; null where the comparator has no rate of its kind that day. */
  Terms.Match match(Kind comparator, Line line, String bankClass) {
    String of =
        switch (comparator) {
          case CEILING -> bankClass;
          case OWN_POSTED -> line.bankId();
          case MARKET_MEDIAN -> line.productKind();
          default -> EVERYBODY;
        };
    Terms terms = quoted.get(new Scope(comparator, of, sort(line)));
    return terms == null ? null : terms.match(isDemand(line) ? Term.DEMAND : line.term());
  }

  /** Which rates a line is held against; null for kinds that have no comparator. */
  private static String sort(Line line) {
    return isDemand(line) ? DEMAND : TAKES_TIME.contains(line.productKind()) ? TIME : null;
  }

  static boolean isDemand(Line line) {
    return line.productKind().equals(DEMAND);
  }

  private void benchmark(Comparator comparator, List<Rate> rates) {
    for (Rate rate : rates) {
      if (comparator.termless()) {
        Quote quote = atMaturity(Term.DEMAND, rate.ratePct());
        quote(comparator.kind(), EVERYBODY, TIME, quote);
        quote(comparator.kind(), EVERYBODY, DEMAND, quote);
      } else {
        Quote quote = atMaturity(rate.term(), rate.ratePct());
        quote(comparator.kind(), EVERYBODY, rate.kind(), quote);
      }
    }
  }

  private void classMean(Comparator comparator) {
    Map<KindTerm, List<Posted>> ofClass = new HashMap<>();
    for (Posted posted : day.posted()) {
      Reference.Bank bank = reference.bank(posted.bankId());
      if (bank != null && comparator.classes().contains(bank.bankClass())) {
        KindTerm of = new KindTerm(posted.productKind(), posted.term());
        ofClass.computeIfAbsent(of, x -> new ArrayList<>()).add(posted);
      }
    }
    ofClass.forEach(
        (of, posted) -> {
          if (posted.size() >= settings().leastClassBanks()) {
            quote(comparator.kind(), EVERYBODY, of.kind(), mean(of.term(), posted));
          }
        });
  }

  private static Quote mean(String term, List<Posted> ofBanks) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Posted posted : ofBanks) {
      sum = sum.add(posted.ratePct());
    }
    BigDecimal mean = Exact.mean(sum, ofBanks.size(), 4);
    return atMaturity(term, mean, ofBanks.size(), allVouchTo(ofBanks));
  }

  /** The earliest day that the sources vouch to; null if any does not say. */
  private static LocalDate allVouchTo(List<Posted> ofBanks) {
    List<LocalDate> days = new ArrayList<>();
    ofBanks.forEach(posted -> days.add(posted.confirmedTo()));
    return days.contains(null) ? null : Collections.min(days);
  }

  /** The median over products of each one's highest rate, and of each one's highest AER. */
  private void marketMedian() {
    Map<KindTerm, List<BigDecimal>> rates = highest(Line::headlinePct);
    Map<KindTerm, List<BigDecimal>> aers = highest(Line::aerPct);
    rates.forEach(
        (of, ofProducts) -> {
          BigDecimal rate = median(ofProducts);
          if (rate != null) {
            BigDecimal aer = median(aers.getOrDefault(of, List.of()));
            String sort = of.kind().equals(DEMAND) ? DEMAND : TIME;
            Quote quote = new Quote(of.term(), rate, aer, ofProducts.size(), null);
            quote(Kind.MARKET_MEDIAN, of.kind(), sort, quote);
          }
        });
  }

  /** The highest figure of each product that new buyers can buy, by kind and normalised term. */
  private Map<KindTerm, List<BigDecimal>> highest(Function<Line, BigDecimal> figure) {
    Map<KindTerm, List<BigDecimal>> ofProducts = new HashMap<>();
    for (ShelfDay product : day.shelves()) {
      Map<KindTerm, BigDecimal> ofProduct = new HashMap<>();
      for (Line line : product.lines()) {
        BigDecimal value = figure.apply(line);
        if (value != null && Spread.canBeBought(product, line) && hasTerm(line)) {
          String term = isDemand(line) ? Term.DEMAND : line.normalisedTerm();
          ofProduct.merge(new KindTerm(line.productKind(), term), value, BigDecimal::max);
        }
      }
      ofProduct.forEach(
          (of, value) -> ofProducts.computeIfAbsent(of, x -> new ArrayList<>()).add(value));
    }
    return ofProducts;
  }

  /** Whether a line's term is known, and its kind one that has comparators. */
  private static boolean hasTerm(Line line) {
    return isDemand(line)
        || TAKES_TIME.contains(line.productKind()) && Term.length(line.normalisedTerm()) != null;
  }

  /** Null of fewer products than a median must have. */
  private BigDecimal median(List<BigDecimal> ofProducts) {
    return ofProducts.size() < settings().leastMedianProducts()
        ? null
        : Exact.percentile(ofProducts.stream().sorted().toList(), 5, 4);
  }

  private Market.Settings settings() {
    return reference.market().settings();
  }

  private static Quote atMaturity(String term, BigDecimal ratePct) {
    return atMaturity(term, ratePct, null, null);
  }

  private static Quote atMaturity(
      String term, BigDecimal ratePct, Integer banks, LocalDate confirmedTo) {
    BigDecimal aer = Aer.of(ratePct, term, Aer.AT_MATURITY);
    return new Quote(term, ratePct, aer, banks, confirmedTo);
  }

  private void quote(Kind comparator, String of, String sort, Quote quote) {
    quoted.computeIfAbsent(new Scope(comparator, of, sort), this::termsOf).add(quote);
  }

  private Terms termsOf(Scope scope) {
    Comparator comparator = reference.market().comparators().get(scope.comparator());
    return comparator.kind() == Kind.BENCHMARK && comparator.termless()
        ? Terms.termless()
        : new Terms(scope.sort().equals(TIME), !NO_SHORTER_TERM.contains(comparator.kind()));
  }
}
