package org.rateshelf.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rateshelf.answer.BankCostMonthly.BANK_COST_PCT;
import static org.rateshelf.answer.BankCostMonthly.BANK_ID;
import static org.rateshelf.answer.BankCostMonthly.BANK_PAID_RATE_PCT;
import static org.rateshelf.answer.BankCostMonthly.BANK_PAID_SHARE_PCT;
import static org.rateshelf.answer.BankCostMonthly.COST_OVER_OWN_POSTED_BP;
import static org.rateshelf.answer.BankCostMonthly.FEE_PCT;
import static org.rateshelf.answer.BankCostMonthly.HEADLINE_RATE_PCT;
import static org.rateshelf.answer.BankCostMonthly.MONTH;
import static org.rateshelf.answer.BankCostMonthly.PLATFORM_ID;
import static org.rateshelf.answer.BankCostMonthly.PRODUCT_DAYS;
import static org.rateshelf.answer.BankCostMonthly.REASON;
import static org.rateshelf.answer.BankCostMonthly.TABLE;
import static org.rateshelf.answer.BankCostMonthly.WEIGHED_PRODUCT_DAYS;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rateshelf.answer.BankCost;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.day.Balances;
import org.rateshelf.market.Reference;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Field.Cell;
import org.rateshelf.study.MonthlyCosts.ProductDay;

/** One bank on one platform, its products "a" and "b" weighed alike, "c" not. */
class MonthlyCostsTest {
  private static final LocalDate DAY = LocalDate.of(2020, 12, 17);

  @Test
  void onlyHeadlineAndCycleRatesEnterTheMeans() {
    Costs costs =
        new Costs()
            .line("a", "4.00")
            .line("a", "3.80", RateSpreads.RATE_KIND.is("CYCLE"))
            .line("a", "1.00", RateSpreads.RATE_KIND.is("TIER"))
            .line("a", "0.50", RateSpreads.RATE_KIND.is("ANY_TIME"))
            .line("a", "9.00", RateSpreads.RATE_KIND.is("BONUS"));
    assertThat(values(costs.month(), HEADLINE_RATE_PCT, BANK_COST_PCT, PRODUCT_DAYS))
        .containsExactly("3.9000", "4.2500", "1");
  }

  @Test
  void aProductOfTiersAloneHasNoProductDay() {
    Costs costs = new Costs().line("a", "4.00").line("b", "1.00", RateSpreads.RATE_KIND.is("TIER"));
    assertThat(values(costs.month(), HEADLINE_RATE_PCT, PRODUCT_DAYS))
        .containsExactly("4.0000", "1");
  }

  @Test
  void aProductInATermWeighsItsBalanceOnEachDay() {
    Costs costs = new Costs().line("a", "4.00").line("a", "4.00", asOf(DAY.plusDays(1)));
    costs.line("b", "3.10").balances.add(DAY, "JD_FINANCE", "b", "P5Y", new BigDecimal("400.00"));
    // (100 x 4.00 + 100 x 4.00 + 400 x 3.10) / 600
    assertThat(values(costs.month(), HEADLINE_RATE_PCT, PRODUCT_DAYS, WEIGHED_PRODUCT_DAYS))
        .containsExactly("3.4000", "3", "3");
  }

  @Test
  void whatNoBalanceWeighsIsCountedAlone() {
    Costs costs = new Costs().line("a", "4.00").line("c", "9.00");
    assertThat(values(costs.month(), HEADLINE_RATE_PCT, PRODUCT_DAYS, WEIGHED_PRODUCT_DAYS, REASON))
        .containsExactly("4.0000", "2", "1", "null");
  }

  @Test
  void whereNoBalanceWeighsAnyThereIsNoMean() {
    Object[] row = new Costs().line("c", "9.00").month();
    assertThat(values(row, HEADLINE_RATE_PCT, BANK_PAID_SHARE_PCT, PRODUCT_DAYS, REASON))
        .containsExactly("null", "null", "1", "NO_BALANCE");
  }

  @Test
  void aTermIsNormalisedToFindItsBalance() {
    Costs costs = new Costs().line("a", "4.00", RateSpreads.TERM.is("P1825D")).line("a", "5.00");
    assertThat(values(costs.month(), HEADLINE_RATE_PCT, PRODUCT_DAYS))
        .containsExactly("4.5000", "1");
  }

  @Test
  void aFigureIsTheMeanOverWhatHasIt() {
    Costs costs =
        new Costs()
            .line("a", "4.00")
            .line("b", "3.00", BankCost.FEE_PCT.is(null), BankCost.BANK_COST_PCT.is(null))
            .line("b", "3.00", BankCost.FEE_PCT.is(null), BankCost.BANK_COST_PCT.is(null));
    assertThat(values(costs.month(), HEADLINE_RATE_PCT, BANK_COST_PCT, FEE_PCT))
        .containsExactly("3.5000", "4.3500", "0.3500");
  }

  @Test
  void aFigureThatNothingHasIsNull() {
    Costs costs = new Costs().line("a", "4.00", BankCost.COST_OVER_OWN_POSTED_BP.is(null));
    assertThat(values(costs.month(), COST_OVER_OWN_POSTED_BP, REASON))
        .containsExactly("null", "null");
  }

  @Test
  void theShareIsThatOfTheMeansBeforeTheyAreRounded() {
    Costs costs =
        new Costs()
            .line("a", "0.0001", RateSpreads.BANK_PAID_RATE_PCT.is(new BigDecimal("0.0001")))
            .line("b", "0.0002", RateSpreads.BANK_PAID_RATE_PCT.is(new BigDecimal("0.0000")));
    // 0.0001 of 0.0003; rounded, 0.0001 of 0.0002.
    assertThat(values(costs.month(), BANK_PAID_RATE_PCT, BANK_PAID_SHARE_PCT))
        .containsExactly("0.0001", "33.33");
    Object[] nothing =
        new Costs()
            .line("a", "0.00", RateSpreads.BANK_PAID_RATE_PCT.is(new BigDecimal("0.0000")))
            .month();
    assertThat(values(nothing, HEADLINE_RATE_PCT, BANK_PAID_SHARE_PCT))
        .containsExactly("0.0000", "null");
  }

  @Test
  void eachMonthAndBankHasItsRow() {
    Costs costs =
        new Costs()
            .line("a", "4.00")
            .line("a", "4.00", asOf(LocalDate.of(2021, 1, 1)))
            .line("a", "4.00", RateSpreads.BANK_ID.is("OTHER"));
    assertThat(Given.all(TABLE, costs.rows("JD_FINANCE"), MONTH, BANK_ID, PRODUCT_DAYS))
        .containsExactly("2020-12-01 OTHER 1", "2020-12-01 ZGC 1", "2021-01-01 ZGC 1");
  }

  @Test
  void theBanksOwnChannelIsNoPlatform() {
    Costs costs =
        new Costs(Given.reference("own_channel: OWN_APP"))
            .line("a", "4.00")
            .line("a", "4.00", RateSpreads.PLATFORM_ID.is("BETA"))
            .line("a", "4.00", RateSpreads.PLATFORM_ID.is("OWN_APP"));
    assertThat(Given.all(TABLE, costs.costs().rows(), PLATFORM_ID, PRODUCT_DAYS))
        .containsExactly("ALL 2", "BETA 1", "JD_FINANCE 1", "OWN_APP 1");
  }

  @Test
  void theOrderInWhichDaysAreAddedUpChangesNoDigit() {
    Costs costs = new Costs();
    MonthlyCosts merged = new MonthlyCosts(costs.reference);
    for (int i = 9; i >= 0; i--) {
      Costs day = new Costs();
      for (Costs of : List.of(day, costs)) {
        of.line("a", "3.0" + i, asOf(DAY.plusDays(i)))
            .line("a", "3.33", asOf(DAY.plusDays(i)))
            .line("a", "3.34", asOf(DAY.plusDays(i)))
            .line("b", "4." + i, asOf(DAY.plusDays(i)));
      }
      merged.merge(Given.sent(day.costs()));
    }
    Field<?>[] all = TABLE.fields().toArray(Field<?>[]::new);
    assertThat(Given.all(TABLE, merged.rows(), all))
        .isNotEmpty()
        .isEqualTo(Given.all(TABLE, costs.costs().rows(), all));
  }

  @Test
  void aProductDayTellsItsFiguresAndWhetherABalanceWeighsIt() {
    Costs costs =
        new Costs().line("a", "4.0000").line("a", "3.0000").line("a", "3.0000").line("c", "2.00");
    List<ProductDay> days = MonthlyCosts.productDays(costs.lines, costs.balances);
    assertThat(days)
        .extracting(ProductDay::product, ProductDay::weighed, d -> d.figure(HEADLINE_RATE_PCT))
        .map(Object::toString)
        .containsExactlyInAnyOrder("(\"a\", true, 3.3333333333)", "(\"c\", false, 2.0000000000)");
  }

  private static Cell asOf(LocalDate day) {
    return BankCost.AS_OF_DATE.is(day);
  }

  private static final class Costs {
    private final Reference reference;
    private final Balances balances = new Balances();
    private final List<Object[]> lines = new ArrayList<>();

    Costs() {
      this(Given.reference());
    }

    Costs(Reference reference) {
      this.reference = reference;
      for (String platform : List.of("JD_FINANCE", "BETA", "OWN_APP")) {
        balances.add(DAY, platform, "a", "P5Y", new BigDecimal("100.00"));
        balances.add(DAY, platform, "b", "P5Y", new BigDecimal("100.00"));
      }
    }

    Costs line(String product, String headline, Cell... cells) {
      BigDecimal rate = new BigDecimal(headline).setScale(4);
      lines.add(
          Given.row(
              BankCost.TABLE,
              Given.with(
                  cells,
                  BankCost.AS_OF_DATE.is(DAY),
                  RateSpreads.PRODUCT_ID.is(product),
                  RateSpreads.RATE_KIND.is("HEADLINE"),
                  RateSpreads.TERM.is("P5Y"),
                  RateSpreads.HEADLINE_RATE_PCT.is(rate),
                  BankCost.BANK_COST_PCT.is(rate.add(new BigDecimal("0.3500"))))));
      return this;
    }

    MonthlyCosts costs() {
      MonthlyCosts costs = new MonthlyCosts(reference);
      costs.add(lines, balances);
      return costs;
    }

    List<Object[]> rows(String platform) {
      return Given.where(TABLE, costs().rows(), PLATFORM_ID.is(platform));
    }

    /** The one row of the platform. */
    Object[] month() {
      return Given.only(TABLE, costs().rows(), PLATFORM_ID.is("JD_FINANCE"));
    }
  }

  private static List<String> values(Object[] row, Field<?>... fields) {
    return Given.values(TABLE, row, fields);
  }
}
