package org.rateshelf.answer;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.conv;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.rpad;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.job.Inputs;
import org.rateshelf.table.ProductBalances;
import org.rateshelf.table.UserRates;

/**
 * How figures of holders are told: none of fewer than k holders, and every one made of balances
 * that are each told on a rung of 1, 3, 10, 30, ... So nothing that is published, and nothing that
 * follows from it, says of a balance more than a range of a factor of ten. Decision 10 has the
 * reasons.
 */
final class Told {
  static final String SUPPRESSED = "SUPPRESSED";

  /** The balance of a row of user_rates, as it is told. */
  static final Column BALANCE = balance();

  private static final long DRAWS = 1L << 32;

  private final Column k;

  Told(Inputs in) {
    this.k = lit(in.market().settings().k());
  }

  /**
   * The rung below a balance, or the one above: drawn once for a contract, by a secret hash, so
   * that told sums are right on average and a balance that stays is always told alike.
   */
  private static Column balance() {
    Column exact = UserRates.BALANCE.col();
    Column contract = concat(UserRates.USER_ID.col(), lit("/"), UserRates.CONTRACT_ID.col());
    Column drawn = conv(sha2(contract.cast("binary"), 256).substr(1, 8), 16, 10);
    Column digits = length(floor(exact).cast("string"));
    Column power = rpad(lit("1"), digits, lit("0")).cast("decimal(18,0)");
    Column below =
        rung(
            when(exact.lt(1), lit(0))
                .when(exact.lt(power.multiply(3)), power)
                .otherwise(power.multiply(3)));
    Column above =
        rung(
            when(exact.lt(1), power)
                .when(exact.lt(power.multiply(3)), power.multiply(3))
                .otherwise(power.multiply(10)));
    Column reached = drawn.cast("decimal(10,0)").multiply(above.minus(below));
    return when(reached.lt(exact.minus(below).multiply(lit(DRAWS))), above).otherwise(below);
  }

  private static Column rung(Column balance) {
    return balance.cast("decimal(18,0)");
  }

  /** Different holders of a cell, an aggregate; of those of its contracts that this is true of. */
  static Column holders(Column contracts) {
    return count_distinct(when(contracts, UserRates.USER_ID.col()));
  }

  /** Whether so many holders are enough for a figure. */
  Column enough(Column holders) {
    return holders.geq(k);
  }

  /** A number of holders or of contracts, to the nearest k. */
  Column number(Column exact) {
    Column raised = exact.multiply(2).plus(k);
    return raised.minus(raised.mod(k.multiply(2))).divide(2);
  }

  /** The sum of the squares of told balances, an aggregate. */
  static Column squares(Column told) {
    return sum(told.cast("double").multiply(told.cast("double")));
  }

  /** About one standard error of told balances together. */
  static Column error(Column squares) {
    return round(sqrt(squares).multiply(0.5));
  }

  /** Cells of k holders or more, with their holders, their balance and its error. */
  Dataset<Row> balances(Dataset<Row> contracts, List<String> cell) {
    Column counted = col("counted");
    Column each = col("told");
    return contracts
        .withColumn("told", BALANCE)
        .groupBy(cell.stream().map(name -> col(name)).toArray(Column[]::new))
        .agg(
            holders(lit(true)).as("counted"),
            ProductBalances.BALANCE.from(sum(each)),
            ProductBalances.BALANCE_ERROR.from(error(squares(each))))
        .filter(enough(counted))
        .withColumn(ProductBalances.HOLDERS.name(), number(counted))
        .drop(counted);
  }
}
