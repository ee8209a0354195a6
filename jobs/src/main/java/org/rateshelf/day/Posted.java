package org.rateshelf.day;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A posted rate in force on a day: a row of posted_days.
 *
 * @param term canonical
 * @param confirmedTo last day that its source vouches for; null if it does not
 */
public record Posted(
    LocalDate day,
    String bankId,
    String productKind,
    String term,
    BigDecimal ratePct,
    LocalDate confirmedTo)
    implements Serializable {}
