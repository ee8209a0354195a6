package org.rateshelf.shelf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rateshelf.shelf.ShelfWalk.ALPHA;
import static org.rateshelf.shelf.ShelfWalk.day;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rateshelf.shelf.ShelfWalk.Seen;

/** One character a day; {@link ShelfWalk} says which means what. */
class ShelfTest {

  @ParameterizedTest
  @CsvSource({
    "C, B, C, ' ', ON_SALE",
    "C, B, C, T, ON_SALE",
    "C, B, ., ' ', ON_SALE",
    "P, B, P, ' ', ON_SALE",
    "C, S, C, B, NO_NEW_ISSUE",
    "C, S, ., ' ', NO_NEW_ISSUE",
    "C, ' ', C, B, HOLDERS_TOP_UP",
    "C, ' ', C, T, HOLDERS_TOP_UP",
    "C, ' ', P, T, HOLDERS_TOP_UP",
    "C, ' ', C, S, HOLDERS_VIEW",
    "C, ' ', C, ' ', CLOSED",
    "C, ' ', P, ' ', UNKNOWN",
    "C, ' ', F, ' ', UNKNOWN",
    "C, ' ', ., ' ', UNKNOWN",
    "P, ' ', C, T, UNKNOWN",
    "F, ' ', C, T, UNKNOWN",
    "., ' ', C, T, UNKNOWN",
  })
  void theStateFollowsFromBothShelves(
      String newBuyersScan, String newBuyer, String holdersScan, String holder, State state) {
    Seen second =
        new ShelfWalk("C" + newBuyersScan, "C" + holdersScan)
            .shows("a", "B" + newBuyer, "B" + holder)
            .on("a", 2);
    assertThat(second.state()).isEqualTo(state);
  }

  @Test
  void whereOnlyNewBuyersAreScannedAbsenceCloses() {
    ShelfWalk walk = ShelfWalk.ofNewBuyers("CC").shows("a", "B ");
    assertThat(walk.on("a", 2).state()).isEqualTo(State.CLOSED);
    assertThat(walk.newBuyer("a", 2).exit()).isEqualTo("WITHDRAWN");
  }

  @Test
  void anUnknownStateCarriesTheLastKnownOne() {
    Seen third = new ShelfWalk("CC.", "CC.").shows("a", "B  ", "BT ").on("a", 3);
    assertThat(third.state()).isEqualTo(State.UNKNOWN);
    assertThat(third.lastKnownState()).isEqualTo(State.HOLDERS_TOP_UP);
    assertThat(third.lastKnownOn()).isEqualTo(day(2));
  }

  @Test
  void noStateIsKnownBeforeTheFirstOneIs() {
    Seen first = new ShelfWalk(".", "C").shows("a", " ", "T").on("a", 1);
    assertThat(first.state()).isEqualTo(State.UNKNOWN);
    assertThat(first.lastKnownState()).isNull();
  }

  @Test
  void rowsEndOnTheClosedDayAndBeginAgainWithARelisting() {
    ShelfWalk walk = ShelfWalk.ofNewBuyers("CCCCC").shows("a", "B   B");
    assertThat(walk.days("a")).containsExactly(day(1), day(2), day(5));
    assertThat(walk.newBuyer("a", 5).spellNo()).isEqualTo(2);
  }

  @Test
  void absentOnACompleteScanEndsTheSpellThatDay() {
    ShelfWalk.Side side = ShelfWalk.ofNewBuyers("C.CC").shows("a", "B   ").newBuyer("a", 3);
    assertThat(side.lastSeen()).isEqualTo(day(1));
    assertThat(side.firstAbsent()).isEqualTo(day(3));
    assertThat(side.confirmedBy()).isEqualTo("SCAN");
    assertThat(side.displayed()).isFalse();
  }

  @Test
  void seenAgainTheNextDayIsANewSpell() {
    ShelfWalk walk = new ShelfWalk("CCC", "CCC").shows("a", "B B", "TTT");
    assertThat(walk.newBuyer("a", 3).spellNo()).isEqualTo(2);
    assertThat(walk.newBuyer("a", 3).firstSeen()).isEqualTo(day(3));
    assertThat(walk.newBuyer("a", 3).firstAbsent()).isNull();
  }

  @ParameterizedTest
  @CsvSource({".", "P", "F"})
  void whatProvesNothingIsAGapInOneSpell(String scan) {
    ShelfWalk walk = ShelfWalk.ofNewBuyers("C" + scan + scan + "C").shows("a", "B  B");
    assertThat(walk.newBuyer("a", 2).sees()).isEqualTo(Sees.UNKNOWN);
    assertThat(walk.newBuyer("a", 2).displayed()).isTrue();
    assertThat(walk.newBuyer("a", 4).spellNo()).isEqualTo(1);
    assertThat(walk.newBuyer("a", 4).gapDays()).isEqualTo(2);
  }

  @Test
  void afterAScanADayThatProvesNothingIsUnknownAgain() {
    ShelfWalk walk = new ShelfWalk("CC.", "CCC").shows("a", "B  ", "TTT");
    assertThat(walk.newBuyer("a", 2).sees()).isEqualTo(Sees.ABSENT);
    assertThat(walk.newBuyer("a", 3).sees()).isEqualTo(Sees.UNKNOWN);
  }

  @Test
  void soldOutIsDisplayedButNoLongerOnSale() {
    ShelfWalk.Side side = ShelfWalk.ofNewBuyers("CC").shows("a", "BS").newBuyer("a", 2);
    assertThat(side.displayed()).isTrue();
    assertThat(side.buyable()).isFalse();
    assertThat(side.lastOnSale()).isEqualTo(day(1));
  }

  @Test
  void aSpellThatStandsOnTheFirstScanIsLeftCensored() {
    ShelfWalk walk = ShelfWalk.ofNewBuyers("FCC").shows("a", " BB").shows("b", "  B");
    assertThat(walk.newBuyer("a", 2).leftCensored()).isTrue();
    assertThat(walk.newBuyer("b", 3).leftCensored()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "C, T, HOLDERS_ONLY",
    "C, S, HOLDERS_ONLY",
    "C, ' ', WITHDRAWN",
    "P, ' ', UNDETERMINED",
    "., ' ', UNDETERMINED",
  })
  void aNewBuyersExitLooksAtTheHolder(String holdersScan, String holder, String exit) {
    ShelfWalk.Side side =
        new ShelfWalk("CC", "C" + holdersScan).shows("a", "B ", "T" + holder).newBuyer("a", 2);
    assertThat(side.exit()).isEqualTo(exit);
  }

  @ParameterizedTest
  @CsvSource({"C, ' ', WITHDRAWN", "C, B, UNDETERMINED", "., ' ', UNDETERMINED"})
  void aHoldersExitLooksAtTheNewBuyer(String newBuyersScan, String newBuyer, String exit) {
    ShelfWalk.Side side =
        new ShelfWalk("C" + newBuyersScan, "CC").shows("a", "B" + newBuyer, "T ").holder("a", 2);
    assertThat(side.exit()).isEqualTo(exit);
  }

  @Test
  void whoeverNeverSawAProductHasNoSpell() {
    ShelfWalk walk = new ShelfWalk("CC", "C.").shows("a", "BB", "  ");
    assertThat(walk.holder("a", 1).sees()).isEqualTo(Sees.ABSENT);
    assertThat(walk.holder("a", 2).sees()).isEqualTo(Sees.UNKNOWN);
    assertThat(walk.holder("a", 2).spellNo()).isNull();
  }

  @ParameterizedTest
  @CsvSource({".", "P", "F"})
  void anEventEndsTheSpellWhereNoScanDecides(String scan) {
    ShelfWalk walk =
        new ShelfWalk("CC" + scan + ".", "CCCC").shows("a", "BB  ", "TTTT").withdrawn(ALPHA, 3);
    assertThat(walk.newBuyer("a", 3).firstAbsent()).isEqualTo(day(3));
    assertThat(walk.newBuyer("a", 3).confirmedBy()).isEqualTo("EVENT");
    assertThat(walk.newBuyer("a", 4).sees()).isEqualTo(Sees.ABSENT);
    assertThat(walk.on("a", 4).state()).isEqualTo(State.HOLDERS_TOP_UP);
  }

  @Test
  void onTheEventsDayACompleteScanIsTheBetterProof() {
    ShelfWalk walk = ShelfWalk.ofNewBuyers("CCC").shows("a", "BB ").withdrawn(ALPHA, 3);
    assertThat(walk.newBuyer("a", 3).confirmedBy()).isEqualTo("SCAN");
  }

  @Test
  void anEventSaysNothingOfHoldersOrOfOtherPlatforms() {
    ShelfWalk walk = new ShelfWalk("CC.", "CC.").shows("a", "BB ", "TT ").withdrawn("BETA", 3);
    assertThat(walk.newBuyer("a", 3).displayed()).isTrue();
    walk = new ShelfWalk("CC.", "CC.").shows("a", "BB ", "TT ").withdrawn(ALPHA, 3);
    assertThat(walk.holder("a", 3).sees()).isEqualTo(Sees.UNKNOWN);
    assertThat(walk.holder("a", 3).displayed()).isTrue();
  }

  @Test
  void aSightingAfterTheEventsClosingIsARelisting() {
    ShelfWalk walk = ShelfWalk.ofNewBuyers("CC.P.").shows("a", "BB B ").withdrawn(ALPHA, 3);
    assertThat(walk.newBuyer("a", 4).spellNo()).isEqualTo(2);
    assertThat(walk.newBuyer("a", 5).sees()).isEqualTo(Sees.UNKNOWN);
    assertThat(walk.newBuyer("a", 5).displayed()).isTrue();
  }

  @Test
  void aSightingOnTheEventsDayOverrulesIt() {
    ShelfWalk walk = ShelfWalk.ofNewBuyers("CCP.").shows("a", "BBB ").withdrawn(ALPHA, 3);
    assertThat(walk.newBuyer("a", 4).displayed()).isTrue();
  }

  @Test
  void aProductUnderANewIdGoesOnInOneSpell() {
    ShelfWalk walk =
        ShelfWalk.ofNewBuyers("CC").shows("old", "Hill", "B ").shows("new", "hi ll", " B");
    assertThat(walk.days("old")).containsExactly(day(1));
    assertThat(walk.newBuyer("new", 2).firstSeen()).isEqualTo(day(1));
    assertThat(walk.newBuyer("new", 2).spellNo()).isEqualTo(1);
    assertThat(walk.newBuyer("new", 2).formerIds()).containsExactly("old");
  }

  @Test
  void aProductRenumberedTwiceKeepsItsIdsInOrder() {
    ShelfWalk walk =
        ShelfWalk.ofNewBuyers("CCC")
            .shows("z", "Hill", "B  ")
            .shows("a", "Hill", " B ")
            .shows("m", "Hill", "  B");
    assertThat(walk.newBuyer("m", 3).formerIds()).containsExactly("z", "a");
  }

  @Test
  void aSpellThatHadEndedIsCountedUnderTheIdThatItEndedUnder() {
    ShelfWalk walk =
        new ShelfWalk("CCCCCC", "CCCCCC")
            .shows("old", "Hill", "B  B  ", "TT    ")
            .shows("new", "Hill", "     B", "  TT  ");
    assertThat(walk.holder("new", 3).formerIds()).containsExactly("old");
    assertThat(walk.newBuyer("old", 4).spellNo()).isEqualTo(2);
    assertThat(walk.on("new", 5).state()).isEqualTo(State.CLOSED);
    assertThat(walk.newBuyer("new", 6).spellNo()).isEqualTo(1);
  }

  @Test
  void anotherNameIsAnotherProduct() {
    ShelfWalk walk =
        ShelfWalk.ofNewBuyers("CC").shows("old", "Hill", "B ").shows("new", "River", " B");
    assertThat(walk.newBuyer("new", 2).formerIds()).isEmpty();
    assertThat(walk.newBuyer("old", 2).firstAbsent()).isEqualTo(day(2));
  }

  @Test
  void twinsStayApartAndAreCounted() {
    ShelfWalk walk =
        ShelfWalk.ofNewBuyers("CC")
            .shows("old1", "Hill", "B ")
            .shows("old2", "Hill", "B ")
            .shows("new", "Hill", " B");
    assertThat(walk.newBuyer("new", 2).formerIds()).isEmpty();
    assertThat(walk.on("new", 2).rekeyCandidates()).isEqualTo(2);
    assertThat(walk.newBuyer("old1", 2).displayed()).isFalse();
  }

  @Test
  void betweenScansThatProveNothingNoIdIsMatched() {
    ShelfWalk walk =
        ShelfWalk.ofNewBuyers("CP").shows("old", "Hill", "B ").shows("new", "Hill", " B");
    assertThat(walk.newBuyer("new", 2).formerIds()).isEmpty();
  }

  @Test
  void anIdThatTheOtherViewerStillSeesIsNotGone() {
    ShelfWalk walk =
        new ShelfWalk("CC", "CC").shows("old", "Hill", "B ", "TT").shows("new", "Hill", " B", "  ");
    assertThat(walk.newBuyer("new", 2).formerIds()).isEmpty();
    assertThat(walk.newBuyer("old", 2).exit()).isEqualTo("HOLDERS_ONLY");
  }

  @Test
  void withoutAHeartbeatAShrunkenShelfProvesNothingUntilTheConfirmationTime() {
    ShelfWalk walk = ShelfWalk.derived(3, 5).showsMany(10, "B    ").shows("a", "BBBBB");
    assertThat(walk.newBuyer("many1", 2).firstAbsent()).isEqualTo(day(2));
    assertThat(walk.newBuyer("many1", 2).confirmedBy()).isEqualTo("TIME");
    walk = ShelfWalk.derived(5, 5).showsMany(10, "B    ").shows("a", "BBBBB");
    assertThat(walk.newBuyer("many1", 5).sees()).isEqualTo(Sees.UNKNOWN);
    assertThat(walk.newBuyer("many1", 5).displayed()).isTrue();
  }

  @Test
  void withoutAHeartbeatAFewThatAreLackingAreGone() {
    ShelfWalk walk = ShelfWalk.derived(30, 2).showsMany(10, "BB").shows("a", "B ");
    assertThat(walk.newBuyer("a", 2).firstAbsent()).isEqualTo(day(2));
    assertThat(walk.newBuyer("a", 2).confirmedBy()).isEqualTo("SCAN");
  }

  @Test
  void withoutAHeartbeatFewerThanFiveAreLackingEvenFromASmallShelf() {
    ShelfWalk walk = ShelfWalk.derived(30, 2).showsMany(2, "BB").showsMany("few", 4, "B ");
    assertThat(walk.newBuyer("few1", 2).confirmedBy()).isEqualTo("SCAN");
    walk = ShelfWalk.derived(30, 2).showsMany(2, "BB").showsMany("few", 5, "B ");
    assertThat(walk.newBuyer("few1", 2).displayed()).isTrue();
  }

  @Test
  void withoutAHeartbeatAnEmptyDayIsNeverComplete() {
    ShelfWalk walk = ShelfWalk.derived(30, 2).shows("a", "B ");
    assertThat(walk.newBuyer("a", 2).sees()).isEqualTo(Sees.UNKNOWN);
  }

  @Test
  void timeDatesAnExitToTheFirstDayThatHasAFile() {
    ShelfWalk walk =
        ShelfWalk.derived(3, 5).showsMany(10, "B    ").shows("a", "B BBB").withoutFiles(2);
    assertThat(walk.newBuyer("many1", 2).sees()).isEqualTo(Sees.UNKNOWN);
    assertThat(walk.newBuyer("many1", 3).firstAbsent()).isEqualTo(day(3));
  }

  @Test
  void withoutAHeartbeatDaysWithoutAFileConfirmNothing() {
    ShelfWalk walk =
        ShelfWalk.derived(3, 6).showsMany(10, "B     ").shows("a", "BB  BB").withoutFiles(3, 4);
    assertThat(walk.newBuyer("many1", 2).firstAbsent()).isEqualTo(day(2));
    walk = ShelfWalk.derived(4, 6).showsMany(10, "B     ").shows("a", "BB  BB").withoutFiles(3, 4);
    assertThat(walk.newBuyer("many1", 6).displayed()).isTrue();
  }

  @Test
  void everyStateOfNewBuyersAloneFollowsFromWhatTheySee() {
    assertThat(List.of(Sees.values()))
        .extracting(State::of)
        .containsExactly(
            State.ON_SALE, State.NO_NEW_ISSUE, State.NO_NEW_ISSUE, State.CLOSED, State.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "CPC, ONN, true", // renamed between the scans, as a partial one shows on another product
    "CPC, ONO, false", // the old id goes on
    "CPC, NNN, true", // the new id's last sighting before the second scan is after the first
    "CPC, OOT, false", // a third bank of the name
    "CPC, OTN, false",
    "CC, NN, false", // two ids that stand side by side are two banks
  })
  void aProductGoesOnWhereItsBankHasAnotherId(String scans, String neighboursBank, boolean goesOn) {
    String unseen = " ".repeat(scans.length() - 1);
    ShelfWalk walk =
        ShelfWalk.ofNewBuyers(scans)
            .shows("a", "a", "B" + unseen)
            .ofBank("a", "O" + unseen)
            .shows("a2", "a", unseen + "B")
            .ofBank("a2", unseen + "N")
            .shows("neighbour", "B".repeat(scans.length()))
            .ofBank("neighbour", neighboursBank);
    assertThat(walk.newBuyer("a2", scans.length()).formerIds())
        .isEqualTo(goesOn ? List.of("a") : List.of());
  }
}
