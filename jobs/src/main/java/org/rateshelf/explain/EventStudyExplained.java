package org.rateshelf.explain;

import static org.apache.spark.sql.functions.lit;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.answer.EventStudy;
import org.rateshelf.answer.Pooled;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.answer.SpreadSummary;
import org.rateshelf.market.Comparator;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
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
    LocalDate day = LocalDate.parse(cell.text(EventStudy.AS_OF_DATE));
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
      case "STOCK" -> shelf(ProductCounts.TABLE, ofShelf(day).and(seenByNewBuyers()), STOCK);
      case "ON_SALE" -> shelf(ProductCounts.TABLE, ofShelf(day).and(seenByNewBuyers()), ON_SALE);
      case "SPREAD_BIG_BP" -> shelf(SpreadSummary.TABLE, ofShelf(day).and(toBigBanks()), SPREADS);
      default -> posted(day, "P" + measure.replaceAll("\\D", "") + "Y");
    }
  }

  private Column ofShelf(LocalDate day) {
    return ProductCounts.AS_OF_DATE
        .col()
        .equalTo(lit(day))
        .and(cell.agrees(EventStudy.PLATFORM_ID))
        .and(ProductCounts.BANK_CLASS.col().equalTo(Pooled.ALL));
  }

  private static Column seenByNewBuyers() {
    return ProductCounts.VIEWER.col().equalTo("NEW_BUYER");
  }

  private static Column toBigBanks() {
    return SpreadSummary.TERM
        .col()
        .equalTo(Pooled.ALL)
        .and(SpreadSummary.COMPARATOR.col().equalTo(Comparator.Kind.BIG_POSTED.name()));
  }

  /** The shelf's row of the kind that is studied; of others what they had. */
  private void shelf(Table table, Column condition, List<Field<?>> figures) {
    Field<?>[] shown = figures.toArray(Field<?>[]::new);
    Column studied = ProductCounts.PRODUCT_KIND.col().equalTo(KIND);
    Optional<Row> row = trail.one(table, condition.and(studied));
    row.ifPresentOrElse(
        found -> trail.member(new Cell(table, found), shown),
        () -> trail.say("%s has no row for it: no value", table.name()));
    Dataset<Row> others = trail.rows(table).filter(condition.and(studied.equalTo(false)));
    trail.say("left out, of other kinds: %d rows", others.count());
    trail.members(others, figures.get(0).col(), table, shown);
  }

  /** The posted rates of the big banks that a mean of the background is of. */
  private void posted(LocalDate day, String term) {
    List<String> classes = trail.market().comparators().get(Comparator.Kind.BIG_POSTED).classes();
    Dataset<Row> posted =
        trail
            .rows(PostedDays.TABLE)
            .filter(PostedDays.AS_OF_DATE.col().equalTo(lit(day)))
            .filter(PostedDays.PRODUCT_KIND.col().equalTo(KIND))
            .filter(trail.ofClasses(classes, PostedDays.BANK_ID));
    Dataset<Row> ofTerm = posted.filter(PostedDays.TERM.col().equalTo(term));
    List<Row> rates = ofTerm.orderBy(PostedDays.BANK_ID.col()).collectAsList();
    BigDecimal sum =
        rates.stream()
            .map(row -> new Cell(PostedDays.TABLE, row).get(PostedDays.RATE_PCT))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    trail.say(
        "mean = %s / %d, over the banks of class %s with a posted rate for exactly %s",
        sum, rates.size(), String.join(", ", classes), term);
    rates.forEach(row -> new PostedDaysExplained(trail, new Cell(PostedDays.TABLE, row)).source());
    long banks =
        trail.rows(Banks.TABLE).filter(Banks.BANK_CLASS.col().isin(classes.toArray())).count();
    trail.say("left out: %d banks of these classes without one", banks - rates.size());
    trail.say("left out: %d posted rates of theirs for other terms", posted.count() - rates.size());
  }
}
