package org.rateshelf.explain;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.rateshelf.schema.Field;
import org.rateshelf.table.Events;
import org.rateshelf.table.Scans;
import org.rateshelf.table.Spells;

/** A row of listing_spells: its first and last sighting, and what proved it gone. */
record ListingSpellsExplained(Trail trail, Cell cell) implements Explained {
  @Override
  public void tell() {
    trail.head("How it is made");
    trail.say(
        "it stayed from %s to %s days: seen from %s to %s, first proven absent %s by %s",
        cell.text(Spells.DAYS_MIN),
        cell.has(Spells.DAYS_MAX) ? cell.text(Spells.DAYS_MAX) : "an unknown number of",
        cell.text(Spells.FIRST_SEEN),
        cell.text(Spells.LAST_SEEN),
        cell.text(Spells.FIRST_ABSENT),
        cell.text(Spells.CONFIRMED_BY));
    List<String> ids =
        new ArrayList<>(
            cell.row().<String>getList(cell.row().fieldIndex(Spells.FORMER_IDS.name())));
    ids.add(cell.get(Spells.PRODUCT_ID));
    boolean once = cell.text(Spells.FIRST_SEEN).equals(cell.text(Spells.LAST_SEEN));
    for (Field<LocalDate> day :
        once ? List.of(Spells.LAST_SEEN) : List.of(Spells.FIRST_SEEN, Spells.LAST_SEEN)) {
      ids.forEach(
          id ->
              trail.sighting(
                  cell.literal(day), cell.get(Spells.PLATFORM_ID), id, cell.get(Spells.VIEWER)));
    }
    if ("EVENT".equals(cell.get(Spells.CONFIRMED_BY))) {
      events();
    } else if (cell.has(Spells.FIRST_ABSENT)) {
      trail.scan(
          Scans.SCAN_DATE
              .col()
              .equalTo(cell.literal(Spells.FIRST_ABSENT))
              .and(cell.agrees(Spells.PLATFORM_ID, Spells.VIEWER)));
    }
  }

  private void events() {
    trail.head("Events of that platform");
    for (Row row :
        trail
            .rows(Events.TABLE)
            .filter(Events.PLATFORM_ID.col().equalTo(cell.get(Spells.PLATFORM_ID)))
            .orderBy(Events.DATE_FROM.col())
            .collectAsList()) {
      Cell event = new Cell(Events.TABLE, row);
      trail.say(
          "%s %s to %s %s, by %s",
          event.text(Events.EVENT_ID),
          event.text(Events.DATE_FROM),
          event.text(Events.DATE_TO),
          event.text(Events.KIND),
          event.text(Events.SOURCE));
    }
  }
}
