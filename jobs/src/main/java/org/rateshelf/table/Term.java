package org.rateshelf.table;

import static org.apache.spark.sql.functions.udf;

import java.io.Serializable;
import java.util.Comparator;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * How long a contract runs, and the rules by which two terms are one.
 *
 * <p>The rules are plain Java, for as expressions Spark interprets them row by row; decision 12 has
 * the figures.
 */
public final class Term {
  public static final String DEMAND = "DEMAND";

  /** A period of the calendar or of days that is longer than nothing. */
  public static final String PERIOD =
      "P(?=.*[1-9])(\\d{1,3}Y)?(\\d{1,4}M)?|P(?=.*[1-9])\\d{1,5}[DW]";

  private static final Pattern OF_MONTHS = Pattern.compile("P(?:(\\d+)Y)?(?:(\\d+)M)?");
  private static final Pattern OF_DAYS = Pattern.compile("P(\\d+)([DW])");
  private static final int[] STANDARD_MONTHS = {1, 2, 3, 6, 9, 12, 18, 24, 36, 48, 60};

  private static final UserDefinedFunction CANONICAL =
      function(Term::canonical, DataTypes.StringType);
  private static final UserDefinedFunction NORMALISED =
      function(Term::normalised, DataTypes.StringType);
  private static final UserDefinedFunction LENGTH = function(Term::length, DataTypes.IntegerType);
  private static final UserDefinedFunction YEARS = function(Term::years, DataTypes.DoubleType);

  private final String text;
  private final Integer months;
  private final Integer days;

  /** What a text says: whole months, or days, or neither. */
  private Term(String text) {
    Matcher inMonths = OF_MONTHS.matcher(text);
    Matcher inDays = OF_DAYS.matcher(text);
    this.text = text;
    months = inMonths.matches() ? 12 * number(inMonths.group(1)) + number(inMonths.group(2)) : null;
    days = inDays.matches() ? number(inDays.group(1)) * daysIn(inDays.group(2)) : null;
  }

  private static int number(String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static int daysIn(String unit) {
    return unit.equals("W") ? 7 : 1;
  }

  private static <T> UserDefinedFunction function(Rule<T> rule, DataType type) {
    return udf((UDF1<String, T>) text -> text == null ? null : rule.apply(new Term(text)), type);
  }

  private interface Rule<T> extends Function<Term, T>, Serializable {}

  /** One spelling for equal terms: years where the months make whole years, weeks as days. */
  public static Column canonical(Column term) {
    return CANONICAL.apply(term);
  }

  /** The same, of one text. */
  public static String canonical(String term) {
    return new Term(term).canonical();
  }

  private String canonical() {
    return months != null ? spelled(months) : days != null ? "P" + days + "D" : text;
  }

  private static String spelled(int months) {
    return months % 12 == 0 ? "P" + months / 12 + "Y" : "P" + months + "M";
  }

  /**
   * The canonical term, days moved to the nearest standard month where that is at most six days and
   * five percent away; a month is 365/12 days.
   */
  public static Column normalised(Column term) {
    return NORMALISED.apply(term);
  }

  private String normalised() {
    if (days == null) {
      return canonical();
    }
    // Twelfths of a day keep the arithmetic whole.
    int nearest =
        IntStream.of(STANDARD_MONTHS)
            .boxed()
            .min(Comparator.comparing(m -> Math.abs(12 * days - 365 * m)))
            .orElseThrow();
    int twelfths = Math.abs(12 * days - 365 * nearest);
    return twelfths <= 6 * 12 && 20 * twelfths <= 365 * nearest ? spelled(nearest) : canonical();
  }

  /** Length in twelfths of a day, for order; null for DEMAND and UNKNOWN. */
  public static Column length(Column term) {
    return LENGTH.apply(term);
  }

  private Integer length() {
    return months != null ? (Integer) (365 * months) : days != null ? (Integer) (12 * days) : null;
  }

  /** Length in years, as a double: months by twelve, days by 365; null for DEMAND and UNKNOWN. */
  public static Column years(Column term) {
    return YEARS.apply(term);
  }

  private Double years() {
    return months != null
        ? (Double) (months / 12.0)
        : days != null ? (Double) (days / 365.0) : null;
  }
}
