package org.rateshelf.store;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A data file of a table.
 *
 * @param path as Hadoop takes it
 * @param size in bytes
 * @param modified when it was written, in milliseconds
 * @param statistics what Delta's log says of it: rows, least and greatest values; null if nothing
 */
public record DataFile(String path, long size, long modified, String statistics)
    implements Serializable {
  private static final Pattern ROWS = Pattern.compile("\"numRecords\":(\\d+)");

  /** How many rows it has; 0 where the log does not say. */
  public long rows() {
    Matcher rows = ROWS.matcher(statistics == null ? "" : statistics);
    return rows.find() ? Long.parseLong(rows.group(1)) : 0;
  }
}
