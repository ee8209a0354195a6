package org.rateshelf.explain;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;
import org.rateshelf.answer.EventStudy;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.answer.SpreadSummary;
import org.rateshelf.day.Levels;
import org.rateshelf.market.Comparator;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.PostedDays;

/** A row of event_study: the row below it on its day and on the day before the event. */
record EventStudyExplained(Trail trail, Cell cell) implements Explained {
  private static final String KIND = "TIME_DEPOSIT";
  private static final List<Field<?>> STOCK = List.of(ProductCounts.STOCK);
  private static final List<Field<?>> ON_SALE = List.of(ProductCounts.ON_SALE, ProductCounts.STOCK);
  private static final List<Field<?>> SPREADS =
      List.of(SpreadSummary.MEAN_BP, SpreadSummary.LINES, SpreadSummary.LINES_WITHOUT_SPREAD);

  @Override
  public void tell() {
    LocalDate day = cell.get(EventStudy.AS_OF_DATE);
    int from = cell.get(EventStudy.DAYS_FROM_EVENT);
    LocalDate base = day.minusDays(from + 1L);
    trail.head("How it is made");
    trail.say(
        "change = value - base_value = %s - %s = %s",
        cell.text(EventStudy.VALUE),
        cell.text(EventStudy.BASE_VALUE),
        cell.text(EventStudy.CHANGE));
    trail.say("value is of %s, base_value of %s, the day before the event", day, base);
    List.of(day, base).forEach(this::below);
  }

  private void below(LocalDate day) {
    trail.head("On " + day);
    String measure = cell.get(EventStudy.MEASURE);
    switch (measure) {
      case "STOCK" -> shelf(ProductCounts.TABLE, day, seenByNewBuyers(), STOCK);
      case "ON_SALE" -> shelf(ProductCounts.TABLE, day, seenByNewBuyers(), ON_SALE);
      case "SPREAD_BIG_BP" -> shelf(SpreadSummary.TABLE, day, toBigBanks(), SPREADS);
      default -> posted(day, "P" + measure.replaceAll("\\D", "") + "Y");
    }
  }

  private static Predicate<Cell> seenByNewBuyers() {
    return row -> row.is(ProductCounts.VIEWER, "NEW_BUYER");
  }

  private static Predicate<Cell> toBigBanks() {
    return row ->
        row.is(SpreadSummary.TERM, Levels.ALL)
            && row.is(SpreadSummary.COMPARATOR, Comparator.Kind.BIG_POSTED.name());
  }

  /** The shelf's row of the kind that is studied; of others what they had. */
  private void shelf(Table table, LocalDate day, Predicate<Cell> those, List<Field<?>> figures) {
    Field<?>[] shown = figures.toArray(Field<?>[]::new);
    Predicate<Cell> studied = row -> row.is(ProductCounts.PRODUCT_KIND, KIND);
    Predicate<Cell> ofShelf =
        those
            .and(cell.agrees(EventStudy.PLATFORM_ID))
            .and(row -> row.is(ProductCounts.BANK_CLASS, Levels.ALL));
    trail
        .one(table, day, ofShelf.and(studied))
        .ifPresentOrElse(
            found -> trail.member(found, table, shown),
            () -> trail.say("%s has no row for it: no value", table.name()));
    List<Cell> others = trail.rows(table, day, ofShelf.and(studied.negate()));
    trail.say("left out, of other kinds: %d rows", others.size());
    trail.members(others, List.of(figures.get(0)), table, shown);
  }

  /** The posted rates of the big banks that a mean of the background is of. */
  private void posted(LocalDate day, String term) {
    List<String> classes = trail.market().comparators().get(Comparator.Kind.BIG_POSTED).classes();
    List<Cell> posted =
        trail.rows(
            PostedDays.TABLE,
            day,
            trail
                .ofClasses(classes, PostedDays.BANK_ID)
                .and(row -> row.is(PostedDays.PRODUCT_KIND, KIND)));
    List<Cell> rates =
        posted.stream()
            .filter(row -> row.is(PostedDays.TERM, term))
            .sorted(Cell.by(List.of(PostedDays.BANK_ID)))
            .toList();
    BigDecimal sum =
        rates.stream()
            .map(row -> row.get(PostedDays.RATE_PCT))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    trail.say(
        "mean = %s / %d, over the banks of class %s with a posted rate for exactly %s",
        sum, rates.size(), String.join(", ", classes), term);
    rates.forEach(rate -> new PostedDaysExplained(trail, rate).source());
    int banks = trail.banks(classes).size();
    trail.say("left out: %d banks of these classes without one", banks - rates.size());
    trail.say("left out: %d posted rates of theirs for other terms", posted.size() - rates.size());
  }
}
