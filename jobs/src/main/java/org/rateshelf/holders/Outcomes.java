package org.rateshelf.holders;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.rateshelf.market.Reference;

/** Judges what became of each contract of one snapshot by a later one, by one thread. */
public final class Outcomes {
  private static final int RENEWAL_DAYS = 7;
  private static final int MOVE_DAYS = 31;

  private final Reference reference;
  private final String ownChannel;
  private final Coverage coverage;
  private final Products products;
  private final Map<String, String> bankKeys = new HashMap<>();

  /** The days on which a contract may have ended: the one of its term, if it matured. */
  private record Departure(boolean matured, LocalDate first, LocalDate last) {}

  public Outcomes(Reference reference, Coverage coverage, Products products) {
    this.reference = reference;
    this.ownChannel = reference.market().ownChannel().orElse(null);
    this.coverage = coverage;
    this.products = products;
  }

  /**
   * What became of a contract; the first case that applies counts. Decision 10 has the rules.
   *
   * @param holder whose contract it is
   * @param base day of a snapshot that has it
   */
  public Outcome between(Holder holder, Life life, LocalDate base, LocalDate later) {
    Contract before = life.on(base).contract();
    if (!coverage.has(before.platform(), later)) {
      return Outcome.UNKNOWN;
    }
    Held after = life.on(later);
    if (after != null) {
      return held(before, after.contract());
    }
    Departure departure = departure(life.lastBefore(later).contract());
    if (departure.matured && isRenewed(holder, before, departure, later)) {
      return Outcome.RENEWED;
    }
    if (isMoved(holder, before, departure, later)) {
      return Outcome.MOVED;
    }
    return departure.matured ? Outcome.MATURED_LEFT : Outcome.REDEEMED_EARLY;
  }

  private static Outcome held(Contract before, Contract after) {
    BigDecimal former = before.ratePct();
    BigDecimal rate = after.ratePct();
    if (after.balance().compareTo(before.balance()) > 0) {
      return Outcome.TOPPED_UP;
    }
    if (former == null || rate == null) {
      return Outcome.UNKNOWN;
    }
    return former.compareTo(rate) == 0 ? Outcome.RATE_KEPT : Outcome.RATE_CHANGED;
  }

  private Departure departure(Contract last) {
    LocalDate due = last.maturesOn();
    LocalDate next = coverage.nextAfter(last.platform(), last.asOf());
    boolean matured = due != null && !due.isAfter(next);
    return new Departure(matured, matured ? due : last.asOf(), matured ? due : next);
  }

  /** Its holder has opened the same product again when it was due. */
  private boolean isRenewed(Holder holder, Contract before, Departure departure, LocalDate later) {
    Map<String, TreeSet<LocalDate>> fresh = holder.fresh(before.platform(), before.asOf(), later);
    LocalDate due = departure.first;
    return !fresh.isEmpty()
        && products.ids(before.platform(), before.product()).stream()
            .anyMatch(id -> isOpened(fresh.get(id), due, due.plusDays(RENEWAL_DAYS)));
  }

  /** Its holder has opened a contract at the same bank itself when it ended. */
  private boolean isMoved(Holder holder, Contract before, Departure departure, LocalDate later) {
    if (ownChannel == null) {
      return false;
    }
    Map<String, TreeSet<LocalDate>> own =
        holder.own(ownChannel, before.asOf(), later, this::bankKey);
    return !own.isEmpty()
        && isOpened(
            own.get(bankKey(before.bank())), departure.first, departure.last.plusDays(MOVE_DAYS));
  }

  private static boolean isOpened(TreeSet<LocalDate> opened, LocalDate from, LocalDate to) {
    LocalDate first = opened == null ? null : opened.ceiling(from);
    return first != null && !first.isAfter(to);
  }

  private String bankKey(String bank) {
    return bankKeys.computeIfAbsent(bank, reference::bankKey);
  }
}
