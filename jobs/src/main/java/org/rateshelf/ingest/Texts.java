package org.rateshelf.ingest;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** The texts of a record by the name of their column: all records of a file share the names. */
final class Texts extends AbstractMap<String, String> {
  private final Map<String, Integer> places;
  private final String[] texts;

  /**
   * @param places where each column stands
   * @param texts null where one is empty
   */
  Texts(Map<String, Integer> places, String[] texts) {
    this.places = places;
    this.texts = texts;
  }

  @Override
  public String get(Object name) {
    Integer place = places.get(name);
    return place == null ? null : texts[place];
  }

  @Override
  public boolean containsKey(Object name) {
    return get(name) != null;
  }

  @Override
  public String put(String name, String text) {
    String former = texts[places.get(name)];
    texts[places.get(name)] = text;
    return former;
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super String> action) {
    places.forEach(
        (name, place) -> {
          if (texts[place] != null) {
            action.accept(name, texts[place]);
          }
        });
  }

  @Override
  public Set<Map.Entry<String, String>> entrySet() {
    Map<String, String> filled = new LinkedHashMap<>();
    forEach(filled::put);
    return filled.entrySet();
  }
}
