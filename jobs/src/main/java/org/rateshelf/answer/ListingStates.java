package org.rateshelf.answer;

import java.time.LocalDate;
import java.util.List;
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.ShelfDays;

/**
 * The state of each product on each day, from what new buyers and holders were shown.
 *
 * <p>Rows run from the first sighting by anyone to the first day on which it is closed, and again
 * from the next sighting. What no scan, event or time proves is UNKNOWN, with the last known state
 * beside it.
 */
public final class ListingStates implements Answer {
  public static final Field<LocalDate> AS_OF_DATE = ShelfDays.AS_OF_DATE;
  public static final Field<String> PLATFORM_ID = ShelfDays.PLATFORM_ID;
  public static final Field<String> PRODUCT_ID = ShelfDays.PRODUCT_ID;
  public static final Field<String> BANK_ID = ShelfDays.BANK_ID;
  public static final Field<String> PRODUCT_KIND = ShelfDays.PRODUCT_KIND;
  public static final Field<String> NEW_BUYER_SEES =
      Field.code("new_buyer_sees", "CAN_BUY", "CAN_BUY, SEEN, ABSENT or UNKNOWN.")
          .required()
          .oneOf("CAN_BUY", "SEEN", "ABSENT", "UNKNOWN");
  public static final Field<String> HOLDER_SEES =
      Field.code(
              "holder_sees",
              "TOP_UP",
              "CAN_BUY, TOP_UP, SEEN, ABSENT or UNKNOWN; always UNKNOWN where the market has no"
                  + " holders' shelves.")
          .required()
          .oneOf("CAN_BUY", "TOP_UP", "SEEN", "ABSENT", "UNKNOWN");
  public static final Field<String> STATE = ShelfDays.STATE;
  public static final Field<String> LAST_KNOWN_STATE = ShelfDays.LAST_KNOWN_STATE;
  public static final Field<LocalDate> LAST_KNOWN_ON = ShelfDays.LAST_KNOWN_ON;

  public static final Table TABLE =
      Table.gold("listing_states")
          .grain("one product on one platform on one day")
          .fields(
              AS_OF_DATE,
              PLATFORM_ID,
              PRODUCT_ID,
              BANK_ID,
              PRODUCT_KIND,
              NEW_BUYER_SEES,
              HOLDER_SEES,
              STATE,
              LAST_KNOWN_STATE,
              LAST_KNOWN_ON)
          .key(AS_OF_DATE, PLATFORM_ID, PRODUCT_ID)
          .day(AS_OF_DATE)
          .build();

  @Override
  public String question() {
    return "Is it gone, left to holders, or did the scan fail?";
  }

  @Override
  public String query() {
    return """
    SELECT platform_id, state, last_known_state, count(*) AS products
    FROM listing_states
    WHERE as_of_date = DATE '2020-12-20' AND product_kind = 'TIME_DEPOSIT'
    GROUP BY platform_id, state, last_known_state
    ORDER BY platform_id, state, last_known_state
    """;
  }

  @Override
  public List<Table> reads() {
    return List.of(ShelfDays.TABLE);
  }

  @Override
  public Table writes() {
    return TABLE;
  }
}
