package org.rateshelf.ingest;

import java.util.List;
import org.rateshelf.table.BankRates;
import org.rateshelf.table.Term;

/** Which posted rate of a bank, kind, term and first day counts; equal terms are one. */
public final class PostedSettlement implements Settlement {
  @Override
  public void settle(List<JudgedRow> rows) {
    for (JudgedRow row : rows) {
      String term = row.value(BankRates.TERM);
      row.set(BankRates.TERM, term == null ? null : Term.canonical(term));
    }
    Settlement.settle(rows, BankRates.TABLE.key(), Reasons.REPEATED_KEY);
  }
}
