package org.rateshelf.explain;

import static java.util.stream.Collectors.toSet;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.rateshelf.job.Answer;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Files;
import org.rateshelf.table.ProductBalances;
import org.rateshelf.table.Quarantine;
import org.rateshelf.table.UserRates;

/**
 * Holders' data behind a row of any table: files, snapshots and contracts are counted, and nothing
 * of a holder, a contract or a balance is shown.
 */
record HoldersExplained(Trail trail, Cell cell) implements Explained {
  /** Nobody goes on with a file. */
  private static final Table NOWHERE = Table.ops("nowhere").build();

  /** Whether an answer reads contracts, or the balances that they add up to. */
  static boolean standBehind(Answer answer) {
    return answer.reads().contains(UserRates.TABLE)
        || answer.reads().contains(ProductBalances.TABLE);
  }

  @Override
  public void tell() {
    Field<?> day = cell.table().day();
    LocalDate to = day == null ? trail.lastDay() : (LocalDate) cell.get(day);
    TreeMap<LocalDate, Long> contracts = new TreeMap<>();
    trail.each(
        UserRates.TABLE,
        LocalDate.MIN,
        to,
        row -> contracts.merge(row.get(UserRates.AS_OF), 1L, Long::sum),
        UserRates.AS_OF);
    trail.head("Holders' data, which are told as counts only");
    trail.say(
        "%d contracts in %d snapshots, the latest of %s, each counted in every snapshot",
        contracts.values().stream().mapToLong(n -> n).sum(),
        contracts.size(),
        contracts.isEmpty() ? null : contracts.lastKey());
    List<Cell> files =
        trail.rows(
            Files.TABLE,
            file ->
                file.is(Files.SOURCE_NAME, UserRates.TABLE.name())
                    && file.has(Files.FIRST_DAY)
                    && !file.get(Files.FIRST_DAY).isAfter(to));
    trail.members(
        files.stream().filter(file -> file.is(Files.STATUS, "TAKEN")).toList(),
        List.of(Files.FIRST_DAY),
        NOWHERE,
        Files.FILE_NAME,
        Files.ROWS_KEPT,
        Files.ROWS_REPEATED,
        Files.ROWS_QUARANTINED);
    trail.say("files by what became of them, and refused rows by reason:");
    trail.counts(files, file -> file.get(Files.STATUS));
    Set<String> contents = files.stream().map(file -> file.get(Files.FILE_SHA256)).collect(toSet());
    trail.refused(
        trail.rows(Quarantine.TABLE, row -> contents.contains(row.get(Quarantine.FILE_SHA256))));
  }
}
