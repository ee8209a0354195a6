package org.rateshelf.day;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rateshelf.answer.SpreadSummary.AS_OF_DATE;
import static org.rateshelf.answer.SpreadSummary.BALANCE_COVERED_PCT;
import static org.rateshelf.answer.SpreadSummary.BALANCE_WEIGHTED_BP;
import static org.rateshelf.answer.SpreadSummary.BANK_CLASS;
import static org.rateshelf.answer.SpreadSummary.COMPARATOR;
import static org.rateshelf.answer.SpreadSummary.LINES;
import static org.rateshelf.answer.SpreadSummary.LINES_WITHOUT_SPREAD;
import static org.rateshelf.answer.SpreadSummary.MAX_BP;
import static org.rateshelf.answer.SpreadSummary.MEAN_BP;
import static org.rateshelf.answer.SpreadSummary.MEDIAN_BP;
import static org.rateshelf.answer.SpreadSummary.P10_BP;
import static org.rateshelf.answer.SpreadSummary.P90_BP;
import static org.rateshelf.answer.SpreadSummary.PLATFORM_ID;
import static org.rateshelf.answer.SpreadSummary.PRODUCTS;
import static org.rateshelf.answer.SpreadSummary.PRODUCT_KIND;
import static org.rateshelf.answer.SpreadSummary.TABLE;
import static org.rateshelf.answer.SpreadSummary.TERM;
import static org.rateshelf.day.Shown.DAY;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rateshelf.market.Comparator.Kind;
import org.rateshelf.schema.Field;

class SummariesTest {
  /**
   * The golden market's fourth day, BENCHMARK: balances of P1Y are 7,000 a1, 9,000 b1, 3,000 o1.
   */
  private static final List<Spread> GOLDEN =
      List.of(
          Shown.of("ALPHA", "a1").spread("75.00"),
          Shown.of("ALPHA", "a3").bank("PRIV1", "private").term("P6M").spread("70.00"),
          Shown.of("ALPHA", "a3").bank("PRIV1", "private").term("P6M").spread("60.00"),
          Shown.of("BETA", "b1").spread("60.00"),
          Shown.of("BETA", "b2").bank("PRIV1", "private").spread("45.00"),
          Shown.of("OWN_APP", "o1").spread("55.00"));

  private static Balances golden() {
    Balances balances = new Balances();
    balances.add(DAY, "ALPHA", "a1", "P1Y", new BigDecimal("7000.00"));
    balances.add(DAY, "ALPHA", "a3", "P6M", new BigDecimal("1600.00"));
    balances.add(DAY, "BETA", "b1", "P1Y", new BigDecimal("9000.00"));
    balances.add(DAY, "OWN_APP", "o1", "P1Y", new BigDecimal("3000.00"));
    balances.add(DAY, "ALPHA", "two", "P1Y", new BigDecimal("1000.00"));
    balances.add(DAY, "ALPHA", "two", "P6M", new BigDecimal("3000.00"));
    return balances;
  }

  @Test
  void meansAndPercentilesArePooledOverPlatformsClassesAndTerms() {
    Object[] all = cell(GOLDEN, "ALL", "ALL", "ALL");
    assertThat(figures(all, LINES, MEAN_BP, P10_BP, MEDIAN_BP, P90_BP, MAX_BP))
        .containsExactly(5, bp("62.00"), bp("51.00"), bp("60.00"), bp("73.00"), bp("75.00"));
    Object[] alpha = cell(GOLDEN, "ALPHA", "ALL", "ALL");
    assertThat(figures(alpha, MEAN_BP, P10_BP, MEDIAN_BP, P90_BP))
        .containsExactly(bp("68.33"), bp("62.00"), bp("70.00"), bp("74.00"));
    Object[] priv = cell(GOLDEN, "ALL", "private", "ALL");
    assertThat(figures(priv, MEAN_BP, P10_BP, MEDIAN_BP, P90_BP))
        .containsExactly(bp("58.33"), bp("48.00"), bp("60.00"), bp("68.00"));
  }

  @Test
  void balancesWeighTheMeanOfAProductsLinesInATerm() {
    assertThat(weighted("ALL", "ALL", "ALL")).containsExactly(bp("66.42"), bp("75.00"));
    assertThat(weighted("ALPHA", "ALL", "ALL")).containsExactly(bp("73.14"), bp("100.00"));
    assertThat(weighted("ALL", "ALL", "P1Y")).containsExactly(bp("66.56"), bp("66.67"));
    assertThat(weighted("ALL", "private", "P1Y")).containsExactly(null, bp("0.00"));
  }

  private static List<Object> weighted(String platform, String bankClass, String term) {
    return figures(
        cell(GOLDEN, platform, bankClass, term), BALANCE_WEIGHTED_BP, BALANCE_COVERED_PCT);
  }

  @Test
  void theOwnChannelStandsByItselfAndNotInAll() {
    assertThat(figures(cell(GOLDEN, "OWN_APP", "ALL", "ALL"), LINES)).containsExactly(1);
    assertThat(figures(cell(GOLDEN, "ALL", "city", "P1Y"), PRODUCTS)).containsExactly(2);
  }

  @Test
  void aProductInTwoTermsIsOneProductOverAllTerms() {
    List<Spread> spreads =
        List.of(
            Shown.of("ALPHA", "two").term("P1Y").spread("10.00"),
            Shown.of("ALPHA", "two").term("P6M").spread("20.00"));
    Object[] all = cell(spreads, "ALPHA", "city", "ALL");
    assertThat(figures(all, PRODUCTS, LINES, BALANCE_WEIGHTED_BP, BALANCE_COVERED_PCT))
        .containsExactly(1, 2, bp("17.50"), bp("100.00"));
  }

  @Test
  void productsOfTwoPlatformsWithOneIdAreTwo() {
    List<Spread> spreads =
        List.of(Shown.of("ALPHA", "x").spread("1.00"), Shown.of("BETA", "x").spread("1.00"));
    assertThat(figures(cell(spreads, "ALL", "ALL", "ALL"), PRODUCTS)).containsExactly(2);
  }

  @Test
  void aLineWithoutASpreadIsCountedBesideThem() {
    List<Spread> spreads =
        List.of(
            Shown.of("ALPHA", "a1").without(Kind.BENCHMARK, "NO_SCAN"),
            Shown.of("ALPHA", "a2").spread("5.00"));
    assertThat(
            figures(cell(spreads, "ALPHA", "city", "P1Y"), PRODUCTS, LINES, LINES_WITHOUT_SPREAD))
        .containsExactly(1, 1, 1);
  }

  @Test
  void whereNoLineHasASpreadThereAreNoFigures() {
    List<Spread> spreads = List.of(Shown.of("ALPHA", "a1").without(Kind.BENCHMARK, "NO_SCAN"));
    Object[] row = cell(spreads, "ALPHA", "city", "P1Y");
    assertThat(
            figures(
                row,
                MEAN_BP,
                MEDIAN_BP,
                P10_BP,
                P90_BP,
                MAX_BP,
                BALANCE_WEIGHTED_BP,
                BALANCE_COVERED_PCT))
        .containsOnlyNulls();
    assertThat(figures(row, PRODUCTS, LINES)).containsExactly(0, 0);
  }

  @Test
  void holdersLinesAndOtherKindsOfRatesAreLeftOut() {
    List<Spread> spreads =
        List.of(
            Shown.of("ALPHA", "a1").viewer("HOLDER").spread("5.00"),
            Shown.of("ALPHA", "a2").rateKind("TIER").spread("5.00"));
    assertThat(rows(spreads)).isEmpty();
  }

  @Test
  void kindsAndComparatorsAreNotPooled() {
    List<Spread> spreads =
        List.of(
            Shown.of("ALPHA", "a1").spread("5.00"),
            Shown.of("ALPHA", "a1").over(Kind.CEILING, "2.0000"),
            Shown.of("ALPHA", "a2").kind("DEMAND_DEPOSIT").spread("5.00"));
    assertThat(rows(spreads))
        .hasSize(3 * 8)
        .allSatisfy(row -> assertThat(figures(row, LINES)).containsExactly(1));
  }

  private static List<Object[]> rows(List<Spread> spreads) {
    return Summaries.rows(Shown.day(golden()), spreads, Shown.reference());
  }

  private static Object[] cell(
      List<Spread> spreads, String platform, String bankClass, String term) {
    return Shown.only(
        TABLE,
        rows(spreads),
        AS_OF_DATE.is(DAY),
        PLATFORM_ID.is(platform),
        PRODUCT_KIND.is("TIME_DEPOSIT"),
        BANK_CLASS.is(bankClass),
        TERM.is(term),
        COMPARATOR.is("BENCHMARK"));
  }

  private static List<Object> figures(Object[] row, Field<?>... fields) {
    return Shown.values(TABLE, row, fields);
  }

  private static BigDecimal bp(String number) {
    return new BigDecimal(number);
  }
}
