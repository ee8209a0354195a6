package org.rateshelf.store;

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
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;

/** What a table's schema is called in Delta Kernel. */
final class KernelSchema {
  private KernelSchema() {}

  private static DataType type(org.apache.spark.sql.types.DataType type) {
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
      return of(struct);
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
  static StructType of(org.apache.spark.sql.types.StructType schema) {
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
}
