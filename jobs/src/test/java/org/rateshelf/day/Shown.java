package org.rateshelf.day;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rateshelf.TestMarket;
import org.rateshelf.figures.Exact;
import org.rateshelf.market.Comparator.Kind;
import org.rateshelf.market.Reference;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Field.Cell;
import org.rateshelf.schema.Table;
import org.rateshelf.shelf.Line;
import org.rateshelf.shelf.Sees;
import org.rateshelf.shelf.Shelf.ScanStatus;
import org.rateshelf.shelf.ShelfDay;
import org.rateshelf.shelf.State;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Fees;

/** A line that a new buyer can buy, and its product's day; a test changes what it is about. */
final class Shown {
  static final LocalDate DAY = LocalDate.of(2020, 12, 4);

  LocalDate day = DAY;
  LocalDate listedOn = DAY;
  String platform = "ALPHA";
  String product = "a1";
  String viewer = "NEW_BUYER";
  String bank = "CITY1";
  String bankClass = "city";
  String kind = "TIME_DEPOSIT";
  String term = "P1Y";
  String payout = "AT_MATURITY";
  String rateKind = "HEADLINE";
  String least = "50.00";
  int lineNo = 1;
  String action = "BUY";
  String headline = "2.2500";
  String bankPaid = "2.2500";
  String aer = "2.2500";

  Sees sees = Sees.CAN_BUY;
  State state = State.ON_SALE;
  State lastKnown = State.ON_SALE;
  boolean displayed = true;
  boolean buyable = true;
  boolean sighted = true;
  int spellNo = 1;
  LocalDate firstSeen = LocalDate.of(2020, 12, 1);
  LocalDate firstAbsent;

  static Shown of(String platform, String product) {
    Shown shown = new Shown();
    shown.platform = platform;
    shown.product = product;
    return shown;
  }

  Shown viewer(String seenBy) {
    viewer = seenBy;
    return this;
  }

  Shown bank(String id, String ofClass) {
    bank = id;
    bankClass = ofClass;
    return this;
  }

  Shown kind(String sold) {
    kind = sold;
    return this;
  }

  Shown term(String runs) {
    term = runs;
    return this;
  }

  Shown aer(String pct) {
    aer = pct;
    return this;
  }

  Shown rateKind(String what) {
    rateKind = what;
    return this;
  }

  /** The rates of the line, percent. */
  Shown rates(String headlinePct, String bankPaidPct) {
    headline = headlinePct;
    bankPaid = bankPaidPct;
    return this;
  }

  Line line() {
    return new Line(
        listedOn,
        platform,
        product,
        viewer,
        term,
        payout,
        rateKind,
        new BigDecimal(least),
        lineNo,
        bank,
        kind,
        action,
        decimal(headline),
        decimal(bankPaid),
        decimal(aer),
        term,
        "sha",
        1L);
  }

  ShelfDay shelf() {
    return new ShelfDay(
        day,
        platform,
        product,
        viewer,
        bank,
        null,
        null,
        null,
        kind,
        List.of(term),
        day,
        ScanStatus.COMPLETE,
        day,
        sighted,
        sighted,
        sees,
        state,
        lastKnown,
        lastKnown == null ? null : day,
        displayed,
        buyable,
        spellNo,
        bank,
        kind,
        firstSeen,
        day,
        product,
        day,
        firstAbsent,
        null,
        null,
        false,
        0,
        List.of(),
        0,
        null,
        List.of(line()));
  }

  /** Held against a rate of its own term. */
  Spread over(Kind comparator, String ratePct) {
    BigDecimal rate = new BigDecimal(ratePct);
    return new Spread(
        shelf(),
        line(),
        comparator,
        bankClass,
        new Quote(term, rate, null, null, null),
        "EXACT",
        Exact.basisPoints(decimal(headline), rate),
        Exact.basisPoints(decimal(bankPaid), rate),
        null,
        null);
  }

  /** With a spread of so many basis points to the benchmark. */
  Spread spread(String bp) {
    Spread held = over(Kind.BENCHMARK, "1.5000");
    BigDecimal spread = new BigDecimal(bp);
    return new Spread(
        held.shelf(),
        held.line(),
        held.comparator(),
        bankClass,
        held.quote(),
        held.termMatch(),
        spread,
        spread,
        null,
        null);
  }

  /** Without a spread to this comparator. */
  Spread without(Kind comparator, String reason) {
    return new Spread(shelf(), line(), comparator, bankClass, null, null, null, null, null, reason);
  }

  private static BigDecimal decimal(String number) {
    return number == null ? null : new BigDecimal(number);
  }

  static Day day(ShelfDay... shelves) {
    return day(new Balances(), shelves);
  }

  static Day day(Balances balances, ShelfDay... shelves) {
    return new Day(DAY, List.of(shelves), List.of(), Set.of(), balances);
  }

  /** A market with BENCHMARK and CEILING, the own channel OWN_APP, and two banks. */
  static Reference reference() {
    return reference(Fees.TABLE);
  }

  /** The same with these rows of a reference table. */
  static Reference reference(Table table, Object[]... rows) {
    Object[] city =
        Examples.row(Banks.TABLE, Banks.BANK_ID.is("CITY1"), Banks.BANK_CLASS.is("city"));
    Object[] priv =
        Examples.row(Banks.TABLE, Banks.BANK_ID.is("PRIV1"), Banks.BANK_CLASS.is("private"));
    return new Reference(
        TestMarket.text("BENCHMARK: {}", "CEILING: {}") + "own_channel: OWN_APP\n",
        Map.of(Banks.TABLE, List.of(city, priv), table, Arrays.asList(rows)));
  }

  /** The only row with these values. */
  static Object[] only(Table table, List<Object[]> rows, Cell... cells) {
    List<String> names = table.fields().stream().map(Field::name).toList();
    List<Object[]> found =
        rows.stream()
            .filter(
                row ->
                    Arrays.stream(cells)
                        .allMatch(cell -> cell.value().equals(row[names.indexOf(cell.name())])))
            .toList();
    assertThat(found).as("rows with " + Arrays.toString(cells)).hasSize(1);
    return found.get(0);
  }

  /** What a row says in these columns. */
  static List<Object> values(Table table, Object[] row, Field<?>... fields) {
    return Arrays.stream(fields).<Object>map(field -> row[table.at(field)]).toList();
  }
}
