package org.rateshelf.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.TestSpark;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/** A commit puts whole files in the place of others. */
class TableLogTest {
  private static final Field<LocalDate> DAY = Field.date("day", "2020-12-17", "A day.").required();
  private static final Field<String> BANK = Field.code("bank", "ZGC", "A bank.");
  private static final Table TABLE =
      Table.gold("days").fields(DAY, BANK).key(DAY, BANK).day(DAY).build();

  @TempDir private Path scratch;

  @BeforeAll
  static void spark() {
    TestSpark.session();
  }

  private static Object[] row(int day, String bank) {
    return new Object[] {LocalDate.of(2020, 12, day), bank};
  }

  private TableLog log(String folder) {
    return new TableLog(folder, DefaultEngine.create(new Configuration()));
  }

  private static List<Object[]> read(Collection<DataFile> files) throws IOException {
    List<Object[]> rows = new ArrayList<>();
    try (CloseableIterator<Object[]> found = TableFiles.read(TABLE, files)) {
      found.forEachRemaining(rows::add);
    }
    return rows;
  }

  @Test
  void readsWhatItWroteWhateverTheFolderIsCalled() throws IOException {
    String folder =
        new org.apache.hadoop.fs.Path(scratch.resolve("a [b] %20 c").toUri()).toString();
    log(folder)
        .create(TABLE, TableFiles.write(TABLE, folder, List.<Object[]>of(row(1, "A")).iterator()));
    assertThat(read(log(folder).files(0))).containsExactly(row(1, "A"));
  }

  @Test
  void putsFilesInThePlaceOfOthers() throws IOException {
    String folder = scratch.resolve("t").toUri().toString();
    TableLog log = log(folder);
    log.create(TABLE, TableFiles.write(TABLE, folder, List.<Object[]>of(row(1, "A")).iterator()));
    log.replace(
        List.of(), TableFiles.write(TABLE, folder, List.<Object[]>of(row(2, "B")).iterator()));
    List<DataFile> second =
        log.files(1).stream()
            .filter(
                f ->
                    TableLog.bounds(TABLE, f, DAY)
                        .least()
                        .equals((int) LocalDate.of(2020, 12, 2).toEpochDay()))
            .toList();
    log.replace(second, TableFiles.write(TABLE, folder, List.<Object[]>of(row(3, "C")).iterator()));
    assertThat(read(log.files(2))).extracting(row -> row[1]).containsExactlyInAnyOrder("A", "C");
    log.setBack(java.util.OptionalLong.of(1));
    assertThat(read(log.files(3))).extracting(row -> row[1]).containsExactlyInAnyOrder("A", "B");
  }
}
