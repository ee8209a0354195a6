package org.rateshelf.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AerTest {
  @ParameterizedTest
  @CsvSource({
    // Worked by hand in double precision, rounded half up.
    "4.8750, P5Y, AT_MATURITY, 4.4592",
    "4.5000, P5Y, P30D, 4.5941",
    "4.5000, P5Y, P7D, 4.6008",
    "4.5000, P5Y, P1M, 4.5940",
    "2.2500, P1Y, AT_MATURITY, 2.2500",
    "1.9500, P6M, AT_MATURITY, 1.9595",
    "4.1000, P188D, AT_MATURITY, 4.1407",
    "4.0000, DEMAND, P3M, 4.0604",
    "0.0000, P1Y, AT_MATURITY, 0.0000",
    // A cycle that outlasts the term: (1 + 0.04 / 2)^2 - 1; one as long does not.
    "4.0000, P6M, P1Y, 4.0400",
    "4.0000, P1Y, P365D, 4.0000",
  })
  void theOrderTurnsOver(BigDecimal rate, String term, String payout, BigDecimal aer) {
    assertThat(Aer.of(rate, term, payout)).isEqualTo(aer);
  }

  @ParameterizedTest
  @CsvSource({
    "4.5, P5Y, AT_WITHDRAWAL",
    "4.5, P5Y, UNKNOWN",
    "4.5, UNKNOWN, AT_MATURITY",
    "0.35, DEMAND, AT_MATURITY",
    ", P5Y, AT_MATURITY",
  })
  void thereIsNoneWhereTermPayoutOrRateIsNotKnown(BigDecimal rate, String term, String payout) {
    assertThat(Aer.of(rate, term, payout)).isNull();
  }

  @Test
  void aCycleNeedsNoTerm() {
    assertThat(Aer.of(new BigDecimal("4.0"), "UNKNOWN", "P3M")).isEqualByComparingTo("4.0604");
  }
}
