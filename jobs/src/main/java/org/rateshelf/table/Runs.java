package org.rateshelf.table;

import static org.rateshelf.schema.Field.code;
import static org.rateshelf.schema.Field.count;
import static org.rateshelf.schema.Field.date;
import static org.rateshelf.schema.Field.instant;
import static org.rateshelf.schema.Field.text;
import static org.rateshelf.schema.Field.whole;

import java.time.Instant;
import java.time.LocalDate;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/** What each run did. */
public final class Runs {
  public static final Field<String> RUN_ID = Publications.RUN_ID;
  public static final Field<String> COMMAND = code("command", "nightly", "Command.").required();
  public static final Field<Instant> STARTED_AT =
      instant("started_at", "2020-12-18T22:00:00Z", "Start.").required();
  public static final Field<Instant> ENDED_AT =
      instant("ended_at", "2020-12-18T22:01:00Z", "End.").required();
  public static final Field<Integer> EXIT_CODE =
      whole(
              "exit_code",
              0,
              "As the process ended: 0 done, 5 inputs missing, refused or suspect; 1, 2, 3 and 6 failed.")
          .required();
  public static final Field<Long> PUBLICATION_ID =
      Publications.PUBLICATION_ID.optional().meaning("What it published; null if nothing.");
  public static final Field<LocalDate> COMPUTED_FROM =
      date("computed_from", "2020-12-18", "First day computed; null if none.");
  public static final Field<LocalDate> COMPUTED_TO =
      date("computed_to", "2020-12-18", "Last day computed; null if none.");
  public static final Field<Integer> FILES_TAKEN =
      whole("files_taken", 2, "Files taken in.").required();
  public static final Field<Integer> FILES_REFUSED =
      whole("files_refused", 0, "Files refused as a whole.").required();
  public static final Field<Long> ROWS_KEPT = count("rows_kept", 80L, "Rows kept.").required();
  public static final Field<Long> ROWS_QUARANTINED =
      count("rows_quarantined", 1L, "Rows refused.").required();
  public static final Field<String> TOLD = text("told", "", "What the run had to say.");

  public static final Table TABLE =
      Table.ops("runs")
          .grain("one run that came to an end")
          .fields(
              RUN_ID,
              COMMAND,
              STARTED_AT,
              ENDED_AT,
              EXIT_CODE,
              PUBLICATION_ID,
              COMPUTED_FROM,
              COMPUTED_TO,
              FILES_TAKEN,
              FILES_REFUSED,
              ROWS_KEPT,
              ROWS_QUARANTINED,
              TOLD)
          .key(RUN_ID)
          .build();

  private Runs() {}
}
