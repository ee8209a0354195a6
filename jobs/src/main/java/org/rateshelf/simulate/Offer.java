package org.rateshelf.simulate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * A product on a platform, and the truth about it: on which days each viewer was really shown it.
 *
 * @param id its id until the platform gives it another; newId is that other, rekeyedOn the day
 * @param ambiguous whether no rule could tell it from its twin once it is re-keyed
 * @param lastTopUp last day on which holders may buy more after new buyers have lost it
 */
record Offer(
    String platform,
    String id,
    String newId,
    LocalDate rekeyedOn,
    boolean ambiguous,
    Reference.Bank bank,
    String bankProductId,
    String name,
    String kind,
    List<Line> lines,
    List<Days> toNewBuyers,
    List<Days> toHolders,
    List<Days> soldOut,
    LocalDate lastTopUp,
    Cut cut,
    int popularity) {

  List<Days> shownTo(Viewer viewer) {
    return viewer == Viewer.NEW_BUYER ? toNewBuyers : toHolders;
  }

  boolean isShown(Viewer viewer, LocalDate day) {
    return Days.anyHas(shownTo(viewer), day);
  }

  /** Whether the platform gave it another id while it was on the shelf. */
  boolean isRekeyed() {
    return rekeyedOn != null
        && (straddles(toNewBuyers, rekeyedOn) || straddles(toHolders, rekeyedOn));
  }

  private static boolean straddles(List<Days> runs, LocalDate day) {
    return runs.stream().anyMatch(run -> run.from().isBefore(day) && !run.to().isBefore(day));
  }

  String idOn(LocalDate day) {
    return rekeyedOn != null && !day.isBefore(rekeyedOn) ? newId : id;
  }

  /** Its ids in order, as the truth has them. */
  String ids() {
    if (isRekeyed()) {
      return id + ">" + newId;
    }
    List<Days> runs = new ArrayList<>(toNewBuyers);
    runs.addAll(toHolders);
    return idOn(runs.stream().map(Days::from).min(LocalDate::compareTo).orElseThrow());
  }

  /** Whether the viewer, who may hold it already, can put money into it. */
  boolean canOpen(Viewer viewer, LocalDate day) {
    return isShown(viewer, day) && !action(viewer, day).equals("VIEW");
  }

  /** What the viewer can do with it, shown as it is. */
  String action(Viewer viewer, LocalDate day) {
    if (Days.anyHas(soldOut, day)) {
      return "VIEW";
    }
    if (isShown(Viewer.NEW_BUYER, day)) {
      return "BUY";
    }
    return day.isAfter(lastTopUp) ? "VIEW" : "TOP_UP";
  }
}
