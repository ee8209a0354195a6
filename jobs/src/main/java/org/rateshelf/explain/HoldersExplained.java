package org.rateshelf.explain;

import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Field;
import org.rateshelf.table.Files;
import org.rateshelf.table.ProductBalances;
import org.rateshelf.table.Quarantine;
import org.rateshelf.table.UserRates;

/**
 * Holders' data behind a row of any table: files, snapshots and contracts are counted, and nothing
 * of a holder, a contract or a balance is shown.
 */
record HoldersExplained(Trail trail, Cell cell) implements Explained {
  /** Whether an answer reads contracts, or the balances that they add up to. */
  static boolean standBehind(Answer answer) {
    return answer.reads().contains(UserRates.TABLE)
        || answer.reads().contains(ProductBalances.TABLE);
  }

  @Override
  public void tell() {
    Field<?> day = cell.table().day();
    Column to = day == null ? lit(trail.lastDay()) : cell.literal(day);
    Dataset<Row> files =
        trail
            .rows(Files.TABLE)
            .filter(Files.SOURCE_NAME.col().equalTo(UserRates.TABLE.name()))
            .filter(Files.FIRST_DAY.col().leq(to));
    Row contracts =
        trail
            .rows(UserRates.TABLE)
            .filter(UserRates.AS_OF.col().leq(to))
            .agg(count(lit(1)), countDistinct(UserRates.AS_OF.col()), max(UserRates.AS_OF.col()))
            .head();
    trail.head("Holders' data, which are told as counts only");
    trail.say(
        "%d contracts in %d snapshots, the latest of %s, each counted in every snapshot",
        contracts.getLong(0), contracts.getLong(1), contracts.get(2));
    trail.members(
        files.filter(Files.STATUS.col().equalTo("TAKEN")).drop(Files.TABLE.keyNames()),
        Files.FIRST_DAY.col(),
        Files.TABLE,
        Files.FILE_NAME,
        Files.ROWS_KEPT,
        Files.ROWS_REPEATED,
        Files.ROWS_QUARANTINED);
    trail.say("files by what became of them, and refused rows by reason:");
    trail.counts(files, Files.STATUS);
    trail.counts(
        trail
            .rows(Quarantine.TABLE)
            .join(files.select(Files.FILE_SHA256.col()), Files.FILE_SHA256.name())
            .withColumn(Quarantine.REASONS.name(), array_join(Quarantine.REASONS.col(), " ")),
        Quarantine.REASONS);
  }
}
