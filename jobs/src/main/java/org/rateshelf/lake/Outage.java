package org.rateshelf.lake;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkThrowable;
import org.rateshelf.job.RateshelfException;

/** Tells a failure of the machine, or a file that is not as a run left it, from a defect. */
public final class Outage {
  private Outage() {}

  /** What a person is told of a failure that is no defect; empty for one that may be. */
  public static Optional<RateshelfException> in(Throwable failure) {
    if (isAbout(failure, "No space left on device", "Disk quota exceeded")) {
      return Optional.of(
          RateshelfException.lakeFails(
              "The disk is full.",
              "a run writes its tables before it publishes them; nothing was published.",
              "free room and run again."));
    }
    if (isAbout(failure, "OutOfMemoryError", "Java heap space", "GC overhead limit exceeded")) {
      return Optional.of(
          RateshelfException.lakeFails(
              "There is not enough memory.",
              "the largest day must fit; nothing was published.",
              "give it more, such as RATESHELF_JAVA_OPTS=-Xmx8g, and run again."));
    }
    return chain(failure)
        .filter(Outage::isOfAFile)
        .findFirst()
        .map(
            cause ->
                RateshelfException.lakeFails(
                    "A file cannot be read or written: " + firstLine(cause) + ".",
                    "it is missing, damaged or out of reach; nothing was published.",
                    "mend what it names, or take it from a copy, and run again; rateshelf restore"
                        + " goes back to an earlier state."));
  }

  private static Stream<Throwable> chain(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(50);
  }

  private static boolean isAbout(Throwable failure, String... words) {
    return chain(failure)
        .map(String::valueOf)
        .anyMatch(text -> Stream.of(words).anyMatch(text::contains));
  }

  private static boolean isOfAFile(Throwable cause) {
    return cause instanceof IOException
        || cause instanceof SparkThrowable spark
            && String.valueOf(spark.getCondition())
                .matches("FAILED_READ_FILE.*|DELTA_.*(LOG|FILE|VERSION|STATE).*");
  }

  private static String firstLine(Throwable cause) {
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("").strip();
  }
}
