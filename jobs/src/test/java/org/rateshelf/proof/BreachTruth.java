package org.rateshelf.proof;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.rateshelf.proof.Truth.Offer;

/** Which lines really paid more than their bank's ceiling, held against ceiling_breaches. */
final class BreachTruth {
  private static final List<String> COLUMNS =
      List.of(
          "as_of_date",
          "platform_id",
          "product_id",
          "viewer",
          "term",
          "payout_cycle",
          "rate_kind",
          "min_amount",
          "headline_rate_pct",
          "bank_paid_rate_pct",
          "ceiling_rate_pct",
          "above_bp",
          "first_breach_on",
          "breach_days");

  /** Terms in days that are as good as one in months that has a rule. */
  private static final Map<String, String> NEAR =
      Map.of("P90D", "P3M", "P180D", "P6M", "P188D", "P6M");

  private static final Set<String> RULED = Set.of("TIME_DEPOSIT", "SMART_DEPOSIT");

  /** A line under one id of its product. */
  private record Series(Offer offer, String id, String viewer, String line) {}

  private final Truth truth;
  private final Map<List<String>, NavigableMap<LocalDate, BigDecimal>> ceilings = new HashMap<>();
  private final Map<Offer, String> classes = new HashMap<>();
  private final Set<List<Object>> unseen = new HashSet<>();
  private final Map<List<Object>, BigDecimal> corrections = new HashMap<>();
  private final Set<List<Object>> breaches = new HashSet<>();

  BreachTruth(Path market, Truth truth) throws IOException {
    this.truth = truth;
    for (Map<String, String> row : Truth.rows(market.resolve("reference/ceilings.csv"))) {
      ceilings
          .computeIfAbsent(List.of(row.get("bank_class"), row.get("term")), c -> new TreeMap<>())
          .put(Truth.day(row.get("effective_from")), new BigDecimal(row.get("rate_pct")));
    }
    Map<String, String> banks = new HashMap<>();
    for (Map<String, String> row : Truth.rows(market.resolve("reference/banks.csv"))) {
      banks.put(row.get("bank_id"), row.get("bank_class"));
    }
    for (Map<String, String> row : Truth.rows(market.resolve("truth/products.csv"))) {
      if (RULED.contains(row.get("product_kind"))) {
        classes.put(offer(row, row.get("product_ids")), banks.get(row.get("bank_id")));
      }
    }
    for (Map<String, String> row : Truth.rows(market.resolve("truth/unseen.csv"))) {
      for (String ids : row.get("product_ids").split(" ")) {
        LocalDate day = Truth.day(row.get("scan_date"));
        unseen.add(List.of(day, offer(row, ids), row.get("viewer")));
      }
    }
    for (Map<String, String> row : Truth.rows(market.resolve("truth/corrections.csv"))) {
      LocalDate day = Truth.day(row.get("scan_date"));
      corrections.put(
          List.of(day, offer(row, row.get("product_id")), row.get("viewer")),
          new BigDecimal(row.get("base_rate_pct")));
    }
    Map<Series, List<LocalDate>> days = new HashMap<>();
    for (Map<String, String> row : Truth.rows(market.resolve("truth/rates.csv"))) {
      Offer offer = offer(row, row.get("product_ids"));
      if (classes.containsKey(offer)) {
        Truth.day(row.get("from"))
            .datesUntil(Truth.day(row.get("to")).plusDays(1))
            .forEach(day -> sell(row, offer, day, days));
      }
    }
  }

  private Offer offer(Map<String, String> row, String ids) {
    return truth.offer(row.get("platform_id"), ids.split(">")[0]);
  }

  /** Takes a line that was on sale as a breach, if a scan showed it and its bank paid too much. */
  private void sell(
      Map<String, String> line, Offer offer, LocalDate day, Map<Series, List<LocalDate>> days) {
    String viewer = line.get("viewer");
    String term = line.get("term");
    List<Object> sight = List.of(day, offer, viewer);
    NavigableMap<LocalDate, BigDecimal> rules =
        ceilings.get(List.of(classes.get(offer), NEAR.getOrDefault(term, term)));
    if (unseen.contains(sight) || rules == null) {
      return;
    }
    BigDecimal base = corrections.getOrDefault(sight, number(line.get("base_rate_pct")));
    BigDecimal paid = base.add(number(line.get("bonus_rate_pct")));
    BigDecimal ceiling = rules.floorEntry(day).getValue();
    BigDecimal above = paid.subtract(ceiling).movePointRight(2);
    if (above.signum() > 0) {
      String id = offer.idOn(day);
      List<LocalDate> so =
          days.computeIfAbsent(
              new Series(offer, id, viewer, line.get("line")), s -> new ArrayList<>());
      so.add(day);
      breaches.add(
          plain(
              day,
              offer.platform,
              id,
              viewer,
              term,
              line.get("payout_cycle"),
              line.get("rate_kind"),
              number(line.get("min_amount")),
              paid.add(number(line.get("subsidy_rate_pct"))),
              paid,
              ceiling,
              above,
              so.get(0),
              so.size()));
    }
  }

  private static BigDecimal number(String text) {
    return text.isEmpty() ? BigDecimal.ZERO : new BigDecimal(text);
  }

  private static List<Object> plain(Object... values) {
    return Arrays.stream(values).map(Values::plain).toList();
  }

  void judge(List<Map<String, Object>> rows, List<String> wrong) {
    Set<List<Object>> missed = new HashSet<>(breaches);
    for (Map<String, Object> row : rows) {
      List<Object> told = plain(COLUMNS.stream().map(row::get).toArray());
      if (!missed.remove(told)) {
        wrong.add("an invented breach: " + told);
      }
    }
    missed.forEach(breach -> wrong.add("a missed breach: " + breach));
  }
}
