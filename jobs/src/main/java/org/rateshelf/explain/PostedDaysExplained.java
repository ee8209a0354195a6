package org.rateshelf.explain;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.answer.PostedRates;
import org.rateshelf.market.Market;
import org.rateshelf.table.BankRates;
import org.rateshelf.table.PostedDays;
import org.rateshelf.table.Term;

/** A row of posted_days: the line that posted the rate. */
record PostedDaysExplained(Trail trail, Cell cell) implements Explained {
  @Override
  public void tell() {
    trail.head("How it is made");
    source();
  }

  /** The rate, and the file and line that it came from. */
  void source() {
    trail.say(
        "%s %s %s, vouched for to %s",
        cell.text(PostedDays.BANK_ID),
        cell.text(PostedDays.TERM),
        cell.text(PostedDays.RATE_PCT),
        cell.text(PostedDays.CONFIRMED_TO));
    Dataset<Row> posted =
        trail.market().postedRates() == Market.PostedRates.LISTINGS ? listings() : bankRates();
    posted.limit(1).collectAsList().forEach(trail::line);
  }

  private Dataset<Row> bankRates() {
    return trail
        .rows(BankRates.TABLE)
        .filter(cell.agrees(PostedDays.BANK_ID, PostedDays.PRODUCT_KIND))
        .filter(Term.canonical(BankRates.TERM.col()).equalTo(cell.get(PostedDays.TERM)))
        .filter(BankRates.EFFECTIVE_FROM.col().leq(cell.literal(PostedDays.AS_OF_DATE)))
        .orderBy(BankRates.EFFECTIVE_FROM.col().desc(), BankRates.RATE_PCT.col().desc());
  }

  private Dataset<Row> listings() {
    return PostedRates.listings(trail.inputs(new PostedRates()))
        .filter(cell.agrees(PostedDays.BANK_ID, PostedDays.PRODUCT_KIND, PostedDays.TERM))
        .filter(PostedDays.AS_OF_DATE.col().leq(cell.literal(PostedDays.AS_OF_DATE)))
        .orderBy(PostedDays.AS_OF_DATE.col().desc());
  }
}
