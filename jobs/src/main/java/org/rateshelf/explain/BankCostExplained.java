package org.rateshelf.explain;

import org.rateshelf.answer.BankCost;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.market.Comparator;

/** A row of bank_cost: what the line costs, and its spread over the bank's own posted rate. */
record BankCostExplained(Trail trail, Cell cell) implements Explained {
  @Override
  public void tell() {
    trail.head("How it is made");
    if (cell.has(BankCost.REASON)) {
      trail.say("no cost, NO_FEE: no fee of this platform and bank is in force that day");
    } else {
      trail.say(
          "bank_cost_pct = bank-paid %s + fee %s = %s",
          cell.text(RateSpreads.BANK_PAID_RATE_PCT),
          cell.text(BankCost.FEE_PCT),
          cell.text(BankCost.BANK_COST_PCT));
      trail.say(
          "cost_over_own_posted_bp = (%s - %s) x 100 = %s",
          cell.text(BankCost.BANK_COST_PCT),
          cell.text(BankCost.OWN_POSTED_RATE_PCT),
          cell.text(BankCost.COST_OVER_OWN_POSTED_BP));
    }
    RateSpreadsExplained.ofLine(trail, cell, Comparator.Kind.OWN_POSTED);
  }
}
