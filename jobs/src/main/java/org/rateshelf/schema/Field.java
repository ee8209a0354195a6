package org.rateshelf.schema;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * A column, declared once: its name, type, example, comment and rule.
 *
 * @param <T> the Java type of its values
 */
public final class Field<T> implements Serializable {
  private final String name;
  private final DataType type;
  private final T example;
  private final String comment;
  private final boolean required;
  private final List<String> allowed;
  private final BigDecimal least;
  private final BigDecimal most;
  private final String form;

  private Field(
      String name,
      DataType type,
      T example,
      String comment,
      boolean required,
      List<String> allowed,
      BigDecimal least,
      BigDecimal most,
      String form) {
    this.name = name;
    this.type = type;
    this.example = example;
    this.comment = comment;
    this.required = required;
    this.allowed = allowed;
    this.least = least;
    this.most = most;
    this.form = form;
  }

  /** A column of a type that has no word of its own here. */
  public static <T> Field<T> of(String name, DataType type, T example, String comment) {
    return field(name, type, example, comment);
  }

  private static <T> Field<T> field(String name, DataType type, T example, String comment) {
    return new Field<>(name, type, example, comment, false, List.of(), null, null, null);
  }

  /** A calendar day in the market's own time zone. */
  public static Field<LocalDate> date(String name, String example, String comment) {
    return field(name, DataTypes.DateType, LocalDate.parse(example), comment);
  }

  /** An id or a word of a closed list. */
  public static Field<String> code(String name, String example, String comment) {
    return field(name, DataTypes.StringType, example, comment);
  }

  /** Free text. */
  public static Field<String> text(String name, String example, String comment) {
    return field(name, DataTypes.StringType, example, comment);
  }

  /** A rate in percent a year, to four places. */
  public static Field<BigDecimal> percent(String name, String example, String comment) {
    return field(name, DataTypes.createDecimalType(9, 4), new BigDecimal(example), comment);
  }

  /** A difference of rates in basis points, to two places. */
  public static Field<BigDecimal> basisPoints(String name, String example, String comment) {
    return field(name, DataTypes.createDecimalType(9, 2), new BigDecimal(example), comment);
  }

  /** An amount in the market's currency, to two places. */
  public static Field<BigDecimal> money(String name, String example, String comment) {
    return field(name, DataTypes.createDecimalType(20, 2), new BigDecimal(example), comment);
  }

  /** A mean number of things, to four places. */
  public static Field<BigDecimal> mean(String name, String example, String comment) {
    return field(name, DataTypes.createDecimalType(18, 4), new BigDecimal(example), comment);
  }

  /** A whole number. */
  public static Field<Integer> whole(String name, int example, String comment) {
    return field(name, DataTypes.IntegerType, example, comment);
  }

  /** A whole number that may pass two billion. */
  public static Field<Long> count(String name, long example, String comment) {
    return field(name, DataTypes.LongType, example, comment);
  }

  /** True or false. */
  public static Field<Boolean> flag(String name, boolean example, String comment) {
    return field(name, DataTypes.BooleanType, example, comment);
  }

  /** A moment, in UTC. */
  public static Field<Instant> instant(String name, String example, String comment) {
    return field(name, DataTypes.TimestampType, Instant.parse(example), comment);
  }

  /** A list of codes. */
  public static Field<List<String>> codes(String name, List<String> example, String comment) {
    ArrayType type = DataTypes.createArrayType(DataTypes.StringType);
    return field(name, type, example, comment);
  }

  /** The same column, which every row must fill. */
  public Field<T> required() {
    return new Field<>(name, type, example, comment, true, allowed, least, most, form);
  }

  /** The same column, which may be empty. */
  public Field<T> optional() {
    return new Field<>(name, type, example, comment, false, allowed, least, most, form);
  }

  /** The same column under another comment: what it means in another table. */
  public Field<T> meaning(String otherComment) {
    return new Field<>(name, type, example, otherComment, required, allowed, least, most, form);
  }

  /** The same column, whose value must be one of these words. */
  public Field<T> oneOf(String... words) {
    return new Field<>(name, type, example, comment, required, List.of(words), least, most, form);
  }

  /** The same column, whose value must lie within these bounds, both included. */
  public Field<T> between(long low, long high) {
    return new Field<>(
        name,
        type,
        example,
        comment,
        required,
        allowed,
        BigDecimal.valueOf(low),
        BigDecimal.valueOf(high),
        form);
  }

  /** The same column, whose value must not be less than this. */
  public Field<T> atLeast(long low) {
    return new Field<>(
        name, type, example, comment, required, allowed, BigDecimal.valueOf(low), null, form);
  }

  /** The same column, whose text must match this regular expression as a whole. */
  public Field<T> matching(String regex) {
    return new Field<>(name, type, example, comment, required, allowed, least, most, regex);
  }

  public String name() {
    return name;
  }

  public DataType type() {
    return type;
  }

  public T example() {
    return example;
  }

  public String comment() {
    return comment;
  }

  public boolean isRequired() {
    return required;
  }

  /** The words that are allowed; empty where any is. */
  public List<String> allowed() {
    return allowed;
  }

  /** The least value allowed, or null. */
  public BigDecimal least() {
    return least;
  }

  /** The greatest value allowed, or null. */
  public BigDecimal most() {
    return most;
  }

  /** The regular expression that its text must match, or null. */
  public String form() {
    return form;
  }

  /** This column, wherever its name is not ambiguous. */
  public Column col() {
    return functions.col(name);
  }

  /** This column's value in a test's row. */
  public Cell is(T value) {
    return new Cell(name, value);
  }

  /** A column's name and a value for it. */
  public record Cell(String name, Object value) {}

  @Override
  public String toString() {
    return name;
  }
}
