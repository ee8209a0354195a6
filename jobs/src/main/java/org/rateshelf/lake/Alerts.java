package org.rateshelf.lake;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.answer.Pooled;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.lake.LandedFile.Counts;
import org.rateshelf.market.Market.AlertRules;
import org.rateshelf.table.Events;
import org.rateshelf.table.ScanStarts;
import org.rateshelf.table.Scans;

/**
 * What is missing or suspect in a run's inputs by the rules of its market, a line for each rule.
 *
 * <p>Each rule makes rows of what it found: a part of a whole on a day. The line tells the worst.
 */
final class Alerts {
  private static final String RULE = "rule";
  private static final String DAY = "day";
  private static final String PLATFORM = "platform";
  private static final String VIEWER = "viewer";
  private static final String PART = "part";
  private static final String WHOLE = "whole";
  private static final String FOUND = "found";
  private static final String ENDED = "ended";

  private static final String SCANS_MISSING = "scans_missing_pct";
  private static final String ROWS_REFUSED = "rows_refused_pct";
  private static final String PLATFORM_SILENT = "platform_silent_days";
  private static final String COUNT_FELL = "count_fell_pct";

  private final Lake lake;
  private final Reference reference;
  private final AlertRules rules;

  private Alerts(Lake lake, Reference reference) {
    this.lake = lake;
    this.reference = reference;
    this.rules = reference.market().alerts();
  }

  /**
   * The alerts of a run.
   *
   * @param arrived the files that it took in
   * @param days those that it computed; null if none
   * @param silentTo the last day on which a platform could be heard
   */
  static List<String> of(
      Lake lake, Reference reference, List<LandedFile> arrived, Run.Span days, LocalDate silentTo) {
    Alerts alerts = new Alerts(lake, reference);
    List<String> told = new ArrayList<>(alerts.rowsRefused(arrived));
    List<Dataset<Row>> findings = new ArrayList<>();
    if (days != null) {
      alerts.rules.scansMissingPct().ifPresent(p -> findings.add(alerts.scansMissing(days, p)));
      alerts.rules.countFellPct().ifPresent(p -> findings.add(alerts.countFell(days, p)));
    }
    alerts.rules.platformSilentDays().ifPresent(n -> findings.add(alerts.silent(silentTo)));
    findings.stream()
        .reduce(Dataset::unionByName)
        .ifPresent(
            found ->
                worst(found).collectAsList().stream()
                    .map(alerts::line)
                    .sorted()
                    .forEach(told::add));
    return told;
  }

  private static Dataset<Row> worst(Dataset<Row> found) {
    Column share = col(PART).divide(col(WHOLE));
    return found
        .groupBy(col(RULE))
        .agg(
            max(struct(share, col(DAY), col(PLATFORM), col(VIEWER), col(PART), col(WHOLE)))
                .as("worst"),
            count(lit(1)).as(FOUND))
        .select(col(RULE), col("worst.*"), col(FOUND));
  }

  private List<String> rowsRefused(List<LandedFile> arrived) {
    long in = 0;
    long refused = 0;
    for (LandedFile file : arrived) {
      Counts counts = file.counts();
      if (counts != null) {
        in += counts.kept() + counts.repeated() + counts.quarantined();
        refused += counts.quarantined();
      }
    }
    BigDecimal most = rules.rowsRefusedPct().orElse(null);
    if (most == null
        || BigDecimal.valueOf(100 * refused).compareTo(most.multiply(BigDecimal.valueOf(in)))
            <= 0) {
      return List.of();
    }
    return List.of(
        ("%s: %s of the rows of the new files are refused, more than %s %%;"
                + " see: rateshelf quarantine --lake %s")
            .formatted(ROWS_REFUSED, share(refused, in), most.toPlainString(), lake.root()));
  }

  /** Days on which a shelf that was scanned before has no scan, or one that failed. */
  private Dataset<Row> scansMissing(Run.Span days, BigDecimal most) {
    Dataset<Row> due =
        lake.now(ScanStarts.TABLE)
            .filter(ScanStarts.FIRST_SCAN_ON.col().leq(lit(days.to())))
            .select(
                ScanStarts.PLATFORM_ID.col(),
                explode(
                        sequence(
                            greatest(ScanStarts.FIRST_SCAN_ON.col(), lit(days.from())),
                            lit(days.to())))
                    .as(DAY),
                lit(1L).as(WHOLE));
    Dataset<Row> there =
        lake.now(Scans.TABLE)
            .filter(Scans.SCAN_DATE.col().between(lit(days.from()), lit(days.to())))
            .filter(Scans.STATUS.col().notEqual("FAILED"))
            .select(
                Scans.PLATFORM_ID.col(),
                Scans.SCAN_DATE.col().as(DAY),
                lit(0L).as(WHOLE),
                lit(-1L).as(PART));
    Dataset<Row> counted =
        due.withColumn(PART, lit(1L))
            .unionByName(there)
            .join(scansEnded(), Scans.PLATFORM_ID.name(), "left")
            .filter(col(ENDED).isNull().or(col(DAY).lt(col(ENDED))))
            .groupBy(col(DAY))
            .agg(sum(col(PART)).as(PART), sum(col(WHOLE)).as(WHOLE))
            .withColumn(PLATFORM, lit(null).cast("string"))
            .withColumn(VIEWER, lit(null).cast("string"));
    return findings(SCANS_MISSING, above(counted, most));
  }

  /** Days on which a platform showed far fewer products than the day before, and has no event. */
  private Dataset<Row> countFell(Run.Span days, BigDecimal most) {
    Column fell =
        sum(ProductCounts.WITHDRAWN.col())
            .minus(sum(ProductCounts.ENTERED.col()))
            .minus(sum(ProductCounts.RELISTED.col()));
    Dataset<Row> counted =
        lake.now(ProductCounts.TABLE)
            .filter(ProductCounts.AS_OF_DATE.col().between(lit(days.from()), lit(days.to())))
            .filter(ProductCounts.PLATFORM_ID.col().notEqual(Pooled.ALL))
            .filter(ProductCounts.BANK_CLASS.col().equalTo(Pooled.ALL))
            .groupBy(
                ProductCounts.AS_OF_DATE.col().as(DAY),
                ProductCounts.PLATFORM_ID.col().as(PLATFORM),
                ProductCounts.VIEWER.col().as(VIEWER))
            .agg(fell.as(PART), sum(ProductCounts.STOCK.col()).plus(fell).as(WHOLE));
    Dataset<Row> events = broadcast(reference.rows(Events.TABLE));
    Column ofThatDay =
        col(PLATFORM)
            .equalTo(Events.PLATFORM_ID.col())
            .and(col(DAY).between(Events.DATE_FROM.col(), Events.DATE_TO.col()));
    return findings(COUNT_FELL, above(counted, most).join(events, ofThatDay, "left_anti"));
  }

  /** Platforms that were scanned before, and of which these days have no COMPLETE scan. */
  private Dataset<Row> silent(LocalDate to) {
    LocalDate from = firstSilent(to);
    Dataset<Row> heard =
        lake.now(Scans.TABLE)
            .filter(Scans.SCAN_DATE.col().between(lit(from), lit(to)))
            .filter(Scans.STATUS.col().equalTo("COMPLETE"))
            .select(Scans.PLATFORM_ID.col());
    Dataset<Row> silent =
        lake.now(ScanStarts.TABLE)
            .groupBy(ScanStarts.PLATFORM_ID.col())
            .agg(min(ScanStarts.FIRST_SCAN_ON.col()).as("since"))
            .filter(col("since").leq(lit(from)))
            .join(heard, Scans.PLATFORM_ID.name(), "left_anti")
            .join(scansEnded(), Scans.PLATFORM_ID.name(), "left")
            .filter(col(ENDED).isNull().or(col(ENDED).gt(lit(to))))
            .select(
                ScanStarts.PLATFORM_ID.col().as(PLATFORM),
                lit(null).cast("string").as(VIEWER),
                lit(to).as(DAY),
                lit(0L).as(PART),
                lit(1L).as(WHOLE));
    return findings(PLATFORM_SILENT, silent);
  }

  /** Platforms that are scanned no more, and from which day on. */
  private Dataset<Row> scansEnded() {
    return broadcast(
        reference
            .rows(Events.TABLE)
            .filter(Events.KIND.col().equalTo(Events.SCANS_ENDED))
            .groupBy(Events.PLATFORM_ID.col())
            .agg(min(Events.DATE_FROM.col()).as(ENDED)));
  }

  private static Dataset<Row> above(Dataset<Row> counted, BigDecimal most) {
    return counted.filter(col(PART).multiply(100).gt(col(WHOLE).multiply(lit(most))));
  }

  private static Dataset<Row> findings(String rule, Dataset<Row> found) {
    return found.select(
        lit(rule).as(RULE), col(DAY), col(PLATFORM), col(VIEWER), col(PART), col(WHOLE));
  }

  private String line(Row worst) {
    String rule = worst.getAs(RULE);
    LocalDate day = worst.<Date>getAs(DAY).toLocalDate();
    String platform = worst.getAs(PLATFORM);
    long part = worst.getAs(PART);
    long whole = worst.getAs(WHOLE);
    long found = worst.getAs(FOUND);
    return rule
        + ": "
        + switch (rule) {
          case SCANS_MISSING ->
              "%s of the scans of %s are missing or failed, more than %s %%%s; see silver/scans."
                  .formatted(
                      share(part, whole),
                      day,
                      rules.scansMissingPct().orElseThrow().toPlainString(),
                      inAll(found, "days"));
          case COUNT_FELL ->
              "%s of the products that %s showed to %s were gone on %s, more than %s %%, and"
                      .formatted(
                          share(part, whole),
                          platform,
                          worst.getAs(VIEWER),
                          day,
                          rules.countFellPct().orElseThrow().toPlainString())
                  + " events.csv has no event of it that day%s; see gold/product_counts."
                      .formatted(inAll(found, "falls"));
          default ->
              "%s has had no COMPLETE scan from %s to %s%s; see silver/scans."
                  .formatted(platform, firstSilent(day), day, inAll(found, "platforms"));
        };
  }

  private LocalDate firstSilent(LocalDate last) {
    return last.minusDays(rules.platformSilentDays().orElseThrow() - 1L);
  }

  private static String inAll(long found, String ofWhat) {
    return found == 1 ? "" : " (" + found + " such " + ofWhat + ")";
  }

  private static String share(long part, long whole) {
    BigDecimal percent =
        BigDecimal.valueOf(100 * part).divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP);
    return "%s %% (%d of %d)".formatted(percent.toPlainString(), part, whole);
  }
}
