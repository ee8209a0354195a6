package org.rateshelf.proof;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rateshelf.proof.TrueHoldings.Cell;
import org.rateshelf.proof.TrueHoldings.Held;

/** What really ran off in each month, or is to, held against bank_dependence. */
final class RunOffTruth {
  private final Map<List<Object>, Cell> due;

  RunOffTruth(TrueHoldings holdings) {
    this.due =
        holdings.told(
            each -> each.due() != null && each.due().isAfter(each.asOf()), RunOffTruth::cell);
  }

  private static List<Object> cell(Held held) {
    LocalDate month = held.due().withDayOfMonth(1);
    return List.of(held.asOf(), held.bank(), month);
  }

  void judge(List<Map<String, Object>> months, List<String> wrong) {
    ToldMoney balances = new ToldMoney("balance that runs off");
    Map<List<Object>, Cell> missing = new HashMap<>(due);
    for (Map<String, Object> row : months) {
      List<Object> cell = List.of(row.get("as_of"), row.get("bank_id"), row.get("month"));
      Cell truth = missing.remove(cell);
      if (truth == null) {
        wrong.add("in truth fewer than k holders' runs off: " + row);
      } else {
        BigDecimal error = (BigDecimal) row.get("balance_error");
        balances.add(cell, truth.balance(), (BigDecimal) row.get("balance"), error, wrong);
      }
    }
    missing.forEach((cell, truth) -> wrong.add("not told to run off: " + cell + " " + truth));
    balances.judge(wrong);
  }
}
