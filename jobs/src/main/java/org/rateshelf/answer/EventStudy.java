package org.rateshelf.answer;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Events;
import org.rateshelf.table.PostedDays;

/**
 * New buyers' time deposits and their spread day by day around each event, and beside them the
 * posted rates of the big banks.
 *
 * <p>The posted rates are a background: no platform was untouched, so nothing here is a control
 * group. A mean over changing products moves with what is on sale; {@link WithdrawalImpact} splits
 * that.
 */
public final class EventStudy implements Answer {
  public static final Field<String> EVENT_ID = Events.EVENT_ID;
  public static final Field<Integer> DAYS_FROM_EVENT =
      Field.whole("days_from_event", -1, "0 is the first day of the event.").required();
  public static final Field<String> PLATFORM_ID = ProductCounts.PLATFORM_ID;
  public static final Field<String> MEASURE =
      Field.code("measure", "STOCK", "What is measured; its name says the unit.")
          .required()
          .oneOf(
              "STOCK",
              "ON_SALE",
              "SPREAD_BIG_BP",
              "POSTED_BIG_1Y_PCT",
              "POSTED_BIG_3Y_PCT",
              "POSTED_BIG_5Y_PCT");
  public static final Field<LocalDate> AS_OF_DATE = ProductCounts.AS_OF_DATE;
  public static final Field<BigDecimal> VALUE =
      Field.mean("value", "332.0000", "That day; null for a spread that no line has.");
  public static final Field<BigDecimal> BASE_VALUE =
      Field.mean("base_value", "334.0000", "On the day before the event; null if none.");
  public static final Field<BigDecimal> CHANGE =
      Field.mean("change", "-2.0000", "Value less base value; null where either is.");
  public static final Field<Boolean> BACKGROUND =
      Field.flag(
              "background", false, "Whether it is no figure of the shelf, but what moved anyway.")
          .required();

  public static final Table TABLE =
      Table.gold("event_study")
          .grain("one event, day, platform or ALL, and measure")
          .fields(
              EVENT_ID,
              DAYS_FROM_EVENT,
              PLATFORM_ID,
              MEASURE,
              AS_OF_DATE,
              VALUE,
              BASE_VALUE,
              CHANGE,
              BACKGROUND)
          .key(EVENT_ID, DAYS_FROM_EVENT, PLATFORM_ID, MEASURE)
          .build();

  @Override
  public String question() {
    return "What moved around the event, and what moved anyway?";
  }

  @Override
  public String query() {
    return """
    SELECT background, measure, days_from_event, value, change
    FROM event_study
    WHERE event_id = 'E021' AND platform_id = 'ALL'
      AND days_from_event IN (-1, 0, 7, 30)
    ORDER BY background, measure, days_from_event
    """;
  }

  @Override
  public List<Table> reads() {
    return List.of(
        ProductCounts.TABLE, SpreadSummary.TABLE, PostedDays.TABLE, Banks.TABLE, Events.TABLE);
  }

  @Override
  public Table writes() {
    return TABLE;
  }
}
