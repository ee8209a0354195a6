package org.rateshelf.holders;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.rateshelf.holders.CellKey.Due;
import org.rateshelf.holders.CellKey.Effect;
import org.rateshelf.holders.CellKey.Living;
import org.rateshelf.holders.CellKey.LivingOutside;
import org.rateshelf.holders.CellKey.Missing;
import org.rateshelf.holders.CellKey.Moved;
import org.rateshelf.holders.CellKey.Product;
import org.rateshelf.holders.CellKey.Stake;

class CellSumTest {
  private static final long RATE_UNKNOWN = -1;

  private final CellSum sum = new CellSum();

  private static Held held(long told, long rate) {
    return new Held(null, told, rate);
  }

  @Test
  void aHolderCountsOnceHoweverManyContractsHeHas() {
    sum.add(1, held(10, RATE_UNKNOWN));
    sum.add(1, held(3, RATE_UNKNOWN));
    sum.add(2, held(1, RATE_UNKNOWN));
    assertThat(sum.holders()).isEqualTo(2);
    assertThat(sum.contracts()).isEqualTo(3);
    assertThat(sum.told()).isEqualTo(14);
    assertThat(sum.squares()).isEqualTo(110);
  }

  @Test
  void ratesAreWeighedByToldBalances() {
    sum.addRated(1, held(10, 20_000));
    sum.addRated(2, held(30, 40_000));
    sum.addRated(3, held(1000, RATE_UNKNOWN));
    assertThat(sum.ratePct()).isEqualTo("3.5000");
    assertThat(sum.rated()).isEqualTo(2);
  }

  @Test
  void whoHasARateOnNothingIsNotBehindAMean() {
    sum.addRated(1, held(0, 20_000));
    assertThat(sum.rated()).isZero();
    assertThat(sum.ratePct()).isNull();
    sum.addRated(1, held(1, 20_000));
    assertThat(sum.rated()).isEqualTo(1);
  }

  @Test
  void whatIsHeldLaterIsACellOfItsOwn() {
    sum.addRated(1, held(10, 20_000), held(30, 30_000));
    sum.addRated(2, held(10, 20_000), null);
    assertThat(sum.holders()).isEqualTo(2);
    assertThat(sum.after().holders()).isEqualTo(1);
    assertThat(sum.after().told()).isEqualTo(30);
    assertThat(sum.after().ratePct()).isEqualTo("3.0000");
  }

  @Test
  void sumsThatPassALongAreExact() {
    long most = 1_000_000_000_000_000_000L;
    for (int holder = 1; holder <= 20; holder++) {
      sum.addRated(holder, held(most, 300_000));
    }
    assertThat(sum.told()).isEqualTo(BigInteger.TEN.pow(18).multiply(BigInteger.valueOf(20)));
    assertThat(sum.squares()).isEqualTo(BigInteger.TEN.pow(36).multiply(BigInteger.valueOf(20)));
    assertThat(sum.ratePct()).isEqualTo("30.0000");
  }

  @Test
  void partsAddUpAndSurviveTheShuffle() {
    CellSum other = new CellSum();
    sum.addRated(1, held(10, 20_000), null);
    other.addRated(1, held(30, 40_000), held(100, RATE_UNKNOWN));
    CellSum both = CellSum.unpack(sum.packed()).plus(CellSum.unpack(other.packed()));
    assertThat(both.packed())
        .containsExactly(CellSum.unpack(other.packed()).plus(sum).packed())
        .hasSize(CellSum.WIDTH);
    assertThat(both.holders()).isEqualTo(2);
    assertThat(both.squares()).isEqualTo(1000);
    assertThat(both.ratePct()).isEqualTo("3.5000");
    assertThat(both.after().told()).isEqualTo(100);
    assertThat(CellSum.unpack(new CellSum().packed()).after()).isNull();
  }

  @Test
  void keysSurviveTheShuffle() {
    for (CellKey key :
        new CellKey[] {
          new Product("PINE", "p", "P1Y"),
          new Stake("PINE", "ELM"),
          new Stake(CellKey.ALL, null),
          new Due("ELM", HolderMarket.day(1)),
          new Living("ELM", null),
          new LivingOutside("ELM"),
          new Missing("ELM", "PINE"),
          new Effect("EV1", "PINE", null, "MOVED"),
          new Moved("city", "HELD")
        }) {
      assertThat(CellKey.unpack(key.packed())).isEqualTo(key);
      assertThat(key.packed()).hasSize(CellKey.WIDTH);
    }
  }
}
