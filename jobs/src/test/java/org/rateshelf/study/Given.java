package org.rateshelf.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.rateshelf.TestMarket;
import org.rateshelf.market.Reference;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Field.Cell;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Events;

/** Rows that hold their fields' examples, unless a test names a value; and what rows say. */
final class Given {
  /** The first day of the event EV1, as of EV3. */
  static final LocalDate DAY_ZERO = LocalDate.of(2020, 12, 3);

  private static final List<String> BANKS = List.of("ZGC private", "ICBC state_owned");

  private Given() {}

  static Object[] row(Table table, Cell... cells) {
    Object[] row = table.fields().stream().map(Field::example).toArray();
    for (Cell cell : cells) {
      row[at(table, cell)] = cell.value();
    }
    return row;
  }

  private static int at(Table table, Cell cell) {
    return table.fields().stream().map(Field::name).toList().indexOf(cell.name());
  }

  static Cell[] with(Cell[] cells, Cell... more) {
    return Stream.concat(Stream.of(more), Stream.of(cells)).toArray(Cell[]::new);
  }

  /** The market of {@link TestMarket} with these lines of settings more, and two banks. */
  static Reference reference(String... settings) {
    return of(TestMarket.text("BIG_POSTED: {classes: [state_owned]}") + lines(settings));
  }

  /** The same of a whole text of settings. */
  static Reference of(String settings) {
    List<Object[]> banks =
        BANKS.stream()
            .map(bank -> bank.split(" "))
            .map(b -> row(Banks.TABLE, Banks.BANK_ID.is(b[0]), Banks.BANK_CLASS.is(b[1])))
            .toList();
    List<Object[]> events =
        List.of(event("EV1", DAY_ZERO), event("EV2", DAY_ZERO.plusDays(2)), event("EV3", DAY_ZERO));
    return new Reference(settings, Map.of(Banks.TABLE, banks, Events.TABLE, events));
  }

  private static Object[] event(String id, LocalDate from) {
    return row(Events.TABLE, Events.EVENT_ID.is(id), Events.DATE_FROM.is(from));
  }

  private static String lines(String... settings) {
    return String.join("\n", settings) + "\n";
  }

  /** The rows with these values. */
  static List<Object[]> where(Table table, List<Object[]> rows, Cell... cells) {
    return rows.stream()
        .filter(
            row ->
                Arrays.stream(cells)
                    .allMatch(cell -> Objects.equals(row[at(table, cell)], cell.value())))
        .toList();
  }

  /** The one row with these values. */
  static Object[] only(Table table, List<Object[]> rows, Cell... cells) {
    List<Object[]> found = where(table, rows, cells);
    assertThat(found).as("rows with %s", Arrays.toString(cells)).hasSize(1);
    return found.get(0);
  }

  /** What a row says in these columns. */
  static List<String> values(Table table, Object[] row, Field<?>... fields) {
    return Stream.of(fields).map(field -> plain(row[table.at(field)])).toList();
  }

  /** What rows say in these columns, in no order. */
  static List<String> all(Table table, List<Object[]> rows, Field<?>... fields) {
    return rows.stream().map(row -> String.join(" ", values(table, row, fields))).sorted().toList();
  }

  private static String plain(Object value) {
    return value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value);
  }

  /** What comes out where a task sends it to another machine. */
  @SuppressWarnings("unchecked")
  static <T> T sent(T sums) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      new ObjectOutputStream(bytes).writeObject(sums);
      return (T) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
