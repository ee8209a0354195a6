package org.rateshelf.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Instant;
import org.rateshelf.lake.Lake;
import org.rateshelf.lake.Run;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What a command that runs says on stderr: to a person, or to a collector of logs. */
final class LogOption {
  enum Form {
    TEXT,
    JSON
  }

  @Option(
      names = "--log",
      paramLabel = "FORM",
      description =
          "text, or json: an object a line on stderr, and in the file that a run leaves in the"
              + " lake's logs/.")
  private Form form = Form.TEXT;

  private String runId;

  /** The one of a command, or where it has none one that speaks to a person. */
  static LogOption of(CommandLine command) {
    return command.getCommandSpec().mixins().values().stream()
        .map(CommandSpec::userObject)
        .filter(LogOption.class::isInstance)
        .map(LogOption.class::cast)
        .findFirst()
        .orElseGet(LogOption::new);
  }

  /** The one that arguments ask for which cannot be parsed, or from which nothing came back. */
  static LogOption in(String... args) {
    LogOption log = new LogOption();
    if (String.join("=", args).matches("(?is)(.*=)?--log=json(=.*)?")) {
      log.form = Form.JSON;
    }
    return log;
  }

  boolean isForAPerson() {
    return form == Form.TEXT;
  }

  Run on(Lake lake) {
    Run run = new Run(lake, Clock.systemUTC(), this::step, form == Form.JSON);
    runId = run.id();
    return run;
  }

  /** Where nobody looks on, steps are told to a collector only. */
  private void step(String step) {
    if (form == Form.JSON || System.console() != null) {
      say("INFO", "  ", step);
    }
  }

  void tell(Run.Outcome outcome) {
    outcome.told().forEach(line -> say("INFO", "note: ", line));
    outcome.alerts().forEach(line -> say("WARN", "alert: ", line));
  }

  void fail(String text) {
    say("ERROR", "", text);
  }

  private void say(String level, String before, String text) {
    System.err.println(
        form == Form.TEXT
            ? before + text
            : new ObjectMapper()
                .createObjectNode()
                .put("at", Instant.now().toString())
                .put("run_id", runId)
                .put("level", level)
                .put("message", text));
  }
}
