package org.rateshelf.ingest;

import static org.rateshelf.ingest.JudgedRow.alike;
import static org.rateshelf.ingest.JudgedRow.good;

import java.util.List;
import org.rateshelf.schema.Field;

/**
 * Settles what the rows of several files say together: which row counts, which only repeats it and
 * which is refused. The outcome depends on the set of files, never on their order of arrival.
 *
 * <p>A row that is refused for what it says alone is not held against others: it neither repeats
 * nor contradicts them.
 */
public interface Settlement {
  /** Settles good rows of one group, of which none is missing that speaks of their matter. */
  void settle(List<JudgedRow> rows);

  /** Settles a row that is refused for what it says alone; those of its day are settled already. */
  default void settleRefused(JudgedRow row) {}

  /**
   * Decides between good rows of one key: within a file a copy is refused, and rows that differ are
   * all refused; among files, the name that sorts last counts.
   *
   * @param contradicted the reason of rows that differ in one file
   */
  static void settle(List<JudgedRow> rows, List<? extends Field<?>> key, String contradicted) {
    for (List<JudgedRow> claims : alike(good(rows), key).values()) {
      if (claims.size() > 1) {
        claims.sort(JudgedRow.IN_ORDER);
        withinFiles(claims, contradicted);
        amongFiles(good(claims));
      }
    }
  }

  private static void withinFiles(List<JudgedRow> claims, String contradicted) {
    int end;
    for (int begin = 0; begin < claims.size(); begin = end) {
      JudgedRow first = claims.get(begin);
      boolean differ = false;
      for (end = begin; end < claims.size(); end++) {
        if (!claims.get(end).origin().equals(first.origin())) {
          break;
        }
        differ |= !claims.get(end).content().equals(first.content());
      }
      for (JudgedRow claim : claims.subList(begin, end)) {
        if (differ) {
          claim.refuse(contradicted);
        } else if (claim != first) {
          claim.refuse(Reasons.REPEATED_KEY);
        }
      }
    }
  }

  private static void amongFiles(List<JudgedRow> claims) {
    for (JudgedRow claim : claims) {
      JudgedRow counts = claims.get(claims.size() - 1);
      if (claim != counts && claim.content().equals(counts.content())) {
        claim.repeat();
      } else if (claim != counts) {
        claim.refuse(Reasons.SUPERSEDED);
      }
    }
  }
}
