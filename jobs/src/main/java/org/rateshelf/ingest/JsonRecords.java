package org.rateshelf.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads JSON lines: one flat object a line, its names those of the source's columns. Others are
 * passed over, whatever they hold.
 */
public final class JsonRecords implements RecordReader {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Source.Header header;
  private final Set<String> known;
  private final Consumer<String> unknown;

  /**
   * @param unknown told each name that the source does not know
   */
  public JsonRecords(Source.Header header, Consumer<String> unknown) {
    this.header = header;
    this.known = Set.copyOf(header.known());
    this.unknown = unknown;
  }

  @Override
  public Iterator<SourceRecord> read(InputStream in) throws IOException {
    TextLines lines = new TextLines(in);
    return new Iterator<>() {
      private String line = nextFilled();

      private String nextFilled() throws IOException {
        String found;
        do {
          found = lines.next();
        } while (found != null && found.isBlank());
        return found;
      }

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
          SourceRecord record = parse(line, lines.number());
          line = nextFilled();
          return record;
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  private SourceRecord parse(String text, long number) throws FileFault {
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return malformed(text, number);
    }
    if (node == null || !node.isObject()) {
      return malformed(text, number);
    }
    Map<String, String> values = new HashMap<>();
    boolean isKnown = false;
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      JsonNode value = field.getValue();
      if (!known.contains(field.getKey())) {
        header.unknown(List.of(field.getKey())).forEach(unknown);
        continue;
      }
      isKnown = true;
      if (value.isContainerNode()) {
        return malformed(text, number);
      }
      String word = isPlain(value) ? value.decimalValue().toPlainString() : value.asText();
      if (word.indexOf('\0') >= 0) {
        return malformed(text, number);
      }
      if (!value.isNull() && !word.isEmpty()) {
        values.put(field.getKey(), word);
      }
    }
    return isKnown ? new SourceRecord(number, text, values, List.of()) : malformed(text, number);
  }

  /** Whether it is a number that can be written out: 1e2147483647 would fill the memory. */
  private static boolean isPlain(JsonNode value) {
    return value.isBigDecimal() && Math.abs((long) value.decimalValue().scale()) <= 60;
  }

  private static SourceRecord malformed(String text, long number) {
    return new SourceRecord(number, text, Map.of(), List.of(Reasons.MALFORMED));
  }
}
