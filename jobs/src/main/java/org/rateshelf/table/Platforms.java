package org.rateshelf.table;

import static org.rateshelf.schema.Field.text;

import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/** The shelves of a market. */
public final class Platforms {
  public static final Field<String> PLATFORM_ID = Listings.PLATFORM_ID;
  public static final Field<String> NAME = text("name", "JD Finance", "Its name.").required();
  public static final Field<String> NAME_LOCAL = text("name_local", "京东金融", "Its name at home.");
  public static final Field<String> OPERATOR = text("operator", "JD Digits", "Who runs it.");
  public static final Field<String> PLATFORM_KIND =
      text("platform_kind", "e-commerce finance marketplace", "What sort of platform it is.");
  public static final Field<String> SOURCE = Listings.SOURCE;
  public static final Field<String> CONFIDENCE = Listings.CONFIDENCE;
  public static final Field<String> NOTE = text("note", "", "What else the source says.");

  public static final Table TABLE =
      Table.silver("platforms")
          .grain("one platform")
          .fields(PLATFORM_ID, NAME, NAME_LOCAL, OPERATOR, PLATFORM_KIND, SOURCE, CONFIDENCE, NOTE)
          .key(PLATFORM_ID)
          .build();

  private Platforms() {}
}
