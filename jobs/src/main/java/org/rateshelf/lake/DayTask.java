package org.rateshelf.lake;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rateshelf.answer.BankCost;
import org.rateshelf.answer.BestOffers;
import org.rateshelf.answer.CeilingBreaches;
import org.rateshelf.answer.ListingStates;
import org.rateshelf.answer.MarketStructure;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.answer.SpreadSummary;
import org.rateshelf.day.Balances;
import org.rateshelf.day.Costs;
import org.rateshelf.day.Counts;
import org.rateshelf.day.Day;
import org.rateshelf.day.Offers;
import org.rateshelf.day.Posted;
import org.rateshelf.day.PostedRates;
import org.rateshelf.day.Spread;
import org.rateshelf.day.Spreads;
import org.rateshelf.day.States;
import org.rateshelf.day.Structure;
import org.rateshelf.day.Summaries;
import org.rateshelf.market.Market;
import org.rateshelf.market.Reference;
import org.rateshelf.schema.Table;
import org.rateshelf.shelf.ShelfDay;
import org.rateshelf.store.DataFile;
import org.rateshelf.study.EventStudies;
import org.rateshelf.study.Impact;
import org.rateshelf.study.MonthlyCosts;
import org.rateshelf.table.PostedDays;
import org.rateshelf.table.ShelfDays;
import org.rateshelf.table.SpellRates;

/** Makes the rows of some consecutive days, one day after the other, and writes them. */
final class DayTask {
  /** The tables that have a file of a day. */
  static final List<Table> TABLES =
      List.of(
          ShelfDays.TABLE,
          SpellRates.TABLE,
          PostedDays.TABLE,
          ListingStates.TABLE,
          ProductCounts.TABLE,
          RateSpreads.TABLE,
          SpreadSummary.TABLE,
          BestOffers.TABLE,
          BankCost.TABLE,
          CeilingBreaches.TABLE,
          MarketStructure.TABLE);

  /** What all days need, whichever they are. */
  record Needs(
      Reference reference,
      LocalDate lastDay,
      List<Posted> announced,
      Balances balances,
      List<Structure.Measured> structure,
      Set<Counts.Cell> cells,
      Map<String, String> folders)
      implements Serializable {}

  /**
   * What a task has done.
   *
   * @param files its data files, by the path of their table
   * @param first the counts of its first day, to be held against the day before
   * @param last the counts of its last day
   * @param unbalanced rows of the other days on which the stock is not what it must be
   * @param ambiguous new ids that might continue older ones, each with its platform
   */
  record Made(
      LocalDate from,
      Map<String, List<DataFile>> files,
      List<Object[]> first,
      List<Object[]> last,
      long unbalanced,
      Set<List<String>> ambiguous,
      Impact impact,
      MonthlyCosts costs,
      List<EventStudies.Measured> measured)
      implements Serializable {}

  private final Needs needs;
  private final Reference reference;
  private final Spreads spreads;
  private final PostedRates posted;
  private final TableBuffers buffers;
  private final Impact impact;
  private final MonthlyCosts costs;
  private final List<EventStudies.Measured> measured = new ArrayList<>();
  private final Set<List<String>> ambiguous = new HashSet<>();
  private final Map<LocalDate, List<Structure.Measured>> structure = new HashMap<>();
  private LocalDate from;
  private List<Object[]> first;
  private List<Object[]> last;
  private long unbalanced;

  DayTask(Needs needs) {
    this.needs = needs;
    this.reference = needs.reference();
    this.spreads = new Spreads(reference);
    this.posted = new PostedRates(needs.announced());
    this.buffers = new TableBuffers(needs.folders());
    this.impact = new Impact(reference, needs.lastDay());
    this.costs = new MonthlyCosts(reference);
    for (Structure.Measured one : needs.structure()) {
      structure.computeIfAbsent(one.day(), d -> new ArrayList<>()).add(one);
    }
  }

  /** What the shelves say of one day. */
  static final class Shelves {
    final List<ShelfDay> products = new ArrayList<>();
    final List<Posted> posted = new ArrayList<>();
    final Set<String> scanned = new HashSet<>();
    final Set<Counts.Cell> cells = new HashSet<>();
    final List<Object[]> breaches = new ArrayList<>();
  }

  /** Makes and writes a day's rows; days come in order. */
  void day(LocalDate date, Shelves shelves) {
    boolean listed = reference.market().postedRates() == Market.PostedRates.LISTINGS;
    shelves.products.sort(
        Comparator.comparing(ShelfDay::platform)
            .thenComparing(ShelfDay::product)
            .thenComparing(ShelfDay::viewer));
    Day day =
        new Day(
            date,
            shelves.products,
            listed ? shelves.posted : posted.on(date),
            shelves.scanned,
            needs.balances());
    List<Spread> held = spreads.of(day);
    shelves.cells.addAll(needs.cells());
    List<Object[]> counts = Counts.rows(day, shelves.cells, reference);
    List<Object[]> summary = Summaries.rows(day, held, reference);
    List<Object[]> cost = Costs.rows(day, held, reference);
    balance(date, counts);
    buffers.add(ShelfDays.TABLE, shelves.products, ShelfDay::row);
    buffers.add(SpellRates.TABLE, beginning(day));
    buffers.add(PostedDays.TABLE, day.posted(), PostedRates::row);
    buffers.add(ListingStates.TABLE, States.rows(day));
    buffers.add(ProductCounts.TABLE, counts);
    buffers.add(RateSpreads.TABLE, held, Spreads::row);
    buffers.add(SpreadSummary.TABLE, summary);
    buffers.add(BestOffers.TABLE, Offers.rows(day, held, reference));
    buffers.add(BankCost.TABLE, cost);
    buffers.add(CeilingBreaches.TABLE, shelves.breaches);
    buffers.add(
        MarketStructure.TABLE,
        Structure.rows(day, held, structure.getOrDefault(date, List.of()), reference));
    buffers.endDay();
    impact.add(day, held);
    costs.add(cost, needs.balances());
    measured.addAll(EventStudies.of(day, counts, summary, reference));
    for (ShelfDay product : shelves.products) {
      if (product.rekeyCandidates() != null) {
        ambiguous.add(List.of(product.platform(), product.product()));
      }
    }
  }

  /** The rates of spells that begin on new buyers' shelf. */
  private static List<Object[]> beginning(Day day) {
    List<Object[]> rows = new ArrayList<>();
    for (ShelfDay product : day.shelves()) {
      if (product.viewer().equals("NEW_BUYER")
          && product.displayed()
          && day.date().equals(product.firstSeen())) {
        rows.add(
            new Object[] {
              day.date(), product.platform(), product.product(), product.highestHeadlinePct()
            });
      }
    }
    return rows;
  }

  private void balance(LocalDate date, List<Object[]> counts) {
    if (first == null) {
      from = date;
      first = counts;
    } else {
      unbalanced += Counts.unbalanced(last, counts);
    }
    last = counts;
  }

  /** What it has done, after the last day. */
  Made made() {
    impact.endDays();
    return new Made(
        from, buffers.files(), first, last, unbalanced, ambiguous, impact, costs, measured);
  }
}
