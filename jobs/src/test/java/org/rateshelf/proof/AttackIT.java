package org.rateshelf.proof;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rateshelf.answer.BankCostMonthly;
import org.rateshelf.answer.BankDependence;
import org.rateshelf.answer.GeographicReach;
import org.rateshelf.answer.HolderEffects;
import org.rateshelf.answer.MarketStructure;
import org.rateshelf.answer.Migration;
import org.rateshelf.answer.SpreadSummary;
import org.rateshelf.answer.WithdrawalImpact;
import org.rateshelf.schema.Table;
import org.rateshelf.simulate.Simulation;
import org.rateshelf.simulate.SimulationSize;

/**
 * What is published does not tell a market from others in which every balance is another.
 *
 * <p>The balances that a contract's draw tells alike are an interval. In one market all are moved
 * to its low end, in one to its high end; who knew every draw could still not say which is the real
 * one, and who knows none has a wider range.
 */
class AttackIT {
  private static final long SEED = Long.getLong("rateshelf.seed", 1);
  private static final List<Table> PUBLISHED =
      List.of(
          HolderEffects.TABLE,
          Migration.TABLE,
          BankDependence.TABLE,
          GeographicReach.TABLE,
          MarketStructure.TABLE,
          SpreadSummary.TABLE,
          WithdrawalImpact.TABLE,
          BankCostMonthly.TABLE);
  private static final List<String> ENDS = List.of("low", "high");

  /** By how much the ends of an interval lie apart: three, but for the last cents. */
  private static final double APART = 2.95;

  private static final String EXACT = "CREATE OR REPLACE MACRO told_as(x, u, below, above) AS x";

  /**
   * The rows of user_rates with each balance at an end of what is told alike. A contract's balances
   * that are told alike keep their order, a cent from one to the next: it is no secret whether it
   * was topped up.
   */
  private static final String MOVED =
      """
      WITH holders AS (
        SELECT DISTINCT r.user_id AS plain_id, keyed_hash(pads, r.user_id) AS user_id
        FROM read_user_rates r, pads WHERE r.user_id IS NOT NULL),
      alike AS (
        SELECT t.*, h.plain_id, drawn(t.user_id, t.contract_id)::HUGEINT AS u,
          (100 * coalesce(b.below, 0))::HUGEINT AS below, (100 * t.told)::HUGEINT AS rung,
          (100 * a.above)::HUGEINT AS above,
          dense_rank() OVER (PARTITION BY user_id, contract_id, told ORDER BY balance) AS nth,
          dense_rank() OVER (PARTITION BY user_id, contract_id, told ORDER BY balance DESC)
            AS nth_last
        FROM told_rates t JOIN holders h USING (user_id)
        LEFT JOIN rungs b ON b.above = t.told
        JOIN rungs a ON a.below = t.told),
      ends AS (
        SELECT *, below + u * (rung - below) // 4294967296 + nth AS low,
          rung + u * (above - rung) // 4294967296 + 1 - nth_last AS high
        FROM alike)
      SELECT as_of, plain_id AS user_id, platform_id, product_id, contract_id, bank_id, term,
        opened_on, matures_on, CAST(%s::DECIMAL(20, 0) * 0.01 AS DECIMAL(20, 2)) AS balance,
        contract_rate_pct, province
      FROM ends
      """;

  private static final String BALANCES =
      "SELECT balance FROM user_rates ORDER BY as_of, platform_id, contract_id";

  private static final String HIDDEN_BALANCES =
      """
      SELECT sum(balance) AS balance FROM user_rates GROUP BY as_of, platform_id, bank_id
      HAVING count(DISTINCT user_id) < least_holders() ORDER BY as_of, platform_id, bank_id
      """;

  /** The whole less the told banks, on days on which a single bank is hidden; and what it has. */
  private static final String SOLVED =
      """
      SELECT m.value - b.told AS solved, sum(c.balance) AS truth
      FROM (
        SELECT as_of, sum(balance) AS told,
          any_value(bank_id) FILTER (reason = 'SUPPRESSED') AS bank_id
        FROM bank_dependence
        GROUP BY as_of HAVING count(*) FILTER (reason = 'SUPPRESSED') = 1) b
      JOIN contracts c USING (as_of, bank_id)
      JOIN market_structure m ON m.as_of_date = b.as_of AND m.platform_id = 'ALL'
        AND m.measure = 'PLATFORM_BALANCE'
      GROUP BY b.as_of, m.value, b.told ORDER BY b.as_of
      """;

  @TempDir static Path folder;
  private static final List<Case> CASES = new ArrayList<>();

  /** A random market, told from so many holders on. */
  private record Case(long seed, String k, SecondEngine engine) {
    static Stream<Case> of(long seed) {
      Path market = folder.resolve("market-" + seed);
      try {
        new Simulation(SimulationSize.random(seed), seed).writeTo(market);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Case asIs = new Case(seed, "as is", SecondEngine.over(market, null));
      asIs.landMoved();
      String k = asIs.engine.query("SELECT setting('k') AS k").get(0).get("k").toString();
      return k.equals("3")
          ? Stream.of(asIs)
          : Stream.of(asIs, new Case(seed, "3", asIs.over("landing", words("3"))));
    }

    private static String words(String k) {
      return k.equals("as is")
          ? "SELECT 1"
          : "UPDATE settings SET value = '" + k + "' WHERE name = 'k'";
    }

    private SecondEngine over(String landing, String words) {
      Path market = folder.resolve("market-" + seed);
      return SecondEngine.over(market, market.resolve(landing), words);
    }

    /** The engines over the two moved markets. */
    List<SecondEngine> moved(String words) {
      return ENDS.parallelStream().map(end -> over(end, words)).toList();
    }

    List<SecondEngine> moved() {
      return moved(words(k));
    }

    private void landMoved() {
      Path market = folder.resolve("market-" + seed);
      for (String end : ENDS) {
        List<Map<String, Object>> rows = engine.query(MOVED.formatted(end));
        List<String> lines = new ArrayList<>();
        lines.add(String.join(",", rows.get(0).keySet()));
        rows.forEach(
            row -> lines.add(row.values().stream().map(AttackIT::written).collect(joining(","))));
        try {
          FileUtils.copyDirectory(market.resolve("landing").toFile(), market.resolve(end).toFile());
          FileUtils.cleanDirectory(market.resolve(end + "/user_rates").toFile());
          Files.write(market.resolve(end + "/user_rates/moved.csv"), lines);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    @Override
    public String toString() {
      return "seed " + seed + ", k " + k;
    }
  }

  private static String written(Object value) {
    return value == null ? "" : '"' + value.toString().replace("\"", "\"\"") + '"';
  }

  @BeforeAll
  static void answer() {
    CASES.addAll(LongStream.range(SEED, SEED + 6).parallel().boxed().flatMap(Case::of).toList());
  }

  @AfterAll
  static void close() {
    CASES.forEach(each -> each.engine.close());
  }

  static List<Case> cases() {
    return CASES;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void lowAndHighBalancesArePublishedLikeTheRealOnes(Case market) {
    List<SecondEngine> moved = market.moved();
    for (Table table : PUBLISHED) {
      List<String> published = rows(market.engine, table);
      assertThat(published).as(table.name()).isNotEmpty();
      for (SecondEngine engine : moved) {
        assertThat(rows(engine, table)).as(table.name()).isEqualTo(published);
      }
    }
    assertThat(factors(moved, BALANCES)).isNotEmpty().allMatch(factor -> factor > APART);
    assertThat(factors(moved, HIDDEN_BALANCES)).isNotEmpty().allMatch(factor -> factor > APART);
    moved.forEach(SecondEngine::close);
  }

  /** With the lowest draw all balances above a rung leave it, with the highest none does. */
  @Test
  void aToldRungMayBeAnyBalanceBetweenItsNeighboursTenfoldApart() {
    SecondEngine words = CASES.get(0).engine;
    assertThat(
            words.query(
                """
                SELECT * FROM rungs WHERE above < 1e12
                  AND NOT (told_as(below + 0.01, 0, below, above) = above
                    AND told_as(CAST(above - ceil((above - below) / 4294967296 * 100) / 100
                      AS DECIMAL(20, 2)), 4294967295, below, above) = below)
                """))
        .isEmpty();
    assertThat(
            words.query(
                """
                SELECT DISTINCT a.above / b.below AS apart
                FROM rungs b JOIN rungs a ON a.below = b.above WHERE b.below > 0 AND a.above > 0
                """))
        .extracting(row -> row.get("apart"))
        .containsExactly(10.0);
  }

  @Test
  void exactSumsWouldTellTheMarketsApart() {
    List<SecondEngine> exact = CASES.get(0).moved(EXACT);
    for (Table table : PUBLISHED) {
      assertThat(rows(exact.get(0), table))
          .as(table.name())
          .isNotEqualTo(rows(exact.get(1), table));
    }
    exact.forEach(SecondEngine::close);
  }

  @Test
  void exactSumsWouldTellAHiddenBankToTheCent() {
    Case market =
        CASES.stream()
            .filter(each -> !each.engine.query(SOLVED).isEmpty())
            .findFirst()
            .orElseThrow();
    List<SecondEngine> exact = market.moved(Case.words(market.k) + ";" + EXACT);
    List<SecondEngine> told = market.moved();
    for (SecondEngine engine : exact) {
      assertThat(engine.query(SOLVED))
          .isNotEmpty()
          .allMatch(day -> Values.plain(day.get("solved")).equals(Values.plain(day.get("truth"))));
    }
    assertThat(solved(told.get(0))).isEqualTo(solved(told.get(1)));
    Stream.of(exact, told).flatMap(List::stream).forEach(SecondEngine::close);
  }

  @Test
  void theErrorIsAboutAStandardError() {
    ToldError all = ToldError.of(CASES.stream().map(Case::engine).toList());
    assertThat(all.shareWithin()).as(all.toString()).isBetween(0.55, 0.9);
  }

  private static List<Object> solved(SecondEngine engine) {
    return engine.query(SOLVED).stream().map(day -> day.get("solved")).toList();
  }

  private static List<String> rows(SecondEngine engine, Table table) {
    return engine.query("SELECT t::VARCHAR AS one FROM " + table.name() + " t ORDER BY 1").stream()
        .map(row -> row.get("one").toString())
        .toList();
  }

  /** The high balances as multiples of the low ones. */
  private static List<Double> factors(List<SecondEngine> moved, String balances) {
    List<Map<String, Object>> low = moved.get(0).query(balances);
    List<Map<String, Object>> high = moved.get(1).query(balances);
    assertThat(low).hasSameSizeAs(high);
    return IntStream.range(0, low.size())
        .mapToObj(i -> balance(high.get(i)) / balance(low.get(i)))
        .toList();
  }

  private static double balance(Map<String, Object> row) {
    return ((BigDecimal) row.get("balance")).doubleValue();
  }
}
