package org.rateshelf.answer;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.rateshelf.answer.ShelfLife.DAYS;
import static org.rateshelf.answer.ShelfLife.DAYS_TO;
import static org.rateshelf.answer.ShelfLife.LEFT_CENSORED;
import static org.rateshelf.answer.ShelfLife.MASS;
import static org.rateshelf.answer.ShelfLife.MEDIAN_DAYS;
import static org.rateshelf.answer.ShelfLife.MEDIAN_HIGH;
import static org.rateshelf.answer.ShelfLife.MEDIAN_LOW;
import static org.rateshelf.answer.ShelfLife.RATE_BAND;
import static org.rateshelf.answer.ShelfLife.RIGHT_CENSORED;
import static org.rateshelf.answer.ShelfLife.SPELLS;
import static org.rateshelf.answer.ShelfLife.SURVIVAL;
import static org.rateshelf.answer.ShelfLife.SURVIVAL_HIGH;
import static org.rateshelf.answer.ShelfLife.SURVIVAL_LOW;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.rateshelf.Rows;
import org.rateshelf.TestMarket;
import org.rateshelf.market.Market;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Field.Cell;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Spells;

/** Spells on one platform that began on one day. */
class ShelfLifeTest {
  private static final Market MARKET = TestMarket.settings("BIG_POSTED: {classes: [state_owned]}");
  private static final LocalDate FIRST = LocalDate.of(2020, 10, 1);
  private static final LocalDate LAST = LocalDate.of(2020, 12, 31);

  @Test
  void anEndBetweenTwoScansIsAStepFromOneBoundToTheOther() {
    Spelled shelf = new Spelled().ended("a", 3, 3).ended("b", 5, 8);
    assertThat(values(curve(shelf, "4.00"), DAYS, DAYS_TO, MASS, SURVIVAL, MEDIAN_DAYS))
        .containsExactly("3 3 0.5000000000 0.5000000000 3", "5 8 0.5000000000 0.0000000000 3");
  }

  @Test
  void whatIsStillDisplayedLastsAtLeastWhatWasSeen() {
    Spelled shelf = new Spelled().ended("a", 3, 3).open("b", 6, Spells.RIGHT_CENSORED.is(true));
    assertThat(values(curve(shelf, "4.00"), DAYS, DAYS_TO, SURVIVAL, SPELLS, RIGHT_CENSORED))
        .containsExactly("3 3 0.5000000000 2 1", "6 null 0.0000000000 2 1");
  }

  @Test
  void whatStoodThereOnTheFirstScanLastsAtLeastWhatWasSeenThoughItsEndWasSeen() {
    Spelled shelf = new Spelled().open("a", 6, Spells.LEFT_CENSORED.is(true)).ended("b", 9, 9);
    assertThat(values(curve(shelf, "4.00"), DAYS, DAYS_TO, MASS, SPELLS, LEFT_CENSORED))
        .containsExactly("9 9 1.0000000000 2 1");
  }

  @Test
  void aCurveThatDoesNotFallToAHalfHasNoMedian() {
    Spelled shelf = new Spelled().ended("a", 3, 3).open("b", 6).open("c", 7);
    assertThat(values(curve(shelf, "4.00"), DAYS, MEDIAN_DAYS, MEDIAN_HIGH))
        .containsExactly("3 null null", "7 null null");
  }

  @Test
  void theBandIsThatOfTheHighestHeadlineOfTheFirstDay() {
    Spelled shelf =
        new Spelled()
            .seen("a", 4, 4)
            .quoted("a", "4.4999")
            .quoted("a", "4.5000")
            .quoted("a", "7.0000", RateSpreads.RATE_KIND.is("TIER"))
            .quoted("a", "7.0000", RateSpreads.VIEWER.is("HOLDER"))
            .quoted("a", "7.0000", later(), RateSpreads.LISTED_ON.is(FIRST.plusDays(1)));
    assertThat(values(compute(shelf), RATE_BAND)).containsExactlyInAnyOrder("4.50", "ALL");
  }

  @Test
  void theBandOfAReKeyedProductIsThatOfItsFirstId() {
    Spelled shelf =
        new Spelled()
            .seen("new", 4, 4, Spells.FORMER_IDS.is(List.of("old", "older")))
            .quoted("old", "3.9999");
    assertThat(values(compute(shelf), RATE_BAND)).containsExactlyInAnyOrder("3.50", "ALL");
  }

  @Test
  void withoutARateTheBandIsUnknown() {
    Spelled shelf = new Spelled().seen("a", 4, 4).quoted("a", null);
    assertThat(values(compute(shelf), RATE_BAND))
        .containsExactlyInAnyOrder(Listings.UNKNOWN, "ALL");
  }

  @Test
  void otherViewersAndOtherKindsAreLeftOut() {
    Spelled shelf =
        new Spelled()
            .ended("a", 3, 3)
            .ended("b", 5, 5, Spells.VIEWER.is("HOLDER"))
            .ended("c", 6, 6, Spells.PRODUCT_KIND.is("INSURANCE"))
            .ended("d", 7, 7, Spells.PRODUCT_KIND.is("DEMAND_DEPOSIT"));
    assertThat(values(curve(shelf, "ALL"), DAYS, SPELLS)).containsExactly("3 2", "7 2");
  }

  @Test
  void theBanksOwnChannelIsNoPlatform() {
    Market market = TestMarket.settings("BENCHMARK: {}\nown_channel: OWN_APP");
    Spelled shelf =
        new Spelled()
            .seen("a", 3, 3)
            .seen("b", 5, 5, ShelfLife.PLATFORM_ID.is("BETA"))
            .seen("c", 7, 7, ShelfLife.PLATFORM_ID.is("OWN_APP"));
    Dataset<Row> rows = compute(market, shelf).filter(RATE_BAND.col().equalTo("ALL"));
    assertThat(values(rows, ShelfLife.PLATFORM_ID, DAYS, SPELLS))
        .containsExactlyInAnyOrder(
            "JD_FINANCE 3 1", "BETA 5 1", "OWN_APP 7 1", "ALL 3 2", "ALL 5 2");
  }

  @Test
  void theDigitsDoNotDependOnTheOrderOfTheRows() {
    Spelled shelf = new Spelled();
    Spelled turned = new Spelled();
    for (int i = 0; i < 30; i++) {
      shelf.ended("p" + i, 1 + i * 7 % 20, 3 + i * 7 % 20);
      turned.ended("p" + (29 - i), 1 + (29 - i) * 7 % 20, 3 + (29 - i) * 7 % 20);
    }
    Field<?>[] all = ShelfLife.TABLE.fields().toArray(Field<?>[]::new);
    assertThat(values(curve(shelf, "4.00"), all))
        .isNotEmpty()
        .isEqualTo(values(curve(turned, "4.00"), all));
  }

  @Test
  void theBandHoldsTheCurve() {
    Spelled shelf = new Spelled();
    for (int i = 0; i < 40; i++) {
      shelf.ended("p" + i, 1 + i % 10, 1 + i % 10);
    }
    for (Row row : curve(shelf, "4.00").collectAsList()) {
      assertThat(row.<BigDecimal>getAs(SURVIVAL.name()))
          .isBetween(row.getAs(SURVIVAL_LOW.name()), row.getAs(SURVIVAL_HIGH.name()));
      assertThat(row.<Integer>getAs(MEDIAN_DAYS.name()))
          .isEqualTo(5)
          .isBetween(row.getAs(MEDIAN_LOW.name()), row.getAs(MEDIAN_HIGH.name()));
    }
  }

  private static Cell later() {
    return RateSpreads.AS_OF_DATE.is(FIRST.plusDays(1));
  }

  private static final class Spelled {
    private final Rows spells =
        Rows.of(Spells.TABLE).each(Spells.FIRST_SEEN.is(FIRST), Spells.FORMER_IDS.is(List.of()));
    private final Rows spreads =
        Rows.of(RateSpreads.TABLE)
            .each(RateSpreads.AS_OF_DATE.is(FIRST), RateSpreads.LISTED_ON.is(FIRST));

    /** A spell of a rate of 4.00 percent that ended. */
    Spelled ended(String product, int least, int most, Cell... cells) {
      return seen(product, least, most, cells).quoted(product, "4.0000");
    }

    /** A spell of a rate of 4.00 percent that has no upper bound. */
    Spelled open(String product, int least, Cell... cells) {
      return seen(product, least, null, cells).quoted(product, "4.0000");
    }

    Spelled seen(String product, int least, Integer most, Cell... cells) {
      spells.row(
          with(
              cells,
              Spells.PRODUCT_ID.is(product),
              Spells.DAYS_MIN.is(least),
              Spells.DAYS_MAX.is(most)));
      return this;
    }

    Spelled quoted(String product, String headline, Cell... cells) {
      spreads.row(
          with(
              cells,
              RateSpreads.PRODUCT_ID.is(product),
              RateSpreads.HEADLINE_RATE_PCT.is(
                  headline == null ? null : new BigDecimal(headline))));
      return this;
    }

    private static Cell[] with(Cell[] cells, Cell... more) {
      return Stream.concat(Stream.of(more), Stream.of(cells)).toArray(Cell[]::new);
    }
  }

  private static Dataset<Row> compute(Spelled shelf) {
    return compute(MARKET, shelf).filter(ShelfLife.PLATFORM_ID.col().notEqual(Pooled.ALL));
  }

  private static Dataset<Row> compute(Market market, Spelled shelf) {
    ShelfLife answer = new ShelfLife();
    return answer.compute(
        Rows.inputs(market, FIRST, LAST, answer.reads(), shelf.spells, shelf.spreads));
  }

  private static Dataset<Row> curve(Spelled shelf, String band) {
    return compute(shelf).filter(RATE_BAND.col().equalTo(band));
  }

  /** These columns of each row, by days. */
  private static List<String> values(Dataset<Row> rows, Field<?>... fields) {
    return rows.sort(DAYS.col()).collectAsList().stream()
        .map(row -> Stream.of(fields).map(f -> plain(row.getAs(f.name()))).collect(joining(" ")))
        .toList();
  }

  private static String plain(Object value) {
    return value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value);
  }
}
