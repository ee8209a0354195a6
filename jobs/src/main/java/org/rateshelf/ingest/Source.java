package org.rateshelf.ingest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.rateshelf.schema.Field;
import org.rateshelf.schema.Table;
import org.rateshelf.table.UserRates;

/**
 * What lands in one folder: the columns of its files, and the table they become.
 *
 * @param name the folder below landing/, or the file below reference/
 * @param table the silver table
 * @param columns the columns a file may have
 * @param needed those it must have
 */
public record Source(String name, Table table, List<Field<?>> columns, List<Field<?>> needed) {

  /** The column that dates a row; null where rows have no day. */
  public Field<?> day() {
    return table.day();
  }

  /** What a reader of files needs to know of this source, fit to be sent to a worker. */
  public Header header() {
    return new Header(
        name,
        columns.stream().map(Field::name).toList(),
        needed.stream().map(Field::name).toList());
  }

  /** The header that a source's files must have. */
  public record Header(String source, List<String> known, List<String> needed)
      implements Serializable {

    public Header {
      known = new ArrayList<>(known);
      needed = new ArrayList<>(needed);
    }

    /**
     * The columns of a file that the source does not know, and that are passed over. One that names
     * holders refuses the file: it would be kept as it came.
     */
    Set<String> unknown(Collection<String> found) throws FileFault {
      Set<String> unknown = new LinkedHashSet<>(found);
      unknown.removeAll(known);
      for (Field<String> ofHolders : List.of(UserRates.USER_ID, UserRates.CONTRACT_ID)) {
        if (unknown.contains(ofHolders.name())) {
          throw new FileFault(
              "column %s is of '%s', not of '%s'"
                  .formatted(ofHolders.name(), Sources.USER_RATES.name(), source),
              "move it to landing/%s/, or leave the column out."
                  .formatted(Sources.USER_RATES.name()));
        }
      }
      return unknown;
    }

    /** Refuses a header with a repeated or a missing column. */
    public void check(List<String> found) throws FileFault {
      Set<String> names = new LinkedHashSet<>(found);
      Set<String> missing = new TreeSet<>(needed);
      missing.removeAll(names);
      if (!missing.isEmpty()) {
        Optional<String> other = Sources.whoseColumns(names);
        if (other.isPresent() && !other.get().equals(source)) {
          throw new FileFault(
              "its columns are those of '%s', not of '%s'".formatted(other.get(), source),
              "move it to landing/" + other.get() + "/.");
        }
        boolean one = missing.size() == 1;
        throw new FileFault(
            (one ? "column %s is missing" : "columns %s are missing")
                .formatted(String.join(", ", missing)),
            (one ? "add it" : "add them")
                + "; docs/sources.md lists the columns of '"
                + source
                + "'.");
      }
      if (names.size() < found.size()) {
        throw new FileFault("a column stands twice in its header", "leave one of the two.");
      }
    }
  }
}
