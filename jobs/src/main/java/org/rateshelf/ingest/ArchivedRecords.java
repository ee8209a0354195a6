package org.rateshelf.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * The form in which a file is kept that cannot be kept as it came: one record a line, user ids
 * hashed. What cannot be parsed is not kept at all, since nobody can say where in it an id stands.
 */
public final class ArchivedRecords implements RecordReader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonFactory LINES = new JsonFactory().setRootValueSeparator("\n");
  private static final ObjectReader READER = JSON.readerFor(Kept.class);
  private static final String WITHHELD = "(withheld: an unreadable record of user data)";

  /** What is kept of one record. */
  record Kept(long line, Map<String, String> values, List<String> reasons) {}

  /** Writes records, a line each. */
  public static final class Writer implements Closeable {
    private final JsonGenerator json;

    public Writer(OutputStream out) throws IOException {
      json = LINES.createGenerator(out);
    }

    public void write(SourceRecord record) throws IOException {
      json.writeStartObject();
      json.writeNumberField("line", record.line());
      json.writeObjectFieldStart("values");
      record.values().forEach(this::write);
      json.writeEndObject();
      json.writeArrayFieldStart("reasons");
      for (String reason : record.reasons()) {
        json.writeString(reason);
      }
      json.writeEndArray();
      json.writeEndObject();
    }

    private void write(String column, String text) {
      try {
        json.writeStringField(column, text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      json.close();
    }
  }

  /** What stands for the text of a record that was not kept as it came. */
  public static String raw(SourceRecord kept) {
    try {
      return kept.values().isEmpty() ? WITHHELD : JSON.writeValueAsString(kept.values());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Iterator<SourceRecord> read(InputStream in) throws IOException {
    // Escaped, a record is longer than it was in its file.
    TextLines lines = new TextLines(in, 8 * TextLines.LONGEST);
    return new Iterator<>() {
      private String line = lines.next();

      @Override
      public boolean hasNext() {
        return line != null;
      }

      @Override
      public SourceRecord next() {
        if (line == null) {
          throw new NoSuchElementException();
        }
        try {
          Kept kept = READER.readValue(line);
          line = lines.next();
          return new SourceRecord(kept.line(), "", kept.values(), kept.reasons());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }
}
