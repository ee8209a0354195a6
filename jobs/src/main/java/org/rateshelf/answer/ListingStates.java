package org.rateshelf.answer;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.job.Answer;
import org.rateshelf.job.Inputs;
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

  @Override
  public Dataset<Row> compute(Inputs in) {
    return in.days(ShelfDays.TABLE)
        .groupBy(AS_OF_DATE.col(), PLATFORM_ID.col(), PRODUCT_ID.col())
        .agg(
            one(BANK_ID),
            one(PRODUCT_KIND),
            seenBy("NEW_BUYER").as(NEW_BUYER_SEES.name()),
            seenBy("HOLDER").as(HOLDER_SEES.name()),
            one(STATE),
            one(LAST_KNOWN_STATE),
            one(LAST_KNOWN_ON));
  }

  /** A column on which both viewers' rows agree. */
  private static Column one(Field<?> field) {
    return first(field.col()).as(field.name());
  }

  private static Column seenBy(String viewer) {
    Column sees = max(when(ShelfDays.VIEWER.col().equalTo(viewer), ShelfDays.SEES.col()));
    return coalesce(sees, lit("UNKNOWN"));
  }
}
