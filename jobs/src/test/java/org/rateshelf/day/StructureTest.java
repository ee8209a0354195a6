package org.rateshelf.day;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rateshelf.answer.MarketStructure.AS_OF_DATE;
import static org.rateshelf.answer.MarketStructure.MEASURE;
import static org.rateshelf.answer.MarketStructure.PLATFORM_ID;
import static org.rateshelf.answer.MarketStructure.PRODUCTS;
import static org.rateshelf.answer.MarketStructure.PUBLISHED;
import static org.rateshelf.answer.MarketStructure.TABLE;
import static org.rateshelf.answer.MarketStructure.VALUE;
import static org.rateshelf.day.Shown.DAY;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.rateshelf.day.Structure.Measured;
import org.rateshelf.market.Comparator.Kind;
import org.rateshelf.table.PublishedFigures;

class StructureTest {
  /** Three products on ALPHA, of two banks; one on BETA; one in the banks' own channel. */
  private static final List<Object[]> MARKET =
      rows(
          Shown.of("ALPHA", "a1"),
          Shown.of("ALPHA", "a2"),
          Shown.of("ALPHA", "a3").bank("PRIV1", "private").term("P5Y"),
          Shown.of("BETA", "b1"),
          Shown.of("OWN_APP", "o1"));

  @Test
  void productsAndBanksAreCountedOnEachPlatformAndOnAll() {
    assertThat(value(MARKET, "PRODUCTS", "ALPHA")).isEqualTo("3.0000");
    assertThat(value(MARKET, "PRODUCTS", "ALL")).isEqualTo("4.0000");
    assertThat(value(MARKET, "BANKS", "ALL")).isEqualTo("2.0000");
    assertThat(value(MARKET, "FIVE_YEAR_PCT", "ALPHA")).isEqualTo("33.3333");
  }

  @Test
  void theOwnChannelStandsByItselfAndNotInAll() {
    assertThat(value(MARKET, "PRODUCTS", "OWN_APP")).isEqualTo("1.0000");
    assertThat(value(MARKET, "PLATFORM_HHI_PRODUCTS", "ALL")).isEqualTo("0.6250");
  }

  @Test
  void concentrationIsTheSumOfSquaredShares() {
    assertThat(value(MARKET, "BANK_HHI_PRODUCTS", "ALPHA")).isEqualTo("0.5556");
    assertThat(value(MARKET, "BANK_HHI_PRODUCTS", "ALL")).isEqualTo("0.6250");
    assertThat(has(MARKET, "PLATFORM_HHI_PRODUCTS", "ALPHA")).isFalse();
  }

  @Test
  void everyFigureSaysHowManyProductsAreOnOffer() {
    Object[] row = Shown.only(TABLE, MARKET, MEASURE.is("BANKS"), PLATFORM_ID.is("ALPHA"));
    assertThat(Shown.values(TABLE, row, AS_OF_DATE, PRODUCTS, PUBLISHED))
        .containsExactly(DAY, 3, null);
  }

  @Test
  void aProductCountsOnceWhateverItsLines() {
    List<Object[]> rows =
        rows(Shown.of("ALPHA", "a1"), Shown.of("ALPHA", "a1").term("P5Y"), Shown.of("BETA", "a1"));
    assertThat(value(rows, "PRODUCTS", "ALL")).isEqualTo("2.0000");
    assertThat(value(rows, "FIVE_YEAR_PCT", "ALL")).isEqualTo("50.0000");
  }

  @Test
  void whatPaysByThePeriodIsPeriodic() {
    List<Object[]> rows =
        rows(
            but(s -> s.payout = "P1M"),
            but(s -> s.payout = "P7D"),
            but(s -> s.payout = "AT_MATURITY"),
            but(s -> s.payout = "UNKNOWN"));
    assertThat(value(rows, "PERIODIC_PCT", "ALL")).isEqualTo("50.0000");
  }

  @Test
  void smallIsUpToFiftyAmongProductsWhoseLeastIsShown() {
    List<Object[]> rows =
        rows(
            but(s -> s.least = "50.00"),
            but(s -> s.least = "50.01"),
            but(s -> s.least = "1.00"),
            but(s -> s.least = "0.00"));
    assertThat(value(rows, "FROM_50_PCT", "ALL")).isEqualTo("66.6667");
  }

  @Test
  void whereNoLeastIsShownThereIsNoShare() {
    assertThat(has(rows(but(s -> s.least = "0.00")), "FROM_50_PCT", "ALL")).isFalse();
  }

  @Test
  void onlyTimeDepositsThatCanBeBoughtAreOnOffer() {
    assertThat(rows(but(s -> s.kind = "DEMAND_DEPOSIT"), but(s -> s.action = "VIEW"))).isEmpty();
  }

  @Test
  void balancesOfThatDayStandAmongThem() {
    List<Object[]> rows =
        Structure.rows(
            Shown.day(),
            List.of(),
            List.of(
                new Measured(DAY, "ALL", "BANK_HHI_BALANCE", new BigDecimal("0.5")),
                new Measured(DAY, "ALPHA", "PLATFORM_BALANCE", null),
                new Measured(DAY.minusDays(1), "ALL", "PLATFORM_BALANCE", BigDecimal.TEN)),
            Shown.reference());
    assertThat(rows).hasSize(1);
    assertThat(Shown.values(TABLE, rows.get(0), MEASURE, PLATFORM_ID, VALUE, PRODUCTS))
        .containsExactly("BANK_HHI_BALANCE", "ALL", new BigDecimal("0.5000"), null);
  }

  @Test
  void whatOthersPublishedStandsBesideInOrderOfScope() {
    List<Object[]> rows =
        beside(
            figure(DAY, "PRODUCTS", null, "b", "90.0000"),
            figure(DAY, "PRODUCTS", null, "a", "85.0000"),
            figure(DAY.plusDays(1), "PRODUCTS", null, "a", "1.0000"));
    Object[] row = Shown.only(TABLE, rows, MEASURE.is("PRODUCTS"), PLATFORM_ID.is("ALL"));
    assertThat(value(rows, "PRODUCTS", "ALL")).isEqualTo("1.0000");
    assertThat(row[TABLE.at(PUBLISHED)])
        .usingRecursiveComparison()
        .isEqualTo(List.of(said("85.0000", "a"), said("90.0000", "b")));
  }

  private static Object[] said(String value, String scope) {
    return new Object[] {new BigDecimal(value), "products", scope, "a newspaper", null};
  }

  @Test
  void whatOnlyOthersPublishedHasNoValue() {
    List<Object[]> rows = beside(figure(DAY, "PLATFORM_BALANCE", "ALPHA", "a", "5.0000"));
    Object[] row = Shown.only(TABLE, rows, MEASURE.is("PLATFORM_BALANCE"));
    assertThat(Shown.values(TABLE, row, AS_OF_DATE, PLATFORM_ID, VALUE, PRODUCTS))
        .containsExactly(DAY, "ALPHA", null, null);
    assertThat((List<?>) row[TABLE.at(PUBLISHED)]).hasSize(1);
  }

  private static List<Object[]> beside(Object[]... published) {
    return Structure.rows(
        Shown.day(),
        List.of(Shown.of("ALPHA", "a1").over(Kind.BENCHMARK, "1.5000")),
        List.of(),
        Shown.reference(PublishedFigures.TABLE, published));
  }

  private static Object[] figure(
      LocalDate day, String measure, String platform, String scope, String value) {
    return Examples.row(
        PublishedFigures.TABLE,
        PublishedFigures.AS_OF.is(day),
        PublishedFigures.MEASURE.is(measure),
        PublishedFigures.PLATFORM_ID.is(platform),
        PublishedFigures.VALUE.is(new BigDecimal(value)),
        PublishedFigures.UNIT.is("products"),
        PublishedFigures.SCOPE.is(scope),
        PublishedFigures.SOURCE.is("a newspaper"),
        PublishedFigures.NOTE.is(null));
  }

  private static int products;

  /** Another product on ALPHA. */
  private static Shown but(Consumer<Shown> change) {
    Shown offer = Shown.of("ALPHA", "a" + products++);
    change.accept(offer);
    return offer;
  }

  private static List<Object[]> rows(Shown... offers) {
    List<Spread> spreads =
        Arrays.stream(offers).map(offer -> offer.over(Kind.BENCHMARK, "1.5000")).toList();
    return Structure.rows(Shown.day(), spreads, List.of(), Shown.reference());
  }

  private static String value(List<Object[]> rows, String measure, String platform) {
    Object[] row = Shown.only(TABLE, rows, MEASURE.is(measure), PLATFORM_ID.is(platform));
    return TABLE.value(row, VALUE).toPlainString();
  }

  private static boolean has(List<Object[]> rows, String measure, String platform) {
    return rows.stream()
        .anyMatch(
            row ->
                TABLE.value(row, MEASURE).equals(measure)
                    && TABLE.value(row, PLATFORM_ID).equals(platform));
  }
}
