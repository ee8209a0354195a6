package org.rateshelf.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DefectTest {
  @Test
  void theMessagesOfOthersAreLeftOutWithTheirClassesAndFramesKept() {
    try {
      Integer.parseInt("a balance");
    } catch (NumberFormatException e) {
      assertThat(Defect.trace(new IllegalStateException(e)))
          .startsWith("java.lang.IllegalStateException\n\tat org.rateshelf.job.DefectTest.")
          .contains("\nCaused by: java.lang.NumberFormatException\n\tat java.")
          .doesNotContain("a balance");
    }
  }

  @Test
  void ourOwnMessageIsTold() {
    assertThat(Defect.trace(new IllegalStateException("stock is not yesterday's")))
        .startsWith("java.lang.IllegalStateException: stock is not yesterday's\n\tat ");
  }
}
