package org.rateshelf.simulate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds the shelves of a plan: what was reported of them; the rest is drawn. */
final class PlannedShelves {
  private final SimulationSize size;
  private final Reference reference;
  private final long seed;

  PlannedShelves(SimulationSize size, Reference reference, long seed) {
    this.size = size;
    this.reference = reference;
    this.seed = seed;
  }

  /** The text of one of a plan's files: shelves.csv, offers.csv, market.yml. */
  static String text(String plan, String name) throws IOException {
    try (InputStream in = open(plan, name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static InputStream open(String plan, String name) {
    return PlannedShelves.class.getResourceAsStream(plan + "/" + name);
  }

  List<Shelf> draw() throws IOException {
    List<Shelf> shelves = new ArrayList<>();
    try (InputStream plan = open(size.plan(), "shelves.csv");
        InputStream products = open(size.plan(), "offers.csv")) {
      List<Map<String, String>> reported = CsvFile.read(products);
      for (Map<String, String> row : CsvFile.read(plan)) {
        String platform = row.get("platform_id");
        if (!reference.platforms().contains(platform)) {
          throw new IllegalStateException("The reference lacks the plan's platform " + platform);
        }
        List<Map<String, String>> offers =
            reported.stream().filter(offer -> offer.get("platform_id").equals(platform)).toList();
        shelves.add(new PlannedShelf(row, size, reference, seed).draw(offers));
      }
    }
    return shelves;
  }
}
