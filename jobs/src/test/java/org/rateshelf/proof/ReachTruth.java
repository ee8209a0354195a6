package org.rateshelf.proof;

import static java.lang.Math.acos;
import static java.lang.Math.cos;
import static java.lang.Math.sin;
import static java.lang.Math.toRadians;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rateshelf.proof.TrueHoldings.Cell;
import org.rateshelf.proof.TrueHoldings.Held;

/** Where the holders of each bank really live, held against geographic_reach. */
final class ReachTruth {
  private static final List<String> COUNTS =
      List.of(
          "home_province",
          "holders",
          "holders_outside_pct",
          "provinces",
          "mean_distance_km",
          "reason");
  private static final double EARTH_RADIUS_KM = 6371;

  /** Holders of a bank in a province. */
  private record Place(List<Object> ofBank, String province) {}

  private final TrueHoldings holdings;
  private final Map<String, String> homes = new HashMap<>();
  private final Map<String, double[]> capitals = new HashMap<>();
  private final Map<List<Object>, Cell> placed;
  private final Map<List<Object>, Cell> outside;
  private final Map<Place, Cell> places;

  ReachTruth(Path market, TrueHoldings holdings) throws IOException {
    this.holdings = holdings;
    for (Map<String, String> row : Truth.rows(market.resolve("truth/banks.csv"))) {
      homes.put(row.get("bank_id"), row.get("home_province"));
      homes.put(row.get("former_id"), row.get("home_province"));
    }
    for (Map<String, String> row : Truth.rows(market.resolve("reference/provinces.csv"))) {
      double latitude = toRadians(Double.parseDouble(row.get("latitude_deg")));
      double longitude = toRadians(Double.parseDouble(row.get("longitude_deg")));
      capitals.put(row.get("province"), new double[] {latitude, longitude});
    }
    this.placed = holdings.told(each -> !each.province().isEmpty(), Held::ofBank);
    this.outside =
        holdings.told(
            each -> !each.province().isEmpty() && !each.province().equals(homes.get(each.bank())),
            Held::ofBank);
    this.places =
        holdings.told(
            each -> !each.province().isEmpty(), each -> new Place(each.ofBank(), each.province()));
  }

  void judge(List<Map<String, Object>> rows, List<String> wrong) {
    ToldMoney balances = new ToldMoney("balance of holders whose province is known");
    ToldMoney outsides = new ToldMoney("balance of holders outside the home province");
    Set<List<Object>> missing = new HashSet<>(holdings.days());
    for (Map<String, Object> row : rows) {
      List<Object> ofBank = List.of(row.get("as_of"), row.get("bank_id"));
      if (!missing.remove(ofBank)) {
        wrong.add("no holder in truth: " + row);
        continue;
      }
      List<Object> told = COUNTS.stream().map(column -> Values.plain(row.get(column))).toList();
      List<Object> truth = counts(ofBank);
      if (!told.equals(truth)) {
        wrong.add(ofBank + " reaches " + told + ", in truth " + truth);
      } else if (row.get("balance") != null) {
        BigDecimal balance = (BigDecimal) row.get("balance");
        BigDecimal error = (BigDecimal) row.get("balance_error");
        balances.add(ofBank, placed.get(ofBank).balance(), balance, error, wrong);
        if (row.get("balance_outside_pct") instanceof BigDecimal percent) {
          BigDecimal part = balance.multiply(percent).movePointLeft(2);
          outsides.add(ofBank, outside.get(ofBank).balance(), part, null, wrong);
        }
      }
    }
    missing.forEach(ofBank -> wrong.add("no reach is told of " + ofBank));
    balances.judge(wrong);
    outsides.judge(wrong);
  }

  private List<Object> counts(List<Object> ofBank) {
    String home = homes.get(ofBank.get(1));
    Cell all = placed.get(ofBank);
    if (all == null) {
      return plain(home, null, null, null, null, "SUPPRESSED");
    }
    long holders = holdings.nearest(all.holders());
    Cell away = outside.get(ofBank);
    BigDecimal percent =
        away == null
            ? null
            : BigDecimal.valueOf(100 * holdings.nearest(away.holders()))
                .divide(BigDecimal.valueOf(holders), 2, RoundingMode.HALF_UP);
    int provinces = 0;
    double weighed = 0;
    double weights = 0;
    for (String province : capitals.keySet()) {
      Cell there = places.get(new Place(ofBank, province));
      if (there != null) {
        provinces++;
        weights += holdings.nearest(there.holders());
        weighed += holdings.nearest(there.holders()) * kilometres(home, province);
      }
    }
    Long distance = provinces == 0 ? null : Math.round(weighed / weights);
    String reason = away == null ? "OUTSIDE_SUPPRESSED" : null;
    return plain(home, holders, percent, provinces, distance, reason);
  }

  private static List<Object> plain(Object... values) {
    return Arrays.stream(values).map(Values::plain).toList();
  }

  /** By the spherical law of cosines, which is not how the table has it. */
  private double kilometres(String home, String province) {
    double[] a = capitals.get(home);
    double[] b = capitals.get(province);
    double cosine = sin(a[0]) * sin(b[0]) + cos(a[0]) * cos(b[0]) * cos(a[1] - b[1]);
    return EARTH_RADIUS_KM * acos(Math.min(1, cosine));
  }
}
