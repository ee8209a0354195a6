package org.rateshelf.table;

import static org.rateshelf.schema.Field.flag;
import static org.rateshelf.schema.Field.whole;

import java.time.LocalDate;
import java.util.List;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/** When a product stood on a viewer's shelf, how it left, and how sure that is. */
public final class Spells {
  public static final Field<String> PLATFORM_ID = Listings.PLATFORM_ID;
  public static final Field<String> PRODUCT_ID =
      Listings.PRODUCT_ID.meaning("The product's latest id within the spell.");
  public static final Field<String> VIEWER = Listings.VIEWER;
  public static final Field<Integer> SPELL_NO =
      whole("spell_no", 1, "1, 2, 3, ... of this product and viewer.").required();
  public static final Field<String> BANK_ID =
      Listings.BANK_ID.meaning("The bank's latest id within the spell.");
  public static final Field<String> PRODUCT_KIND =
      Listings.PRODUCT_KIND.meaning("On the spell's first day.");
  public static final Field<String> BANK_CLASS =
      Banks.BANK_CLASS.meaning("Class of its bank on the first day.");
  public static final Field<LocalDate> FIRST_SEEN = ShelfDays.FIRST_SEEN.required();
  public static final Field<LocalDate> LAST_ON_SALE =
      ShelfDays.LAST_ON_SALE.meaning(
          "Latest day on which it could be bought (a holder: or topped up); null if never.");
  public static final Field<LocalDate> LAST_SEEN = ShelfDays.LAST_SEEN.required();
  public static final Field<LocalDate> FIRST_ABSENT = ShelfDays.FIRST_ABSENT;
  public static final Field<Boolean> LEFT_CENSORED = ShelfDays.LEFT_CENSORED.required();
  public static final Field<Boolean> RIGHT_CENSORED =
      flag("right_censored", false, "Whether it is displayed on the last day.").required();
  public static final Field<Integer> GAP_DAYS = ShelfDays.GAP_DAYS.required();
  public static final Field<String> EXIT = ShelfDays.EXIT;
  public static final Field<String> CONFIRMED_BY = ShelfDays.CONFIRMED_BY;
  public static final Field<Integer> DAYS_MIN =
      whole("days_min", 78, "Days that it stood there at least: last_seen - first_seen + 1.")
          .required();
  public static final Field<Integer> DAYS_MAX =
      whole(
          "days_max",
          78,
          "Days that it stood there at most: first_absent - first_seen; null while displayed and"
              + " where left_censored, for nobody saw it begin.");
  public static final Field<List<String>> FORMER_IDS = ShelfDays.FORMER_IDS;

  public static final Table TABLE =
      Table.gold("listing_spells")
          .grain("one run of days on which one viewer was shown the product")
          .fields(
              PLATFORM_ID,
              PRODUCT_ID,
              VIEWER,
              SPELL_NO,
              BANK_ID,
              PRODUCT_KIND,
              BANK_CLASS,
              FIRST_SEEN,
              LAST_ON_SALE,
              LAST_SEEN,
              FIRST_ABSENT,
              LEFT_CENSORED,
              RIGHT_CENSORED,
              GAP_DAYS,
              EXIT,
              CONFIRMED_BY,
              DAYS_MIN,
              DAYS_MAX,
              FORMER_IDS)
          .key(PLATFORM_ID, PRODUCT_ID, VIEWER, SPELL_NO)
          .build();

  private Spells() {}
}
