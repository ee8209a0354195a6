package org.rateshelf.cli;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.rateshelf.lake.Lake;
import org.rateshelf.lake.Publication;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/** The rows of a published state, of which a page is made. */
interface PublishedRows {
  Publication publication();

  /** All rows of a small table. */
  List<Object[]> of(Table table);

  /** The rows of some days, if not more; columns that are not wanted may be null. */
  void each(
      Table table, LocalDate from, LocalDate to, Set<Field<?>> wanted, Consumer<Object[]> row);

  /** Those of a lake's present state. */
  static PublishedRows presentIn(Lake lake) {
    Publication present = lake.present();
    return new PublishedRows() {
      @Override
      public Publication publication() {
        return present;
      }

      @Override
      public List<Object[]> of(Table table) {
        return lake.rows(table, present);
      }

      @Override
      public void each(
          Table table, LocalDate from, LocalDate to, Set<Field<?>> wanted, Consumer<Object[]> row) {
        lake.readPublished(table, present, from, to, wanted, row);
      }
    };
  }
}
