package org.rateshelf.holders;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * How figures of holders are told: none of fewer than k holders, and every one made of balances
 * that are each told on a rung of 1, 3, 10, 30, ... So nothing that is published, and nothing that
 * follows from it, says of a balance more than a range of a factor of ten. Decision 10 has the
 * reasons.
 *
 * @param k fewest holders behind a figure
 */
public record Told(int k) {
  public static final String SUPPRESSED = "SUPPRESSED";

  private static final BigDecimal DRAWS = BigDecimal.valueOf(1L << 32);
  private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Told::sha256);

  /**
   * A cell as it may be told; all null where it may not.
   *
   * @param holders to the nearest k
   * @param balance its told balances together
   * @param error about one standard error of the balance
   */
  public record Figure(Long holders, BigDecimal balance, BigDecimal error) {
    private static final Figure SUPPRESSED = new Figure(null, null, null);

    public boolean isTold() {
      return holders != null;
    }
  }

  /** A balance as it is told: in whole units of money. */
  public static long of(String user, String contract, BigDecimal balance) {
    return of(draw(user, contract), balance);
  }

  /**
   * The rung below a balance, or the one above: drawn once for a contract, by a secret hash, so
   * that told sums are right on average and a balance that stays is always told alike.
   */
  static long of(long draw, BigDecimal balance) {
    long whole = balance.longValue();
    long power = 1;
    while (power <= whole / 10) {
      power *= 10;
    }
    long below = whole < power ? 0 : whole < 3 * power ? power : 3 * power;
    long above = whole < power ? power : whole < 3 * power ? 3 * power : 10 * power;
    BigDecimal reached = BigDecimal.valueOf(draw).multiply(BigDecimal.valueOf(above - below));
    BigDecimal beyond = balance.subtract(BigDecimal.valueOf(below)).multiply(DRAWS);
    return reached.compareTo(beyond) < 0 ? above : below;
  }

  /** What a contract draws, once for its life: a number below 2^32. */
  static long draw(String user, String contract) {
    byte[] hash = SHA_256.get().digest((user + "/" + contract).getBytes(UTF_8));
    return (hash[0] & 255L) << 24 | (hash[1] & 255L) << 16 | (hash[2] & 255L) << 8 | hash[3] & 255L;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether so many holders are enough for a figure. */
  public boolean isEnough(long holders) {
    return holders >= k;
  }

  /** A number of holders or of contracts, to the nearest k, half up. */
  public long number(long exact) {
    return (2 * exact + k) / (2 * k) * k;
  }

  /**
   * About one standard error of told balances together: half the root of the sum of their squares,
   * half up to whole units of money.
   */
  public BigDecimal error(BigInteger squares) {
    return money(squares.sqrt().add(BigInteger.ONE).shiftRight(1));
  }

  /** What is told of a cell: nothing below k holders, nor where it is null, for it has none. */
  public Figure figure(CellSum cell) {
    return cell == null || !isEnough(cell.holders())
        ? Figure.SUPPRESSED
        : new Figure(number(cell.holders()), money(cell.told()), error(cell.squares()));
  }

  private static BigDecimal money(BigInteger whole) {
    return new BigDecimal(whole).setScale(2);
  }
}
