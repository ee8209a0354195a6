package org.rateshelf.earn;

import java.math.BigDecimal;

/**
 * What one gets who leaves, of the bank's money: the platform's subsidy is not in it.
 *
 * @param rule by which it is paid
 * @param ratePct the rate that the rule pays; null where it is not known or not one rate
 * @param paid interest paid for the stay; null where it is not known
 * @param contract the contract's interest for the same days, never more than at maturity
 * @param cost contract less paid; null where that is not known
 */
public record Leaving(
    Rule rule, BigDecimal ratePct, BigDecimal paid, BigDecimal contract, BigDecimal cost) {
  /** How a stay is paid. */
  public enum Rule {
    MATURED("the contract has ended"),
    OWN_RATE("its own rate, whenever one leaves"),
    ANY_TIME("the any-time rate"),
    TIER("the tier of the stay"),
    CYCLE("cycles at full rate, the broken one at demand"),
    DEMAND("the posted demand rate, for the whole stay"),
    NOT_SAID("the source does not say");

    private final String words;

    Rule(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  static Leaving of(Rule rule, BigDecimal ratePct, BigDecimal paid, BigDecimal contract) {
    return new Leaving(
        rule, ratePct, paid, contract, paid == null ? null : contract.subtract(paid));
  }
}
