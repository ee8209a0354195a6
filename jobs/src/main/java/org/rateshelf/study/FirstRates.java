package org.rateshelf.study;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rateshelf.table.SpellRates;
import org.rateshelf.table.Spells;

/** The rate that each spell on new buyers' shelf came with. */
public final class FirstRates {
  private record Beginning(String platform, String product, LocalDate firstSeen) {}

  private final Map<Beginning, BigDecimal> ratesPct = new HashMap<>();

  /** Adds a row of spell_rates. */
  public void add(Object[] row) {
    ratesPct.put(
        new Beginning(
            SpellRates.TABLE.value(row, SpellRates.PLATFORM_ID),
            SpellRates.TABLE.value(row, SpellRates.PRODUCT_ID),
            SpellRates.TABLE.value(row, SpellRates.FIRST_SEEN)),
        SpellRates.TABLE.value(row, SpellRates.HEADLINE_RATE_PCT));
  }

  /**
   * The rate of a row of listing_spells; null where none was shown. On its first day a spell goes
   * by the first of its ids; no other has a rate of that day.
   */
  public BigDecimal of(Object[] spell) {
    String platform = Spells.TABLE.value(spell, Spells.PLATFORM_ID);
    LocalDate firstSeen = Spells.TABLE.value(spell, Spells.FIRST_SEEN);
    List<String> ids = new ArrayList<>(Spells.TABLE.value(spell, Spells.FORMER_IDS));
    ids.add(Spells.TABLE.value(spell, Spells.PRODUCT_ID));
    BigDecimal highest = null;
    for (String id : ids) {
      BigDecimal rate = ratesPct.get(new Beginning(platform, id, firstSeen));
      highest = highest == null || rate != null && rate.compareTo(highest) > 0 ? rate : highest;
    }
    return highest;
  }
}
