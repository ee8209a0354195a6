package org.rateshelf.simulate;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** A CSV file as it is written, row by row; one to which no row is written is never made. */
final class CsvFile implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final Path path;
  private final List<String> header;
  private final boolean mirrored;
  private final Charset charset;
  private Writer writer;
  private int line;

  /**
   * Opens a file.
   *
   * @param mirrored whether its columns stand in reverse, behind a byte order mark
   */
  CsvFile(Path path, List<String> header, boolean mirrored, Charset charset) {
    this.path = path;
    this.header = header;
    this.mirrored = mirrored;
    this.charset = charset;
  }

  CsvFile(Path path, List<String> header) {
    this(path, header, false, StandardCharsets.UTF_8);
  }

  /** The columns that a text names. */
  static List<String> columns(String names) {
    return List.of(names.split(" "));
  }

  String name() {
    return path.getFileName().toString();
  }

  /** Writes the header alone, for a file without rows. */
  CsvFile open() throws IOException {
    if (writer == null) {
      Files.createDirectories(path.getParent());
      OutputStream out = Files.newOutputStream(path);
      if (name().endsWith(".gz")) {
        // Its header has no time and names no system since Java 16: equal text, equal bytes.
        out = new GZIPOutputStream(out, BUFFER);
      }
      writer = new BufferedWriter(new OutputStreamWriter(out, charset), BUFFER);
      if (mirrored) {
        writer.write('\uFEFF');
      }
      write(record(header));
    }
    return this;
  }

  /** Writes a row in the header's order; the line it stands on. */
  int row(List<String> values) throws IOException {
    return raw(record(values));
  }

  int row(Object... values) throws IOException {
    return row(Arrays.stream(values).map(String::valueOf).toList());
  }

  /** Writes a line as it is; the line it stands on. */
  int raw(String text) throws IOException {
    open();
    write(text);
    return line;
  }

  private String record(List<String> values) {
    List<String> ordered = new ArrayList<>(values);
    if (mirrored) {
      Collections.reverse(ordered);
    }
    return ordered.stream().map(CsvFile::quoted).collect(Collectors.joining(","));
  }

  private void write(String text) throws IOException {
    writer.write(text);
    writer.write('\n');
    line++;
  }

  private static String quoted(String value) {
    return value.contains(",") || value.contains("\"")
        ? '"' + value.replace("\"", "\"\"") + '"'
        : value;
  }

  @Override
  public void close() throws IOException {
    if (writer != null) {
      writer.close();
    }
  }

  /** The rows of a file that is known to be sound, by column. */
  static List<Map<String, String>> read(InputStream in) throws IOException {
    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\uFEFF", "");
    List<List<String>> records = new ArrayList<>();
    List<String> record = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        if (quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
          value.append(c);
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (!quoted && (c == ',' || c == '\n')) {
        record.add(value.toString());
        value.setLength(0);
        if (c == '\n') {
          records.add(record);
          record = new ArrayList<>();
        }
      } else if (quoted || c != '\r') {
        value.append(c);
      }
    }
    if (value.length() > 0 || !record.isEmpty()) {
      record.add(value.toString());
      records.add(record);
    }
    List<Map<String, String>> rows = new ArrayList<>();
    for (List<String> values : records.subList(1, records.size())) {
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < values.size(); i++) {
        row.put(records.get(0).get(i), values.get(i));
      }
      rows.add(row);
    }
    return rows;
  }

  static List<Map<String, String>> read(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return read(in);
    }
  }
}
