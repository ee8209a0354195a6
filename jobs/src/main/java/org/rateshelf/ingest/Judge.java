package org.rateshelf.ingest;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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
  private final List<ColumnRule> rules = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final Map<String, Set<String>> known = new HashMap<>();

  /**
   * @param known the ids that the reference has, of those columns that must name one of them
   */
  public Judge(Source source, Map<Field<String>, Set<String>> known) {
    Defaults usual = Defaults.of(source);
    for (Field<?> field : source.columns()) {
      places.put(field.name(), rules.size());
      rules.add(new ColumnRule(field, field == source.day(), usual));
    }
    known.forEach((field, ids) -> this.known.put(field.name(), ids));
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
    List<Object> values = Arrays.asList(all);
    requireKnown(values, Banks.BANK_ID, Reasons.UNKNOWN_BANK, reasons);
    requireKnown(values, Platforms.PLATFORM_ID, Reasons.UNKNOWN_PLATFORM, reasons);
    requireKnown(values, UserRates.PROVINCE, Reasons.UNKNOWN_PROVINCE, reasons);
    if (value(values, UserRates.MATURES_ON) instanceof LocalDate end
        && value(values, UserRates.OPENED_ON) instanceof LocalDate start
        && end.isBefore(start)) {
      reasons.add(Reasons.MATURES_BEFORE_OPENING);
    }
    return new Judged(values, all(record.reasons(), reasons));
  }

  private void requireKnown(
      List<Object> values, Field<String> id, String reason, Set<String> reasons) {
    Object value = value(values, id);
    Set<String> ids = known.get(id.name());
    if (value != null && ids != null && !ids.contains(value)) {
      reasons.add(reason);
    }
  }

  /** The value of a column; null where the source has no such column. */
  private Object value(List<Object> values, Field<?> field) {
    Integer place = places.get(field.name());
    return place == null ? null : values.get(place);
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
