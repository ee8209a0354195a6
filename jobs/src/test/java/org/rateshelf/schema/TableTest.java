package org.rateshelf.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final Field<String> ID = Field.code("id", "a", "Its id.").required();
  private static final Field<BigDecimal> RATE = Field.percent("rate_pct", "4.1250", "Its rate.");
  private static final Table TABLE =
      Table.gold("offers").grain("one offer").fields(ID, RATE).key(ID).build();

  @Test
  void theSchemaCarriesTheComments() {
    assertThat(TABLE.schema().apply("rate_pct").getComment().get()).isEqualTo("Its rate.");
    assertThat(TABLE.schema().apply("rate_pct").dataType().simpleString())
        .isEqualTo("decimal(9,4)");
  }

  @Test
  void aTableLiesInTheFolderOfItsLayer() {
    assertThat(TABLE.path()).isEqualTo("gold/offers");
  }

  @Test
  void aKeyColumnMustBeAmongTheFields() {
    assertThatThrownBy(() -> Table.gold("offers").fields(RATE).key(ID).build())
        .hasMessage("offers: a key column is not among its fields");
  }

  @Test
  void aColumnUnderAnotherCommentIsTheSameColumn() {
    Field<String> other = ID.meaning("Another's id.");
    assertThat(other.name()).isEqualTo("id");
    assertThat(other.isRequired()).isTrue();
    assertThat(ID.comment()).isEqualTo("Its id.");
  }

  @Test
  void rulesOfAColumnLeaveTheColumnItIsMadeFrom() {
    Field<BigDecimal> bounded = RATE.between(0, 30);
    assertThat(bounded.least()).isEqualByComparingTo("0");
    assertThat(bounded.most()).isEqualByComparingTo("30");
    assertThat(RATE.least()).isNull();
    assertThat(ID.oneOf("a", "b").allowed()).isEqualTo(List.of("a", "b"));
  }
}
