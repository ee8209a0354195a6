package org.rateshelf.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/** What is written is what is read, and a commit puts whole files in the place of others. */
class TableLogTest {
  private static final Field<LocalDate> DAY = Field.date("day", "2020-12-17", "A day.").required();
  private static final Field<String> BANK = Field.code("bank", "ZGC", "A bank.");
  private static final Field<BigDecimal> RATE = Field.percent("rate_pct", "4.1250", "A rate.");
  private static final Field<BigDecimal> MONEY = Field.money("money", "50.00", "Money.");
  private static final Field<Integer> SOME = Field.whole("some", 3, "A number.");
  private static final Field<Long> MANY = Field.count("many", 3L, "A large one.");
  private static final Field<Boolean> IS = Field.flag("is", true, "Yes or no.");
  private static final Field<Instant> AT = Field.instant("at", "2020-12-17T22:00:00Z", "When.");
  private static final Field<List<String>> CODES = Field.codes("codes", List.of("A"), "Codes.");
  private static final Field<List<Object[]>> PARTS =
      Field.of(
          "parts",
          DataTypes.createArrayType(
              DataTypes.createStructType(
                  List.of(
                      DataTypes.createStructField("name", DataTypes.StringType, true),
                      DataTypes.createStructField("part", RATE.type(), true)))),
          List.of(),
          "Structs.");
  private static final Field<Map<String, Long>> VERSIONS =
      Field.of(
          "versions",
          DataTypes.createMapType(DataTypes.StringType, DataTypes.LongType),
          Map.of(),
          "A map.");
  private static final Table TABLE =
      Table.gold("all_types")
          .fields(DAY, BANK, RATE, MONEY, SOME, MANY, IS, AT, CODES, PARTS, VERSIONS)
          .key(DAY, BANK)
          .day(DAY)
          .build();

  @TempDir private Path scratch;

  private static Object[] row(int day, String bank) {
    return new Object[] {
      LocalDate.of(2020, 12, day),
      bank,
      new BigDecimal("4.1250"),
      new BigDecimal("123456789012345678.25"),
      -7,
      8_000_000_000L,
      day == 1,
      Instant.parse("2020-12-17T22:00:00.000001Z"),
      List.of("P1Y", "P3Y"),
      List.<Object[]>of(new Object[] {"a", new BigDecimal("0.5000")}, new Object[] {null, null}),
      Map.of("gold/x", 3L)
    };
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
  void readsWhatItWrote() throws IOException {
    String folder =
        new org.apache.hadoop.fs.Path(scratch.resolve("a [b] %20 c").toUri()).toString();
    Object[] full = row(1, "ZGC");
    Object[] empty = new Object[full.length];
    empty[0] = full[0];
    log(folder).create(TABLE, TableFiles.write(TABLE, folder, List.of(full, empty).iterator()));
    List<DataFile> files = log(folder).files(0);
    assertThat(files).hasSize(1);
    assertThat(read(files)).usingRecursiveComparison().isEqualTo(List.of(full, empty));
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
