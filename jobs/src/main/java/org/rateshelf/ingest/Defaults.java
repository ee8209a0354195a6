package org.rateshelf.ingest;

import java.io.Serializable;
import java.util.Map;
import java.util.Set;
import org.rateshelf.schema.Field;
import org.rateshelf.table.BankRates;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Term;

/** What an empty column of a file stands for, where it stands for something. */
@FunctionalInterface
interface Defaults extends Serializable {
  Set<String> MAY_BE_UNKNOWN =
      Set.of(Listings.TERM.name(), Listings.PAYOUT_CYCLE.name(), Listings.RATE_KIND.name());

  /**
   * @param texts the record's texts by column
   * @return null where an empty column stands for nothing
   */
  String text(Field<?> field, Map<String, String> texts);

  /** The defaults of a source. */
  static Defaults of(Source source) {
    return source.table() == Listings.TABLE ? Defaults::ofListing : Defaults::ofRate;
  }

  private static String ofListing(Field<?> field, Map<String, String> texts) {
    return field.name().equals(Listings.MIN_AMOUNT.name())
        ? "0.00"
        : MAY_BE_UNKNOWN.contains(field.name()) ? Listings.UNKNOWN : null;
  }

  private static String ofRate(Field<?> field, Map<String, String> texts) {
    if (!field.name().equals(BankRates.PRODUCT_KIND.name())) {
      return null;
    }
    return Term.DEMAND.equals(ColumnRule.text(BankRates.TERM, texts))
        ? "DEMAND_DEPOSIT"
        : "TIME_DEPOSIT";
  }
}
