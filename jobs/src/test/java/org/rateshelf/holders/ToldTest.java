package org.rateshelf.holders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ToldTest {
  @Test
  void aBalanceOnARungIsToldAsItIs() {
    for (String rung : List.of("0", "1", "3", "10", "30", "1000.00", "300000000000000000")) {
      assertThat(Told.of("u1", "c1", new BigDecimal(rung)))
          .isEqualTo(Long.parseLong(rung.split("\\.")[0]));
    }
  }

  @Test
  void betweenTwoRungsItIsOneOfThem() {
    assertThat(ofMany("0.50")).containsExactlyInAnyOrder(0L, 1L);
    assertThat(ofMany("2.00")).containsExactlyInAnyOrder(1L, 3L);
    assertThat(ofMany("9.99")).isSubsetOf(3L, 10L);
    assertThat(ofMany("15000.00")).containsExactlyInAnyOrder(10_000L, 30_000L);
    assertThat(ofMany("600000000000000000.00"))
        .containsExactlyInAnyOrder(300_000_000_000_000_000L, 1_000_000_000_000_000_000L);
  }

  private static Set<Long> ofMany(String balance) {
    return Set.copyOf(
        IntStream.range(0, 200)
            .mapToObj(i -> Told.of("u1", "c" + i, new BigDecimal(balance)))
            .toList());
  }

  @Test
  void theDrawIsTheFirstEightDigitsOfTheHash() {
    // printf 'u1/c1' | sha256sum
    assertThat(Told.draw("u1", "c1")).isEqualTo(Long.parseLong("77ac31a9", 16));
  }

  @Test
  void itIsTheRungAboveWhereTheDrawIsBelowTheChance() {
    // 1,500 is a quarter of the way from 1,000 to 3,000.
    long quarter = 1L << 30;
    assertThat(Told.of(quarter - 1, new BigDecimal("1500.00"))).isEqualTo(3000);
    assertThat(Told.of(quarter, new BigDecimal("1500.00"))).isEqualTo(1000);
  }

  @Test
  void overManyContractsTheSumIsRight() {
    long sum =
        IntStream.range(0, 40_000)
            .mapToLong(i -> Told.of("u" + i, "c", new BigDecimal("4567.89")))
            .sum();
    assertThat(sum / 40_000.0).isCloseTo(4567.89, within(60.0));
  }

  @Test
  void numbersAreToldToTheNearestKHalfUp() {
    Told told = new Told(10);
    assertThat(List.of(told.number(10), told.number(14), told.number(15), told.number(24)))
        .containsExactly(10L, 10L, 20L, 20L);
    assertThat(new Told(3).number(4)).isEqualTo(3);
    assertThat(new Told(3).number(5)).isEqualTo(6);
    assertThat(new Told(1).number(7)).isEqualTo(7);
  }

  @Test
  void theErrorIsHalfTheRootHalfUp() {
    Told told = new Told(10);
    assertThat(told.error(BigInteger.ZERO)).isEqualTo("0.00");
    assertThat(told.error(BigInteger.ONE)).isEqualTo("1.00");
    assertThat(told.error(BigInteger.TWO)).isEqualTo("1.00");
    // 0.5 x root 8 = 1.41, 0.5 x root 9 = 1.5
    assertThat(told.error(BigInteger.valueOf(8))).isEqualTo("1.00");
    assertThat(told.error(BigInteger.valueOf(9))).isEqualTo("2.00");
    assertThat(told.error(BigInteger.TEN.pow(36))).isEqualTo("500000000000000000.00");
  }
}
