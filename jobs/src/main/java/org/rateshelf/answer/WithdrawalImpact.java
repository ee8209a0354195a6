package org.rateshelf.answer;

import java.math.BigDecimal;
import java.util.List;
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Events;
import org.rateshelf.table.ProductBalances;
import org.rateshelf.table.Scans;
import org.rateshelf.table.ShelfDays;
import org.rateshelf.table.Spells;

/**
 * New buyers' shelf before and after an event: how many products, at what spread, and why the mean
 * changed.
 *
 * <p>The unit is a product in a term; its value in a window is the mean over its days on sale of
 * the day's mean spread of its lines. The change of a mean splits exactly (Melitz and Polanec 2015)
 * into what stayers changed, what entrants brought and what exits took away. No platform was
 * untouched, so nothing here is a control group.
 */
public final class WithdrawalImpact implements Answer {
  public static final Field<String> EVENT_ID = Events.EVENT_ID;
  public static final Field<String> WINDOW =
      Field.code("window", "restricted", "before, or a window after the event.").required();
  public static final Field<String> PLATFORM_ID = ProductCounts.PLATFORM_ID;
  public static final Field<String> PRODUCT_KIND = RateSpreads.PRODUCT_KIND;
  public static final Field<String> BANK_CLASS = SpreadSummary.BANK_CLASS;
  public static final Field<String> TERM = SpreadSummary.TERM;
  public static final Field<String> COMPARATOR = RateSpreads.COMPARATOR;
  public static final Field<String> WEIGHTING =
      Field.code(
              "weighting",
              "SIMPLE",
              "SIMPLE: each product in a term counts once; BANK: each bank; BALANCE: each yuan.")
          .required();
  public static final Field<Integer> SCAN_DAYS =
      Field.whole("scan_days", 61, "Days with a COMPLETE scan of the new buyers' shelf.")
          .required();
  public static final Field<BigDecimal> PRODUCTS_MEAN =
      Field.mean(
          "products_mean", "91.2500", "Mean over these days of the products displayed; null if 0.");
  public static final Field<BigDecimal> RATE_MEAN_PCT =
      Field.percent("rate_mean_pct", "4.3938", "Mean headline; null for term ALL, and for none.");
  public static final Field<BigDecimal> SPREAD_MEAN_BP =
      Field.basisPoints("spread_mean_bp", "164.20", "Mean spread; null where nothing was on sale.");
  public static final Field<BigDecimal> CHANGE_BP =
      Field.basisPoints("change_bp", "-49.38", "Against the window before; null for it.");
  public static final Field<BigDecimal> STAYERS_BP =
      Field.basisPoints("stayers_bp", "-5.00", "Part of the change: stayers changed their rate.");
  public static final Field<BigDecimal> ENTRANTS_BP =
      Field.basisPoints("entrants_bp", "-15.00", "Part of the change: entrants differ.");
  public static final Field<BigDecimal> EXITS_BP =
      Field.basisPoints("exits_bp", "-29.38", "Part of the change: exits differed; the rest.");
  public static final Field<String> REASON =
      Field.code("reason", "NO_STAYERS", "Why a part is null.")
          .oneOf("NO_PRODUCTS_BEFORE", "NO_PRODUCTS_AFTER", "NO_STAYERS");

  public static final Table TABLE =
      Table.gold("withdrawal_impact")
          .grain(
              "one event, window, platform or ALL, kind, bank class or ALL, term or ALL,"
                  + " comparator and weighting")
          .fields(
              EVENT_ID,
              WINDOW,
              PLATFORM_ID,
              PRODUCT_KIND,
              BANK_CLASS,
              TERM,
              COMPARATOR,
              WEIGHTING,
              SCAN_DAYS,
              PRODUCTS_MEAN,
              RATE_MEAN_PCT,
              SPREAD_MEAN_BP,
              CHANGE_BP,
              STAYERS_BP,
              ENTRANTS_BP,
              EXITS_BP,
              REASON)
          .key(EVENT_ID, WINDOW, PLATFORM_ID, PRODUCT_KIND, BANK_CLASS, TERM, COMPARATOR, WEIGHTING)
          .build();

  @Override
  public String question() {
    return "How did counts and spreads change with the withdrawal, and why?";
  }

  @Override
  public String query() {
    return """
    SELECT impact.window, products_mean, spread_mean_bp, change_bp, stayers_bp,
      entrants_bp, exits_bp, reason
    FROM withdrawal_impact AS impact
    WHERE event_id = 'E021' AND platform_id = 'ALL'
      AND product_kind = 'TIME_DEPOSIT' AND bank_class = 'ALL' AND term = 'ALL'
      AND comparator = 'BIG_POSTED' AND weighting = 'SIMPLE'
    ORDER BY products_mean DESC
    """;
  }

  @Override
  public List<Table> reads() {
    return List.of(
        RateSpreads.TABLE,
        ShelfDays.TABLE,
        Spells.TABLE,
        Scans.TABLE,
        Banks.TABLE,
        ProductBalances.TABLE);
  }

  @Override
  public Table writes() {
    return TABLE;
  }
}
