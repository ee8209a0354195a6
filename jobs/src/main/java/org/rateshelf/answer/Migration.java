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
import org.rateshelf.table.Spells;
import org.rateshelf.table.UserRates;

/**
 * Where the money of each platform's snapshot before this one went: still held, renewed, to the
 * bank's own channel, or gone.
 *
 * <p>Shares are of the balance before, and of what is told of it: a destination of fewer than k
 * holders is null and in no sum.
 */
public final class Migration implements Answer {
  public static final Field<LocalDate> AS_OF = UserRates.AS_OF;
  public static final Field<String> BANK_CLASS = SpreadSummary.BANK_CLASS;
  public static final Field<Long> HOLDERS = ProductBalances.HOLDERS;
  public static final Field<BigDecimal> BALANCE =
      ProductBalances.BALANCE.meaning(
          "Money in the snapshot before, as told, of the destinations that k holders went to.");
  public static final Field<BigDecimal> BALANCE_ERROR = ProductBalances.BALANCE_ERROR;
  public static final Field<BigDecimal> HELD_SHARE =
      share("held", "Still in the same contracts; where told, what the other shares leave of 1.");
  public static final Field<BigDecimal> RENEWED_SHARE =
      share("renewed", "Matured and put into the same product again.");
  public static final Field<BigDecimal> OWN_APP_SHARE =
      share("own_app", "Gone, its holder has a new contract in the bank's own channel.");
  public static final Field<BigDecimal> MATURED_LEFT_SHARE =
      share("matured_left", "Matured and left.");
  public static final Field<BigDecimal> REDEEMED_EARLY_SHARE =
      share("redeemed_early", "Left before its term, or without one.");
  public static final Field<BigDecimal> UNKNOWN_SHARE =
      share("unknown", "On platforms without a snapshot of this day.");
  public static final Field<String> REASON = HolderEffects.REASON;

  public static final Table TABLE =
      Table.gold("migration")
          .grain("one day of a snapshot, and bank class or ALL")
          .fields(
              AS_OF,
              BANK_CLASS,
              HOLDERS,
              BALANCE,
              BALANCE_ERROR,
              HELD_SHARE,
              RENEWED_SHARE,
              OWN_APP_SHARE,
              MATURED_LEFT_SHARE,
              REDEEMED_EARLY_SHARE,
              UNKNOWN_SHARE,
              REASON)
          .key(AS_OF, BANK_CLASS)
          .day(AS_OF)
          .build();

  private static Field<BigDecimal> share(String destination, String comment) {
    return Field.of(
        destination + "_share",
        DataTypes.createDecimalType(5, 4),
        new BigDecimal("0.1250"),
        comment + " Null below k holders.");
  }

  @Override
  public String question() {
    return "Where did holders' money go?";
  }

  @Override
  public String query() {
    return """
    SELECT as_of, bank_class, holders, balance, held_share, renewed_share,
      own_app_share, matured_left_share, redeemed_early_share, unknown_share
    FROM migration
    WHERE as_of > DATE '2021-01-31'
    ORDER BY as_of, bank_class
    """;
  }

  @Override
  public List<Table> reads() {
    return List.of(UserRates.TABLE, Banks.TABLE, Spells.TABLE);
  }

  @Override
  public Table writes() {
    return TABLE;
  }
}
