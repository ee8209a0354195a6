package org.rateshelf.schema;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A table, declared once: from it come the Delta schema, the column comments, the checks, the key
 * and the data dictionary.
 */
public final class Table implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Which folder of the lake a table lies in. */
  public enum Layer {
    SILVER,
    GOLD,
    OPS;

    public String folder() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private final Layer layer;
  private final String name;
  private final String grain;
  private final List<Field<?>> fields;
  private final List<Field<?>> key;
  private final Field<?> day;
  private final HashMap<String, Integer> places = new HashMap<>();

  private Table(Builder builder) {
    this.layer = builder.layer;
    this.name = builder.name;
    this.grain = builder.grain;
    this.fields = List.copyOf(builder.fields);
    this.key = List.copyOf(builder.key);
    this.day = builder.day;
    fields.forEach(field -> places.put(field.name(), places.size()));
  }

  public static Builder silver(String name) {
    return new Builder(Layer.SILVER, name);
  }

  public static Builder gold(String name) {
    return new Builder(Layer.GOLD, name);
  }

  public static Builder ops(String name) {
    return new Builder(Layer.OPS, name);
  }

  public Layer layer() {
    return layer;
  }

  public String name() {
    return name;
  }

  /** What one row is: «one product on one platform on one day». */
  public String grain() {
    return grain;
  }

  public List<Field<?>> fields() {
    return fields;
  }

  public List<Field<?>> key() {
    return key;
  }

  /** The day that the table is partitioned by, and written by; null for a table written whole. */
  public Field<?> day() {
    return day;
  }

  /** Where the table lies within a lake. */
  public String path() {
    return layer.folder() + "/" + name;
  }

  /** The schema, with each column's comment. */
  public StructType schema() {
    return new StructType(
        fields.stream()
            .map(
                f -> {
                  Metadata comment =
                      new MetadataBuilder().putString("comment", f.comment()).build();
                  return DataTypes.createStructField(f.name(), f.type(), true, comment);
                })
            .toArray(StructField[]::new));
  }

  /** Where a column stands in a row, which is an array of values in the order of the fields. */
  public int at(Field<?> field) {
    Integer at = places.get(field.name());
    if (at == null) {
      throw new IllegalArgumentException(name + " has no column " + field);
    }
    return at;
  }

  /** Whether it has a column of that name. */
  public boolean has(Field<?> field) {
    return places.containsKey(field.name());
  }

  /** The value of a column in a row. */
  @SuppressWarnings("unchecked")
  public <T> T value(Object[] row, Field<T> field) {
    return (T) row[at(field)];
  }

  @Override
  public String toString() {
    return path() + key.stream().map(Field::name).collect(Collectors.joining(", ", "(", ")"));
  }

  /** Collects what a table is made of. */
  public static final class Builder {
    private final Layer layer;
    private final String name;
    private String grain = "";
    private final List<Field<?>> fields = new ArrayList<>();
    private final List<Field<?>> key = new ArrayList<>();
    private Field<?> day;

    private Builder(Layer layer, String name) {
      this.layer = layer;
      this.name = name;
    }

    public Builder grain(String words) {
      this.grain = words;
      return this;
    }

    public Builder fields(Field<?>... columns) {
      return fields(List.of(columns));
    }

    public Builder fields(List<Field<?>> columns) {
      fields.addAll(columns);
      return this;
    }

    public Builder key(Field<?>... columns) {
      return key(List.of(columns));
    }

    public Builder key(List<Field<?>> columns) {
      key.addAll(columns);
      return this;
    }

    public Builder day(Field<?> column) {
      this.day = column;
      return this;
    }

    public Table build() {
      if (!fields.stream()
          .map(Field::name)
          .toList()
          .containsAll(key.stream().map(Field::name).toList())) {
        throw new IllegalStateException(name + ": a key column is not among its fields");
      }
      return new Table(this);
    }
  }
}
