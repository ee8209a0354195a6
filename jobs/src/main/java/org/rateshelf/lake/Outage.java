package org.rateshelf.lake;

import io.delta.kernel.exceptions.KernelException;
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
    if (failure instanceof RateshelfException told) {
      return Optional.of(told);
    }
    if (isAbout(failure, "No space left on device", "Disk quota exceeded")) {
      return Optional.of(
          RateshelfException.lakeFails(
              "The disk is full.",
              "a run writes its tables before it publishes them; what was published stands.",
              "free room and run again."));
    }
    if (isAbout(failure, "OutOfMemoryError", "Java heap space", "GC overhead limit exceeded")) {
      return Optional.of(
          RateshelfException.lakeFails(
              "There is not enough memory.",
              "a day of all shelves must fit; what was published stands.",
              "give it more, such as RATESHELF_JAVA_OPTS=-Xmx8g, and run again."));
    }
    return chain(failure)
        .map(Outage::fileFault)
        .flatMap(Optional::stream)
        .findFirst()
        .map(
            fault ->
                RateshelfException.lakeFails(
                    "A file cannot be read or written: " + fault + ".",
                    "it is missing, damaged or out of reach; what was published stands.",
                    "mend it or take it from a copy, and run again; or go back to an earlier state"
                        + " with rateshelf restore."));
  }

  private static Stream<Throwable> chain(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(50);
  }

  private static boolean isAbout(Throwable failure, String... words) {
    return chain(failure)
        .map(String::valueOf)
        .anyMatch(text -> Stream.of(words).anyMatch(text::contains));
  }

  private static Optional<String> fileFault(Throwable cause) {
    if (cause instanceof SparkThrowable spark
        && String.valueOf(spark.getCondition()).matches("(FAILED_READ_FILE|PATH_NOT_FOUND).*")) {
      return Optional.ofNullable(spark.getMessageParameters().get("path"));
    }
    return cause instanceof IOException || cause instanceof KernelException
        ? Optional.of(String.valueOf(cause.getMessage()).lines().findFirst().orElse("?"))
        : Optional.empty();
  }
}
