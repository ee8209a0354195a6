package org.rateshelf.study;

import static java.util.Comparator.naturalOrder;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/** The latest id of every product that a platform gave another id, in whichever of its spells. */
public final class LatestIds implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Map<String, Map<String, String>> nextByPlatform = new HashMap<>();

  /**
   * Notes a spell.
   *
   * @param formerIds null or empty where it had no other id
   * @param productId the product's latest id within the spell
   */
  public void add(String platform, List<String> formerIds, String productId) {
    if (formerIds != null) {
      formerIds.forEach(former -> follows(platform, former, productId));
    }
  }

  private void follows(String platform, String former, String productId) {
    nextByPlatform
        .computeIfAbsent(platform, p -> new HashMap<>())
        .merge(former, productId, BinaryOperator.maxBy(naturalOrder()));
  }

  public void merge(LatestIds other) {
    other.nextByPlatform.forEach(
        (platform, next) -> next.forEach((former, id) -> follows(platform, former, id)));
  }

  /** What a product is called at last: what an id became may in a later spell become another. */
  public String of(String platform, String productId) {
    Map<String, String> next = nextByPlatform.getOrDefault(platform, Map.of());
    String id = productId;
    for (int hops = 0; hops < next.size() && next.containsKey(id); hops++) {
      id = next.get(id);
    }
    return id;
  }
}
