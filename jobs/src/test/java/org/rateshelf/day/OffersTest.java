package org.rateshelf.day;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rateshelf.answer.BestOffers.AER_RANK;
import static org.rateshelf.answer.BestOffers.AS_OF_DATE;
import static org.rateshelf.answer.BestOffers.OFFERS;
import static org.rateshelf.answer.BestOffers.PERCENTILE_PCT;
import static org.rateshelf.answer.BestOffers.SHELF_OFFERS;
import static org.rateshelf.answer.BestOffers.SHELF_RANK;
import static org.rateshelf.answer.BestOffers.TABLE;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.rateshelf.market.Comparator.Kind;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Provenance;

class OffersTest {
  @Test
  void equalRatesShareARankAndTheNextIsFurtherDown() {
    List<Object[]> rows =
        rows(
            offer("c", "2.1000"), offer("a", "3.0000"), offer("b", "3.0000"), offer("d", "1.0000"));
    assertThat(ofProduct(rows, "a")).containsExactly(1, 4, pct("75.00"), 1, 4);
    assertThat(ofProduct(rows, "b")).containsExactly(1, 4, pct("75.00"), 1, 4);
    assertThat(ofProduct(rows, "c")).containsExactly(3, 4, pct("37.50"), 3, 4);
    assertThat(ofProduct(rows, "d")).containsExactly(4, 4, pct("12.50"), 4, 4);
  }

  @Test
  void aSingleOfferStandsInTheMiddle() {
    assertThat(ofProduct(rows(offer("a", "3.0000")), "a"))
        .containsExactly(1, 1, pct("50.00"), 1, 1);
  }

  @Test
  void aShelfIsRankedByItselfTheOwnChannelAmongThem() {
    List<Object[]> rows =
        rows(Shown.of("OWN_APP", "o").aer("4.0000"), offer("a", "3.0000"), offer("b", "2.0000"));
    assertThat(ofProduct(rows, "a")).containsExactly(2, 3, pct("50.00"), 1, 2);
    assertThat(ofProduct(rows, "o")).containsExactly(1, 3, pct("83.33"), 1, 1);
  }

  @Test
  void onlyOneKindAndTermIsRankedTogether() {
    List<Object[]> rows =
        rows(
            offer("a", "3.0000"),
            offer("b", "4.0000").term("P3Y"),
            offer("c", "5.0000").kind("DEMAND_DEPOSIT"));
    assertThat(ofProduct(rows, "a")).containsExactly(1, 1, pct("50.00"), 1, 1);
  }

  @Test
  void withoutAnEffectiveRateALineIsListedAndInNoCount() {
    List<Object[]> rows =
        rows(offer("a", null), offer("b", "3.0000"), offer("c", null).term("P9M"));
    assertThat(ofProduct(rows, "a")).containsExactly(null, 1, null, null, 1);
    assertThat(ofProduct(rows, "b")).containsExactly(1, 1, pct("50.00"), 1, 1);
    assertThat(ofProduct(rows, "c")).containsExactly(null, 0, null, null, 0);
  }

  @Test
  void whatIsNoOfferOfThatDayIsLeftOut() {
    assertThat(rows(but(s -> s.viewer = "HOLDER"))).isEmpty();
    assertThat(rows(but(s -> s.action = "VIEW"))).isEmpty();
    assertThat(rows(but(s -> s.rateKind = "BONUS"))).isEmpty();
    assertThat(rows(but(s -> s.headline = null))).isEmpty();
    assertThat(rows(but(s -> s.listedOn = Shown.DAY.minusDays(1)))).isEmpty();
    assertThat(rows(but(s -> s.rateKind = "CYCLE"))).hasSize(1);
  }

  @Test
  void aLineIsListedOnceHoweverManyComparators() {
    List<Spread> spreads =
        List.of(
            offer("a", "3.0000").over(Kind.BENCHMARK, "1.5000"),
            offer("a", "3.0000").over(Kind.CEILING, "4.0000"));
    assertThat(Offers.rows(Shown.day(), spreads, Shown.reference())).hasSize(1);
  }

  @Test
  void aRowSaysWhatTheLineIsAndWhereItIsFrom() {
    Object[] row = rows(offer("a", "3.0000")).get(0);
    assertThat(row).hasSameSizeAs(TABLE.fields());
    assertThat(
            Shown.values(
                TABLE,
                row,
                AS_OF_DATE,
                Listings.PLATFORM_ID,
                Listings.MIN_AMOUNT,
                Listings.LINE_NO,
                Listings.BANK_ID,
                Provenance.FILE_SHA256,
                Provenance.FILE_LINE))
        .containsExactly(Shown.DAY, "ALPHA", pct("50.00"), 1, "CITY1", "sha", 1L);
  }

  private static Shown offer(String product, String aerPct) {
    return Shown.of("ALPHA", product).aer(aerPct);
  }

  private static Shown but(Consumer<Shown> change) {
    Shown offer = offer("a", "3.0000");
    change.accept(offer);
    return offer;
  }

  private static List<Object[]> rows(Shown... offers) {
    List<Spread> spreads = Arrays.stream(offers).map(o -> o.over(Kind.BENCHMARK, "1.5")).toList();
    return Offers.rows(Shown.day(), spreads, Shown.reference());
  }

  /** Its rank, offers and percentile, and its rank and offers on the shelf. */
  private static List<Object> ofProduct(List<Object[]> rows, String product) {
    Object[] row = Shown.only(TABLE, rows, Listings.PRODUCT_ID.is(product));
    return Shown.values(TABLE, row, AER_RANK, OFFERS, PERCENTILE_PCT, SHELF_RANK, SHELF_OFFERS);
  }

  private static BigDecimal pct(String number) {
    return new BigDecimal(number);
  }
}
