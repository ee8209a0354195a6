package org.rateshelf.lake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A row of a file as bytes, on its way between tasks: a quarter of what its values take, so that
 * millions are sorted in memory.
 *
 * @param number of the file
 * @param reasons why it is refused; empty where it is not
 */
record RowBytes(int number, Object[] values, List<String> reasons) {
  private static final byte NULL = 0;
  private static final byte TEXT = 1;
  private static final byte DAY = 2;
  private static final byte DECIMAL = 3;
  private static final byte WHOLE = 4;
  private static final byte COUNT = 5;

  /** Makes bytes of rows, for one thread. */
  static final class Writer {
    private ByteBuffer bytes = ByteBuffer.allocate(1 << 10);

    byte[] bytes(int number, Object[] values, List<String> reasons) {
      bytes.clear();
      bytes.putInt(number).putShort((short) values.length);
      for (Object value : values) {
        put(value);
      }
      for (String reason : reasons) {
        put(reason);
      }
      return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private void put(Object value) {
      if (value instanceof String text) {
        put(TEXT, text.getBytes(UTF_8));
      } else if (value instanceof LocalDate day) {
        room(5).put(DAY).putInt((int) day.toEpochDay());
      } else if (value instanceof BigDecimal number) {
        put(DECIMAL, number.unscaledValue().toByteArray()).put((byte) number.scale());
      } else if (value instanceof Integer number) {
        room(5).put(WHOLE).putInt(number);
      } else if (value instanceof Long number) {
        room(9).put(COUNT).putLong(number);
      } else if (value == null) {
        room(1).put(NULL);
      } else {
        throw new IllegalArgumentException("no landed value is a " + value.getClass());
      }
    }

    private ByteBuffer put(byte type, byte[] content) {
      return room(content.length + 6).put(type).putInt(content.length).put(content);
    }

    private ByteBuffer room(int more) {
      if (bytes.remaining() < more) {
        ByteBuffer larger = ByteBuffer.allocate(2 * (bytes.position() + more));
        bytes = larger.put(bytes.flip());
      }
      return bytes;
    }
  }

  static RowBytes of(byte[] bytes) {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    int number = from.getInt();
    Object[] values = new Object[from.getShort()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(from);
    }
    List<String> reasons = from.hasRemaining() ? new ArrayList<>() : List.of();
    while (from.hasRemaining()) {
      reasons.add((String) value(from));
    }
    return new RowBytes(number, values, reasons);
  }

  private static Object value(ByteBuffer from) {
    return switch (from.get()) {
      case NULL -> null;
      case TEXT -> {
        int length = from.getInt();
        from.position(from.position() + length);
        yield new String(from.array(), from.position() - length, length, UTF_8);
      }
      case DAY -> LocalDate.ofEpochDay(from.getInt());
      case DECIMAL -> {
        byte[] unscaled = new byte[from.getInt()];
        from.get(unscaled);
        yield new BigDecimal(new BigInteger(unscaled), from.get());
      }
      case WHOLE -> from.getInt();
      default -> from.getLong();
    };
  }
}
