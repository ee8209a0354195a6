package org.rateshelf.answer;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.answer.Told.Figure;
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
 * channel left out. A figure of fewer than k holders is null; the others are rounded so that none
 * says anything of fewer ({@link Told}).
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
      Field.count("contracts", 140L, "Their contracts, to the nearest contracts_step.");
  public static final Field<Long> CONTRACTS_STEP =
      Field.count("contracts_step", 20L, "The true number is within half of it.");
  public static final Field<BigDecimal> BALANCE_BEFORE =
      Field.money("balance_before", "1450000.00", "Money in them before the event.");
  public static final Field<BigDecimal> BALANCE_BEFORE_STEP = step(BALANCE_BEFORE, "50000.00");
  public static final Field<BigDecimal> BALANCE_AFTER =
      Field.money(
          "balance_after",
          "1450000.00",
          "Money that is still in them; null where fewer than k holders still have any of them.");
  public static final Field<BigDecimal> BALANCE_AFTER_STEP = step(BALANCE_AFTER, "50000.00");
  public static final Field<BigDecimal> RATE_BEFORE_PCT =
      Field.percent(
          "rate_before_pct",
          "4.3120",
          "Contract rate before, weighed by balance; null where k holders' is not known.");
  public static final Field<BigDecimal> RATE_BEFORE_STEP_PCT = step(RATE_BEFORE_PCT, "0.0020");
  public static final Field<BigDecimal> RATE_AFTER_PCT =
      Field.percent(
          "rate_after_pct",
          "4.3120",
          "Contract rate of what is still in them, weighed by it; null likewise.");
  public static final Field<BigDecimal> RATE_AFTER_STEP_PCT = step(RATE_AFTER_PCT, "0.0020");
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
              CONTRACTS_STEP,
              BALANCE_BEFORE,
              BALANCE_BEFORE_STEP,
              BALANCE_AFTER,
              BALANCE_AFTER_STEP,
              RATE_BEFORE_PCT,
              RATE_BEFORE_STEP_PCT,
              RATE_AFTER_PCT,
              RATE_AFTER_STEP_PCT,
              REASON)
          .key(EVENT_ID, AS_OF, PLATFORM_ID, BANK_CLASS, OUTCOME)
          .day(AS_OF)
          .build();

  /** Outcomes of contracts that are still there; only these and ALL have a balance after. */
  private static final Column STILL_HELD =
      OUTCOME.col().isin(Outcomes.RATE_KEPT, Outcomes.RATE_CHANGED, Outcomes.TOPPED_UP, Pooled.ALL);

  private static final Figure COUNTED = Figure.total("counted", lit(1L));
  private static final Side BEFORE =
      new Side("before", Outcomes.BALANCE_BEFORE, Outcomes.RATE_BEFORE);
  private static final Side AFTER = new Side("after", Outcomes.BALANCE_AFTER, Outcomes.RATE_AFTER);

  /** The contracts of a cell that one of the two snapshots has, and their rate. */
  private record Side(
      Figure holders,
      Figure balance,
      Figure rated,
      Figure weight,
      Figure interest,
      Figure lowest,
      Figure highest) {

    Side(String name, Column balance, Column rate) {
      this(
          Figure.holders("holders_" + name, max(balance.isNotNull())),
          Figure.total("balance_of_" + name, balance),
          Figure.holders("rated_" + name, sum(when(rate.isNotNull(), balance)).gt(0)),
          Figure.total("weight_" + name, when(rate.isNotNull(), balance)),
          Figure.total("interest_" + name, balance.multiply(rate)),
          Figure.lowest("lowest_" + name, when(balance.isNotNull(), rate)),
          Figure.highest("highest_" + name, when(balance.isNotNull(), rate)));
    }

    Stream<Figure> figures() {
      return Stream.of(holders, balance, rated, weight, interest, lowest, highest);
    }

    Column step(Told told) {
      return when(told.enough(holders.col()), Told.step(Told.most(balance)));
    }

    Column rateStep(Told told) {
      Column step = Told.rateStep(lowest.col(), highest.col(), Told.most(balance), weight.col());
      return when(told.enough(rated.col()), step);
    }

    Column rate() {
      return Exact.rounded(interest.col().divide(nullif(weight.col(), lit(0))), 10);
    }
  }

  private static Field<BigDecimal> step(Field<BigDecimal> figure, String example) {
    String name = figure.name().replaceFirst("(_pct)?$", "_step$1");
    return Field.of(
        name, figure.type(), new BigDecimal(example), "The true one is within half of it.");
  }

  @Override
  public String question() {
    return "What became of existing holders?";
  }

  @Override
  public List<Table> reads() {
    return Stream.concat(Outcomes.READS.stream(), Stream.of(Events.TABLE)).toList();
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
    Dataset<Row> contracts = contracts(in);
    Column outcomes = array(OUTCOME.allowed().stream().map(o -> lit(o)).toArray(Column[]::new));
    Dataset<Row> all =
        contracts
            .select(EVENT_ID.col(), AS_OF.col(), PLATFORM_ID.col(), BANK_CLASS.col())
            .distinct()
            .withColumn(OUTCOME.name(), explode(outcomes));
    List<Figure> figures =
        Stream.of(Stream.of(COUNTED), BEFORE.figures(), AFTER.figures())
            .flatMap(figure -> figure)
            .toList();
    Dataset<Row> cells =
        told.cells(
                Pooled.over(contracts, OUTCOME),
                List.of(TABLE.keyNames()),
                figures,
                List.of(COUNTED, BEFORE.balance(), AFTER.balance()))
            .filter(told.enough())
            .withColumn(HOLDERS.name(), told.holders())
            .withColumn(CONTRACTS_STEP.name(), Told.step(Told.most(COUNTED)))
            .withColumn(BALANCE_BEFORE_STEP.name(), BEFORE.step(told))
            .withColumn(BALANCE_AFTER_STEP.name(), when(STILL_HELD, AFTER.step(told)))
            .withColumn(RATE_BEFORE_STEP_PCT.name(), BEFORE.rateStep(told))
            .withColumn(RATE_AFTER_STEP_PCT.name(), when(STILL_HELD, AFTER.rateStep(told)));
    return all.join(cells, TABLE.keyNames(), "left")
        .withColumn(CONTRACTS.name(), Told.rounded(COUNTED.col(), CONTRACTS_STEP.col()))
        .withColumn(
            BALANCE_BEFORE.name(), Told.rounded(BEFORE.balance().col(), BALANCE_BEFORE_STEP.col()))
        .withColumn(
            BALANCE_AFTER.name(), Told.rounded(AFTER.balance().col(), BALANCE_AFTER_STEP.col()))
        .withColumn(RATE_BEFORE_PCT.name(), Told.rounded(BEFORE.rate(), RATE_BEFORE_STEP_PCT.col()))
        .withColumn(RATE_AFTER_PCT.name(), Told.rounded(AFTER.rate(), RATE_AFTER_STEP_PCT.col()))
        .withColumn(REASON.name(), when(HOLDERS.col().isNull(), Told.SUPPRESSED));
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
