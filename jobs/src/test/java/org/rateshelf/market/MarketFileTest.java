package org.rateshelf.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.market.Market.AlertRules;
import org.rateshelf.market.Market.Settings;

class MarketFileTest {
  private static final String TEXT =
      """
      market: tiny
      title: "A tiny market"
      provenance: SIMULATED
      currency: CNY
      time_zone: Asia/Shanghai
      viewers: [NEW_BUYER, HOLDER]
      heartbeat: scans
      comparators:
        BENCHMARK: {}
        BIG_POSTED: {classes: [state_owned]}
      posted_rates: bank_rates
      windows:
        - event_id: EV1
          before: {from: 2020-12-01, to: 2020-12-02}
          after:
            - {window: closed, from: 2020-12-03}
      settings: {k: 3}
      alerts: {scans_missing_pct: 12.5, platform_silent_days: 3}
      """;

  @Test
  void readsWhatIsSaid() {
    Market market = MarketFile.parse(TEXT);
    assertThat(market.id()).isEqualTo("tiny");
    assertThat(market.viewers()).contains("HOLDER");
    assertThat(market.comparators().get(Comparator.Kind.BIG_POSTED).classes())
        .containsExactly("state_owned");
    assertThat(market.settings().k()).isEqualTo(3);
  }

  @Test
  void anAlertRuleThatIsNotGivenIsNone() {
    assertThat(MarketFile.parse(TEXT).alerts())
        .isEqualTo(
            new AlertRules(
                Optional.of(new BigDecimal("12.5")),
                Optional.empty(),
                Optional.of(3),
                Optional.empty()));
  }

  @Test
  void takesTheRulesDefaultsForWhatIsNotSaid() {
    Market market = MarketFile.parse(TEXT.replace("settings: {k: 3}\n", ""));
    assertThat(market.settings()).isEqualTo(Settings.DEFAULT);
    assertThat(market.reference()).isEqualTo("reference");
    assertThat(market.ownChannel()).isEmpty();
  }

  @Test
  void aWindowWithoutAnEndRunsToTheLastDay() {
    Market.Window closed = MarketFile.parse(TEXT).windows().get(0).after().get(0);
    assertThat(closed)
        .isEqualTo(new Market.Window("closed", LocalDate.of(2020, 12, 3), Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "currency: CNY | curency: CNY | 'curency' is not known; did you mean 'currency'?",
        "{k: 3} | {kk: 3} | 'settings.kk' is not known; did you mean 'settings.k'?",
        "{k: 3} | {k: many} | 'settings.k' must be a whole number from 1 to",
        "{k: 3} | {k: 0} | 'settings.k' must be a whole number from 1 to",
        "{k: 3} | {complete_share_pct: 700} | must be a whole number from 0 to 100",
        "to: 2020-12-02 | to: 2020-11-30 | window 'before' ends before it begins",
        ", to: 2020-12-02} | } | 'windows[1].before.to' is missing",
        "window: closed | window: before | two windows of EV1 are called 'before'",
        "currency: CNY | currency: ' ' | 'currency' is empty",
        "{k: 3} | 3 | 'settings' must hold keys and values",
        "provenance: SIMULATED | provenance: GUESSED | 'provenance' is 'GUESSED', not one of",
        "title: \"A tiny market\" | title: | 'title' is missing",
        "Asia/Shanghai | Asia/Shangai | time_zone 'Asia/Shangai' is no time zone",
        "from: 2020-12-01 | from: 20201-12-01 | is '20201-12-01', no day such as 2020-12-18",
        "[NEW_BUYER, HOLDER] | [HOLDER] | viewers must be [NEW_BUYER] or [NEW_BUYER, HOLDER]",
        "[NEW_BUYER, HOLDER] | [NEW_BUYER, GUEST] | viewers must be [NEW_BUYER]",
        "[NEW_BUYER, HOLDER] | HOLDER | 'viewers' must be a list",
        "BENCHMARK: {} | BENCHMARK: {termless: 1} | 'comparators.BENCHMARK.termless' must be true",
        "BENCHMARK: {} | BENCHMARKS: {} | did you mean 'comparators.BENCHMARK'?",
        "window: closed, | windw: closed, | 'windows[1].after[1].windw' is not known; did you mean",
        "event_id: EV1 | event: EV1 | 'windows[1].event_id' is missing",
        "12.5 | 101 | 'alerts.scans_missing_pct' must be a number from 0 to 100",
        "12.5 | -0.1 | 'alerts.scans_missing_pct' must be a number from 0 to 100",
        "12.5 | .nan | 'alerts.scans_missing_pct' must be a number from 0 to 100",
        "12.5 | a few | 'alerts.scans_missing_pct' must be a number from 0 to 100",
        "silent_days: 3 | silent_days: 0 | 'alerts.platform_silent_days' must be a whole number"
            + " from 1",
        "silent_days: 3 | silent_days: 1.5 | 'alerts.platform_silent_days' must be a whole number",
        "scans_missing_pct | scans_lacking_pct | 'alerts.scans_lacking_pct' is not known",
        "heartbeat: scans | heartbeat: none | alerts.platform_silent_days need heartbeat: scans",
        "[state_owned] | [state_owned | it is no YAML",
        "currency: CNY | currency: !!java.net.URL [\"file:///\"] | it is no YAML",
      })
  void refusesAFaultByName(String said, String instead, String told) {
    assertThat(TEXT).contains(said);
    assertThatThrownBy(() -> MarketFile.parse(TEXT.replace(said, instead == null ? "" : instead)))
        .isInstanceOf(RateshelfException.class)
        .hasMessageStartingWith("market.yml: ")
        .hasMessageContaining(told);
  }

  @Test
  void aRefusalSaysWhyAndWhatToDo() {
    assertThatThrownBy(() -> MarketFile.parse(TEXT.replace("currency", "curency")))
        .isInstanceOfSatisfying(
            RateshelfException.class,
            e -> {
              assertThat(e.why()).contains("none is guessed");
              assertThat(e.fix()).contains("docs/sources.md");
              assertThat(e.exit()).isEqualTo(RateshelfException.Exit.NOTHING_FIT);
            });
  }
}
