package org.rateshelf.day;

import static org.rateshelf.figures.Exact.basisPoints;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rateshelf.day.Breaches.LineKey;
import org.rateshelf.figures.Exact;
import org.rateshelf.market.Comparator.Kind;
import org.rateshelf.market.Reference;
import org.rateshelf.market.Reference.Fee;

/**
 * The day's rows of {@link org.rateshelf.answer.BankCost}: what money taken through a platform
 * costs the bank, against rates posted off it.
 */
public final class Costs {
  /** Who pays whom; null for any. */
  private record Parties(String platform, String bank) {}

  /** A line that is open, and the rates posted off the platform, percent. */
  private record Open(Spread spread, Map<Kind, BigDecimal> postedPct) {}

  private Costs() {}

  public static List<Object[]> rows(Day day, List<Spread> spreads, Reference reference) {
    Map<Parties, Fee> fees = inForce(reference.fees(), day.date());
    Map<LineKey, Open> lines = new LinkedHashMap<>();
    for (Spread spread : spreads) {
      if (spread.isOpen()) {
        Open line =
            lines.computeIfAbsent(
                LineKey.of(spread), key -> new Open(spread, new EnumMap<>(Kind.class)));
        if (spread.quote() != null) {
          line.postedPct().put(spread.comparator(), spread.quote().ratePct());
        }
      }
    }
    List<Object[]> rows = new ArrayList<>(lines.size());
    for (Open line : lines.values()) {
      Spread spread = line.spread();
      rows.add(row(line, feePct(fees, spread.shelf().platform(), spread.line().bankId())));
    }
    return rows;
  }

  private static Object[] row(Open line, BigDecimal feePct) {
    BigDecimal headline = line.spread().line().headlinePct();
    BigDecimal bankPaid = line.spread().line().bankPaidPct();
    BigDecimal own = line.postedPct().get(Kind.OWN_POSTED);
    BigDecimal big = line.postedPct().get(Kind.BIG_POSTED);
    BigDecimal joint = line.postedPct().get(Kind.JOINT_POSTED);
    BigDecimal cost = feePct == null ? null : bankPaid.add(feePct);
    return line.spread()
        .lineRow(
            headline,
            bankPaid,
            headline.subtract(bankPaid),
            Exact.percent(bankPaid, headline, 2),
            feePct,
            cost,
            own,
            big,
            joint,
            basisPoints(cost, own),
            basisPoints(cost, big),
            basisPoints(cost, joint),
            feePct == null ? "NO_FEE" : null);
  }

  /** The latest fee between each two parties, unless it has ended. */
  private static Map<Parties, Fee> inForce(List<Fee> fees, LocalDate day) {
    Map<Parties, Fee> latest = new HashMap<>();
    for (Fee fee : fees) {
      if (!fee.from().isAfter(day)) {
        latest.merge(
            new Parties(fee.platform(), fee.bank()),
            fee,
            (one, other) -> one.from().isAfter(other.from()) ? one : other);
      }
    }
    latest.values().removeIf(fee -> fee.to() != null && fee.to().isBefore(day));
    return latest;
  }

  /** Of platform and bank, else of the platform, else of the bank, else of any; or null. */
  private static BigDecimal feePct(Map<Parties, Fee> fees, String platform, String bank) {
    Fee fee = fees.get(new Parties(platform, bank));
    fee = fee != null ? fee : fees.get(new Parties(platform, null));
    fee = fee != null ? fee : fees.get(new Parties(null, bank));
    fee = fee != null ? fee : fees.get(new Parties(null, null));
    return fee == null ? null : fee.feePct();
  }
}
