package org.rateshelf.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.table.Scans;

/** Small markets in which something lands as nobody would write it, and what it means. */
class CasesIT {
  @TempDir private Path lake;

  private TestLake over(String market) {
    return TestLake.over(TestLake.market("cases/" + market), lake);
  }

  @Test
  void numbersAndDaysAreReadAsAProgramWritesThem() {
    TestLake lake = over("written_by_a_program");
    assertThat(lake.rows(Scans.TABLE))
        .extracting("platform_id", "status", "listed_count", "seen_count")
        .extracting(Object::toString)
        .containsExactlyInAnyOrder(
            "(\"SHOP\", \"COMPLETE\", 2, 2)", "(\"MALL\", \"FAILED\", null, 0)");
    assertThat(lake.rows(RateSpreads.TABLE))
        .extracting("product_id", "spread_bp")
        .extracting(Object::toString)
        .containsExactlyInAnyOrder("(\"a\", 3.8E+2)", "(\"b\", 6E+1)");
  }
}
