package org.rateshelf.answer;

import static org.apache.spark.sql.functions.ceil;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.rpad;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.rateshelf.job.Inputs;
import org.rateshelf.table.ProductBalances;
import org.rateshelf.table.Term;
import org.rateshelf.table.UserRates;

/**
 * How figures of holders are told: none of fewer than k holders, and each rounded to a step that k
 * holders cannot exceed together, so that it says nothing that rests on fewer. Decision 10 has the
 * reasons.
 */
final class Told {
  static final String SUPPRESSED = "SUPPRESSED";

  private static final Column COUNTED = col("counted_holders");
  private static final String MOST = "most_";

  private final Column k;

  Told(Inputs in) {
    this.k = lit(in.market().settings().k());
  }

  /** A figure of a cell: an aggregate of each holder's contracts, and one of those aggregates. */
  record Figure(String name, Column perHolder, Column perCell) {
    static Figure total(String name, Column of) {
      return new Figure(name, sum(of), sum(name));
    }

    /** How many holders this is true of; it is an aggregate of a holder's contracts. */
    static Figure holders(String name, Column has) {
      return new Figure(name, when(has, 1), count(functions.col(name)));
    }

    static Figure lowest(String name, Column of) {
      return new Figure(name, min(of), min(name));
    }

    static Figure highest(String name, Column of) {
      return new Figure(name, max(of), max(name));
    }

    Column col() {
      return functions.col(name);
    }
  }

  /**
   * Cells of contracts: their holders, these figures exactly (not to be published as they are), and
   * of those named as stakes what the k holders with the most have together.
   */
  Dataset<Row> cells(
      Dataset<Row> contracts, List<String> cell, List<Figure> figures, List<Figure> stakes) {
    Column[] keys = cell.stream().map(name -> col(name)).toArray(Column[]::new);
    Column[] holder =
        Stream.concat(Stream.of(keys), Stream.of(UserRates.USER_ID.col())).toArray(Column[]::new);
    List<Column> perHolder = figures.stream().map(f -> f.perHolder().as(f.name())).toList();
    Dataset<Row> holders =
        contracts
            .groupBy(holder)
            .agg(perHolder.get(0), perHolder.subList(1, perHolder.size()).toArray(Column[]::new));
    List<Column> perCell = new ArrayList<>();
    figures.forEach(f -> perCell.add(f.perCell().as(f.name())));
    for (Figure stake : stakes) {
      String rank = "rank_" + stake.name();
      holders =
          holders.withColumn(
              rank, row_number().over(Window.partitionBy(keys).orderBy(stake.col().desc())));
      perCell.add(sum(when(col(rank).leq(k), stake.col())).as(MOST + stake.name()));
    }
    return holders
        .groupBy(keys)
        .agg(count(lit(1)).as("counted_holders"), perCell.toArray(Column[]::new));
  }

  /** Cells of k holders or more, with their holders, balance and its step as they are told. */
  Dataset<Row> balances(Dataset<Row> contracts, List<String> cell) {
    Figure held = Figure.total("held", UserRates.BALANCE.col());
    Column step = ProductBalances.BALANCE_STEP.col();
    return cells(contracts, cell, List.of(held), List.of(held))
        .filter(enough())
        .withColumn(ProductBalances.HOLDERS.name(), holders())
        .withColumn(step.toString(), ProductBalances.BALANCE_STEP.from(step(most(held))))
        .withColumn(
            ProductBalances.BALANCE.name(), ProductBalances.BALANCE.from(rounded(held.col(), step)))
        .drop(COUNTED, held.col(), most(held));
  }

  /** Whether a cell has the holders that a figure needs. */
  Column enough() {
    return enough(COUNTED);
  }

  Column enough(Column holders) {
    return holders.geq(k);
  }

  /** Number of holders of a cell that has enough, to the nearest k. */
  Column holders() {
    return rounded(COUNTED, k);
  }

  /** What the k holders of a cell with the most of this stake have together. */
  static Column most(Figure stake) {
    return col(MOST + stake.name());
  }

  /** The step of a sum: the least of 1, 2, 3, 5 times a power of ten not below what k have. */
  static Column step(Column most) {
    return Term.let(
        greatest(lit(1L), ceil(most).cast("long")),
        whole ->
            Term.let(
                rpad(lit("1"), length(whole.cast("string")), lit("0")).cast("long"),
                power ->
                    when(whole.leq(power), power)
                        .when(whole.leq(power.multiply(2)), power.multiply(2))
                        .when(whole.leq(power.multiply(3)), power.multiply(3))
                        .when(whole.leq(power.multiply(5)), power.multiply(5))
                        .otherwise(power.multiply(10))));
  }

  /** The nearest multiple of a step, half up. */
  static Column rounded(Column figure, Column step) {
    Column exact = step.cast("decimal(20,4)");
    Column raised = figure.plus(exact.multiply(lit(0.5).cast("decimal(2,1)")));
    return raised.minus(raised.mod(exact));
  }

  /** The step of a mean rate, by how far k holders could move it. */
  static Column rateStep(Column lowest, Column highest, Column most, Column balance) {
    Column share = most.cast("double").divide(balance.cast("double"));
    Column moved =
        highest.minus(lowest).multiply(10000).cast("double").multiply(least(lit(1.0), share));
    return when(
        balance.gt(0),
        step(moved).cast("decimal(9,0)").multiply(lit("0.0001").cast("decimal(4,4)")));
  }
}
