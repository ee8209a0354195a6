package org.rateshelf.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.Partitioner;
import org.junit.jupiter.api.Test;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Scans;
import org.rateshelf.table.UserRates;

/** Which rows come together, in which order, and as which bytes. */
class MeetingTest {
  private static final LocalDate DAY = LocalDate.of(2020, 12, 1);
  private static final int SHARES = 4;

  @Test
  void scansAndListingsOfADayMeet() {
    assertThat(Meeting.of(Meeting.SHELVES, Scans.TABLE, row(Scans.TABLE, DAY)))
        .isEqualTo(Meeting.of(Meeting.SHELVES, Listings.TABLE, row(Listings.TABLE, DAY)));
  }

  @Test
  void refusedRowsOfADayComeAfterItAndBeforeTheNext() {
    Object[] today = row(Listings.TABLE, DAY);
    assertThat(
            List.of(
                Meeting.of(Meeting.SHELVES, Listings.TABLE, today),
                Meeting.refused(Meeting.SHELVES, Listings.TABLE, today, 7),
                Meeting.of(Meeting.SHELVES, Listings.TABLE, row(Listings.TABLE, DAY.plusDays(1)))))
        .isSorted();
  }

  @Test
  void aContractMeetsItselfAlone() {
    Object[] one = row(UserRates.TABLE, DAY);
    Object[] other = one.clone();
    other[UserRates.TABLE.at(UserRates.CONTRACT_ID)] = "c-2";
    Object[] another = one.clone();
    another[UserRates.TABLE.at(UserRates.USER_ID)] = "another";
    assertThat(contract(one)).isEqualTo(contract(another)).isNotEqualTo(contract(other));
  }

  private static long contract(Object[] row) {
    return Meeting.of(Meeting.CONTRACTS, UserRates.TABLE, row);
  }

  @Test
  void aMeetingKnowsItsDayAndGroup() {
    for (LocalDate day : List.of(LocalDate.of(0, 1, 1), DAY, LocalDate.of(9999, 12, 31))) {
      long meeting = Meeting.of(Meeting.CONTRACTS, UserRates.TABLE, row(UserRates.TABLE, day));
      assertThat(Meeting.day(meeting)).isEqualTo(day);
      assertThat(Meeting.group(meeting)).isEqualTo(Meeting.CONTRACTS);
      assertThat(Meeting.isRefused(meeting)).isFalse();
    }
    Object[] dayless = row(Listings.TABLE, null);
    long refused = Meeting.refused(Meeting.SHELVES, Listings.TABLE, dayless, 7);
    assertThat(Meeting.day(refused)).isNull();
    assertThat(Meeting.isRefused(refused)).isTrue();
  }

  @Test
  void aMonthOfAShelfGoesToOneTaskAndWhatIsRefusedWithIt() {
    Partitioner shares = Meeting.settled(SHARES);
    assertThat(
            LongStream.range(0, 31)
                .mapToObj(i -> row(Listings.TABLE, DAY.plusDays(i)))
                .flatMap(
                    row ->
                        List.of(
                            Meeting.of(Meeting.SHELVES, Listings.TABLE, row),
                            Meeting.refused(Meeting.SHELVES, Listings.TABLE, row, 7))
                            .stream())
                .map(shares::getPartition)
                .distinct())
        .hasSize(1);
    assertThat(shares.getPartition(Meeting.REPORT)).isZero();
  }

  @Test
  void whatNeedNotMeetIsSharedOut() {
    Partitioner shares = Meeting.settled(SHARES);
    Object[] dayless = row(Listings.TABLE, null);
    assertThat(
            LongStream.range(2, 100)
                .map(line -> Meeting.refused(Meeting.SHELVES, Listings.TABLE, dayless, line))
                .mapToObj(shares::getPartition)
                .distinct())
        .containsExactlyInAnyOrder(1, 2, 3, 4);
  }

  @Test
  void refusedRowsComeTogetherByFileInTheOrderOfTheirLines() {
    Partitioner shares = Meeting.byFile(SHARES);
    assertThat(shares.getPartition(Meeting.inFile(5, 2)))
        .isEqualTo(shares.getPartition(Meeting.inFile(5, 1_000_000_000_000L >> 5)));
    assertThat(List.of(Meeting.inFile(5, 2), Meeting.inFile(5, 3), Meeting.inFile(6, 1)))
        .isSorted();
  }

  @Test
  void bytesOfARowSayTheSame() {
    Object[] values = {
      null,
      "",
      "工商银行",
      "x".repeat(100_000),
      DAY,
      new BigDecimal("123456789012345678.90"),
      new BigDecimal("-0.0100"),
      -7,
      Long.MAX_VALUE
    };
    RowBytes.Writer writer = new RowBytes.Writer();
    RowBytes refused = RowBytes.of(writer.bytes(-3, values, List.of("NO_DAY", "UNKNOWN_BANK")));
    assertThat(refused.number()).isEqualTo(-3);
    assertThat(refused.values()).isEqualTo(values);
    assertThat(refused.reasons()).containsExactly("NO_DAY", "UNKNOWN_BANK");
    assertThat(RowBytes.of(writer.bytes(1, values, List.of())).reasons()).isEmpty();
  }

  private static Object[] row(Table table, LocalDate day) {
    Object[] row = table.fields().stream().map(field -> (Object) field.example()).toArray();
    row[table.at(table.day())] = day;
    return row;
  }
}
