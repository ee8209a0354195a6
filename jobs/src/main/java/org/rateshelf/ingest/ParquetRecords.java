package org.rateshelf.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/** Reads Parquet: one record a row, each value as the text that stands for it in CSV. */
public final class ParquetRecords implements Iterator<SourceRecord>, Closeable {
  /** Characters that a record may have. */
  private static final int LONGEST = 1 << 20;

  private static final int JULIAN_DAY_OF_1970 = 2_440_588;

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter();

  private final MessageType schema;
  private final ParquetReader<Group> rows;
  private final Map<String, Integer> places = new LinkedHashMap<>();
  private final int[] columns;
  private Group next;
  private long line;

  /**
   * Reads a file of a source.
   *
   * @param unknown told each column that the source does not know, and that is passed over
   */
  public ParquetRecords(InputFile file, Source.Header header, Consumer<String> unknown)
      throws IOException {
    schema = schema(file);
    List<String> names = schema.getFields().stream().map(Type::getName).toList();
    header.check(names);
    header.unknown(names).forEach(unknown);
    List<Type> known =
        schema.getFields().stream().filter(c -> header.known().contains(c.getName())).toList();
    columns = known.stream().mapToInt(c -> schema.getFieldIndex(c.getName())).toArray();
    for (Type column : known) {
      places.put(column.getName(), places.size());
      if (!column.isPrimitive() || column.isRepetition(Type.Repetition.REPEATED)) {
        throw new FileFault(
            "column " + column.getName() + " has values of several parts", "send one value a row.");
      }
    }
    rows =
        new ParquetReader.Builder<Group>(file) {
          @Override
          protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
          }
        }.build();
    advance();
  }

  private static MessageType schema(InputFile file) throws FileFault {
    try (ParquetFileReader reader = ParquetFileReader.open(file)) {
      return reader.getFileMetaData().getSchema();
    } catch (IOException | RuntimeException e) {
      throw notParquet();
    }
  }

  private static FileFault notParquet() {
    return new FileFault("it cannot be read as Parquet", "send it again whole.");
  }

  private void advance() throws FileFault {
    try {
      next = rows.read();
    } catch (IOException | RuntimeException e) {
      throw notParquet();
    }
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public SourceRecord next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    line++;
    try {
      SourceRecord record = new SourceRecord(line, "", new Texts(places, texts(next)), List.of());
      advance();
      return record;
    } catch (FileFault e) {
      throw new UncheckedIOException(e);
    }
  }

  private String[] texts(Group row) throws FileFault {
    String[] texts = new String[places.size()];
    int length = 0;
    for (int i = 0; i < texts.length; i++) {
      if (row.getFieldRepetitionCount(columns[i]) > 0) {
        texts[i] = text(row, columns[i], schema.getType(columns[i]).asPrimitiveType());
        length += texts[i].length();
      }
    }
    if (length > LONGEST) {
      throw new FileFault(
          "record " + line + " has more than a million characters",
          "send it with values that a column can have.");
    }
    return texts;
  }

  private static String text(Group row, int at, PrimitiveType type) {
    LogicalTypeAnnotation means = type.getLogicalTypeAnnotation();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> String.valueOf(row.getBoolean(at, 0));
      case FLOAT -> digits(row.getFloat(at, 0));
      case DOUBLE -> digits(row.getDouble(at, 0));
      case INT96 -> moment(NanoTime.fromBinary(row.getInt96(at, 0)));
      case INT32 -> whole(row.getInteger(at, 0), means, true);
      case INT64 -> whole(row.getLong(at, 0), means, false);
      case BINARY, FIXED_LEN_BYTE_ARRAY -> {
        byte[] bytes = row.getBinary(at, 0).getBytes();
        yield means instanceof DecimalLogicalTypeAnnotation decimal
            ? new BigDecimal(new BigInteger(bytes), decimal.getScale()).toPlainString()
            : new String(bytes, UTF_8);
      }
    };
  }

  /** A number with all its digits: Java writes 12000000 as 1.2E7. */
  private static String digits(Number value) {
    return Double.isFinite(value.doubleValue())
        ? new BigDecimal(value.toString()).toPlainString()
        : value.toString();
  }

  private static String whole(long value, LogicalTypeAnnotation means, boolean isShort) {
    if (means instanceof DateLogicalTypeAnnotation) {
      return LocalDate.ofEpochDay(value).toString();
    }
    if (means instanceof DecimalLogicalTypeAnnotation decimal) {
      return BigDecimal.valueOf(value, decimal.getScale()).toPlainString();
    }
    if (means instanceof TimestampLogicalTypeAnnotation timestamp) {
      return moment(Instant.EPOCH.plus(value, unit(timestamp.getUnit())));
    }
    if (means instanceof IntLogicalTypeAnnotation number && !number.isSigned()) {
      return isShort ? Integer.toUnsignedString((int) value) : Long.toUnsignedString(value);
    }
    return Long.toString(value);
  }

  private static ChronoUnit unit(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> ChronoUnit.MILLIS;
      case MICROS -> ChronoUnit.MICROS;
      case NANOS -> ChronoUnit.NANOS;
    };
  }

  private static String moment(NanoTime time) {
    LocalDate day = LocalDate.ofEpochDay(time.getJulianDay() - JULIAN_DAY_OF_1970);
    return moment(day.atStartOfDay().plusNanos(time.getTimeOfDayNanos()).toInstant(ZoneOffset.UTC));
  }

  /** A moment in UTC. */
  private static String moment(Instant at) {
    LocalDateTime time = LocalDateTime.ofInstant(at, ZoneOffset.UTC);
    return time.toLocalDate() + " " + TIME.format(time);
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
