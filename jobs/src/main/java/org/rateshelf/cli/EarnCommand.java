package org.rateshelf.cli;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.levenshtein;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.max;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.answer.ListingStates;
import org.rateshelf.earn.Earning;
import org.rateshelf.earn.Earnings;
import org.rateshelf.earn.Leaving;
import org.rateshelf.earn.Payout;
import org.rateshelf.earn.Question;
import org.rateshelf.earn.RateLine;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.lake.Lake;
import org.rateshelf.lake.Publication;
import org.rateshelf.schema.Field;
import org.rateshelf.table.BankRates;
import org.rateshelf.table.Files;
import org.rateshelf.table.Listings;
import org.rateshelf.table.PostedDays;
import org.rateshelf.table.Provenance;
import org.rateshelf.table.ShelfDays;
import org.rateshelf.table.Spells;
import org.rateshelf.table.Term;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What an amount earns in a product, and what leaving early costs. */
@Command(
    name = "earn",
    description = "What an amount earns in a product, and what leaving early costs.",
    mixinStandardHelpOptions = true)
final class EarnCommand implements Callable<Integer> {
  private static final int LONGEST = 36_525;
  private static final int NEAREST = 3;

  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;

  @Option(names = "--product", required = true, paramLabel = "ID", description = "Product's id.")
  private String product;

  @Option(
      names = "--amount",
      required = true,
      paramLabel = "YUAN",
      description = "Money put in, in the market's currency.")
  private BigDecimal amount;

  @Option(
      names = "--days",
      required = true,
      paramLabel = "N",
      description = "Days after which the saver leaves.")
  private int days;

  @Option(
      names = "--platform",
      paramLabel = "ID",
      description = "Platform, where several have a product of that id.")
  private String platform;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "Nothing later is known; by default the last day published.")
  private LocalDate asOf;

  /** The latest sighting that counts. */
  private record Sighting(String platform, String viewer, LocalDate day) {}

  /** A posted demand rate, and where it stands. */
  private record Demand(BigDecimal ratePct, String words) {}

  @Override
  public Integer call() {
    BigDecimal money = checkedAmount();
    Lake opened = lake.open();
    Publication published = opened.present();
    LocalDate day = knownOn(published);
    Sighting seen = sighting(opened, published, day);
    List<Row> rows = listings(opened, published, seen);
    Row first = rows.get(0);
    String bank = first.getAs(Listings.BANK_ID.name());
    LocalDate leaves = seen.day().plusDays(days);
    Demand demand = demand(opened, published, bank, leaves.isBefore(day) ? leaves : day);
    List<RateLine> lines = lines(rows, originsOf(opened, published, rows));
    Question asked =
        new Question(money, seen.day(), days, demand == null ? null : demand.ratePct());
    Earnings earnings = Earnings.of(asked, lines);

    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s for %d days in %s on %s (%s, %s%s), opened on %s%n",
        money,
        days,
        product,
        seen.platform(),
        bank,
        first.<String>getAs(Listings.PRODUCT_KIND.name()),
        first.getAs(Listings.PRODUCT_NAME.name()) == null
            ? ""
            : ", " + first.<String>getAs(Listings.PRODUCT_NAME.name()),
        seen.day());
    out.printf(
        "market %s, figures are %s; known on %s%n",
        published.market(), published.provenance(), day);
    printMaturity(out, earnings.found());
    printLeaving(out, earnings.found(), asked.leaves());
    if (!earnings.notes().isEmpty()) {
      out.println("To know");
      earnings.notes().forEach(note -> out.println("  " + note));
    }
    printOrigin(out, lines, seen, demand, bank, leaves, day);
    out.println("Can it still be bought?");
    state(opened, published, seen, day).forEach(words -> out.println("  " + words));
    out.flush();
    return 0;
  }

  /** The day up to which the question looks: nothing is published of a later one. */
  private LocalDate knownOn(Publication published) {
    LocalDate last = published.asOf();
    if (last == null) {
      throw RateshelfException.badInput(
          "Nothing that is published has a day.",
          "no scan or listing was taken.",
          "run: rateshelf quarantine, and correct the files.");
    }
    return asOf == null || asOf.isAfter(last) ? last : asOf;
  }

  private BigDecimal checkedAmount() {
    boolean cents = amount.stripTrailingZeros().scale() <= 2;
    if (amount.signum() <= 0 || !cents || amount.precision() - amount.scale() > 18) {
      throw RateshelfException.usage(
          "--amount " + amount + " is no amount of money.",
          "interest is computed to the cent.",
          "give an amount above 0, with two decimals at most, as 10000 or 10000.50.");
    }
    if (days < 1 || days > LONGEST) {
      throw RateshelfException.usage(
          "--days " + days + " is no stay.",
          "interest is paid by the day.",
          "give 1 to " + LONGEST + " days.");
    }
    return amount.setScale(2);
  }

  /** The latest by a new buyer, else by a holder. */
  private Sighting sighting(Lake opened, Publication published, LocalDate day) {
    Dataset<Row> sighted =
        opened
            .published(ShelfDays.TABLE, published)
            .filter(ShelfDays.PRODUCT_ID.col().equalTo(product).and(ShelfDays.SIGHTED.col()))
            .filter(ShelfDays.AS_OF_DATE.col().leq(lit(String.valueOf(day)).cast("date")));
    List<Sighting> all =
        sighted
            .groupBy(ShelfDays.PLATFORM_ID.col(), ShelfDays.VIEWER.col())
            .agg(max(ShelfDays.AS_OF_DATE.col()).as(ShelfDays.AS_OF_DATE.name()))
            // NEW_BUYER comes after HOLDER, and first where the order falls.
            .orderBy(ShelfDays.PLATFORM_ID.col(), ShelfDays.VIEWER.col().desc())
            .collectAsList()
            .stream()
            .map(r -> new Sighting(r.getString(0), r.getString(1), date(r, ShelfDays.AS_OF_DATE)))
            .toList();
    List<Sighting> asked =
        all.stream().filter(s -> platform == null || s.platform().equals(platform)).toList();
    TreeSet<String> platforms =
        all.stream().map(Sighting::platform).collect(Collectors.toCollection(TreeSet::new));
    if (asked.isEmpty()) {
      throw notFound(opened, published, day, platforms);
    }
    if (platform == null && platforms.size() > 1) {
      throw RateshelfException.usage(
          "Several platforms have a product " + product + ": " + String.join(", ", platforms) + ".",
          "an id is the platform's own.",
          "add --platform with one of them.");
    }
    return asked.get(0);
  }

  private RateshelfException notFound(
      Lake opened, Publication published, LocalDate day, TreeSet<String> platforms) {
    if (!platforms.isEmpty()) {
      return RateshelfException.usage(
          platform + " has no product " + product + ".",
          "up to " + day + " it was seen on " + String.join(", ", platforms) + ".",
          "give one of these to --platform.");
    }
    Column distance = levenshtein(lower(Listings.PRODUCT_ID.col()), lit(lowered(product)));
    Dataset<Row> known = opened.published(Listings.TABLE, published);
    Dataset<Row> shelf =
        platform == null ? known : known.filter(Listings.PLATFORM_ID.col().equalTo(platform));
    String nearest =
        shelf
            .select(Listings.PRODUCT_ID.col())
            .distinct()
            .orderBy(distance, Listings.PRODUCT_ID.col())
            .limit(NEAREST)
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .collect(Collectors.joining(", "));
    return RateshelfException.usage(
        "No scan up to " + day + " shows a product " + product + ".",
        "a product is known by the id that its platform gave it on the day.",
        nearest.isEmpty()
            ? "give a --platform that the lake has."
            : "give --product one that the lake has; the nearest: " + nearest + ".");
  }

  private static String lowered(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private List<Row> listings(Lake opened, Publication published, Sighting seen) {
    return opened
        .published(Listings.TABLE, published)
        .filter(Listings.SCAN_DATE.col().equalTo(lit(seen.day().toString()).cast("date")))
        .filter(Listings.PLATFORM_ID.col().equalTo(seen.platform()))
        .filter(Listings.PRODUCT_ID.col().equalTo(product))
        .filter(Listings.VIEWER.col().equalTo(seen.viewer()))
        .orderBy(
            Listings.PAYOUT_CYCLE.col(),
            Listings.RATE_KIND.col(),
            Listings.STAY_FROM_DAYS.col(),
            Listings.MIN_AMOUNT.col(),
            Listings.LINE_NO.col())
        .collectAsList()
        .stream()
        .sorted(
            comparing(row -> Term.length(value(row, Listings.TERM)), nullsFirst(naturalOrder())))
        .toList();
  }

  private static List<RateLine> lines(List<Row> rows, List<String> origins) {
    List<RateLine> lines = new ArrayList<>();
    for (Row row : rows) {
      lines.add(
          new RateLine(
              lines.size() + 1,
              value(row, Listings.PRODUCT_KIND),
              value(row, Listings.TERM),
              value(row, Listings.PAYOUT_CYCLE),
              value(row, Listings.RATE_KIND),
              value(row, Listings.MIN_AMOUNT),
              value(row, Listings.MAX_AMOUNT),
              value(row, Listings.BASE_RATE_PCT),
              value(row, Listings.BONUS_RATE_PCT),
              value(row, Listings.BONUS_DAYS),
              value(row, Listings.BONUS_MAX_AMOUNT),
              value(row, Listings.SUBSIDY_RATE_PCT),
              value(row, Listings.DAY_COUNT),
              value(row, Listings.STAY_FROM_DAYS),
              origins.get(lines.size())));
    }
    return lines;
  }

  private static <T> T value(Row row, Field<T> field) {
    return row.getAs(field.name());
  }

  private static LocalDate date(Row row, Field<LocalDate> field) {
    Object value = row.getAs(field.name());
    return value == null ? null : LocalDate.parse(value.toString());
  }

  /** Of each silver row the file, the beginning of its SHA-256, and the line. */
  private static List<String> originsOf(Lake opened, Publication published, List<Row> rows) {
    Map<String, String> names =
        opened
            .published(Files.TABLE, published)
            .filter(
                Files.FILE_SHA256
                    .col()
                    .isin(rows.stream().map(r -> value(r, Provenance.FILE_SHA256)).toArray()))
            .select(Files.FILE_SHA256.col(), Files.SOURCE_NAME.col(), Files.FILE_NAME.col())
            .collectAsList()
            .stream()
            .collect(
                Collectors.toMap(
                    file -> file.getString(0),
                    file -> file.getString(1) + "/" + file.getString(2),
                    (one, other) -> one));
    return rows.stream()
        .map(
            row -> {
              String sha256 = value(row, Provenance.FILE_SHA256);
              return "%s (sha256 %.12s) line %d"
                  .formatted(names.get(sha256), sha256, value(row, Provenance.FILE_LINE));
            })
        .toList();
  }

  /** The one in force that day; null where the bank is not known to have one. */
  private static Demand demand(Lake opened, Publication published, String bank, LocalDate day) {
    Column until = lit(day.toString()).cast("date");
    Optional<Demand> posted =
        opened
            .published(BankRates.TABLE, published)
            .filter(BankRates.BANK_ID.col().equalTo(bank))
            .filter(BankRates.PRODUCT_KIND.col().equalTo("DEMAND_DEPOSIT"))
            .filter(BankRates.TERM.col().equalTo(Term.DEMAND))
            .filter(BankRates.EFFECTIVE_FROM.col().leq(until))
            .orderBy(BankRates.EFFECTIVE_FROM.col().desc())
            .limit(1)
            .collectAsList()
            .stream()
            .findFirst()
            .map(
                row ->
                    new Demand(
                        value(row, BankRates.RATE_PCT),
                        "posted from %s%s, %s"
                            .formatted(
                                date(row, BankRates.EFFECTIVE_FROM),
                                row.getAs(BankRates.EFFECTIVE_TO.name()) == null
                                    ? ""
                                    : " and vouched for to " + date(row, BankRates.EFFECTIVE_TO),
                                originsOf(opened, published, List.of(row)).get(0))));
    return posted
        .or(
            () ->
                opened
                    .published(PostedDays.TABLE, published)
                    .filter(PostedDays.AS_OF_DATE.col().equalTo(until))
                    .filter(PostedDays.BANK_ID.col().equalTo(bank))
                    .filter(PostedDays.PRODUCT_KIND.col().equalTo("DEMAND_DEPOSIT"))
                    .filter(PostedDays.TERM.col().equalTo(Term.DEMAND))
                    .collectAsList()
                    .stream()
                    .findFirst()
                    .map(
                        row ->
                            new Demand(
                                value(row, PostedDays.RATE_PCT),
                                "of the bank's own listings, in force on " + day)))
        .orElse(null);
  }

  private static void printMaturity(PrintWriter out, List<Earning> found) {
    out.println("Kept to maturity");
    TextTable table =
        new TextTable(
            "line", "term", "payout", "kind", "rate %", "basis", "matures", "base", "bonus",
            "subsidy", "total");
    for (Earning earning : found) {
      RateLine line = earning.line();
      table.row(
          line.no(),
          line.term(),
          line.payoutCycle(),
          line.rateKind(),
          line.baseRatePct(),
          earning.basis(),
          earning.matures(),
          earning.base(),
          earning.bonus(),
          earning.subsidy(),
          earning.total());
    }
    table.print(out);
    for (Earning earning : found) {
      if (earning.payouts().size() > 1) {
        out.printf(
            "  line %d at %d pays %s%n",
            earning.line().no(), earning.basis(), inRuns(earning.payouts()));
      }
    }
  }

  /** Payouts one after the other, equal ones together: "1 x 8.82, 260 x 8.63". */
  private static String inRuns(List<Payout> payouts) {
    List<String> runs = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= payouts.size(); i++) {
      BigDecimal total = payouts.get(start).total();
      if (i == payouts.size() || !payouts.get(i).total().equals(total)) {
        runs.add(i - start + " x " + total);
        start = i;
      }
    }
    return String.join(", ", runs);
  }

  private void printLeaving(PrintWriter out, List<Earning> found, LocalDate leaves) {
    out.println("Left after " + days + " days, on " + leaves + ": the bank's interest");
    TextTable table =
        new TextTable(
            "line", "basis", "what is paid", "rate %", "paid", "by contract", "leaving costs");
    for (Earning earning : found) {
      Leaving leaving = earning.leaving();
      table.row(
          earning.line().no(),
          earning.basis(),
          leaving.rule().words(),
          leaving.ratePct(),
          leaving.paid(),
          leaving.contract(),
          leaving.cost());
    }
    table.print(out);
    out.println("  leaving costs = the contract's interest for the same days - what is paid");
  }

  private static void printOrigin(
      PrintWriter out,
      List<RateLine> lines,
      Sighting seen,
      Demand demand,
      String bank,
      LocalDate leaves,
      LocalDate known) {
    out.println("Where it comes from");
    out.printf(
        "  seen on %s by %s%n",
        seen.day(),
        seen.viewer().equals("HOLDER")
            ? "a holder only: a new buyer was never shown it"
            : "a new buyer");
    for (RateLine line : lines) {
      out.printf(
          "  line %d: %s %s %s %s%s, %s%n",
          line.no(),
          line.term(),
          line.rateKind(),
          line.baseRatePct() == null ? "no rate" : line.baseRatePct() + " %",
          line.stayFromDays() == null ? "" : "from " + line.stayFromDays() + " days, ",
          "from " + line.minAmount(),
          line.from());
    }
    if (demand == null) {
      out.println("  demand rate: none of " + bank + " is known");
    } else {
      out.printf("  demand rate of %s: %s %%, %s%n", bank, demand.ratePct(), demand.words());
      if (leaves.isAfter(known)) {
        out.printf("  what it will be on %s is not known: that of %s is taken%n", leaves, known);
      }
    }
  }

  private List<String> state(Lake opened, Publication published, Sighting seen, LocalDate day) {
    List<String> words = new ArrayList<>();
    opened
        .published(ListingStates.TABLE, published)
        .filter(ListingStates.PLATFORM_ID.col().equalTo(seen.platform()))
        .filter(ListingStates.PRODUCT_ID.col().equalTo(product))
        .filter(ListingStates.AS_OF_DATE.col().leq(lit(day.toString()).cast("date")))
        .orderBy(ListingStates.AS_OF_DATE.col().desc())
        .limit(1)
        .collectAsList()
        .forEach(
            row -> {
              String state = value(row, ListingStates.STATE);
              String known = value(row, ListingStates.LAST_KNOWN_STATE);
              words.add(date(row, ListingStates.AS_OF_DATE) + ": " + state + ", " + meaning(state));
              if (state.equals("UNKNOWN") && known != null) {
                words.add(
                    "last known on %s: %s, %s"
                        .formatted(date(row, ListingStates.LAST_KNOWN_ON), known, meaning(known)));
              }
            });
    opened
        .published(Spells.TABLE, published)
        .filter(Spells.PLATFORM_ID.col().equalTo(seen.platform()))
        .filter(coalesce(array_contains(Spells.FORMER_IDS.col(), product), lit(false)))
        .filter(Spells.FIRST_SEEN.col().leq(lit(day.toString()).cast("date")))
        .select(Spells.PRODUCT_ID.col())
        .distinct()
        .collectAsList()
        .forEach(row -> words.add("its platform gave it another id: " + row.getString(0)));
    return words;
  }

  private static String meaning(String state) {
    return switch (state) {
      case "ON_SALE" -> "a new buyer can buy it";
      case "NO_NEW_ISSUE" -> "it is shown, and nobody new can buy it";
      case "HOLDERS_TOP_UP" -> "only those who hold it can buy more";
      case "HOLDERS_VIEW" -> "only those who hold it still see it";
      case "CLOSED" -> "nobody is shown it any more";
      default -> "no scan says";
    };
  }
}
