package org.rateshelf.ingest;

import java.io.Serializable;

/**
 * The file that a row comes from.
 *
 * @param name the file's name without revision and ending, by which files are ordered
 */
public record Origin(String source, String name, String sha256)
    implements Comparable<Origin>, Serializable {
  @Override
  public int compareTo(Origin other) {
    int byName = name.compareTo(other.name);
    return byName != 0 ? byName : sha256.compareTo(other.sha256);
  }
}
