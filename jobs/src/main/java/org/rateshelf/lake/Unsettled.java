package org.rateshelf.lake;

import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rateshelf.market.Reference;
import org.rateshelf.schema.Field;
import org.rateshelf.store.TableFiles;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Scans;
import org.rateshelf.table.ShelfDays;
import org.rateshelf.table.Spells;

/**
 * Days before those to compute that they settle: a product that has now stayed away for the
 * confirmation time was absent from the first day of it; a new id that a partial scan showed first
 * may turn out, at the next complete one, to continue an old one.
 */
final class Unsettled {
  private record Place(String platform, String product, String viewer) {}

  private record Shelf(LocalDate day, String platform, String viewer) {}

  private final Lake lake;
  private final Reference reference;
  private final LocalDate from;
  private final LocalDate to;
  private final List<Object[]> before;

  private Unsettled(Lake lake, Reference reference, LocalDate from, LocalDate to) {
    this.lake = lake;
    this.reference = reference;
    this.from = from;
    this.to = to;
    this.before = lake.tables().rows(ShelfDays.TABLE, from.minusDays(1), from.minusDays(1));
  }

  /** The earliest day that must be computed anew: the first to compute, or one before it. */
  static LocalDate earliest(Lake lake, Reference reference, LocalDate from, LocalDate to) {
    Unsettled unsettled = new Unsettled(lake, reference, from, to);
    List<LocalDate> days = new ArrayList<>(unsettled.awaited());
    days.add(from);
    if (!reference.market().derivesScans()) {
      return days.stream().min(Comparator.naturalOrder()).orElseThrow();
    }
    days.addAll(unsettled.gone());
    return unsettled.beforeConfirmations(
        days.stream().min(Comparator.naturalOrder()).orElseThrow());
  }

  private static <T> T of(Object[] row, Field<T> field) {
    return ShelfDays.TABLE.value(row, field);
  }

  /**
   * New ids that no complete scan of a viewer's shelf has shown, and one of these days does. What
   * no longer is scanned awaits nothing.
   */
  private Collection<LocalDate> awaited() {
    Map<List<String>, LocalDate> firstSighted = new HashMap<>();
    for (Object[] row : before) {
      LocalDate seen = of(row, ShelfDays.FIRST_SEEN);
      if (seen != null) {
        firstSighted.merge(product(row), seen, (a, b) -> a.isBefore(b) ? a : b);
      }
    }
    Map<Place, LocalDate> candidates = new HashMap<>();
    for (Object[] row : before) {
      LocalDate complete = of(row, ShelfDays.LAST_COMPLETE_ON);
      LocalDate first = firstSighted.get(product(row));
      if (!of(row, ShelfDays.STATE).equals("CLOSED")
          && complete != null
          && first != null
          && first.isAfter(complete)) {
        candidates.put(
            new Place(
                of(row, ShelfDays.PLATFORM_ID),
                of(row, ShelfDays.PRODUCT_ID),
                of(row, ShelfDays.VIEWER)),
            complete.plusDays(1));
      }
    }
    return candidates.isEmpty() ? List.of() : shown(candidates);
  }

  private static List<String> product(Object[] row) {
    return List.of(of(row, ShelfDays.PLATFORM_ID), of(row, ShelfDays.PRODUCT_ID));
  }

  /** The days of those that a complete scan shows on one of the days to compute. */
  private Collection<LocalDate> shown(Map<Place, LocalDate> candidates) {
    Set<Shelf> complete = new HashSet<>();
    if (!reference.market().derivesScans()) {
      for (Object[] row : lake.tables().rows(Scans.TABLE, from, to)) {
        if (Scans.TABLE.value(row, Scans.STATUS).equals("COMPLETE")) {
          complete.add(
              new Shelf(
                  Scans.TABLE.value(row, Scans.SCAN_DATE),
                  Scans.TABLE.value(row, Scans.PLATFORM_ID),
                  Scans.TABLE.value(row, Scans.VIEWER)));
        }
      }
    }
    Set<LocalDate> days = new HashSet<>();
    Set<Field<?>> wanted =
        Set.of(Listings.SCAN_DATE, Listings.PLATFORM_ID, Listings.PRODUCT_ID, Listings.VIEWER);
    try (CloseableIterator<Object[]> rows =
        TableFiles.read(Listings.TABLE, lake.tables().files(Listings.TABLE, from, to), wanted)) {
      while (rows.hasNext()) {
        Object[] row = rows.next();
        LocalDate day = Listings.TABLE.value(row, Listings.SCAN_DATE);
        String platform = Listings.TABLE.value(row, Listings.PLATFORM_ID);
        String viewer = Listings.TABLE.value(row, Listings.VIEWER);
        LocalDate earliest =
            candidates.get(
                new Place(platform, Listings.TABLE.value(row, Listings.PRODUCT_ID), viewer));
        if (earliest != null
            && !day.isBefore(from)
            && !day.isAfter(to)
            && (reference.market().derivesScans()
                || complete.contains(new Shelf(day, platform, viewer)))) {
          days.add(earliest);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return days;
  }

  /** The first days of products that these days may confirm to be gone by time. */
  private Collection<LocalDate> gone() {
    int files = lake.tables().days(Listings.TABLE, from, to).size();
    Set<LocalDate> days = new HashSet<>();
    for (Object[] row : before) {
      int unproven = of(row, ShelfDays.UNPROVEN_DAYS);
      if (of(row, ShelfDays.DISPLAYED) && unproven > 0 && unproven + files >= confirmationDays()) {
        days.add(of(row, ShelfDays.LAST_SEEN).plusDays(1));
      }
    }
    return days;
  }

  /**
   * This day; or, where it lies within the time that confirmed a product gone, the first day of
   * that: a file of those days may show it, and what their scans prove hangs on it. Such times may
   * overlap, so they are gone through backwards.
   */
  private LocalDate beforeConfirmations(LocalDate earliest) {
    List<LocalDate> absences =
        lake.tables().rows(Spells.TABLE).stream()
            .filter(row -> "TIME".equals(Spells.TABLE.value(row, Spells.CONFIRMED_BY)))
            .map(row -> Spells.TABLE.value(row, Spells.FIRST_ABSENT))
            .distinct()
            .sorted(Comparator.reverseOrder())
            .toList();
    LocalDate day = earliest;
    for (LocalDate absent : absences) {
      if (absent.isBefore(day)) {
        if (lake.tables().days(Listings.TABLE, absent, day.minusDays(1)).size()
            >= confirmationDays()) {
          break;
        }
        day = absent;
      }
    }
    return day;
  }

  private int confirmationDays() {
    return reference.market().settings().confirmationDays();
  }
}
