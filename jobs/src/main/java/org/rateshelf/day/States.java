package org.rateshelf.day;

import static org.rateshelf.answer.ListingStates.HOLDER_SEES;
import static org.rateshelf.answer.ListingStates.NEW_BUYER_SEES;
import static org.rateshelf.answer.ListingStates.TABLE;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rateshelf.shelf.Sees;
import org.rateshelf.shelf.ShelfDay;

/**
 * The day's rows of {@link org.rateshelf.answer.ListingStates}: the state of each product, from
 * what new buyers and holders were shown.
 */
public final class States {
  private record Product(String platform, String id) {}

  private States() {}

  public static List<Object[]> rows(Day day) {
    Map<Product, Object[]> rows = new LinkedHashMap<>();
    for (ShelfDay shelf : day.shelves()) {
      Object[] row =
          rows.computeIfAbsent(
              new Product(shelf.platform(), shelf.product()), product -> unseen(shelf));
      boolean holders = shelf.viewer().equals("HOLDER");
      row[TABLE.at(holders ? HOLDER_SEES : NEW_BUYER_SEES)] = shelf.sees().name();
    }
    return new ArrayList<>(rows.values());
  }

  /** What both viewers' shelves agree on. */
  private static Object[] unseen(ShelfDay shelf) {
    return new Object[] {
      shelf.day(),
      shelf.platform(),
      shelf.product(),
      shelf.bankId(),
      shelf.productKind(),
      Sees.UNKNOWN.name(),
      Sees.UNKNOWN.name(),
      shelf.state().name(),
      shelf.lastKnownState() == null ? null : shelf.lastKnownState().name(),
      shelf.lastKnownOn()
    };
  }
}
