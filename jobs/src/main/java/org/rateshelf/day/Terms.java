package org.rateshelf.day;

import static java.util.Comparator.comparing;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.rateshelf.table.Term;

/**
 * What a comparator quotes for each term, and which of it a term is held against: itself, then its
 * months, then the next shorter where that may stand.
 */
final class Terms {
  /**
   * The quotation that a term is held against.
   *
   * @param quote null, as is how, where no term matches
   * @param how EXACT, NORMALISED, SHORTER_TERM or TERMLESS
   */
  record Match(Quote quote, String how) {
    static final Match NONE = new Match(null, null);
  }

  private static final Comparator<Quote> BY_LENGTH =
      comparing((Quote quote) -> Term.length(quote.term())).thenComparing(Quote::term);

  private final boolean ofTime;
  private final boolean fallsBack;
  private final boolean termless;
  private final Map<String, Quote> byTerm = new HashMap<>();

  /** Many lines ask for the same term. */
  private final Map<String, Match> matches = new HashMap<>();

  /**
   * @param ofTime whether the rates are of time deposits: then neither DEMAND nor UNKNOWN matches
   * @param fallsBack whether the next shorter term may stand for one that is not quoted
   */
  Terms(boolean ofTime, boolean fallsBack) {
    this(ofTime, fallsBack, false);
  }

  private Terms(boolean ofTime, boolean fallsBack, boolean termless) {
    this.ofTime = ofTime;
    this.fallsBack = fallsBack;
    this.termless = termless;
  }

  /** One rate for every term, quoted as DEMAND. */
  static Terms termless() {
    return new Terms(false, false, true);
  }

  /** Of two rates without a term the lower counts; a term has one rate. */
  void add(Quote quote) {
    byTerm.merge(quote.term(), quote, (a, b) -> a.ratePct().compareTo(b.ratePct()) <= 0 ? a : b);
  }

  /**
   * @param asked a term as listed
   */
  Match match(String asked) {
    return matches.computeIfAbsent(asked, this::matched);
  }

  private Match matched(String asked) {
    if (termless) {
      return new Match(byTerm.get(Term.DEMAND), "TERMLESS");
    }
    Integer length = Term.length(Term.normalised(asked));
    if (ofTime && length == null) {
      return Match.NONE;
    }
    Quote exact = byTerm.get(Term.canonical(asked));
    if (exact != null) {
      return new Match(exact, "EXACT");
    }
    Quote near = byTerm.get(Term.normalised(asked));
    if (near != null) {
      return new Match(near, "NORMALISED");
    }
    return fallsBack && length != null ? nextShorter(length) : Match.NONE;
  }

  private Match nextShorter(int length) {
    return byTerm.values().stream()
        .filter(quote -> isShorter(quote, length))
        .max(BY_LENGTH)
        .map(quote -> new Match(quote, "SHORTER_TERM"))
        .orElse(Match.NONE);
  }

  private static boolean isShorter(Quote quote, int length) {
    Integer ofQuote = Term.length(quote.term());
    return ofQuote != null && ofQuote < length;
  }
}
