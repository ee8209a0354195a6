package org.rateshelf.store;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * Reads the rows of a Parquet file as {@link RowWriting}, Spark or Delta Kernel wrote it; null
 * where it lacks a column.
 *
 * <p>Delta Kernel reads the same into column vectors, of which rows would be made again.
 */
@SuppressWarnings("deprecation") // what is deprecated there is abstract as well
final class RowReading extends ReadSupport<Object[]> {
  private final StructType row;
  private final Set<String> wanted;

  private RowReading(StructType row, Set<String> wanted) {
    this.row = row;
    this.wanted = wanted;
  }

  /**
   * A reader of rows.
   *
   * @param row all that a row has
   * @param wanted the columns to read; others are null
   */
  static ParquetReader.Builder<Object[]> of(InputFile file, StructType row, Set<String> wanted) {
    return new ParquetReader.Builder<>(file) {
      @Override
      protected ReadSupport<Object[]> getReadSupport() {
        return new RowReading(row, wanted);
      }
    };
  }

  @Override
  public ReadContext init(InitContext context) {
    List<Type> found =
        context.getFileSchema().getFields().stream()
            .filter(column -> wanted.contains(column.getName()))
            .toList();
    return new ReadContext(new MessageType("row", found));
  }

  @Override
  public RecordMaterializer<Object[]> prepareForRead(
      Configuration settings, Map<String, String> metadata, MessageType file, ReadContext context) {
    Object[][] last = new Object[1][];
    Fields fields =
        new Fields(context.getRequestedSchema(), row, values -> last[0] = (Object[]) values);
    return new RecordMaterializer<>() {
      @Override
      public Object[] getCurrentRecord() {
        return last[0];
      }

      @Override
      public GroupConverter getRootConverter() {
        return fields;
      }
    };
  }

  private static Converter converter(Type file, DataType type, Consumer<Object> put) {
    if (type instanceof ArrayType array) {
      return new Elements(file.asGroupType(), array, put);
    }
    if (type instanceof MapType map) {
      return new Pairs(file.asGroupType(), map, put);
    }
    if (type instanceof StructType struct) {
      return new Fields(file.asGroupType(), struct, put);
    }
    return new Plain(file.asPrimitiveType().getPrimitiveTypeName(), type, put);
  }

  /** The fields of a row or a struct. */
  private static final class Fields extends GroupConverter {
    private final Converter[] converters;
    private final int width;
    private final Consumer<Object> put;
    private Object[] values;

    Fields(GroupType file, StructType types, Consumer<Object> put) {
      this.width = types.length();
      this.put = put;
      converters = new Converter[file.getFieldCount()];
      for (int i = 0; i < converters.length; i++) {
        int place = types.fieldIndex(file.getFieldName(i));
        DataType type = types.apply(place).dataType();
        converters[i] = converter(file.getType(i), type, value -> values[place] = value);
      }
    }

    @Override
    public Converter getConverter(int field) {
      return converters[field];
    }

    @Override
    public void start() {
      values = new Object[width];
    }

    @Override
    public void end() {
      put.accept(values);
    }
  }

  /** A group of one group that is repeated, as Parquet has lists and maps. */
  private abstract static class Repeated extends GroupConverter {
    private final GroupConverter repeated =
        new GroupConverter() {
          @Override
          public Converter getConverter(int field) {
            return part(field);
          }

          @Override
          public void start() {
            begin();
          }

          @Override
          public void end() {
            add();
          }
        };

    abstract Converter part(int field);

    abstract void begin();

    abstract void add();

    @Override
    public Converter getConverter(int field) {
      return repeated;
    }
  }

  private static final class Elements extends Repeated {
    private final Converter element;
    private final Consumer<Object> put;
    private List<Object> elements;
    private Object one;

    Elements(GroupType file, ArrayType type, Consumer<Object> put) {
      this.put = put;
      Type list = file.getType(0).asGroupType().getType(0);
      element = converter(list, type.elementType(), value -> one = value);
    }

    @Override
    Converter part(int field) {
      return element;
    }

    @Override
    public void start() {
      elements = new ArrayList<>();
    }

    @Override
    void begin() {
      one = null;
    }

    @Override
    void add() {
      elements.add(one);
    }

    @Override
    public void end() {
      put.accept(elements);
    }
  }

  private static final class Pairs extends Repeated {
    private final Converter[] parts;
    private final Consumer<Object> put;
    private Map<Object, Object> pairs;
    private Object key;
    private Object value;

    Pairs(GroupType file, MapType type, Consumer<Object> put) {
      this.put = put;
      GroupType pair = file.getType(0).asGroupType();
      parts =
          new Converter[] {
            converter(pair.getType(0), type.keyType(), one -> key = one),
            converter(pair.getType(1), type.valueType(), one -> value = one)
          };
    }

    @Override
    Converter part(int field) {
      return parts[field];
    }

    @Override
    public void start() {
      pairs = new HashMap<>();
    }

    @Override
    void begin() {
      value = null;
    }

    @Override
    void add() {
      pairs.put(key, value);
    }

    @Override
    public void end() {
      put.accept(pairs);
    }
  }

  /** Values that are no group. Of those in a file's dictionary there is one object each. */
  private static final class Plain extends PrimitiveConverter {
    private static final int JULIAN_DAY_OF_EPOCH = 2_440_588;

    private final PrimitiveTypeName stored;
    private final DataType type;
    private final Consumer<Object> put;
    private Object[] known;

    Plain(PrimitiveTypeName stored, DataType type, Consumer<Object> put) {
      this.stored = stored;
      this.type = type;
      this.put = put;
    }

    private Object of(int value) {
      return type instanceof DecimalType decimal
          ? BigDecimal.valueOf(value, decimal.scale())
          : type == DataTypes.DateType ? LocalDate.ofEpochDay(value) : (Object) value;
    }

    private Object of(long value) {
      return type instanceof DecimalType decimal
          ? BigDecimal.valueOf(value, decimal.scale())
          : type == DataTypes.TimestampType
              ? Instant.EPOCH.plus(value, ChronoUnit.MICROS)
              : (Object) value;
    }

    private Object of(Binary value) {
      return type instanceof DecimalType decimal
          ? new BigDecimal(new BigInteger(value.getBytesUnsafe()), decimal.scale())
          : type == DataTypes.TimestampType ? instant(value) : value.toStringUsingUTF8();
    }

    /** As Spark writes it unless it is told otherwise: nanoseconds of a Julian day. */
    private static Instant instant(Binary value) {
      ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      long nanos = bytes.getLong();
      long days = bytes.getInt() - JULIAN_DAY_OF_EPOCH;
      return Instant.EPOCH.plus(days, ChronoUnit.DAYS).plusNanos(nanos);
    }

    @Override
    public boolean hasDictionarySupport() {
      return true;
    }

    @Override
    public void setDictionary(Dictionary values) {
      known = new Object[values.getMaxId() + 1];
      for (int id = 0; id < known.length; id++) {
        known[id] =
            switch (stored) {
              case INT32 -> of(values.decodeToInt(id));
              case INT64 -> of(values.decodeToLong(id));
              case DOUBLE -> values.decodeToDouble(id);
              default -> of(values.decodeToBinary(id));
            };
      }
    }

    @Override
    public void addValueFromDictionary(int id) {
      put.accept(known[id]);
    }

    @Override
    public void addInt(int value) {
      put.accept(of(value));
    }

    @Override
    public void addLong(long value) {
      put.accept(of(value));
    }

    @Override
    public void addDouble(double value) {
      put.accept(value);
    }

    @Override
    public void addBoolean(boolean value) {
      put.accept(value);
    }

    @Override
    public void addBinary(Binary value) {
      put.accept(of(value));
    }
  }
}
