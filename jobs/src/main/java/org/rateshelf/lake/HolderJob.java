package org.rateshelf.lake;

import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.rateshelf.answer.BankDependence;
import org.rateshelf.answer.GeographicReach;
import org.rateshelf.answer.HolderEffects;
import org.rateshelf.answer.Migration;
import org.rateshelf.holders.BalanceMeasure;
import org.rateshelf.holders.CellKey;
import org.rateshelf.holders.CellSum;
import org.rateshelf.holders.Comparisons;
import org.rateshelf.holders.Contract;
import org.rateshelf.holders.Coverage;
import org.rateshelf.holders.HolderDay;
import org.rateshelf.holders.HolderPass;
import org.rateshelf.holders.Products;
import org.rateshelf.lake.ShelfJob.Days;
import org.rateshelf.market.Reference;
import org.rateshelf.schema.Table;
import org.rateshelf.store.DataFile;
import org.rateshelf.store.Packed;
import org.rateshelf.store.TableFiles;
import org.rateshelf.table.ProductBalances;
import org.rateshelf.table.UserRates;
import scala.Tuple2;

/**
 * Computes every table of holders for some days, in one job: silver is read, each holder's
 * contracts are looked at together, and the cells of each day meet.
 */
final class HolderJob {
  static final List<Table> TABLES =
      List.of(
          ProductBalances.TABLE,
          HolderEffects.TABLE,
          Migration.TABLE,
          BankDependence.TABLE,
          GeographicReach.TABLE);

  /** So many contracts are brought together by one task. */
  private static final long SHARE = 150_000;

  /** What a task has done, with the rows of product_balances and what is told of balances. */
  record Made(
      Map<String, List<DataFile>> files, List<Object[]> balances, List<BalanceMeasure> measures)
      implements Serializable {}

  private final Lake lake;
  private final Reference reference;
  private final LocalDate from;
  private final LocalDate to;

  HolderJob(Lake lake, Reference reference, LocalDate from, LocalDate to) {
    this.lake = lake;
    this.reference = reference;
    this.from = from;
    this.to = to;
  }

  /**
   * Runs the job; its files are written and not yet committed.
   *
   * @param products the ids that products have had, as of the last day
   * @param earlier rows of product_balances of the days before the first
   */
  List<Made> run(Products products, List<Object[]> earlier) {
    List<DataFile> fresh = lake.tables().files(UserRates.TABLE, from, to);
    if (fresh.isEmpty()) {
      return List.of();
    }
    Coverage coverage = coverage(fresh);
    for (Object[] row : earlier) {
      coverage.add(
          ProductBalances.TABLE.value(row, ProductBalances.PLATFORM_ID),
          ProductBalances.TABLE.value(row, ProductBalances.AS_OF));
    }
    Comparisons comparisons = new Comparisons(reference, coverage, from, to);
    if (comparisons.snapshotDays().isEmpty()) {
      return List.of();
    }
    LocalDate first =
        coverage.platforms().stream()
            .flatMap(p -> coverage.days(p).stream().filter(d -> comparisons.isNeeded(p, d)))
            .min(LocalDate::compareTo)
            .orElse(from);
    List<DataFile> files = lake.tables().files(UserRates.TABLE, first, to);
    long rows = files.stream().mapToLong(DataFile::rows).sum();
    int parallel = (int) Math.max(1, Math.min(rows / SHARE, 2000));
    Days days = new Days(from, to, 2 * lake.tables().tasks().defaultParallelism());
    Holders holders = new Holders(reference, coverage, comparisons, products, from, to);
    Map<String, String> folders = new HashMap<>();
    TABLES.forEach(table -> folders.put(table.path(), lake.tables().folder(table)));
    Reference facts = reference;
    JavaRDD<byte[]> made =
        lake.tables()
            .tasks()
            .parallelize(Packed.all(files), files.size())
            .flatMapToPair(file -> holders.contracts(Packed.unpack(file)))
            .partitionBy(new HashPartitioner(parallel))
            .mapPartitionsToPair(holders::cells)
            .repartitionAndSortWithinPartitions(rows <= SHARE ? new Days(from, to, 1) : days)
            .mapPartitions(cells -> List.of(Packed.of(made(cells, facts, folders))).iterator());
    return made.collect().stream().map(Packed::<Made>unpack).toList();
  }

  /** The days of which each platform has a snapshot, as files say. */
  private Coverage coverage(List<DataFile> files) {
    Coverage coverage = new Coverage();
    lake.tables()
        .tasks()
        .parallelize(Packed.all(files), files.size())
        .map(file -> Packed.of(coverage(Packed.<DataFile>unpack(file))))
        .collect()
        .forEach(one -> coverage.merge(Packed.unpack(one)));
    return coverage;
  }

  private static Coverage coverage(DataFile file) throws IOException {
    Coverage coverage = new Coverage();
    try (CloseableIterator<Object[]> rows =
        TableFiles.read(
            UserRates.TABLE, List.of(file), Set.of(UserRates.AS_OF, UserRates.PLATFORM_ID))) {
      LocalDate day = null;
      String platform = null;
      while (rows.hasNext()) {
        Object[] row = rows.next();
        LocalDate asOf = UserRates.TABLE.value(row, UserRates.AS_OF);
        String on = UserRates.TABLE.value(row, UserRates.PLATFORM_ID);
        if (!asOf.equals(day) || !on.equals(platform)) {
          day = asOf;
          platform = on;
          coverage.add(platform, day);
        }
      }
    }
    return coverage;
  }

  /** The first two stages: whose a contract is, and the cells that a holder counts in. */
  private record Holders(
      Reference reference,
      Coverage coverage,
      Comparisons comparisons,
      Products products,
      LocalDate from,
      LocalDate to)
      implements Serializable {

    /** Rows by a number of their holder, which few others have. */
    Iterator<Tuple2<Integer, byte[]>> contracts(DataFile file) {
      CloseableIterator<Object[]> rows =
          TableFiles.read(UserRates.TABLE, List.of(file), Contract.FIELDS);
      int day = UserRates.TABLE.at(UserRates.AS_OF);
      int user = UserRates.TABLE.at(UserRates.USER_ID);
      int platform = UserRates.TABLE.at(UserRates.PLATFORM_ID);
      RowBytes.Writer bytes = new RowBytes.Writer();
      return rows.filter(row -> comparisons.isNeeded((String) row[platform], (LocalDate) row[day]))
          .map(row -> new Tuple2<>(row[user].hashCode(), bytes.bytes(0, row, List.of())));
    }

    /** The cells of holders, whose contracts stand together. */
    Iterator<Tuple2<Integer, Object[]>> cells(Iterator<Tuple2<Integer, byte[]>> contracts) {
      HolderPass pass = new HolderPass(reference, coverage, products, from, to);
      Map<Integer, List<byte[]>> byNumber = new HashMap<>();
      while (contracts.hasNext()) {
        Tuple2<Integer, byte[]> contract = contracts.next();
        byNumber.computeIfAbsent(contract._1(), n -> new ArrayList<>()).add(contract._2());
      }
      Iterator<List<byte[]>> rest = byNumber.values().iterator();
      return new Iterator<>() {
        private Iterator<HolderPass.Cell> some = List.<HolderPass.Cell>of().iterator();

        @Override
        public boolean hasNext() {
          while (!some.hasNext() && rest.hasNext()) {
            while (rest.hasNext() && !pass.isFull()) {
              holders(rest.next()).forEach(pass::holder);
            }
            some = pass.cells().iterator();
          }
          return some.hasNext();
        }

        @Override
        public Tuple2<Integer, Object[]> next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          HolderPass.Cell cell = some.next();
          return new Tuple2<>(
              (int) cell.day().toEpochDay(),
              new Object[] {cell.key().packed(), cell.sum().packed()});
        }
      };
    }
  }

  /** Contracts of one number, by their holder. */
  private static Map<String, List<Contract>> holders(List<byte[]> contracts) {
    Map<String, List<Contract>> holders = new HashMap<>();
    for (byte[] bytes : contracts) {
      Contract contract = Contract.of(RowBytes.of(bytes).values());
      holders.computeIfAbsent(contract.user(), u -> new ArrayList<>()).add(contract);
    }
    return holders;
  }

  /** The third stage: the cells of each day meet. */
  private static Made made(
      Iterator<Tuple2<Integer, Object[]>> cells, Reference reference, Map<String, String> folders) {
    TableBuffers buffers = new TableBuffers(folders);
    List<Object[]> balances = new ArrayList<>();
    List<BalanceMeasure> measures = new ArrayList<>();
    Tuple2<Integer, Object[]> next = cells.hasNext() ? cells.next() : null;
    while (next != null) {
      int at = next._1();
      HolderDay day = new HolderDay(reference, LocalDate.ofEpochDay(at));
      while (next != null && next._1() == at) {
        day.add(CellKey.unpack((Object[]) next._2()[0]), CellSum.unpack((Object[]) next._2()[1]));
        next = cells.hasNext() ? cells.next() : null;
      }
      List<Object[]> products = day.productBalances();
      balances.addAll(products);
      measures.addAll(day.balanceMeasures());
      buffers.add(ProductBalances.TABLE, products);
      buffers.add(HolderEffects.TABLE, day.holderEffects());
      buffers.add(Migration.TABLE, day.migration());
      buffers.add(BankDependence.TABLE, day.bankDependence());
      buffers.add(GeographicReach.TABLE, day.geographicReach());
      buffers.endDay();
    }
    return new Made(buffers.files(), balances, measures);
  }
}
