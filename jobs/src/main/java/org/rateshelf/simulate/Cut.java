package org.rateshelf.simulate;

import java.math.BigDecimal;
import java.time.LocalDate;

/** A bank lowers an offer's rates from a day on. */
record Cut(LocalDate on, BigDecimal by) {
  static final Cut NONE = new Cut(LocalDate.MAX, BigDecimal.ZERO);

  BigDecimal at(LocalDate day) {
    return day.isBefore(on) ? BigDecimal.ZERO : by;
  }
}
