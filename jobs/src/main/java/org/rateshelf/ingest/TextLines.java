package org.rateshelf.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

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
      String line = decoded(text.getBytes(), text.getLength());
      return number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
    } catch (CharacterCodingException e) {
      throw new FileFault(
          "it is not UTF-8, as line " + number + " shows",
          "convert it, for instance with: iconv -f GBK -t UTF-8");
    } catch (EOFException | ZipException e) {
      throw new FileFault("it is compressed and cut short or damaged", "send it again whole.");
    }
  }

  private static String decoded(byte[] bytes, int length) throws CharacterCodingException {
    for (int i = 0; i < length; i++) {
      if (bytes[i] < 0) {
        return Text.decode(bytes, 0, length, false);
      }
    }
    return new String(bytes, 0, length, ISO_8859_1);
  }

  /** Number of the line that {@link #next} returned last. */
  long number() {
    return number;
  }
}
