package org.rateshelf.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonRecordsTest {
  private final List<String> unknown = new ArrayList<>();

  @Test
  void readsNumbersToTheLastDigit() throws IOException {
    assertThat(records("{'bank_id':'BIG1','rate_pct':1.000000000000000001}").get(0).values())
        .containsEntry("bank_id", "BIG1")
        .containsEntry("rate_pct", "1.000000000000000001");
  }

  @Test
  void doesNotWriteOutANumberThatWouldFillTheMemory() throws IOException {
    assertThat(records("{'rate_pct':1e2147483647}").get(0).values())
        .containsEntry("rate_pct", "1E+2147483647");
  }

  @Test
  void nullAndAnEmptyTextAreNull() throws IOException {
    assertThat(records("{'bank_id':null,'term':''}").get(0).values()).isEmpty();
  }

  @Test
  void skipsAByteOrderMark() throws IOException {
    assertThat(records("\uFEFF{'bank_id':'BIG1'}").get(0).reasons()).isEmpty();
  }

  @Test
  void skipsBlankLinesButCountsThem() throws IOException {
    assertThat(records("\n{'bank_id':'BIG1'}").get(0).line()).isEqualTo(2);
  }

  @Test
  void whatIsNoFlatObjectIsMalformed() throws IOException {
    List<SourceRecord> records =
        records(
            "{'bank_id':\n"
                + "[1]\n"
                + "'BIG1'\n"
                + "{'bank_id':['BIG1']}\n"
                + "{} {}\n"
                + "{'term':'\\u0000'}\n"
                + "{'rate_pct':1.5,'rate_pct':2.5}\n"
                + "{'bank_id':'BIG1'}");
    assertThat(records.subList(0, 7))
        .allSatisfy(record -> assertThat(record.reasons()).containsExactly("MALFORMED"));
    assertThat(records.get(7).reasons()).isEmpty();
  }

  @Test
  void anUnknownNameIsToldAndPassedOver() throws IOException {
    SourceRecord record = records("{'bank_id':'BIG1','rate':{'of':[1.75]}}").get(0);
    assertThat(record.values()).containsOnly(entry("bank_id", "BIG1"));
    assertThat(record.reasons()).isEmpty();
    assertThat(unknown).containsExactly("rate");
  }

  @Test
  void whatHasNoNameThatIsKnownIsNoRecord() throws IOException {
    assertThat(records("{'name':'BIG1'}").get(0).reasons()).containsExactly("MALFORMED");
  }

  @Test
  void aNameOfHoldersRefusesAFileOfOthers() {
    assertThatThrownBy(() -> records("{'bank_id':'BIG1','user_id':'ZHANG-SAN'}"))
        .hasRootCauseInstanceOf(FileFault.class)
        .rootCause()
        .hasMessage("column user_id is of 'user_rates', not of 'bank_rates'");
  }

  private List<SourceRecord> records(String text) throws IOException {
    byte[] file = text.replace('\'', '"').getBytes(UTF_8);
    List<SourceRecord> records = new ArrayList<>();
    new JsonRecords(Sources.BANK_RATES.header(), unknown::add)
        .read(new ByteArrayInputStream(file))
        .forEachRemaining(records::add);
    return records;
  }
}
