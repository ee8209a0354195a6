package org.rateshelf.explain;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.math.BigDecimal;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.answer.Pooled;
import org.rateshelf.answer.ShelfLife;
import org.rateshelf.schema.Field;
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

  @Override
  public void tell() {
    Dataset<Row> all = ShelfLife.spells(trail.inputs(new ShelfLife()));
    Column platform = trail.onPlatforms(cell, ShelfLife.PLATFORM_ID);
    Column band = Pooled.within(cell.get(ShelfLife.RATE_BAND), ShelfLife.RATE_BAND);
    Dataset<Row> spells = all.filter(platform.and(band)).withColumn(CENSORED.name(), censored());
    Dataset<Row> ending = ending(spells);
    long count = spells.count();
    Row ends = ending.agg(count(lit(1)), sum(ENDS_HERE.col())).head();
    trail.head("How it is made");
    trail.say(
        "mass = sum of ends_here / spells = %s / %s = %s",
        ends.getDecimal(1), cell.text(ShelfLife.SPELLS), cell.text(ShelfLife.MASS));
    trail.say(
        "ends_here: the step's mass / the mass of all steps within days_min to days_max of a spell");
    trail.say(
        "survival = 1 - the masses of steps up to here = 1 - %s = %s",
        upToHere(), cell.text(ShelfLife.SURVIVAL));
    trail.say(
        "survival_low to survival_high, %s to %s: of resamples of these spells",
        cell.text(ShelfLife.SURVIVAL_LOW), cell.text(ShelfLife.SURVIVAL_HIGH));
    trail.head("The spells of the curve, by what was not seen of them");
    trail.counts(spells, CENSORED);
    trail.head("By this step");
    trail.say("%6d  may have ended within it", ends.getLong(0));
    trail.say("%6d  ended before it or lasted longer", count - ends.getLong(0));
    trail.head("Those that may have ended within it");
    trail.members(
        ending,
        ENDS_HERE.col(),
        Spells.TABLE,
        ENDS_HERE,
        Spells.DAYS_MIN,
        Spells.DAYS_MAX,
        CENSORED,
        ShelfLife.RATE_BAND);
    leftOut(all, platform, count);
  }

  private static Column censored() {
    Column left = Spells.LEFT_CENSORED.col();
    Column right = Spells.RIGHT_CENSORED.col();
    return when(left.and(right), "there on the first scan, displayed on the last day")
        .when(left, "there on the shelf's first scan")
        .when(right, "displayed on the last day")
        .when(Spells.DAYS_MAX.col().gt(Spells.DAYS_MIN.col()), "ended between two sightings")
        .otherwise("both ends seen to the day");
  }

  private Dataset<Row> steps() {
    return trail
        .rows(ShelfLife.TABLE)
        .filter(cell.agrees(ShelfLife.RATE_BAND, ShelfLife.PLATFORM_ID))
        .select(ShelfLife.DAYS.col(), ShelfLife.DAYS_TO.col(), ShelfLife.MASS.col());
  }

  private BigDecimal upToHere() {
    return steps()
        .filter(ShelfLife.DAYS.col().leq(cell.literal(ShelfLife.DAYS)))
        .agg(sum(ShelfLife.MASS.col()))
        .head()
        .getDecimal(0);
  }

  /** The spells that may have ended within the step, and by what share of one they did. */
  private Dataset<Row> ending(Dataset<Row> spells) {
    Column endless = Spells.DAYS_MAX.col().isNull();
    Column covers =
        Spells.DAYS_MIN
            .col()
            .leq(ShelfLife.DAYS.col())
            .and(
                endless.or(
                    coalesce(ShelfLife.DAYS_TO.col().leq(Spells.DAYS_MAX.col()), lit(false))));
    Column here =
        max(when(ShelfLife.DAYS.col().equalTo(cell.literal(ShelfLife.DAYS)), ShelfLife.MASS.col()));
    return spells
        .join(steps(), covers)
        .groupBy(
            ShelfLife.RATE_BAND.col(),
            Spells.PLATFORM_ID.col(),
            Spells.PRODUCT_ID.col(),
            Spells.VIEWER.col(),
            Spells.SPELL_NO.col(),
            Spells.DAYS_MIN.col(),
            Spells.DAYS_MAX.col(),
            CENSORED.col())
        .agg(ENDS_HERE.from(here.divide(sum(ShelfLife.MASS.col()))))
        .filter(ENDS_HERE.col().isNotNull());
  }

  private void leftOut(Dataset<Row> all, Column platform, long spells) {
    Dataset<Row> written = trail.rows(Spells.TABLE);
    long newBuyers = written.filter(Spells.VIEWER.col().equalTo("NEW_BUYER")).count();
    long deposits = all.count();
    long there = all.filter(platform).count();
    trail.head("What was left out of the curve, and why");
    trail.say("%6d  spells on holders' shelves", written.count() - newBuyers);
    trail.say("%6d  of a kind that is no deposit", newBuyers - deposits);
    trail.say(
        "%6d  %s",
        deposits - there,
        Pooled.ALL.equals(cell.get(ShelfLife.PLATFORM_ID))
            ? "in the banks' own channel"
            : "on other platforms");
    trail.say("%6d  of other bands", there - spells);
  }
}
