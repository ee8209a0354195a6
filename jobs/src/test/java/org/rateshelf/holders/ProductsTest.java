package org.rateshelf.holders;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProductsTest {
  private final Products products = new Products();

  @Test
  void aProductHasAllIdsOfOneSpell() {
    products.add("PINE", List.of("a", "b"), "c");
    assertThat(products.ids("PINE", "b")).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void andOfAllSpellsThatHaveItsId() {
    products.add("PINE", List.of("a"), "b");
    products.add("PINE", List.of("b"), "c");
    assertThat(products.ids("PINE", "b")).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void butNotThoseOfItsOtherIdsSpells() {
    products.add("PINE", List.of("a"), "b");
    products.add("PINE", List.of("b"), "c");
    assertThat(products.ids("PINE", "a")).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void idsAreThePlatforms() {
    products.add("PINE", List.of("a"), "b");
    assertThat(products.ids("QUAY", "b")).containsExactly("b");
  }

  @Test
  void aProductThatWasNeverRekeyedHasOne() {
    products.add("PINE", null, "b");
    assertThat(products.ids("PINE", "b")).containsExactly("b");
  }
}
