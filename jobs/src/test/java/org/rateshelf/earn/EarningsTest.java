package org.rateshelf.earn;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** To the cent, against figures that were worked out by hand; each stands in a comment. */
class EarningsTest {
  /** 365 days later it is 17 December 2021; five years later there were 1826 days. */
  private static final LocalDate OPENED = LocalDate.of(2020, 12, 17);

  private static final RateLine YEAR = line("TIME_DEPOSIT", "P1Y", "AT_MATURITY", "HEADLINE");

  @ParameterizedTest
  @CsvSource({
    // 10000 x 0.047 x 365 / 360 = 476.527..., and x 365 / 365 = 470: 4.70 acts like 4.765
    "360, P365D, 476.53",
    "365, P365D, 470.00",
    // Whole years and months count as whole: 10000 x 0.047, and a twelfth of it, 39.1666...
    "360, P1Y, 470.00",
    "365, P12M, 470.00",
    "360, P1M, 39.17",
    // 10000 x 0.047 x 7 / 360 = 9.1388...
    "360, P1W, 9.14",
  })
  void theDaysOfTheYearArePartOfTheContract(String dayCount, String term, String earns) {
    RateLine line = new Edit(YEAR).rate("4.70").term(term).dayCount(dayCount).line();
    assertThat(only(line, 1).base()).isEqualTo(earns);
  }

  @Test
  void anUnknownBasisIsShownBothWays() {
    RateLine line = new Edit(YEAR).rate("4.70").term("P365D").dayCount("UNKNOWN").line();
    Earnings earnings = earnings(10, line);
    assertThat(earnings.found()).extracting(Earning::basis).containsExactly(360, 365);
    assertThat(earnings.found())
        .extracting(Earning::base)
        .containsExactly(decimal("476.53"), decimal("470.00"));
    assertThat(earnings.notes())
        .contains("line 1: the day-count basis is not known: both are shown.");
  }

  @Test
  void aCouponIsPaidOnceForItsDays() {
    // 10000 x 0.07 x 7 / 365 = 13.4246...: 0.134 percent of the amount.
    RateLine line = new Edit(YEAR).rate("4.50").bonus("7.00", 7, null).line();
    Earning earning = only(line, 400);
    assertThat(earning.base()).isEqualTo("450.00");
    assertThat(earning.bonus()).isEqualTo("13.42");
    assertThat(earning.total()).isEqualTo("463.42");
  }

  @Test
  void aBonusIsPaidOnItsMostOnly() {
    // 10000 of 50000 earn it: 10000 x 0.002 x 30 / 365 = 1.6438...
    RateLine line = new Edit(YEAR).bonus("0.20", 30, "10000").line();
    Earnings earnings = Earnings.of(asked("50000.00", 400, "0.30"), List.of(line));
    assertThat(earnings.found().get(0).bonus()).isEqualTo("1.64");
  }

  @Test
  void aCouponWithoutItsDaysIsLeftOutAndSaid() {
    // A day earns 10000 x 0.07 / 365 = 1.9178...
    RateLine line = new Edit(YEAR).rate("4.50").subsidy("7.00").line();
    Earnings earnings = earnings(400, line);
    assertThat(earnings.found().get(0).subsidy()).isNull();
    assertThat(earnings.found().get(0).total()).isEqualTo("450.00");
    assertThat(earnings.notes())
        .contains(
            "line 1: the source lacks the days of the platform's subsidy of 7 percent, which is"
                + " left out: a day earns 1.92.");
  }

  @Test
  void daysThatStandBesideASubsidyAloneAreItsOwn() {
    RateLine line = new Edit(YEAR).bonus(null, 7, null).subsidy("7.00").line();
    assertThat(only(line, 400).subsidy()).isEqualTo("13.42");
  }

  @Test
  void eachPayoutIsRounded() {
    // 260 payouts of 10000 x 0.045 x 7 / 365 = 8.6301..., and 1826 - 1820 = 6 days: 7.3972...
    RateLine line = cycle("P7D");
    Earning earning = only(line, 1);
    assertThat(earning.payouts()).hasSize(261);
    assertThat(earning.payouts().get(0).base()).isEqualTo("8.63");
    assertThat(earning.payouts().get(260).base()).isEqualTo("7.40");
    assertThat(earning.payouts().get(260).on()).isEqualTo("2025-12-17");
    // 260 x 8.63 + 7.40; one rounding would have given 2251.23.
    assertThat(earning.base()).isEqualTo("2251.20");
  }

  @Test
  void aBonusRunsOverThePayoutsThatItsDaysTouch() {
    // Of 10 days 7 lie in the first cycle: 10000 x 0.01 x 7 / 365 = 1.9178..., then 3: 0.8219...
    Earning earning = only(new Edit(cycle("P7D")).bonus("1.00", 10, null).line(), 1);
    assertThat(earning.payouts().stream().limit(3))
        .extracting(Payout::bonus)
        .containsExactly(decimal("1.92"), decimal("0.82"), decimal("0.00"));
  }

  @Test
  void aCycleInMonthsCountsAsWhole() {
    // 20 x 10000 x 0.045 / 4
    Earning earning = only(new Edit(cycle("P3M")).dayCount("360").line(), 1);
    assertThat(earning.payouts()).hasSize(20);
    assertThat(earning.base()).isEqualTo("2250.00");
  }

  @Test
  void leavingAnOrdinaryTimeDepositEarnsDemandOnTheWholeStay() {
    // 10000 x 0.003 x 100 / 365 = 0.8219... x 10 = 8.22; by contract 10000 x 0.0225 x 100 / 365.
    Leaving leaving = only(YEAR, 100).leaving();
    assertThat(leaving.rule()).isEqualTo(Leaving.Rule.DEMAND);
    assertThat(leaving.paid()).isEqualTo("8.22");
    assertThat(leaving.contract()).isEqualTo("61.64");
    assertThat(leaving.cost()).isEqualTo("53.42");
  }

  @Test
  void leavingAFiveYearDepositAfterAYearCostsWhatTheContractPaysMore() {
    // 10000 x 0.04875 - 10000 x 0.003
    RateLine line = new Edit(YEAR).term("P5Y").rate("4.875").line();
    assertThat(only(line, 365).leaving().cost()).isEqualTo("457.50");
  }

  @Test
  void theContractOfTheSameDaysIsNeverMoreThanAtMaturity() {
    // 364 days at 360 would be 227.50, the whole year is 225.00.
    RateLine line = new Edit(YEAR).dayCount("360").line();
    assertThat(only(line, 364).leaving().contract()).isEqualTo("225.00");
  }

  @Test
  void leavingOnTheDayOfMaturityCostsNothing() {
    Leaving leaving = only(YEAR, 365).leaving();
    assertThat(leaving.rule()).isEqualTo(Leaving.Rule.MATURED);
    assertThat(leaving.paid()).isEqualTo("225.00");
    assertThat(leaving.cost()).isEqualTo("0.00");
  }

  @Test
  void onlyTheBrokenCycleEarnsDemand() {
    // 14 cycles of 8.63 are kept; 2 days are left: 10000 x 0.003 x 2 / 365 = 0.1643..., by contract
    // 10000 x 0.045 x 2 / 365 = 2.4657...
    Leaving leaving = only(cycle("P7D"), 100).leaving();
    assertThat(leaving.rule()).isEqualTo(Leaving.Rule.CYCLE);
    assertThat(leaving.paid()).isEqualTo("120.98");
    assertThat(leaving.contract()).isEqualTo("123.29");
    assertThat(leaving.cost()).isEqualTo("2.31");
  }

  @Test
  void leavingAtTheEndOfACycleCostsNothing() {
    Leaving leaving = only(cycle("P7D"), 98).leaving();
    assertThat(leaving.paid()).isEqualTo("120.82");
    assertThat(leaving.cost()).isEqualTo("0.00");
  }

  @ParameterizedTest
  @CsvSource({
    // 10000 x 0.037 x 90 / 360 = 92.50; by contract 10000 x 0.05 x 90 / 360 = 125
    "90, 92.50, 32.50",
    // 10000 x 0.042 x 91 / 360 = 106.166...; by contract 126.388...
    "91, 106.17, 20.22",
    // 10000 x 0.047 x 365 / 360 = 476.527...; by contract 506.944...
    "365, 476.53, 30.41",
  })
  void aTierIsPaidForTheWholeStay(int days, String paid, String cost) {
    Earning earning =
        onlyOf(
            days,
            tier(1, 0, "3.70"),
            tier(2, 91, "4.20"),
            tier(3, 365, "4.70"),
            tier(4, 1095, "5.00"));
    assertThat(earning.line().no()).isEqualTo(4);
    // 10000 x 0.05 x 1826 / 360 = 2536.111...: what is paid by the stay is paid by the day.
    assertThat(earning.total()).isEqualTo("2536.11");
    assertThat(earning.leaving().paid()).isEqualTo(paid);
    assertThat(earning.leaving().cost()).isEqualTo(cost);
  }

  @Test
  void ofTwoTiersForOneStayTheLowerIsTakenAndBothAreSaid() {
    Earnings earnings =
        earnings(400, tier(1, 0, "1.00"), tier(2, 365, "3.76"), tier(3, 365, "5.72"));
    assertThat(earnings.found().get(0).leaving().ratePct()).isEqualTo("3.76");
    assertThat(earnings.notes())
        .contains(
            "line 2: the source has 3.76 and 5.72 percent for a stay from 365 days: the lower is"
                + " taken.");
  }

  @Test
  void aStayBelowTheFirstTierIsNotGuessed() {
    Earnings earnings = earnings(6, tier(1, 7, "1.89"), tier(2, 365, "2.10"));
    assertThat(earnings.found().get(0).leaving().paid()).isNull();
    assertThat(earnings.notes())
        .contains("line 2: the tiers begin with a stay of 7 days: less is not said to be paid.");
  }

  @Test
  void aTierWithoutItsStayIsLeftOut() {
    Earnings earnings = earnings(6, new Edit(tier(1, 0, "1.89")).stay(null).line());
    assertThat(earnings.found()).isEmpty();
    assertThat(earnings.notes()).singleElement().asString().contains("lacks the stay from which");
  }

  @Test
  void aSmartDepositWithoutTiersSaysSo() {
    RateLine line = line("SMART_DEPOSIT", "P5Y", "AT_MATURITY", "HEADLINE");
    Earnings earnings = earnings(365, line);
    Leaving leaving = earnings.found().get(0).leaving();
    assertThat(leaving.rule()).isEqualTo(Leaving.Rule.NOT_SAID);
    assertThat(leaving.contract()).isEqualTo("225.00");
    assertThat(leaving.cost()).isNull();
    assertThat(earnings.notes()).singleElement().asString().contains("lacks the tiers of a stay");
  }

  @Test
  void theAnyTimeRateIsWhatLeavingPays() {
    // 10000 x (0.048 - 0.046)
    RateLine kept =
        new Edit(line("SMART_DEPOSIT", "P5Y", "AT_MATURITY", "HEADLINE")).rate("4.80").line();
    RateLine left =
        new Edit(line("SMART_DEPOSIT", "P5Y", "AT_WITHDRAWAL", "ANY_TIME")).rate("4.60").line();
    Earning earning = onlyOf(365, kept, left);
    assertThat(earning.leaving().rule()).isEqualTo(Leaving.Rule.ANY_TIME);
    assertThat(earning.leaving().cost()).isEqualTo("20.00");
  }

  @Test
  void anAnyTimeRateAloneAndADemandDepositCostNothingToLeave() {
    // 10000 x 0.0225 x 30 / 365 = 18.4931...
    for (RateLine line :
        List.of(
            line("SMART_DEPOSIT", "UNKNOWN", "AT_WITHDRAWAL", "ANY_TIME"),
            line("DEMAND_DEPOSIT", "DEMAND", "AT_WITHDRAWAL", "HEADLINE"))) {
      Earning earning = only(line, 30);
      assertThat(earning.matures()).isNull();
      assertThat(earning.total()).isNull();
      assertThat(earning.leaving().paid()).isEqualTo("18.49");
      assertThat(earning.leaving().cost()).isEqualTo("0.00");
    }
  }

  @Test
  void anUnknownDemandRateIsSaidAndTheContractsInterestStands() {
    Earnings earnings = Earnings.of(asked("10000.00", 100, null), List.of(YEAR));
    Leaving leaving = earnings.found().get(0).leaving();
    assertThat(leaving.paid()).isNull();
    assertThat(leaving.cost()).isNull();
    assertThat(leaving.contract()).isEqualTo("61.64");
    assertThat(earnings.notes()).singleElement().asString().contains("demand rate is not known");
  }

  @Test
  void aMinimumThatIsNotMetAndAMostThatIsPassedAreSaid() {
    RateLine line = new Edit(YEAR).amounts("50.00", "20000.00").line();
    assertThat(Earnings.of(asked("49.99", 1, "0.3"), List.of(line)).notes())
        .contains("line 1: the least amount is 50.00: it does not take 49.99.");
    assertThat(Earnings.of(asked("20000.01", 1, "0.3"), List.of(line)).notes())
        .contains("line 1: the most is 20000.00: it does not take 20000.01.");
    assertThat(Earnings.of(asked("20000.00", 1, "0.3"), List.of(line)).notes()).isEmpty();
  }

  @Test
  void ofLinesForDifferentAmountsTheGreatestMinimumThatIsMetCounts() {
    RateLine small = new Edit(YEAR).amounts("50.00", null).rate("2.00").line();
    RateLine large = new Edit(YEAR).amounts("10000.00", null).rate("2.10").line();
    RateLine larger = new Edit(YEAR).amounts("50000.00", null).rate("2.20").line();
    assertThat(onlyOf(400, small, large, larger).base()).isEqualTo("210.00");
  }

  @Test
  void anUnknownTermHasNoMaturity() {
    RateLine line = new Edit(YEAR).term("UNKNOWN").line();
    Earnings earnings = earnings(100, line);
    assertThat(earnings.found().get(0).total()).isNull();
    assertThat(earnings.found().get(0).leaving().contract()).isEqualTo("61.64");
    assertThat(earnings.notes()).anyMatch(note -> note.contains("the term is not known"));
  }

  @Test
  void whatIsNoDepositHasNoRateOrIsOfAnotherKindIsNotComputed() {
    assertThat(earnings(1, line("STRUCTURED_DEPOSIT", "P1Y", "AT_MATURITY", "HEADLINE")).found())
        .isEmpty();
    assertThat(earnings(1, line("TIME_DEPOSIT", "P1Y", "AT_MATURITY", "INTRODUCTORY")).found())
        .isEmpty();
    Earnings rateless = earnings(1, new Edit(YEAR).rate(null).line());
    assertThat(rateless.found()).isEmpty();
    assertThat(rateless.notes()).containsExactly("line 1: no rate was shown.");
  }

  /** What is left of the term after whole cycles is months, though a month's end is cut short. */
  @ParameterizedTest
  @CsvSource({"P18M, P1Y, 4000.00 2000.00", "P18M, AT_MATURITY, 6000.00", "P6M, P1Y, 2000.00"})
  void theRestOfATermInMonthsIsMonths(String term, String payout, String paid) {
    RateLine line =
        new Edit(line("TIME_DEPOSIT", term, payout, "HEADLINE"))
            .rate("4.00")
            .dayCount("365")
            .line();
    Question asked =
        new Question(decimal("100000.00"), LocalDate.of(2024, 8, 31), 600, decimal("0.30"));
    Earning earning = Earnings.of(asked, List.of(line)).found().get(0);
    assertThat(earning.payouts())
        .extracting(one -> one.base().toPlainString())
        .containsExactly(paid.split(" "));
  }

  @Test
  void aMonthEndsWhereTheShorterMonthEnds() {
    RateLine line = new Edit(YEAR).term("P1M").line();
    Question asked =
        new Question(decimal("10000.00"), LocalDate.of(2021, 1, 31), 28, decimal("0.30"));
    Earning earning = Earnings.of(asked, List.of(line)).found().get(0);
    assertThat(earning.matures()).isEqualTo("2021-02-28");
    assertThat(earning.leaving().rule()).isEqualTo(Leaving.Rule.MATURED);
  }

  private static Earning only(RateLine line, int days) {
    return onlyOf(days, line);
  }

  private static Earning onlyOf(int days, RateLine... lines) {
    List<Earning> found = earnings(days, lines).found();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static Earnings earnings(int days, RateLine... lines) {
    return Earnings.of(asked("10000.00", days, "0.30"), List.of(lines));
  }

  private static Question asked(String amount, int days, String demandRatePct) {
    return new Question(decimal(amount), OPENED, days, decimal(demandRatePct));
  }

  private static BigDecimal decimal(String text) {
    return text == null ? null : new BigDecimal(text);
  }

  private static RateLine cycle(String payout) {
    return new Edit(line("TIME_DEPOSIT", "P5Y", payout, "CYCLE")).rate("4.50").line();
  }

  private static RateLine tier(int no, int stayFromDays, String ratePct) {
    RateLine line = line("SMART_DEPOSIT", "P5Y", "AT_MATURITY", "TIER");
    return new Edit(line).no(no).stay(stayFromDays).rate(ratePct).dayCount("360").line();
  }

  private static RateLine line(String kind, String term, String payout, String rateKind) {
    return new RateLine(
        1,
        kind,
        term,
        payout,
        rateKind,
        decimal("0.00"),
        null,
        decimal("2.25"),
        null,
        null,
        null,
        null,
        "365",
        null,
        "a file");
  }

  /** A line that differs from another in what a test is about. */
  private static final class Edit {
    private final RateLine like;
    private int no;
    private String term;
    private String dayCount;
    private BigDecimal minAmount;
    private BigDecimal maxAmount;
    private BigDecimal ratePct;
    private BigDecimal bonusPct;
    private Integer bonusDays;
    private BigDecimal bonusMost;
    private BigDecimal subsidyPct;
    private Integer stayFromDays;

    Edit(RateLine like) {
      this.like = like;
      no = like.no();
      term = like.term();
      dayCount = like.dayCount();
      minAmount = like.minAmount();
      maxAmount = like.maxAmount();
      ratePct = like.baseRatePct();
      bonusPct = like.bonusRatePct();
      bonusDays = like.bonusDays();
      bonusMost = like.bonusMaxAmount();
      subsidyPct = like.subsidyRatePct();
      stayFromDays = like.stayFromDays();
    }

    Edit no(int value) {
      no = value;
      return this;
    }

    Edit term(String value) {
      term = value;
      return this;
    }

    Edit dayCount(String value) {
      dayCount = value;
      return this;
    }

    Edit amounts(String least, String most) {
      minAmount = decimal(least);
      maxAmount = decimal(most);
      return this;
    }

    Edit rate(String value) {
      ratePct = decimal(value);
      return this;
    }

    Edit bonus(String value, Integer days, String most) {
      bonusPct = decimal(value);
      bonusDays = days;
      bonusMost = decimal(most);
      return this;
    }

    Edit subsidy(String value) {
      subsidyPct = decimal(value);
      return this;
    }

    Edit stay(Integer value) {
      stayFromDays = value;
      return this;
    }

    RateLine line() {
      return new RateLine(
          no,
          like.productKind(),
          term,
          like.payoutCycle(),
          like.rateKind(),
          minAmount,
          maxAmount,
          ratePct,
          bonusPct,
          bonusDays,
          bonusMost,
          subsidyPct,
          dayCount,
          stayFromDays,
          like.from());
    }
  }
}
