package org.rateshelf.holders;

import java.io.Serializable;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All ids that a product has had, as the spells say. */
public final class Products implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Map<String, Map<String, Set<String>>> ids = new HashMap<>();

  /**
   * Notes a spell.
   *
   * @param formerIds the product's ids before its latest; null where it had none
   */
  public void add(String platform, List<String> formerIds, String productId) {
    if (formerIds == null) {
      return;
    }
    Set<String> all = new LinkedHashSet<>(formerIds);
    all.add(productId);
    Map<String, Set<String>> ofPlatform = ids.computeIfAbsent(platform, p -> new HashMap<>());
    all.forEach(id -> ofPlatform.computeIfAbsent(id, i -> new LinkedHashSet<>()).addAll(all));
  }

  /** The ids of the product that has this one, this one among them. */
  public Set<String> ids(String platform, String productId) {
    return ids.getOrDefault(platform, Map.of()).getOrDefault(productId, Set.of(productId));
  }
}
