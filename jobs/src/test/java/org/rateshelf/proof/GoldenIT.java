package org.rateshelf.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.answer.BankCost;
import org.rateshelf.answer.BankCostMonthly;
import org.rateshelf.answer.BankDependence;
import org.rateshelf.answer.BestOffers;
import org.rateshelf.answer.CeilingBreaches;
import org.rateshelf.answer.EventStudy;
import org.rateshelf.answer.GeographicReach;
import org.rateshelf.answer.HolderEffects;
import org.rateshelf.answer.ListingStates;
import org.rateshelf.answer.MarketStructure;
import org.rateshelf.answer.Migration;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.answer.SpreadSummary;
import org.rateshelf.answer.WithdrawalImpact;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Quarantine;
import org.rateshelf.table.Spells;

/** The tables of markets that were worked by hand; each expected/README.md has the arithmetic. */
class GoldenIT {
  /** The rows of a table that a market's expectations are complete for. */
  private record Worked(Table table, Predicate<Map<String, Object>> rows) {}

  @TempDir static Path lakes;

  @TestFactory
  Stream<DynamicTest> golden() {
    return proofs(
        TestLake.GOLDEN,
        all(ListingStates.TABLE),
        all(Spells.TABLE),
        all(ProductCounts.TABLE),
        all(Quarantine.TABLE),
        on(RateSpreads.TABLE, "04", "08", "13"),
        new Worked(
            SpreadSummary.TABLE,
            row ->
                is(row, "as_of_date", "2020-12-04")
                        && (is(row, "comparator", "BENCHMARK")
                            || is(row, "comparator", "MARKET_MEDIAN"))
                    || is(row, "as_of_date", "2020-12-08") && is(row, "comparator", "BENCHMARK")),
        new Worked(WithdrawalImpact.TABLE, row -> is(row, "comparator", "BENCHMARK")),
        all(CeilingBreaches.TABLE),
        on(BestOffers.TABLE, "04", "08", "13", "14"),
        on(BankCost.TABLE, "04", "07", "08", "13"),
        all(EventStudy.TABLE),
        all(BankCostMonthly.TABLE),
        on(MarketStructure.TABLE, "04", "08", "13"));
  }

  @TestFactory
  Stream<DynamicTest> goldenDerived() {
    return proofs(
        "golden_derived",
        all(ListingStates.TABLE),
        all(Spells.TABLE),
        all(ProductCounts.TABLE),
        on(RateSpreads.TABLE, "06", "07"));
  }

  @TestFactory
  Stream<DynamicTest> goldenCorners() {
    return proofs(
        "golden_corners",
        all(ListingStates.TABLE),
        all(Spells.TABLE),
        on(RateSpreads.TABLE, "05"),
        new Worked(
            SpreadSummary.TABLE,
            row -> is(row, "as_of_date", "2020-12-05") && is(row, "product_kind", "SMART_DEPOSIT")),
        new Worked(WithdrawalImpact.TABLE, row -> is(row, "comparator", "BENCHMARK")),
        all(CeilingBreaches.TABLE));
  }

  @TestFactory
  Stream<DynamicTest> goldenHolders() {
    return proofs(
        "golden_holders",
        all(Spells.TABLE),
        all(HolderEffects.TABLE),
        all(Migration.TABLE),
        all(BankDependence.TABLE),
        all(GeographicReach.TABLE),
        new Worked(
            MarketStructure.TABLE, row -> row.get("measure").toString().endsWith("_BALANCE")));
  }

  private static Worked all(Table table) {
    return new Worked(table, row -> true);
  }

  private static Worked on(Table table, String... days) {
    return new Worked(
        table, row -> Stream.of(days).anyMatch(day -> is(row, "as_of_date", "2020-12-" + day)));
  }

  private static boolean is(Map<String, Object> row, String column, String value) {
    return row.get(column).toString().equals(value);
  }

  private Stream<DynamicTest> proofs(String market, Worked... worked) {
    Path folder = TestLake.market(market);
    TestLake lake =
        market.equals(TestLake.GOLDEN)
            ? TestLake.golden()
            : TestLake.over(folder, lakes.resolve(market));
    return Stream.of(worked)
        .map(
            each ->
                dynamicTest(
                    each.table.name(),
                    () -> {
                      Expected expected = Expected.of(folder, each.table);
                      List<Map<String, Object>> ours =
                          lake.rows(each.table).stream()
                              .filter(each.rows)
                              .map(GoldenIT::asWritten)
                              .toList();
                      assertThat(expected.differences(ours)).isEmpty();
                    }));
  }

  /** A row as the expectations write it: reasons in order, a structure's parts with : between. */
  private static Map<String, Object> asWritten(Map<String, Object> row) {
    Map<String, Object> written = new HashMap<>(row);
    written.replaceAll(
        (column, value) -> {
          if (!(value instanceof List<?> list)) {
            return value;
          }
          Stream<String> parts =
              list.stream()
                  .map(part -> part instanceof Row struct ? struct.mkString(":") : part.toString());
          return (column.equals(Quarantine.REASONS.name()) ? parts.sorted() : parts).toList();
        });
    return written;
  }

  /** A table as it was worked by hand. */
  private record Expected(Table table, List<String> columns, List<Map<String, Object>> rows) {
    static Expected of(Path market, Table table) throws IOException {
      List<String> lines = Files.readAllLines(market.resolve("expected/" + table.name() + ".csv"));
      List<String> columns = new ArrayList<>();
      for (String column : lines.get(0).split(",")) {
        columns.add(column.equals("source") ? Quarantine.SOURCE_NAME.name() : column);
      }
      List<Map<String, Object>> rows = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] values = line.split(",", -1);
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
          row.put(columns.get(i), Values.read(table, columns.get(i), values[i]));
        }
        rows.add(row);
      }
      return new Expected(table, columns, rows);
    }

    List<String> differences(List<Map<String, Object>> ours) {
      List<String> key =
          table == Quarantine.TABLE
              ? List.of("source_name", "file_name", "file_line")
              : table.key().stream().map(Field::name).toList();
      return new Differences(key, columns).between(ours, rows);
    }
  }
}
