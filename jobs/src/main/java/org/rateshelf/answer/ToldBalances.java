package org.rateshelf.answer;

import java.util.List;
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Table;
import org.rateshelf.table.ProductBalances;
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
  public Table writes() {
    return ProductBalances.TABLE;
  }
}
