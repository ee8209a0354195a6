package org.rateshelf.answer;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
import org.rateshelf.table.ProductBalances;
import org.rateshelf.table.Provinces;
import org.rateshelf.table.UserRates;

/**
 * How far from its home province a bank reached through platforms, on the day of a snapshot.
 *
 * <p>Shares and distance are about right, no bounds: they are of told figures ({@link
 * org.rateshelf.holders.Told}). Who lives in the bank's province, but far from its outlets, counts
 * as at home. Provinces of fewer than k holders are not counted, so their number is a lower bound.
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
          .oneOf("SUPPRESSED", HOME_UNKNOWN, OUTSIDE_SUPPRESSED);

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
  public Table writes() {
    return TABLE;
  }
}
