package org.rateshelf.answer;

import java.util.List;
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Table;
import org.rateshelf.table.BankRates;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Listings;
import org.rateshelf.table.PostedDays;

/**
 * The posted rate in force on each day: it lasts until that bank's next one for the kind and term.
 *
 * <p>Where the market says that listings are the posted rates, those of the compared classes' banks
 * are: of each kind and term the line with the lowest minimum, paid at maturity before others, then
 * the higher rate.
 */
public final class PostedRates implements Answer {
  @Override
  public String question() {
    return "What did each traditional bank post on each day?";
  }

  @Override
  public String query() {
    return """
    SELECT bank_id, term, rate_pct, confirmed_to
    FROM posted_days
    WHERE as_of_date = DATE '2020-12-17' AND product_kind = 'TIME_DEPOSIT'
    ORDER BY bank_id, term
    """;
  }

  @Override
  public List<Table> reads() {
    return List.of(BankRates.TABLE, Listings.TABLE, Banks.TABLE, PostedDays.TABLE);
  }

  @Override
  public Table writes() {
    return PostedDays.TABLE;
  }
}
