package org.rateshelf.day;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rateshelf.answer.ListingStates.AS_OF_DATE;
import static org.rateshelf.answer.ListingStates.HOLDER_SEES;
import static org.rateshelf.answer.ListingStates.LAST_KNOWN_ON;
import static org.rateshelf.answer.ListingStates.LAST_KNOWN_STATE;
import static org.rateshelf.answer.ListingStates.NEW_BUYER_SEES;
import static org.rateshelf.answer.ListingStates.STATE;
import static org.rateshelf.answer.ListingStates.TABLE;
import static org.rateshelf.day.Shown.DAY;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.rateshelf.shelf.Sees;
import org.rateshelf.shelf.State;

class StatesTest {
  @Test
  void bothViewersStandInOneRow() {
    Shown newBuyer = Shown.of("ALPHA", "a1");
    newBuyer.sees = Sees.ABSENT;
    newBuyer.state = State.HOLDERS_TOP_UP;
    Shown holder = Shown.of("ALPHA", "a1").viewer("HOLDER");
    holder.sees = Sees.TOP_UP;
    holder.state = State.HOLDERS_TOP_UP;
    List<Object[]> rows = States.rows(Shown.day(newBuyer.shelf(), holder.shelf()));
    assertThat(rows).hasSize(1);
    assertThat(Shown.values(TABLE, rows.get(0), NEW_BUYER_SEES, HOLDER_SEES, STATE))
        .containsExactly("ABSENT", "TOP_UP", "HOLDERS_TOP_UP");
  }

  @Test
  void aViewerWithoutAShelfIsUnknown() {
    List<Object[]> rows = States.rows(Shown.day(Shown.of("ALPHA", "a1").shelf()));
    assertThat(Shown.values(TABLE, rows.get(0), NEW_BUYER_SEES, HOLDER_SEES))
        .containsExactly("CAN_BUY", "UNKNOWN");
  }

  @Test
  void oneIdOnTwoPlatformsIsTwoProducts() {
    assertThat(
            States.rows(Shown.day(Shown.of("ALPHA", "x").shelf(), Shown.of("BETA", "x").shelf())))
        .hasSize(2);
  }

  @Test
  void theLastKnownStateStandsBesideWithItsDay() {
    List<Object[]> rows = States.rows(Shown.day(Shown.of("ALPHA", "a1").shelf()));
    assertThat(Shown.values(TABLE, rows.get(0), AS_OF_DATE, LAST_KNOWN_STATE, LAST_KNOWN_ON))
        .containsExactly(DAY, "ON_SALE", DAY);
  }

  @Test
  void aStateThatNeverWasKnownIsNull() {
    Shown shown = Shown.of("ALPHA", "a1");
    shown.lastKnown = null;
    List<Object[]> rows = States.rows(Shown.day(shown.shelf()));
    assertThat(Shown.values(TABLE, rows.get(0), LAST_KNOWN_STATE, LAST_KNOWN_ON))
        .containsOnlyNulls();
  }
}
