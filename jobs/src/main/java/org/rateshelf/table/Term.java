package org.rateshelf.table;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;

/** How long a contract runs, and the rules by which two terms are one. */
public final class Term {
  public static final String DEMAND = "DEMAND";

  /** A period of the calendar or of days that is longer than nothing. */
  public static final String PERIOD =
      "P(?=.*[1-9])(\\d{1,3}Y)?(\\d{1,4}M)?|P(?=.*[1-9])\\d{1,5}[DW]";

  private static final int[] STANDARD_MONTHS = {1, 2, 3, 6, 9, 12, 18, 24, 36, 48, 60};

  private Term() {}

  /** Whole months of a term that is given in months and years; null for any other. */
  public static Column months(Column term) {
    Column years = number(term, "^P(\\d+)Y");
    Column months = number(term, "^P(?:\\d+Y)?(\\d+)M$");
    return when(
        term.rlike("^P(\\d+Y)?(\\d+M)?$"),
        coalesce(years, lit(0)).multiply(12).plus(coalesce(months, lit(0))));
  }

  /** Days of a term that is given in days or weeks; null for any other. */
  public static Column days(Column term) {
    return coalesce(number(term, "^P(\\d+)D$"), number(term, "^P(\\d+)W$").multiply(7));
  }

  /** One spelling for equal terms: years where the months make whole years, weeks as days. */
  public static Column canonical(Column term) {
    return let(
        months(term),
        months ->
            let(
                days(term),
                days ->
                    when(months.isNotNull(), spelled(months))
                        .when(days.isNotNull(), concat(lit("P"), days, lit("D")))
                        .otherwise(term)));
  }

  private static Column spelled(Column months) {
    Column years = months.divide(12).cast("int");
    return when(months.mod(12).equalTo(0), concat(lit("P"), years, lit("Y")))
        .otherwise(concat(lit("P"), months, lit("M")));
  }

  /**
   * The canonical term, days moved to the nearest standard month where that is at most six days and
   * five percent away; a month is 365/12 days.
   */
  public static Column normalised(Column term) {
    return let(
        days(term),
        days -> {
          Column[] distances =
              IntStream.of(STANDARD_MONTHS)
                  // Twelfths of a day keep the arithmetic whole.
                  .mapToObj(m -> struct(abs(days.multiply(12).minus(lit(365 * m))), lit(m)))
                  .toArray(Column[]::new);
          return let(
              array_min(array(distances)),
              nearest -> {
                Column twelfths = nearest.getField("col1");
                Column months = nearest.getField("col2");
                Column near =
                    twelfths.leq(6 * 12).and(twelfths.multiply(20).leq(months.multiply(365)));
                return when(days.isNotNull().and(near), spelled(months)).otherwise(canonical(term));
              });
        });
  }

  /** Length in twelfths of a day, for order; null for DEMAND and UNKNOWN. */
  public static Column length(Column term) {
    return coalesce(months(term).multiply(365), days(term).multiply(12));
  }

  /** Length in years, as a double: months by twelve, days by 365; null for DEMAND and UNKNOWN. */
  public static Column years(Column term) {
    return coalesce(months(term).divide(lit(12.0)), days(term).divide(lit(365.0)));
  }

  private static Column number(Column term, String regex) {
    Column digits = regexp_extract(term, regex, 1);
    return when(digits.notEqual(""), digits.cast("int"));
  }

  /**
   * An expression over a value that is computed once. Written out, a term's rules would stand in a
   * plan thousands of times over, and planning would take minutes.
   */
  public static Column let(Column value, UnaryOperator<Column> body) {
    return get(transform(array(value), body::apply), lit(0));
  }
}
