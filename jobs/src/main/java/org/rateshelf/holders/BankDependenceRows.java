package org.rateshelf.holders;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.rateshelf.answer.BankDependence;
import org.rateshelf.figures.Exact;
import org.rateshelf.holders.CellKey.Due;
import org.rateshelf.holders.CellKey.Missing;
import org.rateshelf.holders.CellKey.Stake;
import org.rateshelf.holders.Told.Figure;
import org.rateshelf.market.Reference;

/** Rows of {@link BankDependence}, in the order of its fields. */
final class BankDependenceRows {
  private static final String TOTAL_UNKNOWN = "TOTAL_UNKNOWN";

  private final HolderDay day;
  private final Map<String, TreeMap<String, Figure>> platforms;
  private final Map<String, TreeMap<LocalDate, Figure>> due;
  private final Map<String, Long> missing;

  /** The platforms that k holders have a bank on, and how unequal they are. */
  private record Spread(int platforms, BigDecimal hhi, String largest, BigDecimal largestPct) {
    static Spread of(TreeMap<String, Figure> told) {
      String largest = null;
      BigDecimal most = BigDecimal.ONE.negate();
      BigDecimal all = BigDecimal.ZERO;
      for (Map.Entry<String, Figure> platform : told.entrySet()) {
        BigDecimal balance = platform.getValue().balance();
        all = all.add(balance);
        if (balance.compareTo(most) > 0) {
          most = balance;
          largest = platform.getKey();
        }
      }
      BigDecimal hhi = Exact.hhi(told.values().stream().map(Figure::balance).toList());
      return new Spread(told.size(), hhi, largest, Exact.percent(most, all, 2));
    }
  }

  private BankDependenceRows(HolderDay day) {
    this.day = day;
    this.platforms = day.parts(Stake.class, Stake::bank, this::platform);
    this.due = day.parts(Due.class, Due::bank, Due::month);
    this.missing =
        day.cells(Missing.class).keySet().stream().collect(groupingBy(Missing::bank, counting()));
  }

  /** The banks' own channel and ALL are none. */
  private String platform(Stake stake) {
    boolean isOne =
        !stake.platform().equals(CellKey.ALL) && !day.reference().isOwnChannel(stake.platform());
    return isOne ? stake.platform() : null;
  }

  static List<Object[]> of(HolderDay day) {
    BankDependenceRows rows = new BankDependenceRows(day);
    return day.banks().stream().map(rows::row).toList();
  }

  private Object[] row(String bankId) {
    Figure whole = day.figure(new Stake(CellKey.ALL, bankId));
    Reference.Bank bank = day.reference().bank(bankId);
    BigDecimal total = bank == null ? null : bank.totalDeposits();
    BigDecimal dependence = Exact.percent(whole.balance(), total, 4);
    Spread spread = Spread.of(platforms.getOrDefault(bankId, new TreeMap<>()));
    return new Object[] {
      day.date(),
      bankId,
      whole.holders(),
      whole.balance(),
      whole.error(),
      whole.isTold() ? spread.platforms : null,
      missing.getOrDefault(bankId, 0L).intValue(),
      total,
      dependence,
      spread.hhi,
      spread.largest,
      spread.largestPct,
      runOff(due.get(bankId)),
      whole.isTold() ? dependence == null ? TOTAL_UNKNOWN : null : Told.SUPPRESSED
    };
  }

  /** Month, balance and its error, in order; null where nothing is due that may be told. */
  private static List<Object[]> runOff(TreeMap<LocalDate, Figure> due) {
    return due == null
        ? null
        : due.entrySet().stream()
            .map(
                month ->
                    new Object[] {
                      month.getKey(), month.getValue().balance(), month.getValue().error()
                    })
            .toList();
  }
}
