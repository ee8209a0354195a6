package org.rateshelf.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A value of Parquet is read as the text that stands for it in CSV. */
class ParquetRecordsTest {
  private final List<String> unknown = new ArrayList<>();

  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int32 | 12 | 12",
        "int64 | -12 | -12",
        "int32 x (DATE) | 18613 | 2020-12-17",
        "int32 x (DECIMAL(9,4)) | 41250 | 4.1250",
        "int64 x (DECIMAL(18,2)) | 1200000 | 12000.00",
        "int32 x (INTEGER(32,false)) | -1 | 4294967295",
        "int64 x (INTEGER(64,false)) | -1 | 18446744073709551615",
        "int64 x (TIMESTAMP(MILLIS,true)) | 1500 | 1970-01-01 00:00:01.5",
        "int64 x (TIMESTAMP(MICROS,false)) | 60000000 | 1970-01-01 00:01:00",
        "double | 12000000 | 12000000",
        "double | 0.25 | 0.25",
        "float | 4.125 | 4.125",
        "double | NaN | NaN",
        "boolean | true | true",
        "binary x (STRING) | one year | one year",
        "binary | no type | no type",
      })
  void aValueIsText(String type, String value, String text) throws IOException {
    String[] words = type.split(" x ");
    String annotation = words.length > 1 ? words[1] : "";
    Path file = write(words[0] + " term " + annotation, row -> add(row, words[0], value));
    assertThat(read(file)).containsOnly(Map.entry("term", text));
  }

  private static void add(Group row, String type, String value) {
    switch (type) {
      case "int32" -> row.add("term", Integer.parseInt(value));
      case "int64" -> row.add("term", Long.parseLong(value));
      case "double" -> row.add("term", Double.parseDouble(value));
      case "float" -> row.add("term", Float.parseFloat(value));
      case "boolean" -> row.add("term", Boolean.parseBoolean(value));
      default -> row.add("term", value);
    }
  }

  @Test
  void aDecimalOfManyBytesHasAllItsDigits() throws IOException {
    byte[] bytes = {-1, -2};
    Path file =
        write(
            "fixed_len_byte_array(2) term (DECIMAL(4,2))",
            row -> row.add("term", Binary.fromConstantByteArray(bytes)));
    assertThat(read(file)).containsEntry("term", "-0.02");
  }

  @Test
  void whatIsNullHasNoText() throws IOException {
    assertThat(read(write("binary term (STRING)", row -> {}))).isEmpty();
  }

  @Test
  void valuesOfSeveralPartsAreRefused() throws IOException {
    Path file = write("binary term (STRING); repeated int32 source", row -> {});
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(FileFault.class)
        .hasMessage("column source has values of several parts");
  }

  @Test
  void aColumnThatIsNotKnownIsToldAndPassedOver() throws IOException {
    Path file =
        write(
            "repeated int32 nickname; binary term (STRING)",
            row -> row.append("nickname", 7).append("term", "P1Y"));
    assertThat(read(file)).containsOnly(entry("term", "P1Y"));
    assertThat(unknown).containsExactly("nickname");
  }

  @Test
  void whatIsNoParquetIsRefused() throws IOException {
    Path file = Files.writeString(temp.resolve("no.parquet"), "PAR1, it says");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(FileFault.class)
        .hasMessage("it cannot be read as Parquet");
  }

  private Path write(String columns, Consumer<Group> values) throws IOException {
    StringBuilder message = new StringBuilder("message m {");
    for (String column : columns.split("; ")) {
      message.append(column.startsWith("repeated") ? "" : "optional ").append(column).append(";");
    }
    MessageType schema = MessageTypeParser.parseMessageType(message.append("}").toString());
    Path file = temp.resolve("file.parquet");
    try (ParquetWriter<Group> out =
        ExampleParquetWriter.builder(new LocalOutputFile(file)).withType(schema).build()) {
      Group row = new SimpleGroup(schema);
      values.accept(row);
      out.write(row);
    }
    return file;
  }

  private Map<String, String> read(Path file) throws IOException {
    Source.Header header =
        new Source.Header("bank_rates", Sources.BANK_RATES.header().known(), List.of());
    try (ParquetRecords records =
        new ParquetRecords(new LocalInputFile(file), header, unknown::add)) {
      SourceRecord record = records.next();
      assertThat(records.hasNext()).isFalse();
      assertThat(record.line()).isEqualTo(1);
      return record.values();
    }
  }
}
