package org.rateshelf.day;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rateshelf.TestMarket;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.market.Reference;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Field.Cell;
import org.rateshelf.schema.Table;
import org.rateshelf.shelf.Line;
import org.rateshelf.shelf.Sees;
import org.rateshelf.shelf.ShelfDay;
import org.rateshelf.shelf.State;
import org.rateshelf.table.Banks;
import org.rateshelf.table.BenchmarkRates;
import org.rateshelf.table.Ceilings;
import org.rateshelf.table.Listings;

/** A product is P1Y at 4.1250, on sale to new buyers and seen today, but for what a test names. */
class SpreadsTest {
  private static final LocalDate DAY = LocalDate.of(2020, 12, 18);
  private static final String TIME = "TIME_DEPOSIT";
  private static final String DEMAND = "DEMAND_DEPOSIT";
  private static final Cell AT_CALL = Listings.PRODUCT_KIND.is(DEMAND);
  private static final Cell NO_RATE = Listings.BASE_RATE_PCT.is(null);
  private static final Cell VIEW = Listings.ACTION.is("VIEW");
  private static final Cell TOP_UP = Listings.ACTION.is("TOP_UP");

  @Test
  void aSpreadIsTheRateLessTheOtherInBasisPoints() {
    Market market =
        market("BENCHMARK: {}")
            .benchmark("P1Y")
            .offer("plain")
            .offer(
                "promoted",
                Listings.BONUS_RATE_PCT.is(percent("0.2")),
                Listings.SUBSIDY_RATE_PCT.is(percent("1.05")));
    assertThat(market.by(Spread::spreadBp))
        .containsOnly(entry("plain", "262.50"), entry("promoted", "387.50"));
    assertThat(market.by(Spread::bankPaidSpreadBp))
        .containsOnly(entry("plain", "262.50"), entry("promoted", "282.50"));
  }

  @Test
  void aRowHasItsLine() {
    Market market =
        market("BENCHMARK: {}")
            .benchmark("P1Y")
            .offer("promoted", Listings.BONUS_RATE_PCT.is(percent("0.2")))
            .offer("without a rate", NO_RATE);
    assertThat(market.spreads())
        .hasSize(2)
        .allSatisfy(
            spread -> assertThat(Spreads.line(Spreads.row(spread))).isEqualTo(spread.line()));
  }

  @Test
  void whereThereIsNoSpreadTheFirstReasonIsGiven() {
    Market market =
        market("BENCHMARK: {}")
            .benchmark("P1Y")
            .seen("not scanned", "NEW_BUYER", Sees.UNKNOWN)
            .seen("not scanned, no rate", "NEW_BUYER", Sees.UNKNOWN, NO_RATE)
            .seen("left to holders", "NEW_BUYER", Sees.ABSENT)
            .seen("left to holders, no rate", "NEW_BUYER", Sees.ABSENT, NO_RATE)
            .seen("not even to holders", "HOLDER", Sees.ABSENT)
            .seen("sold out", "NEW_BUYER", Sees.SEEN, VIEW)
            .seen("sold out, no rate", "NEW_BUYER", Sees.SEEN, VIEW, NO_RATE)
            .offer("top-up shown to a new buyer", TOP_UP)
            .offer("no rate shown", NO_RATE)
            .offer("not comparable", Listings.PRODUCT_KIND.is("STRUCTURED_DEPOSIT"))
            .offer("at call", AT_CALL)
            .offer("no term shown", Listings.TERM.is("UNKNOWN"))
            .seen("topped up by a holder", "HOLDER", Sees.TOP_UP, TOP_UP);
    assertThat(market.by(Spread::reason))
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
    assertThat(market.spreads())
        .filteredOn(spread -> spread.reason() != null)
        .allSatisfy(
            spread ->
                assertThat(
                        Arrays.asList(
                            spread.quote(),
                            spread.termMatch(),
                            spread.spreadBp(),
                            spread.bankPaidSpreadBp(),
                            spread.aerSpreadBp()))
                    .containsOnlyNulls());
    assertThat(market.by(spread -> spread.line().headlinePct()))
        .containsEntry("left to holders", "4.1250");
  }

  @Test
  void aRateThatIsNotInForceIsNoComparator() {
    Market market =
        market("BENCHMARK: {}")
            .benchmark("P1Y", BenchmarkRates.EFFECTIVE_FROM.is(DAY.plusDays(1)))
            .benchmark("P3Y", BenchmarkRates.EFFECTIVE_TO.is(DAY.minusDays(1)))
            .offer("a");
    assertThat(market.by(Spread::reason)).containsOnly(entry("a", "NO_COMPARATOR"));
  }

  @Test
  void aRateIsInForceOnItsFirstAndOnItsLastDay() {
    Market market =
        market("BENCHMARK: {}")
            .benchmark(
                "P1Y", BenchmarkRates.EFFECTIVE_FROM.is(DAY), BenchmarkRates.EFFECTIVE_TO.is(DAY))
            .offer("a");
    assertThat(market.by(Spread::termMatch)).containsOnly(entry("a", "EXACT"));
  }

  @Test
  void theLatestRateInForceCounts() {
    Market market =
        market("BENCHMARK: {}")
            .benchmark("P1Y", BenchmarkRates.RATE_PCT.is(percent("1.75")))
            .benchmark(
                "P12M",
                BenchmarkRates.EFFECTIVE_FROM.is(DAY),
                BenchmarkRates.RATE_PCT.is(percent("1.5")))
            .offer("a");
    assertThat(market.by(spread -> spread.quote().ratePct())).containsOnly(entry("a", "1.5000"));
  }

  @Test
  void aRateThatHasEndedDoesNotGiveWayToTheOneBefore() {
    Market market =
        market("BENCHMARK: {}")
            .benchmark("P1Y")
            .benchmark(
                "P1Y",
                BenchmarkRates.EFFECTIVE_FROM.is(DAY.minusDays(2)),
                BenchmarkRates.EFFECTIVE_TO.is(DAY.minusDays(1)))
            .offer("a");
    assertThat(market.by(Spread::reason)).containsOnly(entry("a", "NO_COMPARATOR"));
  }

  @Test
  void aTermMatchesItselfThenItsMonthsThenTheNextShorter() {
    Market market =
        market("BENCHMARK: {}")
            .benchmark("P90D")
            .benchmark("P3M")
            .benchmark("P1Y")
            .benchmark("P3Y");
    for (String term :
        List.of("P1Y", "P12M", "P365D", "P90D", "P18M", "P5Y", "P400D", "P6M", "P7D", "P60D")) {
      market.offer(term, Listings.TERM.is(term));
    }
    assertThat(market.by(Spread::termMatch, SpreadsTest::comparatorTerm))
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
  void aSmartDepositIsHeldAgainstTimeRates() {
    Market market =
        market("BENCHMARK: {}")
            .benchmark("P1Y")
            .offer("smart", Listings.PRODUCT_KIND.is("SMART_DEPOSIT"));
    assertThat(market.by(Spread::termMatch)).containsOnly(entry("smart", "EXACT"));
  }

  @Test
  void aDemandRateIsNeverTheFallbackOfATimeDeposit() {
    Market market =
        market("BENCHMARK: {}")
            .benchmark("DEMAND", BenchmarkRates.PRODUCT_KIND.is(DEMAND))
            .benchmark("P3Y")
            .offer("time")
            .offer("demand", AT_CALL, Listings.TERM.is("DEMAND"))
            .offer("listed with a term", AT_CALL, Listings.TERM.is("P3Y"));
    assertThat(market.by(Spread::reason, Spread::termMatch))
        .containsOnly(
            entry("time", "NO_TERM_MATCH null"),
            entry("demand", "null EXACT"),
            entry("listed with a term", "null EXACT"));
  }

  @Test
  void aTimeDepositWithoutALengthMatchesNothing() {
    Market market =
        market("BENCHMARK: {}")
            .benchmark("DEMAND")
            .benchmark("UNKNOWN")
            .offer("demand", Listings.TERM.is("DEMAND"))
            .offer("unknown", Listings.TERM.is("UNKNOWN"));
    assertThat(market.by(Spread::reason))
        .containsOnly(entry("demand", "NO_TERM_MATCH"), entry("unknown", "NO_TERM_MATCH"));
  }

  @Test
  void onlyATermThatIsShorterMayStandForAnother() {
    Market market =
        market("BENCHMARK: {}")
            .benchmark("DEMAND")
            .benchmark("P365D")
            .benchmark("P3Y")
            .offer("of one length", Listings.TERM.is("P1Y"))
            .offer("shortest", Listings.TERM.is("P1M"));
    assertThat(market.by(Spread::reason))
        .containsOnly(entry("of one length", "NO_TERM_MATCH"), entry("shortest", "NO_TERM_MATCH"));
  }

  @Test
  void aCeilingMatchesNoShorterTerm() {
    Market market =
        market("CEILING: {}")
            .ceiling("private")
            .offer("P5Y", Listings.TERM.is("P5Y"))
            .offer("P365D", Listings.TERM.is("P365D"));
    assertThat(market.by(Spread::reason, Spread::termMatch))
        .containsOnly(entry("P5Y", "NO_TERM_MATCH null"), entry("P365D", "null NORMALISED"));
  }

  @Test
  void aCeilingIsThatOfTheBanksClass() {
    Market market =
        market("CEILING: {}")
            .bank("CITY", "city")
            .ceiling("private", Ceilings.RATE_PCT.is(percent("4")))
            .offer("private")
            .offer("city", Listings.BANK_ID.is("CITY"))
            .offer("not in the reference", Listings.BANK_ID.is("NEW"));
    assertThat(market.by(Spread::bankClass, Spread::spreadBp, Spread::reason))
        .containsOnly(
            entry("private", "private 12.50 null"),
            entry("city", "city null NO_COMPARATOR"),
            entry("not in the reference", "null null NO_COMPARATOR"));
  }

  @Test
  void aTermlessBenchmarkHoldsForEveryTermAndHasNoAer() {
    Market market =
        market("BENCHMARK: {termless: true}")
            .benchmark("DEMAND", BenchmarkRates.PRODUCT_KIND.is(DEMAND))
            .offer("time", Listings.TERM.is("P5Y"))
            .offer("unknown", Listings.TERM.is("UNKNOWN"))
            .offer("at call", AT_CALL)
            .offer("insured", Listings.PRODUCT_KIND.is("INSURANCE"));
    assertThat(market.by(Spread::termMatch, SpreadsTest::comparatorTerm, Spread::aerSpreadBp))
        .containsOnly(
            entry("time", "TERMLESS DEMAND null"),
            entry("unknown", "TERMLESS DEMAND null"),
            entry("at call", "TERMLESS DEMAND null"),
            entry("insured", "null null null"));
  }

  @Test
  void ofSeveralTermlessRatesTheLowestCounts() {
    for (List<String> rates : List.of(List.of("1.5", "0.35"), List.of("0.35", "1.5"))) {
      Market market =
          market("BENCHMARK: {termless: true}")
              .benchmark("P1Y", BenchmarkRates.RATE_PCT.is(percent(rates.get(0))))
              .benchmark("P2Y", BenchmarkRates.RATE_PCT.is(percent(rates.get(1))))
              .offer("a");
      assertThat(market.by(SpreadsTest::rate)).containsOnly(entry("a", "0.3500"));
    }
  }

  @Test
  void theRateComparedIsPaidAtMaturity() {
    Market market =
        market("BENCHMARK: {}")
            .benchmark("P3Y", BenchmarkRates.RATE_PCT.is(percent("2.75")))
            .offer("P5Y", Listings.TERM.is("P5Y"), Listings.BASE_RATE_PCT.is(percent("4.875")))
            .offer(
                "on withdrawal",
                Listings.TERM.is("P5Y"),
                Listings.PAYOUT_CYCLE.is("AT_WITHDRAWAL"));
    // (1 + 0.04875 x 5)^(1/5) - 1 = 4.4592; (1 + 0.0275 x 3)^(1/3) - 1 = 2.6777
    assertThat(market.by(Spread::aerSpreadBp))
        .containsOnly(entry("P5Y", "178.15"), entry("on withdrawal", "null"));
  }

  @Test
  void aClassMeanOfTooFewBanksIsNoQuotation() {
    Market market =
        bigBanks("BIG_POSTED: {classes: [state_owned]}")
            .bank("CITY", "city")
            .posted("BIG1", "P1Y", "1.75")
            .posted("BIG2", "P1Y", "1.75")
            .posted("BIG3", "P1Y", "1.78")
            .posted("BIG1", "P3Y", "2.75")
            .posted("CITY", "P1Y", "9")
            .offer("P1Y")
            .offer("P3Y", Listings.TERM.is("P3Y"));
    assertThat(market.by(Spread::termMatch, SpreadsTest::rate, SpreadsTest::banks))
        .containsOnly(entry("P1Y", "EXACT 1.7600 3"), entry("P3Y", "SHORTER_TERM 1.7600 3"));
  }

  @Test
  void aClassMeanIsOfBanksInTheReference() {
    Market market =
        market(
                "BIG_POSTED: {classes: [foreign]}",
                "OWN_POSTED: {}\nunlisted_bank_class: foreign\nsettings: {least_class_banks: 1}")
            .posted("NEW", "P1Y", "1.75")
            .offer("a", Listings.BANK_ID.is("NEW"));
    assertThat(market.spreads())
        .extracting(Spread::bankClass, Spread::reason)
        .containsExactly(tuple("foreign", "NO_COMPARATOR"), tuple("foreign", null));
  }

  @Test
  void aClassMeanIsVouchedForUntilTheFirstOfItsBanksIsNot() {
    LocalDate early = DAY.plusDays(1);
    Market market =
        bigBanks("BIG_POSTED: {classes: [state_owned]}")
            .posted("BIG1", "P1Y", "1.75", DAY.plusDays(2))
            .posted("BIG2", "P1Y", "1.75", early)
            .posted("BIG3", "P1Y", "1.75", DAY.plusDays(3))
            .posted("BIG1", "P3Y", "1.75", early)
            .posted("BIG2", "P3Y", "1.75", early)
            .posted("BIG3", "P3Y", "1.75")
            .offer("all say so")
            .offer("one does not say", Listings.TERM.is("P3Y"));
    assertThat(market.by(spread -> spread.quote().confirmedTo()))
        .containsOnly(entry("all say so", early.toString()), entry("one does not say", "null"));
  }

  @Test
  void itsOwnListIsThatOfTheListingsBank() {
    Market market =
        market("OWN_POSTED: {}")
            .posted("BIG1", "P1Y", "1.75")
            .posted("CITY", "P1Y", "2", DAY)
            .offer("a", Listings.BANK_ID.is("CITY"))
            .offer("b", Listings.BANK_ID.is("BIG2"))
            .offer("longer", Listings.BANK_ID.is("CITY"), Listings.TERM.is("P3Y"));
    assertThat(market.by(SpreadsTest::rate, Spread::termMatch, Spread::reason))
        .containsOnly(
            entry("a", "2.0000 EXACT null"),
            entry("b", "null null NO_COMPARATOR"),
            entry("longer", "2.0000 SHORTER_TERM null"));
    assertThat(market.spreads().get(0).quote().confirmedTo()).isEqualTo(DAY);
  }

  @Test
  void theMarketMedianIsOfWhatNewBuyersCanBuyToday() {
    Cell nine = Listings.BASE_RATE_PCT.is(percent("9"));
    Market market =
        market("MARKET_MEDIAN: {}")
            .offer("a", Listings.BASE_RATE_PCT.is(percent("4.0")))
            .offer("b", Listings.BASE_RATE_PCT.is(percent("4.2")))
            .offer("c", Listings.BASE_RATE_PCT.is(percent("4.5")), Listings.TERM.is("P365D"))
            .seen("held", "HOLDER", Sees.CAN_BUY, nine)
            .offer("sold out", VIEW, nine)
            .offer("tier", Listings.RATE_KIND.is("TIER"), nine)
            .offer("seen before", Listings.SCAN_DATE.is(DAY.minusDays(1)), nine)
            .offer("smart", Listings.PRODUCT_KIND.is("SMART_DEPOSIT"), nine)
            .offer("no rate", NO_RATE)
            .offer("P3Y", Listings.TERM.is("P3Y"), nine);
    assertThat(market.by(Spread::termMatch, SpreadsTest::rate, SpreadsTest::banks))
        .contains(
            entry("a", "EXACT 4.2000 3"),
            entry("c", "NORMALISED 4.2000 3"),
            entry("smart", "null null null"),
            entry("P3Y", "null null null"));
    assertThat(market.by(Spread::reason))
        .contains(entry("smart", "NO_COMPARATOR"), entry("P3Y", "NO_TERM_MATCH"));
  }

  @Test
  void theMarketMedianTakesTheHighestRateAndTheHighestAerOfAProduct() {
    Cell monthly = Listings.PAYOUT_CYCLE.is("P1M");
    Cell cycle = Listings.RATE_KIND.is("CYCLE");
    Market market =
        market("MARKET_MEDIAN: {}")
            .offer("a", Listings.BASE_RATE_PCT.is(percent("4.0")))
            .line(Listings.BASE_RATE_PCT.is(percent("3.99")), monthly, cycle)
            .offer("b", Listings.BASE_RATE_PCT.is(percent("3.0")))
            .offer("c", Listings.BASE_RATE_PCT.is(percent("5.0")));
    // (1 + 0.0399 / 12)^12 - 1 = 4.0638
    Quote quote = market.spreads().get(0).quote();
    assertThat(quote).isEqualTo(new Quote("P1Y", percent("4"), percent("4.0638"), 3, null));
  }

  @Test
  void aMedianOfTooFewAersIsNone() {
    Market market =
        market("MARKET_MEDIAN: {}")
            .offer("a")
            .offer("b")
            .offer("c", Listings.PAYOUT_CYCLE.is("UNKNOWN"));
    assertThat(market.by(Spread::spreadBp, Spread::aerSpreadBp)).containsEntry("a", "0.00 null");
  }

  @Test
  void thereIsNoMedianOfTermsThatAreNotKnown() {
    Cell unknown = Listings.TERM.is("UNKNOWN");
    Market market =
        market("MARKET_MEDIAN: {}").offer("a", unknown).offer("b", unknown).offer("c", unknown);
    assertThat(market.by(Spread::reason)).containsEntry("a", "NO_COMPARATOR");
  }

  @Test
  void theMedianOfDemandDepositsIsOfAllWhateverTermTheyShow() {
    Market market =
        market("MARKET_MEDIAN: {}")
            .offer("a", AT_CALL, Listings.TERM.is("DEMAND"))
            .offer("b", AT_CALL, Listings.TERM.is("UNKNOWN"))
            .offer("c", AT_CALL, Listings.TERM.is("P1Y"));
    assertThat(market.by(Spread::termMatch, SpreadsTest::comparatorTerm, SpreadsTest::banks))
        .containsEntry("b", "EXACT DEMAND 3");
  }

  @Test
  void aClosedProductHasNoRow() {
    Market market = market("BENCHMARK: {}").benchmark("P1Y").offer("open");
    market.put("closed", "NEW_BUYER", Sees.ABSENT, State.CLOSED);
    assertThat(market.by(Spread::spreadBp)).containsOnlyKeys("open");
  }

  @Test
  void aLineSeenBeforeStandsUntilItIsSeenAgain() {
    Market market =
        market("BENCHMARK: {}")
            .benchmark("P1Y")
            .seen(
                "a",
                "NEW_BUYER",
                Sees.UNKNOWN,
                Listings.SCAN_DATE.is(DAY.minusDays(5)),
                Listings.BASE_RATE_PCT.is(percent("3.5")));
    assertThat(market.by(spread -> spread.line().headlinePct(), Spread::reason))
        .containsOnly(entry("a", "3.5000 NO_SCAN"));
  }

  @Test
  void eachLineIsHeldAgainstEachComparatorInTheMarketsOrder() {
    Market market = market("CEILING: {}", "BENCHMARK: {}").offer("a").line(Listings.TERM.is("P3Y"));
    assertThat(market.spreads())
        .extracting(spread -> spread.line().term() + " " + spread.comparator())
        .containsExactly("P1Y BENCHMARK", "P1Y CEILING", "P3Y BENCHMARK", "P3Y CEILING");
  }

  @Test
  void aRowHasEachValueInItsColumn() {
    Market market =
        market("OWN_POSTED: {}")
            .bank("CITY", "city")
            .posted("CITY", "P1Y", "2", DAY.plusDays(9))
            .offer("now");
    Line line =
        Examples.line(
            Listings.SCAN_DATE.is(DAY.minusDays(1)),
            Listings.PRODUCT_ID.is("before"),
            Listings.BANK_ID.is("CITY"),
            Listings.TERM.is("P367D"),
            Listings.SUBSIDY_RATE_PCT.is(percent("1")));
    ShelfDay shelf = Examples.shelf(DAY, "NEW_BUYER", Sees.SEEN, State.ON_SALE, List.of(line));
    market.shelves.set(0, shelf);
    Object[] row = Spreads.row(market.spreads().get(0));
    Map<String, String> values = new LinkedHashMap<>();
    for (Field<?> field : RateSpreads.TABLE.fields()) {
      Object value = RateSpreads.TABLE.value(row, field);
      values.put(field.name(), String.valueOf(value));
      if (value != null) {
        assertThat(value).as(field.name()).isInstanceOf(field.example().getClass());
      }
    }
    assertThat(row).hasSize(RateSpreads.TABLE.fields().size());
    // (1 + 0.05125 x 367/365)^(365/367) - 1 = 5.1243; the posted year has 2.0000
    assertThat(values)
        .containsExactly(
            entry("as_of_date", "2020-12-18"),
            entry("platform_id", "JD_FINANCE"),
            entry("product_id", "before"),
            entry("viewer", "NEW_BUYER"),
            entry("term", "P367D"),
            entry("payout_cycle", "AT_MATURITY"),
            entry("rate_kind", "HEADLINE"),
            entry("min_amount", "50.00"),
            entry("line_no", "1"),
            entry("comparator", "OWN_POSTED"),
            entry("bank_id", "CITY"),
            entry("product_kind", "TIME_DEPOSIT"),
            entry("bank_class", "city"),
            entry("headline_rate_pct", "5.1250"),
            entry("bank_paid_rate_pct", "4.1250"),
            entry("aer_pct", "5.1243"),
            entry("comparator_rate_pct", "2.0000"),
            entry("comparator_term", "P1Y"),
            entry("comparator_banks", "null"),
            entry("comparator_confirmed_to", "2020-12-27"),
            entry("term_match", "NORMALISED"),
            entry("spread_bp", "312.50"),
            entry("bank_paid_spread_bp", "212.50"),
            entry("aer_spread_bp", "312.43"),
            entry("reason", "null"),
            entry("normalised_term", "P1Y"),
            entry("action", "BUY"),
            entry("listed_on", "2020-12-17"),
            entry("listed_as", "before"),
            entry("file_sha256", "9f86d081884c7d65"),
            entry("file_line", "2"));
  }

  private static Market market(String... comparators) {
    return new Market(TestMarket.text(comparators)).bank("ZGC", "private");
  }

  private static Market bigBanks(String... comparators) {
    Market market = market(comparators);
    List.of("BIG1", "BIG2", "BIG3").forEach(big -> market.bank(big, "state_owned"));
    return market;
  }

  private static String comparatorTerm(Spread spread) {
    return spread.quote() == null ? null : spread.quote().term();
  }

  private static BigDecimal rate(Spread spread) {
    return spread.quote() == null ? null : spread.quote().ratePct();
  }

  private static Integer banks(Spread spread) {
    return spread.quote() == null ? null : spread.quote().banks();
  }

  private static BigDecimal percent(String rate) {
    return new BigDecimal(rate).setScale(4);
  }

  /** A market's reference, its posted rates and its shelves on the day. */
  private static final class Market {
    private final String settings;
    private final Map<Table, List<Object[]>> reference = new HashMap<>();
    private final List<Posted> posted = new ArrayList<>();
    private final List<ShelfDay> shelves = new ArrayList<>();

    Market(String settings) {
      this.settings = settings;
    }

    Market bank(String id, String bankClass) {
      return row(Banks.TABLE, Banks.BANK_ID.is(id), Banks.BANK_CLASS.is(bankClass));
    }

    Market benchmark(String term, Cell... cells) {
      return row(BenchmarkRates.TABLE, with(cells, BenchmarkRates.TERM.is(term)));
    }

    Market ceiling(String bankClass, Cell... cells) {
      return row(Ceilings.TABLE, with(cells, Ceilings.BANK_CLASS.is(bankClass)));
    }

    Market posted(String bank, String term, String rate) {
      return posted(bank, term, rate, null);
    }

    Market posted(String bank, String term, String rate, LocalDate confirmedTo) {
      posted.add(new Posted(DAY, bank, TIME, term, percent(rate), confirmedTo));
      return this;
    }

    Market offer(String id, Cell... cells) {
      return seen(id, "NEW_BUYER", Sees.CAN_BUY, cells);
    }

    Market seen(String id, String viewer, Sees sees, Cell... cells) {
      return put(id, viewer, sees, State.ON_SALE, cells);
    }

    Market put(String id, String viewer, Sees sees, State state, Cell... cells) {
      List<Line> lines = new ArrayList<>(List.of(line(id, viewer, cells)));
      shelves.add(Examples.shelf(DAY, viewer, sees, state, lines));
      return this;
    }

    /** Another line of the latest product. */
    Market line(Cell... cells) {
      ShelfDay latest = shelves.get(shelves.size() - 1);
      latest.lines().add(line(latest.product(), latest.viewer(), cells));
      return this;
    }

    private static Line line(String id, String viewer, Cell... cells) {
      Cell[] usual = {
        Listings.SCAN_DATE.is(DAY), Listings.PRODUCT_ID.is(id), Listings.VIEWER.is(viewer)
      };
      return Examples.line(with(usual, cells));
    }

    private static Cell[] with(Cell[] some, Cell... more) {
      return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(Cell[]::new);
    }

    private Market row(Table table, Cell... cells) {
      List<String> names = table.fields().stream().map(Field::name).toList();
      Cell[] given =
          names.contains(BenchmarkRates.EFFECTIVE_TO.name())
              ? with(new Cell[] {BenchmarkRates.EFFECTIVE_TO.is(null)}, cells)
              : cells;
      reference.computeIfAbsent(table, t -> new ArrayList<>()).add(Examples.row(table, given));
      return this;
    }

    List<Spread> spreads() {
      return new Spreads(new Reference(settings, reference))
          .of(new Day(DAY, shelves, posted, Set.of(), new Balances()));
    }

    /** These values of each product's only spread. */
    @SafeVarargs
    final Map<String, String> by(Function<Spread, Object>... values) {
      Map<String, String> byProduct = new LinkedHashMap<>();
      for (Spread spread : spreads()) {
        StringJoiner said = new StringJoiner(" ");
        for (Function<Spread, Object> value : values) {
          said.add(String.valueOf(value.apply(spread)));
        }
        byProduct.put(spread.shelf().product(), said.toString());
      }
      return byProduct;
    }
  }
}
