package org.rateshelf.explain;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.rateshelf.day.PostedRates;
import org.rateshelf.market.Market;
import org.rateshelf.shelf.Line;
import org.rateshelf.table.BankRates;
import org.rateshelf.table.Listings;
import org.rateshelf.table.PostedDays;
import org.rateshelf.table.Term;

/** A row of posted_days: the line that posted the rate. */
record PostedDaysExplained(Trail trail, Cell cell) implements Explained {
  @Override
  public void tell() {
    trail.head("How it is made");
    source();
  }

  /** The rate, and the file and line that it came from. */
  void source() {
    trail.say(
        "%s %s %s, vouched for to %s",
        cell.text(PostedDays.BANK_ID),
        cell.text(PostedDays.TERM),
        cell.text(PostedDays.RATE_PCT),
        cell.text(PostedDays.CONFIRMED_TO));
    if (trail.market().postedRates() == Market.PostedRates.LISTINGS) {
      listing().ifPresent(line -> trail.line(line.fileSha256(), line.fileLine()));
    } else {
      bankRate().ifPresent(trail::line);
    }
  }

  /** The latest announcement up to the day; of one day the higher rate. */
  private Optional<Cell> bankRate() {
    LocalDate day = cell.get(PostedDays.AS_OF_DATE);
    return trail
        .rows(BankRates.TABLE, cell.agrees(PostedDays.BANK_ID, PostedDays.PRODUCT_KIND))
        .stream()
        .filter(row -> cell.is(PostedDays.TERM, Term.canonical(row.get(BankRates.TERM))))
        .filter(row -> !row.get(BankRates.EFFECTIVE_FROM).isAfter(day))
        .max(Cell.by(List.of(BankRates.EFFECTIVE_FROM, BankRates.RATE_PCT)));
  }

  /** The latest listing up to the day that is a posted rate. */
  private Optional<Line> listing() {
    TreeMap<LocalDate, List<Line>> days = new TreeMap<>();
    trail
        .rows(
            Listings.TABLE,
            LocalDate.MIN,
            cell.get(PostedDays.AS_OF_DATE),
            cell.agrees(PostedDays.BANK_ID, PostedDays.PRODUCT_KIND).and(this::isOfTerm))
        .forEach(
            row ->
                days.computeIfAbsent(row.get(Listings.SCAN_DATE), day -> new ArrayList<>())
                    .add(Line.of(row.row())));
    return days.descendingMap().entrySet().stream()
        .flatMap(
            day -> PostedRates.listings(day.getKey(), day.getValue(), trail.reference()).stream())
        .findFirst();
  }

  /** A demand deposit is taken as DEMAND whatever term it is listed with. */
  private boolean isOfTerm(Cell listing) {
    return cell.is(PostedDays.TERM, Term.DEMAND)
        || cell.is(PostedDays.TERM, Term.canonical(listing.get(Listings.TERM)));
  }
}
