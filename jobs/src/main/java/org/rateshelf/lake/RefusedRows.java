package org.rateshelf.lake;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.rateshelf.ingest.Format;
import org.rateshelf.ingest.Source;
import org.rateshelf.ingest.SourceRecord;
import org.rateshelf.ingest.Sources;
import org.rateshelf.store.DataFile;
import org.rateshelf.store.PlainFiles;
import org.rateshelf.store.TableFiles;
import org.rateshelf.table.Quarantine;
import scala.Tuple2;

/**
 * Writes rows that are refused, with their lines as they came: the copy of each file is read along
 * with its refused rows. Holders' rows are without, for ops/ is for every reader.
 *
 * @param files those that the rows come from, by their number
 * @param folder of the quarantine
 */
record RefusedRows(Archive archive, Map<Integer, LandedFile> files, String folder)
    implements Serializable {

  List<DataFile> write(Iterator<Tuple2<Long, byte[]>> refused) {
    PlainFiles disk = new PlainFiles();
    return TableFiles.write(
        Quarantine.TABLE,
        folder,
        new Iterator<>() {
          private LandedFile file;
          private Source source;
          private Format format;
          private Iterator<SourceRecord> records;
          private SourceRecord record;

          @Override
          public boolean hasNext() {
            return refused.hasNext();
          }

          @Override
          public Object[] next() {
            RowBytes row = RowBytes.of(refused.next()._2());
            if (files.get(row.number()) != file) {
              open(files.get(row.number()));
            }
            long line = (Long) row.values()[0];
            return new Object[] {
              source.name(), file.sha256(), file.fileName(), line, row.reasons(), text(line)
            };
          }

          private void open(LandedFile next) {
            file = next;
            source = Sources.named(file.source());
            format = Format.of(file.fileName()).orElseThrow();
            record = null;
            try {
              records =
                  Archive.holdsUsers(source)
                      ? Collections.emptyIterator()
                      : archive.records(disk, file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }

          private String text(long line) {
            while ((record == null || record.line() < line) && records.hasNext()) {
              record = records.next();
            }
            return record == null || record.line() != line
                ? null
                : Archive.raw(source, format, record);
          }
        });
  }
}
