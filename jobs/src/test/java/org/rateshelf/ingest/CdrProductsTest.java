package org.rateshelf.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rateshelf.schema.Field;
import org.rateshelf.table.Listings;

class CdrProductsTest {
  private static final String TERM_DEPOSITS = "TERM_DEPOSITS";
  private static final String SAVINGS = "TRANS_AND_SAVINGS_ACCOUNTS";
  private static final String FIXED_ONE_YEAR = rate("FIXED", "0.0165", ",'additionalValue':'P12M'");
  private static final String VARIABLE = rate("VARIABLE", "0.0005", "");

  @Test
  void readsBankBrandAndProduct() throws IOException {
    SourceRecord record = only(product(SAVINGS, VARIABLE));
    assertThat(valuesOf(List.of(record), Listings.SCAN_DATE)).containsExactly("2022-06-15");
    assertThat(valuesOf(List.of(record), Listings.BANK_ID)).containsExactly("000004");
    assertThat(valuesOf(List.of(record), Listings.BANK_NAME)).containsExactly("Sample Bank");
    assertThat(valuesOf(List.of(record), Listings.PLATFORM_ID)).containsExactly("NAB");
    assertThat(valuesOf(List.of(record), Listings.BANK_PRODUCT_ID)).containsExactly("S1");
  }

  @Test
  void keepsTheSameIdOfTwoBanksApart() throws IOException {
    String one = product(SAVINGS, VARIABLE);
    String other = one.replace("000004", "000009");
    assertThat(valuesOf(records(one, other), Listings.PRODUCT_ID))
        .containsExactly("000004:S1", "000009:S1");
  }

  @Test
  void takesTheBrandNameOrTheBankWhereThereIsNoBrand() throws IOException {
    String named = product(SAVINGS, VARIABLE).replace("\"brand\"", "\"brandName\"");
    String nameless = named.replace("brandName", "description");
    assertThat(valuesOf(records(named, nameless), Listings.PLATFORM_ID))
        .containsExactly("NAB", "000004");
  }

  @Test
  void hasNoBankNameWhereTheSourceRepeatsTheId() throws IOException {
    String line = product(SAVINGS, VARIABLE).replace("Sample Bank", "000004");
    assertThat(valuesOf(records(line), Listings.BANK_NAME)).containsExactly((String) null);
  }

  @Test
  void readsAFixedRateAsATimeDepositWithItsTerm() throws IOException {
    List<SourceRecord> records = records(product(TERM_DEPOSITS, FIXED_ONE_YEAR));
    assertThat(valuesOf(records, Listings.PRODUCT_KIND)).containsExactly("TIME_DEPOSIT");
    assertThat(valuesOf(records, Listings.TERM)).containsExactly("P12M");
    assertThat(valuesOf(records, Listings.RATE_KIND)).containsExactly("HEADLINE");
    assertThat(valuesOf(records, Listings.BASE_RATE_PCT)).containsExactly("1.6500");
  }

  @Test
  void readsAVariableRateAsADemandDeposit() throws IOException {
    List<SourceRecord> records = records(product(SAVINGS, VARIABLE));
    assertThat(valuesOf(records, Listings.PRODUCT_KIND)).containsExactly("DEMAND_DEPOSIT");
    assertThat(valuesOf(records, Listings.TERM)).containsExactly("DEMAND");
    assertThat(valuesOf(records, Listings.BASE_RATE_PCT)).containsExactly("0.0500");
  }

  @Test
  void believesTheRatesBeforeTheCategory() throws IOException {
    List<SourceRecord> records = records(product(SAVINGS, FIXED_ONE_YEAR));
    assertThat(valuesOf(records, Listings.PRODUCT_KIND)).containsExactly("TIME_DEPOSIT");
  }

  @Test
  void keepsTheRatesThatDifferFromTheProductOutOfItsHeadline() throws IOException {
    List<SourceRecord> records = records(product(SAVINGS, FIXED_ONE_YEAR, VARIABLE));
    assertThat(valuesOf(records, Listings.PRODUCT_KIND)).containsOnly("DEMAND_DEPOSIT");
    assertThat(valuesOf(records, Listings.RATE_KIND)).containsExactly("OTHER", "HEADLINE");
  }

  @Test
  void leavesACategoryThatIsNoDepositToBeRefusedByName() throws IOException {
    assertThat(valuesOf(records(product("LEASES")), Listings.PRODUCT_KIND))
        .containsExactly("LEASES");
  }

  @Test
  void givesBonusAndIntroductoryRatesLinesOfTheirOwnKind() throws IOException {
    String line =
        product(
            SAVINGS,
            VARIABLE,
            rate("BONUS", "0.01", ",'additionalValue':'Save $50 a month'"),
            rate("INTRODUCTORY", "0.02", ",'additionalValue':'P4M'"),
            rate("BUNDLE_BONUS", "0.03", ""));
    assertThat(valuesOf(records(line), Listings.RATE_KIND))
        .containsExactly("HEADLINE", "BONUS", "INTRODUCTORY", "OTHER");
    assertThat(valuesOf(records(line), Listings.TERM)).containsOnly("DEMAND");
  }

  @Test
  void showsAProductWithoutRates() throws IOException {
    List<SourceRecord> records = records(product(SAVINGS));
    assertThat(valuesOf(records, Listings.RATE_KIND)).containsExactly("UNKNOWN");
    assertThat(valuesOf(records, Listings.BASE_RATE_PCT)).containsExactly((String) null);
    assertThat(records.get(0).reasons()).isEmpty();
  }

  @Test
  void makesALineOfEachDollarTier() throws IOException {
    String tiers =
        ",'additionalValue':'P1Y','tiers':[%s,%s,%s]"
            .formatted(
                tier("DOLLAR", "1000.0", "4999.99"),
                tier("DOLLAR", "'5000.0000000000000000'", "0"),
                tier("MONTH", "12", "12"));
    List<SourceRecord> records = records(product(TERM_DEPOSITS, rate("FIXED", "0.01", tiers)));
    assertThat(valuesOf(records, Listings.MIN_AMOUNT)).containsExactly("1000.00", "5000.00");
    assertThat(valuesOf(records, Listings.MAX_AMOUNT)).containsExactly("4999.99", null);
  }

  @Test
  void readsInterestDueAtTheEndOfTheTermAsPaidAtMaturity() throws IOException {
    String line =
        product(
            TERM_DEPOSITS,
            rate("FIXED", "0.01", ",'additionalValue':'P12M','applicationFrequency':'P1Y'"),
            rate("FIXED", "0.01", ",'additionalValue':'P2M','applicationFrequency':'P1Y'"),
            rate("FIXED", "0.01", ",'additionalValue':'P365D','applicationFrequency':'P1M'"),
            rate("FIXED", "0.01", ",'additionalValue':'P3M/P6M','applicationFrequency':'P28D'"),
            rate("FIXED", "0.01", ",'additionalValue':'P5Y','applicationFrequency':'Monthly'"));
    assertThat(valuesOf(records(line), Listings.PAYOUT_CYCLE))
        .containsExactly("AT_MATURITY", "AT_MATURITY", "P1M", "P28D", "P1M");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'applicationType':'MATURITY' | AT_MATURITY",
        "'additionalInfo':'Interest is paid at maturity.' | AT_MATURITY",
        "'applicationFrequency':'Interest paid at maturity' | AT_MATURITY",
        "'additionalInfo':'11-12 Months, Maturity Interest' | AT_MATURITY",
        "'additionalInfo':'A lower rate for payment other than at maturity and yearly' |",
        "'applicationFrequency':'MONTHLY','additionalInfo':'Maturity Interest' | P1M",
        "'applicationFrequency':'quarterly' | P3M",
        "'applicationFrequency':'as agreed' |",
        "'additionalInfo':'as agreed' |",
      })
  void readsWhenInterestIsPaidHoweverItIsSaid(String said, String payout) throws IOException {
    String rate = rate("FIXED", "0.0165", ",'additionalValue':'P12M'," + said);
    SourceRecord record = only(product(TERM_DEPOSITS, rate));
    assertThat(record.reasons()).isEmpty();
    assertThat(record.values().get(Listings.PAYOUT_CYCLE.name())).isEqualTo(payout);
  }

  @Test
  void readsFloatingRatesByTheirTerm() throws IOException {
    String term = rate("FLOATING", "0.0165", ",'additionalValue':'P12M'");
    assertThat(valuesOf(records(product(TERM_DEPOSITS, term)), Listings.TERM))
        .containsExactly("P12M");
    assertThat(valuesOf(records(product(SAVINGS, rate("MARKET_LINKED", "0.01"))), Listings.TERM))
        .containsExactly("DEMAND");
  }

  @Test
  void readsAPercentSignAsPercent() throws IOException {
    SourceRecord record = only(product(SAVINGS, rate("VARIABLE", "0.01%")));
    assertThat(record.reasons()).isEmpty();
    assertThat(record.values()).containsEntry(Listings.BASE_RATE_PCT.name(), "0.0100");
  }

  @Test
  void readsPercentAtABankThatSendsPercent() throws IOException {
    String line =
        product(SAVINGS, rate("VARIABLE", "0.05"), rate("VARIABLE", "1.3"), rate("BONUS", "0.85"));
    assertThat(valuesOf(records(line), Listings.BASE_RATE_PCT))
        .containsExactly("0.0500", "1.3000", "0.8500");
    assertThat(valuesOf(records(line), Listings.UNIT_JUDGED)).containsOnly("PERCENT");
  }

  @Test
  void judgesTheUnitBankByBank() throws IOException {
    String percent = product(SAVINGS, rate("VARIABLE", "0.05"), rate("VARIABLE", "1.3"));
    String fraction = product(SAVINGS, rate("VARIABLE", "0.05")).replace("000004", "000009");
    assertThat(valuesOf(records(percent, fraction), Listings.BASE_RATE_PCT))
        .containsExactly("0.0500", "1.3000", "5.0000");
  }

  @Test
  void refusesARateThatCouldBeEither() throws IOException {
    String line =
        product(SAVINGS, VARIABLE, rate("VARIABLE", "0.0010"), rate("VARIABLE", "0.1407"));
    assertThat(records(line).get(2).reasons()).containsExactly("AMBIGUOUS_UNIT");
  }

  @Test
  void readsARateThatCanOnlyBePercent() throws IOException {
    String line = product(TERM_DEPOSITS, FIXED_ONE_YEAR, FIXED_ONE_YEAR, rate("FIXED", "3.3"));
    assertThat(valuesOf(records(line), Listings.BASE_RATE_PCT))
        .containsExactly("1.6500", "1.6500", "3.3000");
  }

  @Test
  void hasNoDoubtAboutTheUnitOfZero() throws IOException {
    List<SourceRecord> records = records(product(SAVINGS, rate("VARIABLE", "0.00")));
    assertThat(valuesOf(records, Listings.BASE_RATE_PCT)).containsExactly("0.0000");
    assertThat(valuesOf(records, Listings.UNIT_JUDGED)).containsExactly((String) null);
  }

  @Test
  void refusesARateThatIsNoNumber() throws IOException {
    for (String odd : List.of("o.oo", "1E999999999", "1E2147483647")) {
      assertThat(only(product(SAVINGS, rate("VARIABLE", odd))).reasons())
          .containsExactly("UNREADABLE:base_rate_pct");
    }
  }

  @Test
  void refusesALineThatIsNoProductAndReadsOn() throws IOException {
    List<SourceRecord> records =
        records("{\"cut\":", "[1]", "{\"data\":7}", "", product(SAVINGS, VARIABLE));
    assertThat(records)
        .extracting(SourceRecord::reasons)
        .containsExactly(
            List.of("MALFORMED"), List.of("MALFORMED"), List.of("MALFORMED"), List.of());
    assertThat(records).extracting(SourceRecord::line).containsExactly(1L, 2L, 3L, 5L);
  }

  @Test
  void keepsTheLineAsItCame() throws IOException {
    String line = product(SAVINGS, VARIABLE);
    assertThat(only(line).raw()).isEqualTo(line);
  }

  @Test
  void refusesAFileThatIsNotUtf8() {
    byte[] bytes = {'{', (byte) 0xC4, (byte) 0xE3, '}'};
    assertThatThrownBy(() -> new CdrProducts().read(new ByteArrayInputStream(bytes)))
        .isInstanceOf(IOException.class);
  }

  private static String product(String category, String... rates) {
    return json(
        "{'snapshotDate':'2022-06-15','dataHolderId':'000004','dataHolder':'Sample Bank ','data':{"
            + "'productId':'S1','brand':'NAB','name':'Saver','productCategory':'%s',"
                .formatted(category)
            + "'depositRates':[%s]}}".formatted(String.join(",", rates)));
  }

  private static String rate(String type, String rate) {
    return rate(type, rate, "");
  }

  private static String rate(String type, String rate, String more) {
    return "{'depositRateType':'%s','rate':'%s'%s}".formatted(type, rate, more);
  }

  private static String tier(String unit, String least, String most) {
    return "{'unitOfMeasure':'%s','minimumValue':%s,'maximumValue':%s}"
        .formatted(unit, least, most);
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static SourceRecord only(String line) throws IOException {
    List<SourceRecord> records = records(line);
    assertThat(records).hasSize(1);
    return records.get(0);
  }

  private static List<SourceRecord> records(String... lines) throws IOException {
    byte[] file = String.join("\n", Arrays.asList(lines)).getBytes(UTF_8);
    List<SourceRecord> records = new ArrayList<>();
    new CdrProducts().read(new ByteArrayInputStream(file)).forEachRemaining(records::add);
    return records;
  }

  private static List<String> valuesOf(List<SourceRecord> records, Field<?> field) {
    return records.stream().map(record -> record.values().get(field.name())).toList();
  }
}
