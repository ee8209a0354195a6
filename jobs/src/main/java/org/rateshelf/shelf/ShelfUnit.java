package org.rateshelf.shelf;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.rateshelf.market.Reference;
import org.rateshelf.schema.Field;
import org.rateshelf.shelf.Shelf.ScanStatus;
import org.rateshelf.shelf.Shelf.View;
import org.rateshelf.shelf.Shelf.Withdrawal;
import org.rateshelf.shelf.Sighting.Key;
import org.rateshelf.table.Events;
import org.rateshelf.table.Listings;
import org.rateshelf.table.ScanStarts;
import org.rateshelf.table.Scans;
import org.rateshelf.table.ShelfDays;
import org.rateshelf.table.Spells;
import org.rateshelf.table.Term;

/**
 * What the tables say of one shelf, a platform or (where scans are derived) a bank: takes their
 * rows in, in any order, walks the days, and says what stood there.
 *
 * <p>Products never sighted have no row, and a closed one has none after the day of its closing.
 * Listings under a failed scan are no sighting. See {@link Shelf} for the walk itself.
 */
public final class ShelfUnit {
  private record Place(LocalDate day, Key key, String viewer) {}

  private final Reference reference;
  private final LocalDate from;
  private final LocalDate to;
  private final Shelf shelf;
  private final Map<Place, List<Object[]>> shown = new HashMap<>();
  private final Map<List<String>, Object[]> starts = new HashMap<>();
  private boolean isEmpty = true;

  /**
   * @param fileDays days to walk that have a file of listings, of whatever shelf
   */
  public ShelfUnit(
      Reference reference, LocalDate from, LocalDate to, Collection<LocalDate> fileDays) {
    this.reference = reference;
    this.from = from;
    this.to = to;
    this.shelf =
        new Shelf(
            new Shelf.Rules(
                reference.market().viewers(),
                reference.market().derivesScans(),
                reference.market().settings()),
            from,
            to);
    fileDays.forEach(shelf::fileDay);
    for (Reference.Event event : reference.events()) {
      if (event.kind().equals(Events.WITHDRAWN_FROM_NEW_BUYERS) && event.platform() != null) {
        shelf.withdrawal(new Withdrawal(event.platform(), event.to()));
      }
    }
  }

  /** The shelf that a bank's product on a platform stands on. */
  public static String unit(Reference reference, String platform, String bank) {
    return reference.market().derivesScans() ? bank : platform;
  }

  /** A row of shelf_days of the day before the first. */
  public void carried(Object[] row) {
    isEmpty = false;
    if (State.valueOf(of(row, ShelfDays.STATE)) == State.CLOSED) {
      return;
    }
    Key key = new Key(of(row, ShelfDays.PLATFORM_ID), of(row, ShelfDays.PRODUCT_ID));
    String viewer = of(row, ShelfDays.VIEWER);
    Product product = shelf.carried(key);
    product.latest =
        new Sighting(
            of(row, ShelfDays.SIGHTED_BY_ANY_ON),
            key,
            viewer,
            of(row, ShelfDays.BANK_ID),
            of(row, ShelfDays.BANK_NAME),
            of(row, ShelfDays.BANK_PRODUCT_ID),
            of(row, ShelfDays.PRODUCT_NAME),
            of(row, ShelfDays.PRODUCT_KIND),
            List.copyOf(of(row, ShelfDays.ANY_TERMS)),
            Sees.SEEN);
    String known = of(row, ShelfDays.LAST_KNOWN_STATE);
    product.lastKnownState = known == null ? null : State.valueOf(known);
    product.lastKnownOn = of(row, ShelfDays.LAST_KNOWN_ON);
    Side side = product.side(viewer);
    side.spellNo = of(row, ShelfDays.SPELL_NO);
    side.spellBankId = of(row, ShelfDays.SPELL_BANK_ID);
    side.spellKind = of(row, ShelfDays.SPELL_KIND);
    side.firstSeen = of(row, ShelfDays.FIRST_SEEN);
    side.lastSeen = of(row, ShelfDays.LAST_SEEN);
    side.lastSeenId = of(row, ShelfDays.LAST_SEEN_ID);
    side.lastOnSale = of(row, ShelfDays.LAST_ON_SALE);
    side.firstAbsent = of(row, ShelfDays.FIRST_ABSENT);
    side.confirmedBy = of(row, ShelfDays.CONFIRMED_BY);
    side.exit = of(row, ShelfDays.EXIT);
    side.leftCensored = Boolean.TRUE.equals(of(row, ShelfDays.LEFT_CENSORED));
    side.gapDays = of(row, ShelfDays.GAP_DAYS);
    side.unprovenDays = of(row, ShelfDays.UNPROVEN_DAYS);
    side.formerIds = formerIds(key, of(row, ShelfDays.FORMER_IDS));
    side.displayed = of(row, ShelfDays.DISPLAYED);
    side.buyable = of(row, ShelfDays.BUYABLE);
    side.atLastComplete = of(row, ShelfDays.AT_LAST_COMPLETE);
    shelf.carriedComplete(new View(key.platform(), viewer), of(row, ShelfDays.LAST_COMPLETE_ON));
  }

  private static <T> T of(Object[] row, Field<T> field) {
    return ShelfDays.TABLE.value(row, field);
  }

  /** A line that stood for a product on the day before the first. */
  public void carried(String product, Line line) {
    Side side = shelf.carried(new Key(line.platform(), product)).side(line.viewer());
    if (side.lines == null) {
      side.lines = new ArrayList<>();
    }
    side.lines.add(line);
  }

  /** A row of listing_spells that ended before the first day. */
  public void ended(Object[] row) {
    Side spell = new Side();
    spell.spellNo = Spells.TABLE.value(row, Spells.SPELL_NO);
    spell.spellBankId = Spells.TABLE.value(row, Spells.BANK_ID);
    spell.spellKind = Spells.TABLE.value(row, Spells.PRODUCT_KIND);
    spell.firstSeen = Spells.TABLE.value(row, Spells.FIRST_SEEN);
    spell.lastSeen = Spells.TABLE.value(row, Spells.LAST_SEEN);
    spell.lastSeenId = Spells.TABLE.value(row, Spells.PRODUCT_ID);
    spell.lastOnSale = Spells.TABLE.value(row, Spells.LAST_ON_SALE);
    spell.firstAbsent = Spells.TABLE.value(row, Spells.FIRST_ABSENT);
    spell.confirmedBy = Spells.TABLE.value(row, Spells.CONFIRMED_BY);
    spell.exit = Spells.TABLE.value(row, Spells.EXIT);
    spell.leftCensored = Spells.TABLE.value(row, Spells.LEFT_CENSORED);
    spell.gapDays = Spells.TABLE.value(row, Spells.GAP_DAYS);
    Key key =
        new Key(
            Spells.TABLE.value(row, Spells.PLATFORM_ID),
            Spells.TABLE.value(row, Spells.PRODUCT_ID));
    spell.formerIds = formerIds(key, Spells.TABLE.value(row, Spells.FORMER_IDS));
    shelf.ended(key, Spells.TABLE.value(row, Spells.VIEWER), spell);
  }

  private List<String> formerIds(Key key, List<String> ids) {
    ids.forEach(id -> shelf.former(new Key(key.platform(), id)));
    return new ArrayList<>(ids);
  }

  /** A row of listings of one of the days. */
  public void listing(Object[] row) {
    isEmpty = false;
    LocalDate day = Listings.TABLE.value(row, Listings.SCAN_DATE);
    String platform = Listings.TABLE.value(row, Listings.PLATFORM_ID);
    String viewer = Listings.TABLE.value(row, Listings.VIEWER);
    Key key = new Key(platform, Listings.TABLE.value(row, Listings.PRODUCT_ID));
    shown.computeIfAbsent(new Place(day, key, viewer), p -> new ArrayList<>()).add(row);
    if (reference.market().derivesScans()) {
      String bank = Listings.TABLE.value(row, Listings.BANK_ID);
      start(new Object[] {platform, viewer, bank, day});
    }
  }

  /** A row of scans of one of the days. */
  public void scan(Object[] row) {
    LocalDate day = Scans.TABLE.value(row, Scans.SCAN_DATE);
    String platform = Scans.TABLE.value(row, Scans.PLATFORM_ID);
    String viewer = Scans.TABLE.value(row, Scans.VIEWER);
    ScanStatus status = ScanStatus.valueOf(Scans.TABLE.value(row, Scans.STATUS));
    shelf.scan(day, new View(platform, viewer), status);
    if (status != ScanStatus.FAILED) {
      start(new Object[] {platform, viewer, Scans.ALL_BANKS, day});
    }
  }

  /** A row of scan_starts; of several of one shelf the earliest counts. */
  public void start(Object[] row) {
    LocalDate on = ScanStarts.TABLE.value(row, ScanStarts.FIRST_SCAN_ON);
    starts.merge(
        List.of((String) row[0], (String) row[1], (String) row[2]),
        row,
        (a, b) -> on.isBefore(ScanStarts.TABLE.value(a, ScanStarts.FIRST_SCAN_ON)) ? row : a);
  }

  /** The first scan of each view of this shelf: rows of scan_starts. */
  public Collection<Object[]> starts() {
    return starts.values();
  }

  /** Walks the days; each product and viewer that stands there on a day is handed over. */
  public void walk(Consumer<ShelfDay> onDay) {
    if (isEmpty) {
      return;
    }
    shown.forEach(this::sight);
    starts
        .values()
        .forEach(
            row ->
                shelf.firstScan(
                    new View((String) row[0], (String) row[1]),
                    (String) row[2],
                    ScanStarts.TABLE.value(row, ScanStarts.FIRST_SCAN_ON)));
    shelf.walk((day, product) -> tell(day, product, onDay));
  }

  /** Notes a product as a scan that did not fail showed it, over its lines. */
  private void sight(Place place, List<Object[]> rows) {
    ScanStatus status = shelf.status(place.day(), new View(place.key().platform(), place.viewer()));
    boolean proves =
        reference.market().derivesScans()
            || status == ScanStatus.COMPLETE
            || status == ScanStatus.PARTIAL;
    if (!proves) {
      return;
    }
    TreeSet<String> terms = new TreeSet<>();
    Sees sees = Sees.SEEN;
    List<Line> lines = new ArrayList<>(rows.size());
    for (Object[] row : rows) {
      Line line = Line.of(row);
      lines.add(line);
      terms.add(Term.canonical(line.term()));
      if (line.action().equals("BUY")) {
        sees = Sees.CAN_BUY;
      } else if (line.action().equals("TOP_UP")
          && place.viewer().equals(Shelf.HOLDER)
          && sees == Sees.SEEN) {
        sees = Sees.TOP_UP;
      }
    }
    String bankId = least(rows, Listings.BANK_ID);
    String bankName = least(rows, Listings.BANK_NAME);
    Reference.Bank bank = reference.bank(bankId);
    shelf.sighting(
        new Sighting(
            place.day(),
            place.key(),
            place.viewer(),
            bankId,
            bankName != null ? bankName : bank != null ? bank.name() : bankId,
            least(rows, Listings.BANK_PRODUCT_ID),
            least(rows, Listings.PRODUCT_NAME),
            least(rows, Listings.PRODUCT_KIND),
            List.copyOf(terms),
            sees,
            lines));
  }

  /** Of lines that disagree the least value: any would do, so long as it is always the same. */
  private static String least(List<Object[]> rows, Field<String> field) {
    String least = null;
    for (Object[] row : rows) {
      String value = Listings.TABLE.value(row, field);
      if (value != null && (least == null || value.compareTo(least) < 0)) {
        least = value;
      }
    }
    return least;
  }

  private void tell(LocalDate day, Product product, Consumer<ShelfDay> onDay) {
    Sighting latest = product.latest;
    for (String viewer : shelf.rules().viewers()) {
      Side side = product.side(viewer);
      View view = new View(product.key.platform(), viewer);
      onDay.accept(
          new ShelfDay(
              day,
              product.key.platform(),
              product.key.product(),
              viewer,
              latest.bankId(),
              latest.bankName(),
              latest.bankProductId(),
              latest.productName(),
              latest.kind(),
              latest.terms(),
              latest.day(),
              shelf.status(day, view),
              shelf.lastComplete(view, day),
              side.atLastComplete,
              side.sighted,
              side.sees,
              product.state,
              product.lastKnownState,
              product.lastKnownOn,
              side.displayed,
              side.buyable,
              side.spellNo,
              side.spellBankId,
              side.spellKind,
              side.firstSeen,
              side.lastSeen,
              side.lastSeenId,
              side.lastOnSale,
              side.firstAbsent,
              side.confirmedBy,
              side.exit,
              side.leftCensored,
              side.gapDays,
              List.copyOf(side.formerIds),
              side.unprovenDays,
              product.rekeyCandidates,
              side.lines == null ? List.of() : side.lines));
    }
  }
}
