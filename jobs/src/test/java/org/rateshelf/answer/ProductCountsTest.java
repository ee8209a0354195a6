package org.rateshelf.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rateshelf.answer.ProductCounts.AS_OF_DATE;
import static org.rateshelf.answer.ProductCounts.ENTERED;
import static org.rateshelf.answer.ProductCounts.RELISTED;
import static org.rateshelf.answer.ProductCounts.STOCK;
import static org.rateshelf.answer.ProductCounts.VIEWER;
import static org.rateshelf.answer.ProductCounts.WITHDRAWN;

import java.time.LocalDate;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.rateshelf.Rows;
import org.rateshelf.schema.Field.Cell;

class ProductCountsTest {
  private static final LocalDate FIRST = LocalDate.of(2020, 12, 1);

  @Test
  void aStockThatFollowsFromWhatCameAndWentBalances() {
    assertThat(
            ProductCounts.unbalanced(
                    days()
                        .row(day(0), STOCK.is(3), ENTERED.is(3))
                        .row(day(1), STOCK.is(4), ENTERED.is(2), RELISTED.is(1), WITHDRAWN.is(2))
                        .row(day(2), STOCK.is(4))
                        .dataset())
                .collectAsList())
        .isEmpty();
  }

  @Test
  void aRowThatDoesNotFollowFromTheDayBeforeIsFound() {
    assertThat(
            Rows.valuesOf(
                ProductCounts.unbalanced(
                    days()
                        .row(day(0), STOCK.is(3), ENTERED.is(3))
                        .row(day(1), STOCK.is(2))
                        .row(day(2), STOCK.is(2))
                        .dataset()),
                AS_OF_DATE))
        .containsExactly(FIRST.plusDays(1));
  }

  @Test
  void everyCellBalancesByItself() {
    Rows rows =
        days()
            .row(day(0), STOCK.is(1), ENTERED.is(1), VIEWER.is("NEW_BUYER"))
            .row(day(1), STOCK.is(0), VIEWER.is("NEW_BUYER"))
            .row(day(0), STOCK.is(0), VIEWER.is("HOLDER"))
            .row(day(1), STOCK.is(1), VIEWER.is("HOLDER"));
    assertThat(ProductCounts.unbalanced(rows.dataset()).collectAsList())
        .extracting((Row r) -> r.getAs(VIEWER.name()))
        .containsExactlyInAnyOrder("NEW_BUYER", "HOLDER");
  }

  private static Rows days() {
    return Rows.of(ProductCounts.TABLE).each(ENTERED.is(0), RELISTED.is(0), WITHDRAWN.is(0));
  }

  private static Cell day(int after) {
    return AS_OF_DATE.is(FIRST.plusDays(after));
  }
}
