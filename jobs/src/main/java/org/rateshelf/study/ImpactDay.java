package org.rateshelf.study;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rateshelf.day.Balances;
import org.rateshelf.day.Levels;
import org.rateshelf.figures.Exact;
import org.rateshelf.table.Term;

/** New buyers' shelves on one day, as far as they were told: lines, products and scans. */
final class ImpactDay implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * A product in a term as it is offered: what enters a mean once.
   *
   * @param product its id of the day; over all days the latest
   * @param kind of its line, as is the class
   * @param term canonical and normalised
   */
  record Unit(
      String platform,
      String product,
      String kind,
      String bankClass,
      String term,
      String comparator)
      implements Serializable {
    ImpactCell cell() {
      return new ImpactCell(platform, kind, bankClass, term, comparator);
    }

    Unit latest(LatestIds ids) {
      String id = ids.of(platform, product);
      return id.equals(product) ? this : new Unit(platform, id, kind, bankClass, term, comparator);
    }
  }

  /** Products that are counted together; class and term may be ALL. */
  record Counted(String platform, String kind, String bankClass, String term)
      implements Serializable {
    Counted on(String otherPlatform) {
      return new Counted(otherPlatform, kind, bankClass, term);
    }
  }

  /** A unit's lines with a spread; there may be none. */
  static final class Lines implements Serializable {
    private static final long serialVersionUID = 1L;

    private BigDecimal spreads = BigDecimal.ZERO;
    private BigDecimal rates = BigDecimal.ZERO;
    private int count;
    private String bank;
    private BigDecimal balance;

    boolean haveSpread() {
      return count > 0;
    }

    BigDecimal meanSpread() {
      return mean(spreads);
    }

    BigDecimal meanRate() {
      return mean(rates);
    }

    private BigDecimal mean(BigDecimal sum) {
      return count == 1 ? sum : Exact.quotient(sum, BigDecimal.valueOf(count));
    }

    /** The last by name, should they name several. */
    String bank() {
      return bank;
    }

    /** Null where there is none that may be used. */
    BigDecimal balance() {
      return balance;
    }
  }

  final LocalDate date;
  final Map<Unit, Lines> units = new HashMap<>();
  final Map<Counted, Integer> displayed = new HashMap<>();
  final Set<String> scanned = new HashSet<>();

  ImpactDay(LocalDate date) {
    this.date = date;
  }

  /**
   * Adds a line that enters means.
   *
   * @param spreadBp null where it has none
   */
  void line(
      Unit unit, String bank, BigDecimal spreadBp, BigDecimal headlinePct, Balances balances) {
    Lines lines = units.computeIfAbsent(unit, u -> new Lines());
    if (spreadBp == null) {
      return;
    }
    if (lines.count == 0) {
      lines.balance = balances.of(date, unit.platform(), unit.product(), unit.term());
    }
    lines.count++;
    lines.spreads = lines.spreads.add(spreadBp);
    lines.rates = lines.rates.add(headlinePct);
    lines.bank = lines.bank == null || bank.compareTo(lines.bank) > 0 ? bank : lines.bank;
  }

  /** Counts a displayed product: once in each of its normalised terms, and once in all. */
  void displayed(String platform, String kind, String bankClass, List<String> anyTerms) {
    Set<String> terms = new HashSet<>();
    anyTerms.forEach(term -> terms.add(Term.normalised(term)));
    terms.add(Levels.ALL);
    for (String term : terms) {
      for (String ofClass : Levels.of(bankClass)) {
        displayed.merge(new Counted(platform, kind, ofClass, term), 1, Integer::sum);
      }
    }
  }
}
