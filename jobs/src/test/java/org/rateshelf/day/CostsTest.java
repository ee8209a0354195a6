package org.rateshelf.day;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rateshelf.answer.BankCost.BANK_COST_PCT;
import static org.rateshelf.answer.BankCost.BANK_PAID_SHARE_PCT;
import static org.rateshelf.answer.BankCost.BIG_POSTED_RATE_PCT;
import static org.rateshelf.answer.BankCost.COST_OVER_BIG_POSTED_BP;
import static org.rateshelf.answer.BankCost.COST_OVER_JOINT_POSTED_BP;
import static org.rateshelf.answer.BankCost.COST_OVER_OWN_POSTED_BP;
import static org.rateshelf.answer.BankCost.FEE_PCT;
import static org.rateshelf.answer.BankCost.JOINT_POSTED_RATE_PCT;
import static org.rateshelf.answer.BankCost.OWN_POSTED_RATE_PCT;
import static org.rateshelf.answer.BankCost.REASON;
import static org.rateshelf.answer.BankCost.SUBSIDY_RATE_PCT;
import static org.rateshelf.answer.BankCost.TABLE;
import static org.rateshelf.day.Shown.DAY;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rateshelf.market.Comparator.Kind;
import org.rateshelf.table.Fees;

class CostsTest {
  private static final LocalDate LONG_AGO = LocalDate.of(2020, 1, 1);
  private static final Shown A1 = Shown.of("ALPHA", "a1").rates("4.6250", "4.1250");

  @Test
  void theCostIsWhatTheBankPaysAndItsFee() {
    List<Object[]> rows =
        rows(
            List.of(
                A1.over(Kind.OWN_POSTED, "3.8500"),
                A1.over(Kind.BIG_POSTED, "2.7500"),
                A1.over(Kind.JOINT_POSTED, "2.9833")),
            fee("ALPHA", "CITY1", "0.3500"));
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0)).hasSameSizeAs(TABLE.fields());
    assertThat(
            Shown.values(
                TABLE,
                rows.get(0),
                SUBSIDY_RATE_PCT,
                BANK_PAID_SHARE_PCT,
                FEE_PCT,
                BANK_COST_PCT,
                OWN_POSTED_RATE_PCT,
                BIG_POSTED_RATE_PCT,
                JOINT_POSTED_RATE_PCT,
                COST_OVER_OWN_POSTED_BP,
                COST_OVER_BIG_POSTED_BP,
                COST_OVER_JOINT_POSTED_BP,
                REASON))
        .containsExactly(
            pct("0.5000"),
            pct("89.19"),
            pct("0.3500"),
            pct("4.4750"),
            pct("3.8500"),
            pct("2.7500"),
            pct("2.9833"),
            pct("62.50"),
            pct("172.50"),
            pct("149.17"),
            null);
  }

  @Test
  void withoutAFeeThereIsNoCost() {
    Object[] row = rows(List.of(A1.over(Kind.OWN_POSTED, "3.8500"))).get(0);
    assertThat(Shown.values(TABLE, row, FEE_PCT, BANK_COST_PCT, COST_OVER_OWN_POSTED_BP, REASON))
        .containsExactly(null, null, null, "NO_FEE");
    assertThat(TABLE.value(row, OWN_POSTED_RATE_PCT)).isEqualTo(pct("3.8500"));
  }

  @Test
  void whatIsNotPostedHasNoCostOverIt() {
    Object[] row =
        rows(
                List.of(
                    A1.without(Kind.OWN_POSTED, "NO_COMPARATOR"),
                    A1.without(Kind.BIG_POSTED, "NO_TERM_MATCH"),
                    A1.over(Kind.BENCHMARK, "1.5000")),
                fee(null, null, "0.1000"))
            .get(0);
    assertThat(
            Shown.values(
                TABLE,
                row,
                OWN_POSTED_RATE_PCT,
                BIG_POSTED_RATE_PCT,
                COST_OVER_OWN_POSTED_BP,
                COST_OVER_BIG_POSTED_BP))
        .containsOnlyNulls();
    assertThat(TABLE.value(row, BANK_COST_PCT)).isEqualTo(pct("4.2250"));
  }

  @Test
  void aHeadlineOfNothingHasNoShares() {
    Shown nothing = Shown.of("ALPHA", "a1").rates("0.0000", "0.0000");
    Object[] row = rows(List.of(nothing.over(Kind.OWN_POSTED, "1.0000"))).get(0);
    assertThat(TABLE.value(row, BANK_PAID_SHARE_PCT)).isNull();
  }

  @Test
  void onlyLinesThatSomebodyCouldOpenHaveACost() {
    for (String reason : List.of("NO_SCAN", "HOLDERS_ONLY", "NOT_ON_SALE", "RATE_MISSING")) {
      assertThat(rows(List.of(A1.without(Kind.OWN_POSTED, reason)))).as(reason).isEmpty();
    }
  }

  @Test
  void aHoldersLineIsAnother() {
    Shown holders = Shown.of("ALPHA", "a1").viewer("HOLDER");
    assertThat(rows(List.of(A1.over(Kind.OWN_POSTED, "1"), holders.over(Kind.OWN_POSTED, "1"))))
        .hasSize(2);
  }

  @Test
  void theFeeOfPlatformAndBankGoesBeforeThePlatformsBeforeTheBanksBeforeAny() {
    Object[] both = fee("ALPHA", "CITY1", "0.1000");
    Object[] platform = fee("ALPHA", null, "0.2000");
    Object[] bank = fee(null, "CITY1", "0.3000");
    Object[] any = fee(null, null, "0.4000");
    Object[] others = fee("BETA", "CITY1", "0.9000");
    assertThat(feePct(any, bank, platform, both, others)).isEqualTo(pct("0.1000"));
    assertThat(feePct(any, bank, platform, others)).isEqualTo(pct("0.2000"));
    assertThat(feePct(any, bank, others)).isEqualTo(pct("0.3000"));
    assertThat(feePct(any, others)).isEqualTo(pct("0.4000"));
    assertThat(feePct(others, fee("ALPHA", "PRIV1", "0.8000"))).isNull();
  }

  @Test
  void theLatestFeeIsInForceFromItsFirstDay() {
    Object[] old = fee("ALPHA", "CITY1", "0.1000");
    assertThat(feePct(old, dated(DAY, null, "0.2000"))).isEqualTo(pct("0.2000"));
    assertThat(feePct(dated(DAY, null, "0.2000"), old)).isEqualTo(pct("0.2000"));
    assertThat(feePct(old, dated(DAY.plusDays(1), null, "0.2000"))).isEqualTo(pct("0.1000"));
  }

  @Test
  void aFeeIsInForceThroughItsLastDayAndTheOneBeforeDoesNotComeBack() {
    Object[] old = fee("ALPHA", "CITY1", "0.1000");
    LocalDate yesterday = DAY.minusDays(1);
    assertThat(feePct(old, dated(yesterday, DAY, "0.2000"))).isEqualTo(pct("0.2000"));
    assertThat(feePct(old, dated(yesterday, yesterday, "0.2000"))).isNull();
  }

  @Test
  void whereTheMostSpecificHasEndedTheNextIsInForce() {
    Object[] ended = dated(LONG_AGO, DAY.minusDays(1), "0.1000");
    assertThat(feePct(ended, fee("ALPHA", null, "0.2000"))).isEqualTo(pct("0.2000"));
  }

  private static Object[] fee(String platform, String bank, String pct) {
    return fee(platform, bank, LONG_AGO, null, pct);
  }

  private static Object[] dated(LocalDate from, LocalDate to, String pct) {
    return fee("ALPHA", "CITY1", from, to, pct);
  }

  private static Object[] fee(
      String platform, String bank, LocalDate from, LocalDate to, String pct) {
    return Examples.row(
        Fees.TABLE,
        Fees.PLATFORM_ID.is(platform),
        Fees.BANK_ID.is(bank),
        Fees.EFFECTIVE_FROM.is(from),
        Fees.EFFECTIVE_TO.is(to),
        Fees.FEE_PCT.is(pct(pct)));
  }

  private static BigDecimal feePct(Object[]... fees) {
    return TABLE.value(rows(List.of(A1.over(Kind.OWN_POSTED, "1.0000")), fees).get(0), FEE_PCT);
  }

  private static List<Object[]> rows(List<Spread> spreads, Object[]... fees) {
    return Costs.rows(Shown.day(), spreads, Shown.reference(Fees.TABLE, fees));
  }

  private static BigDecimal pct(String number) {
    return new BigDecimal(number);
  }
}
