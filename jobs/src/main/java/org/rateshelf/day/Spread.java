package org.rateshelf.day;

import java.math.BigDecimal;
import java.util.Arrays;
import org.rateshelf.market.Comparator;
import org.rateshelf.shelf.Line;
import org.rateshelf.shelf.ShelfDay;

/**
 * A rate line of a product, as one viewer has it on a day, held against one comparator: a row of
 * rate_spreads.
 *
 * @param bankClass class of the line's bank; null where the market has none for it
 * @param quote what it is held against; null where there is a reason
 * @param termMatch how the terms agree; null where there is a reason
 * @param spreadBp headline less comparator; null where there is a reason
 * @param bankPaidSpreadBp bank-paid less comparator; null likewise
 * @param aerSpreadBp AER less the comparator's; null likewise, and where either has none
 * @param reason why there is no spread; null where there is one
 */
public record Spread(
    ShelfDay shelf,
    Line line,
    Comparator.Kind comparator,
    String bankClass,
    Quote quote,
    String termMatch,
    BigDecimal spreadBp,
    BigDecimal bankPaidSpreadBp,
    BigDecimal aerSpreadBp,
    String reason) {

  /** Whether somebody could open a contract at the line's rate that day. */
  public boolean isOpen() {
    return reason == null || reason.equals("NO_COMPARATOR") || reason.equals("NO_TERM_MATCH");
  }

  /** Whether a new buyer was seen to be able to buy that day, at a rate that enters means. */
  public boolean canBeBought() {
    return canBeBought(shelf, line);
  }

  /** The same of a line, whatever it is held against. */
  static boolean canBeBought(ShelfDay shelf, Line line) {
    return line.listedOn().equals(shelf.day())
        && shelf.viewer().equals("NEW_BUYER")
        && line.action().equals("BUY")
        && line.entersMeans()
        && line.headlinePct() != null;
  }

  /** Whether it is an offer to new buyers of the kinds that enter means. */
  public boolean entersSummaries() {
    return shelf.viewer().equals("NEW_BUYER") && line.entersMeans();
  }

  /**
   * A row of a table of lines: key, bank, kind and class; these figures; where the line is from.
   */
  Object[] lineRow(Object... figures) {
    Object[] known = {
      shelf.day(),
      shelf.platform(),
      shelf.product(),
      shelf.viewer(),
      line.term(),
      line.payoutCycle(),
      line.rateKind(),
      line.minAmount(),
      line.lineNo(),
      line.bankId(),
      line.productKind(),
      bankClass
    };
    Object[] row = Arrays.copyOf(known, known.length + figures.length + 2);
    System.arraycopy(figures, 0, row, known.length, figures.length);
    row[row.length - 2] = line.fileSha256();
    row[row.length - 1] = line.fileLine();
    return row;
  }
}
