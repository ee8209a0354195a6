package org.rateshelf.ingest;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.lang3.StringUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.rateshelf.schema.Field;

/** How the text of one column becomes its value, and why it may not; of one thread. */
final class ColumnRule implements Serializable {
  /** No market is older: an earlier day is a slip, and would make a run compute centuries. */
  private static final LocalDate FIRST_DAY = LocalDate.of(1990, 1, 1);

  /** So many different texts of a column are remembered; most columns have a few. */
  private static final int MANY = 10_000;

  private static final long[] TENS = {1, 10, 100, 1_000, 10_000};

  /** Such numbers as people and programs write: 2, +2.50, 2.0, 2.6e0, 5.800000000000001. */
  private static final String NUMBER = "[+-]?\\d{1,20}(\\.\\d*)?([eE][+-]?\\d{1,2})?";

  /** A day, also as the midnight that it begins with. */
  private static final String DAY = "\\d{4}-\\d{2}-\\d{2}([T ]00:00(:00(\\.0*)?)?(Z|\\+00:?00)?)?";

  /** Of a number written in more places than its column has, what binary fractions leave over. */
  private static final int NOISE_PLACES = 14;

  private static final int MOST_DIGITS = 60;
  private static final BigDecimal MOST_WHOLE = BigDecimal.valueOf(999_999_999);

  private final Field<?> field;
  private final boolean dates;
  private final boolean anyText;
  private final Pattern form;
  private final Defaults usual;

  /** What good texts became; not of numbers, which are read as fast and are many. */
  private transient Map<String, Object> known;

  /**
   * @param dates whether the column dates its rows
   * @param usual what stands for a text that is left empty
   */
  ColumnRule(Field<?> field, boolean dates, Defaults usual) {
    this.field = field;
    this.dates = dates;
    this.anyText =
        field.type().equals(DataTypes.StringType)
            && field.form() == null
            && field.allowed().isEmpty();
    this.form = Pattern.compile(form(field));
    this.usual = usual;
  }

  private static String form(Field<?> field) {
    DataType type = field.type();
    if (field.form() != null) {
      return field.form();
    }
    if (type instanceof DecimalType || type.equals(DataTypes.IntegerType)) {
      return NUMBER;
    }
    if (type.equals(DataTypes.DateType)) {
      return DAY;
    }
    if (type.equals(DataTypes.StringType)) {
      return "(?s).*";
    }
    throw new IllegalStateException("no text is read as " + type);
  }

  /**
   * The column's value in one record.
   *
   * @param reasons where each reason is noted for which the record is refused
   * @return null where there is none, or it cannot be read
   */
  Object value(Map<String, String> texts, Set<String> reasons) {
    String text = text(field, texts);
    if (StringUtils.isEmpty(text)) {
      text = usual.text(field, texts);
    }
    if (text == null) {
      if (field.isRequired()) {
        reasons.add(dates ? Reasons.NO_DAY : Reasons.of(Reasons.MISSING, field.name()));
      }
      return null;
    }
    if (anyText) {
      return text;
    }
    Object value =
        field.type() instanceof DecimalType type ? shortNumber(text, type.scale()) : known(text);
    return value != null && !(value instanceof BigDecimal && isOutside(value))
        ? value
        : judged(text, reasons);
  }

  private Object known(String text) {
    return known == null ? null : known.get(text);
  }

  private Object judged(String text, Set<String> reasons) {
    int before = reasons.size();
    if (!field.allowed().isEmpty() && !field.allowed().contains(text)) {
      reasons.add(Reasons.of(Reasons.NOT_ONE_OF, field.name()));
    }
    Object value = form.matcher(text).matches() ? typed(text) : null;
    if (value == null) {
      reasons.add(Reasons.of(Reasons.UNREADABLE, field.name()));
      return null;
    }
    if (isOutside(value)) {
      reasons.add(Reasons.of(Reasons.OUT_OF_RANGE, field.name()));
    }
    if (reasons.size() == before && !(value instanceof BigDecimal)) {
      remember(text, value);
    }
    return fits(value) ? value : null;
  }

  private void remember(String text, Object value) {
    if (known == null || known.size() >= MANY) {
      known = new HashMap<>();
    }
    known.put(text, value);
  }

  /** The number of a text as most are: few digits, perhaps a point; null where it is another. */
  private static BigDecimal shortNumber(String text, int scale) {
    long digits = 0;
    int places = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9' && i < 14) {
        digits = 10 * digits + c - '0';
        places += places < 0 ? 0 : 1;
      } else if (c == '.' && places < 0 && i > 0) {
        places = 0;
      } else {
        return null;
      }
    }
    int missing = scale - Math.max(0, places);
    return missing < 0 || missing >= TENS.length
        ? null
        : BigDecimal.valueOf(digits * TENS[missing], scale);
  }

  /** A column's text without the spaces around it; null or empty where there is none. */
  static String text(Field<?> field, Map<String, String> texts) {
    return StringUtils.strip(texts.get(field.name()), " ");
  }

  /** Null where the text has the form of its type and yet is none. */
  private Object typed(String text) {
    if (field.type() instanceof DecimalType decimal) {
      return number(text, decimal.scale());
    }
    if (field.type().equals(DataTypes.DateType)) {
      try {
        return LocalDate.parse(text.substring(0, "2020-12-17".length()));
      } catch (DateTimeParseException e) {
        return null;
      }
    }
    if (field.type().equals(DataTypes.IntegerType)) {
      BigDecimal whole = number(text, 0);
      return whole == null || whole.abs().compareTo(MOST_WHOLE) > 0 ? null : whole.intValue();
    }
    return text;
  }

  /**
   * A number in its column's places. Beyond them there may be zeros, though a million, or what a
   * program that computes in binary leaves there: one part in 10^14, as in 5.800000000000001.
   */
  private static BigDecimal number(String text, int scale) {
    int end = StringUtils.indexOfAny(text, 'e', 'E');
    String digits = end < 0 ? text : text.substring(0, end);
    String exponent = end < 0 ? "" : text.substring(end);
    if (digits.indexOf('.') >= 0) {
      digits = StringUtils.stripEnd(digits, "0");
    }
    if (digits.length() > MOST_DIGITS) {
      return null;
    }
    BigDecimal exact = new BigDecimal(digits + exponent);
    BigDecimal rounded = exact.setScale(scale, RoundingMode.HALF_UP);
    BigDecimal noise = rounded.abs().max(BigDecimal.ONE).movePointLeft(NOISE_PLACES);
    return exact.subtract(rounded).abs().compareTo(noise) > 0 ? null : rounded;
  }

  private boolean fits(Object value) {
    return !(value instanceof BigDecimal number)
        || number.precision() <= ((DecimalType) field.type()).precision();
  }

  private boolean isOutside(Object value) {
    if (value instanceof LocalDate day) {
      return day.isBefore(FIRST_DAY);
    }
    if (value instanceof String) {
      return false;
    }
    BigDecimal number =
        value instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf((Integer) value);
    return !fits(value)
        || field.least() != null && number.compareTo(field.least()) < 0
        || field.most() != null && number.compareTo(field.most()) > 0;
  }
}
