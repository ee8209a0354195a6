package org.rateshelf.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.rateshelf.Scratch;
import org.rateshelf.TestSpark;
import org.rateshelf.answer.ListingStates;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.day.Balances;
import org.rateshelf.day.Counts;
import org.rateshelf.day.Day;
import org.rateshelf.day.States;
import org.rateshelf.market.Reference;
import org.rateshelf.schema.Table;
import org.rateshelf.shelf.ShelfDay;
import org.rateshelf.shelf.ShelfUnit;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Events;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Scans;
import org.rateshelf.table.ShelfDays;
import org.rateshelf.table.Spells;

/** The tables about shelves, computed from rows that the second engine has taken in. */
final class WalkedShelves {
  private final Reference reference;
  private final Map<String, List<Object[]>> tables = new HashMap<>();

  WalkedShelves(Path market, SecondEngine rows) throws IOException {
    for (Table table : List.of(Banks.TABLE, Events.TABLE, Scans.TABLE, Listings.TABLE)) {
      tables.put(table.path(), taken(table, rows));
    }
    reference =
        new Reference(
            Files.readString(market.resolve("market.yml")),
            Map.of(Banks.TABLE, plain(Banks.TABLE), Events.TABLE, plain(Events.TABLE)));
    Map<String, Object> bounds =
        rows.query("SELECT min(day)::DATE AS first, max(day)::DATE AS last FROM days").get(0);
    LocalDate first = (LocalDate) bounds.get("first");
    LocalDate last = (LocalDate) bounds.get("last");
    TreeMap<LocalDate, List<ShelfDay>> days = walked(first, last);
    Set<Counts.Cell> cells = new HashSet<>();
    for (LocalDate date = first; !date.isAfter(last); date = date.plusDays(1)) {
      List<ShelfDay> shelves = days.getOrDefault(date, List.of());
      Day day = new Day(date, shelves, List.of(), Set.of(), new Balances());
      cells.addAll(Counts.cells(shelves, reference));
      add(ListingStates.TABLE, States.rows(day));
      add(ProductCounts.TABLE, Counts.rows(day, cells, reference));
      for (ShelfDay shelf : shelves) {
        add(ShelfDays.TABLE, List.<Object[]>of(shelf.row()));
        if (shelf.endsSpell() || shelf.displayed() && date.equals(last)) {
          add(Spells.TABLE, List.<Object[]>of(shelf.spell(reference)));
        }
      }
    }
  }

  private TreeMap<LocalDate, List<ShelfDay>> walked(LocalDate first, LocalDate last) {
    List<Object[]> listings = plain(Listings.TABLE);
    Set<LocalDate> fileDays = new HashSet<>();
    listings.forEach(row -> fileDays.add(Listings.TABLE.value(row, Listings.SCAN_DATE)));
    Map<String, ShelfUnit> units = new HashMap<>();
    for (Object[] row : listings) {
      String platform = Listings.TABLE.value(row, Listings.PLATFORM_ID);
      String bank = Listings.TABLE.value(row, Listings.BANK_ID);
      units
          .computeIfAbsent(
              ShelfUnit.unit(reference, platform, bank),
              unit -> new ShelfUnit(reference, first, last, fileDays))
          .listing(row);
    }
    if (!reference.market().derivesScans()) {
      for (Object[] row : plain(Scans.TABLE)) {
        ShelfUnit unit = units.get(Scans.TABLE.value(row, Scans.PLATFORM_ID));
        if (unit != null) {
          unit.scan(row);
        }
      }
    }
    TreeMap<LocalDate, List<ShelfDay>> days = new TreeMap<>();
    for (ShelfUnit unit : units.values()) {
      unit.walk(shelf -> days.computeIfAbsent(shelf.day(), d -> new ArrayList<>()).add(shelf));
    }
    return days;
  }

  private void add(Table table, List<Object[]> rows) {
    tables.computeIfAbsent(table.path(), path -> new ArrayList<>()).addAll(rows);
  }

  Reference reference() {
    return reference;
  }

  /** Rows as they were computed, each its values in the order of the fields. */
  List<Object[]> plain(Table table) {
    return tables.getOrDefault(table.path(), List.of());
  }

  Dataset<Row> now(Table table) {
    List<Row> rows = plain(table).stream().map(RowFactory::create).toList();
    return TestSpark.session().createDataFrame(rows, table.schema());
  }

  List<Map<String, Object>> rows(Table table) {
    return Values.of(now(table));
  }

  /** A table as the second engine has it. */
  static List<Object[]> taken(Table table, SecondEngine rows) {
    Path file = Scratch.folder("taken").resolve("rows.parquet");
    rows.query("COPY " + table.name() + " TO '" + file + "' (FORMAT parquet, RETURN_FILES)");
    Dataset<Row> found = TestSpark.session().read().parquet(file.toUri().toString());
    List<String> columns = Arrays.asList(found.columns());
    Dataset<Row> cast =
        found.selectExpr(
            table.fields().stream()
                .map(
                    f ->
                        "CAST(%s AS %s)"
                            .formatted(
                                columns.contains(f.name()) ? f.name() : "NULL",
                                f.type().catalogString()))
                .toArray(String[]::new));
    return cast.collectAsList().stream().map(WalkedShelves::values).toList();
  }

  private static Object[] values(Row row) {
    Object[] values = new Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(i) instanceof Date day ? day.toLocalDate() : row.get(i);
    }
    return values;
  }
}
