package org.rateshelf.table;

import static org.rateshelf.schema.Field.text;

import java.math.BigDecimal;
import org.apache.spark.sql.types.DataTypes;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/** Where holders live and banks are at home, and where the capital of each province lies. */
public final class Provinces {
  public static final Field<String> PROVINCE =
      UserRates.PROVINCE.required().meaning("Its name, as holders and banks have it.");
  public static final Field<String> CAPITAL =
      text("capital", "Chengdu", "Its capital, from which distances are measured.").required();
  public static final Field<BigDecimal> LATITUDE_DEG =
      degrees("latitude_deg", "30.6600", "North of the equator; south is negative.")
          .between(-90, 90);
  public static final Field<BigDecimal> LONGITUDE_DEG =
      degrees("longitude_deg", "104.0633", "East of Greenwich; west is negative.")
          .between(-180, 180);
  public static final Field<String> SOURCE = Listings.SOURCE;
  public static final Field<String> CONFIDENCE = Listings.CONFIDENCE;
  public static final Field<String> NOTE = Platforms.NOTE;

  public static final Table TABLE =
      Table.silver("provinces")
          .grain("one province")
          .fields(PROVINCE, CAPITAL, LATITUDE_DEG, LONGITUDE_DEG, SOURCE, CONFIDENCE, NOTE)
          .key(PROVINCE)
          .build();

  private Provinces() {}

  private static Field<BigDecimal> degrees(String name, String example, String comment) {
    return Field.of(name, DataTypes.createDecimalType(9, 4), new BigDecimal(example), comment)
        .required();
  }
}
