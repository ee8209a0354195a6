package org.rateshelf.proof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What can go wrong with a file on its way: in its bytes, its fields or its structure. */
enum Mutation {
  FLIPPED_BIT {
    @Override
    byte[] of(byte[] file, Random random) {
      byte[] changed = file.clone();
      changed[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
      return changed;
    }
  },
  LOST_BYTES {
    @Override
    byte[] of(byte[] file, Random random) {
      int from = random.nextInt(file.length);
      int to = Math.min(file.length, from + 1 + random.nextInt(100));
      return joined(Arrays.copyOf(file, from), Arrays.copyOfRange(file, to, file.length));
    }
  },
  ADDED_BYTES {
    @Override
    byte[] of(byte[] file, Random random) {
      byte[] noise = new byte[1 + random.nextInt(50)];
      random.nextBytes(noise);
      return inserted(file, noise, random);
    }
  },
  REPEATED_BYTES {
    @Override
    byte[] of(byte[] file, Random random) {
      int from = random.nextInt(file.length);
      int to = Math.min(file.length, from + 1 + random.nextInt(500));
      return inserted(file, Arrays.copyOfRange(file, from, to), random);
    }
  },
  NUL_BYTES {
    @Override
    byte[] of(byte[] file, Random random) {
      byte[] changed = file.clone();
      int from = random.nextInt(file.length);
      Arrays.fill(changed, from, Math.min(file.length, from + random.nextInt(4096)), (byte) 0);
      return changed;
    }
  },
  CUT_SHORT {
    @Override
    byte[] of(byte[] file, Random random) {
      return Arrays.copyOf(file, random.nextInt(file.length));
    }
  },
  CUT_IN_FRONT {
    @Override
    byte[] of(byte[] file, Random random) {
      return Arrays.copyOfRange(file, random.nextInt(file.length), file.length);
    }
  },
  ODD_FIELD {
    @Override
    byte[] of(byte[] file, Random random) {
      return field(file, random, field -> ODD.get(random.nextInt(ODD.size())));
    }
  },
  QUOTED_ODD_FIELD {
    @Override
    byte[] of(byte[] file, Random random) {
      return field(file, random, field -> '"' + ODD.get(random.nextInt(ODD.size())) + '"');
    }
  },
  EMPTY_FIELD {
    @Override
    byte[] of(byte[] file, Random random) {
      return field(file, random, field -> "");
    }
  },
  REPEATED_FIELD {
    @Override
    byte[] of(byte[] file, Random random) {
      return field(file, random, field -> field + "," + field);
    }
  },
  CHANGED_DIGIT {
    @Override
    byte[] of(byte[] file, Random random) {
      return field(file, random, f -> f.replaceFirst("\\d", String.valueOf(random.nextInt(10))));
    }
  },
  THOUSANDS_OF_FIELDS {
    @Override
    byte[] of(byte[] file, Random random) {
      return field(file, random, field -> field + ",".repeat(random.nextInt(5_000)));
    }
  },
  LONG_FIELD {
    @Override
    byte[] of(byte[] file, Random random) {
      return field(file, random, field -> "9".repeat(random.nextInt(200_000)));
    }
  },
  LOST_LINE {
    @Override
    byte[] of(byte[] file, Random random) {
      return lines(file, lines -> lines.remove(random.nextInt(lines.size())));
    }
  },
  REPEATED_LINE {
    @Override
    byte[] of(byte[] file, Random random) {
      return lines(
          file,
          lines ->
              lines.add(random.nextInt(lines.size()), lines.get(random.nextInt(lines.size()))));
    }
  },
  SHUFFLED_LINES {
    @Override
    byte[] of(byte[] file, Random random) {
      return lines(file, lines -> Collections.shuffle(lines, random));
    }
  },
  JOINED_LINES {
    @Override
    byte[] of(byte[] file, Random random) {
      int at = random.nextInt(file.length);
      String text = new String(file, ISO_8859_1);
      int end = text.indexOf('\n', at);
      return end < 0
          ? file
          : (text.substring(0, end) + text.substring(end + 1)).getBytes(ISO_8859_1);
    }
  },
  OTHER_LINE_ENDS {
    @Override
    byte[] of(byte[] file, Random random) {
      String end = List.of("\r", "\r\n", "\n\n", "\n\r", "\u2028", "\0").get(random.nextInt(6));
      return new String(file, UTF_8).replace("\n", end).getBytes(UTF_8);
    }
  },
  ODD_LINE {
    @Override
    byte[] of(byte[] file, Random random) {
      String odd = ODD.get(random.nextInt(ODD.size()));
      return lines(file, lines -> lines.add(random.nextInt(lines.size()), odd));
    }
  },
  COMMENT_SIGN {
    @Override
    byte[] of(byte[] file, Random random) {
      return lines(
          file,
          lines -> {
            int at = random.nextInt(Math.min(3, lines.size()));
            lines.set(at, "#" + lines.get(at));
          });
    }
  },
  ANOTHER_CODE {
    @Override
    byte[] of(byte[] file, Random random) {
      Charset other = random.nextBoolean() ? Charset.forName("GBK") : UTF_16;
      return new String(file, UTF_8).getBytes(other);
    }
  };

  /** What has broken some reader of some program before. */
  private static final List<String> ODD =
      List.of(
          " ",
          "\"",
          "\"\"",
          "'",
          "\\",
          "=1+1",
          "=HYPERLINK(\"http://x\")",
          "@SUM(A1)",
          "#",
          "null",
          "NaN",
          "-Infinity",
          "1e2147483647",
          "1e999999999",
          "-1e-2147483647",
          "9".repeat(400),
          "0x10",
          "1,5",
          "1_000",
          "-0",
          "+1",
          ".",
          "0000-00-00",
          "0000-01-01",
          "1989-12-31",
          "2020-02-30",
          "2020-12-01T00:00:00Z",
          "9999-12-31",
          "+99999-12-31",
          "２０２０-１２-０１",
          "P99999999999Y",
          "P0D",
          "P-1Y",
          "P999Y9999M",
          "P99999W",
          "true",
          "{}",
          "[]",
          "{\"a\":{\"b\":[1]}}",
          "[".repeat(5_000),
          "../../etc/passwd",
          "'); DROP TABLE x; --",
          "${jndi:ldap://x}",
          "%s%n%d",
          "🏦",
          "e\u0301",
          "\u202e",
          "\ufeff",
          "\u0000",
          "\u0085",
          "\ud800",
          "\u001b[31m");

  /** The file with this fault in it, at a place that chance says. */
  abstract byte[] of(byte[] file, Random random);

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] inserted(byte[] file, byte[] more, Random random) {
    int at = random.nextInt(file.length + 1);
    return joined(joined(Arrays.copyOf(file, at), more), Arrays.copyOfRange(file, at, file.length));
  }

  private static byte[] lines(byte[] file, Consumer<List<String>> change) {
    List<String> lines = new ArrayList<>(List.of(new String(file, UTF_8).split("\n", -1)));
    change.accept(lines);
    return String.join("\n", lines).getBytes(UTF_8);
  }

  /** Replaces what stands between two commas, or between a comma and a line's end. */
  private static byte[] field(byte[] file, Random random, UnaryOperator<String> replacing) {
    return lines(
        file,
        lines -> {
          int at = random.nextInt(lines.size());
          String[] fields = lines.get(at).split("(?<=[,:])|(?=[,}\\]])", -1);
          int which = random.nextInt(fields.length);
          fields[which] = replacing.apply(fields[which]);
          lines.set(at, String.join("", fields));
        });
  }
}
