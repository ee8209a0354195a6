package org.rateshelf.day;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The money behind each product in a term, as it may be told, by which means are weighed: that of
 * the platform's latest snapshot.
 */
public final class Balances implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Map<String, TreeMap<LocalDate, Map<List<String>, BigDecimal>>> byPlatform =
      new HashMap<>();

  /**
   * Notes a product in a term of a snapshot.
   *
   * @param term canonical and normalised
   * @param balance as told; null where it may not be
   */
  public void add(
      LocalDate asOf, String platform, String product, String term, BigDecimal balance) {
    Map<List<String>, BigDecimal> snapshot =
        byPlatform
            .computeIfAbsent(platform, p -> new TreeMap<>())
            .computeIfAbsent(asOf, d -> new HashMap<>());
    if (balance != null && balance.signum() > 0) {
      snapshot.put(List.of(product, term), balance);
    }
  }

  /** The weight of a product in a term on a day; null where there is none that may be used. */
  public BigDecimal of(LocalDate day, String platform, String product, String term) {
    TreeMap<LocalDate, Map<List<String>, BigDecimal>> snapshots = byPlatform.get(platform);
    var latest = snapshots == null ? null : snapshots.floorEntry(day);
    return latest == null ? null : latest.getValue().get(List.of(product, term));
  }
}
