package org.rateshelf.table;

import static org.rateshelf.schema.Field.code;
import static org.rateshelf.schema.Field.count;

import org.rateshelf.schema.Field;

/** Where a silver row comes from: the file, by its content, and the line or record in it. */
public final class Provenance {
  public static final Field<String> FILE_SHA256 =
      code("file_sha256", "9f86d081884c7d65", "SHA-256 of the file that the row came from.");
  public static final Field<Long> FILE_LINE =
      count("file_line", 2L, "Line, or record, of that file; the header is line 1.");

  private Provenance() {}
}
