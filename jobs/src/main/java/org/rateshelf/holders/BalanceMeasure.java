package org.rateshelf.holders;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.rateshelf.figures.Exact;
import org.rateshelf.holders.CellKey.Stake;
import org.rateshelf.holders.Told.Figure;

/**
 * What market_structure tells of balances on the day of a snapshot.
 *
 * @param platform the own channel too, which is not in ALL
 * @param value to four places
 */
public record BalanceMeasure(LocalDate day, String platform, String measure, BigDecimal value)
    implements Serializable {
  private static final int PLACES = 4;

  static List<BalanceMeasure> of(HolderDay day) {
    List<BalanceMeasure> measures = new ArrayList<>();
    TreeMap<String, Figure> wholes = new TreeMap<>();
    day.cells(Stake.class)
        .forEach(
            (stake, sum) -> {
              Figure figure = day.told().figure(sum);
              if (stake.bank() == null && figure.isTold()) {
                wholes.put(stake.platform(), figure);
              }
            });
    wholes.forEach(
        (platform, figure) ->
            add(measures, day, platform, "PLATFORM_BALANCE", figure.balance().setScale(PLACES)));
    day.parts(Stake.class, Stake::platform, Stake::bank)
        .forEach(
            (platform, banks) ->
                add(measures, day, platform, "BANK_HHI_BALANCE", hhi(banks.values().stream())));
    Stream<Figure> platforms =
        wholes.entrySet().stream()
            .filter(each -> !each.getKey().equals(CellKey.ALL))
            .filter(each -> !day.reference().isOwnChannel(each.getKey()))
            .map(Map.Entry::getValue);
    add(measures, day, CellKey.ALL, "PLATFORM_HHI_BALANCE", hhi(platforms));
    return measures;
  }

  private static BigDecimal hhi(Stream<Figure> figures) {
    return Exact.hhi(figures.map(Figure::balance).toList());
  }

  private static void add(
      List<BalanceMeasure> measures,
      HolderDay day,
      String platform,
      String measure,
      BigDecimal value) {
    if (value != null) {
      measures.add(new BalanceMeasure(day.date(), platform, measure, value));
    }
  }
}
