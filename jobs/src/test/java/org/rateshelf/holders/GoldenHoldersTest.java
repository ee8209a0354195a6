package org.rateshelf.holders;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rateshelf.answer.BankDependence;
import org.rateshelf.answer.GeographicReach;
import org.rateshelf.answer.HolderEffects;
import org.rateshelf.answer.Migration;
import org.rateshelf.market.Reference;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Events;
import org.rateshelf.table.ProductBalances;
import org.rateshelf.table.Provinces;
import org.rateshelf.table.UserRates;

/** The market of holders that was worked by hand, by three tasks that shuffle their cells. */
class GoldenHoldersTest {
  private static final LocalDate FIRST = LocalDate.of(2020, 12, 1);
  private static final LocalDate LAST = LocalDate.of(2020, 12, 20);
  private static final String KEY = "a key of the tests, no secret";
  private static final int TASKS = 3;

  private static Path market;
  private static Reference reference;
  private static Products products;
  private static List<Contract> contracts;

  @BeforeAll
  static void read() throws Exception {
    market = Path.of(GoldenHoldersTest.class.getResource("/golden_holders").toURI());
    Map<Table, List<Object[]>> rows = new HashMap<>();
    for (Table table : List.of(Banks.TABLE, Events.TABLE, Provinces.TABLE)) {
      rows.put(table, rows(table, market.resolve("reference/" + table.name() + ".csv")));
    }
    reference = new Reference(Files.readString(market.resolve("market.yml")), rows);
    products = new Products();
    products.add("PINE", List.of("e2"), "e2n");
    contracts = contracts();
  }

  /** The rows of a file in the order of the table's fields; empty is null. */
  private static List<Object[]> rows(Table table, Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> header = List.of(lines.get(0).split(","));
    List<Object[]> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] values = line.split(",", -1);
      rows.add(
          table.fields().stream()
              .map(
                  field ->
                      header.contains(field.name())
                          ? value(field, values[header.indexOf(field.name())])
                          : null)
              .toArray());
    }
    return rows;
  }

  private static Object value(Field<?> field, String text) {
    if (text.isEmpty()) {
      return null;
    }
    if (field.example() instanceof LocalDate) {
      return LocalDate.parse(text);
    }
    return field.example() instanceof BigDecimal example
        ? new BigDecimal(text).setScale(example.scale())
        : text;
  }

  private static List<Contract> contracts() throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY.getBytes(UTF_8), "HmacSHA256"));
    List<Contract> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(market.resolve("landing/user_rates"))) {
      for (Path file : files.sorted().toList()) {
        for (Object[] values : rows(UserRates.TABLE, file)) {
          Function<Field<?>, Object> at = field -> values[UserRates.TABLE.at(field)];
          BigDecimal balance = (BigDecimal) at.apply(UserRates.BALANCE);
          if (balance.signum() >= 0) {
            byte[] user = mac.doFinal(at.apply(UserRates.USER_ID).toString().getBytes(UTF_8));
            all.add(
                new Contract(
                    (LocalDate) at.apply(UserRates.AS_OF),
                    HexFormat.of().formatHex(user),
                    (String) at.apply(UserRates.PLATFORM_ID),
                    (String) at.apply(UserRates.PRODUCT_ID),
                    (String) at.apply(UserRates.CONTRACT_ID),
                    (String) at.apply(UserRates.BANK_ID),
                    (String) at.apply(UserRates.TERM),
                    (LocalDate) at.apply(UserRates.OPENED_ON),
                    (LocalDate) at.apply(UserRates.MATURES_ON),
                    balance,
                    (BigDecimal) at.apply(UserRates.CONTRACT_RATE_PCT),
                    (String) at.apply(UserRates.PROVINCE)));
          }
        }
      }
    }
    return all;
  }

  /** The rows of a table of all days from one on, of what must be read for them alone. */
  private static <T> List<T> computed(LocalDate from, Function<HolderDay, List<T>> table) {
    Coverage coverage = new Coverage();
    contracts.forEach(contract -> coverage.add(contract.platform(), contract.asOf()));
    Comparisons needed = new Comparisons(reference, coverage, from, LAST);
    List<Contract> read =
        new ArrayList<>(
            contracts.stream().filter(c -> needed.isNeeded(c.platform(), c.asOf())).toList());
    Collections.shuffle(read, new Random(7));
    List<HolderPass> tasks = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      tasks.add(new HolderPass(reference, coverage, products, from, LAST));
    }
    read.stream()
        .collect(groupingBy(Contract::user))
        .forEach((user, all) -> tasks.get(user.charAt(0) % TASKS).holder(user, all));
    Map<LocalDate, HolderDay> days = new HashMap<>();
    for (HolderPass task : tasks) {
      for (HolderPass.Cell cell : task.cells()) {
        days.computeIfAbsent(cell.day(), day -> new HolderDay(reference, day))
            .add(CellKey.unpack(cell.key().packed()), CellSum.unpack(cell.sum().packed()));
      }
    }
    assertThat(days.keySet()).containsExactlyInAnyOrderElementsOf(needed.snapshotDays());
    return days.values().stream().flatMap(day -> table.apply(day).stream()).toList();
  }

  private static void isAsWorked(Table table, Function<HolderDay, List<Object[]>> rows)
      throws IOException {
    List<String> lines = Files.readAllLines(market.resolve("expected/" + table.name() + ".csv"));
    List<String> columns = List.of(lines.get(0).split(","));
    assertThat(columns)
        .containsExactlyInAnyOrderElementsOf(table.fields().stream().map(Field::name).toList());
    List<Field<?>> inOrder = new ArrayList<>(table.fields());
    inOrder.sort(Comparator.comparing(field -> columns.indexOf(field.name())));
    assertThat(
            computed(FIRST, rows).stream()
                .map(row -> written(inOrder.stream().map(field -> row[table.at(field)]))))
        .containsExactlyInAnyOrderElementsOf(lines.subList(1, lines.size()));
  }

  private static String written(Object[] row) {
    return written(Arrays.stream(row));
  }

  private static String written(Stream<Object> values) {
    return values
        .map(
            value ->
                value instanceof List<?> list
                    ? list.stream().map(GoldenHoldersTest::struct).collect(joining("|"))
                    : value == null ? "" : value.toString())
        .collect(joining(","));
  }

  private static String struct(Object part) {
    return String.join(":", Arrays.stream((Object[]) part).map(Object::toString).toList());
  }

  @Test
  void holderEffects() throws IOException {
    isAsWorked(HolderEffects.TABLE, HolderDay::holderEffects);
  }

  @Test
  void migration() throws IOException {
    isAsWorked(Migration.TABLE, HolderDay::migration);
  }

  @Test
  void bankDependence() throws IOException {
    isAsWorked(BankDependence.TABLE, HolderDay::bankDependence);
  }

  @Test
  void geographicReach() throws IOException {
    isAsWorked(GeographicReach.TABLE, HolderDay::geographicReach);
  }

  @Test
  void marketStructure() throws IOException {
    List<String> lines = Files.readAllLines(market.resolve("expected/market_structure.csv"));
    assertThat(
            computed(FIRST, HolderDay::balanceMeasures).stream()
                .map(m -> m.day() + "," + m.measure() + "," + m.platform() + "," + m.value() + ","))
        .containsExactlyInAnyOrderElementsOf(lines.subList(1, lines.size()));
  }

  /** e1 on S2: c01 to c06, c15 and c16, told 6 x 1,000 for all but c05, told 3,000. */
  @Test
  void productBalances() {
    HolderMarket.Row e1 =
        HolderMarket.row(
            ProductBalances.TABLE,
            computed(FIRST, HolderDay::productBalances),
            ProductBalances.AS_OF.is(LocalDate.of(2020, 12, 10)),
            ProductBalances.PRODUCT_ID.is("e1"));
    assertThat(e1.at(ProductBalances.HOLDERS)).isEqualTo("8");
    assertThat(e1.at(ProductBalances.BALANCE)).isEqualTo("10000.00");
    assertThat(e1.at(ProductBalances.BALANCE_ERROR)).isEqualTo("2000.00");
    assertThat(computed(FIRST, HolderDay::productBalances))
        .hasSize(19)
        .extracting(row -> row[ProductBalances.TABLE.at(ProductBalances.PRODUCT_ID)])
        .contains("own2", "f1");
  }

  @Test
  void theLastDayAloneHasTheSameRows() {
    LocalDate night = LAST;
    assertThat(computed(night, HolderDay::holderEffects).stream().map(GoldenHoldersTest::written))
        .containsExactlyInAnyOrderElementsOf(
            computed(FIRST, HolderDay::holderEffects).stream()
                .filter(row -> row[HolderEffects.TABLE.at(HolderEffects.AS_OF)].equals(night))
                .map(GoldenHoldersTest::written)
                .toList());
    assertThat(computed(night, HolderDay::migration).stream().map(GoldenHoldersTest::written))
        .containsExactlyInAnyOrderElementsOf(
            computed(FIRST, HolderDay::migration).stream()
                .filter(row -> row[Migration.TABLE.at(Migration.AS_OF)].equals(night))
                .map(GoldenHoldersTest::written)
                .toList());
  }
}
