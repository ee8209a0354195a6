package org.rateshelf.answer;

import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.rateshelf.answer.WithdrawalImpact.CHANGE_BP;
import static org.rateshelf.answer.WithdrawalImpact.ENTRANTS_BP;
import static org.rateshelf.answer.WithdrawalImpact.EXITS_BP;
import static org.rateshelf.answer.WithdrawalImpact.PRODUCTS_MEAN;
import static org.rateshelf.answer.WithdrawalImpact.RATE_MEAN_PCT;
import static org.rateshelf.answer.WithdrawalImpact.REASON;
import static org.rateshelf.answer.WithdrawalImpact.SCAN_DAYS;
import static org.rateshelf.answer.WithdrawalImpact.SPREAD_MEAN_BP;
import static org.rateshelf.answer.WithdrawalImpact.STAYERS_BP;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.rateshelf.Rows;
import org.rateshelf.TestMarket;
import org.rateshelf.TestSpark;
import org.rateshelf.job.Inputs;
import org.rateshelf.market.Market;
import org.rateshelf.schema.Field;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Scans;
import org.rateshelf.table.ShelfDays;
import org.rateshelf.table.Spells;

/** One platform, three-year deposits, against a comparator of 1.5 percent. */
class WithdrawalImpactTest {
  private static final WithdrawalImpact ANSWER = new WithdrawalImpact();
  private static final Market MARKET = TestMarket.settings("BIG_POSTED: {classes: [state_owned]}");
  private static final LocalDate BEFORE = LocalDate.of(2020, 12, 2);
  private static final LocalDate AFTER = LocalDate.of(2020, 12, 3);
  private static final String COMPARED_WITH = "1.5";

  @Test
  void theChangeOfAMeanSplitsAsInTheWorkedExample() {
    Row row =
        after(
            new Offers()
                .on(BEFORE, "a", "4.000")
                .on(BEFORE, "b", "4.200")
                .on(BEFORE, "c", "4.500")
                .on(BEFORE, "d", "4.875")
                .on(AFTER, "a", "3.900")
                .on(AFTER, "b", "4.200")
                .on(AFTER, "e", "3.600"));
    // 4.39375 before and 3.90 after: -0.050 - 0.150 - 0.29375 = -0.49375.
    assertThat(values(row, SPREAD_MEAN_BP, CHANGE_BP)).containsExactly("240.00", "-49.38");
    assertThat(values(row, STAYERS_BP, ENTRANTS_BP, EXITS_BP))
        .containsExactly("-5.00", "-15.00", "-29.38");
    assertThat(values(row, RATE_MEAN_PCT, REASON)).containsExactly("3.9000", "null");
    assertThat(values(row, SCAN_DAYS, PRODUCTS_MEAN)).containsExactly("1", "3.0000");
  }

  @Test
  void withoutStayersThereIsAChangeButNoSplit() {
    Row row = after(new Offers().on(BEFORE, "a", "4.0").on(AFTER, "b", "3.6"));
    assertThat(values(row, REASON, CHANGE_BP, STAYERS_BP, ENTRANTS_BP, EXITS_BP))
        .containsExactly("NO_STAYERS", "-40.00", "null", "null", "null");
  }

  @Test
  void whereNothingIsLeftTheCountsStand() {
    Row row = after(new Offers().on(BEFORE, "a", "4.0"));
    assertThat(values(row, REASON, SPREAD_MEAN_BP, CHANGE_BP, PRODUCTS_MEAN))
        .containsExactly("NO_PRODUCTS_AFTER", "null", "null", "0.0000");
  }

  @Test
  void whereNothingWasThereIsNoChange() {
    Row row = after(new Offers().on(AFTER, "a", "4.0"));
    assertThat(values(row, REASON, SPREAD_MEAN_BP, CHANGE_BP))
        .containsExactly("NO_PRODUCTS_BEFORE", "250.00", "null");
  }

  @Test
  void theWindowBeforeHasMeansAndNoChange() {
    Row row = row(new Offers().on(BEFORE, "a", "4.0").on(AFTER, "a", "3.0"), "before");
    assertThat(values(row, REASON, SPREAD_MEAN_BP, CHANGE_BP, STAYERS_BP))
        .containsExactly("null", "250.00", "null", "null");
  }

  @Test
  void aProductUnderANewIdStays() {
    Offers offers = new Offers().on(BEFORE, "old", "4.0").on(AFTER, "new", "3.5");
    offers.spells.row(Spells.PRODUCT_ID.is("new"), Spells.FORMER_IDS.is(List.of("old")));
    assertThat(values(after(offers), REASON, CHANGE_BP, STAYERS_BP, EXITS_BP))
        .containsExactly("null", "-50.00", "-50.00", "0.00");
  }

  @Test
  void aProductUnderANewIdInALaterSpellStaysToo() {
    Offers offers = new Offers().on(BEFORE, "x", "4.0").on(AFTER, "z", "3.5");
    offers
        .spells
        .row(Spells.PRODUCT_ID.is("y"), Spells.FORMER_IDS.is(List.of("x")))
        .row(Spells.SPELL_NO.is(2), Spells.PRODUCT_ID.is("z"), Spells.FORMER_IDS.is(List.of("y")));
    assertThat(values(after(offers), REASON, CHANGE_BP, STAYERS_BP, EXITS_BP))
        .containsExactly("null", "-50.00", "-50.00", "0.00");
  }

  /** Of a day before all windows a spread cannot be computed here, and nobody asks for it. */
  @Test
  void daysOutsideTheWindowsAreNotRead() {
    LocalDate old = BEFORE.minusYears(1);
    Offers offers = new Offers().on(old, "a", "9.0").on(BEFORE, "a", "4.0").on(AFTER, "a", "3.5");
    Inputs in = offers.inputs();
    Column failsThatDay = lit(1).divide(datediff(RateSpreads.AS_OF_DATE.col(), lit(old)));
    Column spread = when(failsThatDay.notEqual(0), RateSpreads.SPREAD_BP.col());
    Map<String, Dataset<Row>> tables = new HashMap<>();
    ANSWER.reads().forEach(table -> tables.put(table.path(), in.rows(table)));
    tables.computeIfPresent(
        RateSpreads.TABLE.path(),
        (path, rows) ->
            TestSpark.session()
                .createDataFrame(rows.toJavaRDD(), rows.schema())
                .withColumn(RateSpreads.SPREAD_BP.name(), spread));
    Row row = row(new Inputs("test", MARKET, BEFORE, AFTER, tables), "closed");
    assertThat(values(row, SPREAD_MEAN_BP, CHANGE_BP)).containsExactly("200.00", "-50.00");
  }

  private static final class Offers {
    private final Rows spells = Rows.of(Spells.TABLE);
    private final Rows spreads = Rows.of(RateSpreads.TABLE).each(RateSpreads.REASON.is(null));
    private final Rows shelf =
        Rows.of(ShelfDays.TABLE).each(ShelfDays.ANY_TERMS.is(List.of("P3Y")));
    private final Rows scans =
        Rows.of(Scans.TABLE).row(Scans.SCAN_DATE.is(BEFORE)).row(Scans.SCAN_DATE.is(AFTER));

    Offers on(LocalDate day, String product, String rate) {
      BigDecimal headline = new BigDecimal(rate).setScale(4);
      BigDecimal spread = headline.subtract(new BigDecimal(COMPARED_WITH)).movePointRight(2);
      spreads.row(
          RateSpreads.AS_OF_DATE.is(day),
          RateSpreads.PRODUCT_ID.is(product),
          RateSpreads.HEADLINE_RATE_PCT.is(headline),
          RateSpreads.SPREAD_BP.is(spread.setScale(2)));
      shelf.row(ShelfDays.AS_OF_DATE.is(day), ShelfDays.PRODUCT_ID.is(product));
      return this;
    }

    Inputs inputs() {
      return Rows.inputs(
          MARKET,
          BEFORE,
          AFTER,
          ANSWER.reads(),
          spreads,
          shelf,
          scans,
          spells,
          Rows.of(Banks.TABLE).row());
    }
  }

  private static Row after(Offers offers) {
    return row(offers, "closed");
  }

  private static Row row(Offers offers, String window) {
    return row(offers.inputs(), window);
  }

  /** The one row of this window, of the platform, class and term, each product counted once. */
  private static Row row(Inputs in, String window) {
    List<Row> rows =
        ANSWER
            .compute(in)
            .filter(WithdrawalImpact.WINDOW.col().equalTo(window))
            .filter(WithdrawalImpact.PLATFORM_ID.col().notEqual("ALL"))
            .filter(WithdrawalImpact.BANK_CLASS.col().notEqual("ALL"))
            .filter(WithdrawalImpact.TERM.col().notEqual("ALL"))
            .filter(WithdrawalImpact.WEIGHTING.col().equalTo("SIMPLE"))
            .collectAsList();
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  private static List<String> values(Row row, Field<?>... fields) {
    return Stream.of(fields).map(f -> String.valueOf(row.<Object>getAs(f.name()))).toList();
  }
}
