package org.rateshelf.simulate;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes what banks post: as reported where that is at hand, simulated for the others. */
final class PostedRates {
  private static final List<String> COLUMNS =
      CsvFile.columns(
          "bank_id product_kind term effective_from effective_to rate_pct source " + "confidence");

  /** How far below the ceiling a bank posts, in hundredths of a percent, least and most. */
  private static final Map<String, int[]> BELOW =
      Map.of(
          "P3M",
          new int[] {22, 35},
          "P6M",
          new int[] {22, 42},
          "P1Y",
          new int[] {22, 50},
          "P2Y",
          new int[] {30, 90},
          "P3Y",
          new int[] {80, 140},
          "P5Y",
          new int[] {80, 148});

  private final SimulationSize size;
  private final Reference reference;
  private final long seed;
  private final Dirt dirt;

  PostedRates(SimulationSize size, Reference reference, long seed, Dirt dirt) {
    this.size = size;
    this.reference = reference;
    this.seed = seed;
    this.dirt = dirt;
  }

  /** Writes the rates; the reported ones stand in the landing folder beside the reference. */
  void writeTo(Path landing, Path given) throws IOException {
    Set<String> reported = new HashSet<>();
    Path folder = landing.resolve("bank_rates");
    Path beside = given == null ? null : given.resolveSibling("landing/bank_rates");
    if (beside != null && Files.isDirectory(beside)) {
      try (CsvFile file = new CsvFile(folder.resolve("reported.csv"), COLUMNS)) {
        copy(beside, file, reported);
      }
    }
    Dice dice = Dice.of(seed, "posted");
    LocalDate from = size.firstDay().minusMonths(9).withDayOfMonth(1);
    try (CsvFile file = new CsvFile(folder.resolve("simulated.csv"), COLUMNS)) {
      for (Reference.Bank bank : reference.banks()) {
        boolean posts = bank.isTraditional() || dice.chance(80);
        if (posts && !reported.contains(bank.id())) {
          post(file, bank, bank.id(), from, 0, dice);
          if (!bank.successor().equals(bank.id())) {
            post(file, bank, bank.successor(), bank.from(), 0, dice);
          } else if (dice.chance(15)) {
            post(file, bank, bank.id(), dice.dayIn(size.firstDay(), size.lastDay()), 5, dice);
          }
        }
      }
      String bank = reference.banks().get(0).id();
      int line = file.row(bank, Menu.TIME, "P8Y", from, "", "150", "simulated", "");
      dirt.note("bank_rates", file.name(), line, "OUT_OF_RANGE:rate_pct");
    }
  }

  private void copy(Path beside, CsvFile file, Set<String> reported) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(beside, "*.csv")) {
      found.forEach(paths::add);
    }
    paths.sort(null);
    for (Path path : paths) {
      for (Map<String, String> row : CsvFile.read(path)) {
        file.row(COLUMNS.stream().map(column -> row.getOrDefault(column, "")).toList());
        LocalDate day = LocalDate.parse(row.get("effective_from"));
        if (!day.isAfter(size.firstDay()) && !row.get("term").equals("DEMAND")) {
          reported.add(row.get("bank_id"));
        }
      }
    }
  }

  private void post(CsvFile file, Reference.Bank bank, String id, LocalDate day, int cut, Dice dice)
      throws IOException {
    file.row(id, "DEMAND_DEPOSIT", "DEMAND", day, "", dice.oneOf("0.3", "0.35"), "simulated", "");
    for (String term : Reference.TERMS) {
      int[] below = BELOW.get(term);
      BigDecimal less = BigDecimal.valueOf(dice.between(below[0], below[1]) + cut, 2);
      BigDecimal rate = reference.ceiling(bank, term, size.firstDay()).subtract(less);
      if (!term.equals("P2Y") || dice.chance(80)) {
        file.row(id, Menu.TIME, term, day, "", rate, "simulated", "");
      }
    }
  }
}
