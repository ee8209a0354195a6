package org.rateshelf.explain;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.rateshelf.answer.WithdrawalImpact.AFTER_BP;
import static org.rateshelf.answer.WithdrawalImpact.AFTER_WEIGHT;
import static org.rateshelf.answer.WithdrawalImpact.BEFORE_BP;
import static org.rateshelf.answer.WithdrawalImpact.BEFORE_WEIGHT;
import static org.rateshelf.answer.WithdrawalImpact.ENTRANTS_AFTER;
import static org.rateshelf.answer.WithdrawalImpact.ENTRANTS_SHARE;
import static org.rateshelf.answer.WithdrawalImpact.LAST_DAY;
import static org.rateshelf.answer.WithdrawalImpact.LAST_ID;
import static org.rateshelf.answer.WithdrawalImpact.LAST_PLATFORM;
import static org.rateshelf.answer.WithdrawalImpact.MEAN_BEFORE;
import static org.rateshelf.answer.WithdrawalImpact.PART;
import static org.rateshelf.answer.WithdrawalImpact.STAYERS_AFTER;
import static org.rateshelf.answer.WithdrawalImpact.STAYERS_BEFORE;
import static org.rateshelf.answer.WithdrawalImpact.UNIT;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.answer.Exact;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.answer.WithdrawalImpact;
import org.rateshelf.market.Market;
import org.rateshelf.schema.Field;

/**
 * A row of withdrawal_impact: its units before and after, and the split of the change.
 *
 * <p>Of balances, which are weights here, none is shown, nor a sum that would give one away.
 */
record WithdrawalImpactExplained(Trail trail, Cell cell) implements Explained {
  private static final String BEFORE = "before";

  @Override
  public void tell() {
    Dataset<Row> all =
        WithdrawalImpact.units(trail.inputs(new WithdrawalImpact()))
            .filter(cell.agrees(WithdrawalImpact.TABLE.key().toArray(Field<?>[]::new)))
            .persist();
    Dataset<Row> units = all.filter(PART.col().isNotNull());
    boolean changed = !cell.get(WithdrawalImpact.WINDOW).equals(BEFORE);
    trail.head("How it is made");
    trail.say("a unit is a product in a term; its value is the mean, over its days with a spread,");
    trail.say("of the day's mean spread of its lines; a mean is sum(weight x value) / sum(weight)");
    trail.say("weight, %s", weight());
    if (!ofBalances()) {
      mean("spread_mean_bp", units, AFTER_BP, AFTER_WEIGHT);
    }
    if (changed) {
      change(units);
    }
    trail.say(
        "products_mean %s: over %s days with a COMPLETE scan, the products displayed on them",
        cell.text(WithdrawalImpact.PRODUCTS_MEAN), cell.text(WithdrawalImpact.SCAN_DAYS));
    trail.head("The units");
    if (changed) {
      trail.counts(units, PART);
      members(units, PART, BEFORE_BP, AFTER_BP);
    } else {
      members(units, AFTER_BP);
    }
    trail.say(
        "its last day in the window; of a product of several lines that day explain asks which");
    leftOut(all.count() - units.count(), changed);
    all.unpersist();
  }

  private String weight() {
    return switch (cell.get(WithdrawalImpact.WEIGHTING)) {
      case "BANK" -> "BANK: 1 / the units of its bank in the window";
      case "BALANCE" -> "BALANCE: the mean of its balance over these days; balances are not shown";
      default -> "SIMPLE: 1";
    };
  }

  private boolean ofBalances() {
    return cell.get(WithdrawalImpact.WEIGHTING).equals("BALANCE");
  }

  private void mean(String name, Dataset<Row> units, Field<Double> value, Field<Double> weight) {
    Row sums =
        units
            .filter(value.col().isNotNull())
            .agg(
                count(lit(1)),
                Exact.rounded(sum(value.col().multiply(weight.col())), 2),
                Exact.rounded(sum(weight.col()), 4))
            .head();
    if (sums.getLong(0) > 0) {
      trail.say("%s = %s / %s, over %d units", name, sums.get(1), sums.get(2), sums.getLong(0));
    }
  }

  private void change(Dataset<Row> units) {
    if (cell.has(WithdrawalImpact.REASON)) {
      trail.say("%s: a part, or the change itself, cannot be", cell.text(WithdrawalImpact.REASON));
    }
    if (!cell.has(WithdrawalImpact.CHANGE_BP)) {
      return;
    }
    if (!ofBalances()) {
      mean("mean before", units, BEFORE_BP, BEFORE_WEIGHT);
    }
    Cell split = new Cell(WithdrawalImpact.TABLE, WithdrawalImpact.split(units).head());
    trail.say(
        "change_bp = %s - %s before = %s",
        cell.text(WithdrawalImpact.SPREAD_MEAN_BP),
        bp(split, MEAN_BEFORE),
        cell.text(WithdrawalImpact.CHANGE_BP));
    if (!cell.has(WithdrawalImpact.STAYERS_BP)) {
      return;
    }
    if (!ofBalances()) {
      trail.say(
          "stayers_bp = their mean %s - %s before = %s",
          bp(split, STAYERS_AFTER),
          bp(split, STAYERS_BEFORE),
          cell.text(WithdrawalImpact.STAYERS_BP));
      if (split.has(ENTRANTS_AFTER)) {
        trail.say(
            "entrants_bp = their share %.4f x (their mean %s - stayers' %s) = %s",
            split.get(ENTRANTS_SHARE),
            bp(split, ENTRANTS_AFTER),
            bp(split, STAYERS_AFTER),
            cell.text(WithdrawalImpact.ENTRANTS_BP));
      }
    }
    trail.say(
        "exits_bp = change %s - stayers %s - entrants %s = %s",
        cell.text(WithdrawalImpact.CHANGE_BP),
        cell.text(WithdrawalImpact.STAYERS_BP),
        cell.text(WithdrawalImpact.ENTRANTS_BP),
        cell.text(WithdrawalImpact.EXITS_BP));
  }

  private void members(Dataset<Row> units, Field<?>... figures) {
    // Its weights stay behind; its last day becomes the key of what it is a mean of.
    trail.members(
        units.select(
            UNIT.col(),
            PART.col(),
            shown(BEFORE_BP),
            shown(AFTER_BP),
            RateSpreads.AS_OF_DATE.from(LAST_DAY.col()),
            RateSpreads.PLATFORM_ID.from(LAST_PLATFORM.col()),
            RateSpreads.PRODUCT_ID.from(LAST_ID.col()),
            RateSpreads.VIEWER.from(lit("NEW_BUYER")),
            RateSpreads.COMPARATOR.col()),
        coalesce(AFTER_BP.col(), BEFORE_BP.col()),
        RateSpreads.TABLE,
        Stream.concat(Stream.of(UNIT), Stream.of(figures)).toArray(Field<?>[]::new));
  }

  private static Column shown(Field<Double> value) {
    return Exact.rounded(value.col(), 2).as(value.name());
  }

  private void leftOut(long unweighed, boolean changed) {
    SpreadSummaryExplained.leftOut(
        trail,
        SpreadSummaryExplained.linesOf(trail, cell, within(cell.get(WithdrawalImpact.WINDOW))));
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

  /** The days of one of the event's windows. */
  private Column within(String window) {
    Market.EventWindows event =
        trail.market().windows().stream()
            .filter(windows -> windows.eventId().equals(cell.get(WithdrawalImpact.EVENT_ID)))
            .findFirst()
            .orElseThrow();
    Market.Window days =
        event.after().stream()
            .filter(after -> after.name().equals(window))
            .findFirst()
            .orElse(event.before());
    LocalDate to = days.to().orElse(trail.lastDay());
    return RateSpreads.AS_OF_DATE.col().between(lit(days.from()), lit(to));
  }

  private static String bp(Cell split, Field<Double> mean) {
    BigDecimal tens = BigDecimal.valueOf(split.get(mean)).setScale(10, RoundingMode.HALF_UP);
    return tens.setScale(2, RoundingMode.HALF_UP).toString();
  }
}
