package org.rateshelf.simulate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes what the scans saw, day by day: landing/scans and landing/listings. */
final class ListingFiles {
  static final List<String> COLUMNS =
      CsvFile.columns(
          "scan_date platform_id product_id viewer bank_id bank_name bank_product_id "
              + "product_name product_kind term payout_cycle rate_kind min_amount base_rate_pct "
              + "bonus_rate_pct bonus_days bonus_max_amount subsidy_rate_pct day_count "
              + "stay_from_days max_amount action");
  private static final List<String> SCAN_COLUMNS =
      CsvFile.columns("scan_date platform_id viewer status listed_count");
  private static final int RATE = COLUMNS.indexOf("base_rate_pct");
  private static final int PRODUCT = COLUMNS.indexOf("product_id");

  private final SimulationSize size;
  private final List<Shelf> shelves;
  private final long seed;
  private final Dirt dirt;
  private final Map<LocalDate, Integer> spoilt = new HashMap<>();

  ListingFiles(SimulationSize size, List<Shelf> shelves, long seed, Dirt dirt) {
    this.size = size;
    this.shelves = shelves;
    this.seed = seed;
    this.dirt = dirt;
    Dice dice = Dice.of(seed, "spoilt");
    for (int how = 0; how < 4; how++) {
      if (dice.chance(60)) {
        spoilt.put(dice.dayIn(size.firstDay(), size.lastDay()), how);
      }
    }
  }

  void writeTo(Path landing) throws IOException {
    for (LocalDate day : (Iterable<LocalDate>) size.days()::iterator) {
      writeDay(landing, day);
    }
  }

  private void writeDay(Path landing, LocalDate day) throws IOException {
    Dice dice = Dice.of(seed, "files", day);
    List<List<String>> rows = new ArrayList<>();
    List<List<String>> unscanned = new ArrayList<>();
    try (CsvFile scans = new CsvFile(landing.resolve("scans/" + day + ".csv"), SCAN_COLUMNS)) {
      for (Shelf shelf : shelves) {
        for (Viewer viewer : Viewer.values()) {
          scan(scans, shelf, viewer, day, rows, unscanned);
        }
      }
      if (dice.chance(3)) {
        int line = scans.row(day, "NOWHERE", "NEW_BUYER", "COMPLETE", "0");
        dirt.note("scans", scans.name(), line, "UNKNOWN_PLATFORM");
      }
    }
    Path folder = landing.resolve("listings");
    boolean revised = dice.chance(4);
    if (revised) { // what came first lacks rows; the revision replaces it whole
      try (CsvFile first = new CsvFile(folder.resolve(day + ".csv.gz"), COLUMNS)) {
        for (int i = 0; i < rows.size(); i += 2) {
          first.row(rows.get(i));
        }
      }
    }
    Path path = folder.resolve(day + (revised ? ".r1" : "") + ".csv.gz");
    boolean mirrored = dice.chance(5);
    try (CsvFile file = new CsvFile(path, COLUMNS, mirrored, StandardCharsets.UTF_8)) {
      Map<List<String>, Integer> lines = new HashMap<>();
      for (List<String> row : rows) {
        lines.put(row, file.row(row));
      }
      boolean soiled = !rows.isEmpty() && dirt.planted().size() < 80 && dice.chance(15);
      if (soiled) {
        dirt.soil(file, rows, dice);
      }
      if (!unscanned.isEmpty() && dice.chance(15)) {
        int line = file.row(dice.oneOf(unscanned));
        dirt.note("listings", file.name(), line, "NO_SCAN_ROW");
      }
      if (!rows.isEmpty() && !soiled && dice.chance(5)) {
        comesLate(folder, file.name(), day, rows, lines, dice);
      }
    }
    if (spoilt.containsKey(day) && !rows.isEmpty()) {
      dirt.spoil(folder, day.toString(), spoilt.get(day), rows);
    }
  }

  private void scan(
      CsvFile scans,
      Shelf shelf,
      Viewer viewer,
      LocalDate day,
      List<List<String>> rows,
      List<List<String>> unscanned)
      throws IOException {
    Shelf.Scan scan = shelf.scan(viewer, day);
    List<Offer> shown = shelf.shown(viewer, day);
    if (scan == Shelf.Scan.NONE) {
      shown.stream().limit(1).forEach(offer -> addRows(unscanned, offer, viewer, day));
      return;
    }
    boolean complete = scan == Shelf.Scan.COMPLETE || scan == Shelf.Scan.MISCOUNTED;
    boolean counted = complete || scan == Shelf.Scan.PARTIAL && day.getDayOfMonth() % 2 == 0;
    scans.row(
        day, shelf.platform(), viewer, complete ? "COMPLETE" : scan, counted ? shown.size() : "");
    List<Offer> sighted = shelf.sighted(viewer, day);
    if (scan == Shelf.Scan.FAILED && day.getDayOfMonth() % 3 == 0) {
      sighted = shown.stream().limit(2).toList(); // a page that broke off; it proves nothing
    }
    sighted.forEach(offer -> addRows(rows, offer, viewer, day));
  }

  private static void addRows(List<List<String>> rows, Offer offer, Viewer viewer, LocalDate day) {
    for (Line line : offer.lines()) {
      rows.add(
          List.of(
              day.toString(),
              offer.platform(),
              offer.idOn(day),
              viewer.name(),
              offer.bank().idOn(day),
              offer.bank().name(),
              offer.bankProductId(),
              offer.name(),
              offer.kind(),
              line.term(),
              line.payoutCycle(),
              line.rateKind(),
              line.minAmount(),
              line.rate(offer.cut().at(day)),
              line.shows("bonus_rate_pct"),
              line.shows("bonus_days"),
              line.shows("bonus_max_amount"),
              line.shows("subsidy_rate_pct"),
              line.shows("day_count"),
              line.shows("stay_from_days"),
              line.shows("max_amount"),
              offer.action(viewer, day)));
    }
  }

  /** A second file of the day: some rows say the same, and of one product another rate. */
  private void comesLate(
      Path folder,
      String first,
      LocalDate day,
      List<List<String>> rows,
      Map<List<String>, Integer> lines,
      Dice dice)
      throws IOException {
    List<List<String>> single =
        rows.stream().filter(row -> !row.get(RATE).isEmpty() && isOnlyLine(row, rows)).toList();
    try (CsvFile late = new CsvFile(folder.resolve(day + "-late.csv.gz"), COLUMNS)) {
      for (int i = 0; i < Math.min(4, single.size()); i++) {
        List<String> row = new ArrayList<>(single.get(i));
        if (i == 1 && dice.chance(80)) {
          row.set(RATE, row.get(RATE).equals("1.23") ? "1.24" : "1.23");
          dirt.note("listings", first, lines.get(single.get(i)), "SUPERSEDED");
          dirt.noteCorrection(row);
        }
        late.row(row);
      }
    }
  }

  private static boolean isOnlyLine(List<String> row, List<List<String>> rows) {
    return rows.stream()
            .filter(
                other ->
                    other.get(PRODUCT).equals(row.get(PRODUCT)) && other.get(3).equals(row.get(3)))
            .count()
        == 1;
  }
}
