package org.rateshelf.day;

import static org.rateshelf.answer.CeilingBreaches.BREACH_DAYS;
import static org.rateshelf.answer.CeilingBreaches.FIRST_BREACH_ON;
import static org.rateshelf.answer.CeilingBreaches.TABLE;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.rateshelf.market.Comparator.Kind;
import org.rateshelf.shelf.Line;
import org.rateshelf.shelf.ShelfDay;
import org.rateshelf.table.Listings;

/**
 * The day's rows of {@link org.rateshelf.answer.CeilingBreaches}: lines at which a bank itself pays
 * more than the rule of the day allows its class.
 */
public final class Breaches {
  /** What a line is, whatever the day. */
  public record LineKey(
      String platform,
      String product,
      String viewer,
      String term,
      String payoutCycle,
      String rateKind,
      BigDecimal minAmount,
      int lineNo) {
    static LineKey of(Spread spread) {
      ShelfDay shelf = spread.shelf();
      Line line = spread.line();
      return new LineKey(
          shelf.platform(),
          shelf.product(),
          shelf.viewer(),
          line.term(),
          line.payoutCycle(),
          line.rateKind(),
          line.minAmount(),
          line.lineNo());
    }

    private static LineKey of(Object[] row) {
      return new LineKey(
          TABLE.value(row, Listings.PLATFORM_ID),
          TABLE.value(row, Listings.PRODUCT_ID),
          TABLE.value(row, Listings.VIEWER),
          TABLE.value(row, Listings.TERM),
          TABLE.value(row, Listings.PAYOUT_CYCLE),
          TABLE.value(row, Listings.RATE_KIND),
          TABLE.value(row, Listings.MIN_AMOUNT),
          TABLE.value(row, Listings.LINE_NO));
    }
  }

  /** A line's days in breach so far. */
  public record Past(LocalDate firstBreachOn, int breachDays) {
    private Past and(Past other) {
      boolean earlier = other.firstBreachOn.isBefore(firstBreachOn);
      return new Past(
          earlier ? other.firstBreachOn : firstBreachOn, Math.max(breachDays, other.breachDays));
    }
  }

  private Breaches() {}

  /**
   * The day's rows.
   *
   * @param past of the days before, to which this day is added; so days are asked for in order
   */
  public static List<Object[]> rows(Day day, List<Spread> spreads, Map<LineKey, Past> past) {
    List<Object[]> rows = new ArrayList<>();
    for (Spread spread : spreads) {
      if (isBreach(spread)) {
        Past now =
            past.compute(
                LineKey.of(spread),
                (line, before) ->
                    before == null
                        ? new Past(day.date(), 1)
                        : new Past(before.firstBreachOn(), before.breachDays() + 1));
        rows.add(row(spread, now));
      }
    }
    return rows;
  }

  /** Takes a row of an earlier day into what is past. */
  public static void note(Object[] breachRow, Map<LineKey, Past> past) {
    Past noted =
        new Past(TABLE.value(breachRow, FIRST_BREACH_ON), TABLE.value(breachRow, BREACH_DAYS));
    past.merge(LineKey.of(breachRow), noted, Past::and);
  }

  /** What the platform adds is no breach, so the bank-paid rate is judged. */
  private static boolean isBreach(Spread spread) {
    return spread.comparator() == Kind.CEILING
        && spread.bankPaidSpreadBp() != null
        && spread.bankPaidSpreadBp().signum() > 0;
  }

  private static Object[] row(Spread spread, Past now) {
    return spread.lineRow(
        spread.line().headlinePct(),
        spread.line().bankPaidPct(),
        spread.quote().ratePct(),
        spread.quote().term(),
        spread.termMatch(),
        spread.bankPaidSpreadBp(),
        now.firstBreachOn(),
        now.breachDays());
  }
}
