package org.rateshelf.earn;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What an amount earns in a product, and what leaving early costs, to the cent.
 *
 * <p>Interest is amount x rate x days / basis, rounded half up at each payout; base, bonus and
 * subsidy are payments of their own. A fixed term or a cycle in months or years counts as whole,
 * all else by the day. Nothing is guessed: what the source does not say is null, and said in words.
 */
public final class Earnings {
  private static final BigDecimal NOTHING = BigDecimal.ZERO.setScale(2);
  private static final Set<String> DEPOSITS =
      Set.of("TIME_DEPOSIT", "DEMAND_DEPOSIT", "SMART_DEPOSIT");

  private final Question asked;
  private final List<Earning> found = new ArrayList<>();
  private final Map<String, Set<Integer>> notes = new LinkedHashMap<>();

  private Earnings(Question asked) {
    this.asked = asked;
  }

  /** Of all lines that one viewer saw of one product. */
  public static Earnings of(Question asked, List<RateLine> lines) {
    Earnings earnings = new Earnings(asked);
    earnings.computable(lines).stream()
        .collect(
            Collectors.groupingBy(
                line -> Span.of(line.term()).map(Span::toString).orElse(line.term()),
                LinkedHashMap::new,
                Collectors.toList()))
        .values()
        .forEach(earnings::addTerm);
    return earnings;
  }

  /** For each rate line that is a contract, and each basis that it may have. */
  public List<Earning> found() {
    return List.copyOf(found);
  }

  /** What is left out or taken for granted, each with the lines that it is about. */
  public List<String> notes() {
    return notes.entrySet().stream()
        .map(
            note ->
                (note.getValue().size() == 1 ? "line " : "lines ")
                    + note.getValue().stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(", "))
                    + ": "
                    + note.getKey())
        .toList();
  }

  private void note(RateLine line, String words) {
    notes.computeIfAbsent(words, w -> new TreeSet<>()).add(line.no());
  }

  private List<RateLine> computable(List<RateLine> lines) {
    List<RateLine> kept = new ArrayList<>();
    for (RateLine line : lines) {
      if (!DEPOSITS.contains(line.productKind())) {
        note(line, line.productKind() + " is no plain deposit: its rate is not promised.");
      } else if (line.baseRatePct() == null) {
        note(line, "no rate was shown.");
      } else if (!Set.of("HEADLINE", "CYCLE", "ANY_TIME", "TIER").contains(line.rateKind())) {
        note(line, "a rate of kind " + line.rateKind() + " is left out: its terms are not known.");
      } else if (line.rateKind().equals("TIER") && line.stayFromDays() == null) {
        note(line, "a tier is left out: the source lacks the stay from which it is paid.");
      } else {
        kept.add(line);
      }
    }
    return kept.stream()
        .collect(
            Collectors.groupingBy(
                l -> Arrays.asList(l.term(), l.payoutCycle(), l.rateKind(), l.stayFromDays()),
                LinkedHashMap::new,
                Collectors.toList()))
        .values()
        .stream()
        .flatMap(alike -> forTheAmount(alike).stream())
        .toList();
  }

  /** Of lines that differ in their amounts, those with the greatest minimum that is met. */
  private List<RateLine> forTheAmount(List<RateLine> alike) {
    List<RateLine> met = alike.stream().filter(l -> !l.isForMore(asked.amount())).toList();
    List<RateLine> fit = met.stream().filter(l -> !l.isForLess(asked.amount())).toList();
    Comparator<RateLine> least = Comparator.comparing(RateLine::minAmount);
    RateLine like =
        met.isEmpty()
            ? alike.stream().min(least).orElseThrow()
            : (fit.isEmpty() ? met : fit).stream().max(least).orElseThrow();
    return (met.isEmpty() ? alike : fit.isEmpty() ? met : fit)
        .stream().filter(l -> l.minAmount().compareTo(like.minAmount()) == 0).toList();
  }

  private void addTerm(List<RateLine> lines) {
    List<RateLine> contracts =
        lines.stream().filter(l -> Set.of("HEADLINE", "CYCLE").contains(l.rateKind())).toList();
    List<RateLine> exits = lines.stream().filter(l -> !contracts.contains(l)).toList();
    contracts.forEach(line -> add(line, exits));
    if (contracts.isEmpty()) {
      List<RateLine> tiers = exits.stream().filter(l -> l.rateKind().equals("TIER")).toList();
      exits.stream().filter(l -> !tiers.contains(l)).forEach(line -> add(line, List.of()));
      if (!tiers.isEmpty()) {
        LocalDate matures = matures(tiers.get(0));
        int stay = matures == null ? asked.days() : days(asked.opened(), matures);
        RateLine last = tier(tiers, stay);
        if (last == null) {
          noteNoTier(tiers.get(0), tiers);
        } else {
          add(last, tiers);
        }
      }
    }
  }

  private void add(RateLine line, List<RateLine> exits) {
    sayWhatIsTakenForGranted(line);
    boolean known = line.dayCount() != null && line.dayCount().matches("360|365");
    if (!known) {
      note(line, "the day-count basis is not known: both are shown.");
    }
    for (int basis : known ? new int[] {Integer.parseInt(line.dayCount())} : new int[] {360, 365}) {
      LocalDate matures = matures(line);
      List<Payout> payouts = matures == null ? List.of() : payouts(line, basis, matures);
      found.add(new Earning(line, basis, matures, payouts, leaving(line, exits, basis, payouts)));
    }
  }

  private void sayWhatIsTakenForGranted(RateLine line) {
    BigDecimal amount = asked.amount();
    if (line.isForMore(amount)) {
      note(line, "the least amount is " + line.minAmount() + ": it does not take " + amount + ".");
    }
    if (line.isForLess(amount)) {
      note(line, "the most is " + line.maxAmount() + ": it does not take " + amount + ".");
    }
    if (matures(line) == null && !line.isPaidByTheDay()) {
      note(line, "the term is not known, so there is no interest at maturity.");
    }
    if (line.payoutCycle().equals("UNKNOWN")) {
      note(line, "when interest is paid is not known: one payout at the end is taken.");
    }
    if (line.hasBonus()) {
      sayOfExtra(line, "bonus", line.bonusRatePct(), line.bonusDays());
    }
    if (line.hasSubsidy()) {
      sayOfExtra(line, "platform's subsidy", line.subsidyRatePct(), line.subsidyDays());
    }
  }

  private void sayOfExtra(RateLine line, String name, BigDecimal ratePct, Integer days) {
    if (days == null) {
      note(
          line,
          "the source lacks the days of the %s of %s percent, which is left out: a day earns %s."
              .formatted(name, plain(ratePct), aDay(line, ratePct)));
    } else if (line.bonusMaxAmount() == null) {
      note(line, "no most is named for what earns the " + name + ": the whole amount is taken.");
    }
  }

  /** One day of a rate, on each basis that the line may have. */
  private String aDay(RateLine line, BigDecimal ratePct) {
    Span day = Span.ofDays(1);
    BigDecimal amount = extraAmount(line);
    return line.dayCount() != null && line.dayCount().matches("360|365")
        ? day.interest(amount, ratePct, Integer.parseInt(line.dayCount())).toString()
        : day.interest(amount, ratePct, 360) + " (at 360) or " + day.interest(amount, ratePct, 365);
  }

  private LocalDate matures(RateLine line) {
    return Span.of(line.term()).map(span -> span.from(asked.opened(), 1)).orElse(null);
  }

  private List<Payout> payouts(RateLine line, int basis, LocalDate matures) {
    Span term = Span.of(line.term()).orElseThrow();
    Span cycle = Span.of(line.payoutCycle()).orElse(term);
    List<Payout> payouts = new ArrayList<>();
    LocalDate from = asked.opened();
    for (int n = 1; from.isBefore(matures); n++) {
      LocalDate end = cycle.from(asked.opened(), n);
      LocalDate to = end.isAfter(matures) ? matures : end;
      Span span = cycle;
      if (line.isPaidByTheDay() || end.isAfter(matures) && !term.isOfMonthsAs(cycle)) {
        span = Span.ofDays(days(from, to));
      } else if (end.isAfter(matures)) {
        span = term.less(cycle, n - 1);
      }
      payouts.add(payout(line, basis, from, to, span));
      from = to;
    }
    return payouts;
  }

  private Payout payout(RateLine line, int basis, LocalDate from, LocalDate to, Span span) {
    return new Payout(
        to,
        span.interest(asked.amount(), line.baseRatePct(), basis),
        line.hasBonus()
            ? extra(line, basis, from, to, line.bonusRatePct(), line.bonusDays())
            : NOTHING,
        line.hasSubsidy()
            ? extra(line, basis, from, to, line.subsidyRatePct(), line.subsidyDays())
            : NOTHING);
  }

  /**
   * What is paid on top for the first days of the contract, as far as they lie between two days.
   */
  private BigDecimal extra(
      RateLine line, int basis, LocalDate from, LocalDate to, BigDecimal ratePct, Integer forDays) {
    if (forDays == null) {
      return null;
    }
    LocalDate ends = asked.opened().plusDays(forDays);
    int days = Math.max(0, days(from, ends.isBefore(to) ? ends : to));
    return Span.ofDays(days).interest(extraAmount(line), ratePct, basis);
  }

  private BigDecimal extraAmount(RateLine line) {
    return line.bonusMaxAmount() == null
        ? asked.amount()
        : asked.amount().min(line.bonusMaxAmount());
  }

  private Leaving leaving(RateLine line, List<RateLine> exits, int basis, List<Payout> payouts) {
    BigDecimal atMaturity = payouts.stream().map(Payout::bankPaid).reduce(NOTHING, BigDecimal::add);
    LocalDate matures = matures(line);
    if (matures != null && !asked.leaves().isBefore(matures)) {
      return Leaving.of(Leaving.Rule.MATURED, line.baseRatePct(), atMaturity, atMaturity);
    }
    BigDecimal accrued = accrued(line, basis, asked.opened());
    BigDecimal contract = matures == null ? accrued : accrued.min(atMaturity);
    if (exits.isEmpty() && line.isPaidByTheDay()) {
      return Leaving.of(Leaving.Rule.OWN_RATE, line.baseRatePct(), contract, contract);
    }
    if (line.hasSubsidy()) {
      note(line, "whether leaving early takes the subsidy is not said; it is not in the cost.");
    }
    if (line.rateKind().equals("CYCLE") && Span.of(line.payoutCycle()).isPresent()) {
      return brokenCycle(line, basis, payouts);
    }
    if (!exits.isEmpty()) {
      return exit(line, exits, basis, contract);
    }
    if (line.productKind().equals("SMART_DEPOSIT")) {
      note(
          line,
          "the source lacks the tiers of a stay of this smart deposit: what leaving pays is not"
              + " known; it costs at most the contract's interest.");
      return Leaving.of(Leaving.Rule.NOT_SAID, null, null, contract);
    }
    if (Span.of(line.payoutCycle()).isPresent()) {
      note(line, "whether payouts made before are kept is not said: they are set off.");
    } else if (line.payoutCycle().equals("UNKNOWN")) {
      note(line, "one who leaves is paid as from an ordinary time deposit.");
    }
    if (matures == null) {
      note(line, "the stay is taken to end before the contract.");
    }
    return Leaving.of(
        Leaving.Rule.DEMAND, asked.demandRatePct(), demand(line, basis, asked.days()), contract);
  }

  /** The bank's interest from a day to the day of leaving, at the contract's rates. */
  private BigDecimal accrued(RateLine line, int basis, LocalDate from) {
    LocalDate to = asked.leaves();
    return payout(line, basis, from, to, Span.ofDays(days(from, to))).bankPaid();
  }

  private Leaving brokenCycle(RateLine line, int basis, List<Payout> payouts) {
    Span cycle = Span.of(line.payoutCycle()).orElseThrow();
    BigDecimal kept = NOTHING;
    LocalDate from = asked.opened();
    for (int n = 1; !cycle.from(asked.opened(), n).isAfter(asked.leaves()); n++) {
      LocalDate to = cycle.from(asked.opened(), n);
      kept = kept.add(payout(line, basis, from, to, cycle).bankPaid());
      from = to;
    }
    int broken = days(from, asked.leaves());
    if (broken == 0) {
      return Leaving.of(Leaving.Rule.CYCLE, line.baseRatePct(), kept, kept);
    }
    LocalDate start = from;
    BigDecimal whole =
        payouts.stream()
            .filter(p -> p.on().isAfter(start))
            .findFirst()
            .map(Payout::bankPaid)
            .orElse(null);
    BigDecimal rest = accrued(line, basis, from);
    BigDecimal contract = kept.add(whole == null ? rest : rest.min(whole));
    BigDecimal atDemand = demand(line, basis, broken);
    return Leaving.of(
        Leaving.Rule.CYCLE,
        asked.demandRatePct(),
        atDemand == null ? null : kept.add(atDemand),
        contract);
  }

  private Leaving exit(RateLine line, List<RateLine> exits, int basis, BigDecimal contract) {
    List<RateLine> tiers = exits.stream().filter(l -> l.rateKind().equals("TIER")).toList();
    RateLine paid =
        tiers.isEmpty()
            ? exits.stream().min(Comparator.comparing(RateLine::baseRatePct)).orElseThrow()
            : tier(tiers, asked.days());
    if (paid == null) {
      noteNoTier(line, tiers);
      return Leaving.of(Leaving.Rule.NOT_SAID, null, null, contract);
    }
    return Leaving.of(
        tiers.isEmpty() ? Leaving.Rule.ANY_TIME : Leaving.Rule.TIER,
        paid.baseRatePct(),
        Span.ofDays(asked.days()).interest(asked.amount(), paid.baseRatePct(), basis),
        contract);
  }

  /** The tier with the longest stay that is reached; of two for one stay the lower. */
  private RateLine tier(List<RateLine> tiers, int stay) {
    Comparator<RateLine> best =
        Comparator.comparing(RateLine::stayFromDays)
            .thenComparing(RateLine::baseRatePct, Comparator.reverseOrder());
    RateLine reached = tiers.stream().filter(t -> t.stayFromDays() <= stay).max(best).orElse(null);
    for (RateLine other : tiers) {
      if (reached != null
          && other.stayFromDays().equals(reached.stayFromDays())
          && other.baseRatePct().compareTo(reached.baseRatePct()) > 0) {
        note(
            reached,
            "the source has %s and %s percent for a stay from %d days: the lower is taken."
                .formatted(
                    plain(reached.baseRatePct()),
                    plain(other.baseRatePct()),
                    reached.stayFromDays()));
      }
    }
    return reached;
  }

  private void noteNoTier(RateLine line, List<RateLine> tiers) {
    int first = tiers.stream().mapToInt(RateLine::stayFromDays).min().orElseThrow();
    note(line, "the tiers begin with a stay of " + first + " days: less is not said to be paid.");
  }

  private BigDecimal demand(RateLine line, int basis, int days) {
    if (asked.demandRatePct() == null) {
      note(
          line,
          "the bank's posted demand rate is not known: leaving costs at most the contract's"
              + " interest that is lost.");
      return null;
    }
    return Span.ofDays(days).interest(asked.amount(), asked.demandRatePct(), basis);
  }

  private static int days(LocalDate from, LocalDate to) {
    return (int) ChronoUnit.DAYS.between(from, to);
  }

  private static String plain(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }
}
