package org.rateshelf.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rateshelf.ingest.Judge.Judged;
import org.rateshelf.schema.Field;
import org.rateshelf.table.BankRates;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Platforms;
import org.rateshelf.table.UserRates;

/** A record's text is each column's example, but for what a test names. */
class JudgeTest {

  @Test
  void aGoodRowHasNoReason() {
    assertThat(judged(Sources.LISTINGS).reasons()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "scan_date, , NO_DAY",
    "scan_date, 20201-12-01, UNREADABLE:scan_date",
    "scan_date, 2020-02-30, UNREADABLE:scan_date",
    "scan_date, 01.12.2020, UNREADABLE:scan_date",
    "scan_date, 2020-12-01T00:00:01, UNREADABLE:scan_date",
    "scan_date, 2020-12-01T00:00:00+08:00, UNREADABLE:scan_date",
    "scan_date, 1989-12-31, OUT_OF_RANGE:scan_date",
    "bank_id, , MISSING:bank_id",
    "bank_id, ' ', MISSING:bank_id",
    "product_id, , MISSING:product_id",
    "base_rate_pct, '1,5', UNREADABLE:base_rate_pct",
    "base_rate_pct, 1.5%, UNREADABLE:base_rate_pct",
    "base_rate_pct, 1.23456, UNREADABLE:base_rate_pct",
    "base_rate_pct, 1.5000000000001, UNREADABLE:base_rate_pct",
    "base_rate_pct, 1e, UNREADABLE:base_rate_pct",
    "base_rate_pct, 1e2, OUT_OF_RANGE:base_rate_pct",
    "base_rate_pct, 150, OUT_OF_RANGE:base_rate_pct",
    "base_rate_pct, 30.0001, OUT_OF_RANGE:base_rate_pct",
    "base_rate_pct, -1, OUT_OF_RANGE:base_rate_pct",
    "base_rate_pct, 12345678901234567890, OUT_OF_RANGE:base_rate_pct",
    "min_amount, '1,000', UNREADABLE:min_amount",
    "min_amount, -0.01, OUT_OF_RANGE:min_amount",
    "bonus_days, 1.5, UNREADABLE:bonus_days",
    "bonus_days, 1e9, UNREADABLE:bonus_days",
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
    assertThat(judged(Sources.LISTINGS, text(column, text)).reasons()).containsExactly(reason);
  }

  @Test
  void aContractHasABalanceOfAtLeastNothing() {
    Judged below = judged(Sources.USER_RATES, text("balance", "-0.01"));
    assertThat(below.reasons()).containsExactly("OUT_OF_RANGE:balance");
    assertThat(judged(Sources.USER_RATES, text("balance", "0.00")).reasons()).isEmpty();
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
    assertThat(judged(Sources.LISTINGS, text(column, text)).reasons()).isEmpty();
  }

  /** As a data frame writes what it has as binary fractions or instants. */
  @ParameterizedTest
  @CsvSource({
    "base_rate_pct, 5.800000000000001, 5.8000",
    "base_rate_pct, 5.79999999999999, 5.8000",
    "base_rate_pct, 2.6e0, 2.6000",
    "base_rate_pct, 260E-2, 2.6000",
    "base_rate_pct, 1.00e1, 10.0000",
    "min_amount, 5e4, 50000.00",
    "bonus_days, 2.0, 2",
    "bonus_days, 2., 2",
    "bonus_days, 1.2e2, 120",
    "scan_date, 2020-12-17T00:00:00, 2020-12-17",
    "scan_date, 2020-12-17 00:00, 2020-12-17",
    "scan_date, 2020-12-17T00:00:00.000Z, 2020-12-17",
    "scan_date, 2020-12-17 00:00:00+00:00, 2020-12-17",
  })
  void whatAProgramWroteIsReadAsItWasMeant(String column, String text, String value) {
    Judged judged = judged(Sources.LISTINGS, text(column, text));
    assertThat(judged.reasons()).isEmpty();
    Field<?> field =
        Sources.LISTINGS.columns().stream()
            .filter(f -> f.name().equals(column))
            .findFirst()
            .orElseThrow();
    assertThat(value(Sources.LISTINGS, judged, field)).hasToString(value);
  }

  @Test
  void allReasonsAreGivenNotTheFirst() {
    Judged judged =
        judged(
            Sources.LISTINGS,
            text("scan_date", null),
            text("base_rate_pct", "150"),
            text("viewer", "GUEST"));
    assertThat(judged.reasons())
        .containsExactlyInAnyOrder("NO_DAY", "OUT_OF_RANGE:base_rate_pct", "NOT_ONE_OF:viewer");
  }

  @Test
  void whatIsNoRecordHasThatReasonAlone() {
    SourceRecord record = record(Sources.LISTINGS, List.of("MALFORMED"), text("bank_id", null));
    assertThat(judge(Sources.LISTINGS, record).reasons()).containsExactly("MALFORMED");
  }

  @Test
  void aReadersReasonStandsBesideTheOthers() {
    SourceRecord record =
        record(Sources.LISTINGS, List.of("AMBIGUOUS_UNIT"), text("bank_id", null));
    assertThat(judge(Sources.LISTINGS, record).reasons())
        .containsExactly("AMBIGUOUS_UNIT", "MISSING:bank_id");
  }

  @Test
  void whatCannotBeReadBecomesNull() {
    Judged judged = judged(Sources.LISTINGS, text("base_rate_pct", "1,5"));
    assertThat(value(Sources.LISTINGS, judged, Listings.BASE_RATE_PCT)).isNull();
  }

  @Test
  void valuesAreTyped() {
    Judged judged =
        judged(Sources.LISTINGS, text("scan_date", " 2020-12-18 "), text("base_rate_pct", "4.5"));
    assertThat(value(Sources.LISTINGS, judged, Listings.SCAN_DATE))
        .isEqualTo(LocalDate.of(2020, 12, 18));
    assertThat(value(Sources.LISTINGS, judged, Listings.BASE_RATE_PCT))
        .isEqualTo(new BigDecimal("4.5000"));
  }

  @Test
  void whatAListingLeavesOutIsUnknownOrNothing() {
    Judged judged =
        judged(
            Sources.LISTINGS,
            text("term", null),
            text("payout_cycle", ""),
            text("rate_kind", null),
            text("min_amount", null));
    assertThat(judged.reasons()).isEmpty();
    assertThat(value(Sources.LISTINGS, judged, Listings.TERM)).isEqualTo("UNKNOWN");
    assertThat(value(Sources.LISTINGS, judged, Listings.PAYOUT_CYCLE)).isEqualTo("UNKNOWN");
    assertThat(value(Sources.LISTINGS, judged, Listings.RATE_KIND)).isEqualTo("UNKNOWN");
    assertThat(value(Sources.LISTINGS, judged, Listings.MIN_AMOUNT))
        .isEqualTo(new BigDecimal("0.00"));
  }

  @ParameterizedTest
  @CsvSource({"DEMAND, DEMAND_DEPOSIT", "P1Y, TIME_DEPOSIT"})
  void aPostedRateWithoutAKindHasThatOfItsTerm(String term, String kind) {
    Judged judged = judged(Sources.BANK_RATES, text("product_kind", null), text("term", term));
    assertThat(value(Sources.BANK_RATES, judged, BankRates.PRODUCT_KIND)).isEqualTo(kind);
  }

  @Test
  void strangersAreRefusedByName() {
    Map<Field<String>, Set<String>> known =
        Map.of(
            Banks.BANK_ID, Set.of(Banks.BANK_ID.example()),
            Platforms.PLATFORM_ID, Set.of(Platforms.PLATFORM_ID.example()));
    Judge judge = new Judge(Sources.LISTINGS, known);
    assertThat(judge.judge(record(Sources.LISTINGS, List.of())).reasons()).isEmpty();
    SourceRecord stranger =
        record(
            Sources.LISTINGS,
            List.of(),
            text("bank_id", "NOBODY"),
            text("platform_id", "NOWHERE"),
            text("viewer", "GUEST"));
    assertThat(judge.judge(stranger).reasons())
        .containsExactly("NOT_ONE_OF:viewer", "UNKNOWN_BANK", "UNKNOWN_PLATFORM");
    assertThat(judge.judge(record(Sources.LISTINGS, List.of(), text("bank_id", null))).reasons())
        .containsExactly("MISSING:bank_id");
  }

  @Test
  void aProvinceThatIsNoneIsRefusedAndAnUnknownOneIsNot() {
    Judge judge = new Judge(Sources.USER_RATES, Map.of(UserRates.PROVINCE, Set.of("Sichuan")));
    assertThat(judge.judge(record(Sources.USER_RATES, List.of())).reasons()).isEmpty();
    assertThat(
            judge
                .judge(record(Sources.USER_RATES, List.of(), text("province", "Atlantis")))
                .reasons())
        .containsExactly("UNKNOWN_PROVINCE");
    assertThat(judge.judge(record(Sources.USER_RATES, List.of(), text("province", null))).reasons())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2020-10-04, MATURES_BEFORE_OPENING",
    "2020-10-05, ",
    ", ",
  })
  void aContractDoesNotEndBeforeItBegins(String maturesOn, String reason) {
    Judged judged =
        judged(Sources.USER_RATES, text("opened_on", "2020-10-05"), text("matures_on", maturesOn));
    assertThat(judged.reasons()).isEqualTo(reason == null ? List.of() : List.of(reason));
  }

  @Test
  void aMillionZerosAreNoGreatNumber() {
    Judged judged = judged(Sources.LISTINGS, text("base_rate_pct", "4.5" + "0".repeat(1_000_000)));
    assertThat(value(Sources.LISTINGS, judged, Listings.BASE_RATE_PCT))
        .isEqualTo(new BigDecimal("4.5000"));
  }

  @Test
  void judgesGoToWorkers() {
    Judge there =
        SerializationUtils.clone(new Judge(Sources.LISTINGS, Map.of(Banks.BANK_ID, Set.of("ZGC"))));
    SourceRecord record =
        record(
            Sources.LISTINGS,
            List.of(),
            text("scan_date", null),
            text("term", null),
            text("bank_id", "NOBODY"));
    Judged judged = there.judge(record);
    assertThat(judged.reasons()).containsExactly("NO_DAY", "UNKNOWN_BANK");
    assertThat(value(Sources.LISTINGS, judged, Listings.TERM)).isEqualTo("UNKNOWN");
  }

  private record Text(String column, String text) {}

  private static Text text(String column, String text) {
    return new Text(column, text);
  }

  private static Judged judged(Source source, Text... texts) {
    return judge(source, record(source, List.of(), texts));
  }

  private static Judged judge(Source source, SourceRecord record) {
    return new Judge(source, Map.of()).judge(record);
  }

  private static Object value(Source source, Judged judged, Field<?> field) {
    return judged.values().get(source.columns().indexOf(field));
  }

  private static SourceRecord record(Source source, List<String> reasons, Text... texts) {
    Map<String, String> values = new HashMap<>();
    for (Field<?> field : source.columns()) {
      values.put(field.name(), String.valueOf(field.example()));
    }
    for (Text one : texts) {
      assertThat(values).containsKey(one.column());
      values.put(one.column(), one.text());
    }
    return new SourceRecord(2L, "as it came", values, reasons);
  }
}
