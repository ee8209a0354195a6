package org.rateshelf.table;

import static org.rateshelf.schema.Field.code;
import static org.rateshelf.schema.Field.codes;
import static org.rateshelf.schema.Field.count;
import static org.rateshelf.schema.Field.text;

import java.util.List;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/** What was refused, why, and as it came. */
public final class Quarantine {
  public static final Field<String> SOURCE_NAME =
      code("source_name", "listings", "Folder of landing/ that the file lies in.").required();
  public static final Field<String> FILE_SHA256 = Provenance.FILE_SHA256.required();
  public static final Field<String> FILE_NAME =
      code("file_name", "2020-12-18.csv", "The file's name when it landed.").required();
  public static final Field<Long> FILE_LINE =
      count("file_line", 2L, "Line, or record, of the file; the header is line 1.").required();
  public static final Field<List<String>> REASONS =
      codes("reasons", List.of("MALFORMED"), "All reasons; docs/sources.md explains each.")
          .required();
  public static final Field<String> RAW_TEXT =
      text("raw_text", "2020-12-18,JD_FINANCE", "The line as it came; null of a holder.");

  public static final Table TABLE =
      Table.ops("quarantine")
          .grain("one refused row of one file")
          .fields(SOURCE_NAME, FILE_SHA256, FILE_NAME, FILE_LINE, REASONS, RAW_TEXT)
          .key(FILE_SHA256, FILE_LINE)
          .build();

  private Quarantine() {}
}
