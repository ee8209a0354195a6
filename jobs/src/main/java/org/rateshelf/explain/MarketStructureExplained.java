package org.rateshelf.explain;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.answer.BestOffers;
import org.rateshelf.answer.MarketStructure;
import org.rateshelf.answer.Pooled;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.schema.Field;
import org.rateshelf.table.PublishedFigures;

/** A row of market_structure: the products on offer, whose they are, and what others published. */
record MarketStructureExplained(Trail trail, Cell cell) implements Explained {
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
    Dataset<Row> offered =
        MarketStructure.products(trail.inputs(new MarketStructure()))
            .filter(cell.agrees(MarketStructure.AS_OF_DATE))
            .withColumn(RateSpreads.VIEWER.name(), lit("NEW_BUYER"));
    Dataset<Row> there = offered.filter(trail.onPlatforms(cell, MarketStructure.PLATFORM_ID));
    Dataset<Row> products = there;
    Field<Integer> by = MarketStructure.FIVE_YEAR;
    switch (cell.get(MarketStructure.MEASURE)) {
      case "FIVE_YEAR_PCT" -> share(there, by);
      case "PERIODIC_PCT" -> {
        by = MarketStructure.PERIODIC;
        share(there, by);
      }
      case "FROM_50_PCT" -> {
        by = MarketStructure.SMALL;
        products = there.filter(MarketStructure.LEAST_SHOWN.col().equalTo(1));
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
    trail.say("%6d  products without a minimum shown", there.count() - products.count());
    trail.say(
        "%6d  %s",
        offered.count() - there.count(),
        Pooled.ALL.equals(cell.get(MarketStructure.PLATFORM_ID))
            ? "in the banks' own channel"
            : "on other platforms");
    notOnOffer();
  }

  private String value() {
    return cell.text(MarketStructure.VALUE);
  }

  private void share(Dataset<Row> products, Field<Integer> counted) {
    Row sums = products.agg(sum(counted.col()), count(lit(1))).head();
    trail.say("value = 100 x %s %s / %s products = %s", sums.get(0), counted, sums.get(1), value());
  }

  private void concentration(Dataset<Row> products, Field<String> owner) {
    Column each = MarketStructure.PRODUCTS.col();
    Row sums = owned(products, owner).agg(sum(each.multiply(each)), sum(each)).head();
    trail.say(
        "value = the sum of squared shares = %s / (%s x %s) = %s, of:",
        sums.get(0), sums.get(1), sums.get(1), value());
    shares(products, owner);
  }

  private void shares(Dataset<Row> products, Field<String> owner) {
    Dataset<Row> owned = owned(products, owner);
    if (owner == MarketStructure.PLATFORM_ID) {
      owned =
          owned
              .withColumn(MarketStructure.AS_OF_DATE.name(), cell.literal(RateSpreads.AS_OF_DATE))
              .withColumn(MarketStructure.MEASURE.name(), lit("PRODUCTS"));
    }
    trail.members(
        owned,
        MarketStructure.PRODUCTS.col(),
        MarketStructure.TABLE,
        MarketStructure.PRODUCTS,
        owner);
  }

  private static Dataset<Row> owned(Dataset<Row> products, Field<String> owner) {
    return products.groupBy(owner.col()).agg(MarketStructure.PRODUCTS.from(count(lit(1))));
  }

  private void members(Dataset<Row> products, Field<Integer> by) {
    trail.members(
        products,
        by.col(),
        BestOffers.TABLE,
        RateSpreads.BANK_ID,
        MarketStructure.FIVE_YEAR,
        MarketStructure.PERIODIC,
        MarketStructure.SMALL);
  }

  /** What stands on the shelf and is not on offer: the count of the stock says how much. */
  private void notOnOffer() {
    trail
        .one(
            ProductCounts.TABLE,
            cell.agrees(ProductCounts.AS_OF_DATE, ProductCounts.PLATFORM_ID)
                .and(ProductCounts.PRODUCT_KIND.col().equalTo("TIME_DEPOSIT"))
                .and(ProductCounts.BANK_CLASS.col().equalTo(Pooled.ALL))
                .and(ProductCounts.VIEWER.col().equalTo("NEW_BUYER")))
        .ifPresent(
            row -> {
              trail.say("what is in stock but was not seen that day, or not to buy, is no offer:");
              trail.member(
                  new Cell(ProductCounts.TABLE, row),
                  ProductCounts.STOCK,
                  ProductCounts.ON_SALE,
                  ProductCounts.UNKNOWN);
            });
    trail.say("rows of best_offers that day by kind; others than TIME_DEPOSIT are left out:");
    trail.counts(
        trail
            .rows(BestOffers.TABLE)
            .filter(cell.agrees(BestOffers.AS_OF_DATE))
            .filter(trail.onPlatforms(cell, MarketStructure.PLATFORM_ID)),
        RateSpreads.PRODUCT_KIND);
  }

  private void published() {
    if (!cell.has(MarketStructure.PUBLISHED)) {
      return;
    }
    trail.head("What others published");
    List<Row> figures = cell.row().getList(cell.row().fieldIndex(MarketStructure.PUBLISHED.name()));
    for (Row row : figures) {
      Cell figure = new Cell(PublishedFigures.TABLE, row);
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
