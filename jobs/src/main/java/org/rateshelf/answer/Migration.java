package org.rateshelf.answer;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.rateshelf.job.Answer;
import org.rateshelf.job.Inputs;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.ProductBalances;
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

  private static final List<Field<BigDecimal>> LEFT =
      List.of(
          RENEWED_SHARE, OWN_APP_SHARE, MATURED_LEFT_SHARE, REDEEMED_EARLY_SHARE, UNKNOWN_SHARE);
  private static final List<Field<BigDecimal>> SHARES =
      Stream.concat(Stream.of(HELD_SHARE), LEFT.stream()).toList();
  private static final Field<String> DESTINATION =
      Field.code("destination", HELD_SHARE.name(), "Where it went, by the name of its share.");

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
    return Outcomes.READS;
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
    Dataset<Row> contracts = contracts(in);
    Column counted = col("counted");
    Column whole = DESTINATION.col().equalTo(Pooled.ALL);
    Column part = when(whole.equalTo(false), col("part"));
    Column balance = sum(part);
    Dataset<Row> rows =
        contracts
            .groupBy(AS_OF.col(), BANK_CLASS.col(), DESTINATION.col())
            .agg(
                Told.holders(lit(true)).as("counted"),
                sum(Outcomes.TOLD_BEFORE).as("part"),
                Told.squares(Outcomes.TOLD_BEFORE).as("squares"))
            // The whole stays, for its row does.
            .filter(whole.or(told.enough(counted)))
            .groupBy(TABLE.keyColumns())
            .agg(
                max(when(whole, told.number(counted))).as(HOLDERS.name()),
                Stream.concat(
                        Stream.of(
                            when(balance.gt(0), balance).as(BALANCE.name()),
                            Told.error(sum(when(part.isNotNull(), col("squares"))))
                                .as(BALANCE_ERROR.name())),
                        SHARES.stream().map(share -> share(share, balance)))
                    .toArray(Column[]::new));
    Column left =
        LEFT.stream()
            .map(share -> coalesce(share.col(), lit(0)))
            .reduce(lit(1), (rest, share) -> rest.minus(share));
    Column shown = BALANCE.col().isNotNull();
    return rows.withColumn(HELD_SHARE.name(), when(HELD_SHARE.col().isNotNull(), left))
        .withColumn(HOLDERS.name(), when(shown, HOLDERS.col()))
        .withColumn(BALANCE_ERROR.name(), when(shown, BALANCE_ERROR.col()))
        .withColumn(REASON.name(), when(not(shown), Told.SUPPRESSED));
  }

  private static Column share(Field<BigDecimal> share, Column balance) {
    Column part = max(when(DESTINATION.col().equalTo(share.name()), col("part")));
    return Exact.ratio(part, balance, 4).as(share.name());
  }

  /** Contracts of the snapshots before, by where their money is now. */
  private static Dataset<Row> contracts(Inputs in) {
    Dataset<Row> pairs =
        Outcomes.covered(in)
            .join(broadcast(Outcomes.days(in)), col("covered").lt(AS_OF.col()))
            .groupBy(UserRates.PLATFORM_ID.col(), AS_OF.col())
            .agg(max(col("covered")).as(Outcomes.BASE.toString()));
    Column destination =
        when(Outcomes.TOLD_AFTER.isNotNull(), HELD_SHARE.name())
            .when(Outcomes.OUTCOME.equalTo(Outcomes.RENEWED), RENEWED_SHARE.name())
            .when(Outcomes.OUTCOME.equalTo(Outcomes.MOVED), OWN_APP_SHARE.name())
            .when(Outcomes.OUTCOME.equalTo(Outcomes.MATURED_LEFT), MATURED_LEFT_SHARE.name())
            .when(Outcomes.OUTCOME.equalTo(Outcomes.REDEEMED_EARLY), REDEEMED_EARLY_SHARE.name())
            .otherwise(UNKNOWN_SHARE.name());
    Dataset<Row> contracts =
        Outcomes.between(in, pairs).withColumn(DESTINATION.name(), destination);
    Dataset<Row> classed = BankClasses.joined(in, contracts, UserRates.BANK_ID.col());
    return Pooled.over(Pooled.over(classed, BANK_CLASS), DESTINATION);
  }
}
