package org.rateshelf.lake;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.rateshelf.TestMarket;
import org.rateshelf.TestSpark;

/** A night, run by the test's own process. */
public final class SmallNight {
  private SmallNight() {}

  public static Run.Outcome run(TestMarket market, Path lake) {
    return run(market, lake, step -> {});
  }

  public static Run.Outcome run(TestMarket market, Path lake, Consumer<String> progress) {
    return run(lake, Clock.systemUTC(), progress, order(market));
  }

  /** A run of an order. */
  public static Run.Outcome run(
      Path lake, Clock clock, Consumer<String> progress, Run.Order order) {
    return run(new Lake(TestSpark.session(), lake), clock, progress, order);
  }

  static Run.Outcome run(Lake lake, Clock clock, Consumer<String> progress, Run.Order order) {
    return new Run(lake, clock, progress).execute(order);
  }

  private static Run.Order order(TestMarket market) {
    return new Run.Order(
        "nightly",
        market.folder().toString(),
        market.folder().resolve("landing").toString(),
        Optional.empty(),
        Optional.empty(),
        UserKey.DEMO);
  }
}
