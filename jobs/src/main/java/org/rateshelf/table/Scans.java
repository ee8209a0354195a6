package org.rateshelf.table;

import static org.rateshelf.schema.Field.code;
import static org.rateshelf.schema.Field.date;
import static org.rateshelf.schema.Field.whole;

import java.time.LocalDate;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/** What one attempt to read a platform's shelf as one kind of viewer proves. */
public final class Scans {
  /** The bank_id of a scan that covers every bank of the platform. */
  public static final String ALL_BANKS = "ALL";

  public static final Field<LocalDate> SCAN_DATE = Listings.SCAN_DATE;
  public static final Field<String> PLATFORM_ID = Listings.PLATFORM_ID;
  public static final Field<String> VIEWER = Listings.VIEWER;
  public static final Field<String> BANK_ID =
      code(
              "bank_id",
              ALL_BANKS,
              "ALL for a scan of a whole shelf; the bank, where scans are derived bank by bank.")
          .required();
  public static final Field<String> STATUS =
      code(
              "status",
              "COMPLETE",
              "What the scan proves: COMPLETE presence and absence, PARTIAL presence, FAILED"
                  + " nothing. A COMPLETE scan whose listed_count disagrees stands here as"
                  + " PARTIAL.")
          .required()
          .oneOf("COMPLETE", "PARTIAL", "FAILED");
  public static final Field<String> DECLARED_STATUS =
      code("declared_status", "COMPLETE", "What the scan said of itself; null where derived.");
  public static final Field<Integer> LISTED_COUNT =
      whole("listed_count", 40, "Products that the scan says it saw; null if it does not say.")
          .atLeast(0);
  public static final Field<Integer> SEEN_COUNT =
      whole("seen_count", 40, "Products of which a listing was kept.").required();
  public static final Field<LocalDate> LAST_COMPLETE_ON =
      date(
          "last_complete_on",
          "2020-12-16",
          "The last day before this one of a COMPLETE derived scan of the bank; null elsewhere.");

  public static final Field<String> SOURCE = Listings.SOURCE;
  public static final Field<String> CONFIDENCE = Listings.CONFIDENCE;

  public static final Table TABLE =
      Table.silver("scans")
          .grain("one scan of one platform's shelf for one viewer on one day")
          .fields(
              SCAN_DATE,
              PLATFORM_ID,
              VIEWER,
              BANK_ID,
              STATUS,
              DECLARED_STATUS,
              LISTED_COUNT,
              SEEN_COUNT,
              LAST_COMPLETE_ON,
              SOURCE,
              CONFIDENCE,
              Provenance.FILE_SHA256,
              Provenance.FILE_LINE)
          .key(SCAN_DATE, PLATFORM_ID, VIEWER, BANK_ID)
          .day(SCAN_DATE)
          .build();

  private Scans() {}
}
