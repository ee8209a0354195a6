package org.rateshelf.study;

import static java.time.temporal.ChronoUnit.DAYS;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rateshelf.answer.EventStudy;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.answer.SpreadSummary;
import org.rateshelf.day.Day;
import org.rateshelf.day.Levels;
import org.rateshelf.day.Posted;
import org.rateshelf.figures.Exact;
import org.rateshelf.market.Comparator;
import org.rateshelf.market.Comparator.Kind;
import org.rateshelf.market.Market;
import org.rateshelf.market.Reference;
import org.rateshelf.schema.Field;

/**
 * New buyers' time deposits and their spread day by day around each event, and beside them the
 * posted rates of the big banks: a background, no control group.
 */
public final class EventStudies {
  private static final String TIME = "TIME_DEPOSIT";
  private static final String POSTED = "POSTED";
  private static final Map<String, String> POSTED_BY_TERM =
      Map.of("P1Y", "POSTED_BIG_1Y_PCT", "P3Y", "POSTED_BIG_3Y_PCT", "P5Y", "POSTED_BIG_5Y_PCT");

  /**
   * What was measured on a day.
   *
   * @param platform or ALL
   * @param value to four places; null for a spread that no line has
   */
  public record Measured(LocalDate day, String platform, String measure, BigDecimal value)
      implements Serializable {
    private Series series() {
      return new Series(platform, measure);
    }
  }

  private record Series(String platform, String measure) {}

  private record Place(LocalDate day, Series series) {}

  private EventStudies() {}

  /**
   * What was measured on a day; nothing before the first day of any window.
   *
   * @param productCounts that day's rows of product_counts
   * @param spreadSummary that day's rows of spread_summary
   */
  public static List<Measured> of(
      Day day, List<Object[]> productCounts, List<Object[]> spreadSummary, Reference reference) {
    List<Measured> measured = new ArrayList<>();
    if (reference.market().windows().stream().anyMatch(event -> isIn(event, day.date()))) {
      shelf(day.date(), productCounts, spreadSummary, reference, measured);
      background(day, reference, measured);
    }
    return measured;
  }

  private static boolean isIn(Market.EventWindows event, LocalDate day) {
    return !day.isBefore(event.before().from());
  }

  private static void shelf(
      LocalDate day,
      List<Object[]> productCounts,
      List<Object[]> spreadSummary,
      Reference reference,
      List<Measured> measured) {
    Map<String, BigDecimal> spreads = new HashMap<>();
    for (Object[] row : spreadSummary) {
      if (isTold(row)) {
        spreads.put(
            SpreadSummary.TABLE.value(row, SpreadSummary.PLATFORM_ID),
            SpreadSummary.TABLE.value(row, SpreadSummary.MEAN_BP));
      }
    }
    boolean held = reference.market().comparators().containsKey(Kind.BIG_POSTED);
    for (Object[] row : productCounts) {
      if (isCounted(row)) {
        String platform = ProductCounts.TABLE.value(row, ProductCounts.PLATFORM_ID);
        measured.add(new Measured(day, platform, "STOCK", count(row, ProductCounts.STOCK)));
        measured.add(new Measured(day, platform, "ON_SALE", count(row, ProductCounts.ON_SALE)));
        if (held) {
          BigDecimal spread = fourPlaces(spreads.get(platform));
          measured.add(new Measured(day, platform, "SPREAD_BIG_BP", spread));
        }
      }
    }
  }

  /** New buyers' time deposits of all classes. */
  private static boolean isCounted(Object[] row) {
    return ProductCounts.TABLE.value(row, ProductCounts.PRODUCT_KIND).equals(TIME)
        && Levels.ALL.equals(ProductCounts.TABLE.value(row, ProductCounts.BANK_CLASS))
        && ProductCounts.TABLE.value(row, ProductCounts.VIEWER).equals("NEW_BUYER");
  }

  /** Time deposits of all classes and terms, against the big banks. */
  private static boolean isTold(Object[] row) {
    return SpreadSummary.TABLE.value(row, SpreadSummary.PRODUCT_KIND).equals(TIME)
        && Levels.ALL.equals(SpreadSummary.TABLE.value(row, SpreadSummary.BANK_CLASS))
        && SpreadSummary.TABLE.value(row, SpreadSummary.TERM).equals(Levels.ALL)
        && SpreadSummary.TABLE.value(row, SpreadSummary.COMPARATOR).equals(Kind.BIG_POSTED.name());
  }

  private static BigDecimal count(Object[] row, Field<Integer> count) {
    return fourPlaces(BigDecimal.valueOf(ProductCounts.TABLE.value(row, count)));
  }

  private static BigDecimal fourPlaces(BigDecimal value) {
    return value == null ? null : value.setScale(4, RoundingMode.HALF_UP);
  }

  /** The mean posted rate of the big banks, by term; no measure on a day without one. */
  private static void background(Day day, Reference reference, List<Measured> measured) {
    Comparator big = reference.market().comparators().get(Kind.BIG_POSTED);
    Map<String, List<BigDecimal>> rates = new HashMap<>();
    for (Posted posted : day.posted()) {
      String measure = POSTED_BY_TERM.get(posted.term());
      if (measure != null && posted.productKind().equals(TIME) && isBig(posted, big, reference)) {
        rates.computeIfAbsent(measure, m -> new ArrayList<>()).add(posted.ratePct());
      }
    }
    rates.forEach(
        (measure, all) -> {
          BigDecimal sum = all.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
          BigDecimal mean = Exact.mean(sum, all.size(), 4);
          measured.add(new Measured(day.date(), Levels.ALL, measure, mean));
        });
  }

  /** A bank of the compared classes, by the reference: one outside it is in none. */
  private static boolean isBig(Posted posted, Comparator big, Reference reference) {
    Reference.Bank bank = reference.bank(posted.bankId());
    return big != null && bank != null && big.classes().contains(bank.bankClass());
  }

  /**
   * The rows of event_study.
   *
   * @param measured what was measured on the days that are computed
   * @param earlier rows of event_study of days before them: their values stand
   */
  public static List<Object[]> rows(
      Collection<Measured> measured, Collection<Object[]> earlier, Reference reference) {
    Map<Place, Measured> all = new LinkedHashMap<>();
    for (Object[] row : earlier) {
      put(
          all,
          new Measured(
              EventStudy.TABLE.value(row, EventStudy.AS_OF_DATE),
              EventStudy.TABLE.value(row, EventStudy.PLATFORM_ID),
              EventStudy.TABLE.value(row, EventStudy.MEASURE),
              EventStudy.TABLE.value(row, EventStudy.VALUE)));
    }
    measured.forEach(one -> put(all, one));
    List<Object[]> rows = new ArrayList<>();
    for (Market.EventWindows windows : reference.market().windows()) {
      for (Reference.Event event : reference.events()) {
        if (event.id().equals(windows.eventId())) {
          around(event, windows, all, rows);
        }
      }
    }
    return rows;
  }

  /** What is measured on a day is so of each event whose days it is among. */
  private static void put(Map<Place, Measured> all, Measured one) {
    all.put(new Place(one.day(), one.series()), one);
  }

  private static void around(
      Reference.Event event,
      Market.EventWindows windows,
      Map<Place, Measured> all,
      List<Object[]> rows) {
    LocalDate dayBefore = event.from().minusDays(1);
    for (Measured one : all.values()) {
      if (isIn(windows, one.day())) {
        // Of a day before the event's own days there is no row, hence no base value.
        Measured base =
            isIn(windows, dayBefore) ? all.get(new Place(dayBefore, one.series())) : null;
        BigDecimal baseValue = base == null ? null : base.value();
        rows.add(
            new Object[] {
              event.id(),
              (int) DAYS.between(event.from(), one.day()),
              one.platform(),
              one.measure(),
              one.day(),
              one.value(),
              baseValue,
              one.value() == null || baseValue == null ? null : one.value().subtract(baseValue),
              one.measure().startsWith(POSTED)
            });
      }
    }
  }
}
