package org.rateshelf.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserKeyTest {
  private static final String LONG = "0123456789abcdef";

  @TempDir private Path folder;

  @Test
  void hashesAsTheStandardSays() {
    // RFC 4231 has no key of 16 bytes; this is what `openssl dgst -sha256 -hmac` prints.
    assertThat(UserKey.of(Map.of("RATESHELF_USER_KEY", LONG)).hash().apply("u01"))
        .isEqualTo("40592d259fc7a81106dc1b0f0fd7b75faf61f65fcdb6237d06e0777c045e15f3");
  }

  @Test
  void readsTheKeyFromAFileAsFromTheVariable() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), LONG + "\n");
    assertThat(UserKey.of(Map.of("RATESHELF_USER_KEY_FILE", file.toString())).hash().apply("u01"))
        .isEqualTo(UserKey.of(Map.of("RATESHELF_USER_KEY", LONG)).hash().apply("u01"));
  }

  @Test
  void takesTheDemosOnlyWhereNoneIsGiven() {
    assertThat(UserKey.of(Map.of()).isDemo()).isTrue();
    assertThat(UserKey.of(Map.of("RATESHELF_USER_KEY", LONG)).isDemo()).isFalse();
  }

  @Test
  void refusesAShortKeyTwoKeysAndAFileThatIsNotThere() {
    assertThatThrownBy(() -> UserKey.of(Map.of("RATESHELF_USER_KEY", "secret")))
        .hasMessageContaining("shorter than 16 bytes");
    assertThatThrownBy(
            () -> UserKey.of(Map.of("RATESHELF_USER_KEY", LONG, "RATESHELF_USER_KEY_FILE", "x")))
        .hasMessageContaining("both set");
    assertThatThrownBy(() -> UserKey.of(Map.of("RATESHELF_USER_KEY_FILE", folder + "/none")))
        .hasMessageContaining("cannot be read");
  }

  @Test
  void aLakeKeepsTheKeyThatItWasBegunWith() throws IOException {
    UserKey first = UserKey.of(Map.of("RATESHELF_USER_KEY", LONG));
    first.mark(folder);
    first.mark(folder);
    assertThatThrownBy(() -> UserKey.DEMO.mark(folder))
        .hasMessageContaining("not the one that the lake");
  }
}
