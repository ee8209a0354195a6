package org.rateshelf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.rateshelf.market.Market;
import org.rateshelf.market.MarketFile;

/**
 * A market of a handful of products in the first days of December 2020: ALPHA is withdrawn from new
 * buyers on the third, and BETA gives its product another id on the fourth.
 */
public final class TestMarket {
  private static final String SETTINGS =
      """
      market: tiny
      title: "A market of a handful of products"
      provenance: SIMULATED
      currency: CNY
      time_zone: Asia/Shanghai
      viewers: [NEW_BUYER, HOLDER]
      heartbeat: scans
      posted_rates: bank_rates
      windows:
        - event_id: EV1
          before: {from: 2020-12-01, to: 2020-12-02}
          after:
            - {window: closed, from: 2020-12-03}
      comparators:
      """;

  private final Path folder;

  private TestMarket(Path folder) {
    this.folder = folder;
  }

  /** The settings alone, with these comparators. */
  public static Market settings(String... comparators) {
    return MarketFile.parse(text(comparators));
  }

  /** A settings file with these comparators. */
  public static String text(String... comparators) {
    return SETTINGS
        + Arrays.stream(comparators).map(c -> "  " + c + "\n").collect(Collectors.joining());
  }

  /** A market folder with settings and reference, in which nothing has landed. */
  public static TestMarket in(Path folder) {
    TestMarket market = new TestMarket(folder);
    market.put(
        "market.yml", text("BENCHMARK: {}", "BIG_POSTED: {classes: [state_owned]}", "CEILING: {}"));
    market.put("reference/platforms.csv", "platform_id,name\nALPHA,Alpha\nBETA,Beta\n");
    market.put(
        "reference/banks.csv",
        """
        bank_id,name,bank_class
        BIG1,First Big,state_owned
        BIG2,Second Big,state_owned
        BIG3,Third Big,state_owned
        CITY1,Hill City Bank,city
        PRIV1,Private Bank,private
        """);
    market.put(
        "reference/events.csv",
        """
        event_id,date_from,date_to,platform_id,kind
        EV1,2020-12-03,2020-12-03,ALPHA,WITHDRAWN_FROM_NEW_BUYERS
        """);
    market.put(
        "reference/benchmark_rates.csv",
        """
        effective_from,term,rate_pct
        2015-10-24,P1Y,1.50
        2015-10-24,P3Y,2.75
        """);
    market.put(
        "reference/ceilings.csv",
        """
        effective_from,bank_class,term,rate_pct
        2020-01-01,city,P1Y,2.25
        2020-01-01,private,P3Y,4.00
        """);
    return market;
  }

  public Path folder() {
    return folder;
  }

  /** Lands the posted rates. */
  public TestMarket posted() {
    return land(
        "bank_rates/posted.csv",
        """
        bank_id,term,effective_from,rate_pct
        BIG1,P1Y,2020-01-01,1.75
        BIG2,P1Y,2020-01-01,1.75
        BIG3,P1Y,2020-01-01,1.78
        """);
  }

  /** Lands the scans and the listings of one day. */
  public TestMarket day(int number) {
    String date = "2020-12-0" + number;
    boolean withdrawn = number >= 3;
    String beta = number >= 4 ? "b1-new" : "b1";
    land(
        "scans/" + date + ".csv",
        scans(
            date + ",ALPHA,NEW_BUYER,COMPLETE," + (withdrawn ? 0 : number + 1),
            date + ",ALPHA,HOLDER,COMPLETE," + (withdrawn ? 1 : 2),
            date + ",BETA,NEW_BUYER,COMPLETE,1"));
    StringBuilder rows = new StringBuilder();
    if (!withdrawn) {
      rows.append(date + ",ALPHA,a1,NEW_BUYER,CITY1,Hill Year,TIME_DEPOSIT,P1Y,2.25,BUY\n");
      rows.append(date + ",ALPHA,a2,NEW_BUYER,PRIV1,Three Years,TIME_DEPOSIT,P3Y,4.10,BUY\n");
      rows.append(date + ",ALPHA,a2,HOLDER,PRIV1,Three Years,TIME_DEPOSIT,P3Y,4.10,BUY\n");
    }
    if (number == 2) {
      rows.append(date + ",ALPHA,a3,NEW_BUYER,PRIV1,A Year,TIME_DEPOSIT,P365D,2.10,BUY\n");
    }
    rows.append(date + ",ALPHA,a1,HOLDER,CITY1,Hill Year,TIME_DEPOSIT,P1Y,2.25,TOP_UP\n");
    rows.append(date + ",BETA," + beta + ",NEW_BUYER,CITY1,Hill Year,TIME_DEPOSIT,P1Y,2.10,BUY\n");
    return land("listings/" + date + ".csv", listings(rows.toString().strip()));
  }

  /** Lands what a dozen holders have on ALPHA that day; from the fourth on they have topped up. */
  public TestMarket holders(int number) {
    String date = "2020-12-0" + number;
    String balance = number >= 4 ? "5000" : "2000";
    StringBuilder rows = new StringBuilder();
    for (int i = 1; i <= 12; i++) {
      rows.append(date + ",u" + i + ",ALPHA,a1,c" + i + ",CITY1,P1Y,2020-11-01,2021-11-01,");
      rows.append(balance + ",2.25,Hills\n");
    }
    return land(
        "user_rates/" + date + ".csv",
        "as_of,user_id,platform_id,product_id,contract_id,bank_id,term,opened_on,matures_on,balance,"
            + "contract_rate_pct,province\n"
            + rows);
  }

  /** A file of scans. */
  public static String scans(String... rows) {
    return "scan_date,platform_id,viewer,status,listed_count\n" + lines(rows);
  }

  /** A file of listings. */
  public static String listings(String... rows) {
    String header =
        "scan_date,platform_id,product_id,viewer,bank_id,product_name,product_kind,term,"
            + "base_rate_pct,action,payout_cycle,rate_kind,min_amount\n";
    return header + lines(rows).replaceAll("(?m)(?<=[A-Z])$", ",AT_MATURITY,HEADLINE,50.00");
  }

  private static String lines(String... rows) {
    return String.join("\n", rows) + "\n";
  }

  /** Lands a file; its path begins with its source. */
  public TestMarket land(String path, String text) {
    return land(path, text.getBytes(UTF_8));
  }

  public TestMarket land(String path, byte[] content) {
    return put("landing/" + path, content);
  }

  /** Writes, or replaces, a file of the market. */
  public TestMarket put(String path, String text) {
    return put(path, text.getBytes(UTF_8));
  }

  private TestMarket put(String path, byte[] content) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes a word of a file of the market. */
  public TestMarket change(String path, String word, String other) {
    try {
      String text = Files.readString(folder.resolve(path));
      if (!text.contains(word)) {
        throw new IllegalArgumentException(path + " does not say " + word);
      }
      return put(path, text.replace(word, other));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
