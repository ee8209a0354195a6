package org.rateshelf.day;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Field.Cell;
import org.rateshelf.schema.Table;
import org.rateshelf.shelf.Line;
import org.rateshelf.shelf.Sees;
import org.rateshelf.shelf.Shelf.ScanStatus;
import org.rateshelf.shelf.ShelfDay;
import org.rateshelf.shelf.State;
import org.rateshelf.table.Listings;

/** Rows, lines and products that hold their fields' examples, unless a test names a value. */
final class Examples {
  private Examples() {}

  /** A row of a table. */
  static Object[] row(Table table, Cell... cells) {
    Object[] row = table.fields().stream().map(Field::example).toArray();
    List<String> names = table.fields().stream().map(Field::name).toList();
    for (Cell cell : cells) {
      row[names.indexOf(cell.name())] = cell.value();
    }
    return row;
  }

  /** A line as listed, without bonus or subsidy. */
  static Line line(Cell... cells) {
    Cell[] usual = {Listings.BONUS_RATE_PCT.is(null), Listings.SUBSIDY_RATE_PCT.is(null)};
    return Line.of(
        row(
            Listings.TABLE,
            Stream.concat(Arrays.stream(usual), Arrays.stream(cells)).toArray(Cell[]::new)));
  }

  /** A product whose latest sighting by the viewer showed these lines. */
  static ShelfDay shelf(LocalDate day, String viewer, Sees sees, State state, List<Line> lines) {
    Line first = lines.get(0);
    return new ShelfDay(
        day,
        first.platform(),
        first.listedAs(),
        viewer,
        first.bankId(),
        null,
        null,
        null,
        first.productKind(),
        List.of(first.normalisedTerm()),
        first.listedOn(),
        ScanStatus.COMPLETE,
        day,
        true,
        true,
        sees,
        state,
        state,
        day,
        true,
        true,
        1,
        first.bankId(),
        first.productKind(),
        first.listedOn(),
        first.listedOn(),
        first.listedAs(),
        first.listedOn(),
        null,
        null,
        null,
        false,
        0,
        List.of(),
        0,
        null,
        lines);
  }
}
