package org.rateshelf.answer;

import static org.apache.spark.sql.functions.date_diff;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rateshelf.job.Answer;
import org.rateshelf.job.Inputs;
import org.rateshelf.schema.Table;
import org.rateshelf.table.Banks;
import org.rateshelf.table.ShelfDays;
import org.rateshelf.table.Spells;

/**
 * Every spell of every product on every viewer's shelf.
 *
 * <p>An exit lies after {@code last_seen} and not after {@code first_absent}. A spell that only
 * unproven days separate from the next sighting is one spell; a re-keyed product goes on in one
 * spell under its latest id.
 */
public final class ListingSpells implements Answer {
  @Override
  public String question() {
    return "When was it on the shelf, how did it leave, and how sure are we?";
  }

  @Override
  public String query() {
    return """
        SELECT platform_id, product_id, first_seen, last_seen, first_absent, exit,
          confirmed_by, days_min, days_max
        FROM listing_spells
        WHERE viewer = 'NEW_BUYER' AND product_kind = 'TIME_DEPOSIT'
          AND first_absent >= DATE '2020-12-18'
        ORDER BY first_absent, platform_id, product_id
        """;
  }

  @Override
  public List<Table> reads() {
    return List.of(ShelfDays.TABLE, Banks.TABLE, Spells.TABLE);
  }

  @Override
  public Table writes() {
    return Spells.TABLE;
  }

  @Override
  public Dataset<Row> compute(Inputs in) {
    Dataset<Row> settled =
        in.rows(Spells.TABLE).filter(Spells.FIRST_ABSENT.col().lt(in.firstDay()));
    Column ends = ShelfDays.FIRST_ABSENT.col().equalTo(ShelfDays.AS_OF_DATE.col());
    Column stands = ShelfDays.DISPLAYED.col().and(ShelfDays.AS_OF_DATE.col().equalTo(in.lastDay()));
    Dataset<Row> now = in.days(ShelfDays.TABLE).filter(ends.or(stands));
    Column days = date_diff(ShelfDays.FIRST_ABSENT.col(), ShelfDays.FIRST_SEEN.col());
    Dataset<Row> shaped =
        BankClasses.joined(in, now, ShelfDays.SPELL_BANK_ID.col())
            .withColumn(Spells.PRODUCT_KIND.name(), ShelfDays.SPELL_KIND.col())
            .withColumn(Spells.RIGHT_CENSORED.name(), ShelfDays.DISPLAYED.col())
            .withColumn(
                Spells.DAYS_MIN.name(),
                date_diff(ShelfDays.LAST_SEEN.col(), ShelfDays.FIRST_SEEN.col()).plus(1))
            .withColumn(
                Spells.DAYS_MAX.name(), when(ShelfDays.LEFT_CENSORED.col().equalTo(false), days));
    return Spells.TABLE.shape(settled).unionByName(Spells.TABLE.shape(shaped)).coalesce(1);
  }
}
