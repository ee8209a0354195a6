package org.rateshelf.cli;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;
import static java.util.Comparator.reverseOrder;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.answer.SpreadSummary;
import org.rateshelf.answer.WithdrawalImpact;
import org.rateshelf.day.Levels;
import org.rateshelf.lake.Publication;
import org.rateshelf.schema.Field;
import org.rateshelf.table.Files;
import org.rateshelf.table.Quarantine;
import org.rateshelf.table.Spells;

/** What the simulated market shows: the withdrawal, day by day. */
final class SimulatedSummary {
  private static final LocalDate BEFORE = LocalDate.of(2020, 12, 17);
  private static final LocalDate AFTER = LocalDate.of(2021, 1, 24);
  private static final String TIME_DEPOSIT = "TIME_DEPOSIT";
  private static final String NEW_BUYER = "NEW_BUYER";
  private static final String BIG_POSTED = "BIG_POSTED";
  private static final Set<String> DEPOSITS = Set.of(TIME_DEPOSIT, "SMART_DEPOSIT");
  private static final List<String> WINDOWS = List.of("before", "event", "restricted");

  private final PublishedRows rows;

  SimulatedSummary(PublishedRows rows) {
    this.rows = rows;
  }

  void print(PrintWriter out) {
    Publication published = rows.publication();
    out.printf(
        "%n== %s: %s around the reported facts, %s to %s ==%n",
        published.market(), published.provenance(), published.firstDay(), published.asOf());
    out.printf(
        "%nTime deposits shown to new buyers, and their median spread to the big banks (bp)%n");
    new TextTable("platform", "on " + BEFORE, "on " + AFTER, "bp before", "bp after")
        .rows(beforeAndAfter(), 12)
        .print(out);
    out.println("\nWho took deposits from new buyers, when, and how sure that is");
    new TextTable(
            "platform", "last seen", "gone by", "by scan", "by event", "left to holders", "of")
        .rows(exits(), 12)
        .print(out);
    out.println("\nWhy the mean spread of time deposits changed (all platforms, bp)");
    new TextTable("window", "products", "mean", "change", "stayers", "entrants", "exits", "reason")
        .rows(changes(), 6)
        .print(out);
    out.println("\nWhat was refused");
    new TextTable("reason", "rows").rows(refused(), 20).print(out);
    rows.of(Files.TABLE).stream()
        .filter(file -> of(file, Files.STATUS).equals("REFUSED"))
        .sorted(comparing(file -> of(file, Files.ARRIVAL)))
        .forEach(
            file ->
                out.printf(
                    "  the whole file %s/%s: %s%n",
                    of(file, Files.SOURCE_NAME),
                    of(file, Files.FILE_NAME),
                    of(file, Files.PROBLEM)));
  }

  private static <T> T of(Object[] file, Field<T> field) {
    return Files.TABLE.value(file, field);
  }

  /** Each platform, the one with the most products before first. */
  private List<Object[]> beforeAndAfter() {
    Map<String, Map<LocalDate, Integer>> stock = stock();
    Map<String, BigDecimal> before = medians(BEFORE);
    Map<String, BigDecimal> after = medians(AFTER);
    List<Object[]> lines = new ArrayList<>();
    stock.forEach(
        (platform, days) ->
            lines.add(
                new Object[] {
                  platform,
                  days.get(BEFORE),
                  days.get(AFTER),
                  before.get(platform),
                  after.get(platform)
                }));
    lines.sort(comparing(line -> (Integer) line[1], nullsLast(reverseOrder())));
    return lines;
  }

  /** Time deposits that new buyers are shown, by platform and day. */
  private Map<String, Map<LocalDate, Integer>> stock() {
    Map<String, Map<LocalDate, Integer>> stock = new TreeMap<>();
    for (Object[] row : rows.of(ProductCounts.TABLE)) {
      if (TIME_DEPOSIT.equals(ProductCounts.TABLE.value(row, ProductCounts.PRODUCT_KIND))
          && Levels.ALL.equals(ProductCounts.TABLE.value(row, ProductCounts.BANK_CLASS))
          && NEW_BUYER.equals(ProductCounts.TABLE.value(row, ProductCounts.VIEWER))) {
        stock
            .computeIfAbsent(
                ProductCounts.TABLE.value(row, ProductCounts.PLATFORM_ID), one -> new HashMap<>())
            .put(
                ProductCounts.TABLE.value(row, ProductCounts.AS_OF_DATE),
                ProductCounts.TABLE.value(row, ProductCounts.STOCK));
      }
    }
    return stock;
  }

  /** Their median spread to the big banks on one day, by platform. */
  private Map<String, BigDecimal> medians(LocalDate day) {
    Map<String, BigDecimal> medians = new HashMap<>();
    rows.each(
        SpreadSummary.TABLE,
        day,
        day,
        WANTED,
        row -> {
          if (day.equals(SpreadSummary.TABLE.value(row, SpreadSummary.AS_OF_DATE))
              && TIME_DEPOSIT.equals(SpreadSummary.TABLE.value(row, SpreadSummary.PRODUCT_KIND))
              && Levels.ALL.equals(SpreadSummary.TABLE.value(row, SpreadSummary.BANK_CLASS))
              && Levels.ALL.equals(SpreadSummary.TABLE.value(row, SpreadSummary.TERM))
              && BIG_POSTED.equals(SpreadSummary.TABLE.value(row, SpreadSummary.COMPARATOR))) {
            medians.put(
                SpreadSummary.TABLE.value(row, SpreadSummary.PLATFORM_ID),
                SpreadSummary.TABLE.value(row, SpreadSummary.MEDIAN_BP));
          }
        });
    return medians;
  }

  /** Each platform, the one from which the last deposit was gone first. */
  private List<Object[]> exits() {
    Map<String, List<Object[]>> byPlatform = new TreeMap<>();
    for (Object[] spell : rows.of(Spells.TABLE)) {
      if (NEW_BUYER.equals(spell(spell, Spells.VIEWER))
          && DEPOSITS.contains(spell(spell, Spells.PRODUCT_KIND))
          && !spell(spell, Spells.LAST_SEEN).isBefore(BEFORE.minusDays(7))) {
        byPlatform
            .computeIfAbsent(spell(spell, Spells.PLATFORM_ID), one -> new ArrayList<>())
            .add(spell);
      }
    }
    List<Object[]> lines = new ArrayList<>();
    byPlatform.forEach(
        (platform, spells) ->
            lines.add(
                new Object[] {
                  platform,
                  latest(spells, Spells.LAST_SEEN),
                  latest(spells, Spells.FIRST_ABSENT),
                  left(spells, Spells.CONFIRMED_BY, "SCAN"),
                  left(spells, Spells.CONFIRMED_BY, "EVENT"),
                  left(spells, Spells.EXIT, "HOLDERS_ONLY"),
                  spells.size()
                }));
    lines.sort(comparing(line -> (LocalDate) line[2], nullsLast(naturalOrder())));
    return lines;
  }

  private static LocalDate latest(List<Object[]> spells, Field<LocalDate> day) {
    return spells.stream()
        .map(spell -> spell(spell, day))
        .filter(Objects::nonNull)
        .max(naturalOrder())
        .orElse(null);
  }

  /** How many were gone after the day before, in this way. */
  private static long left(List<Object[]> spells, Field<String> way, String which) {
    return spells.stream()
        .filter(spell -> spell(spell, Spells.FIRST_ABSENT) != null)
        .filter(spell -> spell(spell, Spells.FIRST_ABSENT).isAfter(BEFORE))
        .filter(spell -> which.equals(spell(spell, way)))
        .count();
  }

  private static <T> T spell(Object[] spell, Field<T> field) {
    return Spells.TABLE.value(spell, field);
  }

  private List<Object[]> changes() {
    return rows.of(WithdrawalImpact.TABLE).stream()
        .filter(row -> Levels.ALL.equals(impact(row, WithdrawalImpact.PLATFORM_ID)))
        .filter(row -> TIME_DEPOSIT.equals(impact(row, WithdrawalImpact.PRODUCT_KIND)))
        .filter(row -> Levels.ALL.equals(impact(row, WithdrawalImpact.BANK_CLASS)))
        .filter(row -> Levels.ALL.equals(impact(row, WithdrawalImpact.TERM)))
        .filter(row -> BIG_POSTED.equals(impact(row, WithdrawalImpact.COMPARATOR)))
        .filter(row -> "SIMPLE".equals(impact(row, WithdrawalImpact.WEIGHTING)))
        .sorted(
            comparing((Object[] row) -> place(impact(row, WithdrawalImpact.WINDOW)))
                .thenComparing(row -> impact(row, WithdrawalImpact.EVENT_ID)))
        .map(
            row ->
                new Object[] {
                  impact(row, WithdrawalImpact.WINDOW),
                  impact(row, WithdrawalImpact.PRODUCTS_MEAN),
                  impact(row, WithdrawalImpact.SPREAD_MEAN_BP),
                  impact(row, WithdrawalImpact.CHANGE_BP),
                  impact(row, WithdrawalImpact.STAYERS_BP),
                  impact(row, WithdrawalImpact.ENTRANTS_BP),
                  impact(row, WithdrawalImpact.EXITS_BP),
                  Objects.requireNonNullElse(impact(row, WithdrawalImpact.REASON), "")
                })
        .toList();
  }

  private static <T> T impact(Object[] row, Field<T> field) {
    return WithdrawalImpact.TABLE.value(row, field);
  }

  private static int place(String window) {
    int at = WINDOWS.indexOf(window);
    return at < 0 ? WINDOWS.size() : at;
  }

  /** Each reason, the commonest first. */
  private List<Object[]> refused() {
    Map<String, Integer> counts = new TreeMap<>();
    rows.of(Quarantine.TABLE)
        .forEach(
            row ->
                Quarantine.TABLE
                    .value(row, Quarantine.REASONS)
                    .forEach(reason -> counts.merge(reason, 1, Integer::sum)));
    List<Object[]> lines = new ArrayList<>();
    counts.forEach((reason, rows) -> lines.add(new Object[] {reason, rows}));
    lines.sort(comparing(line -> (Integer) line[1], reverseOrder()));
    return lines;
  }

  private static final Set<Field<?>> WANTED =
      Set.of(
          SpreadSummary.AS_OF_DATE,
          SpreadSummary.PLATFORM_ID,
          SpreadSummary.PRODUCT_KIND,
          SpreadSummary.BANK_CLASS,
          SpreadSummary.TERM,
          SpreadSummary.COMPARATOR,
          SpreadSummary.MEDIAN_BP);
}
