package org.rateshelf.answer;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.PublishedFigures;
import org.rateshelf.table.UserRates;

/**
 * How concentrated, how long and how small the market of time deposits is, day by day, and beside
 * each figure what others published of it for that day.
 *
 * <p>Products are those that were seen and could be bought that very day.
 */
public final class MarketStructure implements Answer {
  /** What somebody published. */
  public record Published(BigDecimal value, String unit, String scope, String source, String note)
      implements Serializable {}

  /** The fields of {@link Published}, in order. */
  public static final List<Field<?>> SAID =
      List.of(
          PublishedFigures.VALUE,
          PublishedFigures.UNIT,
          PublishedFigures.SCOPE,
          PublishedFigures.SOURCE,
          PublishedFigures.NOTE);

  public static final Field<LocalDate> AS_OF_DATE = BestOffers.AS_OF_DATE;
  public static final Field<String> MEASURE = PublishedFigures.MEASURE;
  public static final Field<String> PLATFORM_ID = ProductCounts.PLATFORM_ID;
  public static final Field<BigDecimal> VALUE =
      Field.of(
          "value",
          DataTypes.createDecimalType(24, 4),
          new BigDecimal("0.0912"),
          "In the unit that the measure's name says; null where only others have a figure.");
  public static final Field<Integer> PRODUCTS =
      Field.whole(
          "products", 332, "Products on offer there; null for balances and others' figures.");
  public static final Field<List<Published>> PUBLISHED =
      Field.of(
          "published",
          DataTypes.createArrayType(
              DataTypes.createStructType(
                  SAID.stream()
                      .map(f -> DataTypes.createStructField(f.name(), f.type(), true))
                      .toList())),
          List.of(
              new Published(
                  new BigDecimal("90.0000"), "products", "JD Finance", "a newspaper", "about")),
          "What others published of it for that day, with its own scope; null where nobody did.");

  public static final Table TABLE =
      Table.gold("market_structure")
          .grain("one day, measure, and platform or ALL")
          .fields(AS_OF_DATE, MEASURE, PLATFORM_ID, VALUE, PRODUCTS, PUBLISHED)
          .key(AS_OF_DATE, MEASURE, PLATFORM_ID)
          .day(AS_OF_DATE)
          .build();

  @Override
  public String question() {
    return "How concentrated, how long, how small is the market, beside what others published?";
  }

  @Override
  public String query() {
    return """
    SELECT measure, value, products, published
    FROM market_structure
    WHERE as_of_date = DATE '2020-11-26' AND platform_id = 'ALL'
    ORDER BY measure
    """;
  }

  @Override
  public List<Table> reads() {
    return List.of(BestOffers.TABLE, UserRates.TABLE, PublishedFigures.TABLE);
  }

  @Override
  public Table writes() {
    return TABLE;
  }
}
