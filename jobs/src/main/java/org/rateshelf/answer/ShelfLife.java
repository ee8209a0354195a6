package org.rateshelf.answer;

import java.math.BigDecimal;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.SpellRates;
import org.rateshelf.table.Spells;

/**
 * How long a deposit stays on new buyers' shelf, by the rate it came with.
 *
 * <p>A stay is counted in days from the first sighting to the first day that it is gone. It is gone
 * on some day after {@code last_seen} and not after {@code first_absent}, so it lasted at least
 * {@code days_min} and at most {@code days_max} days, both possible; where the shelf is seen whole
 * every day they are one. What is still displayed, or stood there on the first scan, lasted at
 * least {@code days_min}, its end or its beginning unseen: the last day that it was seen is counted
 * in, and it may have gone the day after. What stood there unseen before the first sighting of a
 * spell that began later is not counted. No stay is ever taken for its middle.
 *
 * <p>A shelf that is scanned for a season shows no stay longer than it: its curve stops above zero,
 * the rest of its mass in a last row without {@code days_to}. What the first scan finds has the
 * long stays among it more often than the short ones, so a curve with many left-censored spells is
 * one of what stood there, rather than of what came. The band is of resamples of spells, as if each
 * were by itself; offers that one withdrawal took together are not, so it is narrower than what
 * another season might show.
 */
public final class ShelfLife implements Answer {
  public static final Field<String> RATE_BAND =
      Field.code(
              "rate_band",
              "4.50",
              "Half a percentage point from here up, of the highest HEADLINE or CYCLE headline on"
                  + " the spell's first day; UNKNOWN where none was shown, or ALL.")
          .required();
  public static final Field<String> PLATFORM_ID = ProductCounts.PLATFORM_ID;
  public static final Field<Integer> DAYS =
      Field.whole("days", 64, "A step of the curve: such stays end after this many days or more.")
          .required()
          .atLeast(1);
  public static final Field<Integer> DAYS_TO =
      Field.whole(
          "days_to",
          66,
          "And after this many or fewer; null where their end, or beginning, was not seen.");
  public static final Field<BigDecimal> MASS =
      share("mass", "0.1208798274", "Share of stays that end within the step.").required();
  public static final Field<BigDecimal> SURVIVAL =
      share("survival", "0.4655581364", "Share of stays longer than days_to.").required();
  public static final Field<BigDecimal> SURVIVAL_LOW =
      share("survival_low", "0.3412000000", "5 percent of resamples have less left at days_to.")
          .required();
  public static final Field<BigDecimal> SURVIVAL_HIGH =
      share("survival_high", "0.5927000000", "5 percent of resamples have more left at days_to.")
          .required();
  public static final Field<Integer> SPELLS =
      Field.whole("spells", 46, "Spells that the curve is made of.").required().atLeast(1);
  public static final Field<Integer> RIGHT_CENSORED =
      Field.whole("right_censored", 21, "Of the spells, those displayed on the last day.")
          .required();
  public static final Field<Integer> LEFT_CENSORED =
      Field.whole("left_censored", 4, "Of the spells, those there on the shelf's first scan.")
          .required();
  public static final Field<Integer> MEDIAN_DAYS =
      Field.whole(
          "median_days",
          64,
          "First day of the step that takes the curve to a half; null where it stays above.");
  public static final Field<Integer> MEDIAN_LOW =
      Field.whole(
          "median_low", 48, "5 percent of resamples have a lower median; null if it has no end.");
  public static final Field<Integer> MEDIAN_HIGH =
      Field.whole(
          "median_high", 71, "5 percent of resamples have a higher median; null if it has no end.");

  public static final Table TABLE =
      Table.gold("shelf_life")
          .grain("one rate band or ALL, platform or ALL, and step of the curve")
          .fields(
              RATE_BAND,
              PLATFORM_ID,
              DAYS,
              DAYS_TO,
              MASS,
              SURVIVAL,
              SURVIVAL_LOW,
              SURVIVAL_HIGH,
              SPELLS,
              RIGHT_CENSORED,
              LEFT_CENSORED,
              MEDIAN_DAYS,
              MEDIAN_LOW,
              MEDIAN_HIGH)
          .key(RATE_BAND, PLATFORM_ID, DAYS)
          .build();

  private static final int PLACES = 10;

  private static Field<BigDecimal> share(String name, String example, String comment) {
    BigDecimal value = new BigDecimal(example);
    return Field.of(name, DataTypes.createDecimalType(12, PLACES), value, comment).between(0, 1);
  }

  @Override
  public String question() {
    return "How long does an offer of that rate last?";
  }

  @Override
  public String query() {
    return """
    SELECT rate_band, spells, right_censored, median_days,
      coalesce(min(survival) FILTER (WHERE days_to <= 60), 1) AS longer_than_60_days
    FROM shelf_life
    WHERE platform_id = 'ALL'
    GROUP BY rate_band, spells, right_censored, median_days
    ORDER BY rate_band
    """;
  }

  @Override
  public List<Table> reads() {
    return List.of(Spells.TABLE, SpellRates.TABLE);
  }

  @Override
  public Table writes() {
    return TABLE;
  }
}
