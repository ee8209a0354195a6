package org.rateshelf.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rateshelf.TestSpark;
import org.rateshelf.answer.Answers;
import org.rateshelf.ingest.Source;
import org.rateshelf.ingest.Sources;
import org.rateshelf.job.Answer;
import org.rateshelf.lake.Difference;
import org.rateshelf.lake.Lake;
import org.rateshelf.lake.Run;
import org.rateshelf.lake.SmallNight;
import org.rateshelf.lake.UserKey;
import org.rateshelf.schema.Table;
import org.rateshelf.simulate.Simulation;
import org.rateshelf.simulate.SimulationSize;

/**
 * The tables depend on the set of files that landed: those of 60 days, landed by a random {@link
 * Schedule}, make the lake that all of them at once make. Of the answers it has the first, from
 * which the others follow; RerunIT has all.
 *
 * <p>More schedules: {@code -Drateshelf.schedules=20}, the first of them by {@code
 * -Drateshelf.schedule=7}.
 */
class ScheduleIT {
  private static final int NIGHTS = 4;
  private static final int DAYS = 60;

  static LongStream seeds() {
    long first = Long.getLong("rateshelf.schedule", 1);
    return LongStream.range(first, first + Integer.getInteger("rateshelf.schedules", 0));
  }

  @ParameterizedTest(name = "schedule {0}", allowZeroInvocations = true)
  @MethodSource("seeds")
  void filesInAnyOrderMakeTheLakeOfAllAtOnce(long seed, @TempDir Path temp) throws IOException {
    LocalDate first = LocalDate.of(2021, 3, 1);
    Path market = temp.resolve("market");
    SimulationSize size = new SimulationSize("", 2, 3, 5, 40, first, first.plusDays(DAYS - 1));
    new Simulation(size, seed).writeTo(market);
    Lake atOnce = nightly(market, market.resolve("landing"), temp.resolve("at-once"));

    Schedule schedule = Schedule.of(market.resolve("landing"), NIGHTS, seed);
    Path landing = Files.createDirectory(temp.resolve("landing"));
    Lake shuffled = null;
    for (int night = 0; night < NIGHTS; night++) {
      schedule.land(night, landing);
      shuffled = nightly(market, landing, temp.resolve("shuffled"));
    }
    List<Difference> differences =
        Difference.between(atOnce, atOnce.present(), shuffled, shuffled.present(), tables());
    assertThat(differences).as("seed %d%s", seed, schedule).isEmpty();
  }

  private static List<Table> tables() {
    return Stream.concat(
            Sources.landing().stream().flatMap(List::stream).map(Source::table),
            Answers.all().stream().map(Answer::writes))
        .distinct()
        .toList();
  }

  private static Lake nightly(Path market, Path landing, Path folder) {
    Run.Order order =
        new Run.Order(
            "nightly",
            market.toString(),
            landing.toString(),
            Optional.empty(),
            Optional.empty(),
            UserKey.DEMO);
    SmallNight.run(folder, Clock.systemUTC(), step -> {}, order);
    return new Lake(TestSpark.session(), folder);
  }
}
