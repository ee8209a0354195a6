package org.rateshelf.ingest;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;
import static java.util.Comparator.nullsLast;
import static java.util.Comparator.reverseOrder;
import static org.rateshelf.ingest.JudgedRow.alike;
import static org.rateshelf.ingest.JudgedRow.good;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.rateshelf.schema.Field;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Scans;

/**
 * Which scans and listings of a day count, how its lines are numbered, and what its scans prove.
 */
public final class ShelfSettlement implements Settlement {
  private static final List<Field<?>> SHELF =
      List.of(Listings.SCAN_DATE, Listings.PLATFORM_ID, Listings.VIEWER);
  private static final List<Field<?>> LINE_BUT_NUMBER =
      Listings.TABLE.key().stream().filter(field -> field != Listings.LINE_NO).toList();

  /** A higher rate first, then the line that stands first, then by what they say. */
  private static final Comparator<JudgedRow> BY_FALLING_RATE =
      comparing(ShelfSettlement::headline, nullsLast(reverseOrder()))
          .thenComparing(JudgedRow::line)
          .thenComparing(ShelfSettlement::compareContent);

  private final boolean needsScans;
  private final Set<List<Object>> scanned = new HashSet<>();

  /**
   * @param needsScans whether a listing needs a scan of its shelf; not where scans are derived
   */
  public ShelfSettlement(boolean needsScans) {
    this.needsScans = needsScans;
  }

  @Override
  public void settle(List<JudgedRow> day) {
    Map<String, List<JudgedRow>> bySource =
        day.stream().collect(Collectors.groupingBy(row -> row.origin().source()));
    List<JudgedRow> scans = bySource.getOrDefault(Sources.SCANS.name(), List.of());
    scans.forEach(scan -> scan.set(Scans.BANK_ID, Scans.ALL_BANKS));
    Settlement.settle(scans, Scans.TABLE.key(), Reasons.REPEATED_KEY);
    scanned.clear();
    scans.stream().filter(JudgedRow::isKept).forEach(scan -> scanned.add(scan.key(SHELF)));
    List<JudgedRow> kept = new ArrayList<>();
    for (Source source : List.of(Sources.LISTINGS, Sources.CDR)) {
      List<JudgedRow> listings = bySource.getOrDefault(source.name(), List.of());
      listings.forEach(this::refuseUnscanned);
      number(good(listings));
      Settlement.settle(listings, Listings.TABLE.key(), Reasons.REPEATED_KEY);
      listings.stream().filter(JudgedRow::isKept).forEach(kept::add);
    }
    prove(scans.stream().filter(JudgedRow::isKept).toList(), kept);
  }

  @Override
  public void settleRefused(JudgedRow row) {
    if (row.table() == Listings.TABLE) {
      refuseUnscanned(row);
    }
  }

  /** Refuses a listing of a shelf that has no scan row that day. */
  private void refuseUnscanned(JudgedRow listing) {
    List<Object> shelf = listing.key(SHELF);
    if (needsScans && !shelf.contains(null) && !scanned.contains(shelf)) {
      listing.refuse(Reasons.NO_SCAN_ROW);
    }
  }

  /**
   * Numbers the lines of a product in a file that are alike in all but rate. Copies share a number,
   * so that numbers are given to lines that differ.
   */
  private static void number(List<JudgedRow> listings) {
    for (List<JudgedRow> lines : alike(listings, LINE_BUT_NUMBER).values()) {
      if (lines.size() == 1) {
        lines.get(0).set(Listings.LINE_NO, 1);
      } else {
        lines.stream()
            .collect(Collectors.groupingBy(JudgedRow::origin))
            .values()
            .forEach(ShelfSettlement::numberInFile);
      }
    }
  }

  private static void numberInFile(List<JudgedRow> lines) {
    Map<List<Object>, Integer> numbers = new HashMap<>();
    lines.sort(BY_FALLING_RATE);
    for (JudgedRow line : lines) {
      Integer number = numbers.putIfAbsent(line.content(), numbers.size() + 1);
      line.set(Listings.LINE_NO, number == null ? (Integer) numbers.size() : number);
    }
  }

  /** Base, bonus and subsidy; null where no base rate was shown. */
  private static BigDecimal headline(JudgedRow line) {
    BigDecimal base = line.value(Listings.BASE_RATE_PCT);
    BigDecimal bonus = line.value(Listings.BONUS_RATE_PCT);
    BigDecimal subsidy = line.value(Listings.SUBSIDY_RATE_PCT);
    if (base == null) {
      return null;
    }
    return base.add(bonus == null ? BigDecimal.ZERO : bonus)
        .add(subsidy == null ? BigDecimal.ZERO : subsidy);
  }

  @SuppressWarnings("unchecked")
  private static int compareContent(JudgedRow one, JudgedRow other) {
    List<Object> ours = one.content();
    List<Object> theirs = other.content();
    Comparator<Comparable<Object>> values = nullsFirst(naturalOrder());
    for (int i = 0; i < ours.size(); i++) {
      int compared =
          values.compare((Comparable<Object>) ours.get(i), (Comparable<Object>) theirs.get(i));
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  /** What each declared scan proves: COMPLETE only where it saw as many products as it says. */
  private static void prove(List<JudgedRow> scans, List<JudgedRow> listings) {
    Map<List<Object>, Set<String>> seen = new HashMap<>();
    for (JudgedRow listing : listings) {
      seen.computeIfAbsent(listing.key(SHELF), shelf -> new HashSet<>())
          .add(listing.value(Listings.PRODUCT_ID));
    }
    for (JudgedRow scan : scans) {
      String declared = scan.value(Scans.STATUS);
      Integer listed = scan.value(Scans.LISTED_COUNT);
      int saw = seen.getOrDefault(scan.key(SHELF), Set.of()).size();
      boolean disagrees = declared.equals("COMPLETE") && listed != null && listed != saw;
      scan.set(Scans.STATUS, disagrees ? "PARTIAL" : declared);
      scan.set(Scans.DECLARED_STATUS, declared);
      scan.set(Scans.SEEN_COUNT, saw);
    }
  }
}
