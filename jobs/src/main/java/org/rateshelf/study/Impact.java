package org.rateshelf.study;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.day.Balances;
import org.rateshelf.day.Day;
import org.rateshelf.day.Levels;
import org.rateshelf.day.Spread;
import org.rateshelf.figures.Exact;
import org.rateshelf.market.Market;
import org.rateshelf.market.Reference;
import org.rateshelf.shelf.Line;
import org.rateshelf.shelf.Shelf.ScanStatus;
import org.rateshelf.shelf.ShelfDay;
import org.rateshelf.study.ImpactDay.Unit;
import org.rateshelf.study.ImpactWindow.Sums;
import org.rateshelf.study.ImpactWindow.Value;
import org.rateshelf.table.WindowSums;

/**
 * New buyers' shelf before and after an event: how many products, at what spread, and why the mean
 * changed.
 *
 * <p>The unit is a product in a term; its value in a window is the mean over its days on sale of
 * the day's mean spread of its lines. Days are summed wherever they are computed, in any order; all
 * that is told of one day is told to one instance.
 */
public final class Impact implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int BEFORE = 0;
  private static final String NEW_BUYER = "NEW_BUYER";

  /** Each product in a term counts once; each bank; or each yuan. */
  public enum Weighting {
    SIMPLE,
    BANK,
    BALANCE
  }

  /** A unit's means in each window of an event; null where it has no spread there. */
  private record Values(Unit unit, Value[] inWindow) {
    static Values of(Unit unit, Sums[] sums) {
      Value[] values = new Value[sums.length];
      for (int i = 0; i < sums.length; i++) {
        values[i] = sums[i] == null ? null : sums[i].value();
      }
      return new Values(unit, values);
    }
  }

  private final Reference reference;

  /** The windows of each event, that before it first. */
  private final List<List<ImpactWindow>> events = new ArrayList<>();

  /** Days of which more may be told. */
  private final Map<LocalDate, ImpactDay> open = new HashMap<>();

  /**
   * @param lastDay the last day of a window that says no end
   */
  public Impact(Reference reference, LocalDate lastDay) {
    this.reference = reference;
    for (Market.EventWindows event : reference.market().windows()) {
      events.add(event.all().map(w -> new ImpactWindow(event.eventId(), w, lastDay)).toList());
    }
  }

  /** Whether a day lies in any window. */
  public boolean needs(LocalDate day) {
    for (List<ImpactWindow> windows : events) {
      for (ImpactWindow window : windows) {
        if (window.includes(day)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Adds a computed day; nothing where no window has it. */
  public void add(Day day, List<Spread> spreads) {
    if (!needs(day.date())) {
      return;
    }
    ImpactDay told = new ImpactDay(day.date());
    for (Spread spread : spreads) {
      if (spread.entersSummaries()) {
        Line line = spread.line();
        told.line(
            unit(spread), line.bankId(), spread.spreadBp(), line.headlinePct(), day.balances());
      }
    }
    day.shelves().forEach(shelf -> add(told, shelf));
    if (!reference.market().derivesScans()) {
      told.scanned.addAll(day.scanned());
    }
    end(told);
  }

  private static Unit unit(Spread spread) {
    ShelfDay shelf = spread.shelf();
    Line line = spread.line();
    return new Unit(
        shelf.platform(),
        shelf.product(),
        line.productKind(),
        spread.bankClass(),
        line.normalisedTerm(),
        spread.comparator().name());
  }

  /** Adds a row of rate_spreads of a day before those computed. */
  public void addSpread(Object[] row, Balances balances) {
    LocalDate day = RateSpreads.TABLE.value(row, RateSpreads.AS_OF_DATE);
    if (!needs(day) || !RateSpreads.TABLE.value(row, RateSpreads.VIEWER).equals(NEW_BUYER)) {
      return;
    }
    String rateKind = RateSpreads.TABLE.value(row, RateSpreads.RATE_KIND);
    if (rateKind.equals("HEADLINE") || rateKind.equals("CYCLE")) {
      Unit unit =
          new Unit(
              RateSpreads.TABLE.value(row, RateSpreads.PLATFORM_ID),
              RateSpreads.TABLE.value(row, RateSpreads.PRODUCT_ID),
              RateSpreads.TABLE.value(row, RateSpreads.PRODUCT_KIND),
              RateSpreads.TABLE.value(row, RateSpreads.BANK_CLASS),
              RateSpreads.TABLE.value(row, RateSpreads.NORMALISED_TERM),
              RateSpreads.TABLE.value(row, RateSpreads.COMPARATOR));
      open(day)
          .line(
              unit,
              RateSpreads.TABLE.value(row, RateSpreads.BANK_ID),
              RateSpreads.TABLE.value(row, RateSpreads.SPREAD_BP),
              RateSpreads.TABLE.value(row, RateSpreads.HEADLINE_RATE_PCT),
              balances);
    }
  }

  /** Adds a row of shelf_days of a day before those computed. */
  public void addShelf(Object[] row) {
    ShelfDay shelf = ShelfDay.of(row, List.of());
    if (needs(shelf.day())) {
      add(open(shelf.day()), shelf);
    }
  }

  private void add(ImpactDay day, ShelfDay shelf) {
    if (!shelf.viewer().equals(NEW_BUYER)) {
      return;
    }
    if (shelf.displayed()) {
      String bankClass = reference.bankClass(shelf.spellBankId());
      day.displayed(shelf.platform(), shelf.spellKind(), bankClass, shelf.anyTerms());
    }
    if (reference.market().derivesScans() && shelf.scanStatus() == ScanStatus.COMPLETE) {
      day.scanned.add(shelf.platform());
    }
  }

  /**
   * Adds a COMPLETE scan of a platform's new-buyer shelf on a day before those computed. Scans that
   * are derived stand in shelf_days.
   */
  public void addScanned(LocalDate day, String platform) {
    if (needs(day) && !reference.market().derivesScans()) {
      open(day).scanned.add(platform);
    }
  }

  private ImpactDay open(LocalDate day) {
    return open.computeIfAbsent(day, ImpactDay::new);
  }

  /** Says that all is told of every day; to end some early saves room, none must be. */
  public void endDays() {
    open.values().forEach(this::end);
    open.clear();
  }

  private void end(ImpactDay day) {
    for (List<ImpactWindow> windows : events) {
      for (ImpactWindow window : windows) {
        if (window.includes(day.date)) {
          window.add(day, reference);
        }
      }
    }
  }

  /** Adds the days of another instance of the same market. */
  public void merge(Impact other) {
    other.open.values().forEach(this::end);
    for (int event = 0; event < events.size(); event++) {
      for (int window = 0; window < events.get(event).size(); window++) {
        events.get(event).get(window).merge(other.events.get(event).get(window));
      }
    }
  }

  /** The sums so far, as rows of window_sums. */
  public List<Object[]> sums(LocalDate asOf) {
    endDays();
    List<Object[]> rows = new ArrayList<>();
    events.forEach(windows -> windows.forEach(window -> window.tell(asOf, rows)));
    return rows;
  }

  /** Adds the sums of earlier days, rows of window_sums. */
  public void addSums(List<Object[]> rows) {
    for (Object[] row : rows) {
      for (List<ImpactWindow> windows : events) {
        for (ImpactWindow window : windows) {
          if (window.event.equals(WindowSums.TABLE.value(row, WindowSums.EVENT_ID))
              && window.name.equals(WindowSums.TABLE.value(row, WindowSums.WINDOW))) {
            window.add(row);
          }
        }
      }
    }
  }

  /** The rows of withdrawal_impact. */
  public List<Object[]> rows(LatestIds ids) {
    endDays();
    List<Object[]> rows = new ArrayList<>();
    for (List<ImpactWindow> windows : events) {
      cells(windows, ids)
          .forEach(
              (cell, values) -> {
                for (int window = BEFORE; window < windows.size(); window++) {
                  for (Weighting weighting : Weighting.values()) {
                    List<ImpactUnit> units = units(values, window, weighting);
                    boolean changed = window != BEFORE;
                    rows.add(
                        row(windows.get(window), cell, weighting, ImpactSplit.of(units), changed));
                  }
                }
              });
    }
    return rows;
  }

  /** The units of one row, with their values and weights; none where it has none. */
  public List<ImpactUnit> units(
      String event, String window, ImpactCell cell, Weighting weighting, LatestIds ids) {
    endDays();
    for (List<ImpactWindow> windows : events) {
      for (int i = 0; i < windows.size(); i++) {
        if (windows.get(i).event.equals(event) && windows.get(i).name.equals(window)) {
          return units(cells(windows, ids).getOrDefault(cell, List.of()), i, weighting);
        }
      }
    }
    return List.of();
  }

  /** Every cell that has a line in any window of an event, with its units. */
  private Map<ImpactCell, List<Values>> cells(List<ImpactWindow> windows, LatestIds ids) {
    Map<Unit, Sums[]> sums = new HashMap<>();
    for (int i = 0; i < windows.size(); i++) {
      for (Map.Entry<Unit, Sums> ofDayIds : windows.get(i).units.entrySet()) {
        Unit unit = ofDayIds.getKey().latest(ids);
        Sums[] ofUnit = sums.computeIfAbsent(unit, u -> new Sums[windows.size()]);
        ofUnit[i] = ofUnit[i] == null ? new Sums() : ofUnit[i];
        ofUnit[i].merge(ofDayIds.getValue());
      }
    }
    Map<ImpactCell, List<Values>> cells = new HashMap<>();
    sums.forEach(
        (unit, ofUnit) -> {
          Values values = Values.of(unit, ofUnit);
          for (ImpactCell cell : unit.cell().pooled(reference)) {
            cells.computeIfAbsent(cell, c -> new ArrayList<>()).add(values);
          }
        });
    return cells;
  }

  /** What has a value in the window or before it. */
  private static List<ImpactUnit> units(List<Values> all, int window, Weighting weighting) {
    Map<String, Integer> banksBefore = ofBanks(all, BEFORE, weighting);
    Map<String, Integer> banksAfter = ofBanks(all, window, weighting);
    List<ImpactUnit> units = new ArrayList<>();
    for (Values values : all) {
      Value before = window == BEFORE ? null : values.inWindow()[BEFORE];
      Value after = values.inWindow()[window];
      if (before != null || after != null) {
        units.add(
            unit(
                values.unit(),
                before,
                weight(before, weighting, banksBefore),
                after,
                weight(after, weighting, banksAfter)));
      }
    }
    return units;
  }

  /** How many units each bank has in a window, where that is asked for. */
  private static Map<String, Integer> ofBanks(List<Values> all, int window, Weighting weighting) {
    Map<String, Integer> units = new HashMap<>();
    if (weighting == Weighting.BANK) {
      for (Values values : all) {
        if (values.inWindow()[window] != null) {
          units.merge(values.inWindow()[window].bank(), 1, Integer::sum);
        }
      }
    }
    return units;
  }

  private static BigDecimal weight(Value value, Weighting weighting, Map<String, Integer> ofBank) {
    if (value == null) {
      return null;
    }
    return switch (weighting) {
      case SIMPLE -> BigDecimal.ONE;
      case BANK -> Exact.quotient(BigDecimal.ONE, BigDecimal.valueOf(ofBank.get(value.bank())));
      case BALANCE -> value.balance();
    };
  }

  private static ImpactUnit unit(
      Unit unit, Value before, BigDecimal beforeWeight, Value after, BigDecimal afterWeight) {
    BigDecimal beforeBp = beforeWeight == null ? null : before.spreadBp();
    BigDecimal afterBp = afterWeight == null ? null : after.spreadBp();
    Value last = after == null ? before : after;
    return new ImpactUnit(
        unit.platform(),
        unit.product(),
        unit.term(),
        beforeBp,
        beforeWeight,
        afterBp,
        afterWeight,
        afterWeight == null ? null : after.ratePct(),
        ImpactUnit.Part.of(beforeBp, afterBp),
        last.lastDay(),
        last.lastId());
  }

  private static Object[] row(
      ImpactWindow window,
      ImpactCell cell,
      Weighting weighting,
      ImpactSplit split,
      boolean changed) {
    boolean ofOneTerm = !cell.term().equals(Levels.ALL);
    return new Object[] {
      window.event,
      window.name,
      cell.platform(),
      cell.kind(),
      cell.bankClass(),
      cell.term(),
      cell.comparator(),
      weighting.name(),
      window.scanDays(cell.platform()),
      window.productsMean(cell),
      ofOneTerm ? Exact.rounded(split.rateMeanPct(), 4) : null,
      Exact.rounded(split.meanAfter(), 2),
      split.changeBp(),
      split.stayersBp(),
      split.entrantsBp(),
      split.exitsBp(),
      changed ? split.reason() : null
    };
  }
}
