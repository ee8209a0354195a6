package org.rateshelf.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rateshelf.answer.WithdrawalImpact.BANK_CLASS;
import static org.rateshelf.answer.WithdrawalImpact.CHANGE_BP;
import static org.rateshelf.answer.WithdrawalImpact.ENTRANTS_BP;
import static org.rateshelf.answer.WithdrawalImpact.EXITS_BP;
import static org.rateshelf.answer.WithdrawalImpact.PLATFORM_ID;
import static org.rateshelf.answer.WithdrawalImpact.PRODUCTS_MEAN;
import static org.rateshelf.answer.WithdrawalImpact.PRODUCT_KIND;
import static org.rateshelf.answer.WithdrawalImpact.RATE_MEAN_PCT;
import static org.rateshelf.answer.WithdrawalImpact.REASON;
import static org.rateshelf.answer.WithdrawalImpact.SCAN_DAYS;
import static org.rateshelf.answer.WithdrawalImpact.SPREAD_MEAN_BP;
import static org.rateshelf.answer.WithdrawalImpact.STAYERS_BP;
import static org.rateshelf.answer.WithdrawalImpact.TABLE;
import static org.rateshelf.answer.WithdrawalImpact.TERM;
import static org.rateshelf.answer.WithdrawalImpact.WEIGHTING;
import static org.rateshelf.answer.WithdrawalImpact.WINDOW;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rateshelf.TestMarket;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.day.Balances;
import org.rateshelf.day.Day;
import org.rateshelf.day.Spread;
import org.rateshelf.market.Comparator.Kind;
import org.rateshelf.market.Reference;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Field.Cell;
import org.rateshelf.shelf.Line;
import org.rateshelf.shelf.ShelfDay;
import org.rateshelf.study.Impact.Weighting;
import org.rateshelf.study.ImpactUnit.Part;
import org.rateshelf.table.ShelfDays;

/** Three-year deposits of one bank on one platform, against a comparator of 1.5 percent. */
class ImpactTest {
  private static final LocalDate FIRST = LocalDate.of(2020, 12, 1);
  private static final LocalDate BEFORE = LocalDate.of(2020, 12, 2);
  private static final LocalDate AFTER = LocalDate.of(2020, 12, 3);
  private static final LocalDate LAST = LocalDate.of(2020, 12, 4);
  private static final BigDecimal COMPARED_WITH = new BigDecimal("1.5");
  private static final Cell OWN_CHANNEL = RateSpreads.PLATFORM_ID.is("OWN_APP");

  @Test
  void theChangeOfAMeanSplitsAsInTheWorkedExample() {
    Offers offers =
        new Offers()
            .on(BEFORE, "a", "4.000")
            .on(BEFORE, "b", "4.200")
            .on(BEFORE, "c", "4.500")
            .on(BEFORE, "d", "4.875")
            .on(AFTER, "a", "3.900")
            .on(AFTER, "b", "4.200")
            .on(AFTER, "e", "3.600");
    Object[] row = after(offers);
    // 4.39375 before and 3.90 after: -0.050 - 0.150 - 0.29375 = -0.49375.
    assertThat(values(row, SPREAD_MEAN_BP, CHANGE_BP)).containsExactly("240.00", "-49.38");
    assertThat(values(row, STAYERS_BP, ENTRANTS_BP, EXITS_BP))
        .containsExactly("-5.00", "-15.00", "-29.38");
    assertThat(values(row, RATE_MEAN_PCT, REASON)).containsExactly("3.9000", "null");
    assertThat(values(row, SCAN_DAYS, PRODUCTS_MEAN)).containsExactly("1", "3.0000");
  }

  @Test
  void withoutStayersThereIsAChangeButNoSplit() {
    Object[] row = after(new Offers().on(BEFORE, "a", "4.0").on(AFTER, "b", "3.6"));
    assertThat(values(row, REASON, CHANGE_BP, STAYERS_BP, ENTRANTS_BP, EXITS_BP))
        .containsExactly("NO_STAYERS", "-40.00", "null", "null", "null");
  }

  @Test
  void whereNothingIsLeftTheCountsStand() {
    Object[] row = after(new Offers().on(BEFORE, "a", "4.0"));
    assertThat(values(row, REASON, SPREAD_MEAN_BP, CHANGE_BP, PRODUCTS_MEAN))
        .containsExactly("NO_PRODUCTS_AFTER", "null", "null", "0.0000");
  }

  @Test
  void whereNothingWasThereIsNoChange() {
    Object[] row = after(new Offers().on(AFTER, "a", "4.0"));
    assertThat(values(row, REASON, SPREAD_MEAN_BP, CHANGE_BP))
        .containsExactly("NO_PRODUCTS_BEFORE", "250.00", "null");
  }

  @Test
  void whereNothingHasASpreadInEitherWindowNothingWasThereIsTheFirstReason() {
    Object[] row = after(new Offers().quoted(AFTER, "a", null));
    assertThat(values(row, REASON, SPREAD_MEAN_BP)).containsExactly("NO_PRODUCTS_BEFORE", "null");
  }

  @Test
  void withoutEntrantsTheirPartIsNothing() {
    Offers offers =
        new Offers().on(BEFORE, "a", "4.0").on(BEFORE, "b", "3.0").on(AFTER, "a", "3.9");
    assertThat(values(after(offers), CHANGE_BP, STAYERS_BP, ENTRANTS_BP, EXITS_BP))
        .containsExactly("40.00", "-10.00", "0.00", "50.00");
  }

  @Test
  void theWindowBeforeHasMeansAndNoChange() {
    Offers offers = new Offers().on(BEFORE, "a", "4.0").on(AFTER, "a", "3.0");
    Object[] row = offers.row(WINDOW.is("before"));
    assertThat(values(row, REASON, SPREAD_MEAN_BP, CHANGE_BP, STAYERS_BP))
        .containsExactly("null", "250.00", "null", "null");
  }

  @Test
  void aProductUnderANewIdStays() {
    Offers offers = new Offers().on(BEFORE, "old", "4.0").on(AFTER, "new", "3.5");
    offers.ids.add("JD_FINANCE", List.of("old"), "new");
    assertThat(values(after(offers), REASON, CHANGE_BP, STAYERS_BP, EXITS_BP))
        .containsExactly("null", "-50.00", "-50.00", "0.00");
  }

  @Test
  void withinAWindowTheDaysOfAllItsIdsAreOneUnits() {
    Offers offers =
        new Offers().on(FIRST, "old", "4.0").on(BEFORE, "new", "4.4").on(BEFORE, "b", "2.5");
    offers.ids.add("JD_FINANCE", List.of("old"), "new");
    // 270 and 100, not 250, 290 and 100.
    assertThat(values(offers.row(WINDOW.is("before")), SPREAD_MEAN_BP)).containsExactly("185.00");
  }

  @Test
  void aValueIsTheMeanOverDaysOfTheMeanOfTheDaysLines() {
    Offers offers =
        new Offers().on(FIRST, "a", "2.5").quoted(FIRST, "a", "3.5").on(BEFORE, "a", "4.5");
    // 150 and 300; the mean of all lines is 200.
    assertThat(values(offers.row(WINDOW.is("before")), SPREAD_MEAN_BP, RATE_MEAN_PCT))
        .containsExactly("225.00", "3.7500");
  }

  @Test
  void aDayWithoutASpreadIsNoDayOfAMean() {
    Offers offers = new Offers().on(FIRST, "a", "2.5").quoted(BEFORE, "a", null);
    assertThat(values(offers.row(WINDOW.is("before")), SPREAD_MEAN_BP)).containsExactly("100.00");
  }

  @Test
  void aMeanOfThirdsIsRoundedOnce() {
    Offers offers =
        new Offers()
            .on(BEFORE, "a", "2.5001")
            .quoted(BEFORE, "a", "2.5001")
            .quoted(BEFORE, "a", "2.5002")
            .on(BEFORE, "b", "2.5");
    // (100.01333... + 100) / 2 = 100.00666...
    assertThat(values(offers.row(WINDOW.is("before")), SPREAD_MEAN_BP)).containsExactly("100.01");
  }

  @Test
  void ofDaysOutsideTheWindowsNothingCounts() {
    LocalDate old = BEFORE.minusYears(1);
    Offers offers = new Offers().on(old, "a", "9.0").on(BEFORE, "a", "4.0").on(AFTER, "a", "3.5");
    assertThat(values(after(offers), SPREAD_MEAN_BP, CHANGE_BP))
        .containsExactly("200.00", "-50.00");
    assertThat(List.of(offers.impact().needs(old), offers.impact().needs(LAST)))
        .containsExactly(false, true);
    assertThat(offers.impact().needs(LAST.plusDays(1))).isFalse();
  }

  @Test
  void holdersLinesAndTiersDoNotEnter() {
    Offers offers =
        new Offers()
            .on(AFTER, "a", "4.0")
            .quoted(AFTER, "a", "9.0", RateSpreads.VIEWER.is("HOLDER"))
            .quoted(AFTER, "a", "8.0", RateSpreads.RATE_KIND.is("TIER"))
            .quoted(AFTER, "a", "5.0", RateSpreads.RATE_KIND.is("CYCLE"));
    assertThat(values(after(offers), SPREAD_MEAN_BP)).containsExactly("300.00");
  }

  @Test
  void eachBankCountsOnce() {
    Cell other = RateSpreads.BANK_ID.is("OTHER");
    Offers offers =
        new Offers().on(AFTER, "a", "2.5").on(AFTER, "b", "3.5").on(AFTER, "c", "5.5", other);
    // 100 and 200 of one bank, 400 of another.
    assertThat(values(offers.row(WINDOW.is("closed"), WEIGHTING.is("BANK")), SPREAD_MEAN_BP))
        .containsExactly("275.00");
    assertThat(values(after(offers), SPREAD_MEAN_BP)).containsExactly("233.33");
  }

  @Test
  void eachYuanCountsOnceAndUnitsWithoutABalanceAreLeftOut() {
    Offers offers = new Offers().on(AFTER, "a", "2.5").on(AFTER, "b", "3.5").on(AFTER, "c", "5.5");
    offers.balances.add(AFTER, "JD_FINANCE", "a", "P3Y", new BigDecimal("300.00"));
    offers.balances.add(AFTER, "JD_FINANCE", "b", "P3Y", new BigDecimal("100.00"));
    assertThat(values(offers.row(WINDOW.is("closed"), WEIGHTING.is("BALANCE")), SPREAD_MEAN_BP))
        .containsExactly("125.00");
  }

  @Test
  void aBalanceIsTheMeanOverTheDaysThatHaveOne() {
    Offers offers =
        new Offers()
            .on(AFTER, "a", "2.5")
            .on(LAST, "a", "2.5")
            .on(AFTER, "b", "3.5")
            .on(LAST, "b", "3.5");
    offers.balances.add(AFTER, "JD_FINANCE", "b", "P3Y", new BigDecimal("100.00"));
    offers.balances.add(LAST, "JD_FINANCE", "a", "P3Y", new BigDecimal("100.00"));
    offers.balances.add(LAST, "JD_FINANCE", "b", "P3Y", new BigDecimal("500.00"));
    // 100 of a, 300 of b.
    assertThat(values(offers.row(WINDOW.is("closed"), WEIGHTING.is("BALANCE")), SPREAD_MEAN_BP))
        .containsExactly("175.00");
  }

  @Test
  void whatNoBalanceWeighsIsNotThere() {
    Offers offers = new Offers().on(BEFORE, "a", "4.0").on(AFTER, "a", "3.5");
    offers.balances.add(BEFORE, "JD_FINANCE", "a", "P3Y", new BigDecimal("300.00"));
    offers.balances.add(AFTER, "JD_FINANCE", "a", "P3Y", null);
    assertThat(values(offers.row(WINDOW.is("closed"), WEIGHTING.is("BALANCE")), REASON, CHANGE_BP))
        .containsExactly("NO_PRODUCTS_AFTER", "null");
  }

  @Test
  void everyCellWithALineHasARowOfEachWeightingInEveryWindow() {
    Offers offers = new Offers().quoted(AFTER, "a", null);
    List<Object[]> rows =
        Given.where(
            TABLE, offers.rows(), PLATFORM_ID.is("ALL"), BANK_CLASS.is("ALL"), TERM.is("ALL"));
    assertThat(Given.all(TABLE, rows, WINDOW, WEIGHTING))
        .containsExactly(
            "before BALANCE",
            "before BANK",
            "before SIMPLE",
            "closed BALANCE",
            "closed BANK",
            "closed SIMPLE");
    assertThat(offers.rows()).hasSize(8 * 6);
  }

  @Test
  void overAllTermsThereIsNoMeanRate() {
    Offers offers = new Offers().on(AFTER, "a", "4.0");
    Object[] row = offers.row(WINDOW.is("closed"), TERM.is("ALL"));
    assertThat(values(row, SPREAD_MEAN_BP, RATE_MEAN_PCT)).containsExactly("250.00", "null");
  }

  @Test
  void theBanksOwnChannelIsNoPlatform() {
    Offers offers =
        new Offers(Given.reference("own_channel: OWN_APP"))
            .on(AFTER, "a", "4.0")
            .on(AFTER, "own", "2.0", OWN_CHANNEL)
            .scanned(AFTER, "OWN_APP")
            .scanned(LAST, "OWN_APP");
    Cell closed = WINDOW.is("closed");
    assertThat(
            values(
                offers.row(closed, PLATFORM_ID.is("ALL")),
                SPREAD_MEAN_BP,
                SCAN_DAYS,
                PRODUCTS_MEAN))
        .containsExactly("250.00", "1", "1.0000");
    assertThat(
            values(
                offers.row(closed, PLATFORM_ID.is("OWN_APP")),
                SPREAD_MEAN_BP,
                SCAN_DAYS,
                PRODUCTS_MEAN))
        .containsExactly("50.00", "2", "0.5000");
  }

  @Test
  void aProductThatChangesItsClassIsAnotherUnitOverAllClassesToo() {
    Offers offers =
        new Offers()
            .on(BEFORE, "a", "4.0")
            .on(AFTER, "a", "3.5", RateSpreads.BANK_CLASS.is("state_owned"));
    Object[] row = offers.row(WINDOW.is("closed"), BANK_CLASS.is("ALL"));
    assertThat(values(row, REASON)).containsExactly("NO_STAYERS");
  }

  @Test
  void productsAreCountedOnScanDaysAlone() {
    Offers offers = new Offers().on(AFTER, "a", "4.0").shown(AFTER, "b").shown(LAST, "c");
    assertThat(values(after(offers), SCAN_DAYS, PRODUCTS_MEAN)).containsExactly("1", "2.0000");
    offers.scanned(LAST, "JD_FINANCE");
    assertThat(values(after(offers), SCAN_DAYS, PRODUCTS_MEAN)).containsExactly("2", "1.5000");
  }

  @Test
  void aDayThatCountsForAllCountsThePlatformsThatWereNotScanned() {
    Offers offers =
        new Offers()
            .on(AFTER, "a", "4.0")
            .shown(AFTER, "b", ShelfDays.PLATFORM_ID.is("BETA"))
            .quoted(AFTER, "b", "4.0", RateSpreads.PLATFORM_ID.is("BETA"));
    Cell closed = WINDOW.is("closed");
    assertThat(values(offers.row(closed, PLATFORM_ID.is("ALL")), SCAN_DAYS, PRODUCTS_MEAN))
        .containsExactly("1", "2.0000");
    assertThat(values(offers.row(closed, PLATFORM_ID.is("BETA")), SCAN_DAYS, PRODUCTS_MEAN))
        .containsExactly("0", "null");
  }

  @Test
  void aProductCountsByItsSpellInEachOfItsNormalisedTermsOnce() {
    List<String> terms = List.of("P3Y", "P1095D", "P1Y");
    Offers offers =
        new Offers()
            .quoted(AFTER, "a", "4.0")
            .scanned(AFTER, "JD_FINANCE")
            .shown(AFTER, "a", ShelfDays.ANY_TERMS.is(terms), ShelfDays.SPELL_BANK_ID.is("ICBC"))
            .shown(AFTER, "b", ShelfDays.ANY_TERMS.is(terms))
            .shown(AFTER, "c", ShelfDays.SPELL_KIND.is("INSURANCE"))
            .shown(AFTER, "days", ShelfDays.ANY_TERMS.is(List.of("P1095D")))
            .shown(AFTER, "d", ShelfDays.DISPLAYED.is(false))
            .shown(AFTER, "e", ShelfDays.VIEWER.is("HOLDER"));
    assertThat(values(after(offers), PRODUCTS_MEAN)).containsExactly("2.0000");
    Cell closed = WINDOW.is("closed");
    assertThat(values(offers.row(closed, BANK_CLASS.is("ALL")), PRODUCTS_MEAN))
        .containsExactly("3.0000");
    assertThat(values(offers.row(closed, BANK_CLASS.is("ALL"), TERM.is("ALL")), PRODUCTS_MEAN))
        .containsExactly("3.0000");
  }

  @Test
  void whereScansAreDerivedTheShelfSaysWhichAreComplete() {
    String settings =
        TestMarket.text("BIG_POSTED: {classes: [state_owned]}")
            .replace("heartbeat: scans", "heartbeat: none")
            .replace("viewers: [NEW_BUYER, HOLDER]", "viewers: [NEW_BUYER]");
    Offers offers =
        new Offers(Given.of(settings))
            .on(AFTER, "a", "4.0")
            .shown(LAST, "a", ShelfDays.SCAN_STATUS.is("PARTIAL"))
            .scanned(LAST, "JD_FINANCE");
    assertThat(values(after(offers), SCAN_DAYS, PRODUCTS_MEAN)).containsExactly("1", "1.0000");
    assertThat(texts(offers.computed().rows(offers.ids))).isEqualTo(texts(offers.rows()));
  }

  @Test
  void aMarketWithoutWindowsHasNoRows() {
    String settings =
        TestMarket.text("BIG_POSTED: {classes: [state_owned]}")
            .replaceAll("(?s)windows:.*?(?=comp)", "");
    Offers offers = new Offers(Given.of(settings)).on(AFTER, "a", "4.0");
    assertThat(offers.rows()).isEmpty();
    assertThat(offers.impact().needs(AFTER)).isFalse();
  }

  @Test
  void aComputedDayIsAsItsPublishedRows() {
    Offers offers = many();
    assertThat(texts(offers.computed().rows(offers.ids)))
        .isNotEmpty()
        .isEqualTo(texts(offers.rows()));
  }

  @Test
  void theOrderInWhichDaysAreAddedUpChangesNoDigit() {
    Offers offers = many();
    List<Impact> parts =
        new ArrayList<>(Stream.of(FIRST, BEFORE, AFTER, LAST).map(offers::part).toList());
    Impact forwards = new Impact(offers.reference, LAST);
    parts.forEach(forwards::merge);
    parts.forEach(Impact::endDays);
    Collections.reverse(parts);
    Impact backwards = Given.sent(parts.get(0));
    parts.subList(1, 4).forEach(part -> backwards.merge(Given.sent(part)));
    assertThat(texts(forwards.rows(offers.ids))).isEqualTo(texts(offers.rows()));
    assertThat(texts(backwards.rows(offers.ids))).isEqualTo(texts(offers.rows()));
  }

  @Test
  void theSumsOfEarlierDaysStandForThem() {
    Offers offers = many();
    Impact earlier = new Impact(offers.reference, LAST);
    Stream.of(FIRST, BEFORE, AFTER).map(offers::part).forEach(earlier::merge);
    Impact night = offers.part(LAST);
    night.addSums(earlier.sums(AFTER));
    assertThat(texts(night.rows(offers.ids))).isEqualTo(texts(offers.rows()));
  }

  @Test
  void aRowTellsItsUnits() {
    Offers offers =
        new Offers()
            .on(BEFORE, "old", "4.0")
            .on(BEFORE, "gone", "4.0")
            .on(AFTER, "new", "3.5")
            .on(AFTER, "came", "3.0");
    offers.ids.add("JD_FINANCE", List.of("old"), "new");
    offers.balances.add(AFTER, "JD_FINANCE", "came", "P3Y", new BigDecimal("7.00"));
    assertThat(offers.units(Weighting.SIMPLE))
        .extracting(ImpactUnit::unit, ImpactUnit::part, ImpactUnit::lastDay, ImpactUnit::lastId)
        .map(Object::toString)
        .containsExactlyInAnyOrder(
            "(\"JD_FINANCE new P3Y\", STAYER, 2020-12-03 (java.time.LocalDate), \"new\")",
            "(\"JD_FINANCE gone P3Y\", EXIT, 2020-12-02 (java.time.LocalDate), \"gone\")",
            "(\"JD_FINANCE came P3Y\", ENTRANT, 2020-12-03 (java.time.LocalDate), \"came\")");
    assertThat(offers.units(Weighting.BALANCE))
        .extracting(ImpactUnit::part)
        .containsExactlyInAnyOrder(null, null, Part.ENTRANT);
    ImpactSplit split = ImpactSplit.of(offers.units(Weighting.SIMPLE));
    assertThat(split.entrantsShare()).isEqualByComparingTo("0.5");
    assertThat(split.entrantsAfter()).isEqualByComparingTo("150");
  }

  /** Two platforms, banks and terms, and thirds, over four days. */
  private static Offers many() {
    Offers offers = new Offers(Given.reference("own_channel: OWN_APP"));
    Cell beta = RateSpreads.PLATFORM_ID.is("BETA");
    int n = 0;
    for (LocalDate day : List.of(FIRST, BEFORE, AFTER, LAST)) {
      for (String product : List.of("a", "b", "c", "a")) {
        String rate = "3." + (17 * ++n % 1000 + 100);
        offers.quoted(day, product, rate);
        offers.quoted(day, product, n % 3 == 0 ? null : rate, beta);
        offers.quoted(day, product, "2." + n, RateSpreads.NORMALISED_TERM.is("P1Y"));
        offers.quoted(day, product, rate, OWN_CHANNEL, RateSpreads.BANK_ID.is("ICBC"));
      }
      offers.quoted(day, "a", "9.0", RateSpreads.VIEWER.is("HOLDER"));
      offers.quoted(day, "a", "9.0", RateSpreads.RATE_KIND.is("TIER"));
      offers.shown(day, "a").shown(day, "b", ShelfDays.PLATFORM_ID.is("BETA"));
      offers.scanned(day, n % 8 == 0 ? "BETA" : "OWN_APP");
    }
    offers.ids.add("JD_FINANCE", List.of("a"), "c");
    offers.balances.add(BEFORE, "JD_FINANCE", "a", "P3Y", new BigDecimal("333.33"));
    offers.balances.add(BEFORE, "JD_FINANCE", "b", "P3Y", new BigDecimal("777.77"));
    return offers;
  }

  private static final class Offers {
    private final Reference reference;
    private final LatestIds ids = new LatestIds();
    private final Balances balances = new Balances();
    private final List<Object[]> spreads = new ArrayList<>();
    private final List<Object[]> shelf = new ArrayList<>();
    private final Set<List<Object>> scans = new HashSet<>();

    Offers() {
      this(Given.reference());
    }

    Offers(Reference reference) {
      this.reference = reference;
    }

    /** Offered and displayed under a COMPLETE scan of JD_FINANCE. */
    Offers on(LocalDate day, String product, String rate, Cell... cells) {
      Cell[] sameShelf =
          Arrays.stream(cells)
              .filter(cell -> cell.name().equals(ShelfDays.PLATFORM_ID.name()))
              .toArray(Cell[]::new);
      return quoted(day, product, rate, cells)
          .shown(day, product, sameShelf)
          .scanned(BEFORE, "JD_FINANCE")
          .scanned(AFTER, "JD_FINANCE");
    }

    /** A line, which has no spread where it has no rate. */
    Offers quoted(LocalDate day, String product, String rate, Cell... cells) {
      BigDecimal headline = rate == null ? null : new BigDecimal(rate).setScale(4);
      BigDecimal spread =
          rate == null ? null : headline.subtract(COMPARED_WITH).movePointRight(2).setScale(2);
      spreads.add(
          Given.row(
              RateSpreads.TABLE,
              Given.with(
                  cells,
                  RateSpreads.AS_OF_DATE.is(day),
                  RateSpreads.PRODUCT_ID.is(product),
                  RateSpreads.HEADLINE_RATE_PCT.is(headline),
                  RateSpreads.SPREAD_BP.is(spread))));
      return this;
    }

    Offers shown(LocalDate day, String product, Cell... cells) {
      shelf.add(
          Given.row(
              ShelfDays.TABLE,
              Given.with(
                  cells,
                  ShelfDays.AS_OF_DATE.is(day),
                  ShelfDays.PRODUCT_ID.is(product),
                  ShelfDays.ANY_TERMS.is(List.of("P3Y")))));
      return this;
    }

    Offers scanned(LocalDate day, String platform) {
      scans.add(List.of(day, platform));
      return this;
    }

    Impact impact() {
      Impact impact = new Impact(reference, LAST);
      spreads.forEach(row -> impact.addSpread(row, balances));
      shelf.forEach(impact::addShelf);
      scans.forEach(scan -> impact.addScanned((LocalDate) scan.get(0), (String) scan.get(1)));
      return impact;
    }

    /** What a task that has this day alone makes of it. */
    Impact part(LocalDate day) {
      Impact impact = new Impact(reference, LAST);
      spreads.stream()
          .filter(row -> RateSpreads.TABLE.value(row, RateSpreads.AS_OF_DATE).equals(day))
          .forEach(row -> impact.addSpread(row, balances));
      shelf.stream()
          .filter(row -> ShelfDays.TABLE.value(row, ShelfDays.AS_OF_DATE).equals(day))
          .forEach(impact::addShelf);
      scans.stream()
          .filter(scan -> scan.get(0).equals(day))
          .forEach(scan -> impact.addScanned(day, (String) scan.get(1)));
      return impact;
    }

    /** The same where the days are computed. */
    Impact computed() {
      Impact impact = new Impact(reference, LAST);
      for (LocalDate day = FIRST; !day.isAfter(LAST); day = day.plusDays(1)) {
        impact.add(day(day), spreads(day));
      }
      return impact;
    }

    private Day day(LocalDate day) {
      Set<String> scanned = new HashSet<>();
      for (List<Object> scan : scans) {
        if (scan.get(0).equals(day)) {
          scanned.add((String) scan.get(1));
        }
      }
      List<ShelfDay> shelves =
          shelf.stream()
              .map(row -> ShelfDay.of(row, List.of()))
              .filter(product -> product.day().equals(day))
              .toList();
      return new Day(day, shelves, List.of(), scanned, balances);
    }

    private List<Spread> spreads(LocalDate day) {
      return spreads.stream()
          .filter(row -> of(row, RateSpreads.AS_OF_DATE).equals(day))
          .map(Offers::spread)
          .toList();
    }

    private static Spread spread(Object[] row) {
      ShelfDay shelf =
          ShelfDay.of(
              Given.row(
                  ShelfDays.TABLE,
                  ShelfDays.AS_OF_DATE.is(of(row, RateSpreads.AS_OF_DATE)),
                  ShelfDays.PLATFORM_ID.is(of(row, RateSpreads.PLATFORM_ID)),
                  ShelfDays.PRODUCT_ID.is(of(row, RateSpreads.PRODUCT_ID)),
                  ShelfDays.VIEWER.is(of(row, RateSpreads.VIEWER))),
              List.of());
      Line line =
          new Line(
              shelf.day(),
              shelf.platform(),
              shelf.product(),
              shelf.viewer(),
              of(row, RateSpreads.TERM),
              of(row, RateSpreads.PAYOUT_CYCLE),
              of(row, RateSpreads.RATE_KIND),
              of(row, RateSpreads.MIN_AMOUNT),
              1,
              of(row, RateSpreads.BANK_ID),
              of(row, RateSpreads.PRODUCT_KIND),
              of(row, RateSpreads.ACTION),
              of(row, RateSpreads.HEADLINE_RATE_PCT),
              of(row, RateSpreads.BANK_PAID_RATE_PCT),
              null,
              of(row, RateSpreads.NORMALISED_TERM),
              null,
              null);
      return new Spread(
          shelf,
          line,
          Kind.valueOf(of(row, RateSpreads.COMPARATOR)),
          of(row, RateSpreads.BANK_CLASS),
          null,
          null,
          of(row, RateSpreads.SPREAD_BP),
          null,
          null,
          null);
    }

    private static <T> T of(Object[] row, Field<T> field) {
      return RateSpreads.TABLE.value(row, field);
    }

    List<Object[]> rows() {
      return impact().rows(ids);
    }

    /** The units of the window after, of the platform, class and term. */
    List<ImpactUnit> units(Weighting weighting) {
      ImpactCell cell =
          new ImpactCell("JD_FINANCE", "TIME_DEPOSIT", "private", "P3Y", "BIG_POSTED");
      return impact().units("EV1", "closed", cell, weighting, ids);
    }

    /**
     * A row of the platform, class and term, each product counted once, unless others are named.
     */
    Object[] row(Cell... cells) {
      List<Cell> all = new ArrayList<>(List.of(cells));
      Stream.of(
              PLATFORM_ID.is("JD_FINANCE"),
              PRODUCT_KIND.is("TIME_DEPOSIT"),
              BANK_CLASS.is("private"),
              TERM.is("P3Y"),
              WEIGHTING.is("SIMPLE"))
          .filter(usual -> all.stream().noneMatch(c -> Objects.equals(c.name(), usual.name())))
          .toList()
          .forEach(all::add);
      return Given.only(TABLE, rows(), all.toArray(Cell[]::new));
    }
  }

  private static Object[] after(Offers offers) {
    return offers.row(WINDOW.is("closed"));
  }

  private static List<String> values(Object[] row, Field<?>... fields) {
    return Given.values(TABLE, row, fields);
  }

  private static List<String> texts(List<Object[]> rows) {
    return Given.all(TABLE, rows, TABLE.fields().toArray(Field<?>[]::new));
  }
}
