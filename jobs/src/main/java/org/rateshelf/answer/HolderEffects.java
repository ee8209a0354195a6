package org.rateshelf.answer;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Events;
import org.rateshelf.table.ProductBalances;
import org.rateshelf.table.Spells;
import org.rateshelf.table.UserRates;

/**
 * What became of those who held a platform's deposits before an event: whether their rate was kept,
 * who left and how.
 *
 * <p>The contracts are those of each platform's last snapshot before the event, the banks' own
 * channel left out. A figure of fewer than k holders is null; the others are of told balances.
 */
public final class HolderEffects implements Answer {
  public static final Field<String> EVENT_ID = Events.EVENT_ID;
  public static final Field<LocalDate> AS_OF = UserRates.AS_OF;
  public static final Field<String> PLATFORM_ID = ProductCounts.PLATFORM_ID;
  public static final Field<String> BANK_CLASS = SpreadSummary.BANK_CLASS;
  public static final Field<String> OUTCOME =
      Field.code("outcome", "RATE_KEPT", "What became of the contract; or ALL.")
          .required()
          .oneOf(
              "RATE_KEPT",
              "RATE_CHANGED",
              "TOPPED_UP",
              "RENEWED",
              "MOVED",
              "MATURED_LEFT",
              "REDEEMED_EARLY",
              "UNKNOWN",
              "ALL");
  public static final Field<Long> HOLDERS = ProductBalances.HOLDERS;
  public static final Field<Long> CONTRACTS =
      Field.count("contracts", 140L, "Their contracts, to the nearest k.");
  public static final Field<BigDecimal> BALANCE_BEFORE =
      Field.money("balance_before", "1450000.00", "Money in them before the event, as told.");
  public static final Field<BigDecimal> BALANCE_BEFORE_ERROR = error(BALANCE_BEFORE);
  public static final Field<BigDecimal> BALANCE_AFTER =
      Field.money(
          "balance_after",
          "1450000.00",
          "Money that is still in them; null where fewer than k holders still have any of them.");
  public static final Field<BigDecimal> BALANCE_AFTER_ERROR = error(BALANCE_AFTER);
  public static final Field<BigDecimal> RATE_BEFORE_PCT =
      Field.percent(
          "rate_before_pct",
          "4.3120",
          "Contract rate before, weighed by told balance; null where k holders' is not known.");
  public static final Field<BigDecimal> RATE_AFTER_PCT =
      Field.percent(
          "rate_after_pct",
          "4.3120",
          "Contract rate of what is still in them, weighed by it; null likewise.");
  public static final Field<String> REASON =
      Field.code("reason", "SUPPRESSED", "Why there is no figure: fewer than k holders, or none.")
          .oneOf("SUPPRESSED");

  public static final Table TABLE =
      Table.gold("holder_effects")
          .grain("one event, day of a snapshot, platform or ALL, bank class or ALL, and outcome")
          .fields(
              EVENT_ID,
              AS_OF,
              PLATFORM_ID,
              BANK_CLASS,
              OUTCOME,
              HOLDERS,
              CONTRACTS,
              BALANCE_BEFORE,
              BALANCE_BEFORE_ERROR,
              BALANCE_AFTER,
              BALANCE_AFTER_ERROR,
              RATE_BEFORE_PCT,
              RATE_AFTER_PCT,
              REASON)
          .key(EVENT_ID, AS_OF, PLATFORM_ID, BANK_CLASS, OUTCOME)
          .day(AS_OF)
          .build();

  private static Field<BigDecimal> error(Field<BigDecimal> balance) {
    return Field.money(balance.name() + "_error", "110000.00", "About one standard error of it.");
  }

  @Override
  public String question() {
    return "What became of existing holders?";
  }

  @Override
  public String query() {
    return """
    SELECT outcome, holders, balance_before, balance_after, balance_after_error,
      rate_before_pct, rate_after_pct, reason
    FROM holder_effects
    WHERE event_id = 'E021' AND as_of = DATE '2021-01-31'
      AND platform_id = 'ALL' AND bank_class = 'ALL'
    ORDER BY outcome
    """;
  }

  @Override
  public List<Table> reads() {
    return List.of(UserRates.TABLE, Banks.TABLE, Spells.TABLE, Events.TABLE);
  }

  @Override
  public Table writes() {
    return TABLE;
  }
}
