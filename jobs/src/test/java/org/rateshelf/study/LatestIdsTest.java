package org.rateshelf.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatestIdsTest {
  private final LatestIds ids = new LatestIds();

  @Test
  void aProductGoesByItsLatestId() {
    ids.add("ALPHA", List.of("oldest", "old"), "new");
    assertThat(List.of(ids.of("ALPHA", "oldest"), ids.of("ALPHA", "old"), ids.of("ALPHA", "new")))
        .containsOnly("new");
  }

  @Test
  void anIdBelongsToItsPlatform() {
    ids.add("ALPHA", List.of("a"), "b");
    assertThat(ids.of("BETA", "a")).isEqualTo("a");
  }

  @Test
  void anIdThatBecameAnotherInALaterSpellIsFollowed() {
    ids.add("ALPHA", List.of("b"), "c");
    ids.add("ALPHA", List.of("a"), "b");
    assertThat(ids.of("ALPHA", "a")).isEqualTo("c");
  }

  @Test
  void ofTwoFollowersTheLastByNameIsTaken() {
    LatestIds other = new LatestIds();
    ids.add("ALPHA", List.of("a"), "z");
    other.add("ALPHA", List.of("a"), "b");
    ids.merge(Given.sent(other));
    assertThat(ids.of("ALPHA", "a")).isEqualTo("z");
  }

  @Test
  void idsThatFollowEachOtherEnd() {
    ids.add("ALPHA", List.of("a"), "b");
    ids.add("ALPHA", List.of("b"), "a");
    assertThat(ids.of("ALPHA", "a")).isEqualTo("a");
  }

  @Test
  void aSpellWithoutFormerIdsSaysNothing() {
    ids.add("ALPHA", List.of(), "a");
    ids.add("ALPHA", null, "a");
    assertThat(ids.of("ALPHA", "a")).isEqualTo("a");
  }
}
