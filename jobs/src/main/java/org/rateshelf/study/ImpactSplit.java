package org.rateshelf.study;

import java.math.BigDecimal;
import java.util.Collection;
import org.rateshelf.figures.Exact;
import org.rateshelf.study.ImpactUnit.Part;

/**
 * The weighted means of a cell's units, of which its change is made (Melitz and Polanec 2015), to
 * twenty places; each null where it is of no unit.
 *
 * @param meanBefore of all in the window before; null for that window itself
 * @param meanAfter of all in this window
 * @param rateMeanPct their mean headline
 * @param stayersBefore of stayers in the window before
 * @param stayersAfter of stayers in this window
 * @param entrantsAfter of entrants
 * @param entrantsShare of the weights in this window
 */
public record ImpactSplit(
    BigDecimal meanBefore,
    BigDecimal meanAfter,
    BigDecimal rateMeanPct,
    BigDecimal stayersBefore,
    BigDecimal stayersAfter,
    BigDecimal entrantsAfter,
    BigDecimal entrantsShare) {

  private static final BigDecimal NOTHING = new BigDecimal("0.00");

  public static ImpactSplit of(Collection<ImpactUnit> units) {
    Mean before = new Mean();
    Mean after = new Mean();
    Mean rate = new Mean();
    Mean stayersBefore = new Mean();
    Mean stayersAfter = new Mean();
    Mean entrants = new Mean();
    for (ImpactUnit unit : units) {
      before.add(unit.beforeBp(), unit.beforeWeight());
      after.add(unit.afterBp(), unit.afterWeight());
      rate.add(unit.afterRatePct(), unit.afterWeight());
      if (unit.part() == Part.STAYER) {
        stayersBefore.add(unit.beforeBp(), unit.beforeWeight());
        stayersAfter.add(unit.afterBp(), unit.afterWeight());
      } else {
        entrants.add(unit.afterBp(), unit.afterWeight());
      }
    }
    return new ImpactSplit(
        before.value(),
        after.value(),
        rate.value(),
        stayersBefore.value(),
        stayersAfter.value(),
        entrants.value(),
        Exact.quotient(entrants.weight, after.weight));
  }

  private static final class Mean {
    private BigDecimal weighted = BigDecimal.ZERO;
    private BigDecimal weight = BigDecimal.ZERO;

    void add(BigDecimal value, BigDecimal by) {
      if (value != null) {
        weighted = weighted.add(value.multiply(by));
        weight = weight.add(by);
      }
    }

    BigDecimal value() {
      return Exact.quotient(weighted, weight);
    }
  }

  /** After less before; null where either is. */
  public BigDecimal changeBp() {
    return difference(meanAfter, meanBefore);
  }

  /** The part of stayers who changed their rate; null without any. */
  public BigDecimal stayersBp() {
    return difference(stayersAfter, stayersBefore);
  }

  /** The part of entrants who differ from stayers, 0 without any; null without stayers. */
  public BigDecimal entrantsBp() {
    return stayersAfter == null || stayersBefore == null
        ? null
        : entrantsAfter == null
            ? NOTHING
            : Exact.rounded(entrantsShare.multiply(entrantsAfter.subtract(stayersAfter)), 2);
  }

  /** The part of exits that differed from stayers, the rest; null without stayers. */
  public BigDecimal exitsBp() {
    return stayersBp() == null ? null : changeBp().subtract(stayersBp()).subtract(entrantsBp());
  }

  /** Why a part of the change cannot be; null where all can. */
  public String reason() {
    return meanBefore == null
        ? "NO_PRODUCTS_BEFORE"
        : meanAfter == null ? "NO_PRODUCTS_AFTER" : stayersBefore == null ? "NO_STAYERS" : null;
  }

  private static BigDecimal difference(BigDecimal one, BigDecimal other) {
    return one == null || other == null ? null : Exact.rounded(one.subtract(other), 2);
  }
}
