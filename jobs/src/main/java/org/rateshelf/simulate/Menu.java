package org.rateshelf.simulate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Draws what banks offer: mostly at the ceiling of the term, or little below it. */
final class Menu {
  static final String TIME = "TIME_DEPOSIT";
  static final String SMART = "SMART_DEPOSIT";

  /** Terms in days, each with the term whose ceiling the bank has in mind. */
  private static final Map<String, String> MEANT =
      Map.of("P7D", "P3M", "P30D", "P3M", "P90D", "P3M", "P180D", "P6M", "P188D", "P6M");

  private final Reference reference;
  private final LocalDate day;
  private final Dice dice;

  Menu(Reference reference, LocalDate day, Dice dice) {
    this.reference = reference;
    this.day = day;
    this.dice = dice;
  }

  List<Line> lines(String kind, Reference.Bank bank) {
    return switch (kind) {
      case TIME -> timeDeposit(bank);
      case SMART -> smartDeposit(bank);
      case "DEMAND_DEPOSIT" -> List.of(demandDeposit());
      case "STRUCTURED_DEPOSIT" ->
          List.of(Line.of("P90D", "AT_MATURITY", "HEADLINE", "10000.00", hundredths(120, 380)));
      case "ASSET_MANAGEMENT" ->
          List.of(Line.of("P180D", "", "OTHER", "1.00", hundredths(280, 450)));
      default -> List.of(Line.of("", "", "OTHER", "1000.00", null));
    };
  }

  private List<Line> timeDeposit(Reference.Bank bank) {
    int draw = dice.below(100);
    if (draw < 30) {
      return List.of(periodic(bank, dice.oneOf("P7D", "P30D", "P90D", "P180D"), minimum()));
    }
    if (draw < 38) {
      return List.of(single(bank, dice.oneOf("P7D", "P30D", "P90D", "P180D", "P188D"), minimum()));
    }
    if (draw < 50) {
      List<Line> lines = new ArrayList<>();
      String minimum = minimum();
      for (String term : dice.oneOf(List.of("P3M", "P6M", "P1Y"), List.of("P1Y", "P3Y", "P5Y"))) {
        lines.add(single(bank, term, minimum));
      }
      return lines;
    }
    Line line = single(bank, dice.oneOf(Reference.TERMS), minimum());
    if (draw < 56) {
      return List.of(line.bonus("0.5", dice.oneOf(7, 30)));
    }
    if (draw < 60) {
      return List.of(line.with("subsidy_rate_pct", dice.oneOf("0.3", "0.5", "1")));
    }
    if (draw < 66) { // a second line, alike but for its rate
      BigDecimal less = line.baseRate().subtract(new BigDecimal("0.1"));
      return List.of(line, Line.atMaturity(line.term(), line.minAmount(), less));
    }
    return draw < 68 ? List.of(Line.atMaturity(line.term(), "", null)) : List.of(line);
  }

  /** A deposit paid once, at its end. */
  Line single(Reference.Bank bank, String term, String minimum) {
    return Line.atMaturity(term, minimum, rate(bank, term));
  }

  /** A five-year deposit that pays at the end of each short cycle. */
  Line periodic(Reference.Bank bank, String cycle, String minimum) {
    int below = Map.of("P7D", 110, "P30D", 70, "P90D", 55, "P180D", 35, "P1Y", 15).get(cycle);
    BigDecimal ceiling = reference.ceiling(bank, "P5Y", day);
    BigDecimal rate =
        ceiling.subtract(hundredths(below, below + 20)).setScale(3, RoundingMode.HALF_UP);
    return Line.of("P5Y", cycle, "CYCLE", minimum, rate);
  }

  private List<Line> smartDeposit(Reference.Bank bank) {
    Line end = single(bank, "P5Y", "50.00");
    BigDecimal top = end.baseRate();
    if (dice.chance(50)) {
      BigDecimal early = top.subtract(new BigDecimal("0.5"));
      return List.of(end, Line.of("P5Y", "AT_WITHDRAWAL", "ANY_TIME", "50.00", early));
    }
    return List.of(
        Line.tier(0, top.subtract(new BigDecimal("1.2"))),
        Line.tier(90, top.subtract(new BigDecimal("0.7"))),
        Line.tier(365, top));
  }

  private Line demandDeposit() {
    return Line.of(
        "DEMAND", "AT_WITHDRAWAL", dice.oneOf("HEADLINE", "ANY_TIME"), "", hundredths(30, 390));
  }

  private BigDecimal rate(Reference.Bank bank, String term) {
    BigDecimal ceiling = reference.ceiling(bank, MEANT.getOrDefault(term, term), day);
    boolean dear = ceiling.compareTo(BigDecimal.valueOf(3)) > 0;
    if (dice.chance(dear ? 45 : 75)) {
      return ceiling.setScale(3, RoundingMode.HALF_UP);
    }
    int most = dear ? 25 : 12;
    return ceiling.subtract(hundredths(1, most)).setScale(3, RoundingMode.HALF_UP);
  }

  private String minimum() {
    int draw = dice.below(100);
    return draw < 52 ? "50.00" : draw < 75 ? "1000.00" : draw < 95 ? "10000.00" : "";
  }

  private BigDecimal hundredths(int least, int most) {
    return BigDecimal.valueOf(dice.between(least, most), 2);
  }
}
