package org.rateshelf.shelf;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/**
 * A product as a scan showed it to one viewer, over all its lines.
 *
 * @param terms its canonical terms, sorted
 * @param sees the most that the viewer could do
 * @param lines its rate lines
 */
public record Sighting(
    LocalDate day,
    Key key,
    String viewer,
    String bankId,
    String bankName,
    String bankProductId,
    String productName,
    String kind,
    List<String> terms,
    Sees sees,
    List<Line> lines) {

  /** A sighting of which the lines do not matter. */
  Sighting(
      LocalDate day,
      Key key,
      String viewer,
      String bankId,
      String bankName,
      String bankProductId,
      String productName,
      String kind,
      List<String> terms,
      Sees sees) {
    this(
        day,
        key,
        viewer,
        bankId,
        bankName,
        bankProductId,
        productName,
        kind,
        terms,
        sees,
        List.of());
  }

  /** A product's place: its id is the platform's own. */
  public record Key(String platform, String product) {}

  /** The bank's name without case and blanks. */
  String bankKey() {
    return plain(bankName);
  }

  /** What the bank itself calls the product; null where the source does not say. */
  List<String> bankIdentity() {
    return bankProductId == null ? null : List.of(bankKey(), bankProductId, kind);
  }

  /** What stays when a platform gives a product a new id. */
  List<String> likeness() {
    return List.of(bankKey(), plain(productName), kind, String.join(" ", terms));
  }

  private static String plain(String name) {
    return name == null ? "" : name.toLowerCase(Locale.ROOT).replaceAll("\\s", "");
  }
}
