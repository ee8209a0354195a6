package org.rateshelf.table;

import static org.rateshelf.schema.Field.code;
import static org.rateshelf.schema.Field.money;
import static org.rateshelf.schema.Field.text;

import java.math.BigDecimal;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/** The banks of a market, and the class each belongs to. */
public final class Banks {
  public static final Field<String> BANK_ID = Listings.BANK_ID;
  public static final Field<String> NAME =
      text("name", "Zhongguancun Bank", "Its name.").required();
  public static final Field<String> NAME_LOCAL = text("name_local", "中关村银行", "Its name at home.");
  public static final Field<String> BANK_CLASS =
      code("bank_class", "private", "The class that ceilings and class means go by.").required();
  public static final Field<String> HOME_CITY = text("home_city", "Beijing", "Seat.");
  public static final Field<String> HOME_PROVINCE =
      code("home_province", "Beijing", "Province of its seat.");
  public static final Field<BigDecimal> TOTAL_DEPOSITS =
      money("total_deposits", "27460000000.00", "All its deposits; null where not known.")
          .atLeast(0);
  public static final Field<String> SOURCE = Listings.SOURCE;
  public static final Field<String> CONFIDENCE = Listings.CONFIDENCE;
  public static final Field<String> NOTE = Platforms.NOTE;

  public static final Table TABLE =
      Table.silver("banks")
          .grain("one bank")
          .fields(
              BANK_ID,
              NAME,
              NAME_LOCAL,
              BANK_CLASS,
              HOME_CITY,
              HOME_PROVINCE,
              TOTAL_DEPOSITS,
              SOURCE,
              CONFIDENCE,
              NOTE)
          .key(BANK_ID)
          .build();

  private Banks() {}
}
