package org.rateshelf.day;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rateshelf.TestMarket;
import org.rateshelf.market.Reference;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Field.Cell;
import org.rateshelf.shelf.Line;
import org.rateshelf.table.BankRates;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Listings;
import org.rateshelf.table.PostedDays;

/** Every rate is ZGC's for a year, and every listing is of the day, but for what a test names. */
class PostedRatesTest {
  private static final LocalDate DAY = LocalDate.of(2020, 12, 18);

  @Test
  void aRateIsInForceFromItsFirstDayUntilTheNext() {
    PostedRates rates =
        new PostedRates(
            List.of(posted("ZGC", "P1Y", DAY.plusDays(3), "2"), posted("ZGC", "P1Y", DAY, "1")));
    assertThat(rates.on(DAY.minusDays(1))).isEmpty();
    assertThat(rates.on(DAY.plusDays(2)))
        .containsExactly(posted("ZGC", "P1Y", DAY.plusDays(2), "1"));
    assertThat(rates.on(DAY.plusDays(3)))
        .containsExactly(posted("ZGC", "P1Y", DAY.plusDays(3), "2"));
  }

  @Test
  void anotherBankKindOrTermEndsNothing() {
    Posted first = posted("ZGC", "P1Y", DAY, "1");
    LocalDate later = DAY.plusDays(1);
    PostedRates rates =
        new PostedRates(
            List.of(
                first,
                posted("ICBC", "P1Y", later, "2"),
                posted("ZGC", "P3Y", later, "3"),
                new Posted(later, "ZGC", "DEMAND_DEPOSIT", "P1Y", percent("4"), null)));
    assertThat(rates.on(later)).hasSize(4).contains(posted("ZGC", "P1Y", later, "1"));
  }

  @Test
  void whatItsSourceVouchesForEndsNothing() {
    Posted vouched = new Posted(DAY, "ZGC", "TIME_DEPOSIT", "P1Y", percent("1"), DAY.plusDays(1));
    assertThat(new PostedRates(List.of(vouched)).on(DAY.plusDays(5)))
        .extracting(Posted::confirmedTo)
        .containsExactly(DAY.plusDays(1));
  }

  @Test
  void ofTwoOfOneDayTheHigherRateCounts() {
    Posted low = posted("ZGC", "P1Y", DAY, "1.9");
    Posted high = posted("ZGC", "P1Y", DAY, "2.1");
    assertThat(new PostedRates(List.of(low, high)).on(DAY)).containsExactly(high);
    assertThat(new PostedRates(List.of(high, low)).on(DAY)).containsExactly(high);
  }

  @Test
  void whatWasInForceYesterdayStaysUntilItIsAnnouncedAnew() {
    List<Posted> known =
        new ArrayList<>(List.of(posted("ZGC", "P1Y", DAY, "2"), posted("ZGC", "P3Y", DAY, "3")));
    known.add(posted("ZGC", "P1Y", DAY.plusDays(1), "1"));
    assertThat(new PostedRates(known).on(DAY.plusDays(1)))
        .containsExactlyInAnyOrder(
            posted("ZGC", "P1Y", DAY.plusDays(1), "1"), posted("ZGC", "P3Y", DAY.plusDays(1), "3"));
  }

  @Test
  void aBankRateIsAnnouncedUnderItsCanonicalTerm() {
    assertThat(
            PostedRates.announced(
                Examples.row(
                    BankRates.TABLE,
                    BankRates.TERM.is("P12M"),
                    BankRates.EFFECTIVE_FROM.is(DAY),
                    BankRates.EFFECTIVE_TO.is(DAY.plusDays(9)))))
        .contains(new Posted(DAY, "ZGC", "TIME_DEPOSIT", "P1Y", percent("1.75"), DAY.plusDays(9)));
  }

  @Test
  void aBankRateOfAnUnknownTermAnnouncesNothing() {
    assertThat(PostedRates.announced(Examples.row(BankRates.TABLE, BankRates.TERM.is("UNKNOWN"))))
        .isEmpty();
  }

  @Test
  void amongListingsTheLowestMinimumThenMaturityThenTheHigherRateIsChosen() {
    Line lowest = line(minimum("1"), rate("2"));
    Line maturity = line(minimum("1"), Listings.PAYOUT_CYCLE.is("AT_MATURITY"), rate("3"));
    Line higher = line(minimum("1"), Listings.PAYOUT_CYCLE.is("AT_MATURITY"), rate("4"));
    Line dear = line(minimum("2"), Listings.PAYOUT_CYCLE.is("AT_MATURITY"), rate("5"));
    assertThat(among(dear, lowest)).containsExactly(posted("ZGC", "P1Y", DAY, "2"));
    assertThat(among(lowest, maturity)).containsExactly(posted("ZGC", "P1Y", DAY, "3"));
    assertThat(among(maturity, lowest)).containsExactly(posted("ZGC", "P1Y", DAY, "3"));
    assertThat(among(maturity, higher)).containsExactly(posted("ZGC", "P1Y", DAY, "4"));
    assertThat(PostedRates.listings(DAY, List.of(lowest, maturity, higher, dear), reference()))
        .containsExactly(higher);
  }

  @Test
  void equalTermsAreOneSeriesAndDemandDepositsAnother() {
    Cell atCall = Listings.PRODUCT_KIND.is("DEMAND_DEPOSIT");
    List<Posted> posted =
        among(
            line(Listings.TERM.is("P1Y"), rate("2")),
            line(Listings.TERM.is("P12M"), rate("3")),
            line(Listings.TERM.is("P365D"), rate("4")),
            line(Listings.TERM.is("UNKNOWN"), atCall, rate("0.3")));
    assertThat(posted)
        .extracting(p -> p.productKind() + " " + p.term() + " " + p.ratePct())
        .containsExactlyInAnyOrder(
            "TIME_DEPOSIT P1Y 3.0000", "TIME_DEPOSIT P365D 4.0000", "DEMAND_DEPOSIT DEMAND 0.3000");
  }

  @Test
  void whatIsNoPostedRateIsLeftOut() {
    assertThat(
            among(
                line(Listings.BANK_ID.is("CITY")),
                line(Listings.BANK_ID.is("not in the reference")),
                line(Listings.PRODUCT_KIND.is("SMART_DEPOSIT")),
                line(Listings.RATE_KIND.is("BONUS")),
                line(Listings.BASE_RATE_PCT.is(null)),
                line(Listings.TERM.is("UNKNOWN")),
                line(Listings.SCAN_DATE.is(DAY.minusDays(1)))))
        .isEmpty();
  }

  @Test
  void aRowHasEachValueInItsColumn() {
    Object[] row =
        PostedRates.row(
            new Posted(DAY, "ZGC", "TIME_DEPOSIT", "P1Y", percent("1"), DAY.plusDays(1)));
    assertThat(Stream.of(row).map(String::valueOf))
        .containsExactly("2020-12-18", "ZGC", "TIME_DEPOSIT", "P1Y", "1.0000", "2020-12-19");
    assertThat(PostedDays.TABLE.fields().stream().map(Field::name))
        .containsExactly(
            "as_of_date", "bank_id", "product_kind", "term", "rate_pct", "confirmed_to");
  }

  private static List<Posted> among(Line... lines) {
    return PostedRates.among(DAY, List.of(lines), reference());
  }

  private static Reference reference() {
    return new Reference(
        TestMarket.text("BENCHMARK: {}", "BIG_POSTED: {classes: [private]}"),
        Map.of(
            Banks.TABLE,
            List.of(
                Examples.row(Banks.TABLE),
                Examples.row(Banks.TABLE, Banks.BANK_ID.is("CITY"), Banks.BANK_CLASS.is("city")))));
  }

  private static Line line(Cell... cells) {
    return Examples.line(
        Stream.concat(
                Stream.of(Listings.SCAN_DATE.is(DAY), Listings.PAYOUT_CYCLE.is("P1M")),
                Stream.of(cells))
            .toArray(Cell[]::new));
  }

  private static Cell minimum(String amount) {
    return Listings.MIN_AMOUNT.is(new BigDecimal(amount).setScale(2));
  }

  private static Cell rate(String rate) {
    return Listings.BASE_RATE_PCT.is(percent(rate));
  }

  private static Posted posted(String bank, String term, LocalDate day, String rate) {
    return new Posted(day, bank, "TIME_DEPOSIT", term, percent(rate), null);
  }

  private static BigDecimal percent(String rate) {
    return new BigDecimal(rate).setScale(4);
  }
}
