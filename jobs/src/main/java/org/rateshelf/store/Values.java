package org.rateshelf.store;

import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FieldMetadata;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;

/**
 * Values of one column as Delta Kernel takes them and gives them; and what their types are there.
 */
final class Values implements ColumnVector {
  private final DataType type;
  private final Object[] values;

  private Values(DataType type, Object[] values) {
    this.type = type;
    this.values = values;
  }

  /** One column of some rows. */
  static Values column(DataType type, List<Object[]> rows, int at) {
    Object[] values = new Object[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows.get(i)[at];
    }
    return new Values(type, values);
  }

  /** What a type of a field is called there. */
  static DataType type(org.apache.spark.sql.types.DataType type) {
    if (type instanceof org.apache.spark.sql.types.DecimalType decimal) {
      return new DecimalType(decimal.precision(), decimal.scale());
    }
    if (type instanceof org.apache.spark.sql.types.ArrayType array) {
      return new ArrayType(type(array.elementType()), array.containsNull());
    }
    if (type instanceof org.apache.spark.sql.types.MapType map) {
      return new MapType(type(map.keyType()), type(map.valueType()), map.valueContainsNull());
    }
    if (type instanceof org.apache.spark.sql.types.StructType struct) {
      return struct(struct);
    }
    if (type.equals(DataTypes.StringType)) {
      return StringType.STRING;
    }
    if (type.equals(DataTypes.DateType)) {
      return DateType.DATE;
    }
    if (type.equals(DataTypes.IntegerType)) {
      return IntegerType.INTEGER;
    }
    if (type.equals(DataTypes.LongType)) {
      return LongType.LONG;
    }
    if (type.equals(DataTypes.BooleanType)) {
      return BooleanType.BOOLEAN;
    }
    if (type.equals(DataTypes.DoubleType)) {
      return DoubleType.DOUBLE;
    }
    if (type.equals(DataTypes.TimestampType)) {
      return TimestampType.TIMESTAMP;
    }
    throw new IllegalStateException("no column is of type " + type);
  }

  /** The same of a whole schema, with the columns' comments. */
  static StructType struct(org.apache.spark.sql.types.StructType schema) {
    List<StructField> fields = new ArrayList<>();
    for (org.apache.spark.sql.types.StructField field : schema.fields()) {
      FieldMetadata.Builder metadata = FieldMetadata.builder();
      if (field.getComment().isDefined()) {
        metadata.putString("comment", field.getComment().get());
      }
      fields.add(
          new StructField(
              field.name(), type(field.dataType()), field.nullable(), metadata.build()));
    }
    return new StructType(fields);
  }

  /** A value as a row has it. */
  static Object plain(ColumnVector column, int row) {
    if (column.isNullAt(row)) {
      return null;
    }
    DataType type = column.getDataType();
    if (type instanceof StringType) {
      return column.getString(row);
    }
    if (type instanceof DecimalType) {
      return column.getDecimal(row);
    }
    if (type instanceof DateType) {
      return LocalDate.ofEpochDay(column.getInt(row));
    }
    if (type instanceof IntegerType) {
      return column.getInt(row);
    }
    if (type instanceof LongType) {
      return column.getLong(row);
    }
    if (type instanceof BooleanType) {
      return column.getBoolean(row);
    }
    if (type instanceof DoubleType) {
      return column.getDouble(row);
    }
    if (type instanceof TimestampType) {
      return Instant.EPOCH.plus(column.getLong(row), ChronoUnit.MICROS);
    }
    if (type instanceof ArrayType) {
      return list(column.getArray(row).getElements(), column.getArray(row).getSize());
    }
    if (type instanceof MapType) {
      MapValue map = column.getMap(row);
      Map<Object, Object> plain = new HashMap<>();
      for (int i = 0; i < map.getSize(); i++) {
        plain.put(plain(map.getKeys(), i), plain(map.getValues(), i));
      }
      return plain;
    }
    Object[] struct = new Object[((StructType) type).length()];
    for (int i = 0; i < struct.length; i++) {
      struct[i] = plain(column.getChild(i), row);
    }
    return struct;
  }

  private static List<Object> list(ColumnVector elements, int size) {
    List<Object> plain = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      plain.add(plain(elements, i));
    }
    return plain;
  }

  @Override
  public DataType getDataType() {
    return type;
  }

  @Override
  public int getSize() {
    return values.length;
  }

  @Override
  public void close() {}

  @Override
  public boolean isNullAt(int row) {
    return values[row] == null;
  }

  @Override
  public boolean getBoolean(int row) {
    return (Boolean) values[row];
  }

  @Override
  public int getInt(int row) {
    return values[row] instanceof LocalDate day ? (int) day.toEpochDay() : (Integer) values[row];
  }

  @Override
  public long getLong(int row) {
    return values[row] instanceof Instant at
        ? ChronoUnit.MICROS.between(Instant.EPOCH, at)
        : (Long) values[row];
  }

  @Override
  public double getDouble(int row) {
    return (Double) values[row];
  }

  @Override
  public String getString(int row) {
    return (String) values[row];
  }

  @Override
  public BigDecimal getDecimal(int row) {
    return (BigDecimal) values[row];
  }

  @Override
  public ArrayValue getArray(int row) {
    Object[] elements = ((List<?>) values[row]).toArray();
    Values vector = new Values(((ArrayType) type).getElementType(), elements);
    return new ArrayValue() {
      @Override
      public int getSize() {
        return elements.length;
      }

      @Override
      public ColumnVector getElements() {
        return vector;
      }
    };
  }

  @Override
  public MapValue getMap(int row) {
    Map<?, ?> map = (Map<?, ?>) values[row];
    MapType of = (MapType) type;
    Values keys = new Values(of.getKeyType(), map.keySet().toArray());
    Values all = new Values(of.getValueType(), map.values().toArray());
    return new MapValue() {
      @Override
      public int getSize() {
        return map.size();
      }

      @Override
      public ColumnVector getKeys() {
        return keys;
      }

      @Override
      public ColumnVector getValues() {
        return all;
      }
    };
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    Object[] child = new Object[values.length];
    for (int i = 0; i < child.length; i++) {
      child[i] = values[i] == null ? null : ((Object[]) values[i])[ordinal];
    }
    return new Values(((StructType) type).at(ordinal).getDataType(), child);
  }
}
