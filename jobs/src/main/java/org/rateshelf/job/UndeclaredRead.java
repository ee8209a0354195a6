package org.rateshelf.job;

import org.rateshelf.schema.Table;

/** An answer asked for a table that it does not declare. */
public final class UndeclaredRead extends RateshelfException {
  private static final long serialVersionUID = 1L;

  public UndeclaredRead(String reader, Table table) {
    super(
        Exit.DEFECT,
        "'%s' cannot read table '%s'.".formatted(reader, table.name()),
        "a run loads only the tables an answer declares, so that runs can be ordered and replayed.",
        "add it to reads() of '%s'.".formatted(reader));
  }
}
