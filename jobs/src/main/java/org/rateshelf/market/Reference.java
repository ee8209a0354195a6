package org.rateshelf.market;

import static java.util.stream.Collectors.toMap;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
import org.rateshelf.table.BenchmarkRates;
import org.rateshelf.table.Ceilings;
import org.rateshelf.table.Events;
import org.rateshelf.table.Fees;
import org.rateshelf.table.Provinces;
import org.rateshelf.table.PublishedFigures;
import org.rateshelf.table.Term;

/** What a market's settings and reference say, as the rules ask for it; goes whole to a task. */
public final class Reference implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A bank; home province and total deposits are null where not known. */
  public record Bank(
      String id, String name, String bankClass, String homeProvince, BigDecimal totalDeposits) {}

  /**
   * A rate that holds from a day on until the next of its series, and not after its last day.
   *
   * @param bankClass of a ceiling; null of a benchmark
   * @param term canonical
   * @param to null where it does not say
   */
  public record Rate(
      String bankClass,
      String kind,
      String term,
      LocalDate from,
      LocalDate to,
      BigDecimal ratePct) {}

  /** What a bank pays a platform; null for any platform, or any bank. */
  public record Fee(
      String platform, String bank, LocalDate from, LocalDate to, BigDecimal feePct) {}

  /** What happened; the platform is null for the whole market. */
  public record Event(String id, LocalDate from, LocalDate to, String platform, String kind) {}

  /** Where a province's capital lies. */
  public record Province(String name, BigDecimal latitudeDeg, BigDecimal longitudeDeg) {}

  /** A figure that others published; the platform is null for all of them. */
  public record PublishedFigure(
      LocalDate asOf,
      String measure,
      String platform,
      BigDecimal value,
      String unit,
      String scope,
      String source,
      String note) {}

  private final String settings;
  private final Map<String, List<Object[]>> rows = new HashMap<>();
  private transient Market market;
  private transient Map<String, Bank> banks;

  /**
   * @param settings the text of market.yml
   * @param rows the rows of each reference table; one that is not given has none
   */
  public Reference(String settings, Map<Table, List<Object[]>> rows) {
    this.settings = settings;
    rows.forEach((table, all) -> this.rows.put(table.path(), new ArrayList<>(all)));
  }

  public String settings() {
    return settings;
  }

  public Market market() {
    if (market == null) {
      market = MarketFile.parse(settings);
    }
    return market;
  }

  /** The rows of a reference table, their values in the order of its fields. */
  public List<Object[]> rows(Table table) {
    return rows.getOrDefault(table.path(), List.of());
  }

  /** The bank of an id; null where the reference has none. */
  public Bank bank(String id) {
    if (banks == null) {
      banks = banks().stream().collect(toMap(Bank::id, bank -> bank));
    }
    return banks.get(id);
  }

  /**
   * The class of a bank; one outside the reference is in the class that the market says, or null.
   */
  public String bankClass(String id) {
    Bank bank = bank(id);
    return bank == null ? market().unlistedBankClass().orElse(null) : bank.bankClass();
  }

  /** What a bank is called, lower-cased and without blanks, by which re-keyed ids meet. */
  public String bankKey(String id) {
    Bank bank = bank(id);
    return bank == null ? id : bank.name().replaceAll("\\s", "").toLowerCase(Locale.ROOT);
  }

  /** Whether a platform is the banks' own channel, which is none. */
  public boolean isOwnChannel(String platform) {
    return market().ownChannel().filter(platform::equals).isPresent();
  }

  public List<Bank> banks() {
    return each(
        Banks.TABLE,
        row ->
            new Bank(
                row.of(Banks.BANK_ID),
                row.of(Banks.NAME),
                row.of(Banks.BANK_CLASS),
                row.of(Banks.HOME_PROVINCE),
                row.of(Banks.TOTAL_DEPOSITS)));
  }

  public List<Rate> benchmarkRates() {
    return each(
        BenchmarkRates.TABLE,
        row ->
            new Rate(
                null,
                row.of(BenchmarkRates.PRODUCT_KIND),
                Term.canonical(row.of(BenchmarkRates.TERM)),
                row.of(BenchmarkRates.EFFECTIVE_FROM),
                row.of(BenchmarkRates.EFFECTIVE_TO),
                row.of(BenchmarkRates.RATE_PCT)));
  }

  public List<Rate> ceilings() {
    return each(
        Ceilings.TABLE,
        row ->
            new Rate(
                row.of(Ceilings.BANK_CLASS),
                row.of(Ceilings.PRODUCT_KIND),
                Term.canonical(row.of(Ceilings.TERM)),
                row.of(Ceilings.EFFECTIVE_FROM),
                row.of(Ceilings.EFFECTIVE_TO),
                row.of(Ceilings.RATE_PCT)));
  }

  public List<Fee> fees() {
    return each(
        Fees.TABLE,
        row ->
            new Fee(
                row.of(Fees.PLATFORM_ID),
                row.of(Fees.BANK_ID),
                row.of(Fees.EFFECTIVE_FROM),
                row.of(Fees.EFFECTIVE_TO),
                row.of(Fees.FEE_PCT)));
  }

  public List<Event> events() {
    return each(
        Events.TABLE,
        row ->
            new Event(
                row.of(Events.EVENT_ID),
                row.of(Events.DATE_FROM),
                row.of(Events.DATE_TO),
                row.of(Events.PLATFORM_ID),
                row.of(Events.KIND)));
  }

  public List<Province> provinces() {
    return each(
        Provinces.TABLE,
        row ->
            new Province(
                row.of(Provinces.PROVINCE),
                row.of(Provinces.LATITUDE_DEG),
                row.of(Provinces.LONGITUDE_DEG)));
  }

  public List<PublishedFigure> publishedFigures() {
    return each(
        PublishedFigures.TABLE,
        row ->
            new PublishedFigure(
                row.of(PublishedFigures.AS_OF),
                row.of(PublishedFigures.MEASURE),
                row.of(PublishedFigures.PLATFORM_ID),
                row.of(PublishedFigures.VALUE),
                row.of(PublishedFigures.UNIT),
                row.of(PublishedFigures.SCOPE),
                row.of(PublishedFigures.SOURCE),
                row.of(PublishedFigures.NOTE)));
  }

  private <T> List<T> each(Table table, java.util.function.Function<Values, T> shape) {
    return rows(table).stream().map(row -> shape.apply(new Values(table, row))).toList();
  }

  /** A row of a table, asked by its columns. */
  private record Values(Table table, Object[] row) {
    <T> T of(Field<T> field) {
      return table.value(row, field);
    }
  }
}
