package org.rateshelf.explain;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.rateshelf.answer.BestOffers;
import org.rateshelf.answer.MarketStructure;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.day.Levels;
import org.rateshelf.day.Structure;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.PublishedFigures;

/** A row of market_structure: the products on offer, whose they are, and what others published. */
record MarketStructureExplained(Trail trail, Cell cell) implements Explained {
  private static final Field<Integer> FIVE_YEAR =
      Field.whole("five_year", 1, "1 with a line of five years.");
  private static final Field<Integer> PERIODIC =
      Field.whole("periodic", 1, "1 with a line that pays by the period.");
  private static final Field<Integer> LEAST_SHOWN =
      Field.whole("least_shown", 1, "1 with a line whose minimum is shown.");
  private static final Field<Integer> SMALL =
      Field.whole("small", 1, "1 with a line that takes 50 or less.");

  private static final Table OFFERED =
      Table.gold("offered")
          .fields(
              BestOffers.AS_OF_DATE,
              RateSpreads.PLATFORM_ID,
              RateSpreads.PRODUCT_ID,
              RateSpreads.VIEWER,
              RateSpreads.BANK_ID,
              FIVE_YEAR,
              PERIODIC,
              LEAST_SHOWN,
              SMALL)
          .build();

  private static final Table BANKS =
      Table.gold("banks").fields(MarketStructure.PRODUCTS, RateSpreads.BANK_ID).build();

  private static final Table PLATFORMS =
      Table.gold("platforms")
          .fields(
              MarketStructure.PRODUCTS,
              MarketStructure.PLATFORM_ID,
              MarketStructure.AS_OF_DATE,
              MarketStructure.MEASURE)
          .build();

  private static final Table SAID = Table.gold("said").fields(MarketStructure.SAID).build();

  @Override
  public void tell() {
    trail.head("How it is made");
    if (cell.has(MarketStructure.PRODUCTS)) {
      ofProducts();
    } else {
      trail.say(
          cell.has(MarketStructure.VALUE)
              ? "it is of contracts, which are told as counts only"
              : "nothing was measured of it: only others have a figure");
    }
    published();
  }

  private void ofProducts() {
    Collection<Cell> offers = trail.rows(BestOffers.TABLE, day(), row -> true);
    List<Cell> offered =
        Structure.products(offers.stream().map(Cell::row).toList()).stream()
            .map(this::product)
            .toList();
    Predicate<Cell> isThere = trail.onPlatforms(cell, MarketStructure.PLATFORM_ID);
    List<Cell> there = offered.stream().filter(isThere).toList();
    List<Cell> products = there;
    Field<Integer> by = FIVE_YEAR;
    switch (cell.get(MarketStructure.MEASURE)) {
      case "FIVE_YEAR_PCT" -> share(there, by);
      case "PERIODIC_PCT" -> {
        by = PERIODIC;
        share(there, by);
      }
      case "FROM_50_PCT" -> {
        by = SMALL;
        products = there.stream().filter(row -> row.is(LEAST_SHOWN, 1)).toList();
        share(products, by);
      }
      case "BANKS" -> {
        trail.say("%s different banks, by their products on offer:", value());
        shares(there, RateSpreads.BANK_ID);
      }
      case "BANK_HHI_PRODUCTS" -> concentration(there, RateSpreads.BANK_ID);
      case "PLATFORM_HHI_PRODUCTS" -> concentration(there, MarketStructure.PLATFORM_ID);
      default -> trail.say("%s different products on offer", value());
    }
    trail.head("The products on offer");
    members(products, by);
    trail.head("What was left out, and why");
    trail.say("%6d  products without a minimum shown", there.size() - products.size());
    trail.say(
        "%6d  %s",
        offered.size() - there.size(),
        cell.is(MarketStructure.PLATFORM_ID, Levels.ALL)
            ? "in the banks' own channel"
            : "on other platforms");
    notOnOffer(offers.stream().filter(isThere).toList());
  }

  private LocalDate day() {
    return cell.get(MarketStructure.AS_OF_DATE);
  }

  private Cell product(Structure.Product product) {
    Object[] row = {
      day(),
      product.platform(),
      product.id(),
      "NEW_BUYER",
      product.bank(),
      product.isFiveYear() ? 1 : 0,
      product.isPeriodic() ? 1 : 0,
      product.isLeastShown() ? 1 : 0,
      product.isSmall() ? 1 : 0
    };
    return new Cell(OFFERED, row);
  }

  private String value() {
    return cell.text(MarketStructure.VALUE);
  }

  private void share(List<Cell> products, Field<Integer> counted) {
    trail.say(
        "value = 100 x %s %s / %s products = %s",
        products.stream().mapToInt(product -> product.get(counted)).sum(),
        counted,
        products.size(),
        value());
  }

  private void concentration(List<Cell> products, Field<String> owner) {
    trail.say(
        "value = the sum of squared shares = %s / (%s x %s) = %s, of:",
        owned(products, owner).values().stream().mapToLong(n -> n * n).sum(),
        products.size(),
        products.size(),
        value());
    shares(products, owner);
  }

  private void shares(List<Cell> products, Field<String> owner) {
    boolean ofPlatforms = owner == MarketStructure.PLATFORM_ID;
    trail.members(
        owned(products, owner).entrySet().stream()
            .map(
                one -> {
                  Integer n = one.getValue().intValue();
                  return ofPlatforms
                      ? new Cell(PLATFORMS, new Object[] {n, one.getKey(), day(), "PRODUCTS"})
                      : new Cell(BANKS, new Object[] {n, one.getKey()});
                })
            .toList(),
        List.of(MarketStructure.PRODUCTS),
        MarketStructure.TABLE,
        MarketStructure.PRODUCTS,
        owner);
  }

  private static Map<String, Long> owned(List<Cell> products, Field<String> owner) {
    return products.stream().collect(groupingBy(product -> product.get(owner), counting()));
  }

  private void members(List<Cell> products, Field<Integer> by) {
    trail.members(
        products, List.of(by), BestOffers.TABLE, RateSpreads.BANK_ID, FIVE_YEAR, PERIODIC, SMALL);
  }

  /** What stands on the shelf and is not on offer: the count of the stock says how much. */
  private void notOnOffer(List<Cell> offers) {
    trail
        .one(
            ProductCounts.TABLE,
            day(),
            cell.agrees(ProductCounts.PLATFORM_ID)
                .and(row -> row.is(ProductCounts.PRODUCT_KIND, "TIME_DEPOSIT"))
                .and(row -> row.is(ProductCounts.BANK_CLASS, Levels.ALL))
                .and(row -> row.is(ProductCounts.VIEWER, "NEW_BUYER")))
        .ifPresent(
            stock -> {
              trail.say("what is in stock but was not seen that day, or not to buy, is no offer:");
              trail.member(
                  stock,
                  ProductCounts.TABLE,
                  ProductCounts.STOCK,
                  ProductCounts.ON_SALE,
                  ProductCounts.UNKNOWN);
            });
    trail.say("rows of best_offers that day by kind; others than TIME_DEPOSIT are left out:");
    trail.counts(offers, offer -> offer.get(RateSpreads.PRODUCT_KIND));
  }

  private void published() {
    if (!cell.has(MarketStructure.PUBLISHED)) {
      return;
    }
    trail.head("What others published");
    for (Object said : cell.get(MarketStructure.PUBLISHED)) {
      Cell figure = new Cell(SAID, (Object[]) said);
      trail.say(
          "%s %s (%s), by %s: %s",
          figure.text(PublishedFigures.VALUE),
          figure.text(PublishedFigures.UNIT),
          figure.text(PublishedFigures.SCOPE),
          figure.text(PublishedFigures.SOURCE),
          figure.text(PublishedFigures.NOTE));
    }
  }
}
