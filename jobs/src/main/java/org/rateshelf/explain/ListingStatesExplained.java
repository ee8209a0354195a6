package org.rateshelf.explain;

import java.util.List;
import org.rateshelf.answer.ListingStates;
import org.rateshelf.table.ShelfDays;

/** A row of listing_states: what each viewer sees, and his last sighting. */
record ListingStatesExplained(Trail trail, Cell cell) implements Explained {
  @Override
  public void tell() {
    trail.head("How it is made, from each viewer's side");
    trail
        .rows(
            ShelfDays.TABLE,
            cell.get(ListingStates.AS_OF_DATE),
            cell.agrees(ListingStates.PLATFORM_ID, ListingStates.PRODUCT_ID))
        .stream()
        .sorted(Cell.by(List.of(ShelfDays.VIEWER)))
        .forEach(this::side);
  }

  private void side(Cell side) {
    trail.say(
        "%s sees %s: scan that day %s, sighted %s; last seen %s as %s; first absent %s (%s)",
        side.text(ShelfDays.VIEWER),
        side.text(ShelfDays.SEES),
        side.text(ShelfDays.SCAN_STATUS),
        side.text(ShelfDays.SIGHTED),
        side.text(ShelfDays.LAST_SEEN),
        side.text(ShelfDays.LAST_SEEN_ID),
        side.text(ShelfDays.FIRST_ABSENT),
        side.text(ShelfDays.CONFIRMED_BY));
    trail.sighting(
        side.get(ShelfDays.LAST_SEEN),
        side.get(ShelfDays.PLATFORM_ID),
        side.get(ShelfDays.LAST_SEEN_ID),
        side.get(ShelfDays.VIEWER));
  }
}
