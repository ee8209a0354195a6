package org.rateshelf.proof;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.apache.spark.sql.functions.when;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.rateshelf.answer.Outcomes;
import org.rateshelf.job.Inputs;
import org.rateshelf.market.Market;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Spells;
import org.rateshelf.table.UserRates;

/**
 * What became of each contract between two snapshots, held against what the simulator did to it.
 */
final class ContractTruth {
  private static final Fate HELD = new Fate("HELD", null);

  /**
   * What was done to a contract, and when.
   *
   * <p>A successor that no snapshot has shown yet cannot be known, nor a change of a rate that was
   * never told; who left a few days early looks as if he had stayed to the end.
   */
  private record Fate(String outcome, LocalDate day) {
    String between(
        LocalDate base, LocalDate later, boolean successorShown, boolean due, boolean rateKnown) {
      if (day == null || !day.isAfter(base) || day.isAfter(later)) {
        return rateKnown ? Outcomes.RATE_KEPT : Outcomes.UNKNOWN;
      }
      return switch (outcome) {
        case Outcomes.RENEWED, Outcomes.MOVED -> successorShown ? outcome : Outcomes.MATURED_LEFT;
        case Outcomes.RATE_CHANGED -> rateKnown ? outcome : Outcomes.UNKNOWN;
        case Outcomes.REDEEMED_EARLY -> due ? Outcomes.MATURED_LEFT : outcome;
        default -> outcome;
      };
    }
  }

  private final Market market;
  private final Dataset<Row> banks;
  private final Dataset<Row> contracts;
  private final Map<String, Fate> fates = new HashMap<>();

  ContractTruth(Path markets, Market market, SecondEngine rows) throws IOException {
    this.market = market;
    this.banks = WalkedShelves.taken(Banks.TABLE, rows);
    // One market's holders are not another's, and all banks' own channels are one.
    Column platform = UserRates.PLATFORM_ID.col();
    Column seed = regexp_extract(platform, "^S\\d+_", 0);
    this.contracts =
        WalkedShelves.taken(UserRates.TABLE, rows)
            .withColumn(UserRates.USER_ID.name(), concat(seed, UserRates.USER_ID.col()))
            .withColumn(UserRates.CONTRACT_ID.name(), concat(seed, UserRates.CONTRACT_ID.col()))
            .withColumn(
                UserRates.PLATFORM_ID.name(),
                when(platform.endsWith("OWN_APP"), lit(market.ownChannel().orElseThrow()))
                    .otherwise(platform))
            .localCheckpoint();
    for (String line : Files.readAllLines(markets.resolve("truth/contracts.csv"))) {
      String[] one = line.split(",", -1);
      if (!one[0].equals("contract_id")) {
        String marketSeed = one[1].replaceFirst("^(S\\d+_).*", "$1");
        LocalDate day = one[5].isEmpty() ? null : LocalDate.parse(one[5]);
        fates.put(marketSeed + one[0], new Fate(one[4], day));
      }
    }
  }

  /** What is found, between each two snapshots of a platform that follow one another. */
  record Judged(int contracts, List<String> wrong) {}

  Judged judged(Dataset<Row> spells) {
    Column platform = UserRates.PLATFORM_ID.col();
    Column day = UserRates.AS_OF.col();
    Dataset<Row> pairs =
        contracts
            .select(platform, day)
            .distinct()
            .withColumn(
                Outcomes.BASE.toString(),
                lag(day, 1).over(Window.partitionBy(platform).orderBy(day)))
            .filter(Outcomes.BASE.isNotNull());
    Map<String, Dataset<Row>> tables = new HashMap<>();
    tables.put(UserRates.TABLE.path(), contracts);
    tables.put(Banks.TABLE.path(), banks);
    tables.put(Spells.TABLE.path(), spells);
    Inputs in =
        new Inputs("truth", market, LocalDate.of(2000, 1, 1), LocalDate.of(2100, 1, 1), tables);
    Map<String, LocalDate> firstShown = new HashMap<>();
    Map<String, LocalDate> matures = new HashMap<>();
    for (Row row :
        contracts
            .groupBy(UserRates.CONTRACT_ID.col())
            .agg(min(day), max(UserRates.MATURES_ON.col()))
            .collectAsList()) {
      firstShown.put(row.getString(0), row.getDate(1).toLocalDate());
      matures.put(row.getString(0), row.isNullAt(2) ? LocalDate.MAX : row.getDate(2).toLocalDate());
    }
    int count = 0;
    List<String> wrong = new ArrayList<>();
    for (Row row :
        Outcomes.between(in, pairs)
            .select(
                UserRates.CONTRACT_ID.col(),
                Outcomes.BASE,
                day,
                Outcomes.OUTCOME,
                Outcomes.RATE_BEFORE.isNotNull())
            .collectAsList()) {
      String contract = row.getString(0);
      LocalDate base = row.getDate(1).toLocalDate();
      LocalDate later = row.getDate(2).toLocalDate();
      LocalDate successor = firstShown.getOrDefault(contract + "n", LocalDate.MAX);
      boolean due = !matures.get(contract).isAfter(later);
      String expected =
          fates
              .getOrDefault(contract, HELD)
              .between(base, later, !successor.isAfter(later), due, row.getBoolean(4));
      count++;
      if (!expected.equals(row.getString(3))) {
        wrong.add(row + ", in truth " + expected + " " + fates.get(contract));
      }
    }
    return new Judged(count, wrong);
  }
}
