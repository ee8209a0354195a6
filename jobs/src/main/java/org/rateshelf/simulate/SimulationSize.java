package org.rateshelf.simulate;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.Stream;

/**
 * How large a simulated market is, and between which days.
 *
 * @param plan the reported shelves that the market is built around; empty where all is drawn
 */
public record SimulationSize(
    String plan,
    int platforms,
    int leastProducts,
    int mostProducts,
    long users,
    LocalDate firstDay,
    LocalDate lastDay) {

  /** The market built around what was reported of the Chinese platforms in 2020. */
  public static SimulationSize cn2020() {
    return new SimulationSize(
        "cn-2020", 0, 0, 0, 14_000, LocalDate.of(2020, 10, 1), LocalDate.of(2021, 2, 28));
  }

  /** A small market of its own, with every trap likely. */
  public static SimulationSize random(long seed) {
    Dice dice = Dice.of(seed, "size");
    LocalDate first = LocalDate.of(2021, 1, 1).plusDays(dice.below(365));
    LocalDate last = first.plusDays(dice.between(20, 45) - 1);
    return new SimulationSize("", dice.between(2, 4), 4, 12, dice.between(60, 400), first, last);
  }

  /** A market to measure speed with. */
  public static SimulationSize of(long users, int platforms, int days) {
    LocalDate first = LocalDate.of(2020, 1, 1);
    return new SimulationSize("", platforms, 20, 40, users, first, first.plusDays(days - 1));
  }

  Stream<LocalDate> days() {
    return firstDay.datesUntil(lastDay.plusDays(1));
  }

  /** The days of the snapshots of user rates: month ends, or every tenth day of a short market. */
  List<LocalDate> snapshots() {
    List<LocalDate> monthEnds =
        days().filter(day -> day.equals(YearMonth.from(day).atEndOfMonth())).toList();
    if (monthEnds.size() >= 3) {
      return monthEnds;
    }
    return days().filter(day -> (day.toEpochDay() - firstDay.toEpochDay()) % 10 == 9).toList();
  }
}
