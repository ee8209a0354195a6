package org.rateshelf.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rateshelf.Rows;
import org.rateshelf.schema.Field.Cell;
import org.rateshelf.table.SpellRates;
import org.rateshelf.table.Spells;

class FirstRatesTest {
  private static final LocalDate FIRST = LocalDate.of(2020, 10, 1);

  private final FirstRates rates = new FirstRates();

  @Test
  void aSpellCameWithTheRateOfItsFirstDay() {
    came("a", "4.5000");
    came("a", "3.0000", SpellRates.FIRST_SEEN.is(FIRST.plusDays(1)));
    came("a", "3.0000", SpellRates.PLATFORM_ID.is("elsewhere"));
    came("b", "5.0000");
    assertThat(of("a")).isEqualTo("4.5000");
  }

  @Test
  void aReKeyedProductCameWithTheRateOfItsFirstId() {
    came("old", "3.9999");
    assertThat(of("new", "old", "older")).isEqualTo("3.9999");
  }

  @Test
  void whatCameWithoutARateHasNone() {
    came("a", null);
    assertThat(of("a")).isNull();
    assertThat(of("never listed")).isNull();
  }

  private void came(String product, String rate, Cell... cells) {
    Rows.of(SpellRates.TABLE)
        .each(
            SpellRates.FIRST_SEEN.is(FIRST),
            SpellRates.PRODUCT_ID.is(product),
            SpellRates.HEADLINE_RATE_PCT.is(rate == null ? null : new BigDecimal(rate)))
        .row(cells)
        .values()
        .forEach(rates::add);
  }

  private BigDecimal of(String product, String... formerIds) {
    return rates.of(
        Rows.of(Spells.TABLE)
            .row(
                Spells.FIRST_SEEN.is(FIRST),
                Spells.PRODUCT_ID.is(product),
                Spells.FORMER_IDS.is(List.of(formerIds)))
            .values()
            .get(0));
  }
}
