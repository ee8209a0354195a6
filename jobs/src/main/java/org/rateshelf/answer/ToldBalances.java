package org.rateshelf.answer;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.job.Answer;
import org.rateshelf.job.Inputs;
import org.rateshelf.schema.Table;
import org.rateshelf.table.ProductBalances;
import org.rateshelf.table.Term;
import org.rateshelf.table.UserRates;

/** The money behind each product in a term, as it may be told: what means are weighed by. */
public final class ToldBalances implements Answer {
  @Override
  public String question() {
    return "How much money stands behind each product in a term?";
  }

  @Override
  public String query() {
    return """
        SELECT platform_id, product_id, term, holders, balance, balance_error
        FROM product_balances
        WHERE as_of = DATE '2020-11-30'
        ORDER BY balance DESC, platform_id, product_id, term
        """;
  }

  @Override
  public List<Table> reads() {
    return List.of(UserRates.TABLE);
  }

  @Override
  public Optional<Table> daysOf() {
    return Optional.of(UserRates.TABLE);
  }

  @Override
  public Table writes() {
    return ProductBalances.TABLE;
  }

  @Override
  public Dataset<Row> compute(Inputs in) {
    Dataset<Row> contracts =
        in.days(UserRates.TABLE)
            .withColumn(ProductBalances.TERM.name(), Term.normalised(UserRates.TERM.col()));
    String[] product = ProductBalances.TABLE.keyNames();
    // Those of too few holders as well: that there was a snapshot counts.
    return contracts
        .select(ProductBalances.TABLE.keyColumns())
        .distinct()
        .join(new Told(in).balances(contracts, List.of(product)), product, "left");
  }
}
