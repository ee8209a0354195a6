package org.rateshelf.explain;

/** What is said of a row of one table: how it is made, of which rows, and what was left out. */
interface Explained {
  void tell();
}
