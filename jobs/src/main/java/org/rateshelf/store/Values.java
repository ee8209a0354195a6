package org.rateshelf.store;

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
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;

/** Values as Delta Kernel gives them, and what their types are called there. */
final class Values {
  private Values() {}

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
}
