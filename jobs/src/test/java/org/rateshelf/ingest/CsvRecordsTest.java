package org.rateshelf.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CsvRecordsTest {
  private final List<String> unknown = new ArrayList<>();

  private static final String HEADER = "bank_id,term,effective_from,rate_pct,source\n";
  private static final String ROW = "BIG1,P1Y,2020-01-01,1.75,a list\n";

  @Test
  void readsValuesByTheHeadersNames() throws IOException {
    SourceRecord record = only(HEADER + ROW);
    assertThat(record.values()).containsEntry("bank_id", "BIG1").containsEntry("rate_pct", "1.75");
    assertThat(record.line()).isEqualTo(2);
    assertThat(record.raw()).isEqualTo(ROW.strip());
    assertThat(record.reasons()).isEmpty();
  }

  @Test
  void takesColumnsInAnyOrder() throws IOException {
    SourceRecord record = only("rate_pct,effective_from,term,bank_id\n1.75,2020-01-01,P1Y,BIG1\n");
    assertThat(record.values()).containsEntry("bank_id", "BIG1").containsEntry("rate_pct", "1.75");
  }

  @Test
  void skipsAByteOrderMark() throws IOException {
    assertThat(only("\uFEFF" + HEADER + ROW).values()).containsEntry("bank_id", "BIG1");
  }

  @Test
  void anEmptyFieldIsNull() throws IOException {
    assertThat(only(HEADER + "BIG1,P1Y,2020-01-01,,\n").values()).doesNotContainKey("rate_pct");
  }

  @Test
  void readsAQuotedCommaAndADoubledQuote() throws IOException {
    SourceRecord record = only(HEADER + "BIG1,P1Y,2020-01-01,1.75,\"a, \"\"b\"\"\"\n");
    assertThat(record.values()).containsEntry("source", "a, \"b\"");
  }

  @Test
  void anOpenQuoteSpoilsItsOwnLineOnly() throws IOException {
    List<SourceRecord> records = records(HEADER + ROW + "BIG2,P1Y,2020-01-01,1.75,\"a\n" + ROW);
    assertThat(records).hasSize(3);
    assertThat(records.get(1).reasons()).containsExactly("MALFORMED");
    assertThat(records.get(2).reasons()).isEmpty();
    assertThat(records.get(2).line()).isEqualTo(4);
  }

  @Test
  void tooFewAndTooManyFieldsAreMalformed() throws IOException {
    assertThat(records(HEADER + "BIG1,P1Y\n" + ROW.strip() + ",more\n"))
        .extracting(SourceRecord::reasons)
        .containsExactly(List.of("MALFORMED"), List.of("MALFORMED"));
  }

  @Test
  void thousandsOfFieldsAreMalformedAndDisturbNoOther() throws IOException {
    assertThat(records(HEADER + ",".repeat(5_000) + "\n" + ROW))
        .extracting(SourceRecord::reasons)
        .containsExactly(List.of("MALFORMED"), List.of());
  }

  @Test
  void aNulByteIsMalformed() throws IOException {
    assertThat(only(HEADER + ROW.replace("BIG1", "BI\0G1")).reasons()).containsExactly("MALFORMED");
  }

  @Test
  void takesASignOfCommentForText() throws IOException {
    String named = "source,bank_id,term,effective_from,rate_pct\n";
    assertThat(only(named + "#1,BIG1,P1Y,2020-01-01,1.75\n").values())
        .containsEntry("source", "#1");
    assertRefused(() -> records("#" + HEADER + ROW), "column bank_id is missing", "add it");
  }

  @Test
  void refusesALineThatWouldFillTheMemory() throws IOException {
    String longest = "x".repeat(TextLines.LONGEST);
    assertThat(only(HEADER + longest + "\n").reasons()).containsExactly("MALFORMED");
    assertRefused(() -> records(HEADER + ROW + longest + "x"), "line 3 is longer", "one record");
  }

  @Test
  void refusesAHeaderThatIsNone() {
    assertRefused(() -> records("\"" + HEADER + ROW), "its first line is no header", "a header");
    assertRefused(() -> records("\0\n" + ROW), "its first line is no header", "a header");
  }

  @Test
  void skipsBlankLinesButCountsThem() throws IOException {
    assertThat(only(HEADER + "\n" + ROW).line()).isEqualTo(3);
  }

  @Test
  void readsWindowsLineEnds() throws IOException {
    assertThat(only((HEADER + ROW).replace("\n", "\r\n")).values())
        .containsEntry("source", "a list");
  }

  @Test
  void refusesAnEmptyFile() {
    assertRefused(() -> records(""), "it is empty", "with a header");
  }

  @Test
  void refusesAMissingColumnByName() {
    assertRefused(
        () -> records("bank_id,term,effective_from\n"), "column rate_pct is missing", "add it");
  }

  @Test
  void anUnknownColumnIsToldAndPassedOver() throws IOException {
    SourceRecord record = only((HEADER + ROW).replace("source", "sauce"));
    assertThat(unknown).containsExactly("sauce");
    assertThat(record.reasons()).isEmpty();
    assertThat(record.values()).doesNotContainKey("sauce").doesNotContainValue("a list");
    assertThat(record.values()).containsKeys("bank_id", "rate_pct");
  }

  @Test
  void aColumnOfHoldersRefusesAFileOfOthers() {
    assertRefused(
        () -> records((HEADER + ROW).replace("source", "user_id")),
        "column user_id is of 'user_rates', not of 'bank_rates'",
        "move it to landing/user_rates/");
  }

  @Test
  void refusesARepeatedColumn() {
    assertRefused(
        () -> records(HEADER.replace("source", "term")),
        "a column stands twice in its header",
        "leave one");
  }

  @Test
  void saysWhoseColumnsTheyAre() {
    assertRefused(
        () -> records("scan_date,platform_id,viewer,status,listed_count\n"),
        "its columns are those of 'scans', not of 'bank_rates'",
        "move it to landing/scans/");
  }

  @Test
  void refusesGbkAndSaysHowToConvertIt() {
    byte[] file = (HEADER + "BIG1,P1Y,2020-01-01,1.75,工商银行\n").getBytes(Charset.forName("GBK"));
    assertRefused(() -> records(file), "it is not UTF-8", "iconv -f GBK -t UTF-8");
  }

  @Test
  void refusesAGzipCutShort() throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(whole)) {
      gzip.write((HEADER + ROW.repeat(50_000)).getBytes(UTF_8));
    }
    byte[] cut = Arrays.copyOf(whole.toByteArray(), whole.size() / 2);
    assertRefused(
        () -> records(new GZIPInputStream(new ByteArrayInputStream(cut))),
        "it is compressed and cut short or damaged",
        "send it again whole");
  }

  private static void assertRefused(ThrowingCallable reading, String problem, String fix) {
    assertThatThrownBy(
            () -> {
              try {
                reading.call();
              } catch (UncheckedIOException e) {
                throw e.getCause();
              }
            })
        .isInstanceOfSatisfying(FileFault.class, e -> assertThat(e.fix()).contains(fix))
        .hasMessageContaining(problem);
  }

  private SourceRecord only(String text) throws IOException {
    List<SourceRecord> records = records(text);
    assertThat(records).hasSize(1);
    return records.get(0);
  }

  private List<SourceRecord> records(String text) throws IOException {
    return records(text.getBytes(UTF_8));
  }

  private List<SourceRecord> records(byte[] file) throws IOException {
    return records(new ByteArrayInputStream(file));
  }

  private List<SourceRecord> records(InputStream file) throws IOException {
    List<SourceRecord> records = new ArrayList<>();
    new CsvRecords(Sources.BANK_RATES.header(), unknown::add)
        .read(file)
        .forEachRemaining(records::add);
    return records;
  }
}
