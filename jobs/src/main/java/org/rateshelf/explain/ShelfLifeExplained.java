package org.rateshelf.explain;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.rateshelf.answer.ShelfLife;
import org.rateshelf.day.Levels;
import org.rateshelf.figures.Exact;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.study.FirstRates;
import org.rateshelf.study.ShelfLives;
import org.rateshelf.table.SpellRates;
import org.rateshelf.table.Spells;

/**
 * A row of shelf_life: the spells that its step of the curve rests on.
 *
 * <p>The estimate is the one that gives itself back: the mass of a step is the mean, over spells,
 * of the share that the step has in the mass of all steps in which the spell may have ended.
 */
record ShelfLifeExplained(Trail trail, Cell cell) implements Explained {
  private static final Field<BigDecimal> ENDS_HERE =
      Field.of(
          "ends_here",
          ShelfLife.MASS.type(),
          ShelfLife.MASS.example(),
          "The share of a spell that ends within the step.");
  private static final Field<String> CENSORED =
      Field.code("censored", "no", "Which end of a spell was not seen.");

  private static final Table ENDING =
      Table.gold("ending")
          .fields(ENDS_HERE, Spells.DAYS_MIN, Spells.DAYS_MAX, CENSORED, ShelfLife.RATE_BAND)
          .fields(Spells.TABLE.key())
          .build();

  /** A row of listing_spells and the band of the rate that it came with. */
  private record Spell(Cell row, String band) {}

  @Override
  public void tell() {
    FirstRates rates = new FirstRates();
    trail.rows(SpellRates.TABLE, row -> true).forEach(row -> rates.add(row.row()));
    List<Cell> written = trail.rows(Spells.TABLE, row -> true);
    List<Spell> deposits =
        written.stream()
            .filter(row -> ShelfLives.counts(row.row()))
            .map(row -> new Spell(row, ShelfLives.band(rates.of(row.row()))))
            .toList();
    Predicate<Cell> isThere = trail.onPlatforms(cell, ShelfLife.PLATFORM_ID);
    List<Spell> there = deposits.stream().filter(spell -> isThere.test(spell.row())).toList();
    List<Spell> spells = there.stream().filter(this::isOfBand).toList();
    List<Cell> steps =
        trail.rows(ShelfLife.TABLE, cell.agrees(ShelfLife.RATE_BAND, ShelfLife.PLATFORM_ID));
    List<Cell> ending = ending(spells, steps);
    trail.head("How it is made");
    trail.say(
        "mass = sum of ends_here / spells = %s / %s = %s",
        sum(ending, ENDS_HERE), cell.text(ShelfLife.SPELLS), cell.text(ShelfLife.MASS));
    trail.say(
        "ends_here: the step's mass / the mass of all steps within days_min to days_max of a"
            + " spell");
    trail.say(
        "survival = 1 - the masses of steps up to here = 1 - %s = %s",
        upToHere(steps), cell.text(ShelfLife.SURVIVAL));
    trail.say(
        "survival_low to survival_high, %s to %s: of resamples of these spells",
        cell.text(ShelfLife.SURVIVAL_LOW), cell.text(ShelfLife.SURVIVAL_HIGH));
    trail.head("The spells of the curve, by what was not seen of them");
    trail.counts(spells, spell -> censored(spell.row()));
    trail.head("By this step");
    trail.say("%6d  may have ended within it", ending.size());
    trail.say("%6d  ended before it or lasted longer", spells.size() - ending.size());
    trail.head("Those that may have ended within it");
    trail.members(
        ending,
        List.of(ENDS_HERE),
        Spells.TABLE,
        ENDS_HERE,
        Spells.DAYS_MIN,
        Spells.DAYS_MAX,
        CENSORED,
        ShelfLife.RATE_BAND);
    long newBuyers = written.stream().filter(row -> row.is(Spells.VIEWER, "NEW_BUYER")).count();
    trail.head("What was left out of the curve, and why");
    trail.say("%6d  spells on holders' shelves", written.size() - newBuyers);
    trail.say("%6d  of a kind that is no deposit", newBuyers - deposits.size());
    trail.say(
        "%6d  %s",
        deposits.size() - there.size(),
        cell.is(ShelfLife.PLATFORM_ID, Levels.ALL)
            ? "in the banks' own channel"
            : "on other platforms");
    trail.say("%6d  of other bands", there.size() - spells.size());
  }

  private boolean isOfBand(Spell spell) {
    String band = cell.get(ShelfLife.RATE_BAND);
    return band.equals(Levels.ALL) || band.equals(spell.band());
  }

  private static String censored(Cell spell) {
    boolean right = spell.get(Spells.RIGHT_CENSORED);
    if (spell.get(Spells.LEFT_CENSORED)) {
      return right
          ? "there on the first scan, displayed on the last day"
          : "there on the shelf's first scan";
    }
    Integer most = spell.get(Spells.DAYS_MAX);
    return right
        ? "displayed on the last day"
        : most != null && most > spell.get(Spells.DAYS_MIN)
            ? "ended between two sightings"
            : "both ends seen to the day";
  }

  private BigDecimal upToHere(List<Cell> steps) {
    int days = cell.get(ShelfLife.DAYS);
    return sum(
        steps.stream().filter(step -> step.get(ShelfLife.DAYS) <= days).toList(), ShelfLife.MASS);
  }

  private static BigDecimal sum(List<Cell> rows, Field<BigDecimal> field) {
    BigDecimal sum = BigDecimal.ZERO.setScale(field.example().scale());
    for (Cell row : rows) {
      sum = sum.add(row.get(field));
    }
    return sum;
  }

  /** The spells that may have ended within the step, and by what share of one they did. */
  private List<Cell> ending(List<Spell> spells, List<Cell> steps) {
    List<Cell> ending = new ArrayList<>();
    for (Spell spell : spells) {
      if (covers(spell.row(), cell)) {
        List<Cell> covered = steps.stream().filter(step -> covers(spell.row(), step)).toList();
        BigDecimal share =
            Exact.quotient(cell.get(ShelfLife.MASS), sum(covered, ShelfLife.MASS))
                .setScale(ENDS_HERE.example().scale(), RoundingMode.HALF_UP);
        ending.add(ending(spell, share));
      }
    }
    return ending;
  }

  private static Cell ending(Spell spell, BigDecimal share) {
    Cell row = spell.row();
    List<Object> values = new ArrayList<>();
    values.add(share);
    values.add(row.get(Spells.DAYS_MIN));
    values.add(row.get(Spells.DAYS_MAX));
    values.add(censored(row));
    values.add(spell.band());
    Spells.TABLE.key().forEach(part -> values.add(row.get(part)));
    return new Cell(ENDING, values.toArray());
  }

  /** Whether a spell may have ended within a step. */
  private static boolean covers(Cell spell, Cell step) {
    Integer most = spell.get(Spells.DAYS_MAX);
    Integer to = step.get(ShelfLife.DAYS_TO);
    return spell.get(Spells.DAYS_MIN) <= step.get(ShelfLife.DAYS)
        && (most == null || to != null && to <= most);
  }
}
