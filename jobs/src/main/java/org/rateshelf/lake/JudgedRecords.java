package org.rateshelf.lake;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rateshelf.ingest.Judge;
import org.rateshelf.ingest.Judge.Judged;
import org.rateshelf.ingest.Source;
import org.rateshelf.ingest.SourceRecord;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Provenance;
import scala.Tuple2;

/**
 * Makes of the records of a file the rows that meet those of others, their values in the order of
 * the table's fields.
 */
final class JudgedRecords {
  private final int number;
  private final Source source;
  private final int group;
  private final Judge judge;
  private final int[] places;
  private final int line;
  private final RowBytes.Writer bytes = new RowBytes.Writer();

  JudgedRecords(int number, Source source, Map<Field<String>, Set<String>> known) {
    Table table = source.table();
    this.number = number;
    this.source = source;
    this.group = Meeting.group(source);
    this.judge = new Judge(source, known);
    this.places = source.columns().stream().mapToInt(table::at).toArray();
    this.line = table.at(Provenance.FILE_LINE);
  }

  Tuple2<Long, byte[]> row(SourceRecord record) {
    Judged judged = judge.judge(record);
    List<Object> values = judged.values();
    Object[] row = new Object[source.table().fields().size()];
    for (int i = 0; i < places.length; i++) {
      row[places[i]] = values.get(i);
    }
    row[line] = record.line();
    Table table = source.table();
    long meeting =
        judged.reasons().isEmpty()
            ? Meeting.of(group, table, row)
            : Meeting.refused(group, table, row, record.line());
    return new Tuple2<>(meeting, bytes.bytes(number, row, judged.reasons()));
  }
}
