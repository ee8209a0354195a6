package org.rateshelf.answer;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.rateshelf.answer.Turnbull.Resamples;
import org.rateshelf.answer.Turnbull.Stay;
import org.rateshelf.answer.Turnbull.Step;
import org.rateshelf.job.Answer;
import org.rateshelf.job.Inputs;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Listings;
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

  private static final int RESAMPLES = 200;
  private static final double LOW = 0.05;
  private static final double HIGH = 0.95;
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
    return List.of(Spells.TABLE, RateSpreads.TABLE);
  }

  @Override
  public Table writes() {
    return TABLE;
  }

  @Override
  public Dataset<Row> compute(Inputs in) {
    Dataset<Row> spells = Pooled.overPlatforms(in, spells(in), PLATFORM_ID);
    Dataset<Row> alike =
        Pooled.over(spells, RATE_BAND)
            .groupBy(
                RATE_BAND.col(), PLATFORM_ID.col(), Spells.DAYS_MIN.col(), Spells.DAYS_MAX.col())
            .agg(
                SPELLS.from(count(lit(1))),
                RIGHT_CENSORED.from(sum(Spells.RIGHT_CENSORED.col().cast("int"))),
                LEFT_CENSORED.from(sum(Spells.LEFT_CENSORED.col().cast("int"))));
    return alike
        .groupBy(RATE_BAND.col(), PLATFORM_ID.col())
        .agg(
            collect_list(
                    struct(
                        Spells.DAYS_MIN.col(),
                        Spells.DAYS_MAX.col(),
                        SPELLS.col(),
                        RIGHT_CENSORED.col(),
                        LEFT_CENSORED.col()))
                .as("stays"))
        .flatMap((FlatMapFunction<Row, Row>) ShelfLife::curve, Encoders.row(TABLE.schema()));
  }

  /** New buyers' spells of deposits, each with the band of the rate that it came with. */
  public static Dataset<Row> spells(Inputs in) {
    Dataset<Row> spells =
        in.rows(Spells.TABLE)
            .filter(Spells.VIEWER.col().equalTo("NEW_BUYER"))
            .filter(
                Spells.PRODUCT_KIND.col().isin("TIME_DEPOSIT", "SMART_DEPOSIT", "DEMAND_DEPOSIT"));
    // On its first day a spell goes by the first of its ids; no other has a line that day.
    Column ids = array_union(array(Spells.PRODUCT_ID.col()), Spells.FORMER_IDS.col());
    Dataset<Row> rates =
        in.upToLastDay(RateSpreads.TABLE)
            .filter(RateSpreads.VIEWER.col().equalTo("NEW_BUYER").and(Listings.entersMeans()))
            .filter(RateSpreads.LISTED_ON.col().equalTo(RateSpreads.AS_OF_DATE.col()))
            .select(
                RateSpreads.PLATFORM_ID.col(),
                RateSpreads.PRODUCT_ID.col().as("id"),
                Spells.FIRST_SEEN.from(RateSpreads.AS_OF_DATE.col()),
                RateSpreads.HEADLINE_RATE_PCT.col());
    Column headline = max(RateSpreads.HEADLINE_RATE_PCT.col());
    return spells
        .withColumn("id", explode(ids))
        .join(rates, new String[] {PLATFORM_ID.name(), "id", Spells.FIRST_SEEN.name()}, "left")
        .groupBy(
            PLATFORM_ID.col(),
            Spells.PRODUCT_ID.col(),
            Spells.VIEWER.col(),
            Spells.SPELL_NO.col(),
            Spells.DAYS_MIN.col(),
            Spells.DAYS_MAX.col(),
            Spells.RIGHT_CENSORED.col(),
            Spells.LEFT_CENSORED.col())
        .agg(band(headline).as(RATE_BAND.name()));
  }

  private static Column band(Column headline) {
    Column halves = floor(headline.multiply(lit(2)));
    Column from = halves.cast("decimal(9,2)").divide(lit(2)).cast("decimal(9,2)");
    return coalesce(from.cast("string"), lit(Listings.UNKNOWN));
  }

  /** The curve of one band on one platform: what is drawn for its band depends on these alone. */
  private static Iterator<Row> curve(Row cell) {
    String band = cell.getAs(RATE_BAND.name());
    String platform = cell.getAs(PLATFORM_ID.name());
    List<Row> alike = cell.getList(cell.fieldIndex("stays"));
    List<Stay> stays = new ArrayList<>();
    for (Row row : alike) {
      Integer most = row.getAs(Spells.DAYS_MAX.name());
      Stay stay = new Stay(row.getAs(Spells.DAYS_MIN.name()), most == null ? Turnbull.OPEN : most);
      stays.addAll(Collections.nCopies(row.<Integer>getAs(SPELLS.name()), stay));
    }
    Turnbull estimate = Turnbull.of(stays);
    long seed = (band + " " + platform).hashCode();
    Resamples resampled = Turnbull.resampled(stays, RESAMPLES, seed);
    List<Row> rows = new ArrayList<>();
    for (Step step : estimate.steps()) {
      BigDecimal mass = rounded(step.mass());
      if (mass.signum() > 0) {
        rows.add(
            RowFactory.create(
                band,
                platform,
                step.from(),
                step.to() == Turnbull.OPEN ? null : step.to(),
                mass,
                rounded(step.survival()),
                rounded(resampled.survivalAfter(step.to(), LOW)),
                rounded(resampled.survivalAfter(step.to(), HIGH)),
                stays.size(),
                total(alike, RIGHT_CENSORED),
                total(alike, LEFT_CENSORED),
                orNull(estimate.median()),
                orNull(resampled.median(LOW)),
                orNull(resampled.median(HIGH))));
      }
    }
    return rows.iterator();
  }

  private static int total(List<Row> rows, Field<Integer> count) {
    return rows.stream().mapToInt(row -> row.<Integer>getAs(count.name())).sum();
  }

  private static Integer orNull(OptionalInt days) {
    return days.isPresent() ? days.getAsInt() : null;
  }

  private static BigDecimal rounded(double share) {
    return new BigDecimal(share).setScale(PLACES, RoundingMode.HALF_UP);
  }
}
