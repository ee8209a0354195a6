package org.rateshelf.day;

import static java.util.Comparator.comparing;
import static org.rateshelf.answer.MarketStructure.PUBLISHED;
import static org.rateshelf.answer.MarketStructure.TABLE;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rateshelf.answer.BestOffers;
import org.rateshelf.answer.RateSpreads;
import org.rateshelf.figures.Exact;
import org.rateshelf.market.Reference;
import org.rateshelf.market.Reference.PublishedFigure;
import org.rateshelf.shelf.Line;
import org.rateshelf.table.Term;

/**
 * The day's rows of {@link org.rateshelf.answer.MarketStructure}: how concentrated, how long and
 * how small the market of time deposits is, and beside each figure what others published of it.
 */
public final class Structure {
  private static final String TIME = "TIME_DEPOSIT";
  private static final BigDecimal SMALL_AMOUNT = BigDecimal.valueOf(50);

  /** A measure of what holders have on a platform or ALL; its value is null where not told. */
  public record Measured(LocalDate day, String platform, String measure, BigDecimal value)
      implements Serializable {}

  private record Key(String measure, String platform) {}

  private final LocalDate day;
  private final Map<Key, Object[]> rows = new LinkedHashMap<>();

  private Structure(LocalDate day) {
    this.day = day;
  }

  /**
   * The day's rows.
   *
   * @param balances measures of balances, of this day and others
   */
  public static List<Object[]> rows(
      Day day, List<Spread> spreads, List<Measured> balances, Reference reference) {
    Structure structure = new Structure(day.date());
    onOffer(products(spreads, reference), reference).forEach(structure::measure);
    balances.stream()
        .filter(balance -> balance.day().equals(day.date()))
        .forEach(b -> structure.put(b.measure(), b.platform(), b.value(), null));
    reference.publishedFigures().stream()
        .filter(figure -> figure.asOf().equals(day.date()))
        .sorted(comparing(PublishedFigure::scope))
        .forEach(structure::putBeside);
    return new ArrayList<>(structure.rows.values());
  }

  private void measure(String platform, OnOffer shelf) {
    int n = shelf.products;
    put("PRODUCTS", platform, BigDecimal.valueOf(n), n);
    put("BANKS", platform, BigDecimal.valueOf(shelf.ofBank.size()), n);
    put("FIVE_YEAR_PCT", platform, share(shelf.fiveYear, n), n);
    put("PERIODIC_PCT", platform, share(shelf.periodic, n), n);
    put("FROM_50_PCT", platform, share(shelf.small, shelf.leastShown), n);
    put("BANK_HHI_PRODUCTS", platform, hhi(shelf.ofBank.values(), n), n);
    if (platform.equals(Levels.ALL)) {
      put("PLATFORM_HHI_PRODUCTS", platform, hhi(shelf.onPlatform.values(), n), n);
    }
  }

  private static BigDecimal share(int part, int all) {
    return Exact.percent(BigDecimal.valueOf(part), BigDecimal.valueOf(all), 4);
  }

  /** Concentration of counts that add up to this: the sum of squared shares. */
  private static BigDecimal hhi(Collection<Integer> counts, long all) {
    long squares = counts.stream().mapToLong(n -> (long) n * n).sum();
    return Exact.ratio(BigDecimal.valueOf(squares), BigDecimal.valueOf(all * all), 4);
  }

  /** A figure that does not exist has no row. */
  private void put(String measure, String platform, BigDecimal value, Integer products) {
    if (value != null) {
      rows.put(
          new Key(measure, platform),
          row(measure, platform, value.setScale(4, RoundingMode.HALF_UP), products));
    }
  }

  /** What others published stands beside what was measured, or alone. */
  private void putBeside(PublishedFigure figure) {
    String platform = figure.platform() == null ? Levels.ALL : figure.platform();
    Object[] row =
        rows.computeIfAbsent(
            new Key(figure.measure(), platform), k -> row(figure.measure(), platform, null, null));
    published(row)
        .add(
            new Object[] {
              figure.value(), figure.unit(), figure.scope(), figure.source(), figure.note()
            });
  }

  @SuppressWarnings("unchecked")
  private static List<Object[]> published(Object[] row) {
    int at = TABLE.at(PUBLISHED);
    row[at] = row[at] == null ? new ArrayList<Object[]>() : row[at];
    return (List<Object[]>) row[at];
  }

  private Object[] row(String measure, String platform, BigDecimal value, Integer products) {
    return new Object[] {day, measure, platform, value, products, null};
  }

  /** Time deposits on offer, each by its lines. */
  private static Collection<Product> products(List<Spread> spreads, Reference reference) {
    Map<List<String>, Product> products = new LinkedHashMap<>();
    for (Spread offer : Offers.bestFirst(spreads, reference)) {
      Line line = offer.line();
      if (line.productKind().equals(TIME)) {
        of(offer.shelf().platform(), offer.shelf().product(), products)
            .add(line.bankId(), line.normalisedTerm(), line.payoutCycle(), line.minAmount());
      }
    }
    return products.values();
  }

  /** The same of a day's rows of best_offers. */
  public static Collection<Product> products(Collection<Object[]> bestOffers) {
    Map<List<String>, Product> products = new LinkedHashMap<>();
    for (Object[] offer : bestOffers) {
      if (BestOffers.TABLE.value(offer, RateSpreads.PRODUCT_KIND).equals(TIME)) {
        of(
                BestOffers.TABLE.value(offer, RateSpreads.PLATFORM_ID),
                BestOffers.TABLE.value(offer, RateSpreads.PRODUCT_ID),
                products)
            .add(
                BestOffers.TABLE.value(offer, RateSpreads.BANK_ID),
                BestOffers.TABLE.value(offer, RateSpreads.NORMALISED_TERM),
                BestOffers.TABLE.value(offer, RateSpreads.PAYOUT_CYCLE),
                BestOffers.TABLE.value(offer, RateSpreads.MIN_AMOUNT));
      }
    }
    return products.values();
  }

  private static Product of(String platform, String id, Map<List<String>, Product> products) {
    return products.computeIfAbsent(List.of(platform, id), p -> new Product(platform, id));
  }

  /** A product on offer: what some line of it is. */
  public static final class Product {
    private final String platform;
    private final String id;
    private String bank = "";
    private boolean fiveYear;
    private boolean periodic;
    private boolean leastShown;
    private boolean small;

    private Product(String platform, String id) {
      this.platform = platform;
      this.id = id;
    }

    private void add(
        String bankId, String normalisedTerm, String payoutCycle, BigDecimal minAmount) {
      boolean shown = minAmount.signum() > 0;
      // Its lines are of one bank; were they not, the last by name would count.
      bank = bankId.compareTo(bank) > 0 ? bankId : bank;
      fiveYear |= normalisedTerm.equals("P5Y");
      periodic |= Term.length(payoutCycle) != null;
      leastShown |= shown;
      small |= shown && minAmount.compareTo(SMALL_AMOUNT) <= 0;
    }

    public String platform() {
      return platform;
    }

    public String id() {
      return id;
    }

    public String bank() {
      return bank;
    }

    /** Whether a line is of five years. */
    public boolean isFiveYear() {
      return fiveYear;
    }

    /** Whether a line pays by the period. */
    public boolean isPeriodic() {
      return periodic;
    }

    /** Whether a line's minimum is shown. */
    public boolean isLeastShown() {
      return leastShown;
    }

    /** Whether a line takes 50 or less. */
    public boolean isSmall() {
      return small;
    }
  }

  /** The products on each platform, and on all of them. */
  private static Map<String, OnOffer> onOffer(Collection<Product> products, Reference reference) {
    Map<String, OnOffer> shelves = new LinkedHashMap<>();
    for (Product product : products) {
      for (String platform : Levels.ofPlatform(product.platform, reference)) {
        shelves.computeIfAbsent(platform, p -> new OnOffer()).add(product);
      }
    }
    return shelves;
  }

  /** What is counted of the products of a platform, or of all. */
  private static final class OnOffer {
    private final Map<String, Integer> ofBank = new HashMap<>();
    private final Map<String, Integer> onPlatform = new HashMap<>();
    private int products;
    private int fiveYear;
    private int periodic;
    private int leastShown;
    private int small;

    void add(Product product) {
      products++;
      ofBank.merge(product.bank, 1, Integer::sum);
      onPlatform.merge(product.platform, 1, Integer::sum);
      fiveYear += product.fiveYear ? 1 : 0;
      periodic += product.periodic ? 1 : 0;
      leastShown += product.leastShown ? 1 : 0;
      small += product.small ? 1 : 0;
    }
  }
}
