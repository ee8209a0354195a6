package org.rateshelf.ingest;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.rateshelf.schema.Field;
import org.rateshelf.table.BankRates;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Term;

/** What an empty column of a file stands for, where it stands for something. */
public final class Defaults {
  private Defaults() {}

  /** The defaults of a source, as text. */
  public static Map<Field<?>, Column> of(Source source) {
    Map<Field<?>, Column> found = new HashMap<>();
    if (source.table() == Listings.TABLE) {
      found.put(Listings.TERM, lit(Listings.UNKNOWN));
      found.put(Listings.PAYOUT_CYCLE, lit(Listings.UNKNOWN));
      found.put(Listings.RATE_KIND, lit(Listings.UNKNOWN));
      found.put(Listings.MIN_AMOUNT, lit("0.00"));
      return found;
    }
    for (Field<?> field : source.columns()) {
      if (field.name().equals(BankRates.PRODUCT_KIND.name())) {
        Column demand = Judge.text(BankRates.TERM).equalTo(Term.DEMAND);
        found.put(field, when(demand, "DEMAND_DEPOSIT").otherwise("TIME_DEPOSIT"));
      }
    }
    return found;
  }
}
