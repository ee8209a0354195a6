package org.rateshelf.study;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.rateshelf.study.Turnbull.Resamples;
import org.rateshelf.study.Turnbull.Stay;
import org.rateshelf.study.Turnbull.Step;

/** Stays are written least-most, and least- where they are open. */
class TurnbullTest {
  private static final Offset<Double> NINE_PLACES = within(1e-9);

  /**
   * The months to breast retraction after radiation alone, of Finkelstein and Wolfe (Biometrics 41,
   * 1985), and their estimate as Fay and Shaw print it (Journal of Statistical Software 36(2),
   * 2010, section 4.1). Theirs are the intervals (left, right]: in whole months, left + 1 to right.
   */
  @Test
  void thePublishedExampleComesOut() {
    String retraction =
        """
        45- 25-37 37- 6-10 46- 0-5 0-7 26-40 18- 46- 46- 24- 46- 27-34 36- 7-16 36-44 5-11 17- 46-
        19-35 7-14 36-48 17-25 37-44 37- 24- 0-8 40- 32- 4-11 17-25 33- 15- 46- 19-26 11-15 11-18
        37- 22- 38- 34- 46- 5-12 36- 46-\
        """;
    List<Stay> stays =
        stays(retraction).stream().map(s -> new Stay(s.least() + 1, s.most())).toList();
    assertThat(stays).hasSize(46);
    assertThat(Turnbull.of(stays).steps())
        .extracting(s -> String.format("(%d,%d] %.4f", s.from() - 1, s.to(), s.mass()))
        .containsExactly(
            "(4,5] 0.0463",
            "(6,7] 0.0334",
            "(7,8] 0.0887",
            "(11,12] 0.0708",
            "(24,25] 0.0926",
            "(33,34] 0.0818",
            "(38,40] 0.1209",
            "(46,48] 0.4656");
  }

  /** {@code turnbull/masses.py} made them: another algorithm, by another's least squares. */
  @ParameterizedTest
  @MethodSource("solved")
  void anotherSolverFindsTheSameMasses(String stays, String masses) {
    List<Step> steps = Turnbull.of(stays(stays)).steps();
    String[] expected = masses.split(" ");
    assertThat(steps).extracting(s -> bounds(s.from(), s.to())).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      String[] parts = expected[i].split("=");
      assertThat(bounds(steps.get(i).from(), steps.get(i).to())).isEqualTo(parts[0]);
      assertThat(steps.get(i).mass()).isCloseTo(Double.parseDouble(parts[1]), NINE_PLACES);
    }
  }

  static Stream<String[]> solved() throws IOException {
    try (InputStream file = TurnbullTest.class.getResourceAsStream("/turnbull/masses.txt")) {
      String[] lines = new String(file.readAllBytes(), UTF_8).split("\n");
      List<String[]> pairs = new ArrayList<>();
      for (int i = 0; i < lines.length; i += 2) {
        pairs.add(new String[] {lines[i], lines[i + 1]});
      }
      return pairs.stream();
    }
  }

  /**
   * Gentleman and Geyer (1994): the estimate is the maximum if and only if no day would take more
   * mass. The sum over the stays that a day lies in, of 1 by their likelihood, is at most their
   * number, and equal to it where there is mass.
   */
  @ParameterizedTest
  @CsvSource({"8, 10, 8", "60, 40, 20", "60, 40, 3", "200, 100, 90"})
  void onNoDayWouldMoreMassHelp(int most, int days, int widest) {
    Random random = new Random(most * 31L + widest);
    for (int time = 0; time < 200; time++) {
      List<Stay> stays = drawn(random, 1 + random.nextInt(most), days, widest);
      List<Step> steps = Turnbull.of(stays).steps();
      double[] likelihoods = stays.stream().mapToDouble(s -> likelihood(s, steps)).toArray();
      for (Stay stay : stays) {
        assertThat(slope(stays, likelihoods, stay.least())).isLessThan(1 + 1e-9);
      }
      for (Step step : steps) {
        assertThat(slope(stays, likelihoods, step.from())).isCloseTo(1, NINE_PLACES);
      }
    }
  }

  private static double likelihood(Stay stay, List<Step> steps) {
    return steps.stream()
        .filter(s -> stay.least() <= s.from() && s.to() <= stay.most())
        .mapToDouble(Step::mass)
        .sum();
  }

  private static double slope(List<Stay> stays, double[] likelihoods, int day) {
    double sum = 0;
    for (int i = 0; i < likelihoods.length; i++) {
      Stay stay = stays.get(i);
      sum += stay.least() <= day && day <= stay.most() ? 1 / likelihoods[i] : 0;
    }
    return sum / likelihoods.length;
  }

  /** Many stays of three lengths and a few others: what the steps would empty is all but empty. */
  @Test
  void itSettlesWhereMostStaysAreOfFewLengths() {
    Random random = new Random(11);
    for (int time = 0; time < 500; time++) {
      List<Stay> stays = new ArrayList<>();
      for (int i = random.nextInt(300); i >= 0; i--) {
        int day = 1 + random.nextInt(200);
        int least = random.nextInt(20) == 0 ? day : 1 + day % 3 * 66;
        int kind = random.nextInt(50);
        int more = kind < 40 ? 0 : random.nextInt(200);
        stays.add(new Stay(least, kind == 49 ? Turnbull.OPEN : least + more));
      }
      double sum = Turnbull.of(stays).steps().stream().mapToDouble(Step::mass).sum();
      assertThat(sum).isCloseTo(1, NINE_PLACES);
    }
  }

  /**
   * Where every stay is exact or open, the product over the days up to one of 1 - ended / at risk.
   * A stay of at least n days is at risk on the days before: of the day n itself nothing is known.
   */
  @Test
  void exactAndOpenStaysGiveTheProductLimit() {
    Random random = new Random(1958);
    for (int time = 0; time < 200; time++) {
      List<Stay> stays = new ArrayList<>();
      for (int i = random.nextInt(80); i >= 0; i--) {
        int days = 1 + random.nextInt(30);
        stays.add(new Stay(days, random.nextInt(3) == 0 ? Turnbull.OPEN : days));
      }
      Turnbull estimate = Turnbull.of(stays);
      double product = 1;
      for (int day = 1; day <= 30; day++) {
        int now = day;
        long ended = stays.stream().filter(s -> s.least() == now && s.most() == now).count();
        long later = stays.stream().filter(s -> s.least() > now).count();
        product *= ended == 0 ? 1 : later / (double) (ended + later);
        assertThat(estimate.survivalAfter(day)).isCloseTo(product, NINE_PLACES);
      }
    }
  }

  @Test
  void theMedianIsTheFirstDayOfTheIntervalThatTakesTheCurveToAHalf() {
    assertThat(Turnbull.of(stays("2-4 6-9 11-11 12-15")).median()).hasValue(6);
  }

  @Test
  void aCurveThatStaysAboveAHalfHasNoMedian() {
    assertThat(Turnbull.of(stays("2-4 6- 6- 7-")).median()).isEmpty();
  }

  @Test
  void whereEveryStayIsOpenNothingIsKnownToEnd() {
    Turnbull estimate = Turnbull.of(stays("5- 9- 3-"));
    assertThat(estimate.steps()).containsExactly(new Step(9, Turnbull.OPEN, 1, 0));
    assertThat(estimate.survivalAfter(1000)).isOne();
  }

  @Test
  void theOrderOfTheStaysChangesNoDigit() {
    List<Stay> stays = drawn(new Random(3), 80, 30, 12);
    List<Stay> others = new ArrayList<>(stays);
    Collections.shuffle(others, new Random(4));
    assertThat(Turnbull.of(others).steps()).isEqualTo(Turnbull.of(stays).steps());
    assertThat(stepsOf(Turnbull.resampled(others, 20, 5)))
        .isEqualTo(stepsOf(Turnbull.resampled(stays, 20, 5)));
  }

  @Test
  void resamplesFollowTheirSeed() {
    List<Stay> stays = drawn(new Random(3), 80, 30, 12);
    assertThat(stepsOf(Turnbull.resampled(stays, 20, 5)))
        .isEqualTo(stepsOf(Turnbull.resampled(stays, 20, 5)))
        .isNotEqualTo(stepsOf(Turnbull.resampled(stays, 20, 6)));
  }

  private static List<List<Step>> stepsOf(Resamples resamples) {
    return resamples.estimates().stream().map(Turnbull::steps).toList();
  }

  /** Of resamples of 100 stays half of which end on day 1, the share left is binomial. */
  @Test
  void theBandIsAsWideAsChanceMakesIt() {
    List<Stay> stays = new ArrayList<>(Collections.nCopies(50, new Stay(1, 1)));
    stays.addAll(Collections.nCopies(50, new Stay(9, 9)));
    Resamples resamples = Turnbull.resampled(stays, 4000, 1);
    // 0.5 -+ 1.645 x 0.05, in steps of 0.01.
    assertThat(resamples.survivalAfter(1, 0.05)).isCloseTo(0.42, within(0.0101));
    assertThat(resamples.survivalAfter(1, 0.95)).isCloseTo(0.58, within(0.0101));
    assertThat(resamples.median(0.05)).hasValue(1);
    assertThat(resamples.median(0.95)).hasValue(9);
  }

  @Test
  void aPercentileLiesBetweenTwoResamplesAndThatOfAMedianOnTheOuter() {
    List<Turnbull> four =
        Stream.of("1-1 9-9", "2-2 9-9", "4-4 9-9", "5- 9-")
            .map(s -> Turnbull.of(stays(s)))
            .toList();
    Resamples resamples = new Resamples(four);
    assertThat(resamples.survivalAfter(3, 0.5)).isCloseTo(0.75, NINE_PLACES);
    assertThat(resamples.median(0.4)).hasValue(2);
    assertThat(resamples.median(0.6)).hasValue(4);
    assertThat(resamples.median(0.95)).isEmpty();
  }

  private static List<Stay> drawn(Random random, int size, int days, int widest) {
    List<Stay> stays = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int least = 1 + random.nextInt(days);
      int kind = random.nextInt(4);
      int most = kind == 0 ? least : least + random.nextInt(widest);
      stays.add(new Stay(least, kind == 1 ? Turnbull.OPEN : most));
    }
    return stays;
  }

  private static List<Stay> stays(String text) {
    return Arrays.stream(text.split("\\s+")).map(TurnbullTest::stay).toList();
  }

  private static Stay stay(String text) {
    String[] bounds = text.split("-");
    return new Stay(
        Integer.parseInt(bounds[0]),
        bounds.length == 1 ? Turnbull.OPEN : Integer.parseInt(bounds[1]));
  }

  private static String bounds(int least, int most) {
    return least + "-" + (most == Turnbull.OPEN ? "" : most);
  }
}
