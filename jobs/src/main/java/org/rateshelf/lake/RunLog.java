package org.rateshelf.lake;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.FileAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.spark.sql.SparkSession;
import org.rateshelf.job.RateshelfException;

/**
 * The log of a run, a file of its own: its steps, and what Spark warns of meanwhile. Log4j writes
 * it, which is Spark's own.
 *
 * <p>What an exception says may quote a user's row, so of one that Spark logs its class is left and
 * nothing more.
 */
final class RunLog implements AutoCloseable {
  private static final String OURS = "org.rateshelf";
  private static final String AT = "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z'}{UTC}";
  private static final String TEXT = AT + " %-5p %c{1}: MESSAGE%n";
  private static final String JSON =
      "{\"at\":\""
          + AT
          + "\",\"run_id\":\"RUN\",\"level\":\"%p\",\"logger\":\"%c\""
          + ",\"message\":\"%enc{MESSAGE}{JSON}\"}%n";

  /** A message up to the class of an exception that it quotes. */
  private static final String UP_TO_A_QUOTE =
      "%replace{%m}{(?s)(\\b(?:\\w+\\.)+[A-Z][\\w$]*)(?:: | \\().*}{$1}";

  private final LoggerContext context;
  private final FileAppender ours;
  private final FileAppender others;

  private RunLog(LoggerContext context, Path file, String form) {
    this.context = context;
    this.ours = appender(OURS, file, form.replace("MESSAGE", "%m"));
    this.others = appender("others", file, form.replace("MESSAGE", UP_TO_A_QUOTE));
    Configuration settings = context.getConfiguration();
    LoggerConfig apart = new LoggerConfig(OURS, Level.INFO, false);
    apart.addAppender(ours, null, null);
    settings.addLogger(OURS, apart);
    Level warnings = Level.toLevel(System.getProperty("rateshelf.log"), Level.WARN);
    settings.getRootLogger().addAppender(others, warnings, null);
    context.updateLoggers();
  }

  /** Opens the log of a run; from then on it takes what Spark logs too. */
  static RunLog open(Path lake, String runId, boolean json) {
    Path file = lake.resolve("logs").resolve(runId + ".log");
    try {
      Lake.makeFolder(file.getParent());
      Files.write(file, new byte[0], CREATE, APPEND);
    } catch (IOException e) {
      throw RateshelfException.lakeFails(
          "The log of the run cannot be written: " + e.getMessage() + ".",
          "what Spark warns of is found there only.",
          "check that the lake's disk has room.");
    }
    LoggerContext context =
        (LoggerContext) LogManager.getContext(SparkSession.class.getClassLoader(), false);
    return new RunLog(context, file, json ? JSON.replace("RUN", runId) : TEXT);
  }

  private static FileAppender appender(String name, Path file, String pattern) {
    FileAppender appender =
        FileAppender.newBuilder()
            .setName(name)
            .withFileName(file.toString())
            .setLayout(
                PatternLayout.newBuilder()
                    .withPattern(pattern)
                    .withAlwaysWriteExceptions(false)
                    .build())
            .build();
    appender.start();
    return appender;
  }

  void say(Level level, String text) {
    context.getLogger(OURS).log(level, text);
  }

  @Override
  public void close() {
    Configuration settings = context.getConfiguration();
    settings.removeLogger(OURS);
    settings.getRootLogger().removeAppender(others.getName());
    context.updateLoggers();
    ours.stop();
    others.stop();
  }
}
