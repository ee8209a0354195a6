package org.rateshelf.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rateshelf.job.RateshelfException;

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
        .containsPattern("headline_rate_pct \\S+ +platform_id ALPHA +product_id a1");
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
        .contains("product_id a1");
    assertThat(explained("listing_states", "as_of_date=2020-12-04 platform_id=ALPHA product_id=a1"))
        .contains("NEW_BUYER sees CAN_BUY")
        .contains("HOLDER sees TOP_UP")
        .contains("listings/alpha.csv, line ");
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
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : key.split(" ")) {
      parts.put(part.split("=")[0], part.split("=")[1]);
    }
    return TestLake.golden().explained(table, parts);
  }
}
