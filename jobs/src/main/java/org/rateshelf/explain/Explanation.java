package org.rateshelf.explain;

import static java.util.Map.entry;
import static java.util.stream.Collectors.joining;

import java.io.PrintWriter;
import java.util.Map;
import java.util.function.BiFunction;
import org.rateshelf.answer.Answers;
import org.rateshelf.answer.BankCost;
import org.rateshelf.answer.BankCostMonthly;
import org.rateshelf.answer.BestOffers;
import org.rateshelf.answer.CeilingBreaches;
import org.rateshelf.answer.EventStudy;
import org.rateshelf.answer.ListingStates;
import org.rateshelf.answer.MarketStructure;
import org.rateshelf.answer.ProductCounts;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.answer.ShelfLife;
import org.rateshelf.answer.SpreadSummary;
import org.rateshelf.answer.WithdrawalImpact;
import org.rateshelf.job.Answer;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.lake.Lake;
import org.rateshelf.lake.Publication;
import org.rateshelf.schema.Table;
import org.rateshelf.table.PostedDays;
import org.rateshelf.table.Spells;

/**
 * Where a published number comes from: its formula with the numbers filled in, the rows below it
 * down to file and line, what was left out, and the state that it was read from.
 *
 * <p>Holders' data are never shown row by row.
 */
public final class Explanation {
  private static final Map<Table, BiFunction<Trail, Cell, Explained>> EXPLAINED =
      Map.ofEntries(
          entry(BankCost.TABLE, BankCostExplained::new),
          entry(BankCostMonthly.TABLE, BankCostMonthlyExplained::new),
          entry(BestOffers.TABLE, BestOffersExplained::new),
          entry(CeilingBreaches.TABLE, CeilingBreachesExplained::new),
          entry(EventStudy.TABLE, EventStudyExplained::new),
          entry(ListingStates.TABLE, ListingStatesExplained::new),
          entry(MarketStructure.TABLE, MarketStructureExplained::new),
          entry(PostedDays.TABLE, PostedDaysExplained::new),
          entry(ProductCounts.TABLE, ProductCountsExplained::new),
          entry(RateSpreads.TABLE, RateSpreadsExplained::new),
          entry(ShelfLife.TABLE, ShelfLifeExplained::new),
          entry(Spells.TABLE, ListingSpellsExplained::new),
          entry(SpreadSummary.TABLE, SpreadSummaryExplained::new),
          entry(WithdrawalImpact.TABLE, WithdrawalImpactExplained::new));

  private Explanation() {}

  /** Prints the explanation of the one row that the given part of its key names. */
  public static void print(Lake lake, String table, Map<String, String> key, PrintWriter out) {
    Answer answer =
        Answers.all().stream()
            .filter(a -> a.writes().name().equals(table))
            .findFirst()
            .orElseThrow(() -> noSuch(table));
    Publication publication = lake.present();
    Trail trail = new Trail(lake, publication, out);
    Cell cell = Cell.find(trail, answer.writes(), key);
    out.printf("%s: %s%n", table, String.join(" ", cell.key().values()));
    out.println(answer.question());
    answer.writes().fields().stream()
        .filter(f -> !answer.writes().key().contains(f))
        .forEach(f -> trail.say("%-26s %-20s %s", f.name(), cell.text(f), f.comment()));
    if (EXPLAINED.containsKey(answer.writes())) {
      EXPLAINED.get(answer.writes()).apply(trail, cell).tell();
    }
    if (HoldersExplained.standBehind(answer)) {
      new HoldersExplained(trail, cell).tell();
    }
    trail.head("Read from");
    trail.say(
        "publication %d of market %s (%s), made by run %s at %s",
        publication.id(),
        publication.market(),
        publication.provenance(),
        publication.runId(),
        publication.at());
    trail.say("%s at version %d, made from", table, version(publication, answer.writes()));
    answer.reads().stream()
        .filter(read -> read != answer.writes())
        .forEach(read -> trail.say("  %s at %d", read.path(), version(publication, read)));
  }

  private static Long version(Publication publication, Table table) {
    return publication.versions().get(table.path());
  }

  private static RateshelfException noSuch(String table) {
    return RateshelfException.usage(
        "There is no table '" + table + "' to explain.",
        "it explains the tables that answer a question.",
        "name one of: "
            + Answers.all().stream().map(a -> a.writes().name()).sorted().collect(joining(", "))
            + ".");
  }
}
