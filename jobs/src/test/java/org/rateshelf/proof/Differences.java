package org.rateshelf.proof;

import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Where two sets of rows disagree, by key and column, looked for in both directions.
 *
 * @param key columns that name a row
 * @param compared columns whose values are held against each other
 * @param tolerated by how much a column's numbers may differ; nothing for a column not in it
 */
record Differences(List<String> key, List<String> compared, Map<String, BigDecimal> tolerated) {
  Differences(List<String> key, List<String> compared) {
    this(key, compared, Map.of());
  }

  /** One line for each row that is missing, comes twice, or differs. */
  List<String> between(List<Map<String, Object>> ours, List<Map<String, Object>> theirs) {
    List<String> found = new ArrayList<>();
    Map<String, Map<String, Object>> left = byKey("ours", ours, found);
    Map<String, Map<String, Object>> right = byKey("theirs", theirs, found);
    right.forEach(
        (at, row) -> {
          if (!left.containsKey(at)) {
            found.add(at + " is missing; theirs: " + row);
          }
        });
    left.forEach(
        (at, row) -> {
          Map<String, Object> other = right.get(at);
          if (other == null) {
            found.add(at + " is too much; ours: " + row);
            return;
          }
          String unequal =
              compared.stream()
                  .filter(c -> !agree(c, row.get(c), Values.plain(other.get(c))))
                  .map(c -> c + ": ours " + row.get(c) + ", theirs " + other.get(c))
                  .collect(joining("; "));
          if (!unequal.isEmpty()) {
            found.add(at + " " + unequal);
          }
        });
    return found;
  }

  private Map<String, Map<String, Object>> byKey(
      String whose, List<Map<String, Object>> rows, List<String> found) {
    Map<String, Map<String, Object>> byKey = new TreeMap<>();
    for (Map<String, Object> row : rows) {
      String at =
          key.stream().map(c -> String.valueOf(Values.plain(row.get(c)))).toList().toString();
      if (byKey.put(at, row) != null) {
        found.add(at + " comes twice in " + whose);
      }
    }
    return byKey;
  }

  private boolean agree(String column, Object our, Object their) {
    if (Objects.equals(our, their)) {
      return true;
    }
    BigDecimal most = tolerated.get(column);
    return most != null
        && our instanceof BigDecimal a
        && their instanceof BigDecimal b
        && a.subtract(b).abs().compareTo(most) <= 0;
  }
}
