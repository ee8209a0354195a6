package org.rateshelf.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.rateshelf.ingest.CsvRecords;
import org.rateshelf.ingest.SourceRecord;
import org.rateshelf.ingest.Sources;

/**
 * The files of a market as they land on some nights: in any order, twice under two names, in
 * pieces, and wrong at first, where the right one comes later or has come before. Once the last
 * night is over, they say the same as the files that it is made of.
 */
final class Schedule {
  /**
   * What tells which rows of a source must lie in one piece, for a file numbers or refuses them.
   */
  private static final Map<String, String> TOGETHER =
      Map.of(
          "scans", "platform_id",
          "listings", "product_id",
          "bank_rates", "bank_id",
          "user_rates", "contract_id");

  /** A file that lands. */
  private record Landing(int night, String path, byte[] content) {}

  /** A file's lines, and of each below the header the rows that it must stay with. */
  private record Lines(List<String> lines, List<String> together) {}

  private final List<Landing> landings = new ArrayList<>();
  private final Map<String, Lines> readable = new TreeMap<>();
  private final Random dice;
  private final int nights;

  private Schedule(Random dice, int nights) {
    this.dice = dice;
    this.nights = nights;
  }

  /** A schedule of the files of a landing folder. */
  static Schedule of(Path landing, int nights, long seed) throws IOException {
    Schedule schedule = new Schedule(new Random(seed), nights);
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(landing)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        files.put(landing.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    files.forEach(schedule::read);
    files.forEach(schedule::plan);
    return schedule;
  }

  /** Puts a night's files into a folder. */
  void land(int night, Path folder) throws IOException {
    for (Landing landing : landings) {
      if (landing.night == night) {
        Path file = folder.resolve(landing.path);
        Files.createDirectories(file.getParent());
        Files.write(file, landing.content);
      }
    }
  }

  private void read(String path, byte[] content) {
    String source = path.substring(0, path.indexOf('/'));
    try {
      byte[] text = isGzip(path) ? unzipped(content) : content;
      List<String> together = new ArrayList<>();
      Iterator<SourceRecord> records =
          new CsvRecords(Sources.named(source).header(), unknown -> {})
              .read(new ByteArrayInputStream(text));
      while (records.hasNext()) {
        together.add(String.valueOf(records.next().values().get(TOGETHER.get(source))));
      }
      List<String> lines = new String(text, UTF_8).lines().toList();
      if (together.size() > 1 && lines.size() == together.size() + 1) {
        readable.put(path, new Lines(lines, together));
      }
    } catch (IOException | UncheckedIOException e) {
      // A file that is refused whole lands as it is.
    }
  }

  private void plan(String path, byte[] content) {
    String stem = path.substring(0, path.indexOf(".csv"));
    String ending = path.substring(stem.length());
    int first = dice.nextInt(nights);
    int later = first + dice.nextInt(nights - first);
    // Where a market's own files are revised, their revisions are not played with.
    boolean revised = stem.contains(".r") || readable.containsKey(stem + ".r1" + ending);
    switch (revised || !readable.containsKey(path) ? 0 : dice.nextInt(6)) {
      case 1 -> {
        land(first, path, content);
        land(later, stem + "-again" + ending, content);
      }
      case 2 -> {
        land(first, path, wrong(path));
        land(later, stem + ".r1" + ending, content);
      }
      case 3 -> {
        land(first, stem + ".r2" + ending, content);
        land(later, stem + ".r1" + ending, wrong(path));
      }
      case 4 -> {
        land(first, path, wrong(path));
        land(later, path, content);
      }
      case 5 -> {
        List<byte[]> pieces = pieces(path);
        land(first, stem + "-1" + ending, pieces.get(0));
        land(later, stem + "-2" + ending, pieces.get(1));
      }
      default -> land(first, path, content);
    }
  }

  private void land(int night, String path, byte[] content) {
    if (content.length > 0) {
      landings.add(new Landing(night, path, content));
    }
  }

  /** The file without one of its rows, or a file of another day. */
  private byte[] wrong(String path) {
    String source = path.substring(0, path.indexOf('/') + 1);
    List<String> others =
        readable.keySet().stream().filter(p -> p.startsWith(source) && !p.equals(path)).toList();
    if (others.isEmpty() || dice.nextBoolean()) {
      List<String> lines = new ArrayList<>(readable.get(path).lines);
      lines.remove(1 + dice.nextInt(lines.size() - 1));
      return bytes(path, lines);
    }
    return bytes(path, readable.get(others.get(dice.nextInt(others.size()))).lines);
  }

  private List<byte[]> pieces(String path) {
    Lines all = readable.get(path);
    List<String> one = new ArrayList<>(all.lines.subList(0, 1));
    List<String> other = new ArrayList<>(one);
    for (int i = 0; i < all.together.size(); i++) {
      (all.together.get(i).hashCode() % 2 == 0 ? one : other).add(all.lines.get(i + 1));
    }
    return List.of(bytes(path, one), bytes(path, other));
  }

  /** A file's bytes; none where it has no row. */
  private static byte[] bytes(String path, List<String> lines) {
    if (lines.size() == 1) {
      return new byte[0];
    }
    byte[] text = (String.join("\n", lines) + "\n").getBytes(UTF_8);
    try {
      return isGzip(path) ? zipped(text) : text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isGzip(String path) {
    return path.endsWith(".gz");
  }

  private static byte[] unzipped(byte[] content) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
      return in.readAllBytes();
    }
  }

  private static byte[] zipped(byte[] text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text);
    }
    return packed.toByteArray();
  }

  /** What lands on each night, for whoever looks into a failure. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int night = 0; night < nights; night++) {
      text.append("\nnight ").append(night).append(':');
      for (Landing landing : landings) {
        text.append(landing.night == night ? " " + landing.path : "");
      }
    }
    return text.toString();
  }
}
