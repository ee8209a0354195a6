package org.rateshelf.shelf;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** One viewer's side of a product: his current or latest spell, and what he sees today. */
final class Side {
  Integer spellNo;
  String spellBankId;
  String spellKind;
  LocalDate firstSeen;
  LocalDate lastSeen;
  String lastSeenId;
  LocalDate lastOnSale;
  LocalDate firstAbsent;
  String confirmedBy;
  String exit;
  boolean leftCensored;
  int gapDays;
  int unprovenDays;
  List<String> formerIds = new ArrayList<>();
  boolean displayed;
  boolean buyable;
  boolean atLastComplete;

  /** Those of his latest sighting; null where they have to be looked up, being of earlier days. */
  List<Line> lines;

  Sees sees = Sees.UNKNOWN;
  boolean sighted;

  /** The same spell, to go on from when the product comes back. */
  Side copy() {
    Side copy = new Side();
    copy.spellNo = spellNo;
    copy.spellBankId = spellBankId;
    copy.spellKind = spellKind;
    copy.firstSeen = firstSeen;
    copy.lastSeen = lastSeen;
    copy.lastSeenId = lastSeenId;
    copy.lastOnSale = lastOnSale;
    copy.firstAbsent = firstAbsent;
    copy.confirmedBy = confirmedBy;
    copy.exit = exit;
    copy.leftCensored = leftCensored;
    copy.gapDays = gapDays;
    copy.formerIds = new ArrayList<>(formerIds);
    copy.lines = lines;
    return copy;
  }

  void see(Sighting seen, boolean onFirstScan) {
    if (!displayed) {
      spellNo = spellNo == null ? 1 : spellNo + 1;
      spellBankId = seen.bankId();
      spellKind = seen.kind();
      firstSeen = seen.day();
      lastOnSale = null;
      firstAbsent = null;
      confirmedBy = null;
      exit = null;
      leftCensored = onFirstScan;
      gapDays = 0;
      formerIds = new ArrayList<>();
      displayed = true;
    } else {
      gapDays += (int) ChronoUnit.DAYS.between(lastSeen, seen.day()) - 1;
    }
    lastSeen = seen.day();
    lastSeenId = seen.key().product();
    lines = seen.lines();
    buyable = seen.sees().canPutIn();
    if (buyable) {
      lastOnSale = seen.day();
    }
    unprovenDays = 0;
    sighted = true;
    sees = seen.sees();
  }

  void end(LocalDate day, String proof) {
    displayed = false;
    firstAbsent = day;
    confirmedBy = proof;
  }
}
