package org.rateshelf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A command that was typed wrong. */
class UsageTest {
  @Test
  void aPersonReadsWhatIsMissingAndHowTheCommandIsUsed() {
    Said said = Said.run("nightly", "--lake", "x", "--log", "text");
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err()).startsWith("Missing required option: '--market=DIR'\nUsage: ");
  }

  @ParameterizedTest
  @CsvSource({
    "nightly --lake x --log json,Missing required option: '--market=DIR'",
    "nightly --log=JSON --lake x --market y --as-of never,Invalid value for option '--as-of'",
    "runs --log json --lake x,Unknown options: '--log'"
  })
  void aCollectorReadsOneObject(String typed, String problem) throws IOException {
    Said said = Said.run(typed.split(" "));
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err().lines()).hasSize(1);
    JsonNode told = new ObjectMapper().readTree(said.err());
    assertThat(told.get("level").textValue()).isEqualTo("ERROR");
    assertThat(told.get("message").textValue())
        .startsWith(problem)
        .matches("(?s).*\n  fix: rateshelf.* --help says what it takes\\.");
  }
}
