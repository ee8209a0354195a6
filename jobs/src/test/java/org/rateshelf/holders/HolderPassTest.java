package org.rateshelf.holders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rateshelf.holders.HolderMarket.day;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rateshelf.holders.CellKey.Due;
import org.rateshelf.holders.CellKey.Effect;
import org.rateshelf.holders.CellKey.Living;
import org.rateshelf.holders.CellKey.LivingOutside;
import org.rateshelf.holders.CellKey.Missing;
import org.rateshelf.holders.CellKey.Moved;
import org.rateshelf.holders.CellKey.Product;
import org.rateshelf.holders.CellKey.Stake;
import org.rateshelf.holders.HolderMarket.Deposit;
import org.rateshelf.table.Banks;

class HolderPassTest {
  private final HolderMarket market = HolderMarket.empty();

  private static Deposit of(String user, String contract) {
    return Deposit.of(user, contract);
  }

  /** Holders and contracts of a cell; null where there is none. */
  private String cell(int day, CellKey key) {
    CellSum sum = market.cells(day).cells(key.getClass()).get(key);
    return sum == null ? null : sum.holders() + " " + sum.contracts();
  }

  @Test
  void aHolderIsCountedOnceInEachCell() {
    market.with(of("u1", "a").on(1)).with(of("u1", "b").product("p2").on(1));
    market.with(of("u2", "c").on(1));
    assertThat(cell(1, new Stake("PINE", "ELM"))).isEqualTo("2 3");
    assertThat(cell(1, new Product("PINE", "p1", "P1Y"))).isEqualTo("2 2");
    assertThat(cell(1, new Product("PINE", "p2", "P1Y"))).isEqualTo("1 1");
  }

  @Test
  void aHolderOfTwoPlatformsIsOneOfAll() {
    market.with(of("u1", "a").on(1)).with(of("u1", "a").at("QUAY").on(1));
    assertThat(cell(1, new Stake(CellKey.ALL, null))).isEqualTo("1 2");
    assertThat(cell(1, new Stake(CellKey.ALL, "ELM"))).isEqualTo("1 2");
    assertThat(cell(1, new Stake("QUAY", null))).isEqualTo("1 1");
  }

  @Test
  void termsAreNormalised() {
    market.with(of("u1", "a").term("P12M").on(1)).with(of("u2", "b").term("P366D").on(1));
    assertThat(cell(1, new Product("PINE", "p1", "P1Y"))).isEqualTo("2 2");
  }

  @Test
  void theOwnChannelIsNoPlatform() {
    market.with(of("u1", "a").on(1)).with(of("u2", "b").at("OWN_APP").on(1, 10));
    assertThat(cell(1, new Stake("OWN_APP", "ELM"))).isEqualTo("1 1");
    assertThat(cell(1, new Product("OWN_APP", "p1", "P1Y"))).isEqualTo("1 1");
    assertThat(cell(1, new Stake(CellKey.ALL, null))).isEqualTo("1 1");
    assertThat(cell(1, new Living("ELM", null))).isEqualTo("1 1");
    assertThat(cell(10, new Moved(CellKey.ALL, CellKey.ALL))).isNull();
  }

  @Test
  void whatIsDueIsDueAfterTheDay() {
    market.with(of("u1", "a").matures(10).on(10)).with(of("u2", "b").matures(11).on(10));
    market.with(of("u3", "c").matures(null).on(10));
    assertThat(cell(10, new Due("ELM", day(1)))).isEqualTo("1 1");
  }

  @Test
  void onlyAKnownProvinceIsInsideOrOutside() {
    market.bank(Banks.BANK_ID.is("ELM"), Banks.HOME_PROVINCE.is("North"));
    market.with(of("u1", "a").on(1)).with(of("u2", "b").province("South").on(1));
    market.with(of("u3", "c").province(null).on(1));
    market.with(of("u2", "d").bank("FIR").province("South").on(1));
    assertThat(cell(1, new Living("ELM", null))).isEqualTo("2 2");
    assertThat(cell(1, new Living("ELM", "South"))).isEqualTo("1 1");
    assertThat(cell(1, new LivingOutside("ELM"))).isEqualTo("1 1");
    assertThat(cell(1, new LivingOutside("FIR"))).as("its home is not known").isNull();
  }

  @Test
  void platformsThatAreMissingHadTheBankInTheirLastSnapshot() {
    market.with(of("u1", "a").on(1, 10)).with(of("u2", "b").at("QUAY").on(1));
    assertThat(cell(10, new Missing("ELM", "QUAY"))).isEqualTo("1 1");
    assertThat(cell(10, new Missing("ELM", "PINE"))).isNull();
    market.with(of("u3", "c").at("QUAY").bank("FIR").on(3));
    assertThat(cell(10, new Missing("ELM", "QUAY"))).isNull();
  }

  @Test
  void moneyMovesFromEachPlatformsLastSnapshot() {
    market.with(of("u1", "a").on(1, 10)).with(of("u2", "b").at("QUAY").on(1, 3));
    market.with(of("u3", "c").at("QUAY").on(1));
    assertThat(cell(10, new Moved("city", CellKey.ALL))).isEqualTo("2 2");
    assertThat(cell(10, new Moved("city", "HELD"))).isEqualTo("1 1");
    assertThat(cell(10, new Moved(CellKey.ALL, "UNKNOWN"))).isEqualTo("1 1");
  }

  @Test
  void whatIsHeldAtAnUnknownRateIsHeld() {
    market.with(of("u1", "a").rate(null).on(1, 10));
    assertThat(cell(10, new Moved("city", "HELD"))).isEqualTo("1 1");
    assertThat(cell(10, new Effect("EV1", "PINE", "city", "UNKNOWN"))).isEqualTo("1 1");
  }

  @Test
  void effectsArePooledInEightCells() {
    market.with(of("u1", "a").on(1, 10)).with(of("u1", "b").at("QUAY").on(1, 10));
    for (String bankClass : List.of("city", CellKey.ALL)) {
      for (String outcome : List.of("RATE_KEPT", CellKey.ALL)) {
        assertThat(cell(10, new Effect("EV1", "QUAY", bankClass, outcome))).isEqualTo("1 1");
        assertThat(cell(10, new Effect("EV1", CellKey.ALL, bankClass, outcome))).isEqualTo("1 2");
      }
    }
  }

  @Test
  void aBankOutsideTheReferenceIsInNoClass() {
    market.with(of("u1", "a").bank("ASH").on(1, 10));
    assertThat(cell(10, new Moved(null, "HELD"))).isEqualTo("1 1");
    assertThat(cell(10, new Effect("EV1", "PINE", null, "RATE_KEPT"))).isEqualTo("1 1");
  }

  @Test
  void daysBeforeTheFirstAreOnlyComparedWith() {
    market.with(of("u1", "a").on(1, 10)).from(10);
    assertThat(market.cells(1).banks()).isEmpty();
    assertThat(cell(10, new Moved("city", "HELD"))).isEqualTo("1 1");
  }

  @Test
  void cellsThatAreHandedOutEarlyAddUp() {
    for (int i = 0; i < 6; i++) {
      market.with(of("u" + i, "a").on(1, 10)).with(of("u" + i, "b").bank("FIR").on(1));
    }
    HolderPass whole = market.pass();
    HolderPass parts = market.pass();
    Map<List<Object>, CellSum> together = new HashMap<>();
    market.byHolder().forEach(whole::holder);
    market
        .byHolder()
        .forEach(
            (user, contracts) -> {
              parts.holder(user, contracts);
              parts
                  .cells()
                  .forEach(
                      cell ->
                          together.merge(
                              List.of(cell.day(), CellKey.unpack(cell.key().packed())),
                              CellSum.unpack(cell.sum().packed()),
                              CellSum::plus));
            });
    List<HolderPass.Cell> atOnce = whole.cells();
    assertThat(atOnce)
        .hasSameSizeAs(together.keySet())
        .allSatisfy(
            cell ->
                assertThat(together.get(List.of(cell.day(), cell.key())).packed())
                    .isEqualTo(cell.sum().packed()));
    assertThat(whole.cells()).isEmpty();
    assertThat(whole.isFull()).isFalse();
  }

  @Test
  void itIsFullOfManyCells() {
    HolderPass pass = market.with(of("u", "a").on(1)).pass();
    int holders = 0;
    for (int i = 0; !pass.isFull(); i++, holders++) {
      pass.holder("u" + i, of("u" + i, "a").product("p" + i).bank("B" + i).on(1).rows());
    }
    assertThat(holders).isBetween(10_000, 100_000);
    pass.cells();
    assertThat(pass.isFull()).isFalse();
  }
}
