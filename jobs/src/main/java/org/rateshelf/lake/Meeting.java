package org.rateshelf.lake;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.apache.spark.Partitioner;
import org.rateshelf.ingest.Source;
import org.rateshelf.ingest.Sources;
import org.rateshelf.schema.Table;
import org.rateshelf.table.UserRates;

/**
 * Where rows of landed files meet: those with one number are settled together, and a task sees the
 * numbers in order. All shelves of a day meet, all posted rates of a day, and of holders the rows
 * of a contract. What is refused for what it says alone comes after its day, and meets nobody.
 */
final class Meeting {
  /** Of what is said to the driver beside the rows. */
  static final long REPORT = -1;

  /** The groups of sources that land, by their place. */
  static final int SHELVES = 0;

  static final int POSTED = 1;
  static final int CONTRACTS = 2;

  /** The order of the numbers. */
  static final Comparator<Long> ORDER = (Comparator<Long> & Serializable) Long::compare;

  private static final int HASH_BITS = 36;
  private static final long REFUSED = 1L << HASH_BITS;
  private static final int DAY_AT = HASH_BITS + 1;
  private static final int DAY_BITS = 24;
  private static final int GROUP_AT = DAY_AT + DAY_BITS;

  /** Days are counted from here; 0 is none. */
  private static final long FIRST_DAY = -(1L << (DAY_BITS - 1));

  private Meeting() {}

  /** The place of a source's group among those that land. */
  static int group(Source source) {
    List<List<Source>> groups = Sources.landing();
    for (int i = 0; i < groups.size(); i++) {
      if (groups.get(i).contains(source)) {
        return i;
      }
    }
    throw new IllegalArgumentException(source.name() + " does not land");
  }

  /** The number of a row of a group. */
  static long of(int group, Table table, Object[] row) {
    long hash = 0;
    if (group == CONTRACTS) {
      String contract = table.value(row, UserRates.CONTRACT_ID);
      hash = hash(31L * contract.hashCode() + table.value(row, UserRates.PLATFORM_ID).hashCode());
    }
    return at(group, (LocalDate) row[table.at(table.day())]) | hash;
  }

  /**
   * The number of a row that is refused for what it says alone.
   *
   * @param line sets apart those that need not come after a shelf's day
   */
  static long refused(int group, Table table, Object[] row, long line) {
    long meeting = at(group, (LocalDate) row[table.at(table.day())]) | REFUSED;
    return isWhole(meeting) ? meeting : meeting | hash(line);
  }

  private static long at(int group, LocalDate day) {
    long count = day == null ? 0 : day.toEpochDay() - FIRST_DAY;
    return (long) group << GROUP_AT | count << DAY_AT;
  }

  private static long hash(long some) {
    return some * 0x9E3779B97F4A7C15L >>> 64 - HASH_BITS;
  }

  /** Whether all rows of its day go to one task, as those of a month do. */
  private static boolean isWhole(long meeting) {
    return group(meeting) != CONTRACTS && count(meeting) != 0;
  }

  private static long count(long meeting) {
    return meeting >>> DAY_AT & (1L << DAY_BITS) - 1;
  }

  static boolean isSameDay(long meeting, long other) {
    return (meeting ^ other) >>> DAY_AT == 0;
  }

  static int group(long meeting) {
    return (int) (meeting >>> GROUP_AT);
  }

  /** The day of its rows; null where they have none. */
  static LocalDate day(long meeting) {
    long count = count(meeting);
    return count == 0 ? null : LocalDate.ofEpochDay(count + FIRST_DAY);
  }

  static boolean isRefused(long meeting) {
    return (meeting & REFUSED) != 0;
  }

  /** Which data file its rows belong in: one for a month of a shelf, one for a snapshot. */
  static long unit(long meeting) {
    if (!isWhole(meeting)) {
      return meeting >>> DAY_AT;
    }
    LocalDate day = day(meeting);
    return 12L * day.getYear() + day.getMonthValue();
  }

  /** Rows of one data file of a shelf go to one task, those of holders to any. */
  static Partitioner settled(int shares) {
    return new Shares(shares, meeting -> isWhole(meeting) ? unit(meeting) : meeting & REFUSED - 1);
  }

  /** The number by which refused rows of a file come together, in the order of its lines. */
  static long inFile(int file, long line) {
    return (long) file << HASH_BITS | line;
  }

  /** The refused rows of a file go to one task. */
  static Partitioner byFile(int shares) {
    return new Shares(shares, number -> number >>> HASH_BITS);
  }

  private interface Share extends LongUnaryOperator, Serializable {}

  /** What is for the driver is a share by itself, the first. */
  private static final class Shares extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int shares;
    private final Share share;

    Shares(int shares, Share share) {
      this.shares = shares;
      this.share = share;
    }

    @Override
    public int numPartitions() {
      return shares + 1;
    }

    @Override
    public int getPartition(Object key) {
      long number = (Long) key;
      return number == REPORT ? 0 : 1 + Math.floorMod(share.applyAsLong(number), shares);
    }
  }
}
