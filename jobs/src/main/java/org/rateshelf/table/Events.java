package org.rateshelf.table;

import static org.rateshelf.schema.Field.code;
import static org.rateshelf.schema.Field.date;
import static org.rateshelf.schema.Field.text;

import java.time.LocalDate;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;

/** What happened to a market, between two days. */
public final class Events {
  /** The kind of event that proves a platform's products absent for new buyers. */
  public static final String WITHDRAWN_FROM_NEW_BUYERS = "WITHDRAWN_FROM_NEW_BUYERS";

  /**
   * The kind of event from which on nobody scans a platform any more, so that no scan is missed.
   */
  public static final String SCANS_ENDED = "SCANS_ENDED";

  public static final Field<String> EVENT_ID = code("event_id", "E021", "The event.").required();
  public static final Field<LocalDate> DATE_FROM =
      date("date_from", "2020-12-18", "First day on which it can have happened.").required();
  public static final Field<LocalDate> DATE_TO =
      date("date_to", "2020-12-18", "Day by which it had happened.").required();
  public static final Field<String> PLATFORM_ID =
      Listings.PLATFORM_ID.optional().meaning("Platform concerned; null for the whole market.");
  public static final Field<String> KIND =
      code("kind", WITHDRAWN_FROM_NEW_BUYERS, "What sort of event it is.").required();
  public static final Field<String> EFFECT = text("effect", "deposits off", "In words.");
  public static final Field<String> SOURCE = Listings.SOURCE;
  public static final Field<String> CONFIDENCE = Listings.CONFIDENCE;
  public static final Field<String> NOTE = Platforms.NOTE;

  public static final Table TABLE =
      Table.silver("events")
          .grain("one event")
          .fields(EVENT_ID, DATE_FROM, DATE_TO, PLATFORM_ID, KIND, EFFECT, SOURCE, CONFIDENCE, NOTE)
          .key(EVENT_ID)
          .build();

  private Events() {}
}
