package org.rateshelf.simulate;

/** Who looks at a shelf. */
enum Viewer {
  NEW_BUYER,
  HOLDER
}
