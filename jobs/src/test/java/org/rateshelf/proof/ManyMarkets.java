package org.rateshelf.proof;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.rateshelf.Scratch;
import org.rateshelf.simulate.Simulation;
import org.rateshelf.simulate.SimulationSize;

/**
 * Random markets side by side in one folder, so that one run walks them all.
 *
 * <p>Every platform, bank, product and event gets its market's seed before its id or name, in files
 * and truth alike; nothing of one market can then be taken for another's. All end on one day.
 */
final class ManyMarkets {
  private static final LocalDate LAST_DAY = LocalDate.of(2021, 12, 31);
  private static final Pattern NAMES =
      Pattern.compile("PIER_|pier_|PIER |OWN_APP|own_app|OWN APP|own-bk|BK\\d|Bank of |\\bE0");

  /** Reference that holds for all of them, so that the first market's is enough. */
  private static final Set<String> SHARED =
      Set.of("benchmark_rates.csv", "ceilings.csv", "provinces.csv");

  private final Path folder;

  private ManyMarkets(Path folder) {
    this.folder = folder;
  }

  /** Writes the markets of so many seeds into a folder. */
  static Path write(Path folder, long firstSeed, int count) throws IOException {
    ManyMarkets markets = new ManyMarkets(folder);
    for (long seed = firstSeed; seed < firstSeed + count; seed++) {
      Path one = Scratch.folder("market");
      new Simulation(endingTogether(SimulationSize.random(seed)), seed).writeTo(one);
      markets.add(one, seed, seed == firstSeed);
    }
    return folder;
  }

  private static SimulationSize endingTogether(SimulationSize size) {
    long days = size.lastDay().toEpochDay() - size.firstDay().toEpochDay();
    return new SimulationSize(
        size.plan(),
        size.platforms(),
        size.leastProducts(),
        size.mostProducts(),
        size.users(),
        LAST_DAY.minusDays(days),
        LAST_DAY);
  }

  private void add(Path market, long seed, boolean first) throws IOException {
    for (Path file : files(market)) {
      Path place = market.relativize(file);
      String name = place.getFileName().toString();
      byte[] bytes = renamed(file, "S" + seed + "_");
      Path target = folder.resolve(place);
      Files.createDirectories(target.getParent());
      if (place.startsWith("landing")) {
        Files.write(target.resolveSibling("S" + seed + "_" + name), bytes);
      } else if (first) {
        Files.write(target, bytes);
      } else if (name.endsWith(".csv") && !SHARED.contains(name)) {
        int header = new String(bytes, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
        Files.write(
            target,
            Arrays.copyOfRange(bytes, header, bytes.length),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(Files::isRegularFile).toList();
    }
  }

  /** A file's bytes under the market's names; one that was cut short is cut short already. */
  private static byte[] renamed(Path file, String prefix) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (!file.toString().endsWith(".gz")) {
      return renamed(bytes, prefix);
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
        out.write(renamed(in.readAllBytes(), prefix));
      }
      return packed.toByteArray();
    } catch (EOFException cutShort) {
      return bytes;
    }
  }

  private static byte[] renamed(byte[] text, String prefix) {
    // Byte for byte, since not every file is UTF-8.
    String bytes = new String(text, StandardCharsets.ISO_8859_1);
    return NAMES
        .matcher(bytes)
        .replaceAll(match -> prefix + match.group())
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
