package org.rateshelf.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rateshelf.Rows;
import org.rateshelf.TestSpark;
import org.rateshelf.table.Banks;

class LakeTest {
  @TempDir Path folder;

  /** By the names that its log has, or through Delta, according to how many they are. */
  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void aTableIsReadAsItWasHoweverManyFilesItHas(int rows) {
    Lake lake = new Lake(TestSpark.session(), folder.resolve("a lake"));
    Rows written = Rows.of(Banks.TABLE);
    for (int bank = 0; bank < rows; bank++) {
      written.row(Banks.BANK_ID.is("BANK" + bank));
    }
    lake.overwrite(Banks.TABLE, Rows.of(Banks.TABLE).row().dataset());
    lake.overwrite(Banks.TABLE, written.dataset().repartition(rows));
    Dataset<Row> read = lake.now(Banks.TABLE);
    assertThat(read.inputFiles().length > Lake.FEW).isEqualTo(rows > 1);
    assertThat(read.collectAsList())
        .containsExactlyInAnyOrderElementsOf(written.dataset().collectAsList());
  }
}
