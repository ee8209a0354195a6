package org.rateshelf.holders;

import java.math.BigInteger;

/** An exact sum of whole numbers, none of them negative: cheap while it fits a long. */
final class Sum {
  private long small;
  private BigInteger large = BigInteger.ZERO;

  void add(long number) {
    add(number, 1);
  }

  /** Adds a product. */
  void add(long a, long b) {
    long product = a * b;
    long sum = small + product;
    if (Math.multiplyHigh(a, b) == 0 && product >= 0 && sum >= 0) {
      small = sum;
    } else {
      large = large.add(BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)));
    }
  }

  void add(BigInteger number) {
    large = large.add(number);
  }

  BigInteger total() {
    return large.add(BigInteger.valueOf(small));
  }
}
