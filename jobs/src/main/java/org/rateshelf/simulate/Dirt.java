package org.rateshelf.simulate;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Plants what real sources do wrong, and keeps the list of it. */
final class Dirt {
  static final List<String> COLUMNS = CsvFile.columns("source file line reasons");

  /** What is written where, and the reasons that it must be refused for. */
  private record Fault(String column, String value, String reasons) {}

  private static final List<Fault> LISTING_FAULTS =
      List.of(
          new Fault("base_rate_pct", "1,5", "UNREADABLE:base_rate_pct"),
          new Fault("base_rate_pct", "150", "OUT_OF_RANGE:base_rate_pct"),
          new Fault("base_rate_pct", "-1", "OUT_OF_RANGE:base_rate_pct"),
          new Fault("scan_date", "20201-12-01", "UNREADABLE:scan_date"),
          new Fault("scan_date", "", "NO_DAY"),
          new Fault("bank_id", "NOBODY", "UNKNOWN_BANK"),
          new Fault("product_id", "", "MISSING:product_id"),
          new Fault("product_kind", "DEPOSIT", "NOT_ONE_OF:product_kind"),
          new Fault("term", "P0D", "UNREADABLE:term"),
          new Fault("action", "", "MISSING:action"));

  private static final List<Fault> CONTRACT_FAULTS =
      List.of(
          new Fault("balance", "-5.00", "OUT_OF_RANGE:balance"),
          new Fault("balance", "1,000.00", "UNREADABLE:balance"),
          new Fault("user_id", "", "MISSING:user_id"),
          new Fault("matures_on", "2001-01-01", "MATURES_BEFORE_OPENING"),
          new Fault("as_of", "", "NO_DAY"));

  private final boolean provincesAreListed;
  private final List<List<String>> planted = new ArrayList<>();
  private final List<List<String>> corrected = new ArrayList<>();

  /**
   * @param provincesAreListed whether a province that is none can be told
   */
  Dirt(boolean provincesAreListed) {
    this.provincesAreListed = provincesAreListed;
  }

  void note(String source, String file, int line, String reasons) {
    planted.add(List.of(source, file, line == 0 ? "" : String.valueOf(line), reasons));
  }

  List<List<String>> planted() {
    return planted;
  }

  /** Notes a row of a later file, which says otherwise than the shelf and counts. */
  void noteCorrection(List<String> row) {
    corrected.add(row);
  }

  List<List<String>> corrected() {
    return corrected;
  }

  /** Adds bad rows to a file of listings; each has a product of its own, so that no key repeats. */
  void soil(CsvFile file, List<List<String>> good, Dice dice) throws IOException {
    for (int i = dice.between(1, 3); i > 0; i--) {
      Fault fault = dice.oneOf(LISTING_FAULTS);
      List<String> row = new ArrayList<>(dice.oneOf(good));
      row.set(ListingFiles.COLUMNS.indexOf("product_id"), "bad-" + planted.size());
      row.set(ListingFiles.COLUMNS.indexOf(fault.column), fault.value);
      note("listings", file.name(), file.row(row), fault.reasons);
    }
    if (dice.chance(50)) {
      note("listings", file.name(), file.row(dice.oneOf(good)), "REPEATED_KEY");
    }
    if (dice.chance(50)) {
      note("listings", file.name(), file.raw("a line, cut short"), "MALFORMED");
    }
  }

  /** Adds bad rows to a snapshot of contracts. */
  void soilContracts(CsvFile file, List<String> good, Dice dice) throws IOException {
    for (int i = dice.between(1, 2); i > 0; i--) {
      Fault fault = dice.oneOf(CONTRACT_FAULTS);
      List<String> row = new ArrayList<>(good);
      row.set(Holders.COLUMNS.indexOf("contract_id"), "bad-" + planted.size());
      row.set(Holders.COLUMNS.indexOf(fault.column), fault.value);
      note("user_rates", file.name(), file.row(row), fault.reasons);
    }
    if (dice.chance(50)) {
      // Another holder makes another key; another balance says otherwise under the same.
      String column = dice.chance(50) ? "user_id" : "balance";
      List<String> row = new ArrayList<>(good);
      row.set(Holders.COLUMNS.indexOf("contract_id"), "bad-" + planted.size());
      note("user_rates", file.name(), file.row(row), "CONTRACT_TWICE");
      row.set(Holders.COLUMNS.indexOf(column), "31415926");
      note("user_rates", file.name(), file.row(row), "CONTRACT_TWICE");
    }
    if (provincesAreListed && dice.chance(50)) {
      List<String> row = new ArrayList<>(good);
      row.set(Holders.COLUMNS.indexOf("contract_id"), "bad-" + planted.size());
      row.set(Holders.COLUMNS.indexOf("province"), "Atlantis");
      note("user_rates", file.name(), file.row(row), "UNKNOWN_PROVINCE");
    }
  }

  /** Writes a file that must be refused whole, of rows that stand in a good file as well. */
  void spoil(Path folder, String day, int how, List<List<String>> good) throws IOException {
    String name = day + List.of("-empty.csv", "-gbk.csv", "-cut.csv.gz", "-narrow.csv").get(how);
    Path path = folder.resolve(name);
    Charset charset = how == 1 ? Charset.forName("GBK") : StandardCharsets.UTF_8;
    int kind = ListingFiles.COLUMNS.indexOf("product_kind");
    List<String> header = how == 3 ? without(ListingFiles.COLUMNS, kind) : ListingFiles.COLUMNS;
    try (CsvFile file = new CsvFile(path, header, false, charset)) {
      file.open();
      for (List<String> row : how == 0 ? List.<List<String>>of() : good) {
        file.row(how == 3 ? without(row, kind) : row);
      }
    }
    if (how == 2) {
      byte[] whole = Files.readAllBytes(path);
      Files.write(path, Arrays.copyOf(whole, whole.length * 2 / 3));
    }
    note("listings", name, 0, "FILE");
  }

  private static List<String> without(List<String> values, int index) {
    List<String> left = new ArrayList<>(values);
    left.remove(index);
    return left;
  }
}
