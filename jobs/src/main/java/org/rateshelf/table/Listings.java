package org.rateshelf.table;

import static org.rateshelf.schema.Field.code;
import static org.rateshelf.schema.Field.date;
import static org.rateshelf.schema.Field.money;
import static org.rateshelf.schema.Field.percent;
import static org.rateshelf.schema.Field.text;
import static org.rateshelf.schema.Field.whole;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/** What one scan saw of one rate line of one product, for one kind of viewer, on one day. */
public final class Listings {
  public static final String UNKNOWN = "UNKNOWN";

  public static final Field<LocalDate> SCAN_DATE =
      date("scan_date", "2020-12-17", "Day of the scan, in the market's time zone.").required();
  public static final Field<String> PLATFORM_ID =
      code("platform_id", "JD_FINANCE", "Platform that shows the product.").required();
  public static final Field<String> PRODUCT_ID =
      code("product_id", "jd-1042", "The platform's id for the product on that day.").required();
  public static final Field<String> VIEWER =
      code("viewer", "NEW_BUYER", "Who saw it: NEW_BUYER holds nothing there, HOLDER does.")
          .required()
          .oneOf("NEW_BUYER", "HOLDER");
  public static final Field<String> TERM =
      code("term", "P1Y", "Contract term: DEMAND, an ISO 8601 period, or UNKNOWN.")
          .required()
          .matching("DEMAND|UNKNOWN|" + Term.PERIOD);
  public static final Field<String> PAYOUT_CYCLE =
      code(
              "payout_cycle",
              "AT_MATURITY",
              "How often interest is paid: AT_MATURITY, AT_WITHDRAWAL, an ISO 8601 period, or"
                  + " UNKNOWN.")
          .required()
          .matching("AT_MATURITY|AT_WITHDRAWAL|UNKNOWN|" + Term.PERIOD);
  public static final Field<String> RATE_KIND =
      code("rate_kind", "HEADLINE", "What the rate is; only HEADLINE and CYCLE enter means.")
          .required()
          .oneOf(
              "HEADLINE", "CYCLE", "TIER", "ANY_TIME", "BONUS", "INTRODUCTORY", "OTHER", UNKNOWN);
  public static final Field<BigDecimal> MIN_AMOUNT =
      money("min_amount", "50.00", "Least a saver can put in; 0.00 if not shown.")
          .required()
          .atLeast(0);
  public static final Field<Integer> LINE_NO =
      whole("line_no", 1, "1, or 2, 3, ... by falling rate among lines alike in all else.")
          .required()
          .atLeast(1);
  public static final Field<String> BANK_ID =
      code("bank_id", "ZGC", "Bank that owes the money.").required();
  public static final Field<String> BANK_NAME =
      text("bank_name", "Zhongguancun Bank", "The bank's name that day, where the source has it.");
  public static final Field<String> BANK_PRODUCT_ID =
      code("bank_product_id", "ZGC-5Y", "The bank's own id, where the source has it.");
  public static final Field<String> PRODUCT_NAME =
      text("product_name", "Five-year deposit", "Name as shown.");
  public static final Field<String> PRODUCT_KIND =
      code("product_kind", "TIME_DEPOSIT", "What is sold.")
          .required()
          .oneOf(
              "TIME_DEPOSIT",
              "DEMAND_DEPOSIT",
              "SMART_DEPOSIT",
              "STRUCTURED_DEPOSIT",
              "ASSET_MANAGEMENT",
              "INSURANCE");
  public static final Field<BigDecimal> BASE_RATE_PCT =
      percent("base_rate_pct", "4.1250", "What the bank pays a year; null if none was shown.")
          .between(0, 30);
  public static final Field<BigDecimal> BONUS_RATE_PCT =
      percent("bonus_rate_pct", "0.2000", "The bank's extra, for a time or an amount.")
          .between(0, 30);
  public static final Field<Integer> BONUS_DAYS =
      whole("bonus_days", 7, "Days that the bonus is paid; null if not said.").atLeast(1);
  public static final Field<BigDecimal> BONUS_MAX_AMOUNT =
      money("bonus_max_amount", "10000.00", "Most that earns the bonus; null if not said.")
          .atLeast(0);
  public static final Field<BigDecimal> SUBSIDY_RATE_PCT =
      percent("subsidy_rate_pct", "0.5000", "What the platform adds from its own money.")
          .between(0, 30);
  public static final Field<String> DAY_COUNT =
      code("day_count", "365", "Days in the contract's year: 360, 365 or UNKNOWN.")
          .oneOf("360", "365", UNKNOWN);
  public static final Field<Integer> STAY_FROM_DAYS =
      whole("stay_from_days", 30, "Stay from which a TIER rate is paid.").atLeast(0);
  public static final Field<BigDecimal> MAX_AMOUNT =
      money("max_amount", "500000.00", "Most a saver can put in; null if not shown.").atLeast(0);
  public static final Field<String> ACTION =
      code("action", "BUY", "The most that this viewer could do.")
          .required()
          .oneOf("BUY", "TOP_UP", "VIEW");
  public static final Field<String> UNIT_JUDGED =
      code(
          "unit_judged",
          "PERCENT",
          "How a rate whose unit the source leaves in doubt was read; null where it does not.");
  public static final Field<String> SOURCE =
      text("source", "The Paper, 2020-12-20", "Who reported it, where the market is of reports.");
  public static final Field<String> CONFIDENCE =
      code("confidence", "sourced", "How sure the source is, where the market is of reports.");

  /** What tells the rate lines of one day apart. */
  public static final List<Field<?>> LINE =
      List.of(PLATFORM_ID, PRODUCT_ID, VIEWER, TERM, PAYOUT_CYCLE, RATE_KIND, MIN_AMOUNT, LINE_NO);

  public static final Table TABLE =
      Table.silver("listings")
          .grain("one rate line of one product on one platform, for one viewer, on one scan date")
          .fields(SCAN_DATE)
          .fields(LINE)
          .fields(
              BANK_ID,
              BANK_NAME,
              BANK_PRODUCT_ID,
              PRODUCT_NAME,
              PRODUCT_KIND,
              BASE_RATE_PCT,
              BONUS_RATE_PCT,
              BONUS_DAYS,
              BONUS_MAX_AMOUNT,
              SUBSIDY_RATE_PCT,
              DAY_COUNT,
              STAY_FROM_DAYS,
              MAX_AMOUNT,
              ACTION,
              UNIT_JUDGED,
              SOURCE,
              CONFIDENCE,
              Provenance.FILE_SHA256,
              Provenance.FILE_LINE)
          .key(SCAN_DATE)
          .key(LINE)
          .day(SCAN_DATE)
          .build();

  private Listings() {}

  /** Whether a rate of this kind enters means. */
  public static boolean entersMeans(String rateKind) {
    return rateKind.equals("HEADLINE") || rateKind.equals("CYCLE");
  }
}
