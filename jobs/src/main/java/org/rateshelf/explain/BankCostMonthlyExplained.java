package org.rateshelf.explain;

import static java.util.Comparator.naturalOrder;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.rateshelf.answer.BankCost;
import org.rateshelf.answer.BankCostMonthly;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.figures.Exact;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.study.MonthlyCosts;
import org.rateshelf.study.MonthlyCosts.ProductDay;
import org.rateshelf.table.ProductBalances;

/**
 * A row of bank_cost_monthly: its product-days and their rates. The balances that weigh them are
 * holders' data: told are how many product-days have one, never a balance.
 */
record BankCostMonthlyExplained(Trail trail, Cell cell) implements Explained {
  /** A product-day; as listed a term may be written otherwise: the normalised one is no key. */
  private static final Table DAYS =
      Table.gold("product_days")
          .fields(
              BankCost.AS_OF_DATE,
              RateSpreads.PLATFORM_ID,
              RateSpreads.PRODUCT_ID,
              RateSpreads.NORMALISED_TERM)
          .fields(List.copyOf(MonthlyCosts.FIGURES))
          .build();

  @Override
  public void tell() {
    LocalDate from = cell.get(BankCostMonthly.MONTH);
    LocalDate to = from.plusMonths(1).minusDays(1);
    List<ProductDay> days = MonthlyCosts.productDays(costs(from, to), trail.balances(to));
    List<ProductDay> weighed = days.stream().filter(ProductDay::weighed).toList();
    trail.head("How it is made");
    trail.say("a product-day is a product in a term on a day, with the mean of its lines;");
    trail.say("its lines are those of rate kind HEADLINE and CYCLE, the others enter no mean;");
    trail.say("a figure is sum(balance x figure) / sum(balance) over those that have both;");
    trail.say("the balance: of the latest snapshot, told per product and term, of k holders");
    if (cell.has(BankCostMonthly.REASON)) {
      trail.say("no mean, %s: no balance weighs any of them", cell.text(BankCostMonthly.REASON));
    }
    figures(weighed);
    if (cell.has(BankCostMonthly.BANK_PAID_SHARE_PCT)) {
      trail.say(
          "bank_paid_share_pct = 100 x %s / %s, before rounding, = %s",
          cell.text(BankCostMonthly.BANK_PAID_RATE_PCT),
          cell.text(BankCostMonthly.HEADLINE_RATE_PCT),
          cell.text(BankCostMonthly.BANK_PAID_SHARE_PCT));
    }
    trail.head("The product-days that are weighed, by what they cost, or pay");
    members(weighed);
    trail.say("of a product of several lines, or viewers, that day explain asks which");
    trail.head("What was left out, and why");
    leftOut(days.stream().filter(day -> !day.weighed()).toList(), to);
  }

  private List<Object[]> costs(LocalDate from, LocalDate to) {
    return trail
        .rows(
            BankCost.TABLE,
            from,
            to,
            cell.agrees(BankCostMonthly.BANK_ID)
                .and(trail.onPlatforms(cell, BankCostMonthly.PLATFORM_ID)))
        .stream()
        .map(Cell::row)
        .toList();
  }

  private void figures(List<ProductDay> weighed) {
    for (Field<BigDecimal> figure : MonthlyCosts.FIGURES) {
      trail.say(
          "%-26s %10s over %d of %s product-days",
          figure.name(),
          cell.text(figure),
          weighed.stream().filter(day -> day.figure(figure) != null).count(),
          cell.text(BankCostMonthly.PRODUCT_DAYS));
    }
  }

  private void members(List<ProductDay> weighed) {
    trail.members(
        weighed.stream().map(BankCostMonthlyExplained::member).toList(),
        List.of(BankCostMonthly.BANK_COST_PCT, BankCostMonthly.HEADLINE_RATE_PCT),
        BankCost.TABLE,
        BankCostMonthly.BANK_COST_PCT,
        BankCostMonthly.HEADLINE_RATE_PCT,
        BankCostMonthly.BANK_PAID_RATE_PCT,
        BankCostMonthly.FEE_PCT,
        RateSpreads.NORMALISED_TERM);
  }

  private static Cell member(ProductDay day) {
    List<Object> row =
        new ArrayList<>(List.of(day.day(), day.platform(), day.product(), day.term()));
    day.figures().forEach(figure -> row.add(Exact.rounded(figure, 4)));
    return new Cell(DAYS, row.toArray());
  }

  private void leftOut(List<ProductDay> unweighed, LocalDate to) {
    Map<String, LocalDate> first = new HashMap<>();
    trail.each(
        ProductBalances.TABLE,
        LocalDate.MIN,
        to,
        row ->
            first.merge(
                row.get(ProductBalances.PLATFORM_ID),
                row.get(ProductBalances.AS_OF),
                BinaryOperator.minBy(naturalOrder())),
        ProductBalances.PLATFORM_ID);
    trail.counts(
        unweighed,
        day ->
            first.getOrDefault(day.platform(), LocalDate.MAX).isAfter(day.day())
                ? "product-days before the platform's first snapshot"
                : "product-days with no balance of the market's k holders");
  }
}
