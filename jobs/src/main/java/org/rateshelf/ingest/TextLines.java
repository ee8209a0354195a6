package org.rateshelf.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.zip.ZipException;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.util.LineReader;

/** The lines of a UTF-8 text, numbered from 1; a byte order mark is no part of it. */
final class TextLines {
  /** No record is longer, so that none can fill the memory. */
  static final int LONGEST = 4 << 20;

  private final LineReader lines;
  private final int longest;
  private final Text text = new Text();
  private long number;

  TextLines(InputStream in) {
    this(in, LONGEST);
  }

  /**
   * @param longest bytes that a line may have
   */
  TextLines(InputStream in, int longest) {
    this.lines = new LineReader(in, 1 << 16);
    this.longest = longest;
  }

  /** The next line, or null after the last. */
  String next() throws IOException {
    try {
      int read = lines.readLine(text, longest + 1, longest + 1);
      number++;
      if (read == 0) {
        return null;
      }
      if (text.getLength() > longest) {
        throw new FileFault(
            "line %d is longer than %d MiB".formatted(number, longest >> 20),
            "send it with one record a line.");
      }
      String line = Text.decode(text.getBytes(), 0, text.getLength(), false);
      return number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
    } catch (CharacterCodingException e) {
      throw new FileFault(
          "it is not UTF-8, as line " + number + " shows",
          "convert it, for instance with: iconv -f GBK -t UTF-8");
    } catch (EOFException | ZipException e) {
      throw new FileFault("it is compressed and cut short or damaged", "send it again whole.");
    }
  }

  /** Number of the line that {@link #next} returned last. */
  long number() {
    return number;
  }
}
