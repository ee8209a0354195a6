package org.rateshelf.lake;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.rateshelf.ingest.Source;
import org.rateshelf.ingest.Sources;
import org.rateshelf.job.Defect;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.job.RateshelfException.Exit;
import org.rateshelf.lake.Intake.Taken;
import org.rateshelf.lake.LandedFile.Status;
import org.rateshelf.market.Market;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Listings;
import org.rateshelf.table.Quarantine;
import org.rateshelf.table.Runs;
import org.rateshelf.table.Scans;
import org.rateshelf.table.SpellRates;
import org.rateshelf.table.UserRates;

/**
 * One run on a lake: takes in what has landed, computes the days that it touches, checks the tables
 * against each other and publishes them in one commit.
 *
 * <p>The publication is the last durable step. Whatever a run that died had written before it, the
 * next one takes back.
 */
public final class Run {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private final Lake lake;
  private final Clock clock;
  private final Consumer<String> progress;
  private final List<String> told = new ArrayList<>();
  private final List<String> alerts = new ArrayList<>();
  private final List<String> aboutShelves = new ArrayList<>();
  private final boolean jsonLog;
  private final Instant start;
  private final String id;
  private LakeLock lock;
  private Journal journal;
  private RunLog log;

  public Run(Lake lake, Clock clock, Consumer<String> progress) {
    this(lake, clock, progress, false);
  }

  /** A run that tells what it is at; its log is made of JSON objects, or of text. */
  public Run(Lake lake, Clock clock, Consumer<String> progress, boolean jsonLog) {
    this.lake = lake;
    this.clock = clock;
    this.progress = progress;
    this.jsonLog = jsonLog;
    this.start = clock.instant();
    this.id = STAMP.format(start) + "-" + ProcessHandle.current().pid();
  }

  public String id() {
    return id;
  }

  /**
   * What to do.
   *
   * @param command the command's name, for the record
   * @param market the market's folder
   * @param landing where files land; usually the market's own
   * @param asOf last day of the market; empty for the last day that a file speaks of
   * @param from first day to compute anew whatever has landed; empty for what is touched
   * @param userKey key under which user ids are hashed
   */
  public record Order(
      String command,
      String market,
      String landing,
      Optional<LocalDate> asOf,
      Optional<LocalDate> from,
      UserKey userKey) {}

  /** How it went. */
  public record Outcome(
      Exit exit,
      Optional<Long> publication,
      LocalDate from,
      LocalDate to,
      int filesTaken,
      int filesRefused,
      long rowsKept,
      long rowsQuarantined,
      List<String> told,
      List<String> alerts) {}

  /**
   * Refuses a lake on which no run can begin, since another holds it or its lock would not hold.
   * Whoever asks before Spark starts has the answer in a second.
   */
  public static void requireFree(Path lake) {
    LakeLock.requireFree(lake);
  }

  /** Runs; what it did is recorded however it ends. */
  public Outcome execute(Order order) {
    return recorded(
        order.command(),
        () -> run(order, (intake, changed) -> intake.take(order.landing(), f -> changed)));
  }

  /**
   * Judges the files of refused rows again, after a rule was corrected, and publishes what that
   * makes of their days; recorded likewise.
   *
   * @param reason for which the rows were refused; empty for whatever
   */
  public Outcome release(Order order, Optional<String> reason) {
    return recorded(
        order.command(),
        () -> {
          Dataset<Row> before = lake.published(Quarantine.TABLE, lake.present());
          return run(
              order,
              (intake, changed) ->
                  release(
                      before,
                      reason,
                      again -> intake.judgeAgain(order.landing(), again.or(f -> changed))));
        });
  }

  /** Publishes an earlier state again as a new one; recorded likewise. */
  public Outcome restore(long publication) {
    return recorded("restore", () -> restored(publication));
  }

  /** Puts right what can be without a loss; recorded likewise. */
  public Outcome mend(List<Doctor.Finding> findings) {
    return recorded(
        "doctor",
        () -> {
          for (Doctor.Finding finding : findings) {
            if (finding.mend().isPresent()) {
              at("mending: " + finding.problem());
              finding.mend().get().run();
              told.add("mended: " + finding.problem());
            }
          }
          return outcome(Optional.empty(), null, new Taken(List.of(), null, List.of(), List.of()));
        });
  }

  private Outcome recorded(String command, Supplier<Outcome> work) {
    requireWritable();
    lock = LakeLock.take(lake.root(), "run %s, since %s, on %s".formatted(id, start, host()));
    lock.died()
        .ifPresent(holder -> told.add("what held the lake before has died: " + holder + "."));
    try (Journal begun = Journal.begin(lake.root(), id, command, clock);
        RunLog opened = RunLog.open(lake.root(), id, jsonLog)) {
      journal = begun;
      log = opened;
      log.say(Level.INFO, command);
      Outcome outcome;
      try {
        outcome = work.get();
      } catch (Exception | Error e) {
        // Spark throws checked exceptions that it does not declare.
        fail(command, e);
        throw e;
      }
      outcome.told().forEach(line -> log.say(Level.INFO, line));
      outcome.alerts().forEach(line -> log.say(Level.WARN, line));
      record(command, outcome);
      return outcome;
    } finally {
      lock.close();
      lake.spark().sparkContext().clearCallSite();
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "a host without a name";
    }
  }

  private void at(String step) {
    lock.requireHeld();
    journal.note(step);
    log.say(Level.INFO, step);
    progress.accept(step);
    // Spark shows it beside each job, and need not look through the stack for a name.
    lake.spark().sparkContext().setLocalProperty("callSite.short", step);
    lake.spark().sparkContext().setLocalProperty("callSite.long", step);
  }

  private void requireWritable() {
    Path parent = lake.root().getParent();
    if (parent != null
        && Files.exists(parent)
        && !Files.isWritable(LakeLock.existing(lake.root()))) {
      throw RateshelfException.lakeFails(
          "The lake " + lake.root() + " cannot be written.",
          "a run writes its tables there.",
          "give the user who runs it the right to write, or another --lake.");
    }
  }

  /** Records how it failed, if what made it fail lets it. */
  private void fail(String command, Throwable failure) {
    Optional<RateshelfException> fault = Outage.in(failure);
    String end = fault.map(RateshelfException::told).orElse("a defect, see logs/" + id + ".log");
    told.add(end);
    log.say(Level.ERROR, end);
    if (!(failure instanceof RateshelfException)) {
      log.say(Level.ERROR, Defect.trace(failure));
    }
    Exit exit = fault.map(RateshelfException::exit).orElse(Exit.DEFECT);
    try {
      record(command, new Outcome(exit, Optional.empty(), null, null, 0, 0, 0, 0, told, alerts));
    } catch (Exception | Error e) {
      log.say(Level.ERROR, "the end of the run cannot be recorded: " + e.getClass().getName());
    }
  }

  private Outcome run(Order order, BiFunction<Intake, Boolean, Taken> takeIn) {
    at("reading the market's settings and reference");
    Reference reference = Reference.read(lake.spark(), order.market());
    Optional<Publication> published = lake.lastPublication();
    published.ifPresent(p -> requireSameMarket(p, reference.market()));
    lake.recover(published);
    lake.keepSettings(reference);
    Archive archive = new Archive(lake, order.userKey());
    try {
      return night(order, takeIn, reference, archive, published);
    } finally {
      if (reference.market().forgetsUserFiles()) {
        archive.forgetUsers();
      }
    }
  }

  private Outcome night(
      Order order,
      BiFunction<Intake, Boolean, Taken> takeIn,
      Reference reference,
      Archive archive,
      Optional<Publication> published) {
    boolean changed =
        published.map(p -> !p.marketSha256().equals(reference.sha256())).orElse(false);
    boolean older =
        published.map(p -> !p.versions().containsKey(SpellRates.TABLE.path())).orElse(false);
    if (older) {
      told.add("an earlier version of Rateshelf wrote the lake: all days are computed anew.");
    }
    if (changed) {
      told.add("the market's reference or settings changed: all days are computed anew.");
    }

    at("taking in what has landed");
    Taken taken = takeIn.apply(new Intake(lake, archive, reference), changed);
    told.addAll(taken.told());
    told.addAll(taken.leftOut());

    boolean users =
        taken.arrived().stream().anyMatch(f -> f.source().equals(Sources.USER_RATES.name()));
    if (users && order.userKey().isDemo() && !order.command().equals("demo")) {
      told.add(
          "user ids are hashed under the demo's key, which anybody can read: before real ids land,"
              + " set %s or %s.".formatted(UserKey.VARIABLE, UserKey.FILE_VARIABLE));
    }

    if (published.isEmpty() || changed) {
      for (Source source : Sources.reference()) {
        Table table = source.table();
        lake.tables().replaceAll(table, lake.tables().write(table, reference.facts().rows(table)));
      }
    }
    LocalDate wasLast = published.map(Publication::asOf).orElse(null);
    Span span = span(order, taken, published, changed || older, today(reference.market()));
    boolean nothingNew =
        published.isPresent() && taken.arrived().isEmpty() && !changed && !older && span == null;
    if (nothingNew) {
      told.add("nothing new has landed; the published state stands.");
      alert(order, reference, taken, null, wasLast);
      return outcome(Optional.empty(), null, taken);
    }
    if (span == null && published.isEmpty()) {
      refuseEmpty(order, taken);
    }
    if (span != null) {
      span =
          new Span(Unsettled.earliest(lake, reference.facts(), span.from(), span.to()), span.to());
      Computation computation =
          new Computation(lake, reference.facts(), span.from(), span.to(), this::at);
      computation.run();
      tellOfShelves(span, computation);
    }
    alert(order, reference, taken, span, wasLast);
    at("publishing");
    LocalDate first =
        span == null
            ? published.map(Publication::firstDay).orElse(null)
            : published.map(Publication::firstDay).filter(span.from()::isAfter).orElse(span.from());
    Publication next =
        lake.publish(
            new Publication(
                published.map(Publication::id).orElse(0L) + 1,
                id,
                clock.instant(),
                reference.market().id(),
                reference.market().provenance().name(),
                first,
                span == null ? wasLast : span.to(),
                reference.sha256(),
                Map.of()));
    return outcome(Optional.of(next.id()), span, taken);
  }

  private Taken release(
      Dataset<Row> before,
      Optional<String> reason,
      Function<Predicate<LandedFile>, Taken> judgeAgain) {
    Column meant =
        reason
            .map(
                r ->
                    exists(
                        Quarantine.REASONS.col(), is -> is.equalTo(r).or(is.startsWith(r + ":"))))
            .orElse(lit(true));
    Dataset<Row> refused = before.filter(meant);
    Set<String> files =
        refused
            .select(concat_ws("/", Quarantine.SOURCE_NAME.col(), Quarantine.FILE_SHA256.col()))
            .distinct()
            .as(Encoders.STRING())
            .collectAsList()
            .stream()
            .collect(toSet());
    Taken taken = judgeAgain.apply(f -> files.contains(f.source() + "/" + f.sha256()));
    String[] row = {
      Quarantine.SOURCE_NAME.name(), Quarantine.FILE_SHA256.name(), Quarantine.FILE_LINE.name()
    };
    Dataset<Row> now = lake.now(Quarantine.TABLE).select(row[0], row[1], row[2]);
    long stay = refused.join(now, row, "left_semi").count();
    told.add(
        "%d rows of %d files were refused%s; released %d, still refused %d."
            .formatted(
                refused.count(),
                files.size(),
                reason.map(r -> " for " + r).orElse(""),
                refused.count() - stay,
                stay));
    return taken;
  }

  private Outcome restored(long publication) {
    Publication present = lake.present();
    Publication earlier = lake.publication(publication);
    Taken nothing = new Taken(List.of(), null, List.of(), List.of());
    if (earlier.id() == present.id()) {
      told.add("publication " + publication + " is the present state; it stands.");
      return outcome(Optional.empty(), null, nothing);
    }
    lake.requireKept(earlier);
    at("restoring publication " + publication);
    lake.recover(Optional.of(present));
    lake.restore(earlier);
    at("publishing");
    Publication next = lake.publish(earlier.again(present.id() + 1, id, clock.instant()));
    String again =
        "publication %d is published again as %d; the next run takes in once more what has landed"
            + " since: take out of the landing folder what it should not.";
    told.add(again.formatted(publication, next.id()));
    return outcome(Optional.of(next.id()), null, nothing);
  }

  private void requireSameMarket(Publication published, Market market) {
    if (!published.market().equals(market.id())) {
      throw RateshelfException.usage(
          "The lake %s holds the market '%s', not '%s'."
              .formatted(lake.root(), published.market(), market.id()),
          "a lake holds one market, so that no figure mixes two.",
          "give another --lake, or the market that it holds.");
    }
  }

  private static void refuseEmpty(Order order, Taken taken) {
    String landed =
        Stream.concat(
                taken.arrived().stream().map(f -> f.source() + "/" + f.fileName() + fate(f)),
                taken.leftOut().stream())
            .collect(joining(", "));
    throw RateshelfException.badInput(
        landed.isEmpty()
            ? "Nothing has landed in " + order.landing() + "."
            : "Nothing that landed is a scan, a listing or a holder that counts: " + landed + ".",
        "the lake is new, and a state of nothing is not published.",
        landed.isEmpty()
            ? "put files into " + order.landing() + "/<source>/; docs/sources.md has their form."
            : "correct the files and run again; rateshelf validate says what is wrong with which.");
  }

  private static String fate(LandedFile file) {
    return file.problem() != null
        ? " (" + file.problem() + ")"
        : file.counts() == null
            ? ""
            : " (%d rows kept, %d quarantined)"
                .formatted(file.counts().kept(), file.counts().quarantined());
  }

  /** Days to compute, both included. */
  record Span(LocalDate from, LocalDate to) {}

  private Span span(
      Order order, Taken taken, Optional<Publication> published, boolean changed, LocalDate today) {
    LocalDate last = published.map(Publication::asOf).orElse(null);
    Span bounds =
        taken.earliestDay() == null && !changed && last != null && order.asOf().isPresent()
            ? null
            : bounds(taken, last);
    LocalDate firstFact = published.map(Publication::firstDay).orElse(null);
    LocalDate lastFact = last;
    if (bounds != null) {
      firstFact = earlier(firstFact, bounds.from());
      lastFact = later(lastFact, bounds.to());
    }
    // A file that speaks of the day after tomorrow is a slip: without --as-of, time ends today.
    LocalDate ends = lastFact == null ? null : earlier(lastFact, later(today, last));
    LocalDate to = order.asOf().map(d -> last == null ? d : later(d, last)).orElse(ends);
    if (to == null || firstFact == null) {
      return null;
    }
    LocalDate from = last == null || changed ? firstFact : last.plusDays(1);
    from = earlier(from, taken.earliestDay());
    from = earlier(from, order.from().orElse(null));
    from = later(from, firstFact);
    return from.isAfter(to) ? null : new Span(from, to);
  }

  /**
   * First day that scans, listings and snapshots of holders speak of, and last that scans and
   * listings do; after a first run, the new ones only.
   */
  private Span bounds(Taken taken, LocalDate last) {
    LocalDate since =
        last == null ? LocalDate.MIN : taken.earliestDay() == null ? last : taken.earliestDay();
    TreeSet<LocalDate> shelf = new TreeSet<>(lake.tables().days(Scans.TABLE, since, LocalDate.MAX));
    shelf.addAll(lake.tables().days(Listings.TABLE, since, LocalDate.MAX));
    TreeSet<LocalDate> all =
        new TreeSet<>(lake.tables().days(UserRates.TABLE, since, LocalDate.MAX));
    all.addAll(shelf);
    return new Span(all.isEmpty() ? null : all.first(), shelf.isEmpty() ? null : shelf.last());
  }

  private static LocalDate earlier(LocalDate a, LocalDate b) {
    return a == null || b != null && b.isBefore(a) ? b : a;
  }

  private static LocalDate later(LocalDate a, LocalDate b) {
    return a == null || b != null && b.isAfter(a) ? b : a;
  }

  /** Without --as-of, silence counts to yesterday though nothing has landed; today is not over. */
  private void alert(Order order, Reference reference, Taken taken, Span span, LocalDate wasLast) {
    LocalDate last = span == null ? wasLast : span.to();
    LocalDate yesterday = today(reference.market()).minusDays(1);
    alerts.addAll(
        Alerts.of(
            lake,
            reference,
            taken.arrived(),
            span,
            order.asOf().isPresent() ? last : later(yesterday, last)));
  }

  private LocalDate today(Market market) {
    return LocalDate.ofInstant(clock.instant(), ZoneId.of(market.timeZone()));
  }

  private void tellOfShelves(Span span, Computation computation) {
    long disagreeing =
        lake.tables().rows(Scans.TABLE, span.from(), LocalDate.MAX).stream()
            .filter(row -> Scans.TABLE.value(row, Scans.DECLARED_STATUS) != null)
            .filter(
                row ->
                    !Scans.TABLE
                        .value(row, Scans.DECLARED_STATUS)
                        .equals(Scans.TABLE.value(row, Scans.STATUS)))
            .count();
    if (disagreeing > 0) {
      aboutShelves.add(
          disagreeing
              + " scans did not show as many products as they say, and count as PARTIAL"
              + " (silver/scans, declared_status).");
    }
    if (computation.ambiguous() > 0) {
      aboutShelves.add(
          computation.ambiguous()
              + " new product ids might continue older ones, but not certainly; they stand apart"
              + " (silver/shelf_days, rekey_candidates).");
    }
  }

  private Outcome outcome(Optional<Long> publication, Span span, Taken taken) {
    int refused = (int) taken.arrived().stream().filter(f -> f.status() == Status.REFUSED).count();
    long kept = 0;
    long quarantined = 0;
    for (LandedFile file : taken.arrived()) {
      if (file.counts() != null) {
        kept += file.counts().kept();
        quarantined += file.counts().quarantined();
      }
    }
    if (quarantined > 0) {
      told.add(
          quarantined + " rows were quarantined; see: rateshelf quarantine --lake " + lake.root());
    }
    if (publication.isPresent()) {
      told.addAll(aboutShelves);
    }
    boolean gaps = refused > 0 || !taken.leftOut().isEmpty() || !alerts.isEmpty();
    Exit exit = gaps ? Exit.PUBLISHED_WITH_GAPS : Exit.DONE;
    return new Outcome(
        exit,
        publication,
        span == null ? null : span.from(),
        span == null ? null : span.to(),
        taken.arrived().size() - refused,
        refused,
        kept,
        quarantined,
        told,
        alerts);
  }

  private void record(String command, Outcome outcome) {
    Object[] row = {
      id,
      command,
      start,
      clock.instant(),
      outcome.exit().code(),
      outcome.publication().orElse(null),
      outcome.from(),
      outcome.to(),
      outcome.filesTaken(),
      outcome.filesRefused(),
      outcome.rowsKept(),
      outcome.rowsQuarantined(),
      Stream.concat(outcome.told().stream(), outcome.alerts().stream()).collect(joining("\n"))
    };
    lake.tables().add(Runs.TABLE, lake.tables().write(Runs.TABLE, List.<Object[]>of(row)));
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("run_id", id);
    summary.put("command", command);
    summary.put("exit_code", outcome.exit().code());
    summary.put("publication_id", outcome.publication().orElse(null));
    summary.put("computed_from", outcome.from() == null ? null : outcome.from().toString());
    summary.put("computed_to", outcome.to() == null ? null : outcome.to().toString());
    summary.put("files_taken", outcome.filesTaken());
    summary.put("files_refused", outcome.filesRefused());
    summary.put("rows_kept", outcome.rowsKept());
    summary.put("rows_quarantined", outcome.rowsQuarantined());
    summary.put("told", outcome.told());
    summary.put("alerts", outcome.alerts());
    try {
      Lake.writeWhole(
          lake.root().resolve("last-run.json"),
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(summary)
              + "\n");
    } catch (IOException e) {
      throw RateshelfException.lakeFails(
          "The summary of the run cannot be written: " + e.getMessage() + ".",
          "schedulers read it.",
          "check that the lake's disk has room.");
    }
    log.say(Level.INFO, "ends with exit code " + outcome.exit().code());
  }
}
