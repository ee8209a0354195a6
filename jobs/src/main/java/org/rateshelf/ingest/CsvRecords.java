package org.rateshelf.ingest;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.apache.commons.lang3.StringUtils;

/**
 * Reads CSV with a header, its columns in any order.
 *
 * <p>A record is one line: an open quote spoils its own line and no other. It has no value of a
 * column that the source does not know.
 */
public final class CsvRecords implements RecordReader {
  /** Far more than any source has; a parser makes room for so many. */
  private static final int MOST_FIELDS = 1024;

  private final Source.Header header;
  private final Consumer<String> unknown;

  /**
   * @param unknown told each column that the source does not know
   */
  public CsvRecords(Source.Header header, Consumer<String> unknown) {
    this.header = header;
    this.unknown = unknown;
  }

  @Override
  public Iterator<SourceRecord> read(InputStream in) throws IOException {
    TextLines lines = new TextLines(in);
    CsvParser parser = parser();
    String first = lines.next();
    if (first == null || first.isBlank()) {
      throw new FileFault("it is empty", "send it with a header and at least one row.");
    }
    String[] fields = fields(parser, first);
    if (fields == null) {
      throw new FileFault("its first line is no header", "send it with a header.");
    }
    List<String> names = new ArrayList<>();
    for (String name : fields) {
      names.add(name == null ? "" : name);
    }
    header.check(names);
    Map<String, Integer> places = new LinkedHashMap<>();
    names.forEach(name -> places.put(name, places.size()));
    header.unknown(names).forEach(unknown);
    places.keySet().retainAll(header.known());
    return new Rows(lines, parser, places, names.size());
  }

  private static CsvParser parser() {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setMaxCharsPerColumn(-1);
    settings.setMaxColumns(MOST_FIELDS);
    settings.setSkipEmptyLines(false);
    settings.setCommentProcessingEnabled(false);
    return new CsvParser(settings);
  }

  /** The fields of a line, or null where it is no record. */
  private static String[] fields(CsvParser parser, String line) {
    boolean openQuote = StringUtils.countMatches(line, '"') % 2 != 0;
    boolean tooMany = StringUtils.countMatches(line, ',') >= MOST_FIELDS;
    boolean hasNul = line.indexOf('\0') >= 0;
    return openQuote || tooMany || hasNul ? null : parser.parseLine(line);
  }

  /**
   * The fields of a line that has no quote, as the parser gives them, in a fraction of its time.
   *
   * @return null where they are not so many
   */
  private static String[] unquoted(String line, int columns) {
    String[] fields = new String[columns];
    int begin = 0;
    for (int i = 0; i < columns; i++) {
      int comma = line.indexOf(',', begin);
      if (comma < 0 != (i == columns - 1)) {
        return null;
      }
      int end = comma < 0 ? line.length() : comma;
      int first = begin;
      int last = end;
      while (first < last && line.charAt(first) <= ' ') {
        first++;
      }
      while (first < last && line.charAt(last - 1) <= ' ') {
        last--;
      }
      fields[i] = first == last ? null : line.substring(first, last);
      begin = end + 1;
    }
    return line.indexOf('\0') >= 0 ? null : fields;
  }

  private static final class Rows implements Iterator<SourceRecord> {
    private final TextLines lines;
    private final CsvParser parser;
    private final Map<String, Integer> places;
    private final int width;
    private String line;

    Rows(TextLines lines, CsvParser parser, Map<String, Integer> places, int width)
        throws IOException {
      this.lines = lines;
      this.parser = parser;
      this.places = places;
      this.width = width;
      advance();
    }

    private void advance() throws IOException {
      do {
        line = lines.next();
      } while (line != null && line.isEmpty());
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
        advance();
        return record;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private SourceRecord parse(String text, long number) {
      boolean quoted = text.indexOf('"') >= 0;
      String[] fields = quoted ? fields(parser, text) : unquoted(text, width);
      if (fields == null || fields.length != width) {
        return new SourceRecord(number, text, Map.of(), List.of(Reasons.MALFORMED));
      }
      for (int i = 0; quoted && i < fields.length; i++) {
        fields[i] = StringUtils.isEmpty(fields[i]) ? null : fields[i];
      }
      return new SourceRecord(number, text, new Texts(places, fields), List.of());
    }
  }
}
