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
    if (type instanceof DecimalType decimal) {
      return "[+-]?\\d{1,20}(\\.\\d{0,%d}0*)?".formatted(decimal.scale());
    }
    if (type.equals(DataTypes.DateType)) {
      return "\\d{4}-\\d{2}-\\d{2}";
    }
    if (type.equals(DataTypes.IntegerType)) {
      return "[+-]?\\d{1,9}";
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

  private Object typed(String text) {
    if (field.type() instanceof DecimalType decimal) {
      // Beyond its places there are only zeros, though there may be a million.
      int point = text.indexOf('.');
      int end = point < 0 ? text.length() : point + 1 + decimal.scale();
      String digits = text.substring(0, Math.min(end, text.length()));
      return new BigDecimal(digits).setScale(decimal.scale(), RoundingMode.UNNECESSARY);
    }
    if (field.type().equals(DataTypes.DateType)) {
      try {
        return LocalDate.parse(text);
      } catch (DateTimeParseException e) {
        return null;
      }
    }
    return field.type().equals(DataTypes.IntegerType) ? (Object) Integer.valueOf(text) : text;
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
