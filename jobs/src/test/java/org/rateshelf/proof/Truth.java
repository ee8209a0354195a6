package org.rateshelf.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What really stood on the shelves of simulated markets, whether or not a scan saw it. */
final class Truth {
  /** Days on which a viewer was shown a product; {@code to} is null while it stays. */
  record Stay(LocalDate from, LocalDate to) {
    boolean has(LocalDate day) {
      return !day.isBefore(from) && (to == null || !day.isAfter(to));
    }
  }

  /** A product under all its ids. */
  static final class Offer {
    final String platform;
    final List<String> ids;
    private LocalDate rekeyedOn;
    private final Map<String, List<Stay>> stays = new HashMap<>();
    private final Map<String, Boolean> provable = new HashMap<>();

    private Offer(String platform, List<String> ids) {
      this.platform = platform;
      this.ids = ids;
    }

    List<Stay> stays(String viewer) {
      return stays.getOrDefault(viewer, List.of());
    }

    /** Whether the scans tell all of the viewer's stays, and that a new id is no new product. */
    boolean isProvable(String viewer) {
      return provable.getOrDefault(viewer, true);
    }

    boolean isProvable() {
      return !provable.containsValue(false);
    }

    boolean isShown(String viewer, LocalDate day) {
      return stays(viewer).stream().anyMatch(stay -> stay.has(day));
    }

    /** Whether the viewer was shown it under one of its ids. */
    boolean isShownAs(String id, String viewer, LocalDate day) {
      return isShown(viewer, day) && id.equals(idOn(day));
    }

    String idOn(LocalDate day) {
      boolean renamed = rekeyedOn != null && !day.isBefore(rekeyedOn);
      return ids.get(renamed ? ids.size() - 1 : 0);
    }

    @Override
    public String toString() {
      return platform + " " + String.join(">", ids);
    }
  }

  private final Map<List<String>, Offer> offers = new LinkedHashMap<>();
  private final Map<List<String>, Offer> byId = new HashMap<>();

  private Truth() {}

  static Truth of(Path folder) throws IOException {
    Truth truth = new Truth();
    for (Map<String, String> row : rows(folder.resolve("products.csv"))) {
      Offer offer = truth.offer(row);
      offer.rekeyedOn = day(row.get("rekeyed_on"));
    }
    for (Map<String, String> row : rows(folder.resolve("spells.csv"))) {
      Offer offer = truth.offer(row);
      String viewer = row.get("viewer");
      offer
          .stays
          .computeIfAbsent(viewer, v -> new ArrayList<>())
          .add(new Stay(day(row.get("first_shown_on")), day(row.get("last_shown_on"))));
      offer.provable.merge(viewer, row.get("unprovable").isEmpty(), Boolean::logicalAnd);
    }
    return truth;
  }

  private Offer offer(Map<String, String> row) {
    String platform = row.get("platform_id");
    List<String> ids = Arrays.asList(row.get("product_ids").split(">"));
    Offer offer =
        offers.computeIfAbsent(
            List.of(platform, row.get("product_ids")), k -> new Offer(platform, ids));
    ids.forEach(id -> byId.put(List.of(platform, id), offer));
    return offer;
  }

  Iterable<Offer> offers() {
    return offers.values();
  }

  Offer offer(String platform, String id) {
    return byId.get(List.of(platform, id));
  }

  static LocalDate day(String text) {
    return text.isEmpty() ? null : LocalDate.parse(text);
  }

  /** The rows of a file whose values hold no comma. */
  static List<Map<String, String>> rows(Path csv) throws IOException {
    List<String> lines = Files.readAllLines(csv);
    String[] columns = lines.get(0).split(",");
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] values = line.split(",", -1);
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < columns.length; i++) {
        row.put(columns[i], values[i]);
      }
      rows.add(row);
    }
    return rows;
  }
}
