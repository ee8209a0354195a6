package org.rateshelf.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rateshelf.answer.ListingStates;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.market.Market;
import org.rateshelf.market.MarketFile;
import org.rateshelf.proof.Truth.Offer;
import org.rateshelf.proof.Truth.Stay;
import org.rateshelf.schema.Table;
import org.rateshelf.simulate.Simulation;
import org.rateshelf.simulate.SimulationSize;
import org.rateshelf.table.Events;
import org.rateshelf.table.Scans;
import org.rateshelf.table.Spells;

/**
 * No false withdrawal, none missed, and every true exit inside its interval, on random markets.
 *
 * <p>{@code -Drateshelf.markets=1000 -Drateshelf.seed=1} sets how many, and the first seed. Ids
 * begin with their market's seed, so a failure names it.
 */
class TruthIT {
  private static final int AT_ONCE = 40;
  private static final int MARKETS = Integer.getInteger("rateshelf.markets", 100);
  private static final long SEED = Long.getLong("rateshelf.seed", 1);

  private static final String BREACHES = "FROM ceiling_breaches ";
  private static final String REACH = "FROM geographic_reach ";
  private static final String RUN_OFF =
      "FROM (SELECT as_of, bank_id, unnest(run_off, recursive := true) FROM bank_dependence) ";

  @TempDir Path folder;

  static LongStream firstSeeds() {
    return LongStream.iterate(SEED, seed -> seed < SEED + MARKETS, seed -> seed + AT_ONCE);
  }

  @ParameterizedTest(name = "seeds from {0}")
  @MethodSource("firstSeeds")
  void holdsAgainstTheTruth(long firstSeed) throws IOException {
    int count = (int) Math.min(AT_ONCE, SEED + MARKETS - firstSeed);
    Path folderOfMany = ManyMarkets.write(folder, firstSeed, count);
    Market market = MarketFile.parse(Files.readString(folderOfMany.resolve("market.yml")));
    Truth truth = Truth.of(folderOfMany.resolve("truth"));
    try (SecondEngine theirs = SecondEngine.over(folderOfMany, null)) {
      WalkedShelves walked = new WalkedShelves(folderOfMany, theirs);
      List<String> wrong = new ArrayList<>();
      new Against(truth, walked::rows).judge(wrong);
      Comparison comparison = new Comparison(theirs);
      for (Table table : List.of(ListingStates.TABLE, Spells.TABLE, ProductCounts.TABLE)) {
        wrong.addAll(comparison.differences(table, walked.now(table)));
      }
      TrueHoldings holdings = new TrueHoldings(folderOfMany.resolve("truth"), market);
      new BreachTruth(folderOfMany, truth).judge(theirs.query(BREACHES), wrong);
      new ReachTruth(folderOfMany, holdings).judge(theirs.query(REACH), wrong);
      new RunOffTruth(holdings).judge(theirs.query(RUN_OFF), wrong);
      assertThat(wrong).isEmpty();
      ContractTruth.Judged contracts =
          new ContractTruth(folderOfMany, walked.reference(), theirs)
              .judged(walked.plain(Spells.TABLE));
      // Another contract of the holder may look like a successor, and some new ids match nothing.
      assertThat(contracts.wrong())
          .as("of %d contracts between two snapshots", contracts.contracts())
          .hasSizeLessThan(contracts.contracts() / 500);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void refusesTheRowsThatWerePlantedAndNoOther(long seed) throws IOException {
    new Simulation(SimulationSize.random(seed), seed).writeTo(folder);
    String planted =
        """
        SELECT source, file, CAST(line AS BIGINT) AS line, reasons
        FROM read_csv('%s', all_varchar = true) WHERE line IS NOT NULL
        """
            .formatted(folder.resolve("truth/dirt.csv"));
    String refused =
        """
        SELECT source, file_name AS file, file_line AS line,
          array_to_string(reasons, ' ') AS reasons
        FROM quarantine
        """;
    try (SecondEngine engine = SecondEngine.over(folder, null)) {
      assertThat(engine.query(refused))
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(engine.query(planted));
    }
  }

  @Test
  void findsAnExitADayEarly() throws IOException {
    Truth truth = Truth.of(ManyMarkets.write(folder, SEED, 1).resolve("truth"));
    try (SecondEngine engine = SecondEngine.over(folder, null)) {
      String early = "SELECT * REPLACE (first_absent - 1 AS first_absent) FROM listing_spells";
      List<String> sound = new ArrayList<>();
      new Against(truth, table -> engine.table(table.name())).judge(sound);
      List<String> wrong = new ArrayList<>();
      new Against(
              truth,
              table -> table == Spells.TABLE ? engine.query(early) : engine.table(table.name()))
          .judge(wrong);
      assertThat(sound).isEmpty();
      assertThat(wrong).isNotEmpty();
    }
  }

  @Test
  void findsWrongBreachesReachAndRunOff() throws IOException {
    Path markets = ManyMarkets.write(folder, 6, 3); // markets that have subsidies
    Market market = MarketFile.parse(Files.readString(markets.resolve("market.yml")));
    TrueHoldings holdings = new TrueHoldings(markets.resolve("truth"), market);
    BreachTruth breaches = new BreachTruth(markets, Truth.of(markets.resolve("truth")));
    ReachTruth reach = new ReachTruth(markets, holdings);
    RunOffTruth runOff = new RunOffTruth(holdings);
    try (SecondEngine engine = SecondEngine.over(markets, null)) {
      assertFinds(
          engine,
          breaches::judge,
          BREACHES,
          "WHERE viewer = 'NEW_BUYER'",
          "WHERE as_of_date > first_breach_on",
          "SELECT * REPLACE (breach_days + 1 AS breach_days)",
          "SELECT * REPLACE (above_bp + 0.01 AS above_bp)",
          // As if rules never changed, and as if the bank paid a subsidy.
          "WHERE ceiling_rate_pct NOT IN (1.8, 2.75, 4.75)",
          """
          UNION ALL BY NAME FROM open_lines
          WHERE above_bp <= 0 AND headline_rate_pct > ceiling_rate_pct
          """);
      assertFinds(
          engine,
          reach::judge,
          REACH,
          "WHERE holders_outside_pct > 0",
          "SELECT * REPLACE (100 - holders_outside_pct AS holders_outside_pct)",
          "SELECT * REPLACE (100 - balance_outside_pct AS balance_outside_pct)",
          "SELECT * REPLACE (provinces - 1 AS provinces)",
          "SELECT * REPLACE (mean_distance_km + 1 AS mean_distance_km)",
          "SELECT * REPLACE (CAST(balance * 1.2 AS DECIMAL(20, 2)) AS balance)",
          "SELECT * REPLACE (3 * balance_error AS balance_error)");
      assertFinds(
          engine,
          runOff::judge,
          RUN_OFF,
          "WHERE month > as_of",
          "SELECT * REPLACE (CAST(month + INTERVAL 1 MONTH AS DATE) AS month)",
          "SELECT * REPLACE (CAST(balance * 1.2 AS DECIMAL(20, 2)) AS balance)",
          "SELECT * REPLACE (3 * balance_error AS balance_error)");
    }
  }

  /** With each change of the rows that are judged, more is wrong than without. */
  private static void assertFinds(
      SecondEngine engine,
      BiConsumer<List<Map<String, Object>>, List<String>> judge,
      String rows,
      String... changes) {
    List<String> found = new ArrayList<>();
    judge.accept(engine.query(rows), found);
    for (String change : changes) {
      List<String> wrong = new ArrayList<>();
      judge.accept(engine.query(rows + change), wrong);
      assertThat(wrong).as(rows + change).hasSizeGreaterThan(found.size());
    }
  }

  /** What was found, held against the truth. */
  static final class Against {
    private final Truth truth;
    private final List<Map<String, Object>> states;
    private final Map<List<Object>, List<Map<String, Object>>> spells = new HashMap<>();
    private final Map<List<Object>, TreeSet<LocalDate>> proofs = new HashMap<>();
    private final Map<List<Object>, TreeSet<LocalDate>> events = new HashMap<>();

    Against(Truth truth, Function<Table, List<Map<String, Object>>> found) {
      this.truth = truth;
      this.states = found.apply(ListingStates.TABLE);
      for (Map<String, Object> spell : found.apply(Spells.TABLE)) {
        Offer offer = offerOf(spell);
        spells
            .computeIfAbsent(List.of(offer, spell.get("viewer")), k -> new ArrayList<>())
            .add(spell);
      }
      spells.values().forEach(s -> s.sort(Comparator.comparing(r -> day(r, "first_seen"))));
      for (Map<String, Object> scan : found.apply(Scans.TABLE)) {
        if (scan.get("status").equals("COMPLETE")) {
          proof(scan.get("platform_id"), scan.get("viewer"), day(scan, "scan_date"));
        }
      }
      for (Map<String, Object> event : found.apply(Events.TABLE)) {
        if (event.get("kind").equals(Events.WITHDRAWN_FROM_NEW_BUYERS)) {
          Object platform = event.get("platform_id");
          proof(platform, "NEW_BUYER", day(event, "date_to"));
          events
              .computeIfAbsent(List.of(platform, "NEW_BUYER"), k -> new TreeSet<>())
              .add(day(event, "date_to"));
        }
      }
    }

    private void proof(Object platform, Object viewer, LocalDate day) {
      proofs.computeIfAbsent(List.of(platform, viewer), k -> new TreeSet<>()).add(day);
    }

    private Offer offerOf(Map<String, Object> row) {
      return truth.offer(row.get("platform_id").toString(), row.get("product_id").toString());
    }

    private static LocalDate day(Map<String, Object> row, String column) {
      return (LocalDate) row.get(column);
    }

    void judge(List<String> wrong) {
      for (Offer offer : truth.offers()) {
        for (String viewer : List.of("NEW_BUYER", "HOLDER")) {
          List<Map<String, Object>> found = spells.getOrDefault(List.of(offer, viewer), List.of());
          found.forEach(spell -> judgeExit(offer, viewer, spell, wrong));
          if (offer.isProvable(viewer)) {
            judgeSpells(offer, viewer, found, wrong);
          }
        }
      }
      states.forEach(row -> judgeState(row, wrong));
    }

    /** Nothing is called gone that was there, nor left to holders that holders did not see. */
    private void judgeExit(
        Offer offer, String viewer, Map<String, Object> spell, List<String> wrong) {
      LocalDate absent = day(spell, "first_absent");
      if (absent == null) {
        return;
      }
      String id = spell.get("product_id").toString();
      boolean newBuyer = viewer.equals("NEW_BUYER");
      String other = newBuyer ? "HOLDER" : "NEW_BUYER";
      boolean isFalse =
          offer.isShownAs(id, viewer, absent)
              || offer.isProvable() && offer.isShown(viewer, absent)
              || spell.get("exit").equals("WITHDRAWN")
                  && offer.isShownAs(id, other, absent)
                  && !isAwayByEvent(offer, other, absent)
              || spell.get("exit").equals("HOLDERS_ONLY") && !offer.isShown(other, absent);
      if (isFalse) {
        wrong.add("a false withdrawal: " + offer + " " + offer.stays(viewer) + " " + spell);
      }
    }

    /** One spell a stay, and each ends with the first proof after it. */
    private void judgeSpells(
        Offer offer, String viewer, List<Map<String, Object>> found, List<String> wrong) {
      List<Stay> stays = offer.stays(viewer);
      if (found.size() != stays.size()) {
        wrong.add(offer + " " + viewer + ": stays " + stays + ", spells " + found);
        return;
      }
      for (int i = 0; i < stays.size(); i++) {
        Stay stay = stays.get(i);
        Map<String, Object> spell = found.get(i);
        LocalDate proof =
            stay.to() == null
                ? null
                : proofs
                    .getOrDefault(List.of(offer.platform, viewer), new TreeSet<>())
                    .higher(stay.to());
        boolean agrees =
            stay.has(day(spell, "first_seen"))
                && stay.has(day(spell, "last_seen"))
                && Objects.equals(day(spell, "first_absent"), proof);
        if (!agrees) {
          wrong.add(offer + " " + viewer + ": " + stay + ", first proof " + proof + ", " + spell);
        }
      }
    }

    /**
     * What is said to be seen was shown, what is said to be absent was not; but what an event took
     * away counts as away until it is sighted, though it may have come back unseen.
     */
    private void judgeState(Map<String, Object> row, List<String> wrong) {
      Offer offer = offerOf(row);
      String id = row.get("product_id").toString();
      LocalDate day = day(row, "as_of_date");
      for (String viewer : List.of("NEW_BUYER", "HOLDER")) {
        Object sees = row.get(viewer.equals("HOLDER") ? "holder_sees" : "new_buyer_sees");
        boolean shown = offer.isShownAs(id, viewer, day);
        if (!sees.equals("UNKNOWN")
            && shown == sees.equals("ABSENT")
            && !isAwayByEvent(offer, viewer, day)) {
          wrong.add(offer + " " + offer.stays(viewer) + " " + viewer + " " + row);
        }
      }
    }

    private boolean isAwayByEvent(Offer offer, String viewer, LocalDate day) {
      LocalDate event =
          events.getOrDefault(List.of(offer.platform, viewer), new TreeSet<>()).floor(day);
      return event != null
          && spells.getOrDefault(List.of(offer, viewer), List.of()).stream()
              .filter(spell -> !day(spell, "first_seen").isAfter(day))
              .allMatch(spell -> day(spell, "last_seen").isBefore(event));
    }
  }
}
