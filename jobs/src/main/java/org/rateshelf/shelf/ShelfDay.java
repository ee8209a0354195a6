package org.rateshelf.shelf;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.rateshelf.market.Reference;
import org.rateshelf.schema.Field;
import org.rateshelf.shelf.Shelf.ScanStatus;
import org.rateshelf.table.ShelfDays;

/**
 * One product on one viewer's shelf on one day: a row of shelf_days, and the lines that stand for
 * the product there.
 *
 * <p>The parameters are the columns of {@link org.rateshelf.table.ShelfDays}, which says what each
 * means and which may be null.
 *
 * @param lines those of the viewer's latest sighting; none if he never saw it
 */
public record ShelfDay(
    LocalDate day,
    String platform,
    String product,
    String viewer,
    String bankId,
    String bankName,
    String bankProductId,
    String productName,
    String productKind,
    List<String> anyTerms,
    LocalDate sightedByAnyOn,
    ScanStatus scanStatus,
    LocalDate lastCompleteOn,
    boolean atLastComplete,
    boolean sighted,
    Sees sees,
    State state,
    State lastKnownState,
    LocalDate lastKnownOn,
    boolean displayed,
    boolean buyable,
    Integer spellNo,
    String spellBankId,
    String spellKind,
    LocalDate firstSeen,
    LocalDate lastSeen,
    String lastSeenId,
    LocalDate lastOnSale,
    LocalDate firstAbsent,
    String confirmedBy,
    String exit,
    boolean leftCensored,
    int gapDays,
    List<String> formerIds,
    int unprovenDays,
    Integer rekeyCandidates,
    List<Line> lines) {

  /** Its row of shelf_days. */
  public Object[] row() {
    return new Object[] {
      day,
      platform,
      product,
      viewer,
      bankId,
      bankName,
      bankProductId,
      productName,
      productKind,
      new ArrayList<>(anyTerms),
      sightedByAnyOn,
      scanStatus.name(),
      lastCompleteOn,
      atLastComplete,
      sighted,
      sees.name(),
      state.name(),
      lastKnownState == null ? null : lastKnownState.name(),
      lastKnownOn,
      displayed,
      buyable,
      spellNo,
      spellBankId,
      spellKind,
      firstSeen,
      lastSeen,
      lastSeenId,
      lastOnSale,
      firstAbsent,
      confirmedBy,
      exit,
      leftCensored,
      gapDays,
      new ArrayList<>(formerIds),
      unprovenDays,
      rekeyCandidates
    };
  }

  /** What {@link #row} has made a row of. */
  public static ShelfDay of(Object[] row, List<Line> lines) {
    String known = value(row, ShelfDays.LAST_KNOWN_STATE);
    return new ShelfDay(
        value(row, ShelfDays.AS_OF_DATE),
        value(row, ShelfDays.PLATFORM_ID),
        value(row, ShelfDays.PRODUCT_ID),
        value(row, ShelfDays.VIEWER),
        value(row, ShelfDays.BANK_ID),
        value(row, ShelfDays.BANK_NAME),
        value(row, ShelfDays.BANK_PRODUCT_ID),
        value(row, ShelfDays.PRODUCT_NAME),
        value(row, ShelfDays.PRODUCT_KIND),
        value(row, ShelfDays.ANY_TERMS),
        value(row, ShelfDays.SIGHTED_BY_ANY_ON),
        ScanStatus.valueOf(value(row, ShelfDays.SCAN_STATUS)),
        value(row, ShelfDays.LAST_COMPLETE_ON),
        value(row, ShelfDays.AT_LAST_COMPLETE),
        value(row, ShelfDays.SIGHTED),
        Sees.valueOf(value(row, ShelfDays.SEES)),
        State.valueOf(value(row, ShelfDays.STATE)),
        known == null ? null : State.valueOf(known),
        value(row, ShelfDays.LAST_KNOWN_ON),
        value(row, ShelfDays.DISPLAYED),
        value(row, ShelfDays.BUYABLE),
        value(row, ShelfDays.SPELL_NO),
        value(row, ShelfDays.SPELL_BANK_ID),
        value(row, ShelfDays.SPELL_KIND),
        value(row, ShelfDays.FIRST_SEEN),
        value(row, ShelfDays.LAST_SEEN),
        value(row, ShelfDays.LAST_SEEN_ID),
        value(row, ShelfDays.LAST_ON_SALE),
        value(row, ShelfDays.FIRST_ABSENT),
        value(row, ShelfDays.CONFIRMED_BY),
        value(row, ShelfDays.EXIT),
        value(row, ShelfDays.LEFT_CENSORED),
        value(row, ShelfDays.GAP_DAYS),
        value(row, ShelfDays.FORMER_IDS),
        value(row, ShelfDays.UNPROVEN_DAYS),
        value(row, ShelfDays.REKEY_CANDIDATES),
        lines);
  }

  private static <T> T value(Object[] row, Field<T> field) {
    return ShelfDays.TABLE.value(row, field);
  }

  /** Whether the day ends a spell, or leaves one open. */
  public boolean endsSpell() {
    return day.equals(firstAbsent);
  }

  /** Its current or latest spell as a row of listing_spells. */
  public Object[] spell(Reference reference) {
    long seen = ChronoUnit.DAYS.between(firstSeen, lastSeen) + 1;
    Long stood = firstAbsent == null ? null : ChronoUnit.DAYS.between(firstSeen, firstAbsent);
    return new Object[] {
      platform,
      product,
      viewer,
      spellNo,
      bankId,
      spellKind,
      reference.bankClass(spellBankId),
      firstSeen,
      lastOnSale,
      lastSeen,
      firstAbsent,
      leftCensored,
      displayed,
      gapDays,
      exit,
      confirmedBy,
      (int) seen,
      stood == null || leftCensored ? null : (Integer) stood.intValue(),
      new ArrayList<>(formerIds)
    };
  }

  /** The highest rate that enters means among its lines; null where none was shown. */
  public BigDecimal highestHeadlinePct() {
    BigDecimal highest = null;
    for (Line line : lines) {
      if (line.entersMeans()
          && line.headlinePct() != null
          && (highest == null || line.headlinePct().compareTo(highest) > 0)) {
        highest = line.headlinePct();
      }
    }
    return highest;
  }
}
