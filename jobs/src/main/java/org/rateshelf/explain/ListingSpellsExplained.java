package org.rateshelf.explain;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.rateshelf.table.Events;
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
    List<String> ids = new ArrayList<>(cell.get(Spells.FORMER_IDS));
    ids.add(cell.get(Spells.PRODUCT_ID));
    LocalDate first = cell.get(Spells.FIRST_SEEN);
    for (LocalDate day : new TreeSet<>(List.of(first, cell.get(Spells.LAST_SEEN)))) {
      for (String id : ids) {
        trail.sighting(day, cell.get(Spells.PLATFORM_ID), id, cell.get(Spells.VIEWER));
      }
    }
    if (cell.is(Spells.CONFIRMED_BY, "EVENT")) {
      events();
    } else if (cell.has(Spells.FIRST_ABSENT)) {
      trail.scan(cell.get(Spells.FIRST_ABSENT), cell.agrees(Spells.PLATFORM_ID, Spells.VIEWER));
    }
  }

  private void events() {
    trail.head("Events of that platform");
    trail.rows(Events.TABLE, cell.agrees(Spells.PLATFORM_ID)).stream()
        .sorted(Cell.by(List.of(Events.DATE_FROM)))
        .forEach(
            event ->
                trail.say(
                    "%s %s to %s %s, by %s",
                    event.text(Events.EVENT_ID),
                    event.text(Events.DATE_FROM),
                    event.text(Events.DATE_TO),
                    event.text(Events.KIND),
                    event.text(Events.SOURCE)));
  }
}
