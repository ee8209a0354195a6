package org.rateshelf.table;

import static org.rateshelf.schema.Field.code;
import static org.rateshelf.schema.Field.count;
import static org.rateshelf.schema.Field.date;
import static org.rateshelf.schema.Field.instant;
import static org.rateshelf.schema.Field.text;
import static org.rateshelf.schema.Field.whole;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/** Every file that ever landed, and what became of it. */
public final class Files {
  public static final Field<String> FILE_SHA256 = Provenance.FILE_SHA256.required();
  public static final Field<String> SOURCE_NAME = Quarantine.SOURCE_NAME;
  public static final Field<String> FILE_NAME = Quarantine.FILE_NAME;
  public static final Field<String> NAME =
      code("name", "2020-12-18", "The file's name without revision and ending.").required();
  public static final Field<Integer> REVISION =
      whole("revision", 0, "Of one name the highest counts.").required();
  public static final Field<Long> SIZE_BYTES =
      count("size_bytes", 1024L, "Size when it landed.").required();
  public static final Field<Instant> MODIFIED_AT =
      instant("modified_at", "2020-12-18T22:00:00Z", "The file's own time.").required();
  public static final Field<Long> ARRIVAL =
      count("arrival", 1L, "Place in the order of arrival.").required();
  public static final Field<String> STATUS =
      code(
              "status",
              "TAKEN",
              "TAKEN: its rows count; REPLACED by a later one of its name; REFUSED as a whole.")
          .required()
          .oneOf("TAKEN", "REPLACED", "REFUSED");
  public static final Field<Long> ROWS_IN =
      count("rows_in", 40L, "Records in the file: rows_kept + rows_repeated + rows_quarantined.");
  public static final Field<Long> ROWS_KEPT = count("rows_kept", 39L, "Rows in silver.");
  public static final Field<Long> ROWS_REPEATED =
      count("rows_repeated", 0L, "Rows that another file says as well.");
  public static final Field<Long> ROWS_QUARANTINED =
      count("rows_quarantined", 1L, "Rows in ops/quarantine.");
  public static final Field<List<LocalDate>> DAYS =
      Field.of(
          "days",
          DataTypes.createArrayType(DataTypes.DateType),
          List.of(LocalDate.of(2020, 12, 18)),
          "Days of its rows.");
  public static final Field<LocalDate> FIRST_DAY =
      date("first_day", "2020-12-18", "The first of them.");
  public static final Field<String> PROBLEM =
      text("problem", "it is not UTF-8", "Why it was refused.");
  public static final Field<String> FIX = text("fix", "convert it", "What to do about it.");

  public static final Table TABLE =
      Table.ops("files")
          .grain("one file, by its content")
          .fields(
              FILE_SHA256,
              SOURCE_NAME,
              FILE_NAME,
              NAME,
              REVISION,
              SIZE_BYTES,
              MODIFIED_AT,
              ARRIVAL,
              STATUS,
              ROWS_IN,
              ROWS_KEPT,
              ROWS_REPEATED,
              ROWS_QUARANTINED,
              DAYS,
              FIRST_DAY,
              PROBLEM,
              FIX)
          .key(FILE_SHA256, SOURCE_NAME)
          .build();

  private Files() {}
}
