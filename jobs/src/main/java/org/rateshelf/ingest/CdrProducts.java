package org.rateshelf.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.rateshelf.figures.Aer;
import org.rateshelf.schema.Field;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Term;

/**
 * Reads the Australian product JSON, one day's products a file, as listings: one record for each
 * rate and dollar tier.
 *
 * <p>A product without rates is one record without a rate: it is displayed all the same. Tiers of
 * months or days say again what the term says, and make no record of their own.
 */
public final class CdrProducts implements RecordReader {
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private static final String TIME_DEPOSIT = "TIME_DEPOSIT";
  private static final String DEMAND_DEPOSIT = "DEMAND_DEPOSIT";

  private static final Map<String, String> KIND_OF_CATEGORY =
      Map.of("TERM_DEPOSITS", TIME_DEPOSIT, "TRANS_AND_SAVINGS_ACCOUNTS", DEMAND_DEPOSIT);

  /** What some banks write where the standard wants a period of whole units. */
  private static final Map<String, String> CYCLE_IN_WORDS =
      Map.of(
          "MONTHLY", "P1M", "QUARTERLY", "P3M", "YEARLY", "P1Y", "P0.25Y", "P3M", "P0.5Y", "P6M");

  /** "Maturity Interest", and that interest is paid then; not what merely speaks of maturity. */
  private static final Pattern AT_MATURITY =
      Pattern.compile(
          "\\bmaturity interest\\b|\\binterest (is )?(paid|payable|credited) (at|on) maturity\\b",
          Pattern.CASE_INSENSITIVE);

  /** Rates of types that say whether they are of a term only by having one. */
  private static final Set<String> OF_EITHER = Set.of("FLOATING", "MARKET_LINKED");

  /** From here on a number is percent: no bank has paid 30 percent. */
  private static final BigDecimal SURELY_PERCENT = new BigDecimal("0.3");

  /** A bank whose median is at least this sends percent. */
  private static final BigDecimal MEDIAN_OF_PERCENT = new BigDecimal("0.2");

  /** From here on, at a bank that sends fractions, a number may be either. */
  private static final BigDecimal DOUBTFUL = new BigDecimal("0.1");

  /** A file is read whole, for its medians; a day of all banks has half of this. */
  private static final long LONGEST_FILE = 64 << 20;

  @Override
  public Iterator<SourceRecord> read(InputStream in) throws IOException {
    List<Product> products = products(in);
    Map<String, BigDecimal> medians = medianRates(products);
    return products.stream().flatMap(product -> records(product, medians)).iterator();
  }

  private static List<Product> products(InputStream in) throws IOException {
    TextLines lines = new TextLines(in);
    List<Product> products = new ArrayList<>();
    long length = 0;
    for (String raw = lines.next(); raw != null; raw = lines.next()) {
      length += raw.length();
      if (length > LONGEST_FILE) {
        throw new FileFault(
            "it has more than %d million characters".formatted(LONGEST_FILE >> 20),
            "send it in several files, all products of a bank in one.");
      }
      if (!raw.isBlank()) {
        products.add(Product.of(lines.number(), raw, parsed(raw)));
      }
    }
    return products;
  }

  /** The line's object, or null where it is none that could hold a product. */
  private static JsonNode parsed(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      JsonNode rates = json.path("data").path("depositRates");
      boolean isProduct = json.path("data").isObject();
      boolean hasRates = rates.isMissingNode() || rates.isNull() || rates.isArray();
      return isProduct && hasRates ? json : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** Of each bank and day, the median of the rates that are not zero. */
  private static Map<String, BigDecimal> medianRates(List<Product> products) {
    Map<String, List<BigDecimal>> rates = new HashMap<>();
    for (Product product : products) {
      for (JsonNode rate : product.rates()) {
        BigDecimal number = number(text(rate, "rate"));
        if (number != null && number.signum() != 0) {
          rates.computeIfAbsent(product.bankAndDay(), bank -> new ArrayList<>()).add(number);
        }
      }
    }
    Map<String, BigDecimal> medians = new HashMap<>();
    rates.forEach((bank, numbers) -> medians.put(bank, median(numbers)));
    return medians;
  }

  private static BigDecimal median(List<BigDecimal> numbers) {
    List<BigDecimal> sorted = numbers.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : sorted.get(half - 1).add(sorted.get(half)).divide(BigDecimal.valueOf(2));
  }

  private static Stream<SourceRecord> records(Product product, Map<String, BigDecimal> medians) {
    if (product.json() == null) {
      return Stream.of(product.record(Map.of(), List.of(Reasons.MALFORMED)));
    }
    if (product.rates().isEmpty()) {
      Map<String, String> values = product.values();
      put(values, Listings.TERM, product.isTimeDeposit() ? null : Term.DEMAND);
      put(values, Listings.RATE_KIND, Listings.UNKNOWN);
      return Stream.of(product.record(values, List.of()));
    }
    BigDecimal median = medians.get(product.bankAndDay());
    return product.rates().stream()
        .flatMap(
            rate -> {
              List<JsonNode> tiers = dollarTiers(rate);
              return tiers.isEmpty()
                  ? Stream.of(record(product, rate, null, median))
                  : tiers.stream().map(tier -> record(product, rate, tier, median));
            });
  }

  private static SourceRecord record(
      Product product, JsonNode rate, JsonNode tier, BigDecimal median) {
    Map<String, String> values = product.values();
    List<String> reasons = new ArrayList<>();
    String term = term(product, rate);
    put(values, Listings.TERM, term);
    put(values, Listings.PAYOUT_CYCLE, payoutCycle(rate, term));
    put(values, Listings.RATE_KIND, rateKind(product, rate));
    putRate(values, reasons, text(rate, "rate"), median);
    if (tier != null) {
      putAmounts(values, tier);
    }
    return product.record(values, reasons);
  }

  private static List<JsonNode> dollarTiers(JsonNode rate) {
    List<JsonNode> tiers = new ArrayList<>();
    for (JsonNode tier : rate.path("tiers")) {
      if ("DOLLAR".equalsIgnoreCase(text(tier, "unitOfMeasure"))) {
        tiers.add(tier);
      }
    }
    return tiers;
  }

  /** A fixed rate's own term as sent; another's only if it is one, for banks put prose there. */
  private static String term(Product product, JsonNode rate) {
    String value = text(rate, "additionalValue");
    if (isFixed(rate)) {
      return value;
    }
    if (isVariable(rate) || !product.isTimeDeposit()) {
      return Term.DEMAND;
    }
    return isPeriod(value) ? value : null;
  }

  /**
   * Interest due no sooner than the contract ends, give or take a day, is paid at maturity. Where
   * no frequency is sent, the words beside a fixed rate may say so; other prose says nothing.
   */
  private static String payoutCycle(JsonNode rate, String term) {
    String sent = text(rate, "applicationFrequency");
    String cycle =
        sent == null ? null : CYCLE_IN_WORDS.getOrDefault(sent.toUpperCase(Locale.ROOT), sent);
    String words = sent == null && isFixed(rate) ? text(rate, "additionalInfo") : sent;
    boolean isPaidAtEnd =
        "MATURITY".equalsIgnoreCase(text(rate, "applicationType"))
            || words != null && AT_MATURITY.matcher(words).find()
            || isPeriod(cycle) && isPeriod(term) && days(cycle) + 1 >= days(term);
    return isPaidAtEnd ? Aer.AT_MATURITY : isPeriod(cycle) ? cycle : null;
  }

  private static String rateKind(Product product, JsonNode rate) {
    String type = text(rate, "depositRateType");
    if ("BONUS".equals(type) || "INTRODUCTORY".equals(type)) {
      return type;
    }
    boolean isOfTheProduct = product.isTimeDeposit() ? isFixed(rate) : isVariable(rate);
    return isOfTheProduct ? "HEADLINE" : "OTHER";
  }

  private static void putRate(
      Map<String, String> values, List<String> reasons, String sent, BigDecimal median) {
    boolean saysPercent = sent != null && sent.endsWith("%");
    BigDecimal number = number(saysPercent ? sent.substring(0, sent.length() - 1).strip() : sent);
    if (number == null) {
      if (sent != null) {
        reasons.add(Reasons.of(Reasons.UNREADABLE, Listings.BASE_RATE_PCT.name()));
      }
      return;
    }
    boolean isPercent =
        saysPercent
            || number.compareTo(SURELY_PERCENT) >= 0
            || median != null && median.compareTo(MEDIAN_OF_PERCENT) >= 0;
    if (!isPercent && number.compareTo(DOUBTFUL) >= 0) {
      reasons.add(Reasons.AMBIGUOUS_UNIT);
      return;
    }
    BigDecimal percent = isPercent ? number : number.movePointRight(2);
    put(values, Listings.BASE_RATE_PCT, percent.setScale(4, RoundingMode.HALF_UP).toPlainString());
    if (number.signum() != 0) {
      put(values, Listings.UNIT_JUDGED, isPercent ? "PERCENT" : "FRACTION");
    }
  }

  /** A maximum of zero, or below the minimum, is how some banks write that there is none. */
  private static void putAmounts(Map<String, String> values, JsonNode tier) {
    String least = text(tier, "minimumValue");
    String most = text(tier, "maximumValue");
    BigDecimal minimum = number(least);
    BigDecimal maximum = number(most);
    boolean hasNoMaximum =
        maximum != null
            && (maximum.signum() == 0 || minimum != null && maximum.compareTo(minimum) < 0);
    put(values, Listings.MIN_AMOUNT, amount(least, minimum));
    put(values, Listings.MAX_AMOUNT, hasNoMaximum ? null : amount(most, maximum));
  }

  /** The amount without the zeros that some banks trail; what is no number stays as sent. */
  private static String amount(String sent, BigDecimal number) {
    if (number == null) {
      return sent;
    }
    BigDecimal bare = number.stripTrailingZeros();
    return bare.setScale(Math.max(2, bare.scale())).toPlainString();
  }

  private static boolean isFixed(JsonNode rate) {
    return isOfType(rate, "FIXED", true);
  }

  private static boolean isVariable(JsonNode rate) {
    return isOfType(rate, "VARIABLE", false);
  }

  private static boolean isOfType(JsonNode rate, String type, boolean hasTerm) {
    String sent = text(rate, "depositRateType");
    return type.equals(sent)
        || sent != null
            && OF_EITHER.contains(sent)
            && isPeriod(text(rate, "additionalValue")) == hasTerm;
  }

  private static boolean isPeriod(String text) {
    return text != null && text.matches(Term.PERIOD);
  }

  private static double days(String period) {
    Period length = Period.parse(period);
    return length.toTotalMonths() * 365 / 12.0 + length.getDays();
  }

  /** The number, or null where the text is none or of a length that no rate or amount has. */
  private static BigDecimal number(String text) {
    try {
      BigDecimal number = text == null ? null : new BigDecimal(text);
      return number == null || number.precision() + Math.abs((long) number.scale()) > 60
          ? null
          : number;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A member's text without blanks around it; null where there is none. */
  private static String text(JsonNode json, String member) {
    JsonNode value = json.path(member);
    String text = value.isValueNode() && !value.isNull() ? value.asText().strip() : "";
    return text.isEmpty() ? null : text;
  }

  private static void put(Map<String, String> values, Field<?> field, String text) {
    values.put(field.name(), text);
  }

  /** One line of the file; its object is null where the line is no product. */
  private record Product(long line, String raw, JsonNode json, List<JsonNode> rates, String kind) {
    static Product of(long line, String raw, JsonNode json) {
      List<JsonNode> rates = new ArrayList<>();
      if (json == null) {
        return new Product(line, raw, null, rates, null);
      }
      json.path("data").path("depositRates").forEach(rates::add);
      String category = text(json.path("data"), "productCategory");
      return new Product(line, raw, json, rates, kind(rates, category));
    }

    /**
     * The kind of the product as a whole: as its rates say, and where they differ or say nothing,
     * as its category does. A fixed rate says so only by a term. A category that is no deposit
     * stands as sent, to be refused by its name.
     */
    private static String kind(List<JsonNode> rates, String category) {
      boolean isFixedTerm =
          rates.stream().anyMatch(r -> isFixed(r) && isPeriod(text(r, "additionalValue")));
      boolean isAtCall = rates.stream().anyMatch(CdrProducts::isVariable);
      if (isFixedTerm != isAtCall) {
        return isFixedTerm ? TIME_DEPOSIT : DEMAND_DEPOSIT;
      }
      return category == null ? null : KIND_OF_CATEGORY.getOrDefault(category, category);
    }

    boolean isTimeDeposit() {
      return TIME_DEPOSIT.equals(kind);
    }

    String bankAndDay() {
      return text(json, "dataHolderId") + " " + text(json, "snapshotDate");
    }

    /** What all records of the product share. */
    Map<String, String> values() {
      JsonNode data = json.path("data");
      String bank = text(json, "dataHolderId");
      String name = text(json, "dataHolder");
      String product = text(data, "productId");
      String brand = text(data, "brand");
      String shelf = brand == null ? text(data, "brandName") : brand;
      Map<String, String> values = new HashMap<>();
      put(values, Listings.SCAN_DATE, text(json, "snapshotDate"));
      put(values, Listings.PLATFORM_ID, shelf == null ? bank : shelf);
      // The bank's id belongs to it: two banks serve one brand's products under the same ids.
      boolean hasId = bank != null && product != null;
      put(values, Listings.PRODUCT_ID, hasId ? bank + ":" + product : null);
      put(values, Listings.VIEWER, "NEW_BUYER");
      put(values, Listings.BANK_ID, bank);
      put(values, Listings.BANK_NAME, name == null || name.equals(bank) ? null : name);
      put(values, Listings.BANK_PRODUCT_ID, product);
      put(values, Listings.PRODUCT_NAME, text(data, "name"));
      put(values, Listings.PRODUCT_KIND, kind);
      put(values, Listings.ACTION, "BUY");
      return values;
    }

    SourceRecord record(Map<String, String> values, List<String> reasons) {
      return new SourceRecord(line, raw, values, reasons);
    }
  }
}
