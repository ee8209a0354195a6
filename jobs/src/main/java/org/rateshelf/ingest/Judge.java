package org.rateshelf.ingest;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rateshelf.schema.Field;
import org.rateshelf.table.Banks;
import org.rateshelf.table.Platforms;
import org.rateshelf.table.UserRates;

/**
 * Turns the text of records into typed values, each record with all the reasons for which it alone
 * is refused.
 *
 * <p>A value that cannot be read is a reason and becomes null; nothing is guessed.
 *
 * <p>The rules are plain Java: as hundreds of expressions Spark analysed them each night, and made
 * of them a method too long for Java to compile; decision 12 has the figures. A judge remembers
 * what texts became, and so is one thread's.
 */
public final class Judge implements Serializable {
  /** Columns whose ids the reference may have to know, each with the reason of one it does not. */
  private static final Map<Field<String>, String> UNKNOWN =
      Map.of(
          Banks.BANK_ID, Reasons.UNKNOWN_BANK,
          Platforms.PLATFORM_ID, Reasons.UNKNOWN_PLATFORM,
          UserRates.PROVINCE, Reasons.UNKNOWN_PROVINCE);

  private final List<ColumnRule> rules = new ArrayList<>();
  private final List<Known> known = new ArrayList<>();
  private final int opened;
  private final int matures;

  /** The ids that a column may have. */
  private record Known(int place, Set<String> ids, String reason) implements Serializable {}

  /**
   * @param known the ids that the reference has, of those columns that must name one of them
   */
  public Judge(Source source, Map<Field<String>, Set<String>> known) {
    Defaults usual = Defaults.of(source);
    List<String> columns = source.columns().stream().map(Field::name).toList();
    source.columns().forEach(f -> rules.add(new ColumnRule(f, f == source.day(), usual)));
    for (Field<String> id : List.of(Banks.BANK_ID, Platforms.PLATFORM_ID, UserRates.PROVINCE)) {
      known.forEach(
          (field, ids) -> {
            if (field.name().equals(id.name()) && columns.contains(id.name())) {
              this.known.add(new Known(columns.indexOf(id.name()), ids, UNKNOWN.get(id)));
            }
          });
    }
    opened = columns.indexOf(UserRates.OPENED_ON.name());
    matures = columns.indexOf(UserRates.MATURES_ON.name());
  }

  /**
   * A record's values, in the order of its source's columns.
   *
   * @param reasons why it is refused; empty where it is not
   */
  public record Judged(List<Object> values, List<String> reasons) {}

  /** Judges a record by what it says itself; what rows say together {@link Settlement} settles. */
  public Judged judge(SourceRecord record) {
    Set<String> reasons = new LinkedHashSet<>(0);
    Object[] all = new Object[rules.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = rules.get(i).value(record.values(), reasons);
    }
    for (Known one : known) {
      if (all[one.place()] != null && !one.ids().contains(all[one.place()])) {
        reasons.add(one.reason());
      }
    }
    if (matures >= 0
        && all[matures] instanceof LocalDate end
        && all[opened] instanceof LocalDate start
        && end.isBefore(start)) {
      reasons.add(Reasons.MATURES_BEFORE_OPENING);
    }
    return new Judged(Arrays.asList(all), all(record.reasons(), reasons));
  }

  /** What cannot be parsed has its reader's reason alone, for it has no columns to blame. */
  private static List<String> all(List<String> ofReader, Set<String> own) {
    if (own.isEmpty() || ofReader.contains(Reasons.MALFORMED)) {
      return ofReader;
    }
    Set<String> all = new LinkedHashSet<>(ofReader);
    all.addAll(own);
    return List.copyOf(all);
  }
}
