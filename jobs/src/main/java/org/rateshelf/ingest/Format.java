package org.rateshelf.ingest;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/** The forms that a landed file can have, known by its ending. */
public enum Format {
  CSV(".csv", false),
  CSV_GZIP(".csv.gz", true),
  JSON_LINES(".jsonl", false),
  JSON_LINES_GZIP(".jsonl.gz", true),
  PARQUET(".parquet", false);

  private final String ending;
  private final boolean gzip;

  Format(String ending, boolean gzip) {
    this.ending = ending;
    this.gzip = gzip;
  }

  public String ending() {
    return ending;
  }

  public boolean isGzip() {
    return gzip;
  }

  public boolean isJson() {
    return this == JSON_LINES || this == JSON_LINES_GZIP;
  }

  /** The format of a file of this name; empty where it is none. */
  public static Optional<Format> of(String fileName) {
    return Arrays.stream(values()).filter(f -> fileName.endsWith(f.ending)).findFirst();
  }

  /**
   * What reads the records of a source in this format.
   *
   * @param unknown told each column that the source does not know
   */
  public RecordReader reader(Source.Header header, Consumer<String> unknown) {
    if (header.source().equals(Sources.CDR.name())) {
      return isJson() ? new CdrProducts() : refusing();
    }
    return isJson() ? new JsonRecords(header, unknown) : new CsvRecords(header, unknown);
  }

  private static RecordReader refusing() {
    return in -> {
      throw new FileFault("'cdr' takes JSON lines only", "send it as .jsonl or .jsonl.gz.");
    };
  }
}
