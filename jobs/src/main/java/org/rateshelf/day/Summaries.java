package org.rateshelf.day;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;
import static org.rateshelf.figures.Exact.percentile;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rateshelf.figures.Exact;
import org.rateshelf.market.Comparator.Kind;
import org.rateshelf.market.Reference;

/**
 * The day's rows of {@link org.rateshelf.answer.SpreadSummary}: spreads that new buyers were
 * offered, by platform, kind, bank class and term, and pooled over platforms, classes and terms.
 */
public final class Summaries {
  /** What is summed up together; ALL where it is pooled. */
  private record Cell(
      String platform, String productKind, String bankClass, String term, Kind comparator) {}

  private record Product(String platform, String id) {}

  /** The lines of a product in its own cell, which names its term. */
  private static final class Lines {
    private BigDecimal totalBp = BigDecimal.ZERO;
    private int count;

    void add(BigDecimal spreadBp) {
      totalBp = totalBp.add(spreadBp);
      count++;
    }

    BigDecimal meanBp() {
      return Exact.mean(totalBp, count, 10);
    }
  }

  private final Day day;
  private final Reference reference;
  private final Map<Cell, Figures> cells = new LinkedHashMap<>();
  private final Map<Cell, List<Figures>> levels = new HashMap<>();
  private final Map<Product, Map<Cell, Lines>> products = new LinkedHashMap<>();

  private Summaries(Day day, Reference reference) {
    this.day = day;
    this.reference = reference;
  }

  public static List<Object[]> rows(Day day, List<Spread> spreads, Reference reference) {
    Summaries summaries = new Summaries(day, reference);
    // Sorted once, so that every cell has its own in order.
    spreads.stream()
        .filter(Spread::entersSummaries)
        .sorted(comparing(Spread::spreadBp, nullsLast(naturalOrder())))
        .forEach(summaries::add);
    summaries.products.forEach(summaries::weigh);
    List<Object[]> rows = new ArrayList<>(summaries.cells.size());
    summaries.cells.forEach((cell, figures) -> rows.add(figures.row(day.date(), cell)));
    return rows;
  }

  private void add(Spread spread) {
    Cell own =
        new Cell(
            spread.shelf().platform(),
            spread.line().productKind(),
            spread.bankClass(),
            spread.line().normalisedTerm(),
            spread.comparator());
    for (Figures figures : levels.computeIfAbsent(own, this::pooled)) {
      figures.add(spread.spreadBp());
    }
    if (spread.spreadBp() != null) {
      Product product = new Product(own.platform(), spread.shelf().product());
      products
          .computeIfAbsent(product, p -> new LinkedHashMap<>())
          .computeIfAbsent(own, c -> new Lines())
          .add(spread.spreadBp());
    }
  }

  /** The figures of a cell, and of all that are pooled over it. */
  private List<Figures> pooled(Cell own) {
    List<Figures> all = new ArrayList<>(8);
    for (String platform : Levels.ofPlatform(own.platform(), reference)) {
      for (String bankClass : Levels.of(own.bankClass())) {
        for (String term : Levels.of(own.term())) {
          Cell cell = new Cell(platform, own.productKind(), bankClass, term, own.comparator());
          all.add(cells.computeIfAbsent(cell, c -> new Figures()));
        }
      }
    }
    return all;
  }

  /** A product's balance in a term weighs the mean over its lines of that term. */
  private void weigh(Product product, Map<Cell, Lines> terms) {
    terms.forEach(
        (own, lines) -> {
          BigDecimal balance =
              day.balances().of(day.date(), product.platform(), product.id(), own.term());
          BigDecimal weighted = balance == null ? null : balance.multiply(lines.meanBp());
          for (Figures figures : levels.get(own)) {
            figures.weigh(product, balance, weighted);
          }
        });
  }

  /** What is counted and added up of one cell. */
  private static final class Figures {
    private final List<BigDecimal> sortedBp = new ArrayList<>();
    private Product latest;
    private Product latestCovered;
    private int products;
    private int covered;
    private BigDecimal totalBp = BigDecimal.ZERO;
    private BigDecimal weight = BigDecimal.ZERO;
    private BigDecimal weighted = BigDecimal.ZERO;
    private int withoutSpread;

    /** Notes a line; they come by rising spread, and last those that have none. */
    void add(BigDecimal spreadBp) {
      if (spreadBp == null) {
        withoutSpread++;
      } else {
        sortedBp.add(spreadBp);
        totalBp = totalBp.add(spreadBp);
      }
    }

    /** Notes a product in a term, all of one product together; null without a balance. */
    void weigh(Product product, BigDecimal balance, BigDecimal balanceTimesMean) {
      products += product == latest ? 0 : 1;
      latest = product;
      if (balance != null) {
        covered += product == latestCovered ? 0 : 1;
        latestCovered = product;
        weight = weight.add(balance);
        weighted = weighted.add(balanceTimesMean);
      }
    }

    Object[] row(LocalDate day, Cell cell) {
      int lines = sortedBp.size();
      return new Object[] {
        day,
        cell.platform(),
        cell.productKind(),
        cell.bankClass(),
        cell.term(),
        cell.comparator().name(),
        products,
        lines,
        withoutSpread,
        Exact.mean(totalBp, lines, 2),
        percentile(sortedBp, 5, 2),
        percentile(sortedBp, 1, 2),
        percentile(sortedBp, 9, 2),
        lines == 0 ? null : sortedBp.get(lines - 1),
        Exact.ratio(weighted, weight, 2),
        Exact.percent(BigDecimal.valueOf(covered), BigDecimal.valueOf(products), 2)
      };
    }
  }
}
