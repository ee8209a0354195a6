package org.rateshelf.day;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.rateshelf.shelf.ShelfDay;

/**
 * What stood on all shelves of a market on one day.
 *
 * @param shelves every product on every viewer's shelf, closed ones included on the day they close
 * @param posted the posted rates in force
 * @param scanned platforms whose new-buyer shelf had a COMPLETE scan
 * @param balances the money behind the products
 */
public record Day(
    LocalDate date,
    List<ShelfDay> shelves,
    List<Posted> posted,
    Set<String> scanned,
    Balances balances) {}
