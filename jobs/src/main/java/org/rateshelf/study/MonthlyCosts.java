package org.rateshelf.study;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rateshelf.answer.BankCost;
import org.rateshelf.answer.BankCostMonthly;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.day.Balances;
import org.rateshelf.day.Levels;
import org.rateshelf.figures.Exact;
import org.rateshelf.market.Reference;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Term;

/**
 * What platform money costs a bank in a month, each product in a term weighed on each day by the
 * balance behind it; who pays the headline.
 */
public final class MonthlyCosts implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What means are of, rates first. */
  public static final List<Field<BigDecimal>> FIGURES =
      List.of(
          BankCostMonthly.HEADLINE_RATE_PCT,
          BankCostMonthly.BANK_PAID_RATE_PCT,
          BankCostMonthly.SUBSIDY_RATE_PCT,
          BankCostMonthly.FEE_PCT,
          BankCostMonthly.BANK_COST_PCT,
          BankCostMonthly.COST_OVER_OWN_POSTED_BP,
          BankCostMonthly.COST_OVER_BIG_POSTED_BP,
          BankCostMonthly.COST_OVER_JOINT_POSTED_BP);

  private static final int HEADLINE = 0;
  private static final int BANK_PAID = 1;
  private static final int RATES = 5;
  private static final Table TABLE = BankCostMonthly.TABLE;

  /**
   * A product in a term on a day, with the means of its lines that enter means.
   *
   * @param term canonical and normalised
   * @param figures in the order of {@link #FIGURES}, to ten places; null where no line has it
   * @param weighed whether a balance weighs it
   */
  public record ProductDay(
      LocalDate day,
      String platform,
      String product,
      String term,
      String bankId,
      List<BigDecimal> figures,
      boolean weighed) {
    /** One of the figures; null where no line has it. */
    public BigDecimal figure(Field<BigDecimal> figure) {
      return figures.get(FIGURES.indexOf(figure));
    }
  }

  private record Key(LocalDate day, String platform, String product, String term, String bankId) {}

  private record Month(LocalDate month, String bankId, String platform) implements Serializable {}

  /** Of each figure what its values sum up to, and the weights or numbers behind them. */
  private static final class Sums implements Serializable {
    private static final long serialVersionUID = 1L;

    private final BigDecimal[] totals = zeros();
    private final BigDecimal[] weights = zeros();
    private long days;
    private long weighedDays;

    private static BigDecimal[] zeros() {
      BigDecimal[] zeros = new BigDecimal[FIGURES.size()];
      Arrays.fill(zeros, BigDecimal.ZERO);
      return zeros;
    }

    void add(int figure, BigDecimal value, BigDecimal weight) {
      if (value != null) {
        totals[figure] = totals[figure].add(value.multiply(weight));
        weights[figure] = weights[figure].add(weight);
      }
    }

    void add(ProductDay day, BigDecimal balance) {
      days++;
      if (balance != null) {
        weighedDays++;
        for (int i = 0; i < totals.length; i++) {
          add(i, day.figures().get(i), balance);
        }
      }
    }

    void merge(Sums other) {
      days += other.days;
      weighedDays += other.weighedDays;
      for (int i = 0; i < totals.length; i++) {
        totals[i] = totals[i].add(other.totals[i]);
        weights[i] = weights[i].add(other.weights[i]);
      }
    }

    BigDecimal mean(int figure, int places) {
      return Exact.ratio(totals[figure], weights[figure], places);
    }
  }

  private final Reference reference;
  private final Map<Month, Sums> months = new HashMap<>();

  public MonthlyCosts(Reference reference) {
    this.reference = reference;
  }

  /** Adds the rows of bank_cost of one day. */
  public void add(Collection<Object[]> bankCosts, Balances balances) {
    for (ProductDay day : productDays(bankCosts, balances)) {
      BigDecimal balance = balances.of(day.day(), day.platform(), day.product(), day.term());
      LocalDate month = day.day().withDayOfMonth(1);
      for (String platform : Levels.ofPlatform(day.platform(), reference)) {
        of(new Month(month, day.bankId(), platform)).add(day, balance);
      }
    }
  }

  private Sums of(Month month) {
    return months.computeIfAbsent(month, m -> new Sums());
  }

  /** The product-days of rows of bank_cost: each product in a term on each day. */
  public static List<ProductDay> productDays(Collection<Object[]> bankCosts, Balances balances) {
    Map<Key, Sums> products = new HashMap<>();
    for (Object[] row : bankCosts) {
      String rateKind = BankCost.TABLE.value(row, RateSpreads.RATE_KIND);
      if (rateKind.equals("HEADLINE") || rateKind.equals("CYCLE")) {
        Sums lines = products.computeIfAbsent(key(row), p -> new Sums());
        for (int i = 0; i < FIGURES.size(); i++) {
          lines.add(i, BankCost.TABLE.value(row, FIGURES.get(i)), BigDecimal.ONE);
        }
      }
    }
    List<ProductDay> days = new ArrayList<>();
    products.forEach((key, lines) -> days.add(productDay(key, lines, balances)));
    return days;
  }

  private static Key key(Object[] row) {
    return new Key(
        BankCost.TABLE.value(row, BankCost.AS_OF_DATE),
        BankCost.TABLE.value(row, RateSpreads.PLATFORM_ID),
        BankCost.TABLE.value(row, RateSpreads.PRODUCT_ID),
        Term.normalised(BankCost.TABLE.value(row, RateSpreads.TERM)),
        BankCost.TABLE.value(row, RateSpreads.BANK_ID));
  }

  private static ProductDay productDay(Key key, Sums lines, Balances balances) {
    BigDecimal[] means = new BigDecimal[FIGURES.size()];
    Arrays.setAll(means, i -> lines.mean(i, 10));
    return new ProductDay(
        key.day(),
        key.platform(),
        key.product(),
        key.term(),
        key.bankId(),
        Arrays.asList(means),
        balances.of(key.day(), key.platform(), key.product(), key.term()) != null);
  }

  public void merge(MonthlyCosts other) {
    other.months.forEach((month, sums) -> of(month).merge(sums));
  }

  /** The rows of bank_cost_monthly of the months that were added. */
  public List<Object[]> rows() {
    List<Object[]> rows = new ArrayList<>();
    months.forEach((month, sums) -> rows.add(row(month, sums)));
    return rows;
  }

  private static Object[] row(Month month, Sums sums) {
    Object[] row = new Object[TABLE.fields().size()];
    row[TABLE.at(BankCostMonthly.MONTH)] = month.month();
    row[TABLE.at(BankCostMonthly.BANK_ID)] = month.bankId();
    row[TABLE.at(BankCostMonthly.PLATFORM_ID)] = month.platform();
    row[TABLE.at(BankCostMonthly.PRODUCT_DAYS)] = sums.days;
    row[TABLE.at(BankCostMonthly.WEIGHED_PRODUCT_DAYS)] = sums.weighedDays;
    for (int i = 0; i < FIGURES.size(); i++) {
      row[TABLE.at(FIGURES.get(i))] = sums.mean(i, i < RATES ? 4 : 2);
    }
    row[TABLE.at(BankCostMonthly.BANK_PAID_SHARE_PCT)] =
        Exact.percent(sums.totals[BANK_PAID], sums.totals[HEADLINE], 2);
    row[TABLE.at(BankCostMonthly.REASON)] = sums.weighedDays == 0 ? "NO_BALANCE" : null;
    return row;
  }
}
