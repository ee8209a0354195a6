package org.rateshelf.study;

import java.util.ArrayList;
import java.util.List;
import org.rateshelf.day.Levels;
import org.rateshelf.market.Reference;

/** What units are pooled by: platform, class and term may be ALL. */
public record ImpactCell(
    String platform, String kind, String bankClass, String term, String comparator) {
  /** This cell and those that it is part of. */
  List<ImpactCell> pooled(Reference reference) {
    List<ImpactCell> cells = new ArrayList<>(8);
    for (String ofPlatform : Levels.ofPlatform(platform, reference)) {
      for (String ofClass : Levels.of(bankClass)) {
        for (String ofTerm : Levels.of(term)) {
          cells.add(new ImpactCell(ofPlatform, kind, ofClass, ofTerm, comparator));
        }
      }
    }
    return cells;
  }
}
