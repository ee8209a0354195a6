package org.rateshelf.table;

import static org.rateshelf.schema.Field.date;

import java.time.LocalDate;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/** Since when a shelf is scanned: what stood there on that day began earlier than anyone saw. */
public final class ScanStarts {
  public static final Field<String> PLATFORM_ID = Listings.PLATFORM_ID;
  public static final Field<String> VIEWER = Listings.VIEWER;
  public static final Field<String> BANK_ID = Scans.BANK_ID;
  public static final Field<LocalDate> FIRST_SCAN_ON =
      date("first_scan_on", "2020-10-01", "First day with a scan that did not fail.").required();

  public static final Table TABLE =
      Table.silver("scan_starts")
          .grain("one shelf: a platform and viewer, and a bank where scans are derived")
          .fields(PLATFORM_ID, VIEWER, BANK_ID, FIRST_SCAN_ON)
          .key(PLATFORM_ID, VIEWER, BANK_ID)
          .build();

  private ScanStarts() {}
}
