package org.rateshelf.holders;

import static java.util.stream.Collectors.toMap;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.rateshelf.answer.GeographicReach;
import org.rateshelf.figures.Exact;
import org.rateshelf.holders.CellKey.Living;
import org.rateshelf.holders.CellKey.LivingOutside;
import org.rateshelf.holders.Told.Figure;
import org.rateshelf.market.Reference;

/** Rows of {@link GeographicReach}, in the order of its fields. */
final class GeographicReachRows {
  private static final String HOME_UNKNOWN = "HOME_UNKNOWN";
  private static final String OUTSIDE_SUPPRESSED = "OUTSIDE_SUPPRESSED";
  private static final double EARTH_RADIUS_KM = 6371;

  private final HolderDay day;
  private final Map<String, TreeMap<String, Figure>> provinces;
  private final Map<String, Place> places;

  /** Where a province's capital lies, in radians. */
  private record Place(double latitude, double longitude) {
    static Place of(Reference.Province province) {
      return new Place(
          Math.toRadians(province.latitudeDeg().doubleValue()),
          Math.toRadians(province.longitudeDeg().doubleValue()));
    }

    double kmTo(Place other) {
      double across =
          squaredSine((other.latitude - latitude) / 2)
              + Math.cos(latitude)
                  * Math.cos(other.latitude)
                  * squaredSine((other.longitude - longitude) / 2);
      return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(across));
    }

    private static double squaredSine(double angle) {
      return Math.sin(angle) * Math.sin(angle);
    }
  }

  private GeographicReachRows(HolderDay day) {
    this.day = day;
    this.provinces = day.parts(Living.class, Living::bank, Living::province);
    this.places =
        day.reference().provinces().stream().collect(toMap(Reference.Province::name, Place::of));
  }

  static List<Object[]> of(HolderDay day) {
    GeographicReachRows rows = new GeographicReachRows(day);
    return day.banks().stream().map(rows::row).toList();
  }

  private Object[] row(String bankId) {
    Figure whole = day.figure(new Living(bankId, null));
    Figure outside = day.figure(new LivingOutside(bankId));
    Reference.Bank bank = day.reference().bank(bankId);
    String home = bank == null ? null : bank.homeProvince();
    TreeMap<String, Figure> told = provinces.getOrDefault(bankId, new TreeMap<>());
    return new Object[] {
      day.date(),
      bankId,
      home,
      whole.holders(),
      percent(outside.holders(), whole.holders()),
      whole.balance(),
      whole.error(),
      Exact.percent(outside.balance(), whole.balance(), 2),
      whole.isTold() ? told.size() : null,
      meanDistanceKm(told, places.get(home)),
      reason(whole, home, outside)
    };
  }

  private static BigDecimal percent(Long part, Long whole) {
    return part == null
        ? null
        : Exact.percent(BigDecimal.valueOf(part), BigDecimal.valueOf(whole), 2);
  }

  private static String reason(Figure whole, String home, Figure outside) {
    if (!whole.isTold()) {
      return Told.SUPPRESSED;
    }
    return home == null ? HOME_UNKNOWN : outside.isTold() ? null : OUTSIDE_SUPPRESSED;
  }

  /** Weighed by told holders; null where no place is known. */
  private Integer meanDistanceKm(TreeMap<String, Figure> told, Place home) {
    long holders = 0;
    double km = 0;
    for (Map.Entry<String, Figure> province : told.entrySet()) {
      Place place = places.get(province.getKey());
      if (home != null && place != null) {
        holders += province.getValue().holders();
        km += province.getValue().holders() * home.kmTo(place);
      }
    }
    return holders == 0
        ? null
        : BigDecimal.valueOf(km / holders).setScale(0, RoundingMode.HALF_UP).intValue();
  }
}
