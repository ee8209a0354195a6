package org.rateshelf.proof;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rateshelf.Scratch;
import org.rateshelf.answer.BankCost;
import org.rateshelf.answer.BestOffers;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.answer.ShelfLife;
import org.rateshelf.answer.SpreadSummary;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.table.PostedDays;
import org.rateshelf.table.ProductBalances;
import org.rateshelf.table.Spells;
import org.rateshelf.table.UserRates;

/** What is said of the golden market's numbers, against its files. */
class ExplainIT {
  private static final String A1 =
      "as_of_date=2020-12-04 platform_id=ALPHA product_id=a1 viewer=NEW_BUYER comparator=";

  @Test
  void followsASpreadToBothItsRatesAndTheirLines() {
    assertThat(explained("rate_spreads", A1 + "BIG_POSTED"))
        .contains("spread_bp = (2.2500 - 1.8000) x 100 = 45.00")
        .contains("headline 2.2500 = base 2.2500 + bonus - + subsidy -")
        .contains("listings/alpha.csv, line 14 (sha256 ")
        .contains("| 2020-12-04,ALPHA,a1,NEW_BUYER,CITY1,")
        .contains("scan of ALPHA by NEW_BUYER on 2020-12-04: COMPLETE")
        .contains("mean over the 3 banks of class state_owned")
        .contains("bank_rates/posted.csv, line 4 ")
        .contains("| BIG1,P1Y,2020-01-01,2020-12-31,1.75")
        .contains("publication 1 of market golden");
  }

  @Test
  void saysWhyThereIsNoSpread() {
    assertThat(
            explained(
                "rate_spreads",
                "as_of_date=2020-12-04 platform_id=ALPHA product_id=a2 viewer=HOLDER"
                    + " comparator=CEILING"))
        .contains("no spread, NO_TERM_MATCH: no term of that rate matches");
  }

  @Test
  void namesTheMembersOfAMedianAndOfASummary() {
    assertThat(explained("rate_spreads", A1 + "MARKET_MEDIAN"))
        .contains("the median over 4 products")
        .containsPattern(
            "headline_rate_pct \\S+ +bank_id CITY1\\n +explain best_offers .*product_id=a1");
    assertThat(
            explained(
                "spread_summary",
                "as_of_date=2020-12-04 platform_id=ALL product_kind=TIME_DEPOSIT bank_class=ALL"
                    + " term=ALL comparator=BENCHMARK"))
        .contains("What was left out of the mean, and why")
        .contains("spread_bp ");
  }

  @Test
  void followsACountToItsProductsAndAStateToBothSides() {
    assertThat(
            explained(
                "product_counts",
                "as_of_date=2020-12-04 platform_id=ALPHA product_kind=TIME_DEPOSIT bank_class=ALL"
                    + " viewer=NEW_BUYER"))
        .contains("In stock")
        .contains("explain listing_states as_of_date=2020-12-04 platform_id=ALPHA product_id=a1");
    assertThat(explained("listing_states", "as_of_date=2020-12-04 platform_id=ALPHA product_id=a1"))
        .contains("NEW_BUYER sees CAN_BUY")
        .contains("HOLDER sees TOP_UP")
        .contains("listings/alpha.csv, line ");
  }

  @Test
  void splitsAChangeIntoWhatItsUnitsDid() {
    Map<String, Double> before = units("2020-12-01", "2020-12-07");
    Map<String, Double> after = units("2020-12-11", "2020-12-14");
    double m0 = mean(before.values().stream());
    double m1 = mean(after.values().stream());
    double s0 = mean(before.keySet().stream().filter(after::containsKey).map(before::get));
    double s1 = mean(after.keySet().stream().filter(before::containsKey).map(after::get));
    double e1 = mean(after.keySet().stream().filter(u -> !before.containsKey(u)).map(after::get));
    long entrants = after.keySet().stream().filter(u -> !before.containsKey(u)).count();
    double share = (double) entrants / after.size();
    String said =
        explained(
            "withdrawal_impact",
            "event_id=EV1 window=closed platform_id=ALL product_kind=TIME_DEPOSIT bank_class=ALL"
                + " term=ALL comparator=BENCHMARK weighting=SIMPLE");
    assertThat(said)
        .contains("mean before = %.2f / %d.0000".formatted(m0 * before.size(), before.size()))
        .contains("change_bp = %.2f - %.2f before = %.2f".formatted(m1, m0, m1 - m0))
        .contains("stayers_bp = their mean %.2f - %.2f before = %.2f".formatted(s1, s0, s1 - s0))
        .contains(
            "entrants_bp = their share %.4f x (their mean %.2f - stayers' %.2f) = %.2f"
                .formatted(share, e1, s1, share * (e1 - s1)))
        .containsPattern(
            "exits_bp = .* = %.2f\\n".formatted(m1 - m0 - (s1 - s0) - share * (e1 - s1)))
        .contains("%6d  ENTRANT".formatted(entrants))
        .doesNotContain("part -");
    before.forEach(
        (unit, value) ->
            assertThat(said)
                .contains(
                    "unit %s  part %s  before_bp %.2f"
                        .formatted(unit, after.containsKey(unit) ? "STAYER" : "EXIT", value)));
    after.forEach(
        (unit, value) ->
            assertThat(said).containsPattern("unit %s  .*after_bp %.2f\\n".formatted(unit, value)));
    lines("2020-12-11", "2020-12-14")
        .filter(row -> row.get("reason") != null)
        .collect(groupingBy(row -> row.get("reason"), counting()))
        .forEach((reason, n) -> assertThat(said).contains("%6d  %s".formatted(n, reason)));
    assertThat(followed(said, "rate_spreads .*product_id=b1n"))
        .contains("spread_bp = (1.9700 - 1.5000) x 100 = 47.00");
  }

  /** New buyers' lines of time deposits over the benchmark, the banks' own channel left out. */
  private static Stream<Map<String, Object>> lines(String from, String to) {
    return TestLake.golden().rows(RateSpreads.TABLE).stream()
        .filter(row -> row.get("product_kind").equals("TIME_DEPOSIT"))
        .filter(row -> row.get("comparator").equals("BENCHMARK"))
        .filter(row -> row.get("viewer").equals("NEW_BUYER"))
        .filter(row -> !row.get("platform_id").equals("OWN_APP"))
        .filter(row -> row.get("as_of_date").toString().compareTo(from) >= 0)
        .filter(row -> row.get("as_of_date").toString().compareTo(to) <= 0);
  }

  /** The mean over days of the mean spread of each product in a term; b1 became b1n. */
  private static Map<String, Double> units(String from, String to) {
    Map<String, Map<Object, List<Double>>> days =
        lines(from, to)
            .filter(row -> row.get("spread_bp") != null)
            .collect(
                groupingBy(
                    row ->
                        "%s %s %s"
                            .formatted(
                                row.get("platform_id"),
                                row.get("product_id").equals("b1") ? "b1n" : row.get("product_id"),
                                row.get("normalised_term")),
                    groupingBy(
                        row -> row.get("as_of_date"),
                        mapping(row -> number(row, "spread_bp"), toList()))));
    Map<String, Double> means = new TreeMap<>();
    days.forEach(
        (unit, of) -> means.put(unit, mean(of.values().stream().map(v -> mean(v.stream())))));
    return means;
  }

  @Test
  void tellsWhichSpellsAStepOfTheCurveRestsOn() {
    List<Map<String, Object>> shown =
        TestLake.golden().rows(Spells.TABLE).stream()
            .filter(row -> row.get("viewer").equals("NEW_BUYER"))
            .toList();
    List<Map<String, Object>> deposits =
        shown.stream()
            .filter(row -> row.get("product_kind").toString().endsWith("DEPOSIT"))
            .toList();
    List<Map<String, Object>> spells =
        deposits.stream().filter(row -> !row.get("platform_id").equals("OWN_APP")).toList();
    List<Map<String, Object>> steps =
        TestLake.golden().rows(ShelfLife.TABLE).stream()
            .filter(row -> row.get("rate_band").equals("ALL"))
            .filter(row -> row.get("platform_id").equals("ALL"))
            .toList();
    Map<String, Object> step =
        steps.stream().filter(row -> number(row, "days") == 6).findFirst().orElseThrow();
    double ends =
        spells.stream()
            .filter(spell -> covers(spell, step))
            .mapToDouble(
                spell ->
                    number(step, "mass")
                        / steps.stream()
                            .filter(other -> covers(spell, other))
                            .mapToDouble(other -> number(other, "mass"))
                            .sum())
            .sum();
    assertThat(ends / spells.size()).isCloseTo(number(step, "mass"), within(1e-9));
    String said = explained("shelf_life", "rate_band=ALL platform_id=ALL days=6");
    assertThat(said)
        .containsPattern("ends_here / spells = %.8f.. / %d = ".formatted(ends, spells.size()))
        .contains("= 1 - %.10f = %.10f".formatted(number(step, "mass"), 1 - number(step, "mass")))
        .contains(
            "%6d  may have ended within it"
                .formatted(spells.stream().filter(spell -> covers(spell, step)).count()))
        .contains("%6d  of a kind that is no deposit".formatted(shown.size() - deposits.size()))
        .contains("%6d  in the banks' own channel".formatted(deposits.size() - spells.size()));
    assertThat(said)
        .contains(
            "%6d  there on the first scan, displayed on the last day"
                .formatted(censored(spells, true, true)))
        .contains("%6d  there on the shelf's first scan".formatted(censored(spells, true, false)))
        .contains("%6d  displayed on the last day".formatted(censored(spells, false, true)))
        .contains("%6d  both ends seen to the day".formatted(censored(spells, false, false)));
    assertThat(followed(said, "listing_spells .*product_id=a3"))
        .contains("it stayed from 6 to 6 days")
        .containsPattern("former_ids +- ");
  }

  @Test
  void namesTheIdsThatAProductHadBefore() {
    assertThat(explained("listing_spells", "product_id=b1n viewer=HOLDER"))
        .containsPattern("former_ids +b1 ")
        .contains(",b1,", ",b1n,");
  }

  private static boolean covers(Map<String, Object> spell, Map<String, Object> step) {
    return number(spell, "days_min") <= number(step, "days")
        && (spell.get("days_max") == null
            || step.get("days_to") != null && number(step, "days_to") <= number(spell, "days_max"));
  }

  private static long censored(List<Map<String, Object>> spells, boolean left, boolean right) {
    return spells.stream()
        .filter(row -> row.get("left_censored").equals(left))
        .filter(row -> row.get("right_censored").equals(right))
        .count();
  }

  @Test
  void putsADayBesideTheDayBeforeTheEvent() {
    double value = meanOver("2020-12-09");
    double base = meanOver("2020-12-07");
    String said =
        explained(
            "event_study", "event_id=EV1 days_from_event=1 platform_id=ALL measure=SPREAD_BIG_BP");
    assertThat(said)
        .contains("base_value = %.4f - %.4f = %.4f".formatted(value, base, value - base))
        .contains("mean_bp %.2f  lines 1  lines_without_spread 2".formatted(value))
        .contains("mean_bp %.2f  lines 5  lines_without_spread 0".formatted(base));
    assertThat(followed(said, "spread_summary as_of_date=2020-12-07 .*TIME_DEPOSIT"))
        .contains("over 5 lines with a spread of 4 products");
  }

  private static double meanOver(String day) {
    return TestLake.golden().rows(SpreadSummary.TABLE).stream()
        .filter(row -> row.get("as_of_date").toString().equals(day))
        .filter(row -> row.get("platform_id").equals("ALL"))
        .filter(row -> row.get("product_kind").equals("TIME_DEPOSIT"))
        .filter(row -> row.get("bank_class").equals("ALL") && row.get("term").equals("ALL"))
        .filter(row -> row.get("comparator").equals("BIG_POSTED"))
        .mapToDouble(row -> number(row, "mean_bp"))
        .sum();
  }

  @Test
  void followsTheBackgroundToWhoPostedIt() {
    List<Double> posted =
        TestLake.golden().rows(PostedDays.TABLE).stream()
            .filter(row -> row.get("as_of_date").toString().equals("2020-12-09"))
            .filter(row -> row.get("product_kind").equals("TIME_DEPOSIT"))
            .filter(row -> row.get("bank_id").toString().startsWith("BIG"))
            .filter(row -> row.get("term").equals("P1Y"))
            .map(row -> number(row, "rate_pct"))
            .toList();
    double sum = posted.stream().mapToDouble(rate -> rate).sum();
    assertThat(
            explained(
                "event_study",
                "event_id=EV1 days_from_event=1 platform_id=ALL measure=POSTED_BIG_1Y_PCT"))
        .contains("mean = %.4f / %d, over the banks of class".formatted(sum, posted.size()))
        .containsPattern("value +%.4f".formatted(sum / posted.size()))
        .contains("| BIG2,P12M,2020-01-01,2020-12-05,1.75");
  }

  @Test
  void countsWhatBalancesWeighAndShowsNone() {
    Map<List<Object>, List<Map<String, Object>>> days =
        TestLake.golden().rows(BankCost.TABLE).stream()
            .filter(row -> row.get("bank_id").equals("CITY1"))
            .filter(row -> !row.get("platform_id").equals("OWN_APP"))
            .collect(
                groupingBy(
                    row ->
                        List.of(
                            row.get("as_of_date"), row.get("platform_id"), row.get("product_id"))));
    // Each of the bank's products has one term, and its one snapshot stands all month.
    List<Map<String, Object>> balances = TestLake.golden().rows(ProductBalances.TABLE);
    double weights = 0;
    double costs = 0;
    long weighed = 0;
    for (Map.Entry<List<Object>, List<Map<String, Object>>> day : days.entrySet()) {
      for (Map<String, Object> balance : balances) {
        if (balance.get("platform_id").equals(day.getKey().get(1))
            && balance.get("product_id").equals(day.getKey().get(2))
            && number(balance, "holders") >= 3) {
          weighed++;
          weights += number(balance, "balance");
          costs +=
              number(balance, "balance")
                  * mean(day.getValue().stream().map(row -> number(row, "bank_cost_pct")));
        }
      }
    }
    List<Map<String, Object>> contracts = TestLake.golden().rows(UserRates.TABLE);
    String said = explained("bank_cost_monthly", "month=2020-12-01 bank_id=CITY1 platform_id=ALL");
    assertThat(said)
        .containsPattern(
            "bank_cost_pct +%.4f over %d of %d product-days"
                .formatted(costs / weights, weighed, days.size()))
        .contains("%6d  product-days with no balance".formatted(days.size() - weighed))
        .contains("%d contracts in 2 snapshots".formatted(contracts.size()))
        .contains("file_name 2020-11-30.csv  rows_kept 17  rows_repeated 0  rows_quarantined 4")
        .doesNotContain("user_rates/")
        .doesNotContain(
            balances.stream()
                .filter(row -> row.get("balance") != null)
                .map(row -> money(row, "balance"))
                .toList())
        .doesNotContain(contracts.stream().map(row -> money(row, "balance")).toList())
        .doesNotContain(contracts.stream().map(row -> row.get("user_id").toString()).toList())
        .doesNotContain(contracts.stream().map(row -> row.get("contract_id").toString()).toList());
    assertThat(followed(said, "bank_cost as_of_date=2020-12-08"))
        .contains("bank_cost_pct = bank-paid 2.2500 + fee 0.4000 = 2.6500");
  }

  @Test
  void showsWhoseProductsAShareIsOfAndWhatOthersPublished() {
    Map<Object, Set<Object>> ofBanks =
        TestLake.golden().rows(BestOffers.TABLE).stream()
            .filter(row -> row.get("as_of_date").toString().equals("2020-12-04"))
            .filter(row -> row.get("product_kind").equals("TIME_DEPOSIT"))
            .filter(row -> !row.get("platform_id").equals("OWN_APP"))
            .collect(
                groupingBy(
                    row -> row.get("bank_id"),
                    mapping(row -> row.get("platform_id") + " " + row.get("product_id"), toSet())));
    int all = ofBanks.values().stream().mapToInt(Set::size).sum();
    int squares = ofBanks.values().stream().mapToInt(of -> of.size() * of.size()).sum();
    String said =
        explained(
            "market_structure", "as_of_date=2020-12-04 platform_id=ALL measure=BANK_HHI_PRODUCTS");
    assertThat(said)
        .contains(
            "squared shares = %d / (%d x %d) = %.4f"
                .formatted(squares, all, all, (double) squares / (all * all)))
        .contains("0.3100 share (both platforms and a third), by A newspaper of the north: about")
        .contains("     1  in the banks' own channel");
    ofBanks.forEach(
        (bank, of) ->
            assertThat(said).contains("products %d  bank_id %s\n".formatted(of.size(), bank)));
    assertThat(followed(said, "best_offers .*product_id=b2")).contains("rank ");
  }

  @Test
  void namesEachProductOfAMedianOnceByItsHighestRate() {
    String said =
        derived(
            "rate_spreads",
            "as_of_date=2020-12-06 platform_id=SITE product_id=r1 viewer=NEW_BUYER"
                + " comparator=MARKET_MEDIAN");
    assertThat(said)
        .contains("the median over 4 products")
        .contains("headline_rate_pct 3.0000  bank_id M1")
        .contains("headline_rate_pct 3.1000  bank_id M2")
        .contains("headline_rate_pct 3.2000  bank_id M3")
        .contains("headline_rate_pct 3.5000  bank_id RIV")
        .doesNotContain("headline_rate_pct 2.9000");
    assertThat(said.lines().filter(line -> line.contains("explain best_offers "))).hasSize(4);
  }

  @Test
  void tellsTheListingThatAPostedRateIs() {
    assertThat(
            derived(
                "posted_days",
                "as_of_date=2020-12-04 bank_id=M1 product_kind=TIME_DEPOSIT term=P1Y"))
        .contains("M1 P1Y 2.9000")
        .contains("listings/2020-12-03.csv, line ")
        .contains(
            "| 2020-12-03,SITE,m1,NEW_BUYER,M1,TIME_DEPOSIT,P1Y,AT_MATURITY,HEADLINE,1000,2.90");
  }

  @Test
  void countsTheProductsOfBanksThatTheReferenceLacks() {
    String said =
        derived(
            "product_counts",
            "as_of_date=2020-12-06 platform_id=SITE product_kind=TIME_DEPOSIT bank_class=other"
                + " viewer=NEW_BUYER");
    assertThat(said).contains("stock 3 =").contains("product_id=x1").contains("spell_bank_id XB");
  }

  private static String derived(String table, String key) {
    return Derived.LAKE.explained(table, parts(key));
  }

  /** The lake of the market without a heartbeat, whose posted rates are listings. */
  private static final class Derived {
    static final TestLake LAKE =
        TestLake.over(TestLake.market("golden_derived"), Scratch.folder("derived"));
  }

  private static double mean(Stream<Double> values) {
    return values.mapToDouble(value -> value).average().orElseThrow();
  }

  private static double number(Map<String, Object> row, String column) {
    return ((BigDecimal) row.get(column)).doubleValue();
  }

  private static String money(Map<String, Object> row, String column) {
    return " " + ((BigDecimal) row.get(column)).setScale(2).toPlainString();
  }

  /** What is said when one types what an explanation says to go on with. */
  private static String followed(String said, String next) {
    Matcher found = Pattern.compile("explain (%s.*)".formatted(next)).matcher(said);
    assertThat(found.find()).as("%s in %s", next, said).isTrue();
    String[] typed = found.group(1).split(" ", 2);
    return explained(typed[0], typed[1]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rate_spread | as_of_date=2020-12-04 | There is no table 'rate_spread'",
        "rate_spreads | platform=ALPHA | name one of these: platform_id",
        "rate_spreads | as_of_date=2020-12-04 platform_id=ALPHE | platform_id=ALPHE where as_of",
        "rate_spreads | as_of_date=2020-12-04 platform_id=ALPHE | near ones are ALPHA",
        "rate_spreads | as_of_date=yesterday | as_of_date=yesterday",
        "rate_spreads | as_of_date=2020-12-04 platform_id=ALPHA product_id=a1 | differ in viewer"
      })
  void saysWhichPartOfAKeyFailsAndWhatIsNear(String table, String key, String said) {
    assertThat(catchThrowableOfType(RateshelfException.class, () -> explained(table, key)).told())
        .contains(said);
  }

  private static String explained(String table, String key) {
    return TestLake.golden().explained(table, parts(key));
  }

  private static Map<String, String> parts(String key) {
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : key.split(" ")) {
      parts.put(part.split("=")[0], part.split("=")[1]);
    }
    return parts;
  }
}
