package org.rateshelf.simulate;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The platforms, banks, events and ceilings that a simulated market refers to.
 *
 * @param listsProvinces whether it says which provinces there are
 */
record Reference(
    List<String> platforms,
    List<Bank> banks,
    List<Withdrawal> withdrawals,
    List<Ceiling> ceilings,
    boolean listsProvinces) {
  static final String OWN_APP = "OWN_APP";

  /** The terms of time deposits, the benchmark of each in hundredths of a percent. */
  private static final Map<String, Integer> BENCHMARKS =
      Map.of("P3M", 110, "P6M", 130, "P1Y", 150, "P2Y", 210, "P3Y", 275);

  static final List<String> TERMS = List.of("P3M", "P6M", "P1Y", "P2Y", "P3Y", "P5Y");
  private static final List<String> CLASSES =
      List.of("state_owned", "joint_stock", "city", "rural", "private");
  private static final List<String> TOWNS =
      List.of(
          "Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Ginkgo", "Hazel", "Ivy", "Juniper",
          "Kapok", "Larch", "Maple", "Nettle", "Oak", "Pine", "Quince", "Rowan");
  private static final List<Province> PROVINCES =
      List.of(
          new Province("North", "42.00", "110.00"),
          new Province("East", "33.50", "121.25"),
          new Province("South", "24.00", "110.00"),
          new Province("West", "33.50", "98.75"),
          new Province("Centre", "33.50", "110.00"));

  /** A province, and where its capital lies, in degrees. */
  private record Province(String name, String latitude, String longitude) {}

  /**
   * A bank.
   *
   * @param successor the id it goes by from a day on; the same id where it keeps it
   */
  record Bank(
      String id, String name, String bankClass, String province, String successor, LocalDate from) {
    String idOn(LocalDate day) {
      return day.isBefore(from) ? id : successor;
    }

    boolean isTraditional() {
      return bankClass.equals("state_owned") || bankClass.equals("joint_stock");
    }
  }

  /** A reported withdrawal from new buyers, which happened on one of these days. */
  record Withdrawal(String platform, LocalDate from, LocalDate to) {}

  /** The most that a class of banks may pay for a term, from a day on. */
  record Ceiling(String bankClass, String term, LocalDate from, BigDecimal rate) {}

  /** Reads a reference folder. */
  static Reference read(Path folder) throws IOException {
    List<Bank> banks = new ArrayList<>();
    for (Map<String, String> row : CsvFile.read(folder.resolve("banks.csv"))) {
      String id = row.get("bank_id");
      banks.add(
          new Bank(
              id,
              row.get("name"),
              row.get("bank_class"),
              row.get("home_province"),
              id,
              LocalDate.MAX));
    }
    List<Withdrawal> withdrawals = new ArrayList<>();
    for (Map<String, String> row : CsvFile.read(folder.resolve("events.csv"))) {
      if (row.get("kind").equals("WITHDRAWN_FROM_NEW_BUYERS")
          && !row.get("platform_id").isEmpty()) {
        withdrawals.add(
            new Withdrawal(
                row.get("platform_id"),
                LocalDate.parse(row.get("date_from")),
                LocalDate.parse(row.get("date_to"))));
      }
    }
    List<Ceiling> ceilings = new ArrayList<>();
    for (Map<String, String> row : CsvFile.read(folder.resolve("ceilings.csv"))) {
      ceilings.add(
          new Ceiling(
              row.get("bank_class"),
              row.get("term"),
              LocalDate.parse(row.get("effective_from")),
              new BigDecimal(row.get("rate_pct"))));
    }
    List<String> platforms =
        CsvFile.read(folder.resolve("platforms.csv")).stream()
            .map(row -> row.get("platform_id"))
            .toList();
    Path provinces = folder.resolve("provinces.csv");
    boolean lists = Files.exists(provinces) && !CsvFile.read(provinces).isEmpty();
    return new Reference(platforms, banks, withdrawals, ceilings, lists);
  }

  /** Makes the reference of a market that has none: some of its platforms withdraw. */
  static Reference invent(SimulationSize size, long seed) {
    Dice dice = Dice.of(seed, "reference");
    List<String> platforms = new ArrayList<>();
    for (int i = 1; i <= size.platforms(); i++) {
      platforms.add("PIER_" + i);
    }
    List<Withdrawal> withdrawals = new ArrayList<>();
    for (String platform : platforms) {
      if (dice.chance(65)) {
        LocalDate day = dice.dayIn(size.firstDay().plusDays(8), size.lastDay().minusDays(5));
        withdrawals.add(new Withdrawal(platform, day.minusDays(dice.below(3)), day));
      }
    }
    platforms.add(OWN_APP);
    // One class may have two banks only, too few for a mean.
    int[] perClass = {3, dice.between(2, 3), dice.between(2, 4), dice.between(1, 2), 3};
    List<Bank> banks = new ArrayList<>();
    for (int i = 0; i < CLASSES.size(); i++) {
      for (int n = 0; n < perClass[i]; n++) {
        String id = String.format(Locale.ROOT, "BK%02d", banks.size() + 1);
        String name = "Bank of " + TOWNS.get(banks.size());
        boolean renamed = i == 2 && n == 0 && dice.chance(50);
        banks.add(
            new Bank(
                id,
                name,
                CLASSES.get(i),
                dice.oneOf(PROVINCES).name(),
                renamed ? id + "N" : id,
                size.firstDay().plusDays(dice.between(8, 15))));
      }
    }
    List<Ceiling> ceilings = new ArrayList<>();
    for (String bankClass : CLASSES) {
      int percent = bankClass.equals("state_owned") ? 140 : 150;
      for (String term : TERMS) {
        int rate = term.equals("P5Y") ? 48750 : BENCHMARKS.get(term) * percent;
        ceilings.add(
            new Ceiling(bankClass, term, LocalDate.of(2020, 1, 1), BigDecimal.valueOf(rate, 4)));
      }
      // What stood at the old rule is above the new one, and what a bonus lifted above is not.
      LocalDate from = size.lastDay().minusDays(8);
      ceilings.add(new Ceiling(bankClass, "P6M", from, new BigDecimal("1.8000")));
      ceilings.add(new Ceiling(bankClass, "P1Y", from, new BigDecimal("2.7500")));
      ceilings.add(new Ceiling(bankClass, "P5Y", from, new BigDecimal("4.7500")));
    }
    return new Reference(platforms, banks, withdrawals, ceilings, true);
  }

  Bank bank(String id) {
    return banks.stream()
        .filter(bank -> bank.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("The reference lacks the plan's bank " + id));
  }

  /** The most a bank may pay for a term; where there is no rule for it, for the next shorter. */
  BigDecimal ceiling(Bank bank, String term, LocalDate day) {
    BigDecimal rate = null;
    for (Ceiling ceiling : ceilings) {
      if (ceiling.bankClass.equals(bank.bankClass)
          && ceiling.term.equals(term)
          && !ceiling.from.isAfter(day)) {
        rate = ceiling.rate;
      }
    }
    if (rate != null) {
      return rate;
    }
    int shorter = TERMS.indexOf(term) - 1;
    if (shorter < 0) {
      throw new IllegalStateException("The reference has no ceiling for " + bank.bankClass + ".");
    }
    return ceiling(bank, TERMS.get(shorter), day);
  }

  List<String> provinces() {
    return banks.stream().map(Bank::province).filter(name -> !name.isEmpty()).distinct().toList();
  }

  /** Writes the folder that {@link #read} reads. */
  void writeTo(Path folder, long seed) throws IOException {
    Dice dice = Dice.of(seed, "reference file");
    try (CsvFile file = file(folder, "platforms", "platform_id name platform_kind")) {
      for (String platform : platforms) {
        file.row(platform, platform.replace('_', ' '), "marketplace");
      }
    }
    try (CsvFile file =
        file(folder, "banks", "bank_id name bank_class home_province total_deposits")) {
      for (Bank bank : banks) {
        String deposits = dice.chance(80) ? dice.between(1, 900) + "000000.00" : "";
        file.row(bank.id, bank.name, bank.bankClass, bank.province, deposits);
        if (!bank.successor.equals(bank.id)) {
          file.row(bank.successor, bank.name, bank.bankClass, bank.province, deposits);
        }
      }
    }
    try (CsvFile file = file(folder, "events", "event_id date_from date_to platform_id kind")) {
      file.row("E000", "2015-10-24", "2015-10-24", "", "BENCHMARK_CHANGE");
      int number = 0;
      for (Withdrawal withdrawal : withdrawals) {
        file.row(
            String.format(Locale.ROOT, "E%03d", ++number),
            withdrawal.from,
            withdrawal.to,
            withdrawal.platform,
            "WITHDRAWN_FROM_NEW_BUYERS");
      }
    }
    try (CsvFile file =
        file(folder, "benchmark_rates", "effective_from effective_to term rate_pct")) {
      file.row("2015-10-24", "", "DEMAND", "0.35");
      for (String term : TERMS) {
        if (BENCHMARKS.containsKey(term)) {
          file.row("2015-10-24", "", term, BigDecimal.valueOf(BENCHMARKS.get(term), 2));
        }
      }
    }
    try (CsvFile file = file(folder, "ceilings", "effective_from bank_class term rate_pct")) {
      for (Ceiling ceiling : ceilings) {
        file.row(ceiling.from, ceiling.bankClass, ceiling.term, ceiling.rate);
      }
    }
    try (CsvFile file = file(folder, "provinces", "province capital latitude_deg longitude_deg")) {
      for (Province province : PROVINCES) {
        String capital = province.name + " City";
        file.row(province.name, capital, province.latitude, province.longitude);
      }
    }
    try (CsvFile file = file(folder, "fees", "platform_id bank_id effective_from fee_pct")) {
      file.row("", "", "2018-01-01", "0.30");
      file.row(platforms.get(0), "", "2020-01-01", "0.40");
      file.row(platforms.get(0), banks.get(banks.size() - 1).id, "2020-01-01", "0.50");
    }
  }

  private static CsvFile file(Path folder, String name, String columns) {
    return new CsvFile(folder.resolve(name + ".csv"), CsvFile.columns(columns));
  }
}
