package org.rateshelf.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rateshelf.Rows;
import org.rateshelf.TestSpark;
import org.rateshelf.schema.Field;
import org.rateshelf.table.BankRates;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Quarantine;

/** A record's text is each column's example, but for what a test names. */
class JudgeTest {

  @Test
  void aGoodRowHasNoReason() {
    assertThat(reasons(judged(Sources.LISTINGS))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "scan_date, , NO_DAY",
    "scan_date, 20201-12-01, UNREADABLE:scan_date",
    "scan_date, 2020-02-30, UNREADABLE:scan_date",
    "scan_date, 01.12.2020, UNREADABLE:scan_date",
    "scan_date, 2020-12-01T00:00:00, UNREADABLE:scan_date",
    "scan_date, 1989-12-31, OUT_OF_RANGE:scan_date",
    "bank_id, , MISSING:bank_id",
    "bank_id, ' ', MISSING:bank_id",
    "product_id, , MISSING:product_id",
    "base_rate_pct, '1,5', UNREADABLE:base_rate_pct",
    "base_rate_pct, 1.5%, UNREADABLE:base_rate_pct",
    "base_rate_pct, 1.23456, UNREADABLE:base_rate_pct",
    "base_rate_pct, 1e1, UNREADABLE:base_rate_pct",
    "base_rate_pct, 150, OUT_OF_RANGE:base_rate_pct",
    "base_rate_pct, 30.0001, OUT_OF_RANGE:base_rate_pct",
    "base_rate_pct, -1, OUT_OF_RANGE:base_rate_pct",
    "base_rate_pct, 12345678901234567890, OUT_OF_RANGE:base_rate_pct",
    "min_amount, '1,000', UNREADABLE:min_amount",
    "min_amount, -0.01, OUT_OF_RANGE:min_amount",
    "bonus_days, 1.5, UNREADABLE:bonus_days",
    "bonus_days, 0, OUT_OF_RANGE:bonus_days",
    "term, P0D, UNREADABLE:term",
    "term, one year, UNREADABLE:term",
    "payout_cycle, DEMAND, UNREADABLE:payout_cycle",
    "viewer, GUEST, NOT_ONE_OF:viewer",
    "viewer, new_buyer, NOT_ONE_OF:viewer",
    "rate_kind, NOMINAL, NOT_ONE_OF:rate_kind",
    "product_kind, BOND, NOT_ONE_OF:product_kind",
    "action, SELL, NOT_ONE_OF:action",
    "day_count, 366, NOT_ONE_OF:day_count",
  })
  void aFaultIsGivenWithItsColumn(String column, String text, String reason) {
    assertThat(reasons(judged(Sources.LISTINGS, text(column, text)))).containsExactly(reason);
  }

  @Test
  void aContractHasABalanceOfAtLeastNothing() {
    Dataset<Row> below = judged(Sources.USER_RATES, text("balance", "-0.01"));
    assertThat(reasons(below)).containsExactly("OUT_OF_RANGE:balance");
    assertThat(reasons(judged(Sources.USER_RATES, text("balance", "0.00")))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "base_rate_pct, 0",
    "base_rate_pct, 30",
    "base_rate_pct, 1.500000",
    "base_rate_pct, +1.5",
    "base_rate_pct, ",
    "scan_date, ' 2020-12-17 '",
    "scan_date, 1990-01-01",
    "term, DEMAND",
    "term, P7D",
    "day_count, UNKNOWN",
    "max_amount, ",
  })
  void whatMayStandIsTaken(String column, String text) {
    assertThat(reasons(judged(Sources.LISTINGS, text(column, text)))).isEmpty();
  }

  @Test
  void allReasonsAreGivenNotTheFirst() {
    Dataset<Row> judged =
        judged(
            Sources.LISTINGS,
            text("scan_date", null),
            text("base_rate_pct", "150"),
            text("viewer", "GUEST"));
    assertThat(reasons(judged))
        .containsExactlyInAnyOrder("NO_DAY", "OUT_OF_RANGE:base_rate_pct", "NOT_ONE_OF:viewer");
  }

  @Test
  void whatIsNoRecordHasThatReasonAlone() {
    Dataset<Row> records = records(Sources.LISTINGS, List.of("MALFORMED"), text("bank_id", null));
    assertThat(reasons(judge(Sources.LISTINGS, records))).containsExactly("MALFORMED");
  }

  @Test
  void aReadersReasonStandsBesideTheOthers() {
    Dataset<Row> records =
        records(Sources.LISTINGS, List.of("AMBIGUOUS_UNIT"), text("bank_id", null));
    assertThat(reasons(judge(Sources.LISTINGS, records)))
        .contains("AMBIGUOUS_UNIT", "MISSING:bank_id");
  }

  @Test
  void whatCannotBeReadBecomesNull() {
    Dataset<Row> judged = judged(Sources.LISTINGS, text("base_rate_pct", "1,5"));
    assertThat(Rows.valuesOf(judged, Listings.BASE_RATE_PCT)).containsOnlyNulls();
  }

  @Test
  void valuesAreTyped() {
    Dataset<Row> judged =
        judged(Sources.LISTINGS, text("scan_date", " 2020-12-18 "), text("base_rate_pct", "4.5"));
    assertThat(Rows.valuesOf(judged, Listings.SCAN_DATE))
        .containsExactly(LocalDate.of(2020, 12, 18));
    assertThat(Rows.valuesOf(judged, Listings.BASE_RATE_PCT))
        .containsExactly(new BigDecimal("4.5000"));
  }

  @Test
  void whatAListingLeavesOutIsUnknownOrNothing() {
    Dataset<Row> judged =
        judged(
            Sources.LISTINGS,
            text("term", null),
            text("payout_cycle", ""),
            text("rate_kind", null),
            text("min_amount", null));
    assertThat(reasons(judged)).isEmpty();
    assertThat(Rows.valuesOf(judged, Listings.TERM)).containsExactly("UNKNOWN");
    assertThat(Rows.valuesOf(judged, Listings.PAYOUT_CYCLE)).containsExactly("UNKNOWN");
    assertThat(Rows.valuesOf(judged, Listings.RATE_KIND)).containsExactly("UNKNOWN");
    assertThat(Rows.valuesOf(judged, Listings.MIN_AMOUNT)).containsExactly(new BigDecimal("0.00"));
  }

  @ParameterizedTest
  @CsvSource({"DEMAND, DEMAND_DEPOSIT", "P1Y, TIME_DEPOSIT"})
  void aPostedRateWithoutAKindHasThatOfItsTerm(String term, String kind) {
    Dataset<Row> judged =
        judged(Sources.BANK_RATES, text("product_kind", null), text("term", term));
    assertThat(Rows.valuesOf(judged, BankRates.PRODUCT_KIND)).containsExactly(kind);
  }

  @Test
  void whatIsCarriedStaysBesideTheRow() {
    Dataset<Row> judged = judged(Sources.LISTINGS, text("bank_id", null));
    assertThat(Rows.valuesOf(judged, Quarantine.RAW_TEXT)).containsExactly("as it came");
  }

  private record Text(String column, String text) {}

  private static Text text(String column, String text) {
    return new Text(column, text);
  }

  private static Dataset<Row> judged(Source source, Text... texts) {
    return judge(source, records(source, List.of(), texts));
  }

  private static Dataset<Row> judge(Source source, Dataset<Row> records) {
    return new Judge(source, Defaults.of(source), List.of(Quarantine.RAW_TEXT)).judge(records);
  }

  private static List<Object> reasons(Dataset<Row> judged) {
    return judged.select(Quarantine.REASONS.col()).head().getList(0);
  }

  private static Dataset<Row> records(Source source, List<String> reasons, Text... texts) {
    Map<String, Object> values = new LinkedHashMap<>();
    StructType type = new StructType();
    for (Field<?> field : source.columns()) {
      values.put(field.name(), String.valueOf(field.example()));
      type = type.add(field.name(), DataTypes.StringType);
    }
    for (Text one : texts) {
      assertThat(values).containsKey(one.column());
      values.put(one.column(), one.text());
    }
    List<Object> row = new ArrayList<>(values.values());
    row.addAll(List.of(reasons.toArray(String[]::new), "sha", "a.csv", 2L, "as it came"));
    type =
        type.add(Quarantine.REASONS.name(), Quarantine.REASONS.type())
            .add(Quarantine.FILE_SHA256.name(), DataTypes.StringType)
            .add(Quarantine.FILE_NAME.name(), DataTypes.StringType)
            .add(Quarantine.FILE_LINE.name(), DataTypes.LongType)
            .add(Quarantine.RAW_TEXT.name(), DataTypes.StringType);
    return TestSpark.session().createDataFrame(List.of(RowFactory.create(row.toArray())), type);
  }
}
