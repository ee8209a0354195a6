package org.rateshelf.ingest;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.rateshelf.schema.Field;
import org.rateshelf.table.Quarantine;

/**
 * Turns the text of records into typed rows, each with all the reasons for which it is refused.
 *
 * <p>A value that cannot be read is a reason and becomes null; nothing is guessed.
 */
public final class Judge {
  private static final String TEXT = "__text_";
  private static final String OWN = "__reasons";
  private static final String AND = "\n";

  /** No market is older: an earlier day is a slip, and would make a run compute centuries. */
  private static final LocalDate FIRST_DAY = LocalDate.of(1990, 1, 1);

  private final Source source;
  private final Map<Field<?>, Column> defaults;
  private final List<Field<?>> carried;

  /**
   * @param defaults text for a column that a file leaves empty, over {@link #text} columns
   * @param carried further columns that are handed on as they are
   */
  public Judge(Source source, Map<Field<?>, Column> defaults, List<Field<?>> carried) {
    this.source = source;
    this.defaults = defaults;
    this.carried = carried;
  }

  /** The text of a column, for a default that depends on it. */
  public static Column text(Field<?> field) {
    return col(TEXT + field.name());
  }

  /**
   * @param records text columns by name, with {@link Quarantine#REASONS} of their reader
   * @return the same rows, typed, with all reasons that one row alone can show
   */
  public Dataset<Row> judge(Dataset<Row> records) {
    List<Column> texts = new ArrayList<>(List.of(col("*")));
    for (Field<?> field : source.columns()) {
      texts.add(trim(field.of(records)).as(TEXT + field.name()));
    }
    Dataset<Row> spread = records.select(texts.toArray(Column[]::new));

    List<Column> typed = new ArrayList<>();
    List<Column> reasons = new ArrayList<>();
    for (Field<?> field : source.columns()) {
      Column text = filled(field);
      Column readable = readable(field, text);
      Column value = when(readable, value(field, text));
      typed.add(value.as(field.name()));
      reasons.addAll(reasons(field, text, readable, value));
    }
    // Most rows have none; to join texts costs less than to build an array of all that may be.
    typed.add(concat_ws(AND, reasons.toArray(Column[]::new)).as(OWN));
    typed.add(Quarantine.REASONS.col());
    for (Field<?> kept :
        List.of(Quarantine.FILE_SHA256, Quarantine.FILE_NAME, Quarantine.FILE_LINE)) {
      typed.add(kept.col());
    }
    carried.forEach(field -> typed.add(field.col()));
    Column unparsed = array_contains(Quarantine.REASONS.col(), Reasons.MALFORMED);
    Column all =
        when(unparsed.or(col(OWN).equalTo("")), Quarantine.REASONS.col())
            .otherwise(array_union(Quarantine.REASONS.col(), split(col(OWN), AND)));
    return spread
        .select(typed.toArray(Column[]::new))
        .withColumn(Quarantine.REASONS.name(), all)
        .drop(OWN);
  }

  private Column filled(Field<?> field) {
    Column text = when(text(field).notEqual(""), text(field));
    Column usual = defaults.get(field);
    return usual == null ? text : when(text.isNotNull(), text).otherwise(usual);
  }

  private static Column readable(Field<?> field, Column text) {
    if (field.form() != null) {
      return text.rlike("^(?:" + field.form() + ")\\z");
    }
    if (field.type().equals(DataTypes.DateType)) {
      return text.rlike("^\\d{4}-\\d{2}-\\d{2}\\z").and(text.try_cast("date").isNotNull());
    }
    if (field.type() instanceof DecimalType decimal) {
      return text.rlike("^[+-]?\\d{1,20}(\\.\\d{0,%d}0*)?\\z".formatted(decimal.scale()));
    }
    if (field.type().equals(DataTypes.IntegerType) || field.type().equals(DataTypes.LongType)) {
      return text.rlike("^[+-]?\\d{1,9}\\z");
    }
    return lit(true);
  }

  private static Column value(Field<?> field, Column text) {
    return text.try_cast(field.type());
  }

  private List<Column> reasons(Field<?> field, Column text, Column readable, Column value) {
    List<Column> found = new ArrayList<>();
    boolean dates = field == source.day();
    if (field.isRequired()) {
      String reason = dates ? Reasons.NO_DAY : Reasons.of(Reasons.MISSING, field.name());
      found.add(when(text.isNull(), lit(reason)));
    }
    found.add(
        when(
            text.isNotNull().and(readable.equalTo(false)),
            lit(Reasons.of(Reasons.UNREADABLE, field.name()))));
    if (field.least() != null || field.type() instanceof DecimalType) {
      Column number = when(readable, text.try_cast("decimal(38,10)"));
      Column outside = readable.and(value.isNull());
      outside = outside.or(beyond(number, field.least(), true));
      outside = outside.or(beyond(number, field.most(), false));
      found.add(
          when(text.isNotNull().and(outside), lit(Reasons.of(Reasons.OUT_OF_RANGE, field.name()))));
    }
    if (field.type().equals(DataTypes.DateType)) {
      found.add(
          when(value.lt(lit(FIRST_DAY)), lit(Reasons.of(Reasons.OUT_OF_RANGE, field.name()))));
    }
    if (!field.allowed().isEmpty()) {
      found.add(
          when(
              text.isNotNull().and(text.isin(field.allowed().toArray()).equalTo(false)),
              lit(Reasons.of(Reasons.NOT_ONE_OF, field.name()))));
    }
    return found;
  }

  private static Column beyond(Column number, BigDecimal bound, boolean least) {
    if (bound == null) {
      return lit(false);
    }
    return least ? number.lt(lit(bound)) : number.gt(lit(bound));
  }
}
