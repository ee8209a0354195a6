package org.rateshelf.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.TestSpark;
import org.rateshelf.cli.Rateshelf;
import org.rateshelf.ingest.FileFault;
import org.rateshelf.ingest.Format;
import org.rateshelf.ingest.SourceRecord;
import org.rateshelf.ingest.Sources;
import org.rateshelf.lake.Validation;

/**
 * Real files with faults put into them by chance: none crashes a run, and every record is kept,
 * repeated or quarantined, or its file is refused with a fault and a remedy.
 *
 * <p>{@code -Drateshelf.fuzz=100000 -Drateshelf.seed=1} sets how many, and the first seed.
 */
class FuzzIT {
  private static final int INPUTS = Integer.getInteger("rateshelf.fuzz", 2_000);
  private static final long SEED = Long.getLong("rateshelf.seed", 20_201_218);
  private static final int AT_ONCE = 2_000;

  private static final Path DATA =
      Path.of(System.getProperty("rateshelf.root", "..")).resolve("data");
  private static final String CHINA = "cn-2020-simulated";
  private static final String AUSTRALIA = "au-cdr";

  private static final Pattern FARED =
      Pattern.compile("(.*): (\\d+) rows, (\\d+) to be kept, (\\d+) repeated, (\\d+) to be .*");
  private static final Pattern REFUSED = Pattern.compile("landing/(\\S+) is refused: .+; fix: .+");
  private static final Pattern REFUSED_BEFORE =
      Pattern.compile("landing/(\\S+) was left out: it has the content of .+; fix: .+");

  /** Products as the Australian banks send them; their files are not carried. */
  private static final String PRODUCTS =
      """
      {"snapshotDate":"2022-06-15","dataHolderId":"000004","dataHolder":"National Australia Bank",
       "data":{"productId":"T1","brand":"NAB","name":"Term Deposit","productCategory":"TERM_DEPOSITS",
       "depositRates":[{"depositRateType":"FIXED","rate":"0.0165","additionalValue":"P12M",
       "applicationFrequency":"P1M","tiers":[{"unitOfMeasure":"DOLLAR","minimumValue":5000,
       "maximumValue":500000}]},{"depositRateType":"FIXED","rate":"0.02","additionalValue":"P24M"}]}}
      {"snapshotDate":"2022-06-15","dataHolderId":"000004","dataHolder":"National Australia Bank",
       "data":{"productId":"S1","brand":"NAB","name":"Saver","productCategory":
       "TRANS_AND_SAVINGS_ACCOUNTS","depositRates":[{"depositRateType":"VARIABLE","rate":0.0005},
       {"depositRateType":"BONUS","rate":"0.012","additionalValue":"P3M"}]}}
      {"snapshotDate":"2022-06-15","dataHolderId":"000009","dataHolder":"000009",
       "data":{"productId":"S1","brandName":"Mutual","name":"Saver 🏦","productCategory":
       "TRANS_AND_SAVINGS_ACCOUNTS","depositRates":[{"depositRateType":"VARIABLE","rate":"1.3"}]}}
      {"snapshotDate":"2022-06-15","dataHolderId":"000009","data":{"productId":"S2","name":"Old",
       "productCategory":"TERM_DEPOSITS"}}
      """;

  @TempDir private static Path temp;

  /** A file before its faults, unpacked. */
  private record Original(String market, String source, String ending, byte[] text) {}

  /** A file with its faults. */
  private record Input(String market, String source, String path, byte[] content, String faults) {}

  @Test
  void everyRecordOfEveryDamagedFileIsAccountedFor() throws IOException {
    List<Original> originals = originals();
    for (int first = 0; first < INPUTS; first += AT_ONCE) {
      List<Input> inputs =
          IntStream.range(first, Math.min(INPUTS, first + AT_ONCE))
              .mapToObj(i -> input(originals, i))
              .toList();
      for (String market : List.of(CHINA, AUSTRALIA)) {
        accounted(market, inputs.stream().filter(i -> i.market().equals(market)).toList());
      }
    }
  }

  /** What is odd and yet no reason to refuse a row reaches every answer. */
  @Test
  void aNightOfDamagedFilesComesToItsEnd() throws IOException {
    TestSpark.session();
    List<Original> originals = originals();
    Path landing = temp.resolve("night");
    for (int i = 0; i < 300; i++) {
      Input input = input(originals, i);
      if (input.market().equals(CHINA)) {
        land(landing, input);
      }
    }
    assertThat(
            Rateshelf.run(
                "nightly",
                "--market",
                DATA.resolve(CHINA).toString(),
                "--landing",
                landing.toString(),
                "--lake",
                temp.resolve("lake").toString()))
        .isEqualTo(5);
  }

  private static void land(Path landing, Input input) throws IOException {
    Path file = landing.resolve(input.path());
    Files.createDirectories(file.getParent());
    Files.write(file, input.content());
  }

  private static List<Object> content(Input input) {
    return List.of(input.source(), ByteBuffer.wrap(input.content()));
  }

  /** Files that are unfit, and of which a copy with an earlier name was, and none was fit. */
  private static Set<String> copiesOfRefused(List<Input> inputs, Map<String, Long> records) {
    Map<List<Object>, Boolean> fit = new HashMap<>();
    Set<String> copies = new TreeSet<>();
    inputs.stream()
        .sorted(Comparator.comparing(Input::path))
        .forEach(
            input -> {
              boolean isFit = records.get(input.path()) >= 0;
              Boolean copyIsFit = fit.get(content(input));
              if (!isFit && Boolean.FALSE.equals(copyIsFit)) {
                copies.add(input.path());
              }
              fit.merge(content(input), isFit, Boolean::logicalOr);
            });
    return copies;
  }

  private static void accounted(String market, List<Input> inputs) throws IOException {
    Path landing = Files.createTempDirectory(temp, market);
    Map<List<Object>, Input> byContent = new HashMap<>();
    Map<String, Long> records = new TreeMap<>();
    for (Input input : inputs) {
      land(landing, input);
      // Of files that say the same, the run takes the first by name.
      byContent.merge(content(input), input, (a, b) -> a.path().compareTo(b.path()) < 0 ? a : b);
      records.put(input.path(), records(input));
    }
    Map<String, List<Long>> fared = new TreeMap<>();
    Set<String> refused = new TreeSet<>();
    Set<String> refusedBefore = new TreeSet<>();
    List<String> rest = new ArrayList<>();
    for (String line :
        Validation.of(
                TestSpark.session(), DATA.resolve(market).toString(), landing.toUri().toString())
            .findings()) {
      Matcher found = FARED.matcher(line);
      Matcher fault = REFUSED.matcher(line);
      Matcher twin = REFUSED_BEFORE.matcher(line);
      if (found.matches()) {
        fared.put(
            found.group(1),
            IntStream.rangeClosed(2, 5).mapToObj(i -> Long.valueOf(found.group(i))).toList());
      } else if (fault.matches()) {
        refused.add(fault.group(1));
      } else if (twin.matches()) {
        refusedBefore.add(twin.group(1));
      } else if (!line.contains("does not know is passed over")) {
        rest.add(line);
      }
    }
    assertThat(rest).isEmpty();
    assertThat(refusedBefore).isEqualTo(copiesOfRefused(inputs, records));
    for (Input input : byContent.values()) {
      long found = records.get(input.path());
      if (found < 0) {
        assertThat(refused).as(input.faults()).contains(input.path());
      } else {
        assertThat(fared).as(input.faults()).containsKey(input.path());
        List<Long> counts = fared.get(input.path());
        assertThat(counts.get(0)).as(input.faults()).isEqualTo(found);
        assertThat(counts.get(1) + counts.get(2) + counts.get(3))
            .as(input.faults())
            .isEqualTo(found);
      }
    }
    System.out.printf(
        "%s: %d damaged files, %d refused whole; of %d rows %d kept, %d repeated, %d quarantined%n",
        market,
        inputs.size(),
        refused.size(),
        sum(fared, 0),
        sum(fared, 1),
        sum(fared, 2),
        sum(fared, 3));
  }

  private static long sum(Map<String, List<Long>> fared, int which) {
    return fared.values().stream().mapToLong(counts -> counts.get(which)).sum();
  }

  /** Records that the file's reader finds; -1 where it refuses the file. */
  private static long records(Input input) {
    Format format = Format.of(input.path()).orElseThrow();
    try {
      InputStream in = new ByteArrayInputStream(input.content());
      Iterator<SourceRecord> records =
          format
              .reader(Sources.named(input.source()).header(), unknown -> {})
              .read(format.isGzip() ? unpacked(in) : in);
      long count = 0;
      long malformed = 0;
      while (records.hasNext()) {
        count++;
        malformed += records.next().reasons().equals(List.of("MALFORMED")) ? 1 : 0;
      }
      boolean isAnothers = format.isJson() && malformed == count;
      return count == 0 || isAnothers ? -1 : count;
    } catch (FileFault | ZipException e) {
      return -1;
    } catch (UncheckedIOException e) {
      assertThat(e.getCause()).as(input.faults()).isInstanceOf(FileFault.class);
      return -1;
    } catch (IOException | RuntimeException | Error e) {
      throw new AssertionError(input.faults(), e);
    }
  }

  /** Unpacked by another library; Java's own passes over what comes after the first member. */
  private static InputStream unpacked(InputStream gzip) throws ZipException {
    try (InputStream in =
        GzipCompressorInputStream.builder()
            .setInputStream(gzip)
            .setDecompressConcatenated(true)
            .get()) {
      return new ByteArrayInputStream(in.readAllBytes());
    } catch (IOException e) {
      throw new ZipException(e.getMessage());
    }
  }

  private static Input input(List<Original> originals, int number) {
    Random random = new Random(SEED + number);
    Original original = originals.get(random.nextInt(originals.size()));
    boolean gzip = original.ending().endsWith(".gz");
    List<String> faults = new ArrayList<>();
    byte[] content = original.text();
    boolean packed = false;
    for (int left = 1 + random.nextInt(3); left > 0 && content.length > 0; left--) {
      if (gzip && !packed && random.nextInt(4) == 0) {
        content = zipped(content);
        packed = true;
      }
      Mutation mutation = Mutation.values()[random.nextInt(Mutation.values().length)];
      faults.add(mutation.name());
      content = mutation.of(content, random);
    }
    if (gzip && !packed) {
      content = zipped(content);
    }
    String path = original.source() + "/" + number + original.ending();
    return new Input(
        original.market(),
        original.source(),
        path,
        content,
        "%s, seed %d: %s".formatted(path, SEED + number, String.join(", ", faults)));
  }

  /** The first rows of real files in every form in which they may land. */
  private static List<Original> originals() throws IOException {
    List<Original> found = new ArrayList<>();
    for (String file :
        List.of(
            "scans/2020-10-01.csv",
            "scans/2020-12-18.csv",
            "listings/2020-10-01.csv.gz",
            "listings/2020-12-18.csv.gz",
            "bank_rates/reported.csv",
            "bank_rates/simulated.csv",
            "user_rates/2020-10-31.csv.gz",
            "user_rates/2020-12-31.csv.gz")) {
      String source = file.substring(0, file.indexOf('/'));
      byte[] csv = head(DATA.resolve(CHINA).resolve("landing").resolve(file));
      byte[] json = json(source, csv);
      found.add(new Original(CHINA, source, ".csv", csv));
      found.add(new Original(CHINA, source, ".csv.gz", csv));
      found.add(new Original(CHINA, source, ".jsonl", json));
      found.add(new Original(CHINA, source, ".jsonl.gz", json));
    }
    byte[] products = PRODUCTS.replaceAll("\\n +", "").getBytes(UTF_8);
    found.add(new Original(AUSTRALIA, "cdr", ".jsonl", products));
    found.add(new Original(AUSTRALIA, "cdr", ".jsonl", products));
    found.add(new Original(AUSTRALIA, "cdr", ".jsonl.gz", products));
    return found;
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        InputStream text = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
      return new String(text.readAllBytes(), UTF_8)
          .lines()
          .limit(25)
          .collect(Collectors.joining("\n", "", "\n"))
          .getBytes(UTF_8);
    }
  }

  private static byte[] json(String source, byte[] csv) throws IOException {
    ObjectMapper json = new ObjectMapper();
    StringBuilder lines = new StringBuilder();
    Iterator<SourceRecord> records =
        Format.CSV
            .reader(Sources.named(source).header(), unknown -> {})
            .read(new ByteArrayInputStream(csv));
    while (records.hasNext()) {
      lines.append(json.writeValueAsString(records.next().values())).append('\n');
    }
    return lines.toString().getBytes(UTF_8);
  }

  private static byte[] zipped(byte[] text) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
