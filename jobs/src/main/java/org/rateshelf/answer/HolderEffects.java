package org.rateshelf.answer;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.job.Answer;
import org.rateshelf.job.Inputs;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Events;
import org.rateshelf.table.ProductBalances;
import org.rateshelf.table.UserRates;

/**
 * What became of those who held a platform's deposits before an event: whether their rate was kept,
 * who left and how.
 *
 * <p>The contracts are those of each platform's last snapshot before the event, the banks' own
 * channel left out. A figure of fewer than k holders is null; the others are of told balances.
 */
public final class HolderEffects implements Answer {
  public static final Field<String> EVENT_ID = Events.EVENT_ID;
  public static final Field<LocalDate> AS_OF = UserRates.AS_OF;
  public static final Field<String> PLATFORM_ID = ProductCounts.PLATFORM_ID;
  public static final Field<String> BANK_CLASS = SpreadSummary.BANK_CLASS;
  public static final Field<String> OUTCOME =
      Field.code("outcome", Outcomes.RATE_KEPT, "What became of the contract; or ALL.")
          .required()
          .oneOf(
              Outcomes.RATE_KEPT,
              Outcomes.RATE_CHANGED,
              Outcomes.TOPPED_UP,
              Outcomes.RENEWED,
              Outcomes.MOVED,
              Outcomes.MATURED_LEFT,
              Outcomes.REDEEMED_EARLY,
              Outcomes.UNKNOWN,
              Pooled.ALL);
  public static final Field<Long> HOLDERS = ProductBalances.HOLDERS;
  public static final Field<Long> CONTRACTS =
      Field.count("contracts", 140L, "Their contracts, to the nearest k.");
  public static final Field<BigDecimal> BALANCE_BEFORE =
      Field.money("balance_before", "1450000.00", "Money in them before the event, as told.");
  public static final Field<BigDecimal> BALANCE_BEFORE_ERROR = error(BALANCE_BEFORE);
  public static final Field<BigDecimal> BALANCE_AFTER =
      Field.money(
          "balance_after",
          "1450000.00",
          "Money that is still in them; null where fewer than k holders still have any of them.");
  public static final Field<BigDecimal> BALANCE_AFTER_ERROR = error(BALANCE_AFTER);
  public static final Field<BigDecimal> RATE_BEFORE_PCT =
      Field.percent(
          "rate_before_pct",
          "4.3120",
          "Contract rate before, weighed by told balance; null where k holders' is not known.");
  public static final Field<BigDecimal> RATE_AFTER_PCT =
      Field.percent(
          "rate_after_pct",
          "4.3120",
          "Contract rate of what is still in them, weighed by it; null likewise.");
  public static final Field<String> REASON =
      Field.code(
              "reason", Told.SUPPRESSED, "Why there is no figure: fewer than k holders, or none.")
          .oneOf(Told.SUPPRESSED);

  public static final Table TABLE =
      Table.gold("holder_effects")
          .grain("one event, day of a snapshot, platform or ALL, bank class or ALL, and outcome")
          .fields(
              EVENT_ID,
              AS_OF,
              PLATFORM_ID,
              BANK_CLASS,
              OUTCOME,
              HOLDERS,
              CONTRACTS,
              BALANCE_BEFORE,
              BALANCE_BEFORE_ERROR,
              BALANCE_AFTER,
              BALANCE_AFTER_ERROR,
              RATE_BEFORE_PCT,
              RATE_AFTER_PCT,
              REASON)
          .key(EVENT_ID, AS_OF, PLATFORM_ID, BANK_CLASS, OUTCOME)
          .day(AS_OF)
          .build();

  /** Outcomes of contracts that are still there; only these and ALL have a balance after. */
  private static final Column STILL_HELD =
      OUTCOME.col().isin(Outcomes.RATE_KEPT, Outcomes.RATE_CHANGED, Outcomes.TOPPED_UP, Pooled.ALL);

  private static final Side BEFORE = new Side("before", Outcomes.TOLD_BEFORE, Outcomes.RATE_BEFORE);
  private static final Side AFTER = new Side("after", Outcomes.TOLD_AFTER, Outcomes.RATE_AFTER);

  /** The contracts of a cell that one of the two snapshots has. */
  private record Side(String name, Column told, Column rate) {
    Stream<Column> ofOneHolder() {
      Column weight = when(rate.isNotNull(), told);
      return Stream.of(
          max(told.isNotNull()).as("holds_" + name),
          sum(told).as("balance_of_" + name),
          Told.squares(told).as("squares_" + name),
          max(weight.gt(0)).as("is_rated_" + name),
          sum(weight).as("weight_" + name),
          sum(weight.multiply(rate)).as("interest_" + name));
    }

    Stream<Column> ofAll() {
      return Stream.of(
          count_if(col("holds_" + name)).as("holders_" + name),
          sum("balance_of_" + name).as("balance_of_" + name),
          Told.error(sum("squares_" + name)).as("error_of_" + name),
          count_if(col("is_rated_" + name)).as("rated_" + name),
          sum("weight_" + name).as("weight_" + name),
          sum("interest_" + name).as("interest_" + name));
    }

    private Column figure(String of) {
      return col("cell").getField(of + name);
    }

    /** A figure of the side, where enough holders stand behind it. */
    private Column told(Told telling, Column figure) {
      return when(telling.enough(figure("holders_")), figure);
    }

    Column balance(Told telling) {
      return told(telling, figure("balance_of_"));
    }

    Column error(Told telling) {
      return told(telling, figure("error_of_"));
    }

    Column rate(Told telling) {
      Column weight = nullif(figure("weight_"), lit(0)).cast("decimal(14,0)");
      Column mean = figure("interest_").cast("decimal(24,4)").divide(weight);
      return when(telling.enough(figure("rated_")), Exact.rounded(mean, 4));
    }
  }

  private static Field<BigDecimal> error(Field<BigDecimal> balance) {
    return Field.money(balance.name() + "_error", "110000.00", "About one standard error of it.");
  }

  @Override
  public String question() {
    return "What became of existing holders?";
  }

  @Override
  public String query() {
    return """
        SELECT outcome, holders, balance_before, balance_after, balance_after_error,
          rate_before_pct, rate_after_pct, reason
        FROM holder_effects
        WHERE event_id = 'E021' AND as_of = DATE '2021-01-31'
          AND platform_id = 'ALL' AND bank_class = 'ALL'
        ORDER BY outcome
        """;
  }

  @Override
  public List<Table> reads() {
    return Stream.concat(Outcomes.READS.stream(), Stream.of(Events.TABLE)).toList();
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
    if (in.market().windows().isEmpty()) {
      return in.rows(TABLE).limit(0);
    }
    Told told = new Told(in);
    Column outcomes = array(OUTCOME.allowed().stream().map(o -> lit(o)).toArray(Column[]::new));
    List<Column> holder = new ArrayList<>(List.of(UserRates.USER_ID.col()));
    holder.addAll(List.of(TABLE.keyColumns()));
    // Holder by holder first: to count different ones in four ways would take each row fivefold.
    Dataset<Row> cells =
        Pooled.over(contracts(in), OUTCOME)
            .groupBy(holder.toArray(Column[]::new))
            .agg(count(lit(1)).as("contracts_of_one"), figures(Side::ofOneHolder))
            .groupBy(TABLE.keyColumns())
            .agg(sum("contracts_of_one").as("counted"), figures(Side::ofAll));
    Column found =
        filter(
            col("cells"),
            cell ->
                cell.getField(OUTCOME.name())
                    .equalTo(col("one"))
                    .and(told.enough(cell.getField("holders_before"))));
    // A row for each outcome of whoever has any contract, also where nobody came to it.
    return cells
        .groupBy(EVENT_ID.col(), AS_OF.col(), PLATFORM_ID.col(), BANK_CLASS.col())
        .agg(collect_list(struct(col("*"))).as("cells"))
        .withColumn("one", explode(outcomes))
        .select(
            EVENT_ID.col(),
            AS_OF.col(),
            PLATFORM_ID.col(),
            BANK_CLASS.col(),
            col("one").as(OUTCOME.name()),
            get(found, lit(0)).as("cell"))
        .select(
            col("*"),
            told.number(col("cell.holders_before")).as(HOLDERS.name()),
            told.number(col("cell.counted")).as(CONTRACTS.name()),
            BEFORE.balance(told).as(BALANCE_BEFORE.name()),
            BEFORE.error(told).as(BALANCE_BEFORE_ERROR.name()),
            when(STILL_HELD, AFTER.balance(told)).as(BALANCE_AFTER.name()),
            when(STILL_HELD, AFTER.error(told)).as(BALANCE_AFTER_ERROR.name()),
            BEFORE.rate(told).as(RATE_BEFORE_PCT.name()),
            when(STILL_HELD, AFTER.rate(told)).as(RATE_AFTER_PCT.name()))
        .withColumn(REASON.name(), when(HOLDERS.col().isNull(), Told.SUPPRESSED));
  }

  private static Column[] figures(Function<Side, Stream<Column>> of) {
    return Stream.of(BEFORE, AFTER).flatMap(of).toArray(Column[]::new);
  }

  /** Contracts of each event's eve with their outcomes by each day, pooled but by outcome. */
  private static Dataset<Row> contracts(Inputs in) {
    Dataset<Row> pairs =
        eves(in)
            .join(broadcast(Outcomes.days(in)), AS_OF.col().geq(Events.DATE_FROM.col()))
            .drop(Events.DATE_FROM.col());
    String[] pair = {PLATFORM_ID.name(), Outcomes.BASE.toString(), AS_OF.name()};
    Dataset<Row> outcomes =
        Outcomes.between(in, pairs.drop(EVENT_ID.col()).distinct()).join(broadcast(pairs), pair);
    Dataset<Row> classed = BankClasses.joined(in, outcomes, UserRates.BANK_ID.col());
    return Pooled.over(Pooled.overPlatforms(in, classed, PLATFORM_ID), BANK_CLASS);
  }

  /** The last snapshot of each platform before each event. */
  private static Dataset<Row> eves(Inputs in) {
    List<Column> windows =
        in.market().windows().stream()
            .map(event -> struct(lit(event.eventId()).as(EVENT_ID.name())))
            .toList();
    Dataset<Row> events =
        in.literals(windows)
            .join(
                broadcast(in.rows(Events.TABLE).select(EVENT_ID.col(), Events.DATE_FROM.col())),
                EVENT_ID.name());
    return Outcomes.covered(in)
        .join(broadcast(events), col("covered").lt(Events.DATE_FROM.col()))
        .groupBy(EVENT_ID.col(), Events.DATE_FROM.col(), PLATFORM_ID.col())
        .agg(max(col("covered")).as(Outcomes.BASE.toString()));
  }
}
