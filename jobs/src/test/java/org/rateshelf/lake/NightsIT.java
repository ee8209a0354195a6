package org.rateshelf.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.TestMarket;
import org.rateshelf.TestSpark;
import org.rateshelf.answer.Answers;
import org.rateshelf.job.Answer;
import org.rateshelf.proof.SecondEngine;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Spells;

/** What a night must know of days long past, for nights to say what one pass says. */
class NightsIT {
  @TempDir private Path temp;

  /**
   * New buyers lose a product that its platform then renumbers, and find it again under its first
   * id; another goes back to the id that it had.
   */
  @Test
  void idsThatComeBackAreCountedAsInOnePass() {
    TestMarket market = TestMarket.in(temp.resolve("market")).posted();
    for (int day = 1; day <= 6; day++) {
      String date = "2020-12-0" + day;
      String hill = day <= 2 ? "x" : "y";
      String river = day == 2 ? "q" : "p";
      boolean toNewBuyers = day == 1 || day == 4 || day == 6;
      boolean toHolders = day <= 4;
      Stream.Builder<String> rows = Stream.builder();
      rows.add(row(date, river, "NEW_BUYER", "River Year"));
      rows.add(row(date, river, "HOLDER", "River Year"));
      if (toNewBuyers) {
        rows.add(row(date, day == 6 ? "y" : "x", "NEW_BUYER", "Hill Year"));
      }
      if (toHolders) {
        rows.add(row(date, hill, "HOLDER", "Hill Year"));
      }
      land(market, date, rows.build());
      market.land(
          "scans/" + date + ".csv",
          TestMarket.scans(
              date + ",BETA,NEW_BUYER,COMPLETE," + (toNewBuyers ? 2 : 1),
              date + ",BETA,HOLDER,COMPLETE," + (toHolders ? 2 : 1)));
      SmallNight.run(market, temp.resolve("nights"));
    }
    agreesWithOnePass(market);
    String counted = "concat_ws(' ', product_id, viewer, CAST(spell_no AS STRING)) AS spell";
    List<Object> spells =
        lake("nights").now(Spells.TABLE).selectExpr(counted).collectAsList().stream()
            .map(row -> row.get(0))
            .toList();
    assertThat(spells).contains("x NEW_BUYER 1", "x NEW_BUYER 2", "y NEW_BUYER 1", "p NEW_BUYER 1");
    try (SecondEngine theirs = SecondEngine.over(market.folder(), null)) {
      assertThat(theirs.query("SELECT " + counted + " FROM listing_spells"))
          .extracting(row -> row.get("spell"))
          .containsExactlyInAnyOrderElementsOf(spells);
    }
  }

  /** Ten products are confirmed gone by time; then a file comes that shows them within that. */
  @Test
  void aLateFileWithinTheConfirmationTimeIsJudgedAsInOnePass() {
    TestMarket market =
        TestMarket.in(temp.resolve("market"))
            .change("market.yml", "heartbeat: scans", "heartbeat: none")
            .change("market.yml", "[NEW_BUYER, HOLDER]", "[NEW_BUYER]")
            .change("market.yml", "comparators:", "settings: {confirmation_days: 3}\ncomparators:");
    land(market, "2020-12-01", Stream.concat(many("2020-12-01"), one("2020-12-01")));
    for (int day = 2; day <= 4; day++) {
      land(market, "2020-12-0" + day, one("2020-12-0" + day));
    }
    SmallNight.run(market, temp.resolve("nights"));
    assertThat(spells("confirmed_by = 'TIME'")).isEqualTo(10);

    market.land(
        "listings/late.csv", TestMarket.listings(many("2020-12-03").toArray(String[]::new)));
    SmallNight.run(market, temp.resolve("nights"));
    agreesWithOnePass(market);
    assertThat(spells("confirmed_by = 'TIME'")).isZero();
  }

  private static Stream<String> one(String date) {
    return Stream.of(row(date, "a", "NEW_BUYER", "Alone"));
  }

  private static Stream<String> many(String date) {
    return IntStream.rangeClosed(1, 10)
        .mapToObj(i -> row(date, "many" + i, "NEW_BUYER", "Many " + i));
  }

  private static String row(String date, String product, String viewer, String name) {
    return "%s,BETA,%s,%s,CITY1,%s,TIME_DEPOSIT,P1Y,2.10,BUY"
        .formatted(date, product, viewer, name);
  }

  private static void land(TestMarket market, String date, Stream<String> rows) {
    market.land("listings/" + date + ".csv", TestMarket.listings(rows.toArray(String[]::new)));
  }

  private void agreesWithOnePass(TestMarket market) {
    SmallNight.run(market, temp.resolve("whole"));
    Lake nights = lake("nights");
    Lake whole = lake("whole");
    List<Table> tables = Answers.all().subList(0, 6).stream().map(Answer::writes).toList();
    assertThat(Difference.between(nights, nights.present(), whole, whole.present(), tables))
        .isEmpty();
    for (Table table : tables) {
      Dataset<Row> rows = whole.published(table, whole.present());
      assertThat(
              rows.dropDuplicates(table.key().stream().map(Field::name).toArray(String[]::new))
                  .count())
          .as("%s has each key once", table)
          .isEqualTo(rows.count());
    }
  }

  private long spells(String condition) {
    Lake nights = lake("nights");
    return nights.published(Spells.TABLE, nights.present()).filter(condition).count();
  }

  private Lake lake(String name) {
    return new Lake(TestSpark.session(), temp.resolve(name));
  }
}
