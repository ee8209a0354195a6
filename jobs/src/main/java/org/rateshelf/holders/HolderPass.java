package org.rateshelf.holders;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rateshelf.holders.CellKey.Due;
import org.rateshelf.holders.CellKey.Effect;
import org.rateshelf.holders.CellKey.Living;
import org.rateshelf.holders.CellKey.Missing;
import org.rateshelf.holders.CellKey.Moved;
import org.rateshelf.holders.CellKey.Product;
import org.rateshelf.holders.CellKey.Stake;
import org.rateshelf.holders.Comparisons.Comparison;
import org.rateshelf.market.Reference;
import org.rateshelf.table.Term;

/**
 * Adds holders to the cells of all tables of holders, one holder after another. While one is at
 * hand a cell counts him once, so that different holders are told apart without a list of them.
 */
public final class HolderPass {
  /** From so many cells on they are better handed out: they are some 50 MB. */
  private static final int MANY = 200_000;

  /** A cell of a day, or a part of one. */
  public record Cell(LocalDate day, CellKey key, CellSum sum) {}

  /** The cells of a day, and those that each of the finest is pooled in: to look up but once. */
  private record Cells(Map<CellKey, CellSum> sums, Map<CellKey, CellSum[]> pooled) {}

  private final Reference reference;
  private final Coverage coverage;
  private final Comparisons comparisons;
  private final Outcomes outcomes;
  private final LocalDate from;
  private final LocalDate to;
  private final Map<LocalDate, Cells> days = new HashMap<>();
  private final Map<String, String> words = new HashMap<>();
  private final Map<String, String> terms = new HashMap<>();
  private int cells;
  private int holder;

  /**
   * @param from first day to compute
   * @param to last day to compute: the market's last day
   */
  public HolderPass(
      Reference reference, Coverage coverage, Products products, LocalDate from, LocalDate to) {
    this.reference = reference;
    this.coverage = coverage;
    this.comparisons = new Comparisons(reference, coverage, from, to);
    this.outcomes = new Outcomes(reference, coverage, products);
    this.from = from;
    this.to = to;
  }

  /**
   * Adds a holder.
   *
   * @param contracts all that he has in the snapshots that are needed, the own channel included, in
   *     any order
   */
  public void holder(String user, List<Contract> contracts) {
    holder++;
    Holder all = new Holder(user, contracts);
    for (String platform : all.platforms()) {
      boolean isOwn = reference.isOwnChannel(platform);
      for (Life life : all.lives(platform)) {
        for (Held held : life.snapshots()) {
          if (!held.asOf().isBefore(from) && !held.asOf().isAfter(to)) {
            stand(word(platform), isOwn, held);
          }
          for (Comparison against : comparisons.of(platform, held.asOf())) {
            compare(word(platform), all, life, held, against);
          }
        }
      }
    }
  }

  /** Adds a contract to the cells of its own day. */
  private void stand(String platform, boolean isOwn, Held held) {
    Contract contract = held.contract();
    String bank = word(contract.bank());
    Cells day = day(contract.asOf());
    add(day, new Product(platform, word(contract.product()), term(contract.term())), held);
    add(day, new Stake(platform, bank), held);
    if (isOwn) {
      return;
    }
    LocalDate due = contract.maturesOn();
    if (due != null && due.isAfter(contract.asOf())) {
      add(day, new Due(bank, due.withDayOfMonth(1)), held);
    }
    if (contract.province() != null) {
      add(day, new Living(bank, word(contract.province())), held);
    }
  }

  /** Adds a contract to the cells of a later day, by what became of it. */
  private void compare(String platform, Holder all, Life life, Held before, Comparison against) {
    Cells day = day(against.later());
    Held after = life.on(against.later());
    Outcome outcome = outcomes.between(all, life, before.asOf(), against.later());
    String bank = before.contract().bank();
    String bankClass = reference.bankClass(bank);
    if (against.isLast()) {
      add(day, new Moved(bankClass, Destination.of(outcome, after != null).name()), before);
      if (!coverage.has(platform, against.later())) {
        add(day, new Missing(word(bank), platform), before);
      }
    }
    for (String event : against.events()) {
      for (CellSum sum : sums(day, new Effect(event, platform, bankClass, outcome.name()))) {
        sum.addRated(holder, before, after);
      }
    }
  }

  private void add(Cells day, CellKey finest, Held held) {
    for (CellSum sum : sums(day, finest)) {
      sum.add(holder, held);
    }
  }

  private CellSum[] sums(Cells day, CellKey finest) {
    CellSum[] sums = day.pooled.get(finest);
    if (sums == null) {
      sums =
          finest.pooled(reference).stream()
              .map(key -> day.sums.computeIfAbsent(key, k -> new CellSum()))
              .toArray(CellSum[]::new);
      day.pooled.put(finest, sums);
      cells++;
    }
    return sums;
  }

  private Cells day(LocalDate day) {
    return days.computeIfAbsent(day, d -> new Cells(new HashMap<>(), new HashMap<>()));
  }

  private String term(String term) {
    return terms.computeIfAbsent(term, Term::normalised);
  }

  /** One object for equal texts: its hash is known, and it is soon found equal. */
  private String word(String text) {
    return words.computeIfAbsent(text, t -> t);
  }

  /** Whether there are so many cells that they should be handed out before the next holder. */
  public boolean isFull() {
    return cells >= MANY;
  }

  /**
   * Hands out the cells of the holders since the last time, and begins anew; those of one key are
   * to be added together.
   */
  public List<Cell> cells() {
    List<Cell> handed = new ArrayList<>();
    days.forEach((day, all) -> all.sums.forEach((key, sum) -> handed.add(new Cell(day, key, sum))));
    days.clear();
    cells = 0;
    return handed;
  }
}
