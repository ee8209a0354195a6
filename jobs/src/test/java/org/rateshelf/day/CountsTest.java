package org.rateshelf.day;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rateshelf.answer.ProductCounts.AS_OF_DATE;
import static org.rateshelf.answer.ProductCounts.BANK_CLASS;
import static org.rateshelf.answer.ProductCounts.ENTERED;
import static org.rateshelf.answer.ProductCounts.ON_SALE;
import static org.rateshelf.answer.ProductCounts.PLATFORM_ID;
import static org.rateshelf.answer.ProductCounts.RELISTED;
import static org.rateshelf.answer.ProductCounts.STOCK;
import static org.rateshelf.answer.ProductCounts.TABLE;
import static org.rateshelf.answer.ProductCounts.UNKNOWN;
import static org.rateshelf.answer.ProductCounts.VIEWER;
import static org.rateshelf.answer.ProductCounts.WITHDRAWN;
import static org.rateshelf.day.Shown.DAY;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rateshelf.day.Counts.Cell;
import org.rateshelf.shelf.ShelfDay;

class CountsTest {
  private static final Cell ALPHA_CITY = new Cell("ALPHA", "TIME_DEPOSIT", "city", "NEW_BUYER");

  @Test
  void theStockIsOfOpenSpellsSoldOutOrNotSeenOrNot() {
    Shown soldOut = Shown.of("ALPHA", "a2");
    soldOut.buyable = false;
    Shown unseen = Shown.of("ALPHA", "a3");
    unseen.sighted = false;
    assertThat(counts(Shown.of("ALPHA", "a1").shelf(), soldOut.shelf(), unseen.shelf()))
        .containsExactly(3, 2, 0, 0, 0, 1);
  }

  @Test
  void aSpellThatBeginsTodayIsEnteredOrRelisted() {
    Shown first = Shown.of("ALPHA", "a1");
    first.firstSeen = DAY;
    Shown again = Shown.of("ALPHA", "a2");
    again.firstSeen = DAY;
    again.spellNo = 2;
    Shown third = Shown.of("ALPHA", "a3");
    third.firstSeen = DAY;
    third.spellNo = 3;
    assertThat(counts(first.shelf(), again.shelf(), third.shelf()))
        .containsExactly(3, 3, 1, 2, 0, 0);
  }

  @Test
  void aSpellIsWithdrawnOnItsFirstAbsentDayOnly() {
    assertThat(counts(ended("a1", DAY), ended("a2", DAY.minusDays(1))))
        .containsExactly(0, 0, 0, 0, 1, 0);
  }

  @Test
  void aSpellThatEndedEarlierOpensNoCell() {
    assertThat(Counts.cells(List.of(ended("a2", DAY.minusDays(1))), Shown.reference())).isEmpty();
    assertThat(Counts.cells(List.of(ended("a1", DAY)), Shown.reference()))
        .containsExactly(ALPHA_CITY);
  }

  private static ShelfDay ended(String product, LocalDate firstAbsent) {
    Shown ended = Shown.of("ALPHA", product);
    ended.displayed = false;
    ended.sighted = false;
    ended.firstAbsent = firstAbsent;
    return ended.shelf();
  }

  @Test
  void aCellThatIsEmptyTodayHasItsRowsAllTheSame() {
    List<Object[]> rows = Counts.rows(Shown.day(), Set.of(ALPHA_CITY), Shown.reference());
    assertThat(rows).hasSize(4).allSatisfy(r -> assertThat(figures(r)).containsOnly(0));
  }

  @Test
  void theOwnChannelCountsByItselfAndNotInAll() {
    List<Object[]> rows =
        rows(
            Shown.of("ALPHA", "a1").shelf(),
            Shown.of("BETA", "b1").shelf(),
            Shown.of("OWN_APP", "o1").shelf());
    assertThat(stock(rows, "ALL", "ALL")).isEqualTo(2);
    assertThat(stock(rows, "OWN_APP", "ALL")).isEqualTo(1);
  }

  @Test
  void classesArePooledAndViewersAreNot() {
    List<Object[]> rows =
        rows(
            Shown.of("ALPHA", "a1").shelf(),
            Shown.of("ALPHA", "a2").bank("PRIV1", "private").shelf(),
            Shown.of("ALPHA", "a1").viewer("HOLDER").shelf());
    assertThat(stock(rows, "ALPHA", "ALL")).isEqualTo(2);
    assertThat(stock(rows, "ALPHA", "private")).isEqualTo(1);
  }

  @Test
  void aStockThatFollowsFromWhatCameAndWentBalances() {
    List<Object[]> first = List.<Object[]>of(row("NEW_BUYER", 3, 3, 0, 0));
    List<Object[]> second = List.<Object[]>of(row("NEW_BUYER", 4, 2, 1, 2));
    List<Object[]> third = List.<Object[]>of(row("NEW_BUYER", 4, 0, 0, 0));
    assertThat(Counts.unbalanced(List.of(), first)).isZero();
    assertThat(Counts.unbalanced(first, second)).isZero();
    assertThat(Counts.unbalanced(second, third)).isZero();
  }

  @Test
  void aRowThatDoesNotFollowFromTheDayBeforeIsFound() {
    List<Object[]> first = List.<Object[]>of(row("NEW_BUYER", 3, 3, 0, 0));
    List<Object[]> second = List.<Object[]>of(row("NEW_BUYER", 2, 0, 0, 0));
    assertThat(Counts.unbalanced(first, second)).isEqualTo(1);
    assertThat(Counts.unbalanced(second, second)).isZero();
  }

  @Test
  void everyCellBalancesByItself() {
    List<Object[]> first = List.of(row("NEW_BUYER", 1, 1, 0, 0), row("HOLDER", 0, 0, 0, 0));
    List<Object[]> second = List.of(row("NEW_BUYER", 0, 0, 0, 0), row("HOLDER", 1, 0, 0, 0));
    assertThat(Counts.unbalanced(first, second)).isEqualTo(2);
  }

  private static Object[] row(String viewer, int stock, int entered, int relisted, int withdrawn) {
    return Examples.row(
        TABLE,
        VIEWER.is(viewer),
        STOCK.is(stock),
        ENTERED.is(entered),
        RELISTED.is(relisted),
        WITHDRAWN.is(withdrawn));
  }

  private static List<Object[]> rows(ShelfDay... shelves) {
    Set<Cell> ever = Counts.cells(List.of(shelves), Shown.reference());
    return Counts.rows(Shown.day(shelves), ever, Shown.reference());
  }

  /** Of city banks on ALPHA, to new buyers. */
  private static List<Object> counts(ShelfDay... shelves) {
    List<Object[]> rows = Counts.rows(Shown.day(shelves), Set.of(ALPHA_CITY), Shown.reference());
    return figures(
        Shown.only(
            TABLE, rows, PLATFORM_ID.is("ALPHA"), BANK_CLASS.is("city"), AS_OF_DATE.is(DAY)));
  }

  private static List<Object> figures(Object[] row) {
    return Shown.values(TABLE, row, STOCK, ON_SALE, ENTERED, RELISTED, WITHDRAWN, UNKNOWN);
  }

  private static int stock(List<Object[]> rows, String platform, String bankClass) {
    Object[] row =
        Shown.only(
            TABLE,
            rows,
            PLATFORM_ID.is(platform),
            BANK_CLASS.is(bankClass),
            VIEWER.is("NEW_BUYER"));
    return TABLE.value(row, STOCK);
  }
}
