package org.rateshelf.holders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rateshelf.holders.HolderMarket.day;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.rateshelf.holders.Comparisons.Comparison;

class ComparisonsTest {
  private static final List<String> NO_EVENT = List.of();
  private static final List<String> EV1 = List.of("EV1");

  private final Coverage coverage = new Coverage();

  /** PINE on the 1st, 3rd, 10th and 20th, QUAY on the 1st and the 20th, the own channel daily. */
  ComparisonsTest() {
    covered("PINE", 1, 3, 10, 20);
    covered("QUAY", 1, 20);
    for (int day = 1; day <= 22; day++) {
      covered("OWN_APP", day);
    }
  }

  private void covered(String platform, int... days) {
    for (int day : days) {
      coverage.add(platform, day(day));
    }
  }

  private Comparisons computing(int from, int to) {
    return new Comparisons(HolderMarket.empty().reference(), coverage, day(from), day(to));
  }

  @Test
  void theDaysAreThoseThatCoverAPlatform() {
    assertThat(computing(2, 19).days()).containsExactly(day(3), day(10));
    assertThat(computing(9, 11).snapshotDays()).containsExactly(day(9), day(10), day(11));
  }

  @Test
  void anEventsEveIsThePlatformsLastDayBeforeIt() {
    Comparisons pairs = computing(10, 20);
    assertThat(pairs.of("PINE", day(3)))
        .containsExactly(new Comparison(day(10), true, EV1), new Comparison(day(20), false, EV1));
    assertThat(pairs.of("PINE", day(10))).containsExactly(new Comparison(day(20), true, NO_EVENT));
  }

  @Test
  void aPlatformWithoutASnapshotOfTheDayIsComparedAsWell() {
    assertThat(computing(10, 20).of("QUAY", day(1)))
        .containsExactly(new Comparison(day(10), true, EV1), new Comparison(day(20), true, EV1));
  }

  @Test
  void beforeAnEventNothingIsComparedWithItsEve() {
    assertThat(computing(3, 4).of("PINE", day(1)))
        .containsExactly(new Comparison(day(3), true, NO_EVENT));
  }

  @Test
  void onTheDayOfTheEventItsEveIsTheDayBefore() {
    coverage.add("PINE", day(5));
    assertThat(computing(5, 5).of("PINE", day(3)))
        .containsExactly(new Comparison(day(5), true, EV1));
  }

  @Test
  void twoEventsMayHaveOneEve() {
    HolderMarket market = HolderMarket.empty().event("EV2", 8);
    Comparisons pairs = new Comparisons(market.reference(), coverage, day(10), day(10));
    assertThat(pairs.of("PINE", day(3)))
        .containsExactly(new Comparison(day(10), true, List.of("EV1", "EV2")));
  }

  @Test
  void anEventWithoutWindowsIsNone() {
    HolderMarket market = HolderMarket.empty().event("EV3", 8);
    Comparisons pairs = new Comparisons(market.reference(), coverage, day(10), day(10));
    assertThat(pairs.of("PINE", day(3))).containsExactly(new Comparison(day(10), true, EV1));
  }

  @Test
  void theOwnChannelIsComparedWithNothing() {
    assertThat(computing(1, 22).of("OWN_APP", day(3))).isEmpty();
  }

  @Test
  void neededIsAllFromTheFirstBaseOn() {
    Comparisons night = computing(20, 20);
    assertThat(coverage.days("PINE"))
        .allMatch(day -> night.isNeeded("PINE", day) == !day.isBefore(day(3)));
    assertThat(coverage.days("QUAY")).allMatch(day -> night.isNeeded("QUAY", day));
    assertThat(night.isNeeded("PINE", day(21))).isFalse();
  }

  @Test
  void ofTheOwnChannelNeededIsWhatComesAfterTheFirstBase() {
    Comparisons night = computing(20, 20);
    assertThat(night.isNeeded("OWN_APP", day(1))).isFalse();
    assertThat(night.isNeeded("OWN_APP", day(2))).isTrue();
  }

  @Test
  void whereNoPlatformIsCoveredOnlyTheDaysThemselvesAreNeeded() {
    Comparisons night = computing(21, 22);
    assertThat(night.days()).isEmpty();
    assertThat(night.isNeeded("OWN_APP", day(22))).isTrue();
    assertThat(night.isNeeded("OWN_APP", day(20))).isFalse();
    assertThat(night.isNeeded("PINE", day(20))).isFalse();
  }

  @Test
  void coverageIsMerged() {
    Coverage other = new Coverage();
    other.add("PINE", day(2));
    other.add("ROSE", day(9));
    coverage.merge(other);
    assertThat(coverage.lastBefore("PINE", day(3))).isEqualTo(day(2));
    assertThat(coverage.nextAfter("PINE", day(3))).isEqualTo(day(10));
    assertThat(coverage.has("ROSE", day(9))).isTrue();
    assertThat(coverage.lastBefore("FERN", day(9))).isNull();
  }
}
