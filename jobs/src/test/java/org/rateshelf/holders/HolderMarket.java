package org.rateshelf.holders;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.rateshelf.market.Reference;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Field.Cell;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Events;
import org.rateshelf.table.Provinces;

/**
 * A market of holders in December 2020: event EV1 is on the 5th, EV2 has windows too and happens
 * where a test says so; two holders are enough for a figure. Days are days of that month.
 */
final class HolderMarket {
  private static final String SETTINGS =
      """
      market: tiny
      title: "A handful of holders"
      provenance: SIMULATED
      currency: CNY
      time_zone: Asia/Shanghai
      viewers: [NEW_BUYER]
      heartbeat: scans
      posted_rates: bank_rates
      own_channel: OWN_APP
      comparators:
        BENCHMARK: {}
      windows:
        - event_id: EV1
          before: {from: 2020-12-01, to: 2020-12-04}
          after:
            - {window: after, from: 2020-12-05}
        - event_id: EV2
          before: {from: 2020-12-01, to: 2020-12-07}
          after:
            - {window: after, from: 2020-12-08}
      settings:
        k: 2
      """;

  private final Map<Table, List<Object[]>> reference = new HashMap<>();
  private final List<Contract> contracts = new ArrayList<>();
  private final Products products = new Products();
  private LocalDate from = day(1);

  static LocalDate day(int ofDecember) {
    return LocalDate.of(2020, 12, 1).plusDays(ofDecember - 1);
  }

  /** A market with the event, and the banks ELM, FIR and OAK of the class city. */
  static HolderMarket empty() {
    HolderMarket market = new HolderMarket();
    market.event("EV1", 5);
    for (String bank : List.of("ELM", "FIR", "OAK")) {
      market.bank(Banks.BANK_ID.is(bank), Banks.NAME.is(bank + " Bank"));
    }
    return market;
  }

  HolderMarket event(String id, int day) {
    return add(Events.TABLE, Events.EVENT_ID.is(id), Events.DATE_FROM.is(day(day)));
  }

  /** A bank of the class city, of which nothing else is known; or another such bank of that id. */
  HolderMarket bank(Cell... cells) {
    List<Cell> all =
        new ArrayList<>(
            List.of(
                Banks.BANK_CLASS.is("city"),
                Banks.HOME_PROVINCE.is(null),
                Banks.TOTAL_DEPOSITS.is(null)));
    all.addAll(Arrays.asList(cells));
    add(Banks.TABLE, all.toArray(Cell[]::new));
    List<Object[]> banks = reference.get(Banks.TABLE);
    Object id = Banks.TABLE.value(banks.get(banks.size() - 1), Banks.BANK_ID);
    banks.removeIf(
        row ->
            row != banks.get(banks.size() - 1) && id.equals(Banks.TABLE.value(row, Banks.BANK_ID)));
    return this;
  }

  HolderMarket province(String name, int latitude, int longitude) {
    return add(
        Provinces.TABLE,
        Provinces.PROVINCE.is(name),
        Provinces.LATITUDE_DEG.is(new BigDecimal(latitude)),
        Provinces.LONGITUDE_DEG.is(new BigDecimal(longitude)));
  }

  /** A row of a table: each column is its example, unless a value is named. */
  private HolderMarket add(Table table, Cell... cells) {
    Map<String, Object> row = new LinkedHashMap<>();
    table.fields().forEach(field -> row.put(field.name(), field.example()));
    Arrays.asList(cells).forEach(cell -> row.put(cell.name(), cell.value()));
    reference.computeIfAbsent(table, t -> new ArrayList<>()).add(row.values().toArray());
    return this;
  }

  HolderMarket sameProduct(String platform, String former, String latest) {
    products.add(platform, List.of(former), latest);
    return this;
  }

  HolderMarket from(int day) {
    from = day(day);
    return this;
  }

  HolderMarket with(Deposit deposit) {
    contracts.addAll(deposit.rows());
    return this;
  }

  Reference reference() {
    return new Reference(SETTINGS, reference);
  }

  Coverage coverage() {
    Coverage coverage = new Coverage();
    contracts.forEach(contract -> coverage.add(contract.platform(), contract.asOf()));
    return coverage;
  }

  HolderPass pass() {
    return new HolderPass(reference(), coverage(), products, from, day(31));
  }

  Map<String, List<Contract>> byHolder() {
    Map<String, List<Contract>> holders = new TreeMap<>();
    contracts.forEach(c -> holders.computeIfAbsent(c.user(), u -> new ArrayList<>()).add(c));
    return holders;
  }

  /** What became of a holder's contract between two days. */
  Outcome outcome(String user, String platform, String contract, int base, int later) {
    Holder holder = new Holder(user, byHolder().get(user));
    Life life =
        holder.lives(platform).stream()
            .filter(l -> l.snapshots().iterator().next().contract().contract().equals(contract))
            .findFirst()
            .orElseThrow();
    return new Outcomes(reference(), coverage(), products)
        .between(holder, life, day(base), day(later));
  }

  /** The cells of a day, after a pass over all holders. */
  HolderDay cells(int day) {
    HolderPass pass = pass();
    byHolder().forEach(pass::holder);
    HolderDay cells = new HolderDay(reference(), day(day));
    for (HolderPass.Cell cell : pass.cells()) {
      if (cell.day().equals(day(day))) {
        cells.add(cell.key(), cell.sum());
      }
    }
    return cells;
  }

  /** The row of a table that has these values. */
  static Row row(Table table, List<Object[]> rows, Cell... values) {
    List<Object[]> found = new ArrayList<>(rows);
    for (Cell cell : values) {
      found.removeIf(
          row -> !String.valueOf(cell.value()).equals(String.valueOf(row[at(table, cell)])));
    }
    if (found.size() != 1) {
      throw new AssertionError(
          found.size() + " rows of " + table + " are " + Arrays.asList(values));
    }
    return new Row(table, found.get(0));
  }

  private static int at(Table table, Cell cell) {
    return table.fields().stream().map(Field::name).toList().indexOf(cell.name());
  }

  record Row(Table table, Object[] values) {
    /** A value as text; null for null. */
    String at(Field<?> field) {
      Object value = values[table.at(field)];
      return value == null ? null : value.toString();
    }
  }

  /**
   * A contract of 1,000 with ELM on PINE in North, which pays 2.00 and is due in June; in the
   * snapshots that are named.
   */
  static final class Deposit {
    private final String user;
    private final String contract;
    private String platform = "PINE";
    private String product = "p1";
    private String bank = "ELM";
    private String term = "P1Y";
    private LocalDate opened = LocalDate.of(2020, 6, 1);
    private LocalDate matures = LocalDate.of(2021, 6, 1);
    private String balance = "1000";
    private String rate = "2.0000";
    private String province = "North";
    private final List<Contract> rows = new ArrayList<>();

    private Deposit(String user, String contract) {
      this.user = user;
      this.contract = contract;
    }

    static Deposit of(String user, String contract) {
      return new Deposit(user, contract);
    }

    Deposit at(String otherPlatform) {
      platform = otherPlatform;
      return this;
    }

    Deposit product(String other) {
      product = other;
      return this;
    }

    Deposit bank(String other) {
      bank = other;
      return this;
    }

    Deposit term(String other) {
      term = other;
      return this;
    }

    Deposit opened(int day) {
      opened = day(day);
      return this;
    }

    Deposit matures(int day) {
      return matures(day(day));
    }

    Deposit matures(LocalDate day) {
      matures = day;
      return this;
    }

    Deposit balance(String other) {
      balance = other;
      return this;
    }

    /** Null where it is not known. */
    Deposit rate(String other) {
      rate = other;
      return this;
    }

    /** Null where it is not known. */
    Deposit province(String other) {
      province = other;
      return this;
    }

    /** In the snapshots of these days, as it is now. */
    Deposit on(int... days) {
      for (int day : days) {
        rows.add(
            new Contract(
                day(day),
                user,
                platform,
                product,
                contract,
                bank,
                term,
                opened,
                matures,
                new BigDecimal(balance).setScale(2),
                rate == null ? null : new BigDecimal(rate).setScale(4),
                province));
      }
      return this;
    }

    List<Contract> rows() {
      return rows;
    }
  }
}
