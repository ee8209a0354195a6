package org.rateshelf.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static scala.Option.empty;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rateshelf.Rows;
import org.rateshelf.TestSpark;
import org.rateshelf.store.DataFile;
import org.rateshelf.table.Banks;
import scala.collection.immutable.Map$;

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
    lake.tables().replaceAll(Banks.TABLE, List.of());
    for (Object[] row : written.values()) {
      List<DataFile> one = lake.tables().write(Banks.TABLE, List.<Object[]>of(row));
      lake.tables().log(Banks.TABLE.path()).replace(List.of(), one);
    }
    Dataset<Row> read = lake.now(Banks.TABLE);
    assertThat(read.inputFiles().length > Lake.FEW).isEqualTo(rows > 1);
    assertThat(read.collectAsList())
        .containsExactlyInAnyOrderElementsOf(written.dataset().collectAsList());
  }

  /** So that Spark's next commit can go on from it, without a job to find it anew. */
  @Test
  void whatIsNotedOfATableThatWasTakenBackHolds() {
    Path place = folder.resolve("lake");
    Lake lake = new Lake(TestSpark.session(), place);
    String table = place.resolve(Banks.TABLE.path()).toString();
    put(lake, Rows.of(Banks.TABLE).row());
    put(lake, Rows.of(Banks.TABLE).row().row());
    lake.tables().log(Banks.TABLE.path()).setBack(OptionalLong.of(0));
    Snapshot taken = DeltaLog.forTable(TestSpark.session(), table).update(false, empty(), empty());
    assertThat(taken.version()).isEqualTo(2);
    assertThat(taken.checksumOpt().get().numFiles())
        .isEqualTo(lake.dataFiles(Banks.TABLE.path(), 0).size());
    assertThat(taken.validateChecksum(Map$.MODULE$.empty())).isTrue();
  }

  private static void put(Lake lake, Rows rows) {
    lake.tables().add(Banks.TABLE, lake.tables().write(Banks.TABLE, rows.values()));
  }
}
