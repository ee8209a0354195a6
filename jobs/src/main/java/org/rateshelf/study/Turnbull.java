package org.rateshelf.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;

/**
 * How long stays last of which only bounds are known: the nonparametric estimate of largest
 * likelihood (Turnbull 1976).
 *
 * <p>The estimate puts mass on innermost intervals alone: from a lower bound to the next upper
 * bound, with no other lower bound between. How the mass lies within one is not determined. For
 * stays in one dimension the masses are unique (Gentleman and Vandal 2002, lemma 4), so any way to
 * them gives the same digits; where all stays are exact or open they are Kaplan and Meier's.
 *
 * <p>Turnbull's own iteration, self-consistency, comes near fast and arrives slowly. It begins;
 * Newton steps on the intervals that still hold mass end. An interval that a step would empty is
 * left out, and taken in again where the likelihood rises with mass on it. That ends when a full
 * step moves no mass by more than 1e-10 (and the next would by the square of that) and, on every
 * empty interval, the derivative of the likelihood is at most the number of stays, to 1e-10 of it:
 * the Kuhn-Tucker conditions, which only the maximum meets.
 */
final class Turnbull {
  /** An upper bound that is not known. */
  static final int OPEN = Integer.MAX_VALUE;

  /**
   * A stay that lasted at least and at most so many days.
   *
   * @param most {@link #OPEN} where it may have lasted any time longer
   */
  record Stay(int least, int most) implements Comparable<Stay> {
    Stay {
      if (least > most) {
        throw new IllegalArgumentException("a stay of at least " + least + ", at most " + most);
      }
    }

    @Override
    public int compareTo(Stay other) {
      return least != other.least
          ? Integer.compare(least, other.least)
          : Integer.compare(most, other.most);
    }
  }

  /**
   * An innermost interval that holds mass.
   *
   * @param to its last day; {@link #OPEN} where the end of such stays was not seen
   * @param survival the share that lasts longer than its last day
   */
  record Step(int from, int to, double mass, double survival) {}

  /** Estimates from resamples, of which a band is read: what lies at a place among them. */
  record Resamples(List<Turnbull> estimates) {
    /** The share that lasts longer than so many days, interpolated between two estimates. */
    double survivalAfter(int days, double place) {
      double[] sorted =
          estimates.stream().mapToDouble(e -> e.survivalAfter(days)).sorted().toArray();
      double at = (sorted.length - 1) * place;
      int low = (int) at;
      int high = Math.min(low + 1, sorted.length - 1);
      return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
    }

    /** The median, between two estimates the outer one: days are not interpolated. */
    OptionalInt median(double place) {
      int[] sorted = estimates.stream().mapToInt(e -> e.median().orElse(OPEN)).sorted().toArray();
      double at = (sorted.length - 1) * place;
      int median = sorted[(int) (place < 0.5 ? Math.floor(at) : Math.ceil(at))];
      return median == OPEN ? OptionalInt.empty() : OptionalInt.of(median);
    }
  }

  private static final double HALF = 0.5 + 1e-10;

  private final List<Step> steps;

  private Turnbull(List<Step> steps) {
    this.steps = steps;
  }

  /** The estimate from these stays, in whatever order; there must be one. */
  static Turnbull of(Collection<Stay> stays) {
    Map<Stay, Integer> counts = counted(stays);
    return of(
        counts.keySet().toArray(Stay[]::new),
        counts.values().stream().mapToInt(Integer::intValue).toArray());
  }

  /**
   * Estimates from resamples, each of as many stays drawn with replacement. The draws depend on the
   * seed and on which stays there are, not on their order.
   */
  static Resamples resampled(Collection<Stay> stays, int times, long seed) {
    Stay[] distinct = counted(stays).keySet().toArray(Stay[]::new);
    int[] each =
        stays.stream().sorted().mapToInt(stay -> Arrays.binarySearch(distinct, stay)).toArray();
    Random random = new Random(seed);
    List<Turnbull> estimates = new ArrayList<>();
    for (int time = 0; time < times; time++) {
      int[] counts = new int[distinct.length];
      for (int draw = 0; draw < each.length; draw++) {
        counts[each[random.nextInt(each.length)]]++;
      }
      estimates.add(of(distinct, counts));
    }
    return new Resamples(estimates);
  }

  private static Map<Stay, Integer> counted(Collection<Stay> stays) {
    Map<Stay, Integer> counts = new TreeMap<>();
    stays.forEach(stay -> counts.merge(stay, 1, Integer::sum));
    return counts;
  }

  /** The estimate from distinct, sorted stays; those that are counted 0 times are left out. */
  private static Turnbull of(Stay[] distinct, int[] counts) {
    int kept = 0;
    Stay[] stays = new Stay[distinct.length];
    int[] times = new int[distinct.length];
    for (int i = 0; i < distinct.length; i++) {
      if (counts[i] > 0) {
        stays[kept] = distinct[i];
        times[kept++] = counts[i];
      }
    }
    stays = Arrays.copyOf(stays, kept);
    List<Stay> innermost = innermost(stays);
    double[] masses = new Masses(stays, Arrays.copyOf(times, kept), innermost).fitted();
    List<Step> steps = new ArrayList<>();
    double after = 0;
    for (int j = masses.length - 1; j >= 0; j--) {
      if (masses[j] > 0) {
        Stay interval = innermost.get(j);
        steps.add(new Step(interval.least(), interval.most(), masses[j], after));
      }
      after += masses[j];
    }
    Collections.reverse(steps);
    return new Turnbull(List.copyOf(steps));
  }

  /** From each lower bound to the next upper one, where no other lower bound comes first. */
  private static List<Stay> innermost(Stay[] stays) {
    int[] least = Arrays.stream(stays).mapToInt(Stay::least).distinct().toArray();
    int[] most = Arrays.stream(stays).mapToInt(Stay::most).sorted().toArray();
    List<Stay> intervals = new ArrayList<>();
    int end = 0;
    for (int i = 0; i < least.length; i++) {
      while (most[end] < least[i]) {
        end++;
      }
      if (i == least.length - 1 || most[end] < least[i + 1]) {
        intervals.add(new Stay(least[i], most[end]));
      }
    }
    return intervals;
  }

  /** The intervals with mass, the shortest stays first. */
  List<Step> steps() {
    return steps;
  }

  /**
   * Where the curve falls to a half: the first day of that interval, since no more is known. Empty
   * where it does so only in the open.
   */
  OptionalInt median() {
    return steps.stream()
        .filter(step -> step.survival() <= HALF && step.to() != OPEN)
        .mapToInt(Step::from)
        .findFirst();
  }

  /** The share that lasts longer: the mass of an interval is gone after its last day. */
  double survivalAfter(int days) {
    double survival = 1;
    for (Step step : steps) {
      if (step.to() > days) {
        break;
      }
      survival = step.survival();
    }
    return survival;
  }

  /** The masses of the innermost intervals, on the way to the maximum of the likelihood. */
  private static final class Masses {
    private static final int SELF_CONSISTENT_STEPS = 20;
    private static final double LEAST_MOVE = 1e-10;
    private static final double SLACK = 1e-10;

    private final int[] first;
    private final int[] end;
    private final int[] times;
    private final int all;
    private final boolean[] holds;
    private double[] mass;

    Masses(Stay[] stays, int[] times, List<Stay> innermost) {
      int[] from = innermost.stream().mapToInt(Stay::least).toArray();
      int[] to = innermost.stream().mapToInt(Stay::most).toArray();
      this.first = Arrays.stream(stays).mapToInt(s -> countBelow(from, s.least())).toArray();
      this.end =
          Arrays.stream(stays)
              .mapToInt(s -> s.most() == OPEN ? to.length : countBelow(to, s.most() + 1))
              .toArray();
      this.times = times;
      this.all = Arrays.stream(times).sum();
      this.mass = new double[from.length];
      this.holds = new boolean[from.length];
      Arrays.fill(mass, 1.0 / mass.length);
      Arrays.fill(holds, true);
    }

    private static int countBelow(int[] sorted, int value) {
      int place = Arrays.binarySearch(sorted, value);
      return place < 0 ? -place - 1 : place;
    }

    double[] fitted() {
      for (int step = 0; step < SELF_CONSISTENT_STEPS; step++) {
        double[] slope = slope();
        for (int j = 0; j < mass.length; j++) {
          mass[j] *= slope[j] / all;
        }
      }
      for (int step = 0; step < 100 + 20 * mass.length; step++) {
        if (newton() <= LEAST_MOVE && !takenIn()) {
          return mass;
        }
      }
      throw new IllegalStateException(all + " stays: the masses do not settle");
    }

    /** Mass below each interval, by these masses. */
    private static double[] below(double[] mass) {
      double[] below = new double[mass.length + 1];
      for (int j = 0; j < mass.length; j++) {
        below[j + 1] = below[j] + mass[j];
      }
      return below;
    }

    private double logLikelihood(double[] mass) {
      double[] below = below(mass);
      double sum = 0;
      for (int i = 0; i < first.length; i++) {
        double likelihood = below[end[i]] - below[first[i]];
        if (likelihood <= 0) {
          return Double.NEGATIVE_INFINITY;
        }
        sum += times[i] * StrictMath.log(likelihood);
      }
      return sum;
    }

    /** How the likelihood's logarithm rises with mass on each interval. */
    private double[] slope() {
      double[] below = below(mass);
      double[] change = new double[mass.length + 1];
      for (int i = 0; i < first.length; i++) {
        double part = times[i] / (below[end[i]] - below[first[i]]);
        change[first[i]] += part;
        change[end[i]] -= part;
      }
      double[] slope = new double[mass.length];
      double sum = 0;
      for (int j = 0; j < slope.length; j++) {
        sum += change[j];
        slope[j] = sum;
      }
      return slope;
    }

    /** Takes in the empty interval on which mass would help most, if on any. */
    private boolean takenIn() {
      double[] slope = slope();
      int best = -1;
      for (int j = 0; j < mass.length; j++) {
        if (!holds[j] && slope[j] > all * (1 + SLACK) && (best < 0 || slope[j] > slope[best])) {
          best = j;
        }
      }
      if (best >= 0) {
        holds[best] = true;
      }
      return best >= 0;
    }

    /** One step, shortened until it is one upwards; how far a full one would move any mass. */
    private double newton() {
      double[] direction = direction();
      double longest = 0;
      for (double part : direction) {
        longest = Math.max(longest, Math.abs(part));
      }
      // A likelihood is a sum of many terms: what its last digits say is noise.
      double now = logLikelihood(mass);
      double least = now - 1e-13 * Math.abs(now);
      for (double length = 1; length > 1e-9; length /= 2) {
        double[] moved = moved(direction, length);
        if (logLikelihood(moved) >= least) {
          settle(moved);
          return longest;
        }
      }
      settle(moved(direction, emptying(direction)));
      return longest;
    }

    /** The masses a step on; of those that it would make negative nothing is left. */
    private double[] moved(double[] direction, double length) {
      double[] moved = new double[mass.length];
      double sum = 0;
      for (int j = 0; j < mass.length; j++) {
        moved[j] = Math.max(0, mass[j] + length * direction[j]);
        sum += moved[j];
      }
      for (int j = 0; j < mass.length; j++) {
        moved[j] /= sum;
      }
      return moved;
    }

    /** The length that empties the first interval: near it the way is upwards, past it may not. */
    private double emptying(double[] direction) {
      double length = 1;
      for (int j = 0; j < mass.length; j++) {
        if (direction[j] < 0) {
          length = Math.min(length, Math.nextUp(mass[j] / -direction[j]));
        }
      }
      return length;
    }

    private void settle(double[] moved) {
      mass = moved;
      for (int j = 0; j < mass.length; j++) {
        holds[j] &= mass[j] > 0;
      }
    }

    /**
     * Newton's direction among the intervals that hold mass. By the mass below each of their
     * bounds, the second derivative is that of a chain of springs, one a stay, between the bounds
     * of what it covers: sparse, and definite, as every bound is the end of some stay.
     */
    private double[] direction() {
      int[] bound = new int[mass.length + 1];
      for (int j = 0; j < mass.length; j++) {
        bound[j + 1] = bound[j] + (holds[j] ? 1 : 0);
      }
      int last = bound[mass.length];
      int[] lowest = new int[last + 1];
      Arrays.setAll(lowest, v -> v);
      for (int i = 0; i < first.length; i++) {
        int low = bound[first[i]];
        int high = bound[end[i]];
        if (low > 0 && high < last) {
          lowest[high] = Math.min(lowest[high], low);
        }
      }
      double[][] springs = new double[last + 1][];
      for (int v = 1; v < last; v++) {
        springs[v] = new double[v - lowest[v] + 1];
      }
      double[] force = new double[last + 1];
      double[] below = below(mass);
      for (int i = 0; i < first.length; i++) {
        int low = bound[first[i]];
        int high = bound[end[i]];
        double likelihood = below[end[i]] - below[first[i]];
        double pull = times[i] / likelihood;
        double stiffness = pull / likelihood;
        force[low] -= pull;
        force[high] += pull;
        if (low > 0) {
          springs[low][low - lowest[low]] += stiffness;
        }
        if (high < last) {
          springs[high][high - lowest[high]] += stiffness;
        }
        if (low > 0 && high < last) {
          springs[high][low - lowest[high]] -= stiffness;
        }
      }
      double[] shift = solved(springs, lowest, force, last);
      double[] direction = new double[mass.length];
      for (int j = 0; j < mass.length; j++) {
        direction[j] = holds[j] ? shift[bound[j + 1]] - shift[bound[j]] : 0;
      }
      return direction;
    }

    /** Cholesky's way through rows that begin at their lowest column; both ends stay at 0. */
    private static double[] solved(double[][] rows, int[] lowest, double[] force, int last) {
      double[] x = new double[last + 1];
      for (int v = 1; v < last; v++) {
        double rest = force[v];
        for (int u = lowest[v]; u <= v; u++) {
          double sum = rows[v][u - lowest[v]];
          for (int t = Math.max(lowest[v], lowest[u]); t < u; t++) {
            sum -= rows[v][t - lowest[v]] * rows[u][t - lowest[u]];
          }
          if (u < v) {
            rows[v][u - lowest[v]] = sum / rows[u][u - lowest[u]];
            rest -= rows[v][u - lowest[v]] * x[u];
          } else {
            rows[v][v - lowest[v]] = Math.sqrt(sum);
          }
        }
        x[v] = rest / rows[v][v - lowest[v]];
      }
      for (int v = last - 1; v > 0; v--) {
        x[v] /= rows[v][v - lowest[v]];
        for (int u = lowest[v]; u < v; u++) {
          x[u] -= rows[v][u - lowest[v]] * x[v];
        }
      }
      return x;
    }
  }
}
