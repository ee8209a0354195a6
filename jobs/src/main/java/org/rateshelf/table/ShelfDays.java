package org.rateshelf.table;

import static org.rateshelf.schema.Field.code;
import static org.rateshelf.schema.Field.codes;
import static org.rateshelf.schema.Field.date;
import static org.rateshelf.schema.Field.flag;
import static org.rateshelf.schema.Field.whole;

import java.time.LocalDate;
import java.util.List;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/**
 * What is known on one day of one product on one viewer's shelf, and the spell that it belongs to.
 * The answers about states, spells, counts and spreads all read it; the next day continues from it.
 */
public final class ShelfDays {
  public static final Field<LocalDate> AS_OF_DATE =
      date("as_of_date", "2020-12-18", "The day.").required();
  public static final Field<String> PLATFORM_ID = Listings.PLATFORM_ID;
  public static final Field<String> PRODUCT_ID = Listings.PRODUCT_ID;
  public static final Field<String> VIEWER = Listings.VIEWER;
  public static final Field<String> BANK_ID =
      Listings.BANK_ID.meaning("Bank, by the product's latest sighting by anyone.");
  public static final Field<String> BANK_NAME = Listings.BANK_NAME;
  public static final Field<String> BANK_PRODUCT_ID = Listings.BANK_PRODUCT_ID;
  public static final Field<String> PRODUCT_NAME = Listings.PRODUCT_NAME;
  public static final Field<String> PRODUCT_KIND =
      Listings.PRODUCT_KIND.meaning("Kind, by the product's latest sighting by anyone.");
  public static final Field<List<String>> ANY_TERMS =
      codes("any_terms", List.of("P5Y"), "Canonical terms, by the latest sighting by anyone.");
  public static final Field<LocalDate> SIGHTED_BY_ANY_ON =
      date("sighted_by_any_on", "2020-12-18", "Day of the latest sighting by anyone.");
  public static final Field<String> SCAN_STATUS =
      code("scan_status", "COMPLETE", "Of this viewer's shelf that day; NONE where not scanned.")
          .required();
  public static final Field<LocalDate> LAST_COMPLETE_ON =
      date("last_complete_on", "2020-12-18", "Latest COMPLETE scan of this shelf up to the day.");
  public static final Field<Boolean> AT_LAST_COMPLETE =
      flag("at_last_complete", true, "Whether that scan showed the product.").required();
  public static final Field<Boolean> SIGHTED =
      flag("sighted", true, "Whether a scan showed it to this viewer that day.").required();
  public static final Field<String> SEES =
      code("sees", "CAN_BUY", "What this viewer sees of it.")
          .required()
          .oneOf("CAN_BUY", "TOP_UP", "SEEN", "ABSENT", "UNKNOWN");
  public static final Field<String> STATE =
      code("state", "ON_SALE", "State of the product, from all viewers' shelves.").required();
  public static final Field<String> LAST_KNOWN_STATE =
      code("last_known_state", "ON_SALE", "Latest state that was known; null if none was.");
  public static final Field<LocalDate> LAST_KNOWN_ON =
      date("last_known_on", "2020-12-18", "Day of that state.");
  public static final Field<Boolean> DISPLAYED =
      flag("displayed", true, "Whether a spell is open at the end of the day.").required();
  public static final Field<Boolean> BUYABLE =
      flag("buyable", true, "Whether the latest sighting could be bought (holder: or topped up).")
          .required();
  public static final Field<Integer> SPELL_NO =
      whole("spell_no", 1, "The current or latest spell; null if this viewer never saw it.");
  public static final Field<String> SPELL_BANK_ID =
      code("spell_bank_id", "ZGC", "On its first day.");
  public static final Field<String> SPELL_KIND =
      code("spell_kind", "TIME_DEPOSIT", "On its first day.");
  public static final Field<LocalDate> FIRST_SEEN =
      date("first_seen", "2020-10-01", "First sighting of the spell.");
  public static final Field<LocalDate> LAST_SEEN =
      date("last_seen", "2020-12-17", "Latest sighting of the spell.");
  public static final Field<String> LAST_SEEN_ID =
      code("last_seen_id", "jd-1042", "Id under which it was sighted then.");
  public static final Field<LocalDate> LAST_ON_SALE =
      date("last_on_sale", "2020-12-17", "Latest day of the spell on which it could be bought.");
  public static final Field<LocalDate> FIRST_ABSENT =
      date("first_absent", "2020-12-18", "First day proven absent; null while displayed.");
  public static final Field<String> CONFIRMED_BY =
      code("confirmed_by", "SCAN", "What proved it: SCAN, EVENT or TIME; null while displayed.");
  public static final Field<String> EXIT =
      code("exit", "WITHDRAWN", "WITHDRAWN, HOLDERS_ONLY or UNDETERMINED; null while displayed.");
  public static final Field<Boolean> LEFT_CENSORED =
      flag("left_censored", false, "Whether it was there on the shelf's first scan.");
  public static final Field<Integer> GAP_DAYS =
      whole("gap_days", 0, "Days within the spell, up to the latest sighting, without a sighting.");
  public static final Field<List<String>> FORMER_IDS =
      codes("former_ids", List.of(), "Ids that the platform gave it before, oldest first.");
  public static final Field<Integer> UNPROVEN_DAYS =
      whole("unproven_days", 0, "Days with a file since the latest sighting that prove nothing.");
  public static final Field<Integer> REKEY_CANDIDATES =
      whole(
          "rekey_candidates",
          2,
          "On a new id's first day: with how many old ids it might be one, where that is not"
              + " certain; else null.");

  public static final Table TABLE =
      Table.silver("shelf_days")
          .grain("one product on one viewer's shelf on one day, until it is closed")
          .fields(
              AS_OF_DATE,
              PLATFORM_ID,
              PRODUCT_ID,
              VIEWER,
              BANK_ID,
              BANK_NAME,
              BANK_PRODUCT_ID,
              PRODUCT_NAME,
              PRODUCT_KIND,
              ANY_TERMS,
              SIGHTED_BY_ANY_ON,
              SCAN_STATUS,
              LAST_COMPLETE_ON,
              AT_LAST_COMPLETE,
              SIGHTED,
              SEES,
              STATE,
              LAST_KNOWN_STATE,
              LAST_KNOWN_ON,
              DISPLAYED,
              BUYABLE,
              SPELL_NO,
              SPELL_BANK_ID,
              SPELL_KIND,
              FIRST_SEEN,
              LAST_SEEN,
              LAST_SEEN_ID,
              LAST_ON_SALE,
              FIRST_ABSENT,
              CONFIRMED_BY,
              EXIT,
              LEFT_CENSORED,
              GAP_DAYS,
              FORMER_IDS,
              UNPROVEN_DAYS,
              REKEY_CANDIDATES)
          .key(AS_OF_DATE, PLATFORM_ID, PRODUCT_ID, VIEWER)
          .day(AS_OF_DATE)
          .build();

  private ShelfDays() {}
}
