package org.rateshelf.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;

/** Reads the records of one file of one format, in the file's order. */
@FunctionalInterface
public interface RecordReader {
  /** The records of an already decompressed stream; a whole-file fault is an IOException. */
  Iterator<SourceRecord> read(InputStream in) throws IOException;
}
