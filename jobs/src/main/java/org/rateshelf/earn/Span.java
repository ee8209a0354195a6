package org.rateshelf.earn;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time for which interest is paid: whole months count as whole, odd days as days. */
public record Span(int months, int days) {
  private static final Pattern PERIOD =
      Pattern.compile("P(?=\\d)(?:(\\d+)Y)?(?:(\\d+)M)?(?:(\\d+)W)?(?:(\\d+)D)?");

  /** The span of a term or a payout cycle; empty where it names no period. */
  public static Optional<Span> of(String text) {
    Matcher period = PERIOD.matcher(text);
    return Optional.of(period)
        .filter(Matcher::matches)
        .map(p -> new Span(12 * part(p, 1) + part(p, 2), 7 * part(p, 3) + part(p, 4)))
        .filter(span -> span.months + span.days > 0);
  }

  private static int part(Matcher period, int group) {
    return period.group(group) == null ? 0 : Integer.parseInt(period.group(group));
  }

  static Span ofDays(int days) {
    return new Span(0, days);
  }

  /** Whether both are of whole months. */
  boolean isOfMonthsAs(Span other) {
    return days == 0 && other.days == 0;
  }

  /** The months that are left of these after so many of others. */
  Span less(Span other, int times) {
    return new Span(months - other.months * times, 0);
  }

  /** The day after so many of these. */
  LocalDate from(LocalDate day, int times) {
    return day.plusMonths((long) months * times).plusDays((long) days * times);
  }

  /** Amount x rate x time, the time in months / 12 + days / basis, half up to the cent. */
  BigDecimal interest(BigDecimal amount, BigDecimal ratePct, int basis) {
    long parts = (long) months * basis + 12L * days;
    return amount
        .multiply(ratePct)
        .multiply(BigDecimal.valueOf(parts))
        .divide(BigDecimal.valueOf(1200L * basis), 2, RoundingMode.HALF_UP);
  }
}
