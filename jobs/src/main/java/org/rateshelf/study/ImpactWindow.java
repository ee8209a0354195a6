package org.rateshelf.study;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rateshelf.day.Levels;
import org.rateshelf.figures.Exact;
import org.rateshelf.market.Market;
import org.rateshelf.market.Reference;
import org.rateshelf.schema.Field;
import org.rateshelf.study.ImpactDay.Counted;
import org.rateshelf.study.ImpactDay.Lines;
import org.rateshelf.study.ImpactDay.Unit;
import org.rateshelf.table.WindowSums;

/** The sums of a window's days. */
final class ImpactWindow implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int PLACES = 20;

  /** A unit's days with a spread; there may be none. */
  static final class Sums implements Serializable {
    private static final long serialVersionUID = 1L;

    private BigDecimal spreads = BigDecimal.ZERO;
    private BigDecimal rates = BigDecimal.ZERO;
    private int days;
    private BigDecimal balances = BigDecimal.ZERO;
    private int balanceDays;
    private String bank;
    private LocalDate lastDay;
    private String lastId;

    private void add(LocalDate day, String id, Lines lines) {
      if (!lines.haveSpread()) {
        return;
      }
      spreads = spreads.add(lines.meanSpread());
      rates = rates.add(lines.meanRate());
      days++;
      if (lines.balance() != null) {
        balances = balances.add(lines.balance());
        balanceDays++;
      }
      mark(lines.bank(), day, id);
    }

    void merge(Sums other) {
      if (other.days == 0) {
        return;
      }
      spreads = spreads.add(other.spreads);
      rates = rates.add(other.rates);
      days += other.days;
      balances = balances.add(other.balances);
      balanceDays += other.balanceDays;
      mark(other.bank, other.lastDay, other.lastId);
    }

    private void mark(String ofBank, LocalDate day, String id) {
      bank = bank == null || ofBank.compareTo(bank) > 0 ? ofBank : bank;
      int later = lastDay == null ? 1 : day.compareTo(lastDay);
      if (later > 0 || later == 0 && id.compareTo(lastId) > 0) {
        lastDay = day;
        lastId = id;
      }
    }

    /** Null where no day has a spread. */
    Value value() {
      return days == 0
          ? null
          : new Value(
              mean(spreads, days),
              mean(rates, days),
              mean(balances, balanceDays),
              bank,
              lastDay,
              lastId);
    }

    private static BigDecimal mean(BigDecimal sum, int days) {
      return Exact.quotient(sum, BigDecimal.valueOf(days));
    }
  }

  /**
   * A unit's means over its days with a spread, to twenty places.
   *
   * @param balance over those days that have one; null where none has
   * @param lastId its id on the last of these days
   */
  record Value(
      BigDecimal spreadBp,
      BigDecimal ratePct,
      BigDecimal balance,
      String bank,
      LocalDate lastDay,
      String lastId) {}

  final String event;
  final String name;
  private final LocalDate from;
  private final LocalDate to;
  private final Map<String, Integer> scanDays = new HashMap<>();
  private final Map<Counted, Long> productDays = new HashMap<>();

  /** All that had a line, with a spread or not. */
  final Map<Unit, Sums> units = new HashMap<>();

  ImpactWindow(String event, Market.Window window, LocalDate lastDay) {
    this.event = event;
    this.name = window.name();
    this.from = window.from();
    this.to = window.to().orElse(lastDay);
  }

  boolean includes(LocalDate day) {
    return !day.isBefore(from) && !day.isAfter(to);
  }

  void add(ImpactDay day, Reference reference) {
    day.units.forEach(
        (unit, lines) ->
            units.computeIfAbsent(unit, u -> new Sums()).add(day.date, unit.product(), lines));
    Set<String> scanned = new HashSet<>();
    day.scanned.forEach(platform -> scanned.addAll(Levels.ofPlatform(platform, reference)));
    scanned.forEach(platform -> scanDays.merge(platform, 1, Integer::sum));
    day.displayed.forEach(
        (counted, n) -> {
          for (String platform : Levels.ofPlatform(counted.platform(), reference)) {
            if (scanned.contains(platform)) {
              productDays.merge(counted.on(platform), (long) n, Long::sum);
            }
          }
        });
  }

  void merge(ImpactWindow other) {
    other.units.forEach((unit, sums) -> units.computeIfAbsent(unit, u -> new Sums()).merge(sums));
    other.scanDays.forEach((platform, days) -> scanDays.merge(platform, days, Integer::sum));
    other.productDays.forEach((counted, n) -> productDays.merge(counted, n, Long::sum));
  }

  /** Days with a COMPLETE scan of the new buyers' shelf. */
  int scanDays(String platform) {
    return scanDays.getOrDefault(platform, 0);
  }

  /** Mean over the scan days of the products displayed on them; null where there is none. */
  BigDecimal productsMean(ImpactCell cell) {
    Counted counted = new Counted(cell.platform(), cell.kind(), cell.bankClass(), cell.term());
    BigDecimal sum = BigDecimal.valueOf(productDays.getOrDefault(counted, 0L));
    return Exact.mean(sum, scanDays(cell.platform()), 4);
  }

  /** Its sums as rows of window_sums. */
  void tell(LocalDate asOf, List<Object[]> rows) {
    units.forEach(
        (unit, sums) ->
            rows.add(
                new Object[] {
                  event,
                  name,
                  WindowSums.OFFER,
                  unit.platform(),
                  unit.product(),
                  unit.kind(),
                  unit.bankClass(),
                  unit.term(),
                  unit.comparator(),
                  sums.days,
                  null,
                  sums.spreads.setScale(PLACES),
                  sums.rates.setScale(PLACES),
                  sums.balanceDays,
                  sums.balances.setScale(PLACES),
                  sums.bank,
                  sums.lastDay,
                  asOf
                }));
    scanDays.forEach(
        (platform, days) ->
            rows.add(
                new Object[] {
                  event,
                  name,
                  WindowSums.SCANS,
                  platform,
                  null,
                  null,
                  null,
                  null,
                  null,
                  days,
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  asOf
                }));
    productDays.forEach(
        (counted, n) ->
            rows.add(
                new Object[] {
                  event,
                  name,
                  WindowSums.DISPLAYED,
                  counted.platform(),
                  null,
                  counted.kind(),
                  counted.bankClass(),
                  counted.term(),
                  null,
                  null,
                  n,
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  asOf
                }));
  }

  /** Adds a row of window_sums. */
  void add(Object[] row) {
    String platform = of(row, WindowSums.PLATFORM_ID);
    switch (of(row, WindowSums.OF)) {
      case WindowSums.SCANS -> scanDays.merge(platform, of(row, WindowSums.DAYS), Integer::sum);
      case WindowSums.DISPLAYED ->
          productDays.merge(
              new Counted(
                  platform,
                  of(row, WindowSums.PRODUCT_KIND),
                  of(row, WindowSums.BANK_CLASS),
                  of(row, WindowSums.TERM)),
              of(row, WindowSums.PRODUCT_DAYS),
              Long::sum);
      default -> {
        Unit unit =
            new Unit(
                platform,
                of(row, WindowSums.PRODUCT_ID),
                of(row, WindowSums.PRODUCT_KIND),
                of(row, WindowSums.BANK_CLASS),
                of(row, WindowSums.TERM),
                of(row, WindowSums.COMPARATOR));
        units.computeIfAbsent(unit, u -> new Sums()).merge(sums(row, unit.product()));
      }
    }
  }

  private static Sums sums(Object[] row, String product) {
    Sums sums = new Sums();
    sums.days = of(row, WindowSums.DAYS);
    sums.spreads = of(row, WindowSums.SPREAD_SUM_BP);
    sums.rates = of(row, WindowSums.HEADLINE_SUM_PCT);
    sums.balanceDays = of(row, WindowSums.BALANCE_DAYS);
    sums.balances = of(row, WindowSums.BALANCE_SUM);
    sums.bank = of(row, WindowSums.BANK_ID);
    sums.lastDay = of(row, WindowSums.LAST_DAY);
    sums.lastId = product;
    return sums;
  }

  private static <T> T of(Object[] row, Field<T> field) {
    return WindowSums.TABLE.value(row, field);
  }
}
