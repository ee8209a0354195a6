package org.rateshelf.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationTest {
  private static final long SEED = 20201218;
  private static final Path DATA =
      Path.of(System.getProperty("rateshelf.root", "..")).resolve("data");
  private static final Path REFERENCE = DATA.resolve("cn-2020/reference");

  @TempDir static Path named;
  @TempDir Path market;

  @BeforeAll
  static void simulatesTheNamedMarket() throws IOException {
    new Simulation(SimulationSize.cn2020(), SEED, REFERENCE).writeTo(named);
  }

  @Test
  void givesTheSameBytesFromTheSameSeed() throws IOException {
    for (String copy : List.of("a", "b")) {
      new Simulation(SimulationSize.random(7), 7).writeTo(market.resolve(copy));
    }
    new Simulation(SimulationSize.random(8), 8).writeTo(market.resolve("c"));

    Map<String, String> first = bytes(market.resolve("a"));
    assertThat(bytes(market.resolve("b"))).isEqualTo(first);
    assertThat(bytes(market.resolve("c"))).isNotEqualTo(first);
  }

  @Test
  void isTheMarketThatIsShipped() throws IOException {
    assertThat(contents(DATA.resolve("cn-2020-simulated")))
        .as("a change of data/cn-2020 or of the simulator calls for a new cn-2020-simulated")
        .containsAllEntriesOf(contents(named));
  }

  @Test
  void staysWithinEightMegabytes() throws IOException {
    long size = 0;
    for (Path file : files(named)) {
      size += Files.size(file);
    }
    assertThat(size).isLessThan(8_000_000);
  }

  @Test
  void meetsThePublishedFigures() throws IOException {
    SimulatedMarket simulated = new SimulatedMarket(named, REFERENCE);
    List<Map<String, String>> figures;
    try (InputStream in = getClass().getResourceAsStream("/simulate/published.csv")) {
      figures = CsvFile.read(in);
    }
    List<String> missed = new ArrayList<>();
    for (Map<String, String> row : figures) {
      double published = Double.parseDouble(row.get("published"));
      double tolerance = Double.parseDouble(row.get("tolerance")) + 1e-6;
      double measured =
          simulated.measure(
              row.get("measure"), row.get("platforms"), LocalDate.parse(row.get("day")));
      double distance = measured - published;
      boolean met =
          switch (row.get("reads")) {
            case "AT_LEAST" -> distance >= -tolerance;
            case "AT_MOST" -> distance <= tolerance;
            default -> Math.abs(distance) <= tolerance;
          };
      String line =
          "%s %s %s: published %s %s, simulated %.2f, distance %.2f"
              .formatted(
                  row.get("measure"),
                  row.get("platforms"),
                  row.get("day"),
                  row.get("reads"),
                  row.get("published"),
                  measured,
                  distance);
      System.out.println(line);
      if (!met) {
        missed.add(line);
      }
    }
    assertThat(missed).isEmpty();
  }

  @Test
  void showsNewBuyersNoDepositAfterAReportedWithdrawal() throws IOException {
    SimulatedMarket simulated = new SimulatedMarket(named, REFERENCE);
    Set<String> shown = new HashSet<>();
    List<Reference.Withdrawal> withdrawals = Reference.read(REFERENCE).withdrawals();
    LocalDate first = LocalDate.of(2020, 12, 18);
    first
        .datesUntil(LocalDate.of(2021, 3, 1))
        .forEach(
            day -> {
              List<Map<String, String>> rows = simulated.shown(day, Viewer.NEW_BUYER);
              for (Reference.Withdrawal withdrawal : withdrawals) {
                rows.stream()
                    .filter(row -> row.get("platform_id").equals(withdrawal.platform()))
                    .filter(row -> !day.isBefore(withdrawal.to()))
                    .forEach(
                        row ->
                            shown.add(
                                day
                                    + " "
                                    + row.get("platform_id")
                                    + " "
                                    + row.get("bank_id")
                                    + " "
                                    + row.get("action")));
              }
            });

    // Both were reported: a sold-out product, and a flexible one that stayed for two days.
    assertThat(shown)
        .containsExactlyInAnyOrder(
            "2020-12-20 JD_FINANCE ZGC VIEW",
            "2020-12-19 DU_XIAOMAN AIBANK BUY",
            "2020-12-20 DU_XIAOMAN AIBANK BUY");
  }

  @Test
  void plantsEachKindOfFault() throws IOException {
    Set<String> reasons = new HashSet<>();
    for (long seed = 1; seed <= 20; seed++) {
      Path folder = market.resolve(String.valueOf(seed));
      new Simulation(SimulationSize.random(seed), seed).writeTo(folder);
      SimulatedMarket.rows(folder.resolve("truth/dirt.csv"))
          .forEach(row -> reasons.add(row.get("reasons").replaceFirst(":.*", "")));
    }
    assertThat(reasons)
        .contains(
            "CONTRACT_TWICE",
            "FILE",
            "MALFORMED",
            "MATURES_BEFORE_OPENING",
            "MISSING",
            "NOT_ONE_OF",
            "NO_DAY",
            "NO_SCAN_ROW",
            "OUT_OF_RANGE",
            "REPEATED_KEY",
            "SUPERSEDED",
            "UNKNOWN_BANK",
            "UNKNOWN_PLATFORM",
            "UNKNOWN_PROVINCE",
            "UNREADABLE");
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Each file's content by name, unpacked: how it is packed may differ between zlib's versions. */
  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (Path file : files(folder)) {
      byte[] content = Files.readAllBytes(file);
      if (file.toString().endsWith(".gz")) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
          content = in.readAllBytes();
        } catch (EOFException cutShort) {
          content = new byte[0];
        }
      }
      contents.put(
          folder.relativize(file).toString(),
          content.length + " bytes, hash " + Arrays.hashCode(content));
    }
    return contents;
  }

  private static Map<String, String> bytes(Path folder) throws IOException {
    Map<String, String> bytes = new TreeMap<>();
    for (Path file : files(folder)) {
      bytes.put(
          folder.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
    }
    return bytes;
  }
}
