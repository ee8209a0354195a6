package org.rateshelf.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.TestSpark;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/** What is written is what Spark reads and what is read here, of every type that a column has. */
class TableFilesTest {
  private static final Field<String> NAME = Field.text("name", "a", "a text");
  private static final Field<Object> PAIRS =
      any("pairs", DataTypes.createMapType(DataTypes.StringType, DataTypes.LongType, false));
  private static final Field<Object> PARTS =
      any(
          "parts",
          DataTypes.createArrayType(
              DataTypes.createStructType(
                  List.of(
                      DataTypes.createStructField("name", DataTypes.StringType, true),
                      DataTypes.createStructField("number", DataTypes.IntegerType, true)))));
  private static final Field<BigDecimal> MONEY = Field.money("money", "1.00", "DECIMAL(20, 2)");
  private static final Table EVERY_TYPE =
      Table.silver("every_type")
          .fields(
              NAME,
              Field.date("day", "2020-12-01", "a day"),
              Field.whole("whole", 1, "an integer"),
              Field.count("count", 1, "a long"),
              Field.percent("rate_pct", "1.0000", "DECIMAL(9, 4)"),
              Field.mean("mean", "1.0000", "DECIMAL(18, 4)"),
              MONEY,
              Field.flag("flag", true, "yes or no"),
              Field.instant("instant", "2020-12-01T00:00:00Z", "an instant"),
              any("ratio", DataTypes.DoubleType),
              Field.codes("codes", List.of("a"), "texts"),
              PAIRS,
              PARTS)
          .build();

  @TempDir private Path folder;

  @BeforeAll
  static void spark() {
    TestSpark.session();
  }

  private static Field<Object> any(String name, DataType type) {
    return Field.of(name, type, null, "any");
  }

  private static Object[] full() {
    return new Object[] {
      "存款 €",
      LocalDate.of(1969, 12, 31),
      -1,
      Long.MIN_VALUE,
      new BigDecimal("-1.2345"),
      new BigDecimal("99999999999999.9999"),
      new BigDecimal("-999999999999999999.99"),
      true,
      Instant.parse("1969-12-31T23:59:59.999999Z"),
      0.1,
      Arrays.asList("a", null, "b"),
      Map.of("a", 1L, "b", 2L),
      Arrays.asList(new Object[] {"x", 1}, null, new Object[] {null, null})
    };
  }

  private List<DataFile> written(Object[]... rows) {
    return TableFiles.write(EVERY_TYPE, folder.toUri().toString(), List.of(rows).iterator());
  }

  @Test
  void isReadAsItWasWritten() {
    Object[] nulls = new Object[EVERY_TYPE.fields().size()];
    Object[] empty = nulls.clone();
    empty[EVERY_TYPE.at(PAIRS)] = Map.of();
    empty[EVERY_TYPE.at(PARTS)] = List.of();
    assertThat(TableFiles.rows(EVERY_TYPE, written(full(), nulls, empty, full())))
        .usingRecursiveComparison()
        .isEqualTo(List.of(full(), nulls, empty, full()));
  }

  @Test
  void sparkReadsTheSame() {
    Row row =
        TestSpark.session().read().parquet(written(full()).get(0).path()).collectAsList().get(0);
    assertThat(row.schema().simpleString()).isEqualTo(EVERY_TYPE.schema().simpleString());
    assertThat(row.getString(0)).isEqualTo("存款 €");
    assertThat(row.getDate(1)).hasToString("1969-12-31");
    assertThat(row.getInt(2)).isEqualTo(-1);
    assertThat(row.getLong(3)).isEqualTo(Long.MIN_VALUE);
    assertThat(row.getDecimal(4)).isEqualTo(full()[4]);
    assertThat(row.getDecimal(5)).isEqualTo(full()[5]);
    assertThat(row.getDecimal(6)).isEqualTo(full()[6]);
    assertThat(row.getBoolean(7)).isTrue();
    assertThat(row.getTimestamp(8).toInstant()).isEqualTo(full()[8]);
    assertThat(row.getDouble(9)).isEqualTo(0.1);
    assertThat(row.getList(10)).isEqualTo(full()[10]);
    assertThat(row.getJavaMap(11)).isEqualTo(full()[11]);
    assertThat(row.getList(12)).hasSize(3).element(0).hasToString("[x,1]");
  }

  @Test
  void whatSparkWroteIsReadAsWell() throws IOException {
    Object[] nulls = new Object[EVERY_TYPE.fields().size()];
    String other = folder.resolve("spark").toUri().toString();
    TestSpark.session()
        .read()
        .parquet(written(full(), nulls).get(0).path())
        .coalesce(1)
        .write()
        .parquet(other);
    try (Stream<Path> files = Files.list(folder.resolve("spark"))) {
      Path file = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
      DataFile one = new DataFile(file.toUri().toString(), Files.size(file), 0, null);
      assertThat(TableFiles.rows(EVERY_TYPE, List.of(one)))
          .usingRecursiveComparison()
          .isEqualTo(List.of(full(), nulls));
    }
  }

  @Test
  void aColumnThatAFileLacksIsNull() {
    Table wider =
        Table.silver("wider").fields(NAME, Field.code("new", "a", "not there"), MONEY).build();
    assertThat(TableFiles.rows(wider, written(full())))
        .containsExactly(new Object[] {full()[0], null, full()[EVERY_TYPE.at(MONEY)]});
    assertThat(TableFiles.rows(wider, written(full()), Set.of(MONEY)))
        .containsExactly(new Object[] {null, null, full()[EVERY_TYPE.at(MONEY)]});
  }

  @Test
  void theLogSaysOfItsFirstColumnsWhatTheyHold() {
    Object[] other = full();
    other[0] = "\uD83D\uDE00"; // after every sign of two bytes in UTF-16, in UTF-8 as well
    DataFile file = written(other, full()).get(0);
    assertThat(file.rows()).isEqualTo(2);
    assertThat(TableLog.bounds(EVERY_TYPE, file, NAME))
        .isEqualTo(new TableLog.Bounds("存款 €", "\uD83D\uDE00"));
  }

  @Test
  void aNumberThatItsColumnCannotHoldIsNotWritten() {
    Object[] row = new Object[EVERY_TYPE.fields().size()];
    row[EVERY_TYPE.at(MONEY)] = new BigDecimal("1000000000000000000.00");
    assertThatThrownBy(() -> written(row)).hasMessageContaining("more digits than DECIMAL(20,2)");
    row[EVERY_TYPE.at(MONEY)] = new BigDecimal("0.001");
    assertThatThrownBy(() -> written(row)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void manyRowsArePackedAndFewAreNot() {
    long one = written(full()).get(0).size();
    List<DataFile> many =
        TableFiles.write(
            EVERY_TYPE,
            folder.toUri().toString(),
            Stream.iterate(0, i -> i + 1)
                .limit(20_000)
                .map(i -> rowOf("a name that is long and ends in " + i))
                .iterator());
    assertThat(many.get(0).size()).isLessThan(20_000 * 20L).isGreaterThan(one);
    assertThat(TableFiles.rows(EVERY_TYPE, many)).hasSize(20_000);
  }

  private static Object[] rowOf(String name) {
    Object[] row = new Object[EVERY_TYPE.fields().size()];
    row[0] = name;
    return row;
  }

  @Test
  void noRowsMakeNoFile() {
    assertThat(TableFiles.write(EVERY_TYPE, folder.toUri().toString(), Collections.emptyIterator()))
        .isEmpty();
    assertThat(folder).isEmptyDirectory();
  }
}
