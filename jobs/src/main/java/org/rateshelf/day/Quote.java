package org.rateshelf.day;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What a comparator quotes for a term.
 *
 * @param aerPct null where it has none
 * @param banks banks in a class mean, products in a median; else null
 * @param confirmedTo last day that its sources vouch for; null if they do not say
 */
public record Quote(
    String term, BigDecimal ratePct, BigDecimal aerPct, Integer banks, LocalDate confirmedTo) {}
