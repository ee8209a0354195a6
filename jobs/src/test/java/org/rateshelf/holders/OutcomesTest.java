package org.rateshelf.holders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rateshelf.holders.Outcome.MATURED_LEFT;
import static org.rateshelf.holders.Outcome.MOVED;
import static org.rateshelf.holders.Outcome.RATE_CHANGED;
import static org.rateshelf.holders.Outcome.RATE_KEPT;
import static org.rateshelf.holders.Outcome.REDEEMED_EARLY;
import static org.rateshelf.holders.Outcome.RENEWED;
import static org.rateshelf.holders.Outcome.TOPPED_UP;
import static org.rateshelf.holders.Outcome.UNKNOWN;

import org.junit.jupiter.api.Test;
import org.rateshelf.holders.HolderMarket.Deposit;
import org.rateshelf.table.Banks;

/** Snapshots of PINE on the 1st, the 10th and the 20th; c1 is the contract that is judged. */
class OutcomesTest {
  private final HolderMarket market =
      HolderMarket.empty().with(Deposit.of("other", "o").on(1, 10, 20));

  private static Deposit c1() {
    return Deposit.of("u1", "c1");
  }

  private static Deposit fresh() {
    return Deposit.of("u1", "c2");
  }

  private static Deposit own() {
    return Deposit.of("u1", "app").at("OWN_APP").product("own");
  }

  private Outcome outcome(int base, int later, Deposit... deposits) {
    for (Deposit deposit : deposits) {
      market.with(deposit);
    }
    return market.outcome("u1", "PINE", "c1", base, later);
  }

  @Test
  void unknownWhereThePlatformIsNotCovered() {
    assertThat(outcome(1, 15, c1().on(1))).isEqualTo(UNKNOWN);
  }

  @Test
  void keptWhereRateAndBalanceAre() {
    assertThat(outcome(1, 10, c1().on(1, 10))).isEqualTo(RATE_KEPT);
  }

  @Test
  void keptWhereThereIsLess() {
    assertThat(outcome(1, 10, c1().on(1).balance("500").on(10))).isEqualTo(RATE_KEPT);
  }

  @Test
  void toppedUpBeforeTheRateIsAsked() {
    assertThat(outcome(1, 10, c1().on(1).balance("1000.01").rate(null).on(10)))
        .isEqualTo(TOPPED_UP);
  }

  @Test
  void unknownWhereARateIs() {
    assertThat(outcome(1, 10, c1().rate(null).on(1).rate("2").on(10))).isEqualTo(UNKNOWN);
    assertThat(outcome(1, 20, c1().rate(null).on(20))).isEqualTo(UNKNOWN);
  }

  @Test
  void changedWhereTheRatesDiffer() {
    assertThat(outcome(1, 10, c1().on(1).rate("2.0001").on(10))).isEqualTo(RATE_CHANGED);
  }

  @Test
  void heldWhereItIsInTheSnapshotThoughItIsDue() {
    assertThat(outcome(1, 10, c1().matures(5).on(1, 10))).isEqualTo(RATE_KEPT);
  }

  @Test
  void redeemedWhereItsDayHadNotCome() {
    assertThat(outcome(1, 10, c1().matures(11).on(1))).isEqualTo(REDEEMED_EARLY);
  }

  @Test
  void redeemedWhereItHadNone() {
    assertThat(outcome(1, 10, c1().matures(null).on(1))).isEqualTo(REDEEMED_EARLY);
  }

  @Test
  void maturedOnTheDayByWhichItWasGone() {
    assertThat(outcome(1, 10, c1().matures(10).on(1))).isEqualTo(MATURED_LEFT);
  }

  @Test
  void goneByTheNextCoveredDayNotByTheLater() {
    assertThat(outcome(1, 20, c1().matures(15).on(1))).isEqualTo(REDEEMED_EARLY);
    assertThat(outcome(1, 20, c1().matures(15).on(10))).isEqualTo(MATURED_LEFT);
  }

  @Test
  void itsTermIsThatOfTheLastSnapshotThatHasIt() {
    assertThat(outcome(1, 20, c1().matures(5).on(1).matures(25).on(10))).isEqualTo(REDEEMED_EARLY);
  }

  @Test
  void renewedFromItsDayToSevenDaysAfter() {
    assertThat(outcome(1, 10, c1().matures(3).on(1), fresh().opened(10).on(10))).isEqualTo(RENEWED);
  }

  @Test
  void notRenewedADayLater() {
    assertThat(outcome(1, 20, c1().matures(3).on(1), fresh().opened(11).on(20)))
        .isEqualTo(MATURED_LEFT);
  }

  @Test
  void notRenewedADayBefore() {
    assertThat(outcome(1, 10, c1().matures(3).on(1), fresh().opened(2).on(10)))
        .isEqualTo(MATURED_LEFT);
  }

  @Test
  void notRenewedByWhatTheBaseHad() {
    assertThat(outcome(1, 10, c1().matures(3).on(1), fresh().opened(3).on(1, 10)))
        .isEqualTo(MATURED_LEFT);
  }

  @Test
  void notRenewedByWhatWasGoneByTheBase() {
    assertThat(outcome(10, 20, c1().matures(15).on(10), fresh().opened(15).on(1)))
        .isEqualTo(MATURED_LEFT);
  }

  @Test
  void notRenewedByWhatComesAfterTheLaterDay() {
    assertThat(outcome(1, 10, c1().matures(5).on(1), fresh().opened(6).on(20)))
        .isEqualTo(MATURED_LEFT);
  }

  @Test
  void renewedByWhatIsGoneAgain() {
    assertThat(outcome(1, 20, c1().matures(5).on(1), fresh().opened(6).on(10))).isEqualTo(RENEWED);
  }

  @Test
  void notRenewedByAnotherProduct() {
    assertThat(outcome(1, 10, c1().matures(5).on(1), fresh().product("p2").opened(6).on(10)))
        .isEqualTo(MATURED_LEFT);
  }

  @Test
  void notRenewedOnAnotherPlatform() {
    assertThat(outcome(1, 10, c1().matures(5).on(1), fresh().at("QUAY").opened(6).on(10)))
        .isEqualTo(MATURED_LEFT);
  }

  @Test
  void renewedUnderTheProductsNewId() {
    market.sameProduct("PINE", "p1", "p2");
    assertThat(outcome(1, 10, c1().matures(5).on(1), fresh().product("p2").opened(6).on(10)))
        .isEqualTo(RENEWED);
  }

  @Test
  void notRenewedWhereItDidNotMature() {
    assertThat(outcome(1, 10, c1().matures(null).on(1), fresh().opened(6).on(10)))
        .isEqualTo(REDEEMED_EARLY);
  }

  @Test
  void renewedBeforeMoved() {
    assertThat(
            outcome(1, 10, c1().matures(5).on(1), fresh().opened(5).on(10), own().opened(5).on(10)))
        .isEqualTo(RENEWED);
  }

  @Test
  void movedFromItsDayToThirtyOneDaysAfter() {
    market.with(Deposit.of("other", "o").on(36, 37));
    assertThat(outcome(1, 36, c1().matures(5).on(1), own().opened(36).on(36))).isEqualTo(MOVED);
  }

  @Test
  void notMovedADayLater() {
    market.with(Deposit.of("other", "o").on(36, 37));
    assertThat(outcome(1, 37, c1().matures(5).on(1), own().opened(37).on(37)))
        .isEqualTo(MATURED_LEFT);
  }

  @Test
  void notMovedADayBefore() {
    assertThat(outcome(1, 10, c1().matures(5).on(1), own().opened(4).on(10)))
        .isEqualTo(MATURED_LEFT);
  }

  @Test
  void withoutATermItMayHaveLeftFromTheLastSnapshotThatHasIt() {
    assertThat(outcome(1, 10, c1().matures(null).on(1), own().opened(1).on(10))).isEqualTo(MOVED);
    assertThat(outcome(10, 20, c1().on(10), own().opened(1).on(20))).isEqualTo(REDEEMED_EARLY);
  }

  @Test
  void movedIsWhatTheOwnChannelHasAfterTheBase() {
    assertThat(outcome(1, 10, c1().on(1), own().opened(1).on(1))).isEqualTo(REDEEMED_EARLY);
    assertThat(outcome(1, 10, own().opened(1).on(4))).isEqualTo(MOVED);
  }

  @Test
  void notMovedToAnotherBank() {
    assertThat(outcome(1, 10, c1().on(1), own().bank("FIR").opened(2).on(10)))
        .isEqualTo(REDEEMED_EARLY);
  }

  @Test
  void movedToTheBankUnderAnotherIdOfTheSameName() {
    market.bank(Banks.BANK_ID.is("ELM2"), Banks.NAME.is("elmBANK"));
    assertThat(outcome(1, 10, c1().on(1), own().bank("ELM2").opened(2).on(10))).isEqualTo(MOVED);
  }

  @Test
  void aBankOutsideTheReferenceIsItself() {
    assertThat(outcome(1, 10, c1().bank("ASH").on(1), own().bank("ASH").opened(2).on(10)))
        .isEqualTo(MOVED);
  }

  @Test
  void whatAnotherHolderOpensIsNothingToIt() {
    market.with(Deposit.of("u2", "c2").opened(5).on(10));
    market.with(Deposit.of("u2", "app").at("OWN_APP").opened(5).on(10));
    assertThat(outcome(1, 10, c1().matures(5).on(1))).isEqualTo(MATURED_LEFT);
  }

  @Test
  void theSameIdOnAnotherPlatformIsAnotherContract() {
    assertThat(outcome(1, 10, c1().on(1), c1().at("QUAY").on(10))).isEqualTo(REDEEMED_EARLY);
  }

  @Test
  void aHolderMayHaveTenThousandContracts() {
    for (int i = 0; i < 10_000; i++) {
      market.with(Deposit.of("u1", "old" + i).matures(5).opened(-200).on(1));
      market.with(Deposit.of("u1", "new" + i).product("p" + i % 500).opened(6).on(10));
      market.with(Deposit.of("u1", "own" + i).at("OWN_APP").bank("FIR").opened(6).on(10));
    }
    CellSum renewed =
        market.cells(10).cells(CellKey.Moved.class).get(new CellKey.Moved("city", "RENEWED"));
    assertThat(renewed.contracts()).isEqualTo(10_000);
    assertThat(market.outcome("u1", "PINE", "old9999", 1, 10)).isEqualTo(RENEWED);
  }
}
