package org.rateshelf.lake;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;

/**
 * One published state.
 *
 * @param firstDay first day of the market, null while nothing has a day
 * @param asOf last day of the market, null likewise
 * @param marketSha256 fingerprint of the settings and the reference it was computed with
 * @param versions version of each table by its path
 */
public record Publication(
    long id,
    String runId,
    Instant at,
    String market,
    String provenance,
    LocalDate firstDay,
    LocalDate asOf,
    String marketSha256,
    Map<String, Long> versions) {

  /** The same state, published once more by another run. */
  Publication again(long otherId, String otherRunId, Instant otherAt) {
    return new Publication(
        otherId, otherRunId, otherAt, market, provenance, firstDay, asOf, marketSha256, versions);
  }
}
