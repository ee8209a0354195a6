package org.rateshelf.proof;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.day.Counts;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Quarantine;
import org.rateshelf.table.Spells;

/** Real listings of another country: 87 days that nobody cleaned, in one pass. */
@EnabledIfSystemProperty(named = "rateshelf.long", matches = "true")
class AustralianDaysIT {
  private static final Path ROOT = Path.of(System.getProperty("rateshelf.root", ".."));
  private static final Path DAYS = ROOT.resolve("../shared/data/au-cdr").normalize();

  @TempDir static Path folder;
  private static TestLake lake;

  @BeforeAll
  static void backfills() throws IOException {
    assumeTrue(
        Files.isDirectory(DAYS),
        "skipped: the Australian listings are not the project's to carry, and are not at " + DAYS);
    Path landing = Files.createDirectories(folder.resolve("landing/cdr"));
    try (Stream<Path> days = Files.list(DAYS)) {
      for (Path day : days.filter(d -> d.toString().endsWith(".jsonl.gz")).toList()) {
        Files.createSymbolicLink(landing.resolve(day.getFileName()), day.toAbsolutePath());
      }
    }
    lake = TestLake.over(ROOT.resolve("data/au-cdr"), landing.getParent(), folder.resolve("lake"));
    System.out.printf(
        "au-cdr: %d lines kept, %d refused%n",
        lake.dataset(Listings.TABLE).count(), lake.dataset(Quarantine.TABLE).count());
    lake.dataset(Quarantine.TABLE)
        .select(explode(Quarantine.REASONS.col()).as("reason"))
        .groupBy(col("reason"))
        .agg(count(lit(1)).as("n"))
        .orderBy(col("n").desc())
        .collectAsList()
        .forEach(r -> System.out.printf("au-cdr: refused %s: %d%n", r.getString(0), r.getLong(1)));
  }

  @Test
  void theStockIsYesterdaysAndWhatCameLessWhatWent() {
    TreeMap<LocalDate, List<Object[]>> days = new TreeMap<>();
    for (Object[] row : lake.plain(ProductCounts.TABLE)) {
      days.computeIfAbsent(
              ProductCounts.TABLE.value(row, ProductCounts.AS_OF_DATE), day -> new ArrayList<>())
          .add(row);
    }
    assertThat(days).isNotEmpty();
    List<Object[]> yesterday = List.of();
    for (List<Object[]> today : days.values()) {
      assertThat(Counts.unbalanced(yesterday, today)).isZero();
      yesterday = today;
    }
  }

  @Test
  void aBankThatIsAwaySomeDaysAndReturnsIsNoWithdrawal() {
    NavigableSet<LocalDate> fileDays = new TreeSet<>();
    Map<String, NavigableSet<LocalDate>> daysOfBank = new HashMap<>();
    for (Row row :
        lake.dataset(Listings.TABLE)
            .select(Listings.BANK_ID.col(), Listings.SCAN_DATE.col())
            .distinct()
            .collectAsList()) {
      LocalDate day = row.getDate(1).toLocalDate();
      fileDays.add(day);
      daysOfBank.computeIfAbsent(row.getString(0), b -> new TreeSet<>()).add(day);
    }
    int outages = 0;
    int falseExits = 0;
    List<Row> exits =
        lake.dataset(Spells.TABLE)
            .filter(Spells.FIRST_ABSENT.col().isNotNull())
            .select(Spells.BANK_ID.col(), Spells.FIRST_ABSENT.col())
            .collectAsList();
    for (Map.Entry<String, NavigableSet<LocalDate>> bank : daysOfBank.entrySet()) {
      for (LocalDate away : fileDays) {
        LocalDate before = bank.getValue().lower(away);
        LocalDate after = bank.getValue().higher(away);
        boolean isAway = !bank.getValue().contains(away) && before != null && after != null;
        if (isAway && fileDays.subSet(before, false, after, false).size() < 30) {
          outages++;
          falseExits +=
              (int)
                  exits.stream()
                      .filter(r -> r.getString(0).equals(bank.getKey()))
                      .filter(r -> r.getDate(1).toLocalDate().equals(away))
                      .count();
        }
      }
    }
    System.out.printf("au-cdr: %d bank-days away between two sightings%n", outages);
    assertThat(outages).isPositive();
    assertThat(falseExits).isZero();
  }
}
