package org.rateshelf.lake;

import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;
import static java.util.stream.Collectors.groupingBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.day.Levels;
import org.rateshelf.lake.LandedFile.Counts;
import org.rateshelf.market.Market.AlertRules;
import org.rateshelf.table.Events;
import org.rateshelf.table.ScanStarts;
import org.rateshelf.table.Scans;

/**
 * What is missing or suspect in a run's inputs by the rules of its market, a line for each rule.
 *
 * <p>Each rule makes rows of what it found: a part of a whole on a day. The line tells the worst.
 */
final class Alerts {
  private static final String SCANS_MISSING = "scans_missing_pct";
  private static final String ROWS_REFUSED = "rows_refused_pct";
  private static final String PLATFORM_SILENT = "platform_silent_days";
  private static final String COUNT_FELL = "count_fell_pct";

  private final Lake lake;
  private final Reference reference;
  private final AlertRules rules;

  private Alerts(Lake lake, Reference reference) {
    this.lake = lake;
    this.reference = reference;
    this.rules = reference.market().alerts();
  }

  /**
   * The alerts of a run.
   *
   * @param arrived the files that it took in
   * @param days those that it computed; null if none
   * @param silentTo the last day on which a platform could be heard
   */
  static List<String> of(
      Lake lake, Reference reference, List<LandedFile> arrived, Run.Span days, LocalDate silentTo) {
    Alerts alerts = new Alerts(lake, reference);
    List<String> told = new ArrayList<>(alerts.rowsRefused(arrived));
    List<Finding> findings = new ArrayList<>();
    if (days != null) {
      alerts
          .rules
          .scansMissingPct()
          .ifPresent(most -> findings.addAll(alerts.scansMissing(days, most)));
      alerts.rules.countFellPct().ifPresent(most -> findings.addAll(alerts.countFell(days, most)));
    }
    alerts.rules.platformSilentDays().ifPresent(n -> findings.addAll(alerts.silent(silentTo)));
    findings.stream().collect(groupingBy(Finding::rule)).values().stream()
        .map(found -> alerts.line(Collections.max(found, WORST_LAST), found.size()))
        .sorted()
        .forEach(told::add);
    return told;
  }

  /**
   * What a rule found: a part of a whole on a day.
   *
   * @param platform null where it is of all
   * @param viewer null where it is of none
   */
  private record Finding(
      String rule, LocalDate day, String platform, String viewer, long part, long whole) {
    double share() {
      return (double) part / whole;
    }

    boolean isAbove(BigDecimal mostPct) {
      return BigDecimal.valueOf(100 * part).compareTo(mostPct.multiply(BigDecimal.valueOf(whole)))
          > 0;
    }
  }

  private static final Comparator<Finding> WORST_LAST =
      Comparator.comparingDouble(Finding::share)
          .thenComparing(Finding::day)
          .thenComparing(Finding::platform, nullsFirst(naturalOrder()))
          .thenComparing(Finding::viewer, nullsFirst(naturalOrder()))
          .thenComparingLong(Finding::part)
          .thenComparingLong(Finding::whole);

  private List<String> rowsRefused(List<LandedFile> arrived) {
    long in = 0;
    long refused = 0;
    for (LandedFile file : arrived) {
      Counts counts = file.counts();
      if (counts != null) {
        in += counts.kept() + counts.repeated() + counts.quarantined();
        refused += counts.quarantined();
      }
    }
    BigDecimal most = rules.rowsRefusedPct().orElse(null);
    if (most == null
        || BigDecimal.valueOf(100 * refused).compareTo(most.multiply(BigDecimal.valueOf(in)))
            <= 0) {
      return List.of();
    }
    return List.of(
        ("%s: %s of the rows of the new files are refused, more than %s %%;"
                + " see: rateshelf quarantine --lake %s")
            .formatted(ROWS_REFUSED, share(refused, in), most.toPlainString(), lake.root()));
  }

  /** Days on which a shelf that was scanned before has no scan, or one that failed. */
  private List<Finding> scansMissing(Run.Span days, BigDecimal most) {
    Map<LocalDate, Long> due = new TreeMap<>();
    Map<LocalDate, Long> missing = new TreeMap<>();
    for (Object[] start : lake.tables().rows(ScanStarts.TABLE)) {
      String platform = ScanStarts.TABLE.value(start, ScanStarts.PLATFORM_ID);
      LocalDate since = ScanStarts.TABLE.value(start, ScanStarts.FIRST_SCAN_ON);
      for (LocalDate day = since.isBefore(days.from()) ? days.from() : since;
          !day.isAfter(days.to()) && isScanned(platform, day);
          day = day.plusDays(1)) {
        due.merge(day, 1L, Long::sum);
        missing.merge(day, 1L, Long::sum);
      }
    }
    for (Object[] scan : scans(days.from(), days.to())) {
      LocalDate day = Scans.TABLE.value(scan, Scans.SCAN_DATE);
      if (!Scans.TABLE.value(scan, Scans.STATUS).equals("FAILED")
          && isScanned(Scans.TABLE.value(scan, Scans.PLATFORM_ID), day)) {
        missing.merge(day, -1L, Long::sum);
      }
    }
    List<Finding> found = new ArrayList<>();
    due.forEach(
        (day, whole) ->
            found.add(new Finding(SCANS_MISSING, day, null, null, missing.get(day), whole)));
    return above(found, most);
  }

  private List<Object[]> scans(LocalDate from, LocalDate to) {
    return lake.tables().rows(Scans.TABLE, from, to);
  }

  /** Days on which a platform showed far fewer products than the day before, and has no event. */
  private List<Finding> countFell(Run.Span days, BigDecimal most) {
    record Shelf(LocalDate day, String platform, String viewer) {}
    Map<Shelf, long[]> counted = new HashMap<>();
    for (Object[] row : lake.tables().rows(ProductCounts.TABLE, days.from(), days.to())) {
      LocalDate day = ProductCounts.TABLE.value(row, ProductCounts.AS_OF_DATE);
      String platform = ProductCounts.TABLE.value(row, ProductCounts.PLATFORM_ID);
      if (platform.equals(Levels.ALL)
          || !Levels.ALL.equals(ProductCounts.TABLE.value(row, ProductCounts.BANK_CLASS))) {
        continue;
      }
      int fell =
          ProductCounts.TABLE.value(row, ProductCounts.WITHDRAWN)
              - ProductCounts.TABLE.value(row, ProductCounts.ENTERED)
              - ProductCounts.TABLE.value(row, ProductCounts.RELISTED);
      String viewer = ProductCounts.TABLE.value(row, ProductCounts.VIEWER);
      long[] sums = counted.computeIfAbsent(new Shelf(day, platform, viewer), shelf -> new long[2]);
      sums[0] += fell;
      sums[1] += ProductCounts.TABLE.value(row, ProductCounts.STOCK) + fell;
    }
    List<Finding> found = new ArrayList<>();
    counted.forEach(
        (shelf, sums) -> {
          if (!hasEvent(shelf.platform(), shelf.day())) {
            found.add(
                new Finding(
                    COUNT_FELL, shelf.day(), shelf.platform(), shelf.viewer(), sums[0], sums[1]));
          }
        });
    return above(found, most);
  }

  private boolean hasEvent(String platform, LocalDate day) {
    return reference.facts().events().stream()
        .anyMatch(
            event ->
                platform.equals(event.platform())
                    && !day.isBefore(event.from())
                    && !day.isAfter(event.to()));
  }

  /** Platforms that were scanned before, and of which these days have no COMPLETE scan. */
  private List<Finding> silent(LocalDate to) {
    LocalDate from = firstSilent(to);
    Set<String> silent = new TreeSet<>();
    for (Object[] start : lake.tables().rows(ScanStarts.TABLE)) {
      String platform = ScanStarts.TABLE.value(start, ScanStarts.PLATFORM_ID);
      if (!ScanStarts.TABLE.value(start, ScanStarts.FIRST_SCAN_ON).isAfter(from)
          && isScanned(platform, to)) {
        silent.add(platform);
      }
    }
    for (Object[] scan : scans(from, to)) {
      if (Scans.TABLE.value(scan, Scans.STATUS).equals("COMPLETE")) {
        silent.remove(Scans.TABLE.value(scan, Scans.PLATFORM_ID));
      }
    }
    return silent.stream()
        .map(platform -> new Finding(PLATFORM_SILENT, to, platform, null, 0, 1))
        .toList();
  }

  /** Whether no event says that a platform is scanned no more. */
  private boolean isScanned(String platform, LocalDate day) {
    return reference.facts().events().stream()
        .filter(event -> event.kind().equals(Events.SCANS_ENDED))
        .filter(event -> platform.equals(event.platform()))
        .allMatch(event -> day.isBefore(event.from()));
  }

  private static List<Finding> above(List<Finding> found, BigDecimal most) {
    return found.stream().filter(one -> one.isAbove(most)).toList();
  }

  private String line(Finding worst, int found) {
    return worst.rule()
        + ": "
        + switch (worst.rule()) {
          case SCANS_MISSING ->
              "%s of the scans of %s are missing or failed, more than %s %%%s; see silver/scans."
                  .formatted(
                      share(worst.part(), worst.whole()),
                      worst.day(),
                      rules.scansMissingPct().orElseThrow().toPlainString(),
                      inAll(found, "days"));
          case COUNT_FELL ->
              "%s of the products that %s showed to %s were gone on %s, more than %s %%, and"
                      .formatted(
                          share(worst.part(), worst.whole()),
                          worst.platform(),
                          worst.viewer(),
                          worst.day(),
                          rules.countFellPct().orElseThrow().toPlainString())
                  + " events.csv has no event of it that day%s; see gold/product_counts."
                      .formatted(inAll(found, "falls"));
          default ->
              "%s has had no COMPLETE scan from %s to %s%s; see silver/scans."
                  .formatted(
                      worst.platform(),
                      firstSilent(worst.day()),
                      worst.day(),
                      inAll(found, "platforms"));
        };
  }

  private LocalDate firstSilent(LocalDate last) {
    return last.minusDays(rules.platformSilentDays().orElseThrow() - 1L);
  }

  private static String inAll(int found, String ofWhat) {
    return found == 1 ? "" : " (" + found + " such " + ofWhat + ")";
  }

  private static String share(long part, long whole) {
    BigDecimal percent =
        BigDecimal.valueOf(100 * part).divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP);
    return "%s %% (%d of %d)".formatted(percent.toPlainString(), part, whole);
  }
}
