package org.rateshelf.holders;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.rateshelf.answer.HolderEffects;
import org.rateshelf.holders.CellKey.Effect;
import org.rateshelf.holders.Told.Figure;

/** Rows of {@link HolderEffects}, in the order of its fields. */
final class HolderEffectRows {
  /** Outcomes of contracts that are still there; only these and ALL have a balance after. */
  private static final Set<String> STILL_HELD =
      EnumSet.of(Outcome.RATE_KEPT, Outcome.RATE_CHANGED, Outcome.TOPPED_UP).stream()
          .map(Outcome::name)
          .collect(Collectors.toSet());

  private HolderEffectRows() {}

  /** A row for each outcome of whoever has any contract, also where nobody came to it. */
  static List<Object[]> of(HolderDay day) {
    List<Object[]> rows = new ArrayList<>();
    for (Effect effect : day.cells(Effect.class).keySet()) {
      if (effect.outcome().equals(CellKey.ALL)) {
        rows.add(row(day, effect));
        for (Outcome outcome : Outcome.values()) {
          rows.add(
              row(
                  day,
                  new Effect(
                      effect.event(), effect.platform(), effect.bankClass(), outcome.name())));
        }
      }
    }
    return rows;
  }

  private static Object[] row(HolderDay day, Effect effect) {
    Told told = day.told();
    CellSum cell = day.cells(Effect.class).get(effect);
    Figure before = told.figure(cell);
    boolean stays =
        before.isTold()
            && (effect.outcome().equals(CellKey.ALL) || STILL_HELD.contains(effect.outcome()));
    CellSum held = stays ? cell.after() : null;
    Figure after = told.figure(held);
    return new Object[] {
      effect.event(),
      day.date(),
      effect.platform(),
      effect.bankClass(),
      effect.outcome(),
      before.holders(),
      before.isTold() ? told.number(cell.contracts()) : null,
      before.balance(),
      before.error(),
      after.balance(),
      after.error(),
      rate(told, cell),
      rate(told, held),
      before.isTold() ? null : Told.SUPPRESSED
    };
  }

  private static BigDecimal rate(Told told, CellSum cell) {
    return cell != null && told.isEnough(cell.rated()) ? cell.ratePct() : null;
  }
}
