package org.rateshelf.proof;

import java.util.List;
import java.util.Map;

/** How often the sum of told balances of a cell is no further from the truth than it says. */
record ToldError(long cells, long within) {
  /** Cells as they are published: of banks, of banks on platforms, in provinces and months. */
  private static final String TOLD_CELLS =
      """
      SELECT count(*) AS cells, count(*) FILTER (abs(told - balance) <= error) AS within
      FROM (
        SELECT sum(told) AS told, sum(balance) AS balance, error_of(squared(told)) AS error
        FROM (SELECT *, month_of(matures_on) AS "month" FROM contracts)
        GROUP BY GROUPING SETS ((as_of, bank_id), (as_of, bank_id, platform_id),
          (as_of, bank_id, province), (as_of, bank_id, "month"), (as_of, platform_id, bank_class))
        HAVING count(DISTINCT user_id) >= least_holders())
      """;

  static ToldError of(List<SecondEngine> engines) {
    long cells = 0;
    long within = 0;
    for (SecondEngine engine : engines) {
      Map<String, Object> counted = engine.query(TOLD_CELLS).get(0);
      cells += (Long) counted.get("cells");
      within += (Long) counted.get("within");
    }
    return new ToldError(cells, within);
  }

  double shareWithin() {
    return (double) within / cells;
  }
}
