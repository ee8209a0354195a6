package org.rateshelf.ingest;

import java.util.List;
import java.util.Map;

/**
 * One record of a landed file, before it is judged.
 *
 * @param line the line it stands on, or the record's number; a CSV header is line 1
 * @param raw its text as it came, for quarantine; empty where it was not kept so
 * @param values text by column name; an absent or empty one is null
 * @param reasons why its reader refuses it; empty where it does not
 */
public record SourceRecord(
    long line, String raw, Map<String, String> values, List<String> reasons) {}
