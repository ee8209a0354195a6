package org.rateshelf.holders;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.rateshelf.market.Reference;

/** Which contracts of a day a cell is made of. */
public sealed interface CellKey {
  /** The level ALL of a platform, bank class, outcome or destination. */
  String ALL = "ALL";

  /** Values of a packed key. */
  int WIDTH = 5;

  /** The cells that its contracts are in: it, and those that are pooled over it. */
  default List<CellKey> pooled(Reference reference) {
    return List.of(this);
  }

  /** As {@link #WIDTH} texts for a shuffle, those at the end null. */
  Object[] packed();

  /** A product in a normalised term, of the own channel too. */
  record Product(String platform, String product, String term) implements CellKey {
    @Override
    public Object[] packed() {
      return pack("product", platform, product, term, null);
    }
  }

  /**
   * What is held.
   *
   * @param platform the own channel too; ALL is without it
   * @param bank null for any
   */
  record Stake(String platform, String bank) implements CellKey {
    @Override
    public List<CellKey> pooled(Reference reference) {
      List<CellKey> cells = new ArrayList<>(List.of(this, new Stake(platform, null)));
      if (!reference.isOwnChannel(platform)) {
        cells.addAll(List.of(new Stake(ALL, bank), new Stake(ALL, null)));
      }
      return cells;
    }

    @Override
    public Object[] packed() {
      return pack("stake", platform, bank, null, null);
    }
  }

  /** What a bank owes in a month to come; the month is its first day. */
  record Due(String bank, LocalDate month) implements CellKey {
    @Override
    public Object[] packed() {
      return pack("due", bank, month.toString(), null, null);
    }
  }

  /**
   * Holders of a bank whose province is known.
   *
   * @param province null for any
   */
  record Living(String bank, String province) implements CellKey {
    @Override
    public List<CellKey> pooled(Reference reference) {
      List<CellKey> cells = new ArrayList<>(List.of(this, new Living(bank, null)));
      Reference.Bank known = reference.bank(bank);
      String home = known == null ? null : known.homeProvince();
      if (home != null && !home.equals(province)) {
        cells.add(new LivingOutside(bank));
      }
      return cells;
    }

    @Override
    public Object[] packed() {
      return pack("living", bank, province, null, null);
    }
  }

  /** Holders of a bank whose province is known, and not the bank's own. */
  record LivingOutside(String bank) implements CellKey {
    @Override
    public Object[] packed() {
      return pack("outside", bank, null, null, null);
    }
  }

  /** A bank's contracts in the last snapshot of a platform that this day does not cover. */
  record Missing(String bank, String platform) implements CellKey {
    @Override
    public Object[] packed() {
      return pack("missing", bank, platform, null, null);
    }
  }

  /**
   * Contracts of the eve of an event, by what became of them; each level may be ALL.
   *
   * @param bankClass null where the bank is in none
   */
  record Effect(String event, String platform, String bankClass, String outcome)
      implements CellKey {
    @Override
    public List<CellKey> pooled(Reference reference) {
      List<CellKey> cells = new ArrayList<>();
      for (String ofPlatform : List.of(platform, ALL)) {
        for (String ofOutcome : List.of(outcome, ALL)) {
          cells.add(new Effect(event, ofPlatform, bankClass, ofOutcome));
          cells.add(new Effect(event, ofPlatform, ALL, ofOutcome));
        }
      }
      return cells;
    }

    @Override
    public Object[] packed() {
      return pack("effect", event, platform, bankClass, outcome);
    }
  }

  /**
   * Contracts of the snapshots before, by where their money is now; both levels may be ALL.
   *
   * @param bankClass null where the bank is in none
   */
  record Moved(String bankClass, String destination) implements CellKey {
    @Override
    public List<CellKey> pooled(Reference reference) {
      return List.of(
          this, new Moved(bankClass, ALL), new Moved(ALL, destination), new Moved(ALL, ALL));
    }

    @Override
    public Object[] packed() {
      return pack("moved", bankClass, destination, null, null);
    }
  }

  private static Object[] pack(String kind, String a, String b, String c, String d) {
    return new Object[] {kind, a, b, c, d};
  }

  /** The key that was packed so. */
  static CellKey unpack(Object[] values) {
    String a = (String) values[1];
    String b = (String) values[2];
    String c = (String) values[3];
    String d = (String) values[4];
    return switch ((String) values[0]) {
      case "product" -> new Product(a, b, c);
      case "stake" -> new Stake(a, b);
      case "due" -> new Due(a, LocalDate.parse(b));
      case "living" -> new Living(a, b);
      case "outside" -> new LivingOutside(a);
      case "missing" -> new Missing(a, b);
      case "effect" -> new Effect(a, b, c, d);
      case "moved" -> new Moved(a, b);
      default -> throw new IllegalArgumentException("no kind of cell: " + values[0]);
    };
  }
}
