package org.rateshelf.holders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rateshelf.holders.HolderMarket.day;
import static org.rateshelf.holders.HolderMarket.row;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rateshelf.answer.BankDependence;
import org.rateshelf.answer.GeographicReach;
import org.rateshelf.answer.HolderEffects;
import org.rateshelf.answer.Migration;
import org.rateshelf.holders.HolderMarket.Deposit;
import org.rateshelf.holders.HolderMarket.Row;
import org.rateshelf.table.Banks;
import org.rateshelf.table.ProductBalances;

/** Rows of each table, of contracts whose balances are on rungs; two holders are enough. */
class HolderDayTest {
  private final HolderMarket market = HolderMarket.empty();
  private int deposits;

  /** Deposits of one holder each. */
  private void held(int holders, java.util.function.UnaryOperator<Deposit> as) {
    for (int i = 0; i < holders; i++) {
      deposits++;
      market.with(as.apply(Deposit.of("u" + deposits, "c" + deposits)));
    }
  }

  // product_balances

  private Row balance(String product) {
    return row(
        ProductBalances.TABLE,
        market.cells(1).productBalances(),
        ProductBalances.PRODUCT_ID.is(product));
  }

  @Test
  void aProductIsToldFromKHoldersOn() {
    held(3, d -> d.on(1));
    assertThat(balance("p1").values())
        .containsExactly(day(1), "PINE", "p1", "P1Y", 4L, money("3000.00"), money("866.00"));
  }

  private static java.math.BigDecimal money(String text) {
    return new java.math.BigDecimal(text);
  }

  @Test
  void aProductOfFewerHasARowAllTheSame() {
    held(1, d -> d.on(1));
    assertThat(balance("p1").values())
        .containsExactly(day(1), "PINE", "p1", "P1Y", null, null, null);
  }

  // bank_dependence

  private Row bank(String bankId) {
    return row(
        BankDependence.TABLE, market.cells(10).bankDependence(), BankDependence.BANK_ID.is(bankId));
  }

  @Test
  void aBankOfTooFewHoldersIsSuppressed() {
    market.bank(Banks.BANK_ID.is("ELM"), Banks.TOTAL_DEPOSITS.is(money("100000.00")));
    held(1, d -> d.on(10));
    held(1, d -> d.at("QUAY").on(1));
    Row elm = bank("ELM");
    assertThat(elm.values())
        .containsExactly(
            day(10),
            "ELM",
            null,
            null,
            null,
            null,
            1,
            money("100000.00"),
            null,
            null,
            null,
            null,
            null,
            "SUPPRESSED");
  }

  @Test
  void dependenceIsAShareOfAllDeposits() {
    market.bank(Banks.BANK_ID.is("ELM"), Banks.TOTAL_DEPOSITS.is(money("30000.00")));
    held(2, d -> d.on(10));
    assertThat(bank("ELM").at(BankDependence.DEPENDENCE_PCT)).isEqualTo("6.6667");
    assertThat(bank("ELM").at(BankDependence.REASON)).isNull();
  }

  @Test
  void aTotalOfNothingIsNotKnown() {
    market.bank(Banks.BANK_ID.is("ELM"), Banks.TOTAL_DEPOSITS.is(money("0.00")));
    held(2, d -> d.on(10));
    held(2, d -> d.bank("ASH").on(10));
    assertThat(bank("ELM").at(BankDependence.REASON)).isEqualTo("TOTAL_UNKNOWN");
    assertThat(bank("ELM").at(BankDependence.BALANCE)).isEqualTo("2000.00");
    assertThat(bank("ASH").at(BankDependence.REASON)).isEqualTo("TOTAL_UNKNOWN");
  }

  @Test
  void platformsAreThoseWithKHolders() {
    held(3, d -> d.on(10));
    held(2, d -> d.at("QUAY").on(10));
    held(1, d -> d.at("ROSE").on(10));
    Row elm = bank("ELM");
    assertThat(elm.at(BankDependence.BALANCE)).isEqualTo("6000.00");
    assertThat(elm.at(BankDependence.PLATFORMS)).isEqualTo("2");
    assertThat(elm.at(BankDependence.PLATFORM_HHI)).isEqualTo("0.5200");
    assertThat(elm.at(BankDependence.LARGEST_PLATFORM_ID)).isEqualTo("PINE");
    assertThat(elm.at(BankDependence.LARGEST_PLATFORM_SHARE_PCT)).isEqualTo("60.00");
  }

  @Test
  void ofEqualPlatformsTheFirstIsLargest() {
    held(2, d -> d.at("QUAY").on(10));
    held(2, d -> d.at("PINE").on(10));
    assertThat(bank("ELM").at(BankDependence.LARGEST_PLATFORM_ID)).isEqualTo("PINE");
  }

  @Test
  void aBankMayBeToldOnNoPlatform() {
    held(1, d -> d.on(10));
    held(1, d -> d.at("QUAY").on(10));
    Row elm = bank("ELM");
    assertThat(elm.at(BankDependence.BALANCE)).isEqualTo("2000.00");
    assertThat(elm.at(BankDependence.PLATFORMS)).isEqualTo("0");
    assertThat(elm.at(BankDependence.PLATFORM_HHI)).isNull();
    assertThat(elm.at(BankDependence.LARGEST_PLATFORM_ID)).isNull();
    assertThat(elm.at(BankDependence.LARGEST_PLATFORM_SHARE_PCT)).isNull();
  }

  @Test
  void balancesOfNothingAreToldAndHaveNoShares() {
    held(2, d -> d.balance("0").on(10));
    Row elm = bank("ELM");
    assertThat(elm.at(BankDependence.BALANCE)).isEqualTo("0.00");
    assertThat(elm.at(BankDependence.PLATFORMS)).isEqualTo("1");
    assertThat(elm.at(BankDependence.PLATFORM_HHI)).isNull();
    assertThat(elm.at(BankDependence.LARGEST_PLATFORM_ID)).isEqualTo("PINE");
    assertThat(elm.at(BankDependence.LARGEST_PLATFORM_SHARE_PCT)).isNull();
  }

  @Test
  void theOwnChannelBringsABankNothing() {
    held(2, d -> d.at("OWN_APP").on(10));
    assertThat(market.cells(10).bankDependence()).isEmpty();
    held(2, d -> d.on(10));
    assertThat(bank("ELM").at(BankDependence.BALANCE)).isEqualTo("2000.00");
    assertThat(bank("ELM").at(BankDependence.PLATFORMS)).isEqualTo("1");
  }

  @Test
  void whatRunsOffIsToldByMonthInOrder() {
    held(2, d -> d.matures(LocalDate.of(2021, 2, 28)).on(10));
    held(1, d -> d.matures(LocalDate.of(2020, 12, 31)).on(10));
    held(1, d -> d.matures(LocalDate.of(2021, 1, 31)).balance("3000").on(10));
    held(1, d -> d.matures(LocalDate.of(2021, 1, 1)).on(10));
    List<?> runOff =
        (List<?>) bank("ELM").values()[BankDependence.TABLE.at(BankDependence.RUN_OFF)];
    assertThat((Object[]) runOff.get(0))
        .containsExactly(LocalDate.of(2021, 1, 1), money("4000.00"), money("1581.00"));
    assertThat((Object[]) runOff.get(1))
        .containsExactly(LocalDate.of(2021, 2, 1), money("2000.00"), money("707.00"));
    assertThat(runOff).hasSize(2);
  }

  @Test
  void nothingRunsOffWhereNoMonthIsTold() {
    held(1, d -> d.matures(LocalDate.of(2021, 2, 28)).on(10));
    held(1, d -> d.matures(LocalDate.of(2021, 1, 31)).on(10));
    assertThat(bank("ELM").at(BankDependence.RUN_OFF)).isNull();
  }

  // geographic_reach

  private Row reach(String bankId) {
    return row(
        GeographicReach.TABLE,
        market.cells(10).geographicReach(),
        GeographicReach.BANK_ID.is(bankId));
  }

  private void elmIsAtHomeIn(String province) {
    market.bank(Banks.BANK_ID.is("ELM"), Banks.HOME_PROVINCE.is(province));
    market.province("North", 10, 20).province("South", 0, 20);
  }

  @Test
  void reachIsOfThoseWhoseProvinceIsKnown() {
    elmIsAtHomeIn("North");
    held(2, d -> d.on(10));
    held(2, d -> d.province("South").balance("3000").on(10));
    held(1, d -> d.province("East").on(10));
    held(5, d -> d.province(null).on(10));
    assertThat(reach("ELM").values())
        .containsExactly(
            day(10),
            "ELM",
            "North",
            6L,
            money("66.67"),
            money("9000.00"),
            money("2291.00"),
            money("77.78"),
            2,
            556,
            null);
  }

  @Test
  void reachOfTooFewIsSuppressed() {
    elmIsAtHomeIn("North");
    held(1, d -> d.on(10));
    held(3, d -> d.province(null).on(10));
    assertThat(reach("ELM").values())
        .containsExactly(
            day(10), "ELM", "North", null, null, null, null, null, null, null, "SUPPRESSED");
  }

  @Test
  void whereTheHomeIsNotKnownNothingIsOutside() {
    held(2, d -> d.on(10));
    held(2, d -> d.bank("ASH").on(10));
    assertThat(reach("ELM").at(GeographicReach.REASON)).isEqualTo("HOME_UNKNOWN");
    assertThat(reach("ELM").at(GeographicReach.PROVINCES)).isEqualTo("1");
    assertThat(reach("ELM").at(GeographicReach.MEAN_DISTANCE_KM)).isNull();
    assertThat(reach("ASH").at(GeographicReach.REASON)).isEqualTo("HOME_UNKNOWN");
  }

  @Test
  void fewOutsideAreSuppressed() {
    elmIsAtHomeIn("North");
    held(2, d -> d.on(10));
    held(1, d -> d.province("South").on(10));
    Row elm = reach("ELM");
    assertThat(elm.at(GeographicReach.REASON)).isEqualTo("OUTSIDE_SUPPRESSED");
    assertThat(elm.at(GeographicReach.HOLDERS_OUTSIDE_PCT)).isNull();
    assertThat(elm.at(GeographicReach.BALANCE_OUTSIDE_PCT)).isNull();
    assertThat(elm.at(GeographicReach.MEAN_DISTANCE_KM)).isEqualTo("0");
  }

  @Test
  void aHomeWithoutAPlaceIsNoDistanceAway() {
    elmIsAtHomeIn("West");
    held(2, d -> d.on(10));
    assertThat(reach("ELM").at(GeographicReach.HOLDERS_OUTSIDE_PCT)).isEqualTo("100.00");
    assertThat(reach("ELM").at(GeographicReach.MEAN_DISTANCE_KM)).isNull();
  }

  // migration

  private Row moved(String bankClass) {
    return row(Migration.TABLE, market.cells(10).migration(), Migration.BANK_CLASS.is(bankClass));
  }

  @Test
  void sharesAreOfWhatIsToldAndWhatIsHeldIsTheRest() {
    held(3, d -> d.on(1, 10));
    held(2, d -> d.matures(5).on(1));
    held(2, d -> d.matures(null).balance("3000").on(1));
    held(1, d -> d.at("QUAY").on(1));
    assertThat(moved("ALL").values())
        .containsExactly(
            day(10),
            "ALL",
            8L,
            money("11000.00"),
            money("2398.00"),
            money("0.2727"),
            null,
            null,
            money("0.1818"),
            money("0.5455"),
            null,
            null);
  }

  @Test
  void whatIsHeldIsTheRestAlsoWhereRoundingSaysOtherwise() {
    held(2, d -> d.on(1, 10));
    held(4, d -> d.at("QUAY").on(1));
    held(6, d -> d.matures(5).on(1));
    // 1/6 = 0.1667, 1/3 = 0.3333, 1/2: 1 - 0.8333
    assertThat(moved("city").at(Migration.HELD_SHARE)).isEqualTo("0.1667");
    held(2, d -> d.matures(null).on(1));
    // 2/7 = 0.2857, 3/7 = 0.4286, 1/7 = 0.1429 together are 0.8572
    assertThat(moved("city").at(Migration.HELD_SHARE)).isEqualTo("0.1428");
  }

  @Test
  void whereNoDestinationIsToldNothingIs() {
    held(1, d -> d.on(1, 10));
    held(1, d -> d.matures(5).on(1));
    assertThat(moved("ALL").values())
        .containsExactly(
            day(10), "ALL", null, null, null, null, null, null, null, null, null, "SUPPRESSED");
  }

  @Test
  void whereOnlyNothingWentNothingIsTold() {
    held(2, d -> d.balance("0").on(1, 10));
    assertThat(moved("city").values())
        .containsExactly(
            day(10), "city", null, null, null, null, null, null, null, null, null, "SUPPRESSED");
  }

  @Test
  void aDestinationOfNothingHasAShareOfNothing() {
    held(2, d -> d.on(1, 10));
    held(2, d -> d.balance("0").matures(5).on(1));
    assertThat(moved("city").at(Migration.MATURED_LEFT_SHARE)).isEqualTo("0.0000");
    assertThat(moved("city").at(Migration.HELD_SHARE)).isEqualTo("1.0000");
  }

  @Test
  void theFirstSnapshotOfAllHasNoMigration() {
    held(2, d -> d.on(10));
    assertThat(market.cells(10).migration()).isEmpty();
  }

  // holder_effects

  private Row effect(String platform, String bankClass, String outcome) {
    return row(
        HolderEffects.TABLE,
        market.cells(10).holderEffects(),
        HolderEffects.PLATFORM_ID.is(platform),
        HolderEffects.BANK_CLASS.is(bankClass),
        HolderEffects.OUTCOME.is(outcome));
  }

  @Test
  void everyOutcomeHasARowAndThoseOfNobodyAreSuppressed() {
    held(2, d -> d.on(1, 10));
    assertThat(market.cells(10).holderEffects())
        .hasSize(2 * 2 * 9)
        .extracting(row -> row[HolderEffects.TABLE.at(HolderEffects.OUTCOME)])
        .containsOnly(HolderEffects.OUTCOME.allowed().toArray());
    assertThat(effect("PINE", "city", "MOVED").values())
        .containsExactly(
            "EV1",
            day(10),
            "PINE",
            "city",
            "MOVED",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            "SUPPRESSED");
  }

  @Test
  void beforeAndAfterAreCellsOfTheirOwn() {
    held(1, d -> d.on(1).balance("3000").rate("1.0000").on(10));
    held(2, d -> d.on(1).balance("10000").rate("3.0000").on(10));
    assertThat(effect("PINE", "city", "TOPPED_UP").values())
        .containsExactly(
            "EV1",
            day(10),
            "PINE",
            "city",
            "TOPPED_UP",
            4L,
            4L,
            money("3000.00"),
            money("866.00"),
            money("23000.00"),
            money("7228.00"),
            money("2.0000"),
            money("2.7391"),
            null);
  }

  @Test
  void whoIsGoneHasNoBalanceAfter() {
    held(2, d -> d.on(1));
    held(1, d -> d.on(1, 10));
    assertThat(effect("PINE", "city", "REDEEMED_EARLY").at(HolderEffects.BALANCE_AFTER)).isNull();
    Row all = effect("PINE", "city", "ALL");
    assertThat(all.at(HolderEffects.BALANCE_BEFORE)).isEqualTo("3000.00");
    assertThat(all.at(HolderEffects.BALANCE_AFTER)).as("of one holder").isNull();
    assertThat(all.at(HolderEffects.RATE_AFTER_PCT)).isNull();
  }

  @Test
  void whatIsUnknownByTheRateHasNoBalanceAfterButIsInAll() {
    held(2, d -> d.rate(null).on(1, 10));
    assertThat(effect("PINE", "city", "UNKNOWN").at(HolderEffects.BALANCE_BEFORE))
        .isEqualTo("2000.00");
    assertThat(effect("PINE", "city", "UNKNOWN").at(HolderEffects.BALANCE_AFTER)).isNull();
    assertThat(effect("PINE", "city", "ALL").at(HolderEffects.BALANCE_AFTER)).isEqualTo("2000.00");
  }

  @Test
  void aMeanRateIsOfKHoldersWithARateAndABalance() {
    held(1, d -> d.on(1, 10));
    held(1, d -> d.rate(null).on(1).rate("4.0000").on(10));
    held(1, d -> d.balance("0").on(1, 10));
    Row all = effect("PINE", "city", "ALL");
    assertThat(all.at(HolderEffects.RATE_BEFORE_PCT)).isNull();
    assertThat(all.at(HolderEffects.RATE_AFTER_PCT)).isEqualTo("3.0000");
  }

  @Test
  void aPlatformOfNoEveHasNoRows() {
    held(2, d -> d.on(1, 10));
    held(2, d -> d.at("QUAY").on(6, 10));
    assertThat(effect("ALL", "ALL", "ALL").at(HolderEffects.HOLDERS)).isEqualTo("2");
    assertThat(market.cells(10).holderEffects())
        .noneMatch(row -> row[HolderEffects.TABLE.at(HolderEffects.PLATFORM_ID)].equals("QUAY"));
  }

  @Test
  void theClassOfABankOutsideTheReferenceIsNull() {
    held(2, d -> d.bank("ASH").on(1, 10));
    assertThat(effect("PINE", "null", "RATE_KEPT").at(HolderEffects.HOLDERS)).isEqualTo("2");
  }

  // market_structure

  private String measure(String platform, String measure) {
    return market.cells(10).balanceMeasures().stream()
        .filter(m -> m.platform().equals(platform) && m.measure().equals(measure))
        .map(m -> m.value().toString())
        .findFirst()
        .orElse(null);
  }

  @Test
  void concentrationIsOfWhatIsTold() {
    held(3, d -> d.on(10));
    held(2, d -> d.bank("FIR").at("QUAY").on(10));
    held(1, d -> d.bank("OAK").at("QUAY").on(10));
    assertThat(measure("ALL", "PLATFORM_BALANCE")).isEqualTo("6000.0000");
    assertThat(measure("QUAY", "PLATFORM_BALANCE")).isEqualTo("3000.0000");
    assertThat(measure("QUAY", "BANK_HHI_BALANCE")).isEqualTo("1.0000");
    assertThat(measure("ALL", "BANK_HHI_BALANCE")).isEqualTo("0.5200");
    assertThat(measure("ALL", "PLATFORM_HHI_BALANCE")).isEqualTo("0.5000");
    assertThat(measure("QUAY", "PLATFORM_HHI_BALANCE")).isNull();
  }

  @Test
  void theOwnChannelIsToldAndNotInAll() {
    held(2, d -> d.at("OWN_APP").on(10));
    held(2, d -> d.on(10));
    assertThat(measure("OWN_APP", "PLATFORM_BALANCE")).isEqualTo("2000.0000");
    assertThat(measure("OWN_APP", "BANK_HHI_BALANCE")).isEqualTo("1.0000");
    assertThat(measure("ALL", "PLATFORM_BALANCE")).isEqualTo("2000.0000");
    assertThat(measure("ALL", "PLATFORM_HHI_BALANCE")).isEqualTo("1.0000");
  }

  @Test
  void aShelfOfTooFewHasNoMeasures() {
    held(1, d -> d.on(10));
    assertThat(market.cells(10).balanceMeasures()).isEmpty();
  }
}
