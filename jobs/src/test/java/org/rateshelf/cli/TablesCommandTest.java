package org.rateshelf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.rateshelf.answer.Answers;
import org.rateshelf.table.Quarantine;

class TablesCommandTest {
  private static final Path DICTIONARY =
      Path.of(System.getProperty("rateshelf.root", "..")).resolve("docs/tables.md");

  @Test
  void theDictionaryInDocsIsOfTheseTables() throws IOException {
    assertThat(DICTIONARY)
        .as("the data dictionary; make it with: ./rateshelf tables > docs/tables.md")
        .exists();
    assertThat(Files.readString(DICTIONARY))
        .as("docs/tables.md is stale; make it anew: ./rateshelf tables > docs/tables.md")
        .isEqualTo(TablesCommand.text(null));
  }

  @Test
  void everyAnswerStandsInItWithItsQuestion() {
    String text = TablesCommand.text(null);
    assertThat(Answers.all())
        .allSatisfy(
            answer ->
                assertThat(text)
                    .contains("## " + answer.writes().path() + "\n\n" + answer.question()));
  }

  @Test
  void oneTableIsFoundByItsName() {
    assertThat(TablesCommand.text("quarantine"))
        .contains("## " + Quarantine.TABLE.path())
        .doesNotContain("## gold/");
  }
}
