package org.rateshelf.answer;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_append;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.rateshelf.job.Inputs;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Spells;
import org.rateshelf.table.UserRates;

/** What became of each contract of one snapshot by a later one. Decision 10 has the rules. */
public final class Outcomes {
  public static final String RATE_KEPT = "RATE_KEPT";
  public static final String RATE_CHANGED = "RATE_CHANGED";
  public static final String TOPPED_UP = "TOPPED_UP";
  public static final String RENEWED = "RENEWED";
  public static final String MOVED = "MOVED";
  public static final String MATURED_LEFT = "MATURED_LEFT";
  public static final String REDEEMED_EARLY = "REDEEMED_EARLY";
  public static final String UNKNOWN = "UNKNOWN";

  /** What {@link #between} reads. */
  public static final List<Table> READS = List.of(UserRates.TABLE, Banks.TABLE, Spells.TABLE);

  /** Day of the snapshot that has the contracts. */
  public static final Column BASE = col("base_day");

  public static final Column OUTCOME = col("outcome");

  /** Its balance in the base snapshot, as it is told. */
  static final Column TOLD_BEFORE = col("told_before");

  public static final Column RATE_BEFORE = col("rate_before");

  /** Its balance in the later snapshot, as it is told; null where it is not there. */
  static final Column TOLD_AFTER = col("told_after");

  static final Column RATE_AFTER = col("rate_after");

  /** The later day; so is it called in the tables that tell outcomes. */
  private static final Column LATER = UserRates.AS_OF.col();

  private static final Column PLATFORM = UserRates.PLATFORM_ID.col();
  private static final Column CONTRACT = UserRates.CONTRACT_ID.col();

  /** The column that tells most apart comes first, for rows are sorted by it: so below. */
  private static final Column[] KEY = {CONTRACT, PLATFORM, BASE, LATER};

  /** It ended by its term: on the day by which it was gone, its day had come. */
  private static final Column MATURED = coalesce(col("last.matures").leq(col("next")), lit(false));

  private static final int RENEWAL_DAYS = 7;
  private static final int MOVE_DAYS = 31;

  private Outcomes() {}

  /** Contracts of platforms up to the last day, the banks' own channel left out. */
  static Dataset<Row> onPlatforms(Inputs in) {
    return in.upToLastDay(UserRates.TABLE)
        .filter(PLATFORM.notEqual(in.market().ownChannel().orElse("")));
  }

  /** The days to compute that cover a platform. */
  static Dataset<Row> days(Inputs in) {
    return onPlatforms(in).filter(LATER.geq(in.firstDay())).select(LATER).distinct();
  }

  /** The days that each platform has a snapshot of. */
  static Dataset<Row> covered(Inputs in) {
    return onPlatforms(in).select(PLATFORM, LATER.as("covered")).distinct();
  }

  /**
   * One row a contract of the base snapshot: its holder and bank there, its outcome, and its told
   * balance and rate on both days.
   *
   * @param pairs platforms, each with a base day and a later one
   */
  public static Dataset<Row> between(Inputs in, Dataset<Row> pairs) {
    Column known = col("former.rate").isNotNull().and(col("later.rate").isNotNull());
    Column held =
        when(col("later.balance").gt(col("former.balance")), TOPPED_UP)
            .when(known.equalTo(false), UNKNOWN)
            .when(col("former.rate").notEqual(col("later.rate")), RATE_CHANGED)
            .otherwise(RATE_KEPT);
    Column left =
        when(MATURED.and(isRenewed()), RENEWED)
            .when(isMoved(), MOVED)
            .when(MATURED, MATURED_LEFT)
            .otherwise(REDEEMED_EARLY);
    Dataset<Row> before = lives(in, pairs).filter(col("former").isNotNull());
    return withOwnChannel(in, withIds(in, before))
        .select(
            PLATFORM,
            BASE,
            LATER,
            CONTRACT,
            col("former.user").as(UserRates.USER_ID.name()),
            col("former.bank").as(UserRates.BANK_ID.name()),
            when(col("covers").equalTo(false), UNKNOWN)
                .when(col("later").isNotNull(), held)
                .otherwise(left)
                .as("outcome"),
            col("former.told").as("told_before"),
            col("former.rate").as("rate_before"),
            col("later.told").as("told_after"),
            col("later.rate").as("rate_after"));
  }

  /** Its holder has opened the same product again when it was due. */
  private static Column isRenewed() {
    Column due = col("last.matures");
    Column ids = coalesce(col("ids"), array(col("former.product")));
    return exists(
        col("fresh"),
        again ->
            array_contains(ids, again.getField("product"))
                .and(again.getField("opened").between(due, date_add(due, RENEWAL_DAYS))));
  }

  /** Its holder has opened a contract at the same bank itself when it ended. */
  private static Column isMoved() {
    Column from = when(MATURED, col("last.matures")).otherwise(col("last.day"));
    Column to = when(MATURED, col("last.matures")).otherwise(col("next"));
    Column moved =
        exists(
            col("own"),
            again ->
                again
                    .getField("day")
                    .gt(BASE)
                    .and(again.getField("day").leq(LATER))
                    .and(again.getField("opened").between(from, date_add(to, MOVE_DAYS))));
    return coalesce(moved, lit(false));
  }

  /**
   * Every contract from a base day to the later one: as it was, as it is, where it was last, and
   * what its holder has opened meanwhile.
   */
  private static Dataset<Row> lives(Inputs in, Dataset<Row> pairs) {
    Column day = col("day");
    Dataset<Row> contracts =
        onPlatforms(in)
            .select(
                PLATFORM,
                CONTRACT,
                LATER.as("day"),
                UserRates.USER_ID.col().as("user"),
                UserRates.BANK_ID.col().as("bank"),
                UserRates.PRODUCT_ID.col().as("product"),
                UserRates.OPENED_ON.col().as("opened"),
                UserRates.MATURES_ON.col().as("matures"),
                UserRates.BALANCE.col().as("balance"),
                Told.BALANCE.as("told"),
                UserRates.CONTRACT_RATE_PCT.col().as("rate"));
    Column former =
        struct(col("user"), col("bank"), col("product"), col("balance"), col("told"), col("rate"));
    Column later = struct(col("balance"), col("told"), col("rate"));
    Column then = struct(day, col("matures"), col("product"), col("user"), col("opened"));
    Dataset<Row> covered =
        covered(in).groupBy(PLATFORM).agg(collect_set(col("covered")).as("covered"));
    Column fresh =
        when(col("former").isNull(), struct(col("latest.product"), col("latest.opened")));
    Column[] holder = {col("holder"), PLATFORM, BASE, LATER};
    Column next =
        array_min(filter(col("covered"), on -> on.gt(col("last.day")).and(on.leq(LATER))));
    return contracts
        .join(broadcast(pairs), PLATFORM.toString())
        .filter(day.between(BASE, LATER))
        .groupBy(KEY)
        .agg(
            max(when(day.equalTo(BASE), former)).as("former"),
            max(when(day.equalTo(LATER), later)).as("later"),
            max(when(day.lt(LATER), then)).as("last"),
            max(then).as("latest"))
        .join(broadcast(covered), PLATFORM.toString())
        .withColumn("next", next)
        .withColumn("covers", array_contains(col("covered"), LATER))
        .withColumn("holder", coalesce(col("former.user"), col("latest.user")))
        .withColumn("fresh", collect_list(fresh).over(Window.partitionBy(holder)))
        .drop("covered");
  }

  /** The same rows with all ids that their product has had; null where it had but one. */
  private static Dataset<Row> withIds(Inputs in, Dataset<Row> before) {
    Column all = array_append(Spells.FORMER_IDS.col(), Spells.PRODUCT_ID.col());
    Dataset<Row> ids =
        in.rows(Spells.TABLE)
            .filter(Spells.FORMER_IDS.col().isNotNull())
            .select(Spells.PLATFORM_ID.col(), all.as("ids"))
            .withColumn("product", explode(col("ids")))
            .groupBy(Spells.PLATFORM_ID.col(), col("product"))
            .agg(array_distinct(flatten(collect_set(col("ids")))).as("ids"));
    return before
        .withColumn("product", col("former.product"))
        .join(broadcast(ids), new String[] {PLATFORM.toString(), "product"}, "left");
  }

  /** The same rows with what their holder has in the own channel of their bank. */
  private static Dataset<Row> withOwnChannel(Inputs in, Dataset<Row> before) {
    Dataset<Row> own =
        in.upToLastDay(UserRates.TABLE)
            .filter(PLATFORM.equalTo(in.market().ownChannel().orElse("")))
            .withColumn("bank", UserRates.BANK_ID.col());
    String[] holder = {"holder", "bank_name"};
    Dataset<Row> opened =
        named(in, own)
            .groupBy(UserRates.USER_ID.col().as("holder"), col("bank_name"))
            .agg(
                collect_set(struct(LATER.as("day"), UserRates.OPENED_ON.col().as("opened")))
                    .as("own"));
    return named(in, before.withColumn("bank", col("former.bank"))).join(opened, holder, "left");
  }

  /** The same rows with what their bank is called in the reference, by which re-keyed ids meet. */
  private static Dataset<Row> named(Inputs in, Dataset<Row> rows) {
    Dataset<Row> names =
        in.rows(Banks.TABLE)
            .select(
                Banks.BANK_ID.col().as("bank"),
                lower(regexp_replace(Banks.NAME.col(), "\\s", "")).as("bank_name"));
    return rows.join(broadcast(names), "bank", "left")
        .withColumn("bank_name", coalesce(col("bank_name"), col("bank")));
  }
}
