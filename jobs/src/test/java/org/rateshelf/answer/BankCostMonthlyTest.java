package org.rateshelf.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rateshelf.answer.BankCostMonthly.BANK_COST_PCT;
import static org.rateshelf.answer.BankCostMonthly.HEADLINE_RATE_PCT;
import static org.rateshelf.answer.BankCostMonthly.PRODUCT_DAYS;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.rateshelf.Rows;
import org.rateshelf.TestMarket;
import org.rateshelf.market.Market;
import org.rateshelf.schema.Field;
import org.rateshelf.table.Listings;
import org.rateshelf.table.ProductBalances;

/** One bank on one platform, its products "a" and "b" weighed alike. */
class BankCostMonthlyTest {
  private static final Market MARKET = TestMarket.settings("BIG_POSTED: {classes: [state_owned]}");
  private static final LocalDate DAY = LocalDate.of(2020, 12, 17);

  @Test
  void onlyHeadlineAndCycleRatesEnterTheMeans() {
    Costs costs =
        new Costs()
            .line("a", "HEADLINE", "4.00")
            .line("a", "CYCLE", "3.80")
            .line("a", "TIER", "1.00")
            .line("a", "ANY_TIME", "0.50")
            .line("a", "BONUS", "9.00");
    assertThat(values(costs.month(), HEADLINE_RATE_PCT, BANK_COST_PCT, PRODUCT_DAYS))
        .containsExactly("3.9000", "4.2500", "1");
  }

  @Test
  void aProductOfTiersAloneHasNoProductDay() {
    Costs costs = new Costs().line("a", "HEADLINE", "4.00").line("b", "TIER", "1.00");
    assertThat(values(costs.month(), HEADLINE_RATE_PCT, PRODUCT_DAYS))
        .containsExactly("4.0000", "1");
  }

  @Test
  void monthsBeforeTheComputedDaysStand() {
    Costs costs = new Costs().line("a", "HEADLINE", "4.00");
    LocalDate november = LocalDate.of(2020, 11, 1);
    costs
        .months
        .row(BankCostMonthly.MONTH.is(november), PRODUCT_DAYS.is(77L))
        .row(BankCostMonthly.MONTH.is(november.plusMonths(1)), PRODUCT_DAYS.is(78L));
    assertThat(costs.rows())
        .extracting(row -> values(row, BankCostMonthly.MONTH, PRODUCT_DAYS))
        .containsExactlyInAnyOrder(List.of("2020-11-01", "77"), List.of("2020-12-01", "1"));
  }

  private static final class Costs {
    private final Rows months =
        Rows.of(BankCostMonthly.TABLE).each(BankCostMonthly.PLATFORM_ID.is("JD_FINANCE"));
    private final Rows lines = Rows.of(BankCost.TABLE).each(BankCost.AS_OF_DATE.is(DAY));
    private final Rows balances =
        Rows.of(ProductBalances.TABLE)
            .each(ProductBalances.AS_OF.is(DAY), ProductBalances.TERM.is("P5Y"))
            .row(ProductBalances.PRODUCT_ID.is("a"))
            .row(ProductBalances.PRODUCT_ID.is("b"));

    Costs line(String product, String rateKind, String headline) {
      BigDecimal rate = new BigDecimal(headline).setScale(4);
      lines.row(
          RateSpreads.PRODUCT_ID.is(product),
          Listings.RATE_KIND.is(rateKind),
          RateSpreads.TERM.is("P5Y"),
          RateSpreads.HEADLINE_RATE_PCT.is(rate),
          BankCost.BANK_COST_PCT.is(rate.add(new BigDecimal("0.3500"))));
      return this;
    }

    /** The one row of the platform. */
    Row month() {
      List<Row> rows = rows();
      assertThat(rows).hasSize(1);
      return rows.get(0);
    }

    List<Row> rows() {
      BankCostMonthly answer = new BankCostMonthly();
      return answer
          .compute(Rows.inputs(MARKET, DAY, DAY, answer.reads(), lines, balances, months))
          .filter(BankCostMonthly.PLATFORM_ID.col().notEqual(Pooled.ALL))
          .collectAsList();
    }
  }

  private static List<String> values(Row row, Field<?>... fields) {
    return Stream.of(fields).map(f -> String.valueOf(row.<Object>getAs(f.name()))).toList();
  }
}
