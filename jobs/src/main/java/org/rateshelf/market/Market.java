package org.rateshelf.market;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.rateshelf.market.Comparator.Kind;

/**
 * What {@code market.yml} says of a market: all that differs from one market to another.
 *
 * @param id its name; a lake holds one market
 * @param title what a reader is told it is
 * @param provenance whether its figures were reported, observed or simulated
 * @param currency ISO 4217 code of all its amounts
 * @param timeZone zone of its days
 * @param reference where the reference lies, as written in the file
 * @param viewers whose shelves its sources can show; NEW_BUYER always
 * @param heartbeat whether scans are declared in files or derived from the listings
 * @param ownChannel the platform that is none, empty where there is none
 * @param comparators what its rates are held against, in the order of the file
 * @param postedRates whether posted rates land in files or stand among the listings
 * @param windows the days before and after its events
 * @param settings its thresholds
 * @param alerts what a run warns of
 * @param unlistedBankClass class of banks outside the reference; empty where such are refused
 * @param forgetsUserFiles whether the lake keeps no copy of the files of user data
 */
public record Market(
    String id,
    String title,
    Provenance provenance,
    String currency,
    String timeZone,
    String reference,
    List<String> viewers,
    Heartbeat heartbeat,
    Optional<String> ownChannel,
    Map<Kind, Comparator> comparators,
    PostedRates postedRates,
    List<EventWindows> windows,
    Settings settings,
    AlertRules alerts,
    Optional<String> unlistedBankClass,
    boolean forgetsUserFiles) {

  /** Where a market's figures come from. */
  public enum Provenance {
    REPORTED,
    OBSERVED,
    SIMULATED
  }

  /** How it is known what a scan proves. */
  public enum Heartbeat {
    SCANS,
    NONE
  }

  /** Where posted rates are found. */
  public enum PostedRates {
    BANK_RATES,
    LISTINGS
  }

  /**
   * Thresholds, each with the default of the rules.
   *
   * @param leastClassBanks a class mean of fewer banks is no quotation
   * @param leastMedianProducts a market median of fewer products is none
   * @param completeSharePct a derived scan that shows this share of the last complete one is
   *     complete
   * @param completeLacksFewerThan ... or that lacks fewer products than this
   * @param confirmationDays days with a file after which what was not shown is gone
   * @param k fewest holders behind a published figure
   */
  public record Settings(
      int leastClassBanks,
      int leastMedianProducts,
      int completeSharePct,
      int completeLacksFewerThan,
      int confirmationDays,
      int k)
      implements Serializable {
    public static final Settings DEFAULT = new Settings(3, 3, 70, 5, 30, 10);
  }

  /**
   * From what on a run says that its inputs are missing or suspect; a rule that is empty says
   * nothing.
   *
   * @param scansMissingPct more of a day's scans than this lack or failed
   * @param rowsRefusedPct more of the rows taken in than this were refused
   * @param platformSilentDays a platform had no COMPLETE scan for so many days
   * @param countFellPct the products of a platform fell by more than this in a day without an event
   */
  public record AlertRules(
      Optional<BigDecimal> scansMissingPct,
      Optional<BigDecimal> rowsRefusedPct,
      Optional<Integer> platformSilentDays,
      Optional<BigDecimal> countFellPct) {}

  /** Days from one to another, both included; no end means to the last day. */
  public record Window(String name, LocalDate from, Optional<LocalDate> to) {}

  /** The windows of one event: the one before, and those after in order. */
  public record EventWindows(String eventId, Window before, List<Window> after) {
    public Stream<Window> all() {
      return Stream.concat(Stream.of(before), after.stream());
    }
  }

  /** Whether scans are derived, bank by bank, from the listings. */
  public boolean derivesScans() {
    return heartbeat == Heartbeat.NONE;
  }
}
