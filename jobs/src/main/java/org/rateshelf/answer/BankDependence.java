package org.rateshelf.answer;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
import org.rateshelf.table.ProductBalances;
import org.rateshelf.table.UserRates;

/**
 * How much of a bank's deposits came from platforms on the day of a snapshot, how few platforms
 * brought them, and what is due in which month.
 *
 * <p>The banks' own channel is no platform. Shares and concentration are of told balances only
 * ({@link org.rateshelf.holders.Told}).
 */
public final class BankDependence implements Answer {
  /** What is due in one month. */
  public record Due(LocalDate month, BigDecimal balance, BigDecimal balanceError)
      implements Serializable {}

  private static final String TOTAL_UNKNOWN = "TOTAL_UNKNOWN";

  public static final Field<LocalDate> AS_OF = UserRates.AS_OF;
  public static final Field<String> BANK_ID = UserRates.BANK_ID;
  public static final Field<Long> HOLDERS = ProductBalances.HOLDERS;
  public static final Field<BigDecimal> BALANCE =
      ProductBalances.BALANCE.meaning("Money on all platforms, as told; null below k holders.");
  public static final Field<BigDecimal> BALANCE_ERROR = ProductBalances.BALANCE_ERROR;
  public static final Field<Integer> PLATFORMS =
      Field.whole("platforms", 3, "Platforms on which it has k holders or more.");
  public static final Field<Integer> PLATFORMS_MISSING =
      Field.whole(
              "platforms_missing",
              0,
              "Platforms without a snapshot of this day on whose last one it had contracts: their"
                  + " money is not in these figures.")
          .required();
  public static final Field<BigDecimal> TOTAL_DEPOSITS = Banks.TOTAL_DEPOSITS;
  public static final Field<BigDecimal> DEPENDENCE_PCT =
      Field.percent(
          "dependence_pct", "12.5000", "Balance over total_deposits; null where not known.");
  public static final Field<BigDecimal> PLATFORM_HHI =
      Field.percent(
          "platform_hhi",
          "0.5200",
          "Sum of squared shares of the platforms' told balances, 0 to 1; 1 is one platform.");
  public static final Field<String> LARGEST_PLATFORM_ID =
      Field.code("largest_platform_id", "JD_FINANCE", "Platform with the most told balance.");
  public static final Field<BigDecimal> LARGEST_PLATFORM_SHARE_PCT =
      Field.of(
          "largest_platform_share_pct",
          DataTypes.createDecimalType(5, 2),
          new BigDecimal("62.50"),
          "Its share of the platforms' told balances.");
  public static final Field<List<Due>> RUN_OFF =
      Field.of(
          "run_off",
          DataTypes.createArrayType(
              DataTypes.createStructType(
                  List.of(
                      DataTypes.createStructField("month", DataTypes.DateType, true),
                      DataTypes.createStructField(BALANCE.name(), BALANCE.type(), true),
                      DataTypes.createStructField(
                          BALANCE_ERROR.name(), BALANCE_ERROR.type(), true)))),
          List.of(
              new Due(
                  LocalDate.parse("2021-01-01"),
                  new BigDecimal("500000.00"),
                  new BigDecimal("50000.00"))),
          "What matures after this day, by month, where k holders have it; null where nothing is.");
  public static final Field<String> REASON =
      Field.code("reason", TOTAL_UNKNOWN, "Why figures are null.")
          .oneOf("SUPPRESSED", TOTAL_UNKNOWN);

  public static final Table TABLE =
      Table.gold("bank_dependence")
          .grain("one day of a snapshot, and bank")
          .fields(
              AS_OF,
              BANK_ID,
              HOLDERS,
              BALANCE,
              BALANCE_ERROR,
              PLATFORMS,
              PLATFORMS_MISSING,
              TOTAL_DEPOSITS,
              DEPENDENCE_PCT,
              PLATFORM_HHI,
              LARGEST_PLATFORM_ID,
              LARGEST_PLATFORM_SHARE_PCT,
              RUN_OFF,
              REASON)
          .key(AS_OF, BANK_ID)
          .day(AS_OF)
          .build();

  @Override
  public String question() {
    return "Which banks live on platform money, and on how many platforms?";
  }

  @Override
  public String query() {
    return """
    SELECT bank_id, balance, balance_error, dependence_pct, platforms, platform_hhi,
      largest_platform_id, largest_platform_share_pct, reason
    FROM bank_dependence
    WHERE as_of = DATE '2020-11-30' AND balance IS NOT NULL
    ORDER BY balance DESC, bank_id
    """;
  }

  @Override
  public List<Table> reads() {
    return List.of(UserRates.TABLE, Banks.TABLE);
  }

  @Override
  public Table writes() {
    return TABLE;
  }
}
