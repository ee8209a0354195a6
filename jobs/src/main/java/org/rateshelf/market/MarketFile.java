package org.rateshelf.market;

import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.market.Market.AlertRules;
import org.rateshelf.market.Market.EventWindows;
import org.rateshelf.market.Market.Heartbeat;
import org.rateshelf.market.Market.PostedRates;
import org.rateshelf.market.Market.Provenance;
import org.rateshelf.market.Market.Settings;
import org.rateshelf.market.Market.Window;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads {@code market.yml}; every key is known, and one that is not is refused by name. */
public final class MarketFile {
  /** More than any market has. */
  private static final int MANY = 1_000_000;

  private MarketFile() {}

  /** The market that this text describes. */
  public static Market parse(String text) {
    Object root;
    try {
      root = new Load(LoadSettings.builder().build()).loadFromString(text);
    } catch (YamlEngineException e) {
      throw refused("it is no YAML: " + e.getMessage().lines().findFirst().orElse(""));
    }
    Section top = new Section("", root);
    Market market =
        new Market(
            top.text("market"),
            top.text("title"),
            top.word("provenance", Provenance.class),
            top.text("currency"),
            zone(top.text("time_zone")),
            top.optionalText("reference").orElse("reference"),
            top.words("viewers"),
            top.word("heartbeat", Heartbeat.class),
            top.optionalText("own_channel"),
            comparators(top.section("comparators")),
            top.word("posted_rates", PostedRates.class),
            top.sections("windows").stream().map(MarketFile::windows).toList(),
            settings(top.section("settings")),
            alerts(top.section("alerts")),
            top.optionalText("unlisted_bank_class"),
            top.flag("forget_user_files"));
    top.allKeysAreKnown();
    requireDistinct(market.windows().stream().map(EventWindows::eventId).toList(), "events");
    if (!market.viewers().contains("NEW_BUYER")
        || !Set.of("NEW_BUYER", "HOLDER").containsAll(market.viewers())) {
      throw refused("viewers must be [NEW_BUYER] or [NEW_BUYER, HOLDER]");
    }
    if (market.derivesScans()
        && (market.alerts().scansMissingPct().isPresent()
            || market.alerts().platformSilentDays().isPresent())) {
      throw refused(
          "alerts.scans_missing_pct and alerts.platform_silent_days need heartbeat: scans");
    }
    return market;
  }

  private static String zone(String name) {
    try {
      return ZoneId.of(name).getId();
    } catch (java.time.DateTimeException e) {
      throw refused("time_zone '" + name + "' is no time zone");
    }
  }

  private static Map<Comparator.Kind, Comparator> comparators(Section all) {
    Map<Comparator.Kind, Comparator> found = new EnumMap<>(Comparator.Kind.class);
    for (Comparator.Kind kind : Comparator.Kind.values()) {
      if (all.has(kind.name())) {
        Section one = all.section(kind.name());
        found.put(kind, new Comparator(kind, one.words("classes"), one.flag("termless")));
        one.allKeysAreKnown();
      }
    }
    all.allKeysAreKnown();
    if (found.isEmpty()) {
      throw refused("'comparators' is empty, and rates are held against one at least");
    }
    return found;
  }

  private static EventWindows windows(Section one) {
    Section before = one.section("before");
    EventWindows windows =
        new EventWindows(
            one.text("event_id"),
            window(before, "before", Optional.of(before.day("to"))),
            one.sections("after").stream()
                .map(w -> window(w, w.text("window"), w.optionalDay("to")))
                .toList());
    one.allKeysAreKnown();
    List<String> names = windows.all().map(Window::name).toList();
    requireDistinct(names, "windows of " + windows.eventId());
    return windows;
  }

  private static Window window(Section one, String name, Optional<LocalDate> to) {
    Window window = new Window(name, one.day("from"), to);
    one.allKeysAreKnown();
    if (to.filter(window.from()::isAfter).isPresent()) {
      throw refused("window '" + name + "' ends before it begins");
    }
    return window;
  }

  private static void requireDistinct(List<String> names, String of) {
    names.stream()
        .filter(name -> names.indexOf(name) < names.lastIndexOf(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw refused("two " + of + " are called '" + name + "'");
            });
  }

  private static Settings settings(Section one) {
    Settings usual = Settings.DEFAULT;
    Settings settings =
        new Settings(
            one.number("least_class_banks", 1, MANY, usual.leastClassBanks()),
            one.number("least_median_products", 1, MANY, usual.leastMedianProducts()),
            one.number("complete_share_pct", 0, 100, usual.completeSharePct()),
            one.number("complete_lacks_fewer_than", 0, MANY, usual.completeLacksFewerThan()),
            one.number("confirmation_days", 1, MANY, usual.confirmationDays()),
            one.number("k", 1, MANY, usual.k()));
    one.allKeysAreKnown();
    return settings;
  }

  private static AlertRules alerts(Section one) {
    AlertRules alerts =
        new AlertRules(
            one.percent("scans_missing_pct"),
            one.percent("rows_refused_pct"),
            one.days("platform_silent_days"),
            one.percent("count_fell_pct"));
    one.allKeysAreKnown();
    return alerts;
  }

  private static RateshelfException refused(String what) {
    return RateshelfException.badInput(
        "market.yml: " + what + (what.endsWith("?") ? "" : "."),
        "every number depends on the market's settings, so none is guessed.",
        "correct market.yml; docs/sources.md has all its keys.");
  }

  /** One mapping of the file; it remembers which keys were asked for. */
  private static final class Section {
    private final String path;
    private final Map<String, Object> values = new TreeMap<>();
    private final Set<String> known = new TreeSet<>();

    Section(String path, Object node) {
      this.path = path;
      if (node instanceof Map<?, ?> map) {
        map.forEach((key, value) -> values.put(String.valueOf(key), value));
      } else if (node != null) {
        String name = path.isEmpty() ? "the file" : path.substring(0, path.length() - 1);
        throw refused("'" + name + "' must hold keys and values");
      }
    }

    boolean has(String key) {
      known.add(key);
      return values.containsKey(key);
    }

    private Object value(String key) {
      known.add(key);
      return values.get(key);
    }

    private Object needed(String key) {
      Object value = value(key);
      if (value == null) {
        allKeysAreKnownBut(key);
        throw refused("'" + path + key + "' is missing");
      }
      return value;
    }

    private void allKeysAreKnownBut(String missing) {
      for (String key : values.keySet()) {
        if (distance(key, missing) <= 2 && !key.equals(missing)) {
          throw refused(
              "'" + path + key + "' is not known; did you mean '" + path + missing + "'?");
        }
      }
    }

    String text(String key) {
      needed(key);
      return optionalText(key).orElseThrow();
    }

    Optional<String> optionalText(String key) {
      Optional<String> text = Optional.ofNullable(value(key)).map(String::valueOf);
      if (text.filter(String::isBlank).isPresent()) {
        throw refused("'" + path + key + "' is empty");
      }
      return text;
    }

    <E extends Enum<E>> E word(String key, Class<E> type) {
      String word = text(key);
      for (E one : type.getEnumConstants()) {
        if (one.name().equalsIgnoreCase(word)) {
          return one;
        }
      }
      throw refused(
          "'%s%s' is '%s', not one of %s"
              .formatted(path, key, word, List.of(type.getEnumConstants())));
    }

    List<String> words(String key) {
      Object value = value(key);
      if (value == null) {
        return List.of();
      }
      if (!(value instanceof List<?> list)) {
        throw refused("'" + path + key + "' must be a list");
      }
      return list.stream().map(String::valueOf).toList();
    }

    boolean flag(String key) {
      Object value = value(key);
      if (value != null && !(value instanceof Boolean)) {
        throw refused("'" + path + key + "' must be true or false");
      }
      return Boolean.TRUE.equals(value);
    }

    int number(String key, int least, int most, int usual) {
      Object value = value(key);
      if (value == null) {
        return usual;
      }
      if (!(value instanceof Integer number) || number < least || number > most) {
        throw refused(
            "'%s%s' must be a whole number from %d to %d".formatted(path, key, least, most));
      }
      return number;
    }

    Optional<BigDecimal> percent(String key) {
      Object value = value(key);
      if (value == null) {
        return Optional.empty();
      }
      if (!(value instanceof Number number)
          || !(number.doubleValue() >= 0 && number.doubleValue() <= 100)) {
        throw refused("'" + path + key + "' must be a number from 0 to 100");
      }
      return Optional.of(new BigDecimal(number.toString()));
    }

    Optional<Integer> days(String key) {
      return value(key) == null ? Optional.empty() : Optional.of(number(key, 1, MANY, 1));
    }

    LocalDate day(String key) {
      return day(key, needed(key));
    }

    Optional<LocalDate> optionalDay(String key) {
      return Optional.ofNullable(value(key)).map(value -> day(key, value));
    }

    private LocalDate day(String key, Object value) {
      try {
        return LocalDate.parse(String.valueOf(value));
      } catch (DateTimeParseException e) {
        throw refused("'" + path + key + "' is '" + value + "', no day such as 2020-12-18");
      }
    }

    Section section(String key) {
      return new Section(path + key + ".", value(key));
    }

    List<Section> sections(String key) {
      Object value = value(key);
      if (value == null) {
        return List.of();
      }
      if (!(value instanceof List<?> list)) {
        throw refused("'" + path + key + "' must be a list");
      }
      List<Section> found = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        found.add(new Section(path + key + "[" + (i + 1) + "].", list.get(i)));
      }
      return found;
    }

    void allKeysAreKnown() {
      for (String key : values.keySet()) {
        if (!known.contains(key)) {
          String near =
              known.stream()
                  .min((a, b) -> Integer.compare(distance(a, key), distance(b, key)))
                  .filter(candidate -> distance(candidate, key) <= key.length() / 2)
                  .map(candidate -> "; did you mean '" + path + candidate + "'?")
                  .orElse(known.stream().collect(joining(", ", "; known here are ", "")));
          throw refused("'" + path + key + "' is not known" + near);
        }
      }
    }

    private static int distance(String one, String other) {
      String a = one.toLowerCase(Locale.ROOT);
      String b = other.toLowerCase(Locale.ROOT);
      int[] row = new int[b.length() + 1];
      for (int j = 0; j <= b.length(); j++) {
        row[j] = j;
      }
      for (int i = 1; i <= a.length(); i++) {
        int diagonal = row[0];
        row[0] = i;
        for (int j = 1; j <= b.length(); j++) {
          int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
          diagonal = row[j];
          row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
        }
      }
      return row[b.length()];
    }
  }
}
