package org.rateshelf.lake;

import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rateshelf.shelf.EarlierLines;
import org.rateshelf.shelf.Line;
import org.rateshelf.store.DataFile;
import org.rateshelf.store.TableFiles;
import org.rateshelf.store.TableLog;
import org.rateshelf.table.Listings;

/** Reads the lines of earlier sightings from the listings of their day, each day once a task. */
final class LookedUpLines implements EarlierLines {
  private record Place(String platform, String product, String viewer) {}

  private final List<DataFile> files;
  private final Map<LocalDate, Map<Place, List<Line>>> days = new HashMap<>();

  LookedUpLines(List<DataFile> files) {
    this.files = files;
  }

  @Override
  public List<Line> of(LocalDate day, String platform, String product, String viewer) {
    return days.computeIfAbsent(day, this::read)
        .getOrDefault(new Place(platform, product, viewer), List.of());
  }

  private Map<Place, List<Line>> read(LocalDate day) {
    Map<Place, List<Line>> lines = new HashMap<>();
    List<DataFile> some =
        files.stream()
            .filter(file -> TableLog.mayHold(Listings.TABLE, file, Listings.SCAN_DATE, day, day))
            .toList();
    try (CloseableIterator<Object[]> rows = TableFiles.read(Listings.TABLE, some)) {
      while (rows.hasNext()) {
        Object[] row = rows.next();
        if (day.equals(Listings.TABLE.value(row, Listings.SCAN_DATE))) {
          Line line = Line.of(row);
          lines
              .computeIfAbsent(
                  new Place(line.platform(), line.listedAs(), line.viewer()),
                  p -> new ArrayList<>())
              .add(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }
}
