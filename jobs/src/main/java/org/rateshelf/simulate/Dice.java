package org.rateshelf.simulate;

import java.time.LocalDate;
import java.util.List;

/**
 * Draws that come out the same on every machine and version of Java: splitmix64, keyed by what they
 * are for, so that any part of a market can be drawn without the rest.
 */
final class Dice {
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private long state;

  private Dice(long state) {
    this.state = state;
  }

  static Dice of(long seed, Object... purpose) {
    long state = mix(seed + STEP);
    for (Object key : purpose) {
      state = mix(state ^ (number(key) + STEP));
    }
    return new Dice(state);
  }

  private static long number(Object key) {
    if (key instanceof Number n) {
      return n.longValue();
    }
    return key instanceof LocalDate day ? day.toEpochDay() : key.toString().hashCode();
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private long next() {
    state += STEP;
    return mix(state);
  }

  /** 0 up to, not including, the bound. */
  int below(int bound) {
    return (int) ((next() >>> 1) % bound);
  }

  int between(int least, int most) {
    return least + below(most - least + 1);
  }

  boolean chance(int percent) {
    return below(100) < percent;
  }

  @SafeVarargs
  final <T> T oneOf(T... choices) {
    return choices[below(choices.length)];
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  LocalDate dayIn(LocalDate from, LocalDate to) {
    return from.plusDays(below((int) (to.toEpochDay() - from.toEpochDay()) + 1));
  }
}
