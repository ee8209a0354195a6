package org.rateshelf.study;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.rateshelf.day.Levels;
import org.rateshelf.market.Reference;
import org.rateshelf.study.Turnbull.Resamples;
import org.rateshelf.study.Turnbull.Stay;
import org.rateshelf.study.Turnbull.Step;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Spells;

/**
 * How long a deposit stays on new buyers' shelf, by the rate it came with. Decision 7 says what a
 * stay is, and what is not known of it.
 */
public final class ShelfLives implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Set<String> DEPOSITS =
      Set.of("TIME_DEPOSIT", "SMART_DEPOSIT", "DEMAND_DEPOSIT");
  private static final BigDecimal TWO = BigDecimal.valueOf(2);
  private static final int RESAMPLES = 200;
  private static final double LOW = 0.05;
  private static final double HIGH = 0.95;
  private static final int PLACES = 10;

  /** Spells that share a curve; band and platform may be ALL. */
  private record Alike(String band, String platform) implements Serializable {}

  private record Spell(int least, int most, boolean rightCensored, boolean leftCensored)
      implements Serializable {}

  private final Reference reference;
  private final Map<Alike, List<Spell>> spells = new HashMap<>();

  public ShelfLives(Reference reference) {
    this.reference = reference;
  }

  /** Whether a row of listing_spells is a new buyer's of a deposit. */
  public static boolean counts(Object[] spell) {
    return Spells.TABLE.value(spell, Spells.VIEWER).equals("NEW_BUYER")
        && DEPOSITS.contains(Spells.TABLE.value(spell, Spells.PRODUCT_KIND));
  }

  /** Half a percentage point, by its lower end; UNKNOWN where no rate was shown. */
  public static String band(BigDecimal firstRatePct) {
    return firstRatePct == null
        ? Listings.UNKNOWN
        : firstRatePct
            .multiply(TWO)
            .setScale(0, RoundingMode.FLOOR)
            .divide(TWO, 2, RoundingMode.UNNECESSARY)
            .toPlainString();
  }

  /**
   * Adds a row of listing_spells.
   *
   * @param firstRatePct the highest HEADLINE or CYCLE headline on its first day; null where none
   *     was shown
   */
  public void add(Object[] spell, BigDecimal firstRatePct) {
    if (!counts(spell)) {
      return;
    }
    Integer most = Spells.TABLE.value(spell, Spells.DAYS_MAX);
    Spell added =
        new Spell(
            Spells.TABLE.value(spell, Spells.DAYS_MIN),
            most == null ? Turnbull.OPEN : most,
            Spells.TABLE.value(spell, Spells.RIGHT_CENSORED),
            Spells.TABLE.value(spell, Spells.LEFT_CENSORED));
    for (String band : Levels.of(band(firstRatePct))) {
      for (String platform :
          Levels.ofPlatform(Spells.TABLE.value(spell, Spells.PLATFORM_ID), reference)) {
        of(new Alike(band, platform)).add(added);
      }
    }
  }

  private List<Spell> of(Alike alike) {
    return spells.computeIfAbsent(alike, a -> new ArrayList<>());
  }

  public void merge(ShelfLives other) {
    other.spells.forEach((alike, all) -> of(alike).addAll(all));
  }

  /** The rows of shelf_life. */
  public List<Object[]> rows() {
    List<Object[]> rows = new ArrayList<>();
    spells.forEach((alike, all) -> curve(alike, all, rows));
    return rows;
  }

  /** The curve of one band on one platform: what is drawn for its band depends on these alone. */
  private static void curve(Alike alike, List<Spell> spells, List<Object[]> rows) {
    List<Stay> stays = new ArrayList<>();
    int rightCensored = 0;
    int leftCensored = 0;
    for (Spell spell : spells) {
      stays.add(new Stay(spell.least(), spell.most()));
      rightCensored += spell.rightCensored() ? 1 : 0;
      leftCensored += spell.leftCensored() ? 1 : 0;
    }
    Turnbull estimate = Turnbull.of(stays);
    long seed = (alike.band() + " " + alike.platform()).hashCode();
    Resamples resampled = Turnbull.resampled(stays, RESAMPLES, seed);
    for (Step step : estimate.steps()) {
      BigDecimal mass = rounded(step.mass());
      if (mass.signum() > 0) {
        rows.add(
            new Object[] {
              alike.band(),
              alike.platform(),
              step.from(),
              step.to() == Turnbull.OPEN ? null : (Integer) step.to(),
              mass,
              rounded(step.survival()),
              rounded(resampled.survivalAfter(step.to(), LOW)),
              rounded(resampled.survivalAfter(step.to(), HIGH)),
              stays.size(),
              rightCensored,
              leftCensored,
              orNull(estimate.median()),
              orNull(resampled.median(LOW)),
              orNull(resampled.median(HIGH))
            });
      }
    }
  }

  private static Integer orNull(OptionalInt days) {
    return days.isPresent() ? (Integer) days.getAsInt() : null;
  }

  private static BigDecimal rounded(double share) {
    return new BigDecimal(share).setScale(PLACES, RoundingMode.HALF_UP);
  }
}
