package org.rateshelf.simulate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Measures on the files of a simulated market what was published of the real one. */
record SimulatedMarket(Path folder, Path reference) {
  /** What new buyers or holders were shown that day of deposits; without what is dirty. */
  List<Map<String, String>> shown(LocalDate day, Viewer viewer) {
    Path listings = folder.resolve("landing/listings");
    Path revised = listings.resolve(day + ".r1.csv.gz");
    return rows(Files.exists(revised) ? revised : listings.resolve(day + ".csv.gz")).stream()
        .filter(row -> viewer.name().equals(row.get("viewer")))
        .filter(row -> !row.get("product_id").isEmpty() && !row.get("product_id").startsWith("bad"))
        .filter(row -> row.get("product_kind").endsWith("_DEPOSIT"))
        .toList();
  }

  static List<Map<String, String>> rows(Path path) {
    try (InputStream file = Files.newInputStream(path);
        InputStream in = path.toString().endsWith(".gz") ? new GZIPInputStream(file) : file) {
      return CsvFile.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  double measure(String measure, String platforms, LocalDate day) {
    if (measure.equals("platforms_withdrawn")) {
      return rows(folder.resolve("truth/exits.csv")).stream()
          .map(row -> row.get("withdrawn_on"))
          .filter(exit -> !exit.isEmpty() && !LocalDate.parse(exit).isAfter(day))
          .count();
    }
    if (measure.startsWith("share_")) {
      return shareOfBalance(measure, platforms, day);
    }
    Viewer viewer = measure.endsWith("_holders") ? Viewer.HOLDER : Viewer.NEW_BUYER;
    List<Map<String, String>> shown = shown(day, viewer).stream().filter(isOn(platforms)).toList();
    Predicate<Map<String, String>> onSale = row -> !row.get("action").equals("VIEW");
    Predicate<Map<String, String>> above4 = row -> rate(row) > 4;
    Function<Map<String, String>, String> bank = row -> row.get("bank_id");
    Function<Map<String, String>, String> product =
        row -> row.get("platform_id") + " " + row.get("product_id");
    Predicate<Map<String, String>> ofPrivate = row -> bankClass(row).equals("private");
    if (measure.startsWith("max_rate_")) {
      String term = measure.split("_")[2];
      return shown.stream()
          .filter(row -> row.get("term").equals(term))
          .mapToDouble(SimulatedMarket::rate)
          .max()
          .orElse(0);
    }
    return switch (measure) {
      case "displayed" -> count(shown, row -> true, product);
      case "on_sale", "on_sale_holders" -> count(shown, onSale, product);
      case "sold_out" -> count(shown, onSale.negate(), product);
      case "sold_out_private" -> count(shown, onSale.negate().and(ofPrivate), product);
      case "banks_on_sale" -> count(shown, onSale, bank);
      case "private_banks_on_sale" -> count(shown, onSale.and(ofPrivate), bank);
      case "above_4_percent" -> count(shown, above4, product);
      case "banks_above_4_percent" -> count(shown, above4, bank);
      case "regional_bank_share" ->
          share(shown, row -> List.of("city", "rural", "village").contains(bankClass(row)), bank);
      case "five_year_share" -> share(shown, row -> row.get("term").equals("P5Y"), product);
      case "fifty_yuan_share" ->
          share(shown, row -> row.get("min_amount").equals("50.00"), product);
      case "usual_rate_P3M" -> usualRate(shown, "P3M");
      case "max_bonus" -> most(shown, row -> number(row.get("bonus_rate_pct")));
      case "max_with_subsidy" ->
          most(
              shown.stream().filter(row -> !row.get("subsidy_rate_pct").isEmpty()).toList(),
              row -> rate(row) + number(row.get("subsidy_rate_pct")));
      case "spread_to_own_posted_mean" ->
          spreads(shown).stream().mapToDouble(bp -> bp).average().orElseThrow();
      case "spread_to_own_posted_least" ->
          spreads(shown).stream().mapToDouble(bp -> bp).min().orElseThrow();
      case "spread_to_own_posted_most" ->
          spreads(shown).stream().mapToDouble(bp -> bp).max().orElseThrow();
      default -> throw new IllegalArgumentException(measure);
    };
  }

  private static Predicate<Map<String, String>> isOn(String platforms) {
    List<String> names = Arrays.asList(platforms.split(" "));
    return row ->
        platforms.equals("ALL")
            ? !row.get("platform_id").equals(Reference.OWN_APP)
            : names.contains(row.get("platform_id"));
  }

  private static double number(String text) {
    return text.isEmpty() ? 0 : Double.parseDouble(text);
  }

  private static double rate(Map<String, String> row) {
    return number(row.get("base_rate_pct"));
  }

  private static double count(
      List<Map<String, String>> rows,
      Predicate<Map<String, String>> which,
      Function<Map<String, String>, String> of) {
    return rows.stream().filter(which).map(of).distinct().count();
  }

  private static double share(
      List<Map<String, String>> rows,
      Predicate<Map<String, String>> which,
      Function<Map<String, String>, String> of) {
    return 100 * count(rows, which, of) / count(rows, row -> true, of);
  }

  private static double most(
      List<Map<String, String>> rows, Function<Map<String, String>, Double> of) {
    return rows.stream().map(of).max(Comparator.naturalOrder()).orElse(0.0);
  }

  private static double usualRate(List<Map<String, String>> rows, String term) {
    Map<Double, Long> times =
        rows.stream()
            .filter(row -> row.get("term").equals(term))
            .collect(
                Collectors.groupingBy(SimulatedMarket::rate, TreeMap::new, Collectors.counting()));
    return times.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  private String bankClass(Map<String, String> row) {
    return rows(reference.resolve("banks.csv")).stream()
        .filter(bank -> bank.get("bank_id").equals(row.get("bank_id")))
        .map(bank -> bank.get("bank_class"))
        .findFirst()
        .orElseThrow();
  }

  /** What deposits paid at maturity pay above the simulated posted rate of their bank and term. */
  private List<Double> spreads(List<Map<String, String>> shown) {
    BinaryOperator<String> first = (a, b) -> a;
    Map<String, String> posted =
        rows(folder.resolve("landing/bank_rates/simulated.csv")).stream()
            .collect(
                Collectors.toMap(
                    row -> row.get("bank_id") + row.get("term"),
                    row -> row.get("rate_pct"),
                    first,
                    HashMap::new));
    List<Double> spreads = new ArrayList<>();
    for (Map<String, String> row : shown) {
      String own = posted.get(row.get("bank_id") + row.get("term"));
      if (own != null && row.get("payout_cycle").equals("AT_MATURITY")) {
        spreads.add((rate(row) - Double.parseDouble(own)) * 100);
      }
    }
    return spreads;
  }

  private double shareOfBalance(String measure, String platforms, LocalDate day) {
    List<Map<String, String>> contracts =
        rows(folder.resolve("landing/user_rates/" + day + ".csv.gz")).stream()
            .filter(row -> row.get("contract_id").startsWith("c"))
            .toList();
    if (measure.equals("share_up_to_500000")) {
      return 100.0
          * contracts.stream().filter(row -> number(row.get("balance")) <= 500_000).count()
          / contracts.size();
    }
    Stream<Map<String, String>> there = contracts.stream().filter(isOn(platforms));
    return 100
        * there.mapToDouble(row -> number(row.get("balance"))).sum()
        / contracts.stream().mapToDouble(row -> number(row.get("balance"))).sum();
  }
}
