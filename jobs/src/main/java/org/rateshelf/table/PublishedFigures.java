package org.rateshelf.table;

import static org.rateshelf.schema.Field.code;
import static org.rateshelf.schema.Field.date;
import static org.rateshelf.schema.Field.text;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.apache.spark.sql.types.DataTypes;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/** What others published of a market's structure, to stand beside what is measured. */
public final class PublishedFigures {
  public static final Field<LocalDate> AS_OF =
      date("as_of", "2020-12-31", "Day that the figure is of.").required();
  public static final Field<String> MEASURE =
      code("measure", "PLATFORM_BALANCE", "What is measured.")
          .required()
          .oneOf(
              "PRODUCTS",
              "BANKS",
              "FIVE_YEAR_PCT",
              "PERIODIC_PCT",
              "FROM_50_PCT",
              "BANK_HHI_PRODUCTS",
              "PLATFORM_HHI_PRODUCTS",
              "PLATFORM_BALANCE",
              "PLATFORM_HHI_BALANCE",
              "BANK_HHI_BALANCE");
  public static final Field<String> PLATFORM_ID =
      Listings.PLATFORM_ID.optional().meaning("Platform; null for all of them.");
  public static final Field<BigDecimal> VALUE =
      Field.of(
              "value",
              DataTypes.createDecimalType(24, 4),
              new BigDecimal("550000000000.0000"),
              "The figure.")
          .required()
          .atLeast(0);
  public static final Field<String> UNIT =
      code("unit", "CNY", "What the figure counts: products, banks, percent, a currency.")
          .required();
  public static final Field<String> SCOPE =
      text("scope", "all third-party platforms, 89 banks", "What it covers, by its source.")
          .required();
  public static final Field<String> SOURCE = Listings.SOURCE;
  public static final Field<String> CONFIDENCE = Listings.CONFIDENCE;
  public static final Field<String> NOTE =
      Platforms.NOTE.meaning("What else the source says; \"more than\" makes the figure a bound.");

  public static final Table TABLE =
      Table.silver("published_figures")
          .grain("one figure of one measure for one platform or all, one day and one scope")
          .fields(AS_OF, MEASURE, PLATFORM_ID, VALUE, UNIT, SCOPE, SOURCE, CONFIDENCE, NOTE)
          .key(AS_OF, MEASURE, PLATFORM_ID, SCOPE)
          .build();

  private PublishedFigures() {}
}
