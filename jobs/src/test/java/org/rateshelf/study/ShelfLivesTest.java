package org.rateshelf.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rateshelf.answer.ShelfLife.DAYS;
import static org.rateshelf.answer.ShelfLife.DAYS_TO;
import static org.rateshelf.answer.ShelfLife.LEFT_CENSORED;
import static org.rateshelf.answer.ShelfLife.MASS;
import static org.rateshelf.answer.ShelfLife.MEDIAN_DAYS;
import static org.rateshelf.answer.ShelfLife.MEDIAN_HIGH;
import static org.rateshelf.answer.ShelfLife.MEDIAN_LOW;
import static org.rateshelf.answer.ShelfLife.PLATFORM_ID;
import static org.rateshelf.answer.ShelfLife.RATE_BAND;
import static org.rateshelf.answer.ShelfLife.RIGHT_CENSORED;
import static org.rateshelf.answer.ShelfLife.SPELLS;
import static org.rateshelf.answer.ShelfLife.SURVIVAL;
import static org.rateshelf.answer.ShelfLife.SURVIVAL_HIGH;
import static org.rateshelf.answer.ShelfLife.SURVIVAL_LOW;
import static org.rateshelf.answer.ShelfLife.TABLE;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rateshelf.market.Reference;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Field.Cell;
import org.rateshelf.table.Spells;

/** Spells on one platform, of a rate of 4.00 percent. */
class ShelfLivesTest {
  private static final BigDecimal FOUR = new BigDecimal("4.0000");

  @Test
  void anEndBetweenTwoScansIsAStepFromOneBoundToTheOther() {
    Spelled shelf = new Spelled().stood(3, 3).stood(5, 8);
    assertThat(values(shelf.curve("4.00"), DAYS, DAYS_TO, MASS, SURVIVAL, MEDIAN_DAYS))
        .containsExactly("3 3 0.5000000000 0.5000000000 3", "5 8 0.5000000000 0.0000000000 3");
  }

  @Test
  void whatIsStillDisplayedLastsAtLeastWhatWasSeen() {
    Spelled shelf = new Spelled().stood(3, 3).stood(6, null, Spells.RIGHT_CENSORED.is(true));
    assertThat(values(shelf.curve("4.00"), DAYS, DAYS_TO, SURVIVAL, SPELLS, RIGHT_CENSORED))
        .containsExactly("3 3 0.5000000000 2 1", "6 null 0.0000000000 2 1");
  }

  @Test
  void whatStoodThereOnTheFirstScanLastsAtLeastWhatWasSeenThoughItsEndWasSeen() {
    Spelled shelf = new Spelled().stood(6, null, Spells.LEFT_CENSORED.is(true)).stood(9, 9);
    assertThat(values(shelf.curve("4.00"), DAYS, DAYS_TO, MASS, SPELLS, LEFT_CENSORED))
        .containsExactly("9 9 1.0000000000 2 1");
  }

  @Test
  void aCurveThatDoesNotFallToAHalfHasNoMedian() {
    Spelled shelf = new Spelled().stood(3, 3).stood(6, null).stood(7, null);
    assertThat(values(shelf.curve("4.00"), DAYS, MEDIAN_DAYS, MEDIAN_HIGH))
        .containsExactly("3 null null", "7 null null");
  }

  @ParameterizedTest
  @CsvSource({
    "4.5000, 4.50",
    "4.4999, 4.00",
    "0.4999, 0.00",
    "-0.1000, -0.50",
    "12.0000, 12.00",
    ", UNKNOWN"
  })
  void theBandIsHalfAPointFromItsLowerEnd(BigDecimal firstRatePct, String band) {
    assertThat(ShelfLives.band(firstRatePct)).isEqualTo(band);
  }

  @Test
  void aSpellStandsInItsBandAndInAll() {
    Spelled shelf = new Spelled().stood(3, 3);
    shelf.of("5.1000", 4, 4).of(null, 5, 5);
    assertThat(values(shelf.rows("JD_FINANCE"), RATE_BAND, DAYS, SPELLS))
        .containsExactly("4.00 3 1", "5.00 4 1", "ALL 3 3", "ALL 4 3", "ALL 5 3", "UNKNOWN 5 1");
  }

  @Test
  void otherViewersAndOtherKindsAreLeftOut() {
    Spelled shelf =
        new Spelled()
            .stood(3, 3)
            .stood(5, 5, Spells.VIEWER.is("HOLDER"))
            .stood(6, 6, Spells.PRODUCT_KIND.is("INSURANCE"))
            .stood(7, 7, Spells.PRODUCT_KIND.is("DEMAND_DEPOSIT"))
            .stood(8, 8, Spells.PRODUCT_KIND.is("SMART_DEPOSIT"));
    assertThat(values(shelf.curve("ALL"), DAYS, SPELLS)).containsExactly("3 3", "7 3", "8 3");
  }

  @Test
  void theBanksOwnChannelIsNoPlatform() {
    Spelled shelf =
        new Spelled(Given.reference("own_channel: OWN_APP"))
            .stood(3, 3)
            .stood(5, 5, Spells.PLATFORM_ID.is("BETA"))
            .stood(7, 7, Spells.PLATFORM_ID.is("OWN_APP"));
    List<Object[]> rows = Given.where(TABLE, shelf.lives.rows(), RATE_BAND.is("ALL"));
    assertThat(values(rows, PLATFORM_ID, DAYS, SPELLS))
        .containsExactly("ALL 3 2", "ALL 5 2", "BETA 5 1", "JD_FINANCE 3 1", "OWN_APP 7 1");
  }

  @Test
  void theDigitsDoNotDependOnTheOrderOfTheSpellsNorOnWhoAddsThem() {
    Spelled shelf = new Spelled();
    Spelled turned = new Spelled();
    Spelled others = new Spelled();
    for (int i = 0; i < 30; i++) {
      shelf.stood(1 + i * 7 % 20, 3 + i * 7 % 20);
      int last = 29 - i;
      (i % 3 == 0 ? turned : others).stood(1 + last * 7 % 20, 3 + last * 7 % 20);
    }
    turned.lives.merge(Given.sent(others.lives));
    Field<?>[] all = TABLE.fields().toArray(Field<?>[]::new);
    assertThat(values(shelf.curve("4.00"), all))
        .isNotEmpty()
        .isEqualTo(values(turned.curve("4.00"), all));
  }

  @Test
  void theBandOfResamplesHoldsTheCurve() {
    Spelled shelf = new Spelled();
    for (int i = 0; i < 40; i++) {
      shelf.stood(1 + i % 10, 1 + i % 10);
    }
    for (Object[] row : shelf.curve("4.00")) {
      assertThat(TABLE.value(row, SURVIVAL))
          .isBetween(TABLE.value(row, SURVIVAL_LOW), TABLE.value(row, SURVIVAL_HIGH));
      assertThat(TABLE.value(row, MEDIAN_DAYS))
          .isEqualTo(5)
          .isBetween(TABLE.value(row, MEDIAN_LOW), TABLE.value(row, MEDIAN_HIGH));
    }
  }

  private static final class Spelled {
    private final ShelfLives lives;

    Spelled() {
      this(Given.reference());
    }

    Spelled(Reference reference) {
      this.lives = new ShelfLives(reference);
    }

    /** A spell of a rate of 4.00 percent, of no upper bound where most is null. */
    Spelled stood(int least, Integer most, Cell... cells) {
      lives.add(spell(least, most, cells), FOUR);
      return this;
    }

    Spelled of(String rate, int least, Integer most) {
      lives.add(spell(least, most), rate == null ? null : new BigDecimal(rate));
      return this;
    }

    private static Object[] spell(int least, Integer most, Cell... cells) {
      return Given.row(
          Spells.TABLE, Given.with(cells, Spells.DAYS_MIN.is(least), Spells.DAYS_MAX.is(most)));
    }

    List<Object[]> rows(String platform) {
      return Given.where(TABLE, lives.rows(), PLATFORM_ID.is(platform));
    }

    List<Object[]> curve(String band) {
      return Given.where(TABLE, rows("JD_FINANCE"), RATE_BAND.is(band));
    }
  }

  private static List<String> values(List<Object[]> rows, Field<?>... fields) {
    return Given.all(TABLE, rows, fields);
  }
}
