package org.rateshelf.ingest;

import static org.rateshelf.table.Listings.ACTION;
import static org.rateshelf.table.Listings.BASE_RATE_PCT;
import static org.rateshelf.table.Listings.MIN_AMOUNT;
import static org.rateshelf.table.Listings.PAYOUT_CYCLE;
import static org.rateshelf.table.Listings.RATE_KIND;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.BankRates;
import org.rateshelf.table.Banks;
import org.rateshelf.table.BenchmarkRates;
import org.rateshelf.table.Ceilings;
import org.rateshelf.table.Events;
import org.rateshelf.table.Fees;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Platforms;
import org.rateshelf.table.Provenance;
import org.rateshelf.table.Provinces;
import org.rateshelf.table.PublishedFigures;
import org.rateshelf.table.Scans;
import org.rateshelf.table.UserRates;

/** All sources: what may land, and what a reference folder holds. */
public final class Sources {
  public static final Source SCANS =
      source(
          "scans",
          Scans.TABLE,
          List.of(Scans.BANK_ID, Scans.DECLARED_STATUS, Scans.SEEN_COUNT, Scans.LAST_COMPLETE_ON),
          List.of(
              Scans.SCAN_DATE, Scans.PLATFORM_ID, Scans.VIEWER, Scans.STATUS, Scans.LISTED_COUNT));

  public static final Source LISTINGS =
      source(
          "listings",
          Listings.TABLE,
          List.of(Listings.LINE_NO, Listings.UNIT_JUDGED),
          List.of(
              Listings.SCAN_DATE,
              Listings.PLATFORM_ID,
              Listings.PRODUCT_ID,
              Listings.VIEWER,
              Listings.BANK_ID,
              Listings.PRODUCT_KIND,
              Listings.TERM,
              PAYOUT_CYCLE,
              RATE_KIND,
              MIN_AMOUNT,
              BASE_RATE_PCT,
              ACTION));

  /** The Australian product JSON; its connector makes listings of it. */
  public static final Source CDR =
      source("cdr", Listings.TABLE, List.of(Listings.LINE_NO), List.of());

  public static final Source BANK_RATES =
      source(
          "bank_rates",
          BankRates.TABLE,
          List.of(),
          List.of(BankRates.BANK_ID, BankRates.TERM, BankRates.EFFECTIVE_FROM, BankRates.RATE_PCT));

  public static final Source USER_RATES =
      source(
          "user_rates",
          UserRates.TABLE,
          List.of(),
          UserRates.TABLE.fields().stream()
              .filter(f -> f != Provenance.FILE_SHA256 && f != Provenance.FILE_LINE)
              .toList());

  public static final Source PLATFORMS = reference(Platforms.TABLE);
  public static final Source BANKS = reference(Banks.TABLE);
  public static final Source EVENTS = reference(Events.TABLE);
  public static final Source BENCHMARK_RATES = reference(BenchmarkRates.TABLE);
  public static final Source CEILINGS = reference(Ceilings.TABLE);
  public static final Source FEES = reference(Fees.TABLE);
  public static final Source PROVINCES = reference(Provinces.TABLE);
  public static final Source PUBLISHED_FIGURES = reference(PublishedFigures.TABLE);

  private Sources() {}

  /**
   * The sources that land, in groups: a day of one source of a group is judged together with that
   * day of the others.
   */
  public static List<List<Source>> landing() {
    return List.of(List.of(SCANS, LISTINGS, CDR), List.of(BANK_RATES), List.of(USER_RATES));
  }

  /** The landing source of that name. */
  public static Source named(String name) {
    return landing().stream()
        .flatMap(List::stream)
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The files of a reference folder. */
  public static List<Source> reference() {
    return Stream.concat(
            Stream.of(PLATFORMS, BANKS, EVENTS, BENCHMARK_RATES, CEILINGS), mayBeAbsent().stream())
        .toList();
  }

  /** Those of them that a market may do without. */
  public static List<Source> mayBeAbsent() {
    return List.of(FEES, PROVINCES, PUBLISHED_FIGURES);
  }

  /** The landing source that needs just what these columns offer. */
  static Optional<String> whoseColumns(Set<String> names) {
    return landing().stream()
        .flatMap(List::stream)
        .filter(s -> !s.needed().isEmpty())
        .filter(s -> names.containsAll(s.needed().stream().map(Field::name).toList()))
        .map(Source::name)
        .findFirst();
  }

  private static Source source(
      String name, Table table, List<Field<?>> derived, List<Field<?>> needed) {
    List<Field<?>> columns = new ArrayList<>(table.fields());
    columns.removeAll(derived);
    columns.removeAll(List.of(Provenance.FILE_SHA256, Provenance.FILE_LINE));
    return new Source(name, table, columns, needed);
  }

  private static Source reference(Table table) {
    List<Field<?>> needed = new ArrayList<>(table.fields());
    // The kind of a reference rate follows from its term where the file does not say it.
    needed.removeIf(f -> !f.isRequired() || f.name().equals(Listings.PRODUCT_KIND.name()));
    return source(table.name(), table, List.of(), needed);
  }
}
