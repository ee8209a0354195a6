package org.rateshelf.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rateshelf.answer.EventStudy.BACKGROUND;
import static org.rateshelf.answer.EventStudy.BASE_VALUE;
import static org.rateshelf.answer.EventStudy.CHANGE;
import static org.rateshelf.answer.EventStudy.DAYS_FROM_EVENT;
import static org.rateshelf.answer.EventStudy.EVENT_ID;
import static org.rateshelf.answer.EventStudy.MEASURE;
import static org.rateshelf.answer.EventStudy.TABLE;
import static org.rateshelf.answer.EventStudy.VALUE;
import static org.rateshelf.study.Given.DAY_ZERO;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rateshelf.TestMarket;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.answer.SpreadSummary;
import org.rateshelf.day.Balances;
import org.rateshelf.day.Day;
import org.rateshelf.day.Posted;
import org.rateshelf.market.Reference;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Field.Cell;
import org.rateshelf.study.EventStudies.Measured;

/** An event on the third of December, and its window before from the first on. */
class EventStudiesTest {
  private static final Reference REFERENCE = Given.reference();
  private static final LocalDate FIRST = LocalDate.of(2020, 12, 1);
  private static final LocalDate DAY_BEFORE = DAY_ZERO.minusDays(1);

  @Test
  void aDayMeasuresTimeDepositsOfAllClassesAndTermsForNewBuyers() {
    Measures day =
        new Measures(DAY_ZERO)
            .counted(7, 5)
            .counted(99, 98, ProductCounts.PRODUCT_KIND.is("SMART_DEPOSIT"))
            .counted(99, 98, ProductCounts.BANK_CLASS.is("private"))
            .counted(99, 98, ProductCounts.VIEWER.is("HOLDER"))
            .spread("137.50")
            .spread("99.00", SpreadSummary.PRODUCT_KIND.is("SMART_DEPOSIT"))
            .spread("99.00", SpreadSummary.BANK_CLASS.is("private"))
            .spread("99.00", SpreadSummary.TERM.is("P1Y"))
            .spread("99.00", SpreadSummary.COMPARATOR.is("BENCHMARK"))
            .spread("99.00", SpreadSummary.PLATFORM_ID.is("ALL"));
    assertThat(day.measured(REFERENCE))
        .containsExactlyInAnyOrder(
            measured("JD_FINANCE", "STOCK", "7.0000"),
            measured("JD_FINANCE", "ON_SALE", "5.0000"),
            measured("JD_FINANCE", "SPREAD_BIG_BP", "137.5000"));
  }

  @Test
  void aSpreadThatNoLineHasIsMeasuredAsNone() {
    assertThat(new Measures(DAY_ZERO).counted(7, 5).measured(REFERENCE))
        .contains(measured("JD_FINANCE", "SPREAD_BIG_BP", null));
    assertThat(new Measures(DAY_ZERO).counted(7, 5).spread(null).measured(REFERENCE))
        .contains(measured("JD_FINANCE", "SPREAD_BIG_BP", null));
  }

  @Test
  void withoutAStockThereIsNoSpread() {
    assertThat(new Measures(DAY_ZERO).spread("137.50").measured(REFERENCE)).isEmpty();
  }

  @Test
  void aMarketThatHoldsNothingAgainstBigBanksMeasuresNeitherSpreadNorBackground() {
    Reference market = Given.of(TestMarket.text("BENCHMARK: {}"));
    assertThat(new Measures(DAY_ZERO).counted(7, 5).posted("ICBC", "P1Y", "1.75").measured(market))
        .extracting(Measured::measure)
        .containsExactly("STOCK", "ON_SALE");
  }

  @Test
  void beforeAllWindowsNothingIsMeasured() {
    Measures first = new Measures(FIRST).counted(7, 5);
    Measures before = new Measures(FIRST.minusDays(1)).counted(7, 5);
    assertThat(first.measured(REFERENCE)).isNotEmpty();
    assertThat(before.measured(REFERENCE)).isEmpty();
  }

  @Test
  void aMarketWithoutWindowsMeasuresNothing() {
    String settings = TestMarket.text("BENCHMARK: {}").replaceAll("(?s)windows:.*?(?=comp)", "");
    Reference market = Given.of(settings);
    assertThat(new Measures(DAY_ZERO).counted(7, 5).measured(market)).isEmpty();
    assertThat(EventStudies.rows(List.of(stock(DAY_ZERO, "7.0000")), List.of(), market)).isEmpty();
  }

  @Test
  void theBackgroundIsTheMeanOfTheBigBanksPostedRatesOfJustTheseTerms() {
    Measures day =
        new Measures(DAY_ZERO)
            .posted("ICBC", "P1Y", "1.7500")
            .posted("ICBC", "P1Y", "1.7500")
            .posted("ICBC", "P1Y", "1.7501")
            .posted("ZGC", "P1Y", "9.0000")
            .posted("NOBODY", "P1Y", "9.0000")
            .posted("ICBC", "P2Y", "9.0000")
            .posted("ICBC", "P3Y", "2.7500")
            .posted("ICBC", "P5Y", "2.8000");
    day.posted.add(
        new Posted(DAY_ZERO, "ICBC", "DEMAND_DEPOSIT", "P1Y", new BigDecimal("9.0000"), null));
    assertThat(day.measured(REFERENCE))
        .containsExactlyInAnyOrder(
            measured("ALL", "POSTED_BIG_1Y_PCT", "1.7500"),
            measured("ALL", "POSTED_BIG_3Y_PCT", "2.7500"),
            measured("ALL", "POSTED_BIG_5Y_PCT", "2.8000"));
  }

  @Test
  void aChangeIsAgainstTheDayBeforeTheEvent() {
    List<Object[]> rows =
        EventStudies.rows(
            List.of(stock(FIRST, "9.0000"), stock(DAY_BEFORE, "7.0000"), stock(DAY_ZERO, "4.0000")),
            List.of(),
            REFERENCE);
    assertThat(texts(rows, DAYS_FROM_EVENT, VALUE, BASE_VALUE, CHANGE))
        .containsExactly(
            "-1 7.0000 7.0000 0.0000", "-2 9.0000 7.0000 2.0000", "0 4.0000 7.0000 -3.0000");
  }

  @Test
  void aSeriesHasTheBaseOfItsOwnPlatformAndMeasure() {
    List<Measured> measured =
        List.of(
            new Measured(DAY_BEFORE, "ALPHA", "STOCK", new BigDecimal("7.0000")),
            new Measured(DAY_BEFORE, "BETA", "ON_SALE", new BigDecimal("6.0000")),
            new Measured(DAY_ZERO, "BETA", "STOCK", new BigDecimal("4.0000")));
    List<Object[]> rows = EventStudies.rows(measured, List.of(), REFERENCE);
    assertThat(texts(Given.where(TABLE, rows, DAYS_FROM_EVENT.is(0)), BASE_VALUE, CHANGE))
        .containsExactly("null null");
  }

  @Test
  void withoutAValueOnEitherDayThereIsNoChange() {
    List<Object[]> noBase =
        EventStudies.rows(
            List.of(stock(DAY_BEFORE, null), stock(DAY_ZERO, "4.0000")), List.of(), REFERENCE);
    List<Object[]> noValue =
        EventStudies.rows(
            List.of(stock(DAY_BEFORE, "7.0000"), stock(DAY_ZERO, null)), List.of(), REFERENCE);
    assertThat(texts(noBase, DAYS_FROM_EVENT, VALUE, BASE_VALUE, CHANGE))
        .containsExactly("-1 null null null", "0 4.0000 null null");
    assertThat(texts(noValue, DAYS_FROM_EVENT, VALUE, BASE_VALUE, CHANGE))
        .containsExactly("-1 7.0000 7.0000 0.0000", "0 null 7.0000 null");
  }

  @Test
  void theValuesOfEarlierDaysStandAndGiveTheBase() {
    List<Object[]> earlier =
        EventStudies.rows(
            List.of(stock(FIRST, "9.0000"), stock(DAY_BEFORE, "7.0000")), List.of(), REFERENCE);
    List<Object[]> rows = EventStudies.rows(List.of(stock(DAY_ZERO, "4.0000")), earlier, REFERENCE);
    assertThat(texts(rows, DAYS_FROM_EVENT, VALUE, CHANGE))
        .containsExactly("-1 7.0000 0.0000", "-2 9.0000 2.0000", "0 4.0000 -3.0000");
  }

  @Test
  void theChangesOfEarlierDaysFollowABaseThatIsComputedAnew() {
    List<Object[]> earlier =
        EventStudies.rows(List.of(stock(FIRST, "9.0000")), List.of(), REFERENCE);
    List<Object[]> rows =
        EventStudies.rows(List.of(stock(DAY_BEFORE, "8.0000")), earlier, REFERENCE);
    assertThat(texts(rows, DAYS_FROM_EVENT, CHANGE)).containsExactly("-1 0.0000", "-2 1.0000");
  }

  @Test
  void aDayStandsAroundEachEventWhoseDaysItIsAmong() {
    Reference market = withWindows("EV2", "NOT_IN_THE_REFERENCE");
    List<Measured> measured = List.of(stock(DAY_BEFORE, "7.0000"), stock(DAY_ZERO, "4.0000"));
    assertThat(texts(EventStudies.rows(measured, List.of(), market), EVENT_ID, DAYS_FROM_EVENT))
        .containsExactly("EV1 -1", "EV1 0", "EV2 -2");
  }

  @Test
  void aDayBeforeAnEventsOwnDaysIsNoBase() {
    Reference market = withWindows("EV3");
    List<Measured> measured = List.of(stock(DAY_BEFORE, "7.0000"), stock(DAY_ZERO, "4.0000"));
    List<Object[]> rows = EventStudies.rows(measured, List.of(), market);
    assertThat(texts(rows, EVENT_ID, DAYS_FROM_EVENT, BASE_VALUE))
        .containsExactly("EV1 -1 7.0000", "EV1 0 7.0000", "EV3 0 null");
  }

  /** A market of these events too, each with days from the third of December on. */
  private static Reference withWindows(String... events) {
    StringBuilder windows = new StringBuilder();
    for (String event : events) {
      windows.append("  - event_id: " + event + "\n");
      windows.append("    before: {from: 2020-12-03, to: 2020-12-03}\n");
      windows.append("    after:\n      - {window: later, from: 2020-12-04}\n");
    }
    String settings = TestMarket.text("BIG_POSTED: {classes: [state_owned]}");
    return Given.of(settings.replace("comparators:", windows + "comparators:"));
  }

  @Test
  void onlyPostedRatesAreBackground() {
    List<Measured> measured =
        List.of(
            stock(DAY_ZERO, "4.0000"),
            new Measured(DAY_ZERO, "ALL", "POSTED_BIG_1Y_PCT", new BigDecimal("1.7500")));
    assertThat(texts(EventStudies.rows(measured, List.of(), REFERENCE), MEASURE, BACKGROUND))
        .containsExactly("POSTED_BIG_1Y_PCT true", "STOCK false");
  }

  private static Measured stock(LocalDate day, String value) {
    return new Measured(day, "ALPHA", "STOCK", value == null ? null : new BigDecimal(value));
  }

  private static Measured measured(String platform, String measure, String value) {
    return new Measured(DAY_ZERO, platform, measure, value == null ? null : new BigDecimal(value));
  }

  private static List<String> texts(List<Object[]> rows, Field<?>... fields) {
    return Given.all(TABLE, rows, fields);
  }

  private static final class Measures {
    private final LocalDate day;
    private final List<Object[]> counts = new ArrayList<>();
    private final List<Object[]> spreads = new ArrayList<>();
    private final List<Posted> posted = new ArrayList<>();

    Measures(LocalDate day) {
      this.day = day;
    }

    Measures counted(int stock, int onSale, Cell... cells) {
      counts.add(
          Given.row(
              ProductCounts.TABLE,
              Given.with(
                  cells,
                  ProductCounts.AS_OF_DATE.is(day),
                  ProductCounts.BANK_CLASS.is("ALL"),
                  ProductCounts.STOCK.is(stock),
                  ProductCounts.ON_SALE.is(onSale))));
      return this;
    }

    Measures spread(String meanBp, Cell... cells) {
      spreads.add(
          Given.row(
              SpreadSummary.TABLE,
              Given.with(
                  cells,
                  SpreadSummary.AS_OF_DATE.is(day),
                  SpreadSummary.BANK_CLASS.is("ALL"),
                  SpreadSummary.TERM.is("ALL"),
                  SpreadSummary.MEAN_BP.is(meanBp == null ? null : new BigDecimal(meanBp)))));
      return this;
    }

    Measures posted(String bank, String term, String rate) {
      posted.add(new Posted(day, bank, "TIME_DEPOSIT", term, new BigDecimal(rate), null));
      return this;
    }

    List<Measured> measured(Reference reference) {
      Day all = new Day(day, List.of(), posted, Set.of(), new Balances());
      return EventStudies.of(all, counts, spreads, reference);
    }
  }
}
