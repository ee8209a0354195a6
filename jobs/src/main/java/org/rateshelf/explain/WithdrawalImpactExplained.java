package org.rateshelf.explain;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.answer.WithdrawalImpact;
import org.rateshelf.day.Balances;
import org.rateshelf.figures.Exact;
import org.rateshelf.market.Market;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.study.Impact;
import org.rateshelf.study.Impact.Weighting;
import org.rateshelf.study.ImpactCell;
import org.rateshelf.study.ImpactSplit;
import org.rateshelf.study.ImpactUnit;
import org.rateshelf.study.LatestIds;
import org.rateshelf.table.Spells;

/**
 * A row of withdrawal_impact: its units before and after, and the split of the change.
 *
 * <p>Of balances, which are weights here, none is shown, nor a sum that would give one away.
 */
record WithdrawalImpactExplained(Trail trail, Cell cell) implements Explained {
  private static final String BEFORE = "before";

  private static final Field<String> UNIT =
      Field.code("unit", "JD_FINANCE jd-1042 P5Y", "Platform, latest product id, term.");
  private static final Field<String> PART =
      Field.code("part", "STAYER", "STAYER, ENTRANT or EXIT; null where nothing weighs it.");
  private static final Field<BigDecimal> BEFORE_BP =
      Field.basisPoints("before_bp", "164.20", "Value in the window before; null for an entrant.");
  private static final Field<BigDecimal> AFTER_BP =
      Field.basisPoints("after_bp", "164.20", "In this one; null for an exit.");

  private static final Table UNITS =
      Table.gold("units")
          .fields(
              UNIT,
              PART,
              BEFORE_BP,
              AFTER_BP,
              RateSpreads.AS_OF_DATE,
              RateSpreads.PLATFORM_ID,
              RateSpreads.PRODUCT_ID,
              RateSpreads.VIEWER,
              RateSpreads.COMPARATOR)
          .build();

  @Override
  public void tell() {
    List<Cell> lines =
        trail.rows(
            RateSpreads.TABLE,
            event().before().from(),
            to(window()),
            SpreadSummaryExplained.isLineOf(trail, cell));
    List<ImpactUnit> all = units(lines);
    List<ImpactUnit> units = all.stream().filter(unit -> unit.part() != null).toList();
    boolean changed = !cell.is(WithdrawalImpact.WINDOW, BEFORE);
    trail.head("How it is made");
    trail.say("a unit is a product in a term; its value is the mean, over its days with a spread,");
    trail.say("of the day's mean spread of its lines; a mean is sum(weight x value) / sum(weight)");
    trail.say("weight, %s", weight());
    if (!ofBalances()) {
      mean("spread_mean_bp", units, ImpactUnit::afterBp, ImpactUnit::afterWeight);
    }
    if (changed) {
      change(units);
    }
    trail.say(
        "products_mean %s: over %s days with a COMPLETE scan, the products displayed on them",
        cell.text(WithdrawalImpact.PRODUCTS_MEAN), cell.text(WithdrawalImpact.SCAN_DAYS));
    trail.head("The units");
    if (changed) {
      trail.counts(units, unit -> unit.part().name());
      members(units, PART, BEFORE_BP, AFTER_BP);
    } else {
      members(units, AFTER_BP);
    }
    trail.say(
        "its last day in the window; of a product of several lines that day explain asks which");
    leftOut(lines, all.size() - units.size(), changed);
  }

  private List<ImpactUnit> units(List<Cell> lines) {
    Balances balances = ofBalances() ? trail.balances(to(window())) : new Balances();
    Impact impact = new Impact(trail.reference(), trail.lastDay());
    lines.forEach(line -> impact.addSpread(line.row(), balances));
    LatestIds ids = new LatestIds();
    for (Cell spell : trail.rows(Spells.TABLE, row -> true)) {
      ids.add(
          spell.get(Spells.PLATFORM_ID),
          spell.get(Spells.FORMER_IDS),
          spell.get(Spells.PRODUCT_ID));
    }
    return impact.units(
        cell.get(WithdrawalImpact.EVENT_ID),
        cell.get(WithdrawalImpact.WINDOW),
        new ImpactCell(
            cell.get(WithdrawalImpact.PLATFORM_ID),
            cell.get(WithdrawalImpact.PRODUCT_KIND),
            cell.get(WithdrawalImpact.BANK_CLASS),
            cell.get(WithdrawalImpact.TERM),
            cell.get(WithdrawalImpact.COMPARATOR)),
        weighting(),
        ids);
  }

  private Weighting weighting() {
    return Weighting.valueOf(cell.get(WithdrawalImpact.WEIGHTING));
  }

  private String weight() {
    return switch (weighting()) {
      case BANK -> "BANK: 1 / the units of its bank in the window";
      case BALANCE -> "BALANCE: the mean of its balance over these days; balances are not shown";
      case SIMPLE -> "SIMPLE: 1";
    };
  }

  private boolean ofBalances() {
    return weighting() == Weighting.BALANCE;
  }

  private void mean(
      String name,
      List<ImpactUnit> units,
      Function<ImpactUnit, BigDecimal> value,
      Function<ImpactUnit, BigDecimal> weight) {
    List<ImpactUnit> valued = units.stream().filter(unit -> value.apply(unit) != null).toList();
    if (!valued.isEmpty()) {
      trail.say(
          "%s = %s / %s, over %d units",
          name,
          Exact.rounded(sum(valued, u -> value.apply(u).multiply(weight.apply(u))), 2),
          Exact.rounded(sum(valued, weight), 4),
          valued.size());
    }
  }

  private static BigDecimal sum(List<ImpactUnit> units, Function<ImpactUnit, BigDecimal> figure) {
    return units.stream().map(figure).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private void change(List<ImpactUnit> units) {
    if (cell.has(WithdrawalImpact.REASON)) {
      trail.say("%s: a part, or the change itself, cannot be", cell.text(WithdrawalImpact.REASON));
    }
    if (!cell.has(WithdrawalImpact.CHANGE_BP)) {
      return;
    }
    if (!ofBalances()) {
      mean("mean before", units, ImpactUnit::beforeBp, ImpactUnit::beforeWeight);
    }
    ImpactSplit split = ImpactSplit.of(units);
    trail.say(
        "change_bp = %s - %s before = %s",
        cell.text(WithdrawalImpact.SPREAD_MEAN_BP),
        bp(split.meanBefore()),
        cell.text(WithdrawalImpact.CHANGE_BP));
    if (!cell.has(WithdrawalImpact.STAYERS_BP)) {
      return;
    }
    if (!ofBalances()) {
      parts(split);
    }
    trail.say(
        "exits_bp = change %s - stayers %s - entrants %s = %s",
        cell.text(WithdrawalImpact.CHANGE_BP),
        cell.text(WithdrawalImpact.STAYERS_BP),
        cell.text(WithdrawalImpact.ENTRANTS_BP),
        cell.text(WithdrawalImpact.EXITS_BP));
  }

  private void parts(ImpactSplit split) {
    trail.say(
        "stayers_bp = their mean %s - %s before = %s",
        bp(split.stayersAfter()),
        bp(split.stayersBefore()),
        cell.text(WithdrawalImpact.STAYERS_BP));
    if (split.entrantsAfter() != null) {
      trail.say(
          "entrants_bp = their share %s x (their mean %s - stayers' %s) = %s",
          Exact.rounded(split.entrantsShare(), 4),
          bp(split.entrantsAfter()),
          bp(split.stayersAfter()),
          cell.text(WithdrawalImpact.ENTRANTS_BP));
    }
  }

  private static BigDecimal bp(BigDecimal value) {
    return Exact.rounded(value, 2);
  }

  private void members(List<ImpactUnit> units, Field<?>... figures) {
    trail.members(
        units.stream().map(this::member).toList(),
        List.of(AFTER_BP, BEFORE_BP),
        RateSpreads.TABLE,
        Stream.concat(Stream.of(UNIT), Stream.of(figures)).toArray(Field<?>[]::new));
  }

  /** Its weights stay behind; its last day becomes the key of what it is a mean of. */
  private Cell member(ImpactUnit unit) {
    Object[] row = {
      unit.unit(),
      unit.part().name(),
      bp(unit.beforeBp()),
      bp(unit.afterBp()),
      unit.lastDay(),
      unit.platform(),
      unit.lastId(),
      "NEW_BUYER",
      cell.get(WithdrawalImpact.COMPARATOR)
    };
    return new Cell(UNITS, row);
  }

  private void leftOut(List<Cell> lines, int unweighed, boolean changed) {
    Market.Window window = window();
    SpreadSummaryExplained.leftOut(
        trail,
        lines.stream()
            .filter(line -> !line.get(RateSpreads.AS_OF_DATE).isBefore(window.from()))
            .filter(line -> !line.get(RateSpreads.AS_OF_DATE).isAfter(to(window)))
            .toList());
    if (ofBalances()) {
      trail.say("%6d  units without a balance that the market's k holders stand behind", unweighed);
    }
    if (changed) {
      Map<String, String> before = cell.key();
      before.put(WithdrawalImpact.WINDOW.name(), BEFORE);
      trail.say("those of the window before, and its mean:");
      trail.next(WithdrawalImpact.TABLE, before);
    }
  }

  private Market.EventWindows event() {
    return trail.market().windows().stream()
        .filter(windows -> windows.eventId().equals(cell.get(WithdrawalImpact.EVENT_ID)))
        .findFirst()
        .orElseThrow();
  }

  /** The days of the row's window. */
  private Market.Window window() {
    return event()
        .all()
        .filter(window -> window.name().equals(cell.get(WithdrawalImpact.WINDOW)))
        .findFirst()
        .orElseThrow();
  }

  private LocalDate to(Market.Window window) {
    return window.to().orElse(trail.lastDay());
  }
}
