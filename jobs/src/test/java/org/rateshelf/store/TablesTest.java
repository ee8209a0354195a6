package org.rateshelf.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.Rows;
import org.rateshelf.TestSpark;
import org.rateshelf.table.SpellRates;

/** Nights add a file each; a month's are put together once it is over, and no row is lost. */
class TablesTest {
  private static final LocalDate FIRST = LocalDate.of(2020, 11, 1);

  @TempDir private Path folder;
  private Tables tables;

  @BeforeEach
  void nightsOfNovember() {
    tables =
        new Tables(
            TestSpark.session().sparkContext(),
            new org.apache.hadoop.fs.Path(folder.toUri()),
            new Configuration(TestSpark.session().sparkContext().hadoopConfiguration()));
    for (int night = 0; night < 20; night++) {
      night(FIRST.plusDays(night));
    }
  }

  private void night(LocalDate day) {
    List<Object[]> rows = Rows.of(SpellRates.TABLE).row(SpellRates.FIRST_SEEN.is(day)).values();
    tables.replaceFrom(SpellRates.TABLE, day, tables.write(SpellRates.TABLE, rows));
  }

  @Test
  void aMonthThatIsNotOverKeepsItsFiles() {
    assertThat(tables.files(SpellRates.TABLE)).hasSize(20);
  }

  @Test
  void theFilesOfAMonthThatIsOverArePutTogether() {
    night(LocalDate.of(2020, 12, 1));
    assertThat(tables.files(SpellRates.TABLE)).hasSize(2);
    assertThat(tables.days(SpellRates.TABLE, FIRST, LocalDate.MAX)).hasSize(21);
  }

  @Test
  void aNightThatGoesBackKeepsTheDaysBefore() {
    night(LocalDate.of(2020, 12, 1));
    night(LocalDate.of(2020, 11, 15));
    assertThat(tables.days(SpellRates.TABLE, FIRST, LocalDate.MAX))
        .hasSize(15)
        .contains(LocalDate.of(2020, 11, 14), LocalDate.of(2020, 11, 15));
  }
}
