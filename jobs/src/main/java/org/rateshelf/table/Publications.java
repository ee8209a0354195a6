package org.rateshelf.table;

import static org.rateshelf.schema.Field.code;
import static org.rateshelf.schema.Field.count;
import static org.rateshelf.schema.Field.date;
import static org.rateshelf.schema.Field.instant;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/**
 * Every published state. A reader takes the row with the highest publication_id and opens each
 * table at the version that it names: so one state is seen, always whole.
 */
public final class Publications {
  public static final Field<Long> PUBLICATION_ID =
      count("publication_id", 1L, "1, 2, 3, ...; the highest is the present state.").required();
  public static final Field<String> RUN_ID =
      code("run_id", "20201218T220000Z-1", "The run that made it.").required();
  public static final Field<Instant> PUBLISHED_AT =
      instant("published_at", "2020-12-18T22:00:00Z", "When.").required();
  public static final Field<String> MARKET =
      code("market", "cn-2020", "The lake's one market.").required();
  public static final Field<String> PROVENANCE =
      code("provenance", "REPORTED", "Whether its figures are reported, observed or simulated.")
          .required();
  public static final Field<LocalDate> AS_OF =
      date("as_of", "2020-12-18", "Last day of the market; null while nothing has a day.");
  public static final Field<LocalDate> FIRST_DAY =
      date("first_day", "2020-10-01", "First day of the market; null while nothing has a day.");
  public static final Field<String> MARKET_SHA256 =
      code("market_sha256", "9f86d081", "Fingerprint of market.yml and the reference.").required();
  public static final Field<Map<String, Long>> TABLES =
      Field.of(
          "tables",
          DataTypes.createMapType(DataTypes.StringType, DataTypes.LongType, false),
          Map.of("gold/listing_states", 3L),
          "Version of each table, by its path in the lake.");

  public static final Table TABLE =
      Table.ops("publications")
          .grain("one published state")
          .fields(
              PUBLICATION_ID,
              RUN_ID,
              PUBLISHED_AT,
              MARKET,
              PROVENANCE,
              AS_OF,
              FIRST_DAY,
              MARKET_SHA256,
              TABLES)
          .key(PUBLICATION_ID)
          .build();

  private Publications() {}
}
