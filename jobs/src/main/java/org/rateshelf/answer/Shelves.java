package org.rateshelf.answer;

import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.rateshelf.job.Inputs;
import org.rateshelf.job.SettledLater;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.shelf.Shelf;
import org.rateshelf.shelf.ShelfRows;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Events;
import org.rateshelf.table.Listings;
import org.rateshelf.table.ScanStarts;
import org.rateshelf.table.Scans;
import org.rateshelf.table.ShelfDays;
import org.rateshelf.table.Spells;
import org.rateshelf.table.Term;

/**
 * What each viewer's shelf held on each day, as far as scans, events and time prove it.
 *
 * <p>Products never sighted have no row, and a closed one has none after the day of its closing.
 * Listings under a failed scan are no sighting. See {@link Shelf} for the walk itself.
 */
public final class Shelves implements SettledLater {
  private static final Column EARLIEST = col("earliest");
  private static final Column FILE_DAYS = col("file_days");

  @Override
  public String question() {
    return "What stood on each viewer's shelf on each day, and how sure is that?";
  }

  @Override
  public String query() {
    return """
        SELECT product_id, viewer, sees, last_seen, scan_status, state
        FROM shelf_days
        WHERE as_of_date = DATE '2020-12-18' AND platform_id = 'ALIPAY'
        ORDER BY product_id, viewer
        """;
  }

  @Override
  public List<Table> reads() {
    return List.of(
        Listings.TABLE,
        Scans.TABLE,
        ScanStarts.TABLE,
        Events.TABLE,
        Banks.TABLE,
        ShelfDays.TABLE,
        Spells.TABLE);
  }

  @Override
  public Table writes() {
    return ShelfDays.TABLE;
  }

  @Override
  public Dataset<Row> compute(Inputs in) {
    boolean derived = in.market().derivesScans();
    Dataset<Row> carried = in.dayBefore(ShelfDays.TABLE);
    Dataset<Row> sightings = sightings(in);
    Dataset<Row> units = null;
    for (Dataset<Row> part :
        List.of(
            gathered(carried, unit(derived, ShelfDays.PLATFORM_ID, ShelfDays.BANK_ID), "carried"),
            gathered(sightings, unit(derived, Listings.PLATFORM_ID, Listings.BANK_ID), "sightings"),
            gathered(ended(in), unit(derived, Spells.PLATFORM_ID, Spells.BANK_ID), "ended"),
            gathered(scans(in), unit(derived, Scans.PLATFORM_ID, Scans.BANK_ID), "scans"),
            gathered(
                in.rows(ScanStarts.TABLE),
                unit(derived, ScanStarts.PLATFORM_ID, ScanStarts.BANK_ID),
                "starts"))) {
      units = units == null ? part : units.join(part, "unit", "full");
    }
    Dataset<Row> everywhere =
        fileDays(in)
            .crossJoin(withdrawals(in).agg(collect_list(struct(col("*"))).as("withdrawals")));
    Shelf.Rules rules = new Shelf.Rules(in.market().viewers(), derived, in.market().settings());
    return units
        .filter(col("carried").isNotNull().or(col("sightings").isNotNull()))
        .crossJoin(broadcast(everywhere))
        .flatMap(
            ShelfRows.walking(rules, in.from(), in.to()), Encoders.row(ShelfDays.TABLE.schema()));
  }

  private static Column unit(boolean derived, Field<String> platform, Field<String> bank) {
    return derived ? bank.col() : platform.col();
  }

  private static Dataset<Row> gathered(Dataset<Row> rows, Column unit, String name) {
    return rows.groupBy(unit.as("unit")).agg(collect_list(struct(col("*"))).as(name));
  }

  /** Products as scans that did not fail showed them, over their lines. */
  private static Dataset<Row> sightings(Inputs in) {
    Dataset<Row> listings = in.days(Listings.TABLE);
    if (!in.market().derivesScans()) {
      Dataset<Row> proving =
          in.days(Scans.TABLE)
              .filter(Scans.STATUS.col().notEqual("FAILED"))
              .select(Scans.SCAN_DATE.col(), Scans.PLATFORM_ID.col(), Scans.VIEWER.col());
      listings =
          listings.join(
              proving, names(Scans.SCAN_DATE, Scans.PLATFORM_ID, Scans.VIEWER), "left_semi");
    }
    Column holder = Listings.VIEWER.col().equalTo("HOLDER");
    Column can =
        when(Listings.ACTION.col().equalTo("BUY"), 2)
            .when(Listings.ACTION.col().equalTo("TOP_UP").and(holder), 1)
            .otherwise(0);
    Dataset<Row> products =
        listings
            .groupBy(
                Listings.SCAN_DATE.col(),
                Listings.PLATFORM_ID.col(),
                Listings.PRODUCT_ID.col(),
                Listings.VIEWER.col())
            .agg(
                firstOf(Listings.BANK_ID),
                firstOf(Listings.BANK_NAME),
                firstOf(Listings.BANK_PRODUCT_ID),
                firstOf(Listings.PRODUCT_NAME),
                firstOf(Listings.PRODUCT_KIND),
                sort_array(collect_set(Term.canonical(Listings.TERM.col())))
                    .as(ShelfDays.ANY_TERMS.name()),
                max(can).as("can"));
    Dataset<Row> names =
        in.rows(Banks.TABLE).select(Banks.BANK_ID.col(), Banks.NAME.col().as("reference_name"));
    return products
        .join(broadcast(names), Banks.BANK_ID.name(), "left")
        .withColumn(
            Listings.BANK_NAME.name(),
            coalesce(Listings.BANK_NAME.col(), col("reference_name"), Listings.BANK_ID.col()))
        .drop("reference_name");
  }

  /** Of lines that disagree the least value: any would do, so long as it is always the same. */
  private static Column firstOf(Field<String> field) {
    return min(field.col()).as(field.name());
  }

  private static String[] names(Field<?>... fields) {
    return Stream.of(fields).map(Field::name).toArray(String[]::new);
  }

  private static Dataset<Row> scans(Inputs in) {
    return in.market().derivesScans() ? in.days(Scans.TABLE).limit(0) : in.days(Scans.TABLE);
  }

  private static Dataset<Row> ended(Inputs in) {
    return in.rows(Spells.TABLE).filter(Spells.FIRST_ABSENT.col().lt(in.firstDay()));
  }

  private static Dataset<Row> fileDays(Inputs in) {
    return in.days(Listings.TABLE).agg(collect_set(Listings.SCAN_DATE.col()).as("file_days"));
  }

  private static Dataset<Row> withdrawals(Inputs in) {
    return in.rows(Events.TABLE)
        .filter(
            Events.KIND
                .col()
                .equalTo(Events.WITHDRAWN_FROM_NEW_BUYERS)
                .and(Events.PLATFORM_ID.col().isNotNull()))
        .select(Events.PLATFORM_ID.col(), Events.DATE_TO.col());
  }

  /**
   * A product that has now stayed away for the confirmation time was absent from the first day of
   * it; a new id that a partial scan showed first may turn out, at the next complete one, to
   * continue an old one.
   */
  @Override
  public Dataset<Row> earliestUnsettledDay(Inputs in) {
    return in.market().derivesScans()
        ? beforeConfirmations(in, awaited(in).unionByName(gone(in)))
        : awaited(in).agg(min(EARLIEST).as("earliest"));
  }

  /**
   * New ids that no complete scan of a viewer's shelf has shown, and one of these days may. What no
   * longer is scanned awaits nothing.
   */
  private static Dataset<Row> awaited(Inputs in) {
    Dataset<Row> shown = in.days(Listings.TABLE);
    if (!in.market().derivesScans()) {
      Dataset<Row> complete =
          in.days(Scans.TABLE)
              .filter(Scans.STATUS.col().equalTo("COMPLETE"))
              .select(Scans.SCAN_DATE.col(), Scans.PLATFORM_ID.col(), Scans.VIEWER.col());
      shown =
          shown.join(
              complete, names(Scans.SCAN_DATE, Scans.PLATFORM_ID, Scans.VIEWER), "left_semi");
    }
    String[] product = names(ShelfDays.PLATFORM_ID, ShelfDays.PRODUCT_ID, ShelfDays.VIEWER);
    Column firstSighted =
        min(ShelfDays.FIRST_SEEN.col())
            .over(Window.partitionBy(ShelfDays.PLATFORM_ID.col(), ShelfDays.PRODUCT_ID.col()));
    return in.dayBefore(ShelfDays.TABLE)
        .filter(ShelfDays.STATE.col().notEqual("CLOSED"))
        .withColumn("first_sighted", firstSighted)
        .filter(col("first_sighted").gt(ShelfDays.LAST_COMPLETE_ON.col()))
        .join(shown, product, "left_semi")
        .select(date_add(ShelfDays.LAST_COMPLETE_ON.col(), 1).as("earliest"));
  }

  /** Products that these days may confirm to be gone by time. */
  private static Dataset<Row> gone(Inputs in) {
    Column unproven = ShelfDays.UNPROVEN_DAYS.col();
    return in.dayBefore(ShelfDays.TABLE)
        .filter(ShelfDays.DISPLAYED.col())
        .crossJoin(fileDays(in))
        .filter(unproven.gt(0).and(unproven.plus(size(FILE_DAYS)).geq(confirmationDays(in))))
        .select(date_add(ShelfDays.LAST_SEEN.col(), 1).as("earliest"));
  }

  /**
   * The earliest of these days and of the first to compute; or, where that lies within the time
   * that confirmed a product gone, the first day of that: a file of those days may show it, and
   * what their scans prove hangs on it. Such times may overlap, so they are gone through backwards.
   */
  private static Dataset<Row> beforeConfirmations(Inputs in, Dataset<Row> days) {
    Dataset<Row> absences =
        in.rows(Spells.TABLE)
            .filter(Spells.CONFIRMED_BY.col().equalTo("TIME"))
            .agg(sort_array(collect_set(Spells.FIRST_ABSENT.col()), false).as("absences"));
    Dataset<Row> files =
        in.rows(Listings.TABLE).agg(collect_set(Listings.SCAN_DATE.col()).as("file_days"));
    Column settled =
        aggregate(
            col("absences"),
            EARLIEST,
            (day, absent) -> {
              Column between = filter(FILE_DAYS, f -> f.geq(absent).and(f.lt(day)));
              return when(absent.lt(day).and(size(between).lt(confirmationDays(in))), absent)
                  .otherwise(day);
            });
    return days.agg(least(min(EARLIEST), in.firstDay()).as("earliest"))
        .crossJoin(absences)
        .crossJoin(files)
        .select(settled.as("earliest"));
  }

  private static int confirmationDays(Inputs in) {
    return in.market().settings().confirmationDays();
  }
}
