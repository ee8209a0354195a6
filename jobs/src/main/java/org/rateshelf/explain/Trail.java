package org.rateshelf.explain;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.rateshelf.day.Balances;
import org.rateshelf.day.Levels;
import org.rateshelf.lake.Lake;
import org.rateshelf.lake.Publication;
import org.rateshelf.market.Market;
import org.rateshelf.market.Reference;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Files;
import org.rateshelf.table.Listings;
import org.rateshelf.table.ProductBalances;
import org.rateshelf.table.Provenance;
import org.rateshelf.table.Quarantine;
import org.rateshelf.table.Scans;
import org.rateshelf.table.UserRates;

/** One published state, followed downwards, and where it is told. */
final class Trail {
  private static final int ENDS = 10;
  private static final int COUNTS = 20;

  private final Lake lake;
  private final Publication publication;
  private final PrintWriter out;
  private Reference reference;

  Trail(Lake lake, Publication publication, PrintWriter out) {
    this.lake = lake;
    this.publication = publication;
    this.out = out;
  }

  /** What this state was computed under. */
  Reference reference() {
    if (reference == null) {
      reference = lake.reference(publication);
    }
    return reference;
  }

  Market market() {
    return reference().market();
  }

  LocalDate lastDay() {
    return publication.asOf();
  }

  /**
   * Looks at each row of some days; of all, where the table has no days.
   *
   * @param wanted the columns that are looked at; all where none is said
   */
  void each(Table table, LocalDate from, LocalDate to, Consumer<Cell> look, Field<?>... wanted) {
    Set<Field<?>> columns = new HashSet<>(wanted.length == 0 ? table.fields() : List.of(wanted));
    if (table.day() != null) {
      columns.add(table.day());
    }
    lake.readPublished(
        table,
        publication,
        from,
        to,
        columns,
        row -> {
          Cell cell = new Cell(table, row);
          LocalDate day = table.day() == null ? from : (LocalDate) cell.get(table.day());
          if (!day.isBefore(from) && !day.isAfter(to)) {
            look.accept(cell);
          }
        });
  }

  /** Looks at each row that the given part of a key names. */
  void each(Table table, Map<String, String> given, Consumer<Cell> look) {
    LocalDate from = LocalDate.MIN;
    LocalDate to = LocalDate.MAX;
    Predicate<Cell> those = cell -> true;
    for (Map.Entry<String, String> part : given.entrySet()) {
      Field<?> field = Cell.column(table, part.getKey());
      Object value = Cell.parsed(field, part.getValue());
      those = those.and(cell -> value != null && value.equals(cell.get(field)));
      if (field.equals(table.day()) && value != null) {
        from = (LocalDate) value;
        to = from;
      }
    }
    Predicate<Cell> all = those;
    each(
        table,
        from,
        to,
        cell -> {
          if (all.test(cell)) {
            look.accept(cell);
          }
        });
  }

  /** The rows that meet a condition. */
  List<Cell> rows(Table table, Predicate<Cell> those) {
    return rows(table, LocalDate.MIN, LocalDate.MAX, those);
  }

  /** The rows of a day that meet a condition. */
  List<Cell> rows(Table table, LocalDate day, Predicate<Cell> those) {
    return rows(table, day, day, those);
  }

  /** The rows of some days that meet a condition. */
  List<Cell> rows(Table table, LocalDate from, LocalDate to, Predicate<Cell> those) {
    List<Cell> rows = new ArrayList<>();
    each(
        table,
        from,
        to,
        cell -> {
          if (those.test(cell)) {
            rows.add(cell);
          }
        });
    return rows;
  }

  /** The row that meets a condition; of several the first by its key. */
  Optional<Cell> one(Table table, Predicate<Cell> those) {
    return rows(table, those).stream().min(Cell.by(table.key()));
  }

  /** The row of a day that meets a condition; of several the first by its key. */
  Optional<Cell> one(Table table, LocalDate day, Predicate<Cell> those) {
    return rows(table, day, those).stream().min(Cell.by(table.key()));
  }

  /** Rows on the platform of a cell; under ALL on every one, but not the banks' own channel. */
  Predicate<Cell> onPlatforms(Cell cell, Field<String> platform) {
    String own = cell.get(platform);
    return own.equals(Levels.ALL)
        ? row -> !reference().isOwnChannel(row.get(platform))
        : row -> row.is(platform, own);
  }

  /** Rows with a value of a column; any where that is ALL. */
  static Predicate<Cell> within(String value, Field<String> column) {
    return row -> Levels.ALL.equals(value) || row.is(column, value);
  }

  /** Rows of the banks that the reference has in these classes. */
  Predicate<Cell> ofClasses(List<String> classes, Field<String> bank) {
    Set<String> banks = banks(classes);
    return row -> banks.contains(row.get(bank));
  }

  /** The banks that the reference has in these classes. */
  Set<String> banks(List<String> classes) {
    Set<String> banks = new HashSet<>();
    for (Reference.Bank bank : reference().banks()) {
      if (classes.contains(bank.bankClass())) {
        banks.add(bank.id());
      }
    }
    return banks;
  }

  /** What weighs products in a term, by the snapshots up to a day. */
  Balances balances(LocalDate to) {
    Balances balances = new Balances();
    each(
        ProductBalances.TABLE,
        LocalDate.MIN,
        to,
        row ->
            balances.add(
                row.get(ProductBalances.AS_OF),
                row.get(ProductBalances.PLATFORM_ID),
                row.get(ProductBalances.PRODUCT_ID),
                row.get(ProductBalances.TERM),
                row.get(ProductBalances.BALANCE)));
    return balances;
  }

  void say(String words, Object... values) {
    out.println("  " + words.formatted(values));
  }

  void head(String words) {
    out.println();
    out.println(words);
  }

  /** The file and line of what a viewer saw of a product on a day; nothing where day is null. */
  void sighting(LocalDate day, String platform, String product, String viewer) {
    if (day != null) {
      one(
              Listings.TABLE,
              day,
              row ->
                  row.is(Listings.PLATFORM_ID, platform)
                      && row.is(Listings.PRODUCT_ID, product)
                      && row.is(Listings.VIEWER, viewer))
          .ifPresent(this::line);
    }
  }

  /** What a scan says of itself. */
  void scan(LocalDate day, Predicate<Cell> those) {
    one(Scans.TABLE, day, those)
        .ifPresentOrElse(
            scan ->
                say(
                    "scan of %s by %s on %s: %s, %s products seen%s",
                    scan.text(Scans.PLATFORM_ID),
                    scan.text(Scans.VIEWER),
                    scan.text(Scans.SCAN_DATE),
                    scan.text(Scans.STATUS),
                    scan.text(Scans.SEEN_COUNT),
                    scan.has(Scans.LISTED_COUNT)
                        ? " of the %s that it says it saw".formatted(scan.text(Scans.LISTED_COUNT))
                        : ""),
            () -> say("no scan row for that day: scans are derived, or there was none"));
  }

  /**
   * Members by one figure, the greatest first: all where they are few, else the ten at either end
   * and how many stand between. Each with what one types to go on with it.
   *
   * @param by the figure, else the next where a member has none
   * @param below the table to go on with; the members have columns of its key
   */
  void members(Collection<Cell> members, List<Field<?>> by, Table below, Field<?>... shown) {
    if (members.isEmpty()) {
      return;
    }
    Cell any = members.iterator().next();
    List<Field<?>> columns =
        Stream.concat(Stream.of(shown), below.key().stream())
            .filter(any::knows)
            .distinct()
            .toList();
    Comparator<Cell> falling = Cell.byFirst(by).reversed().thenComparing(Cell.by(columns));
    List<Cell> sorted = members.stream().sorted(falling).toList();
    boolean few = sorted.size() <= 2 * ENDS;
    sorted.stream().limit(few ? 2 * ENDS : ENDS).forEach(member -> member(member, below, shown));
    if (!few) {
      say("... %d between ...", sorted.size() - 2 * ENDS);
      sorted.stream().skip(sorted.size() - ENDS).forEach(member -> member(member, below, shown));
    }
  }

  /** A row by some of its figures, and what one types to go on with it. */
  void member(Cell member, Table below, Field<?>... shown) {
    say(
        "%s",
        Stream.of(shown)
            .map(field -> field.name() + " " + member.text(field))
            .collect(joining("  ")));
    Map<String, String> key = member.values(below.key());
    if (!key.isEmpty()) {
      next(below, key);
    }
  }

  /** What one types to go on with a row of a table. */
  void next(Table table, Map<String, String> key) {
    say(
        "  explain %s %s",
        table.name(),
        key.entrySet().stream()
            .map(part -> part.getKey() + "=" + quoted(part.getValue()))
            .collect(joining(" ")));
  }

  private static String quoted(String value) {
    return value.matches("[\\w.:+/-]+") ? value : "'" + value.replace("'", "'\\''") + "'";
  }

  /** Counts of rows by what each is, the commonest first; null is of one that has a figure. */
  <T> void counts(Collection<T> rows, Function<T, String> by) {
    rows.stream()
        .collect(groupingBy(row -> Optional.ofNullable(by.apply(row)), counting()))
        .entrySet()
        .stream()
        .sorted(
            Map.Entry.<Optional<String>, Long>comparingByValue()
                .reversed()
                .thenComparing(entry -> entry.getKey().orElse("")))
        .limit(COUNTS)
        .forEach(
            entry -> say("%6d  %s", entry.getValue(), entry.getKey().orElse("(with a figure)")));
  }

  /** Refused rows by their reasons. */
  void refused(Collection<Cell> rows) {
    counts(rows, row -> String.join(" ", row.get(Quarantine.REASONS)));
  }

  /** The file and line that a row came from, and its raw text; never a holder's. */
  void line(Cell row) {
    line(row.get(Provenance.FILE_SHA256), row.get(Provenance.FILE_LINE));
  }

  /** The same of what was made of such a row. */
  void line(String sha256, Long line) {
    Optional<Cell> found = one(Files.TABLE, file -> file.is(Files.FILE_SHA256, sha256));
    if (found.isEmpty()) {
      say("file %s, line %d", sha256, line);
      return;
    }
    Cell file = found.get();
    String source = file.get(Files.SOURCE_NAME);
    say("%s/%s, line %d (sha256 %s)", source, file.get(Files.FILE_NAME), line, sha256);
    if (!source.equals(UserRates.TABLE.name())) {
      lake.rawText(file.row(), line).ifPresent(text -> say("  | %s", text));
    }
  }
}
