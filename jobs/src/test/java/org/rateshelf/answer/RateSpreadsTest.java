package org.rateshelf.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.rateshelf.answer.RateSpreads.COMPARATOR_BANKS;
import static org.rateshelf.answer.RateSpreads.COMPARATOR_RATE_PCT;
import static org.rateshelf.answer.RateSpreads.COMPARATOR_TERM;
import static org.rateshelf.answer.RateSpreads.HEADLINE_RATE_PCT;
import static org.rateshelf.answer.RateSpreads.REASON;
import static org.rateshelf.answer.RateSpreads.SPREAD_BP;
import static org.rateshelf.answer.RateSpreads.TERM_MATCH;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.rateshelf.Rows;
import org.rateshelf.TestMarket;
import org.rateshelf.market.Market;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Field.Cell;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
import org.rateshelf.table.BenchmarkRates;
import org.rateshelf.table.Ceilings;
import org.rateshelf.table.Listings;
import org.rateshelf.table.PostedDays;
import org.rateshelf.table.ShelfDays;

/** A product is P1Y at 4.1250, on sale to new buyers and seen today, but for what a test names. */
class RateSpreadsTest {
  private static final LocalDate DAY = LocalDate.of(2020, 12, 18);
  private static final Market BENCHMARK = TestMarket.settings("BENCHMARK: {}");
  private static final Cell HOLDER = Listings.VIEWER.is("HOLDER");
  private static final Cell ABSENT = ShelfDays.SEES.is("ABSENT");

  @Test
  void aSpreadIsTheRateLessTheOtherInBasisPoints() {
    Offers offers =
        new Offers()
            .offer("plain")
            .offer(
                "promoted",
                Listings.BONUS_RATE_PCT.is(percent("0.2")),
                Listings.SUBSIDY_RATE_PCT.is(percent("1.05")));
    Dataset<Row> spreads = offers.against(BENCHMARK, benchmark("P1Y"));
    assertThat(by(spreads, SPREAD_BP))
        .containsOnly(entry("plain", "262.50"), entry("promoted", "387.50"));
    assertThat(by(spreads, RateSpreads.BANK_PAID_SPREAD_BP))
        .containsOnly(entry("plain", "262.50"), entry("promoted", "282.50"));
  }

  @Test
  void whereThereIsNoSpreadTheFirstReasonIsGiven() {
    Cell noRate = Listings.BASE_RATE_PCT.is(null);
    Cell view = Listings.ACTION.is("VIEW");
    Cell topUp = Listings.ACTION.is("TOP_UP");
    Offers offers =
        new Offers()
            .offer("not scanned", ShelfDays.SEES.is("UNKNOWN"))
            .offer("not scanned, no rate", ShelfDays.SEES.is("UNKNOWN"), noRate)
            .offer("left to holders", ABSENT)
            .offer("left to holders, no rate", ABSENT, noRate)
            .offer("not even to holders", HOLDER, ABSENT)
            .offer("sold out", ShelfDays.SEES.is("SEEN"), view)
            .offer("sold out, no rate", ShelfDays.SEES.is("SEEN"), view, noRate)
            .offer("top-up shown to a new buyer", topUp)
            .offer("no rate shown", noRate)
            .offer("not comparable", Listings.PRODUCT_KIND.is("STRUCTURED_DEPOSIT"))
            .offer("at call", Listings.PRODUCT_KIND.is("DEMAND_DEPOSIT"))
            .offer("no term shown", Listings.TERM.is("UNKNOWN"))
            .offer("topped up by a holder", HOLDER, topUp);
    Dataset<Row> spreads = offers.against(BENCHMARK, benchmark("P1Y"));
    assertThat(by(spreads, REASON))
        .containsOnly(
            entry("not scanned", "NO_SCAN"),
            entry("not scanned, no rate", "NO_SCAN"),
            entry("left to holders", "HOLDERS_ONLY"),
            entry("left to holders, no rate", "HOLDERS_ONLY"),
            entry("not even to holders", "NOT_ON_SALE"),
            entry("sold out", "NOT_ON_SALE"),
            entry("sold out, no rate", "NOT_ON_SALE"),
            entry("top-up shown to a new buyer", "NOT_ON_SALE"),
            entry("no rate shown", "RATE_MISSING"),
            entry("not comparable", "NO_COMPARATOR"),
            entry("at call", "NO_COMPARATOR"),
            entry("no term shown", "NO_TERM_MATCH"),
            entry("topped up by a holder", "null"));
    assertThat(spreads.filter(REASON.col().isNotNull()).collectAsList())
        .allSatisfy(
            row ->
                assertThat(
                        Stream.of(SPREAD_BP, COMPARATOR_RATE_PCT, COMPARATOR_TERM, TERM_MATCH)
                            .map(f -> row.getAs(f.name())))
                    .containsOnlyNulls());
    assertThat(by(spreads, HEADLINE_RATE_PCT)).containsEntry("left to holders", "4.1250");
  }

  @Test
  void aRateThatIsNotInForceIsNoComparator() {
    Rows rates =
        Rows.of(BenchmarkRates.TABLE)
            .row(BenchmarkRates.EFFECTIVE_FROM.is(DAY.plusDays(1)))
            .row(BenchmarkRates.EFFECTIVE_TO.is(DAY.minusDays(1)), BenchmarkRates.TERM.is("P3Y"));
    assertThat(by(new Offers().offer("a").against(BENCHMARK, rates), REASON))
        .containsOnly(entry("a", "NO_COMPARATOR"));
  }

  @Test
  void theLatestRateInForceCounts() {
    Rows rates =
        Rows.of(BenchmarkRates.TABLE)
            .row(BenchmarkRates.RATE_PCT.is(percent("1.75")))
            .row(BenchmarkRates.EFFECTIVE_FROM.is(DAY), BenchmarkRates.RATE_PCT.is(percent("1.5")));
    assertThat(by(new Offers().offer("a").against(BENCHMARK, rates), COMPARATOR_RATE_PCT))
        .containsOnly(entry("a", "1.5000"));
  }

  @Test
  void aTermMatchesItselfThenItsMonthsThenTheNextShorter() {
    Offers offers = new Offers();
    for (String term :
        List.of("P1Y", "P12M", "P365D", "P90D", "P18M", "P5Y", "P400D", "P6M", "P7D", "P60D")) {
      offers.offer(term, Listings.TERM.is(term));
    }
    Dataset<Row> spreads = offers.against(BENCHMARK, benchmark("P90D", "P3M", "P1Y", "P3Y"));
    assertThat(by(spreads, TERM_MATCH, COMPARATOR_TERM))
        .containsOnly(
            entry("P1Y", "EXACT P1Y"),
            entry("P12M", "EXACT P1Y"),
            entry("P365D", "NORMALISED P1Y"),
            entry("P90D", "EXACT P90D"),
            entry("P18M", "SHORTER_TERM P1Y"),
            entry("P5Y", "SHORTER_TERM P3Y"),
            entry("P400D", "SHORTER_TERM P1Y"),
            entry("P6M", "SHORTER_TERM P3M"),
            entry("P7D", "null null"),
            entry("P60D", "null null"));
  }

  @Test
  void aDemandRateIsNeverTheFallbackOfATimeDeposit() {
    Rows rates =
        Rows.of(BenchmarkRates.TABLE)
            .row(BenchmarkRates.PRODUCT_KIND.is("DEMAND_DEPOSIT"), BenchmarkRates.TERM.is("DEMAND"))
            .row(BenchmarkRates.TERM.is("P3Y"));
    Offers offers =
        new Offers()
            .offer("time")
            .offer(
                "demand", Listings.PRODUCT_KIND.is("DEMAND_DEPOSIT"), Listings.TERM.is("DEMAND"));
    assertThat(by(offers.against(BENCHMARK, rates), REASON, TERM_MATCH))
        .containsOnly(entry("time", "NO_TERM_MATCH null"), entry("demand", "null EXACT"));
  }

  @Test
  void aCeilingMatchesNoShorterTerm() {
    Offers offers =
        new Offers()
            .offer("P5Y", Listings.TERM.is("P5Y"))
            .offer("P365D", Listings.TERM.is("P365D"));
    Dataset<Row> spreads =
        offers.against(TestMarket.settings("CEILING: {}"), Rows.of(Ceilings.TABLE).row());
    assertThat(by(spreads, REASON, TERM_MATCH))
        .containsOnly(entry("P5Y", "NO_TERM_MATCH null"), entry("P365D", "null NORMALISED"));
  }

  @Test
  void aTermlessBenchmarkHoldsForEveryTerm() {
    Rows rates =
        Rows.of(BenchmarkRates.TABLE)
            .row(
                BenchmarkRates.PRODUCT_KIND.is("DEMAND_DEPOSIT"), BenchmarkRates.TERM.is("DEMAND"));
    Offers offers =
        new Offers()
            .offer("time", Listings.TERM.is("P5Y"))
            .offer("at call", Listings.PRODUCT_KIND.is("DEMAND_DEPOSIT"));
    Dataset<Row> spreads =
        offers.against(TestMarket.settings("BENCHMARK: {termless: true}"), rates);
    assertThat(by(spreads, TERM_MATCH, COMPARATOR_TERM))
        .containsOnly(entry("time", "TERMLESS DEMAND"), entry("at call", "TERMLESS DEMAND"));
  }

  @Test
  void aClassMeanOfTooFewBanksIsNoQuotation() {
    Rows posted = Rows.of(PostedDays.TABLE).each(PostedDays.AS_OF_DATE.is(DAY));
    for (String bank : List.of("BIG1", "BIG2", "BIG3")) {
      posted.row(PostedDays.BANK_ID.is(bank), PostedDays.RATE_PCT.is(percent("1.75")));
    }
    posted.row(PostedDays.BANK_ID.is("BIG1"), PostedDays.TERM.is("P3Y"));
    posted.row(PostedDays.BANK_ID.is("CITY"), PostedDays.RATE_PCT.is(percent("9")));
    Offers offers = new Offers().offer("P1Y").offer("P3Y", Listings.TERM.is("P3Y"));
    Dataset<Row> spreads =
        offers.against(
            TestMarket.settings("BIG_POSTED: {classes: [state_owned]}"), posted, banks());
    assertThat(by(spreads, TERM_MATCH, COMPARATOR_RATE_PCT, COMPARATOR_BANKS))
        .containsOnly(entry("P1Y", "EXACT 1.7500 3"), entry("P3Y", "SHORTER_TERM 1.7500 3"));
  }

  @Test
  void itsOwnListIsThatOfTheListingsBank() {
    Rows posted =
        Rows.of(PostedDays.TABLE)
            .each(PostedDays.AS_OF_DATE.is(DAY))
            .row(PostedDays.BANK_ID.is("BIG1"), PostedDays.RATE_PCT.is(percent("1.75")))
            .row(PostedDays.BANK_ID.is("CITY"), PostedDays.RATE_PCT.is(percent("2")));
    Offers offers =
        new Offers()
            .offer("a", Listings.BANK_ID.is("CITY"))
            .offer("b", Listings.BANK_ID.is("BIG2"));
    Dataset<Row> spreads = offers.against(TestMarket.settings("OWN_POSTED: {}"), posted, banks());
    assertThat(by(spreads, COMPARATOR_RATE_PCT, REASON))
        .containsOnly(entry("a", "2.0000 null"), entry("b", "null NO_COMPARATOR"));
  }

  @Test
  void theMarketMedianIsOfWhatNewBuyersCanBuyToday() {
    Offers offers =
        new Offers()
            .offer("a", Listings.BASE_RATE_PCT.is(percent("4.0")))
            .offer("b", Listings.BASE_RATE_PCT.is(percent("4.2")))
            .offer("c", Listings.BASE_RATE_PCT.is(percent("4.5")), Listings.TERM.is("P365D"))
            .offer("held", HOLDER, Listings.BASE_RATE_PCT.is(percent("9")))
            .offer("sold out", Listings.ACTION.is("VIEW"), Listings.BASE_RATE_PCT.is(percent("9")))
            .offer("tier", Listings.RATE_KIND.is("TIER"), Listings.BASE_RATE_PCT.is(percent("9")))
            .offer("P3Y", Listings.TERM.is("P3Y"));
    Dataset<Row> spreads = offers.against(TestMarket.settings("MARKET_MEDIAN: {}"));
    assertThat(by(spreads, TERM_MATCH, COMPARATOR_RATE_PCT, COMPARATOR_BANKS))
        .contains(
            entry("a", "EXACT 4.2000 3"),
            entry("c", "NORMALISED 4.2000 3"),
            entry("P3Y", "null null null"));
  }

  @Test
  void aClosedProductHasNoRow() {
    Offers offers = new Offers().offer("open").offer("closed", ShelfDays.STATE.is("CLOSED"));
    assertThat(by(offers.against(BENCHMARK, benchmark("P1Y")), SPREAD_BP)).containsOnlyKeys("open");
  }

  @Test
  void aLineSeenBeforeTheDaysComputedIsCarriedFromTheDayBefore() {
    LocalDate before = DAY.minusDays(5);
    Rows shelf =
        Rows.of(ShelfDays.TABLE)
            .row(
                ShelfDays.AS_OF_DATE.is(DAY),
                ShelfDays.SEES.is("UNKNOWN"),
                ShelfDays.LAST_SEEN.is(before));
    Rows yesterday =
        Rows.of(RateSpreads.TABLE)
            .row(
                RateSpreads.AS_OF_DATE.is(DAY.minusDays(1)),
                RateSpreads.COMPARATOR.is("BENCHMARK"),
                RateSpreads.LISTED_ON.is(before),
                HEADLINE_RATE_PCT.is(percent("3.5")));
    Dataset<Row> spreads = computed(BENCHMARK, shelf, yesterday, benchmark("P1Y"));
    assertThat(by(spreads, HEADLINE_RATE_PCT, REASON))
        .containsOnly(entry("jd-1042", "3.5000 NO_SCAN"));
  }

  /** Products of one platform, each on the shelf and in the listings of the day. */
  private static final class Offers {
    private final Rows shelf =
        Rows.of(ShelfDays.TABLE).each(ShelfDays.AS_OF_DATE.is(DAY), ShelfDays.LAST_SEEN.is(DAY));
    private final Rows listings =
        Rows.of(Listings.TABLE)
            .each(
                Listings.SCAN_DATE.is(DAY),
                Listings.BONUS_RATE_PCT.is(null),
                Listings.SUBSIDY_RATE_PCT.is(null));

    /** A cell stands in the shelf, in the listing, or in both. */
    Offers offer(String id, Cell... cells) {
      shelf.row(
          of(ShelfDays.TABLE, cells, ShelfDays.PRODUCT_ID.is(id), ShelfDays.LAST_SEEN_ID.is(id)));
      listings.row(of(Listings.TABLE, cells, Listings.PRODUCT_ID.is(id)));
      return this;
    }

    private static Cell[] of(Table table, Cell[] cells, Cell... more) {
      List<String> names = table.fields().stream().map(Field::name).toList();
      return Stream.concat(
              Arrays.stream(cells).filter(c -> names.contains(c.name())), Stream.of(more))
          .toArray(Cell[]::new);
    }

    Dataset<Row> against(Market market, Rows... given) {
      return computed(
          market, Stream.concat(Stream.of(shelf, listings), Stream.of(given)).toArray(Rows[]::new));
    }
  }

  private static Dataset<Row> computed(Market market, Rows... given) {
    RateSpreads answer = new RateSpreads();
    List<Rows> all =
        Stream.concat(Stream.of(Rows.of(Banks.TABLE).row()), Stream.of(given)).toList();
    return RateSpreads.TABLE.shape(
        answer.compute(Rows.inputs(market, DAY, DAY, answer.reads(), all.toArray(Rows[]::new))));
  }

  private static Rows benchmark(String... terms) {
    Rows rates = Rows.of(BenchmarkRates.TABLE);
    Stream.of(terms).forEach(term -> rates.row(BenchmarkRates.TERM.is(term)));
    return rates;
  }

  private static Rows banks() {
    Rows banks = Rows.of(Banks.TABLE);
    for (String big : List.of("BIG1", "BIG2", "BIG3")) {
      banks.row(Banks.BANK_ID.is(big), Banks.BANK_CLASS.is("state_owned"));
    }
    return banks.row().row(Banks.BANK_ID.is("CITY"), Banks.BANK_CLASS.is("city"));
  }

  private static BigDecimal percent(String rate) {
    return new BigDecimal(rate).setScale(4);
  }

  /** These columns of each product. */
  private static Map<String, String> by(Dataset<Row> spreads, Field<?>... fields) {
    Map<String, String> found = new HashMap<>();
    for (Row row : spreads.collectAsList()) {
      String values =
          String.join(
              " ",
              Stream.of(fields).map(f -> String.valueOf(row.<Object>getAs(f.name()))).toList());
      String id = row.getAs(RateSpreads.PRODUCT_ID.name());
      assertThat(found.put(id, values)).as("a second row of " + id).isNull();
    }
    return found;
  }
}
