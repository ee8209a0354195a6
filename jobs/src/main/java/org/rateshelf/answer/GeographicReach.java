package org.rateshelf.answer;

import static org.apache.spark.sql.functions.asin;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.cos;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.radians;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sin;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.rateshelf.job.Answer;
import org.rateshelf.job.Inputs;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
import org.rateshelf.table.ProductBalances;
import org.rateshelf.table.Provinces;
import org.rateshelf.table.UserRates;

/**
 * How far from its home province a bank reached through platforms, on the day of a snapshot.
 *
 * <p>Shares and distance are about right, no bounds: they are of told figures ({@link Told}). Who
 * lives in the bank's province, but far from its outlets, counts as at home. Provinces of fewer
 * than k holders are not counted, so their number is a lower bound.
 */
public final class GeographicReach implements Answer {
  private static final String HOME_UNKNOWN = "HOME_UNKNOWN";
  private static final String OUTSIDE_SUPPRESSED = "OUTSIDE_SUPPRESSED";

  public static final Field<LocalDate> AS_OF = UserRates.AS_OF;
  public static final Field<String> BANK_ID = UserRates.BANK_ID;
  public static final Field<String> HOME_PROVINCE = Banks.HOME_PROVINCE;
  public static final Field<Long> HOLDERS =
      ProductBalances.HOLDERS.meaning(
          "Holders whose province is known, to the nearest k; null below k.");
  public static final Field<BigDecimal> HOLDERS_OUTSIDE_PCT =
      percent(
          "holders_outside_pct",
          "Share of holders outside the home province: about, from told figures.");
  public static final Field<BigDecimal> BALANCE =
      ProductBalances.BALANCE.meaning("Their money, as told; null below k.");
  public static final Field<BigDecimal> BALANCE_ERROR = ProductBalances.BALANCE_ERROR;
  public static final Field<BigDecimal> BALANCE_OUTSIDE_PCT =
      percent(
          "balance_outside_pct",
          "Share of money outside the home province: about, from told figures.");
  public static final Field<Integer> PROVINCES =
      Field.whole("provinces", 17, "Provinces with k holders or more: a lower bound.");
  public static final Field<Integer> MEAN_DISTANCE_KM =
      Field.whole(
          "mean_distance_km",
          940,
          "Mean distance from the home province's capital to those of such provinces, weighed by"
              + " told holders: about; null where no place is known.");
  public static final Field<String> REASON =
      Field.code("reason", HOME_UNKNOWN, "Why figures are null.")
          .oneOf(Told.SUPPRESSED, HOME_UNKNOWN, OUTSIDE_SUPPRESSED);

  public static final Table TABLE =
      Table.gold("geographic_reach")
          .grain("one day of a snapshot, and bank")
          .fields(
              AS_OF,
              BANK_ID,
              HOME_PROVINCE,
              HOLDERS,
              HOLDERS_OUTSIDE_PCT,
              BALANCE,
              BALANCE_ERROR,
              BALANCE_OUTSIDE_PCT,
              PROVINCES,
              MEAN_DISTANCE_KM,
              REASON)
          .key(AS_OF, BANK_ID)
          .day(AS_OF)
          .build();

  private static final String[] BANK = TABLE.keyNames();
  private static final double EARTH_RADIUS_KM = 6371;

  private static Field<BigDecimal> percent(String name, String comment) {
    return Field.of(name, DataTypes.createDecimalType(5, 2), new BigDecimal("83.10"), comment);
  }

  @Override
  public String question() {
    return "How far from home does a bank reach?";
  }

  @Override
  public String query() {
    return """
        SELECT bank_id, home_province, holders, holders_outside_pct, balance_outside_pct,
          provinces, mean_distance_km, reason
        FROM geographic_reach
        WHERE as_of = DATE '2020-11-30' AND holders IS NOT NULL
        ORDER BY holders DESC, bank_id
        """;
  }

  @Override
  public List<Table> reads() {
    return List.of(UserRates.TABLE, Banks.TABLE, Provinces.TABLE);
  }

  @Override
  public Optional<Table> daysOf() {
    return Optional.of(UserRates.TABLE);
  }

  @Override
  public Table writes() {
    return TABLE;
  }

  @Override
  public Dataset<Row> compute(Inputs in) {
    Told told = new Told(in);
    Dataset<Row> contracts =
        Outcomes.onPlatforms(in)
            .filter(AS_OF.col().geq(in.firstDay()))
            .join(
                broadcast(in.rows(Banks.TABLE).select(BANK_ID.col(), HOME_PROVINCE.col())),
                BANK_ID.name(),
                "left");
    Dataset<Row> placed = contracts.filter(UserRates.PROVINCE.col().isNotNull());
    Dataset<Row> outside =
        told.balances(
                placed.filter(UserRates.PROVINCE.col().notEqual(HOME_PROVINCE.col())),
                List.of(BANK))
            .select(
                AS_OF.col(),
                BANK_ID.col(),
                HOLDERS.col().as("holders_outside"),
                BALANCE.col().as("balance_outside"));
    Column shown = HOLDERS.col().isNotNull();
    return contracts
        .select(AS_OF.col(), BANK_ID.col(), HOME_PROVINCE.col())
        .distinct()
        .join(told.balances(placed, List.of(BANK)), BANK, "left")
        .join(outside, BANK, "left")
        .join(provinces(in, told, placed), BANK, "left")
        .withColumn(
            HOLDERS_OUTSIDE_PCT.name(), Exact.percent(col("holders_outside"), HOLDERS.col(), 2))
        .withColumn(
            BALANCE_OUTSIDE_PCT.name(), Exact.percent(col("balance_outside"), BALANCE.col(), 2))
        .withColumn(PROVINCES.name(), when(shown, coalesce(PROVINCES.col(), lit(0))))
        .withColumn(
            REASON.name(),
            when(shown.equalTo(false), Told.SUPPRESSED)
                .when(HOME_PROVINCE.col().isNull(), HOME_UNKNOWN)
                .when(col("holders_outside").isNull(), OUTSIDE_SUPPRESSED));
  }

  /** The provinces of each bank that k holders live in, and how far they are. */
  private static Dataset<Row> provinces(Inputs in, Told told, Dataset<Row> placed) {
    Dataset<Row> places =
        in.rows(Provinces.TABLE)
            .select(
                Provinces.PROVINCE.col(),
                radians(Provinces.LATITUDE_DEG.col().cast("double")).as("latitude"),
                radians(Provinces.LONGITUDE_DEG.col().cast("double")).as("longitude"));
    Dataset<Row> homes =
        places
            .withColumnRenamed(Provinces.PROVINCE.name(), HOME_PROVINCE.name())
            .withColumnRenamed("latitude", "home_latitude")
            .withColumnRenamed("longitude", "home_longitude");
    Column across =
        pow(sin(col("latitude").minus(col("home_latitude")).divide(2)), 2)
            .plus(
                cos(col("latitude"))
                    .multiply(cos(col("home_latitude")))
                    .multiply(
                        pow(sin(col("longitude").minus(col("home_longitude")).divide(2)), 2)));
    Column distance = asin(sqrt(across)).multiply(2 * EARTH_RADIUS_KM);
    Column weighed = when(distance.isNotNull(), HOLDERS.col());
    List<String> cell =
        List.of(AS_OF.name(), BANK_ID.name(), HOME_PROVINCE.name(), UserRates.PROVINCE.name());
    return told.balances(placed, cell)
        .join(broadcast(places), UserRates.PROVINCE.name(), "left")
        .join(broadcast(homes), HOME_PROVINCE.name(), "left")
        .groupBy(AS_OF.col(), BANK_ID.col())
        .agg(
            count(lit(1)).as(PROVINCES.name()),
            round(sum(weighed.multiply(distance)).divide(nullif(sum(weighed), lit(0))))
                .as(MEAN_DISTANCE_KM.name()));
  }
}
