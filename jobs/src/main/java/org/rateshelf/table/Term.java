package org.rateshelf.table;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** How long a contract runs, and the rules by which two terms are one. */
public final class Term {
  public static final String DEMAND = "DEMAND";

  /** A period of the calendar or of days that is longer than nothing. */
  public static final String PERIOD =
      "P(?=.*[1-9])(\\d{1,3}Y)?(\\d{1,4}M)?|P(?=.*[1-9])\\d{1,5}[DW]";

  private static final Pattern OF_MONTHS = Pattern.compile("P(?:(\\d+)Y)?(?:(\\d+)M)?");
  private static final Pattern OF_DAYS = Pattern.compile("P(\\d+)([DW])");
  private static final int[] STANDARD_MONTHS = {1, 2, 3, 6, 9, 12, 18, 24, 36, 48, 60};

  /** Markets have a dozen terms, and ask for each of them millions of times. */
  private static final Map<String, Term> KNOWN = new ConcurrentHashMap<>();

  private static final int MANY = 10_000;

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

  /** One spelling for equal terms: years where the months make whole years, weeks as days. */
  public static String canonical(String term) {
    return of(term).canonical();
  }

  private String canonical() {
    return months != null ? spelled(months) : days != null ? "P" + days + "D" : text;
  }

  /**
   * The canonical term, days moved to the nearest standard month where that is at most six days and
   * five percent away; a month is 365/12 days.
   */
  public static String normalised(String term) {
    return of(term).normalised();
  }

  /** Length in twelfths of a day, for order; null for DEMAND and UNKNOWN. */
  public static Integer length(String term) {
    return of(term).length();
  }

  /** Length in years: months by twelve, days by 365; null for DEMAND and UNKNOWN. */
  public static Double years(String term) {
    return of(term).years();
  }

  private static Term of(String text) {
    if (KNOWN.size() > MANY) {
      KNOWN.clear();
    }
    return KNOWN.computeIfAbsent(text, Term::new);
  }

  private static String spelled(int months) {
    return months % 12 == 0 ? "P" + months / 12 + "Y" : "P" + months + "M";
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

  private Integer length() {
    return months != null ? (Integer) (365 * months) : days != null ? (Integer) (12 * days) : null;
  }

  private Double years() {
    return months != null
        ? (Double) (months / 12.0)
        : days != null ? (Double) (days / 365.0) : null;
  }
}
