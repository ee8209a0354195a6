package org.rateshelf.shelf;

import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
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

/** Reads what a shelf's walk is given from rows, and writes what it finds as rows. */
public final class ShelfRows {
  private ShelfRows() {}

  /**
   * Walks the shelf that one row holds: its arrays {@code carried}, {@code ended}, {@code
   * sightings}, {@code scans}, {@code starts}, {@code file_days} and {@code withdrawals}.
   */
  public static FlatMapFunction<Row, Row> walking(Shelf.Rules rules, LocalDate from, LocalDate to) {
    return unit -> walk(unit, rules, from, to);
  }

  private static Iterator<Row> walk(Row unit, Shelf.Rules rules, LocalDate from, LocalDate to) {
    Shelf shelf = new Shelf(rules, from, to);
    structs(unit, "carried").forEach(r -> carry(shelf, r));
    structs(unit, "ended").forEach(r -> ended(shelf, r));
    structs(unit, "sightings").forEach(r -> shelf.sighting(sighting(r)));
    structs(unit, "scans")
        .forEach(
            r ->
                shelf.scan(
                    day(r, Scans.SCAN_DATE),
                    new View(text(r, Scans.PLATFORM_ID), text(r, Scans.VIEWER)),
                    ScanStatus.valueOf(text(r, Scans.STATUS))));
    structs(unit, "starts")
        .forEach(
            r ->
                shelf.firstScan(
                    new View(text(r, ScanStarts.PLATFORM_ID), text(r, ScanStarts.VIEWER)),
                    text(r, ScanStarts.BANK_ID),
                    day(r, ScanStarts.FIRST_SCAN_ON)));
    structs(unit, "withdrawals")
        .forEach(
            r ->
                shelf.withdrawal(
                    new Withdrawal(text(r, Events.PLATFORM_ID), day(r, Events.DATE_TO))));
    unit.<Date>getList(unit.fieldIndex("file_days")).forEach(d -> shelf.fileDay(d.toLocalDate()));
    List<Row> rows = new ArrayList<>();
    shelf.walk((day, product) -> write(shelf, day, product, rows));
    return rows.iterator();
  }

  private static List<Row> structs(Row unit, String name) {
    int at = unit.fieldIndex(name);
    return unit.isNullAt(at) ? List.of() : unit.getList(at);
  }

  private static String text(Row row, Field<String> field) {
    return row.getAs(field.name());
  }

  private static LocalDate day(Row row, Field<LocalDate> field) {
    Date day = row.getAs(field.name());
    return day == null ? null : day.toLocalDate();
  }

  private static Date date(LocalDate day) {
    return day == null ? null : Date.valueOf(day);
  }

  private static Sighting sighting(Row r) {
    Sees sees =
        switch (r.<Integer>getAs("can")) {
          case 2 -> Sees.CAN_BUY;
          case 1 -> Sees.TOP_UP;
          default -> Sees.SEEN;
        };
    return new Sighting(
        day(r, Listings.SCAN_DATE),
        new Key(text(r, Listings.PLATFORM_ID), text(r, Listings.PRODUCT_ID)),
        text(r, Listings.VIEWER),
        text(r, Listings.BANK_ID),
        text(r, Listings.BANK_NAME),
        text(r, Listings.BANK_PRODUCT_ID),
        text(r, Listings.PRODUCT_NAME),
        text(r, Listings.PRODUCT_KIND),
        List.copyOf(r.getList(r.fieldIndex(ShelfDays.ANY_TERMS.name()))),
        sees);
  }

  private static void carry(Shelf shelf, Row r) {
    if (State.valueOf(text(r, ShelfDays.STATE)) == State.CLOSED) {
      return;
    }
    Key key = new Key(text(r, ShelfDays.PLATFORM_ID), text(r, ShelfDays.PRODUCT_ID));
    String viewer = text(r, ShelfDays.VIEWER);
    Product product = shelf.carried(key);
    product.latest =
        new Sighting(
            day(r, ShelfDays.SIGHTED_BY_ANY_ON),
            key,
            viewer,
            text(r, ShelfDays.BANK_ID),
            text(r, ShelfDays.BANK_NAME),
            text(r, ShelfDays.BANK_PRODUCT_ID),
            text(r, ShelfDays.PRODUCT_NAME),
            text(r, ShelfDays.PRODUCT_KIND),
            List.copyOf(r.getList(r.fieldIndex(ShelfDays.ANY_TERMS.name()))),
            Sees.SEEN);
    String known = text(r, ShelfDays.LAST_KNOWN_STATE);
    product.lastKnownState = known == null ? null : State.valueOf(known);
    product.lastKnownOn = day(r, ShelfDays.LAST_KNOWN_ON);
    Side side = product.side(viewer);
    side.spellNo = r.getAs(ShelfDays.SPELL_NO.name());
    side.spellBankId = text(r, ShelfDays.SPELL_BANK_ID);
    side.spellKind = text(r, ShelfDays.SPELL_KIND);
    side.firstSeen = day(r, ShelfDays.FIRST_SEEN);
    side.lastSeen = day(r, ShelfDays.LAST_SEEN);
    side.lastSeenId = text(r, ShelfDays.LAST_SEEN_ID);
    side.lastOnSale = day(r, ShelfDays.LAST_ON_SALE);
    side.firstAbsent = day(r, ShelfDays.FIRST_ABSENT);
    side.confirmedBy = text(r, ShelfDays.CONFIRMED_BY);
    side.exit = text(r, ShelfDays.EXIT);
    side.leftCensored = Boolean.TRUE.equals(r.getAs(ShelfDays.LEFT_CENSORED.name()));
    side.gapDays = r.<Integer>getAs(ShelfDays.GAP_DAYS.name());
    side.unprovenDays = r.<Integer>getAs(ShelfDays.UNPROVEN_DAYS.name());
    side.formerIds = formerIds(shelf, key, r, ShelfDays.FORMER_IDS);
    side.displayed = r.<Boolean>getAs(ShelfDays.DISPLAYED.name());
    side.buyable = r.<Boolean>getAs(ShelfDays.BUYABLE.name());
    side.atLastComplete = r.<Boolean>getAs(ShelfDays.AT_LAST_COMPLETE.name());
    shelf.carriedComplete(new View(key.platform(), viewer), day(r, ShelfDays.LAST_COMPLETE_ON));
  }

  private static void ended(Shelf shelf, Row r) {
    Side spell = new Side();
    spell.spellNo = r.getAs(Spells.SPELL_NO.name());
    spell.spellBankId = text(r, Spells.BANK_ID);
    spell.spellKind = text(r, Spells.PRODUCT_KIND);
    spell.firstSeen = day(r, Spells.FIRST_SEEN);
    spell.lastSeen = day(r, Spells.LAST_SEEN);
    spell.lastSeenId = text(r, Spells.PRODUCT_ID);
    spell.lastOnSale = day(r, Spells.LAST_ON_SALE);
    spell.firstAbsent = day(r, Spells.FIRST_ABSENT);
    spell.confirmedBy = text(r, Spells.CONFIRMED_BY);
    spell.exit = text(r, Spells.EXIT);
    spell.leftCensored = r.<Boolean>getAs(Spells.LEFT_CENSORED.name());
    spell.gapDays = r.<Integer>getAs(Spells.GAP_DAYS.name());
    Key key = new Key(text(r, Spells.PLATFORM_ID), text(r, Spells.PRODUCT_ID));
    spell.formerIds = formerIds(shelf, key, r, Spells.FORMER_IDS);
    shelf.ended(key, text(r, Spells.VIEWER), spell);
  }

  private static List<String> formerIds(Shelf shelf, Key key, Row r, Field<List<String>> field) {
    List<String> ids = r.getList(r.fieldIndex(field.name()));
    ids.forEach(id -> shelf.former(new Key(key.platform(), id)));
    return new ArrayList<>(ids);
  }

  private static void write(Shelf shelf, LocalDate day, Product product, List<Row> rows) {
    Sighting latest = product.latest;
    for (String viewer : shelf.rules().viewers()) {
      Side side = product.side(viewer);
      View view = new View(product.key.platform(), viewer);
      rows.add(
          RowFactory.create(
              date(day),
              product.key.platform(),
              product.key.product(),
              viewer,
              latest.bankId(),
              latest.bankName(),
              latest.bankProductId(),
              latest.productName(),
              latest.kind(),
              latest.terms().toArray(String[]::new),
              date(latest.day()),
              shelf.status(day, view).name(),
              date(shelf.lastComplete(view, day)),
              side.atLastComplete,
              side.sighted,
              side.sees.name(),
              product.state.name(),
              product.lastKnownState == null ? null : product.lastKnownState.name(),
              date(product.lastKnownOn),
              side.displayed,
              side.buyable,
              side.spellNo,
              side.spellBankId,
              side.spellKind,
              date(side.firstSeen),
              date(side.lastSeen),
              side.lastSeenId,
              date(side.lastOnSale),
              date(side.firstAbsent),
              side.confirmedBy,
              side.exit,
              side.leftCensored,
              side.gapDays,
              side.formerIds.toArray(String[]::new),
              side.unprovenDays,
              product.rekeyCandidates));
    }
  }
}
