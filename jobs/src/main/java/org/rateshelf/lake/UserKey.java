package org.rateshelf.lake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.rateshelf.job.RateshelfException;

/**
 * The key under which user ids are hashed on their way in. It comes from the environment or a file,
 * never from an argument, which every user of the machine could read.
 */
public final class UserKey implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Of the demo, in the open: whoever knows an id can find its hash. */
  public static final UserKey DEMO = new UserKey("rateshelf demo key, no secret".getBytes(UTF_8));

  static final String VARIABLE = "RATESHELF_USER_KEY";
  static final String FILE_VARIABLE = "RATESHELF_USER_KEY_FILE";
  private static final int LEAST_BYTES = 16;

  private final byte[] key;

  private UserKey(byte[] key) {
    this.key = key;
  }

  /** One that nobody knows, for what is not kept. */
  static UserKey random() {
    byte[] key = new byte[2 * LEAST_BYTES];
    new SecureRandom().nextBytes(key);
    return new UserKey(key);
  }

  /** The key that the environment gives, else the demo's. */
  public static UserKey of(Map<String, String> environment) {
    String key = environment.get(VARIABLE);
    String file = environment.get(FILE_VARIABLE);
    if (key == null && file == null) {
      return DEMO;
    }
    if (key != null && file != null) {
      throw RateshelfException.usage(
          VARIABLE + " and " + FILE_VARIABLE + " are both set.",
          "user ids are hashed under one key.",
          "unset one of them.");
    }
    byte[] bytes = (key == null ? read(file) : key).strip().getBytes(UTF_8);
    if (bytes.length < LEAST_BYTES) {
      throw RateshelfException.usage(
          "The user key is shorter than " + LEAST_BYTES + " bytes.",
          "a short key can be found by trying, and with it whose money is whose.",
          "make one with: openssl rand -hex 32");
    }
    return new UserKey(bytes);
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException | InvalidPathException e) {
      throw RateshelfException.usage(
          FILE_VARIABLE + " names a file that cannot be read: " + e.getMessage() + ".",
          "user ids are hashed under the key in it.",
          "check the path and its rights.");
    }
  }

  boolean isDemo() {
    return Arrays.equals(key, DEMO.key);
  }

  /** Hashes ids, by one thread: HMAC-SHA-256 in hexadecimal. */
  UnaryOperator<String> hash() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return new UnaryOperator<>() {
        private String latest;
        private String hashed;

        @Override
        public String apply(String id) {
          // A holder's contracts often stand together.
          if (!id.equals(latest)) {
            hashed = HexFormat.of().formatHex(mac.doFinal(id.getBytes(UTF_8)));
            latest = id;
          }
          return hashed;
        }
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Notes in a lake which key it was begun with, without giving it away.
   *
   * @throws RateshelfException where it was another: one holder would have two hashes
   */
  void mark(Path lake) throws IOException {
    Path mark = lake.resolve("raw").resolve("user-key.check");
    String check = hash().apply("which key is this?");
    if (!Files.exists(mark)) {
      Lake.makeFolder(mark.getParent());
      Lake.writeWhole(mark, check + "\n");
    } else if (!Files.readString(mark).strip().equals(check)) {
      throw RateshelfException.usage(
          "The user key is not the one that the lake " + lake + " was begun with.",
          "a holder whose id is hashed under two keys is two holders, and all leave and come.",
          "give the former key in %s or %s, or begin a new lake."
              .formatted(VARIABLE, FILE_VARIABLE));
    }
  }
}
