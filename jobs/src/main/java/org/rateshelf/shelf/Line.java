package org.rateshelf.shelf;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.rateshelf.figures.Aer;
import org.rateshelf.schema.Field;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Provenance;
import org.rateshelf.table.Term;

/**
 * A rate line of a product, as a scan showed it to one viewer.
 *
 * @param listedOn day of the scan
 * @param listedAs the product's id in it
 * @param term as listed
 * @param headlinePct base, bonus and subsidy; null if no base rate was shown
 * @param bankPaidPct base and bonus; null likewise
 * @param aerPct effective annual rate of the headline; null where term or payout is not known
 * @param normalisedTerm canonical term, days normalised to months
 */
public record Line(
    LocalDate listedOn,
    String platform,
    String listedAs,
    String viewer,
    String term,
    String payoutCycle,
    String rateKind,
    BigDecimal minAmount,
    int lineNo,
    String bankId,
    String productKind,
    String action,
    BigDecimal headlinePct,
    BigDecimal bankPaidPct,
    BigDecimal aerPct,
    String normalisedTerm,
    String fileSha256,
    Long fileLine) {

  /** The line of a row of listings. */
  public static Line of(Object[] listing) {
    BigDecimal base = value(listing, Listings.BASE_RATE_PCT);
    BigDecimal bonus = value(listing, Listings.BONUS_RATE_PCT);
    BigDecimal subsidy = value(listing, Listings.SUBSIDY_RATE_PCT);
    BigDecimal bankPaid = base == null || bonus == null ? base : base.add(bonus);
    BigDecimal headline = base == null || subsidy == null ? bankPaid : bankPaid.add(subsidy);
    String term = value(listing, Listings.TERM);
    String payout = value(listing, Listings.PAYOUT_CYCLE);
    return new Line(
        value(listing, Listings.SCAN_DATE),
        value(listing, Listings.PLATFORM_ID),
        value(listing, Listings.PRODUCT_ID),
        value(listing, Listings.VIEWER),
        term,
        payout,
        value(listing, Listings.RATE_KIND),
        value(listing, Listings.MIN_AMOUNT),
        value(listing, Listings.LINE_NO),
        value(listing, Listings.BANK_ID),
        value(listing, Listings.PRODUCT_KIND),
        value(listing, Listings.ACTION),
        headline,
        bankPaid,
        Aer.of(headline, term, payout),
        Term.normalised(term),
        value(listing, Provenance.FILE_SHA256),
        value(listing, Provenance.FILE_LINE));
  }

  private static <T> T value(Object[] listing, Field<T> field) {
    return Listings.TABLE.value(listing, field);
  }

  /** Whether its rate is of the kinds that enter means. */
  public boolean entersMeans() {
    return Listings.entersMeans(rateKind);
  }

  /** Its values, to be sent to another task. */
  public Object[] values() {
    return new Object[] {
      listedOn,
      platform,
      listedAs,
      viewer,
      term,
      payoutCycle,
      rateKind,
      minAmount,
      lineNo,
      bankId,
      productKind,
      action,
      headlinePct,
      bankPaidPct,
      aerPct,
      normalisedTerm,
      fileSha256,
      fileLine
    };
  }

  /** The line whose values these are. */
  public static Line ofValues(Object[] values) {
    return new Line(
        (LocalDate) values[0],
        (String) values[1],
        (String) values[2],
        (String) values[3],
        (String) values[4],
        (String) values[5],
        (String) values[6],
        (BigDecimal) values[7],
        (Integer) values[8],
        (String) values[9],
        (String) values[10],
        (String) values[11],
        (BigDecimal) values[12],
        (BigDecimal) values[13],
        (BigDecimal) values[14],
        (String) values[15],
        (String) values[16],
        (Long) values[17]);
  }
}
