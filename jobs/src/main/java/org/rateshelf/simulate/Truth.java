package org.rateshelf.simulate;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes what really happened, whether or not a scan saw it. */
final class Truth {
  private final SimulationSize size;
  private final Reference reference;

  Truth(SimulationSize size, Reference reference) {
    this.size = size;
    this.reference = reference;
  }

  void writeTo(Path folder, List<Shelf> shelves, Dirt dirt) throws IOException {
    try (CsvFile spells =
            file(
                folder,
                "spells",
                "platform_id product_ids viewer spell_no first_shown_on last_shown_on "
                    + "unprovable");
        CsvFile products =
            file(
                folder,
                "products",
                "platform_id product_ids bank_id product_name product_kind terms rekeyed_on");
        CsvFile rates =
            file(
                folder,
                "rates",
                "platform_id product_ids viewer line term payout_cycle rate_kind min_amount "
                    + "base_rate_pct bonus_rate_pct subsidy_rate_pct from to");
        CsvFile unseen = file(folder, "unseen", "scan_date platform_id viewer product_ids");
        CsvFile exits = file(folder, "exits", "platform_id withdrawn_on")) {
      for (Shelf shelf : shelves) {
        for (Offer offer : shelf.offers()) {
          writeSpells(spells, shelf, offer);
          products.row(
              offer.platform(),
              offer.ids(),
              offer.bank().successor(),
              offer.name(),
              offer.kind(),
              offer.lines().stream().map(Line::term).distinct().collect(Collectors.joining(" ")),
              offer.isRekeyed() ? offer.rekeyedOn() : "");
          writeRates(rates, offer);
        }
        writeUnseen(unseen, shelf);
        exits.row(shelf.platform(), shelf.withdrawnOn() == null ? "" : shelf.withdrawnOn());
      }
    }
    try (CsvFile file = file(folder, "banks", "bank_id former_id renamed_on home_province")) {
      for (Reference.Bank bank : reference.banks()) {
        boolean renamed = !bank.successor().equals(bank.id());
        file.row(
            bank.successor(),
            renamed ? bank.id() : "",
            renamed ? bank.from() : "",
            bank.province());
      }
    }
    try (CsvFile file = new CsvFile(folder.resolve("corrections.csv"), ListingFiles.COLUMNS)) {
      file.open();
      for (List<String> row : dirt.corrected()) {
        file.row(row);
      }
    }
    try (CsvFile file = new CsvFile(folder.resolve("dirt.csv"), Dirt.COLUMNS)) {
      file.open();
      for (List<String> row : dirt.planted()) {
        file.row(row);
      }
    }
  }

  /** On which days a viewer could put money into an offer, and at what rate of each line. */
  private void writeRates(CsvFile rates, Offer offer) throws IOException {
    for (Viewer viewer : Viewer.values()) {
      for (int i = 0; i < offer.lines().size(); i++) {
        Line line = offer.lines().get(i);
        LocalDate from = size.firstDay();
        while (!from.isAfter(size.lastDay())) {
          String rate = rate(offer, line, viewer, from);
          LocalDate next = from.plusDays(1);
          while (!next.isAfter(size.lastDay()) && rate.equals(rate(offer, line, viewer, next))) {
            next = next.plusDays(1);
          }
          if (!rate.isEmpty()) {
            rates.row(
                offer.platform(),
                offer.ids(),
                viewer,
                i + 1,
                line.term(),
                line.payoutCycle(),
                line.rateKind(),
                line.minAmount(),
                rate,
                line.shows("bonus_rate_pct"),
                line.shows("subsidy_rate_pct"),
                from,
                next.minusDays(1));
          }
          from = next;
        }
      }
    }
  }

  private static String rate(Offer offer, Line line, Viewer viewer, LocalDate day) {
    return offer.canOpen(viewer, day) ? line.rate(offer.cut().at(day)) : "";
  }

  /** What stood on the shelf and no scan of the day showed. */
  private void writeUnseen(CsvFile unseen, Shelf shelf) throws IOException {
    for (LocalDate day : (Iterable<LocalDate>) size.days()::iterator) {
      for (Viewer viewer : Viewer.values()) {
        List<Offer> missed = new ArrayList<>(shelf.shown(viewer, day));
        missed.removeAll(shelf.sighted(viewer, day));
        if (!missed.isEmpty()) {
          unseen.row(
              day,
              shelf.platform(),
              viewer,
              missed.stream().map(Offer::ids).collect(Collectors.joining(" ")));
        }
      }
    }
  }

  private void writeSpells(CsvFile spells, Shelf shelf, Offer offer) throws IOException {
    for (Viewer viewer : Viewer.values()) {
      List<Days> runs =
          offer.shownTo(viewer).stream()
              .filter(run -> !run.from().isAfter(size.lastDay()))
              .filter(run -> !run.to().isBefore(size.firstDay()))
              .toList();
      boolean provable = isProvable(shelf, offer, viewer, runs);
      for (int i = 0; i < runs.size(); i++) {
        LocalDate to = runs.get(i).to();
        spells.row(
            offer.platform(),
            offer.ids(),
            viewer,
            i + 1,
            runs.get(i).from(),
            to.isBefore(size.lastDay()) ? to : "",
            provable ? "" : "unprovable");
      }
    }
  }

  /** Whether each run was seen, each gap proven, and a change of id can be told. */
  private boolean isProvable(Shelf shelf, Offer offer, Viewer viewer, List<Days> runs) {
    for (int i = 0; i < runs.size(); i++) {
      Days run = within(runs.get(i));
      if (run.from()
          .datesUntil(run.to().plusDays(1))
          .noneMatch(d -> shelf.isSighted(offer, viewer, d))) {
        return false;
      }
      if (i > 0 && !isProven(shelf, viewer, runs.get(i - 1).to().plusDays(1), run.from())) {
        return false;
      }
    }
    return !offer.isRekeyed()
        || offer.rekeyedOn().isAfter(size.lastDay())
        || isMatched(shelf, offer);
  }

  private Days within(Days run) {
    return new Days(
        run.from().isBefore(size.firstDay()) ? size.firstDay() : run.from(),
        run.to().isAfter(size.lastDay()) ? size.lastDay() : run.to());
  }

  private boolean isProven(Shelf shelf, Viewer viewer, LocalDate from, LocalDate until) {
    return from.datesUntil(until).anyMatch(day -> shelf.scan(viewer, day) == Shelf.Scan.COMPLETE)
        || viewer == Viewer.NEW_BUYER
            && reference.withdrawals().stream()
                .filter(withdrawal -> withdrawal.platform().equals(shelf.platform()))
                .map(Reference.Withdrawal::to)
                .anyMatch(day -> !day.isBefore(from) && day.isBefore(until));
  }

  /** Whether two consecutive whole scans show the old id and then the new one. */
  private boolean isMatched(Shelf shelf, Offer offer) {
    if (offer.ambiguous()) {
      return false;
    }
    for (Viewer viewer : Viewer.values()) {
      LocalDate before = offer.rekeyedOn().minusDays(1);
      while (!before.isBefore(size.firstDay())
          && shelf.scan(viewer, before) != Shelf.Scan.COMPLETE) {
        before = before.minusDays(1);
      }
      LocalDate after = offer.rekeyedOn();
      while (!after.isAfter(size.lastDay()) && shelf.scan(viewer, after) != Shelf.Scan.COMPLETE) {
        after = after.plusDays(1);
      }
      if (!before.isBefore(size.firstDay())
          && !after.isAfter(size.lastDay())
          && offer.isShown(viewer, before)
          && offer.isShown(viewer, after)) {
        return true;
      }
    }
    return false;
  }

  private static CsvFile file(Path folder, String name, String columns) {
    return new CsvFile(folder.resolve(name + ".csv"), CsvFile.columns(columns));
  }
}
