package org.rateshelf.ingest;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipException;

/** The lines of a UTF-8 text, numbered from 1; a byte order mark is no part of it. */
final class TextLines {
  private final BufferedReader lines;
  private long number;

  TextLines(InputStream in) {
    this.lines =
        new BufferedReader(
            new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)),
            1 << 16);
  }

  /** The next line, or null after the last. */
  String next() throws IOException {
    try {
      String line = lines.readLine();
      number++;
      return number == 1 && line != null && line.startsWith("\uFEFF") ? line.substring(1) : line;
    } catch (CharacterCodingException e) {
      throw new FileFault(
          "it is not UTF-8, as seen after line " + number,
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
