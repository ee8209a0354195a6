package org.rateshelf.ingest;

import static org.apache.spark.sql.functions.array_append;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.dense_rank;
import static org.apache.spark.sql.functions.hash;
import static org.apache.spark.sql.functions.last;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.rateshelf.schema.Field;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Provenance;
import org.rateshelf.table.Quarantine;
import org.rateshelf.table.Scans;
import org.rateshelf.table.UserRates;

/**
 * Settles what the rows of several files say together: which row counts, which only repeats it and
 * which is refused. The outcome depends on the set of files, never on their order of arrival.
 */
public final class Settlement {
  /** How a row fared; a refused one has its {@link Quarantine#REASONS}. */
  public static final Field<String> FATE = Field.code("fate", "KEPT", "KEPT, REPEATED or REFUSED.");

  public static final String KEPT = "KEPT";
  public static final String REPEATED = "REPEATED";
  public static final String REFUSED = "REFUSED";

  /** The part of a file's name by which files are ordered. */
  public static final Field<String> SORT_NAME =
      Field.code("sort_name", "2020-12-18", "File name without revision and ending.");

  /** A number of the key, to sort by first: many keys begin alike, and rows stay in its order. */
  private static final Column KEY_HASH = col("key_hash");

  private static final Column FINGERPRINT = col("fingerprint");

  private Settlement() {}

  /**
   * Refuses contracts that stand in a snapshot under one id, but with different holders or
   * products; what else differs is told by {@link #settle}, file by file.
   */
  public static Dataset<Row> toldApart(Dataset<Row> contracts) {
    WindowSpec sameId =
        Window.partitionBy(
            KEY_HASH,
            UserRates.CONTRACT_ID.col(),
            UserRates.AS_OF.col(),
            UserRates.PLATFORM_ID.col(),
            refused());
    Column held = struct(UserRates.USER_ID.col(), UserRates.PRODUCT_ID.col());
    Column differs = min(held).over(sameId).notEqual(max(held).over(sameId));
    Dataset<Row> seen = contracts.withColumn("differs", differs);
    return refuseIf(seen, isGood().and(col("differs")), Reasons.CONTRACT_TWICE).drop("differs");
  }

  /** Refuses listings of a shelf that has no scan row that day. */
  public static Dataset<Row> scannedOnly(Dataset<Row> listings, Dataset<Row> scans) {
    Dataset<Row> shelves =
        scans.select(
            Scans.SCAN_DATE.col().as("shelf_day"),
            Scans.PLATFORM_ID.col().as("shelf_platform"),
            Scans.VIEWER.col().as("shelf_viewer"));
    Column same =
        Listings.SCAN_DATE
            .col()
            .equalTo(col("shelf_day"))
            .and(Listings.PLATFORM_ID.col().equalTo(col("shelf_platform")))
            .and(Listings.VIEWER.col().equalTo(col("shelf_viewer")));
    Column placed =
        Listings.SCAN_DATE
            .col()
            .isNotNull()
            .and(Listings.PLATFORM_ID.col().isNotNull())
            .and(Listings.VIEWER.col().isNotNull());
    Column unscanned = col("shelf_day").isNull().and(placed);
    return refuseIf(listings.join(shelves, same, "left"), unscanned, Reasons.NO_SCAN_ROW)
        .drop("shelf_day", "shelf_platform", "shelf_viewer");
  }

  private static Dataset<Row> refuseIf(Dataset<Row> rows, Column fault, String reason) {
    Column reasons = Quarantine.REASONS.col();
    return rows.withColumn(
        Quarantine.REASONS.name(),
        when(fault, array_distinct(array_append(reasons, lit(reason)))).otherwise(reasons));
  }

  /** Brings rows of one key together once, so that no later step has to. */
  public static Dataset<Row> together(Dataset<Row> rows, Source source) {
    // A line has no number yet, and a contract is told apart without its holder and product.
    Set<Field<?>> aside =
        source.equals(Sources.USER_RATES)
            ? Set.of(UserRates.USER_ID, UserRates.PRODUCT_ID)
            : Set.of(Listings.LINE_NO, Scans.BANK_ID);
    Column[] key =
        source.table().key().stream()
            .filter(f -> !aside.contains(f))
            .map(Field::col)
            .toArray(Column[]::new);
    return rows.withColumn(KEY_HASH.toString(), xxhash64(key))
        .withColumn(FINGERPRINT.toString(), fingerprint(source))
        .repartition(KEY_HASH);
  }

  /** Numbers the lines of a product that are alike in all but rate, by falling rate. */
  public static Dataset<Row> numbered(Dataset<Row> listings) {
    List<Column> alike =
        new ArrayList<>(List.of(KEY_HASH, Provenance.FILE_SHA256.col(), refused()));
    for (Field<?> field : Listings.TABLE.key()) {
      if (field != Listings.LINE_NO) {
        alike.add(field.col());
      }
    }
    // Copies share a rank, so that numbers are given to lines that differ; those that a line of a
    // file has become, by what they say.
    WindowSpec lines =
        Window.partitionBy(alike.toArray(Column[]::new))
            .orderBy(Listings.headline().desc_nulls_last(), col("first_line"), FINGERPRINT);
    Column firstLine =
        min(Provenance.FILE_LINE.col())
            .over(Window.partitionBy(concat(alike, List.of(FINGERPRINT)).toArray(Column[]::new)));
    return listings
        .withColumn("first_line", firstLine)
        .withColumn(Listings.LINE_NO.name(), dense_rank().over(lines).cast("int"))
        .drop("first_line");
  }

  private static List<Column> concat(List<Column> some, List<Column> more) {
    List<Column> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }

  private static Column refused() {
    return size(Quarantine.REASONS.col()).gt(0);
  }

  private static Column isGood() {
    return refused().equalTo(false);
  }

  /** What a row says, short enough to be compared and sorted by the million. */
  private static Column fingerprint(Source source) {
    // A hash passes over nulls, so that the same text in another column would look the same.
    Column[] values =
        source.columns().stream()
            .map(f -> coalesce(f.col().cast("string"), lit("\0")))
            .toArray(Column[]::new);
    return struct(xxhash64(values), hash(values));
  }

  /**
   * Decides between rows of one key: within a file a copy is refused, and rows that differ are all
   * refused; among files, the name that sorts last counts.
   *
   * @param rows judged rows with {@link #SORT_NAME}, brought {@link #together}
   * @return the same rows with their {@link #FATE}
   */
  public static Dataset<Row> settle(Dataset<Row> rows, Source source) {
    Column[] key = source.table().keyColumns();
    List<Column> inFile =
        new ArrayList<>(List.of(KEY_HASH, Provenance.FILE_SHA256.col(), refused()));
    inFile.addAll(List.of(key));
    WindowSpec file = Window.partitionBy(inFile.toArray(Column[]::new));

    Dataset<Row> seen =
        rows.select(
            col("*"),
            row_number().over(file.orderBy(Provenance.FILE_LINE.col())).as("copy"),
            min(FINGERPRINT).over(file).notEqual(max(FINGERPRINT).over(file)).as("differs"));
    String contradicted =
        source.equals(Sources.USER_RATES) ? Reasons.CONTRACT_TWICE : Reasons.REPEATED_KEY;
    Dataset<Row> clear = refuseIf(seen, isGood().and(col("differs")), contradicted);
    Dataset<Row> once =
        refuseIf(clear, isGood().and(col("copy").gt(1)), Reasons.REPEATED_KEY)
            .drop("copy", "differs");

    List<Column> amongFiles = new ArrayList<>(List.of(KEY_HASH, refused()));
    amongFiles.addAll(List.of(key));
    WindowSpec files =
        Window.partitionBy(amongFiles.toArray(Column[]::new))
            .orderBy(SORT_NAME.col(), Provenance.FILE_SHA256.col())
            .rowsBetween(Window.unboundedPreceding(), Window.unboundedFollowing());
    Dataset<Row> compared =
        once.select(
            col("*"),
            last(Provenance.FILE_SHA256.col()).over(files).as("counts"),
            last(FINGERPRINT).over(files).as("said"));
    Column loses = isGood().and(col("counts").notEqual(Provenance.FILE_SHA256.col()));
    Column same = col("said").eqNullSafe(FINGERPRINT);
    return refuseIf(compared, loses.and(same.equalTo(false)), Reasons.SUPERSEDED)
        .withColumn(FATE.name(), when(refused(), REFUSED).when(loses, REPEATED).otherwise(KEPT))
        .drop("counts", "said", FINGERPRINT.toString(), KEY_HASH.toString());
  }

  /**
   * What each declared scan proves: COMPLETE only where it saw as many products as it says.
   *
   * @param scans kept rows of the scans source
   * @param listings kept listings of the same days
   */
  public static Dataset<Row> proving(Dataset<Row> scans, Dataset<Row> listings) {
    Dataset<Row> seen =
        listings
            .groupBy(
                Listings.SCAN_DATE.col().as("day"),
                Listings.PLATFORM_ID.col().as("platform"),
                Listings.VIEWER.col().as("shelf_viewer"))
            .agg(count_distinct(Listings.PRODUCT_ID.col()).cast("int").as("seen"));
    Column same =
        Scans.SCAN_DATE
            .col()
            .equalTo(col("day"))
            .and(Scans.PLATFORM_ID.col().equalTo(col("platform")))
            .and(Scans.VIEWER.col().equalTo(col("shelf_viewer")));
    Column saw = coalesce(col("seen"), lit(0));
    Column disagrees =
        Scans.STATUS.col().equalTo("COMPLETE").and(Scans.LISTED_COUNT.col().notEqual(saw));
    return scans
        .join(seen, same, "left")
        .withColumn(Scans.DECLARED_STATUS.name(), Scans.STATUS.col())
        .withColumn(Scans.STATUS.name(), when(disagrees, "PARTIAL").otherwise(Scans.STATUS.col()))
        .withColumn(Scans.SEEN_COUNT.name(), saw)
        .withColumn(Scans.BANK_ID.name(), lit(Scans.ALL_BANKS))
        .withColumn(Scans.LAST_COMPLETE_ON.name(), Scans.LAST_COMPLETE_ON.empty())
        .drop("day", "platform", "shelf_viewer", "seen");
  }
}
