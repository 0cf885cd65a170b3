package sml.gateway.catalog.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import sml.gateway.json.ProgramFile;

/**
 * What is known of a model by its family, from {@code catalog/families.json}: the first expression
 * that fits its id counts. Lists say more and come first.
 */
final class ModelFamilies {
  private static final ProgramFile FILE = new ProgramFile("catalog/families.json");
  private static final int MOST_KEPT = 5_000;
  private static final List<Entry> ENTRIES = read();
  private static final Map<String, Family> KEPT = new ConcurrentHashMap<>();

  /** How well a model of which nothing is known is expected to write Thai. */
  static final double UNKNOWN_THAI = 0.4;

  private static final Family NONE = new Family("", 0, false, false, false, false, UNKNOWN_THAI);

  private ModelFamilies() {}

  /**
   * One family; a skill that is false here is unknown.
   *
   * @param contextLength tokens, 0 while unknown
   * @param thai the share of good answers in Thai to expect before any exam, 0 to 1
   */
  record Family(
      String name,
      int contextLength,
      boolean tools,
      boolean vision,
      boolean json,
      boolean reasoning,
      double thai) {}

  private record Entry(Pattern match, Family family) {}

  /** The family of a model id. */
  static Family of(String id) {
    Family kept = KEPT.get(id);
    if (kept != null) {
      return kept;
    }
    Family found = find(id.toLowerCase(Locale.ROOT).replace('_', '-'));
    if (KEPT.size() >= MOST_KEPT) {
      KEPT.clear();
    }
    KEPT.put(id, found);
    return found;
  }

  private static Family find(String name) {
    for (Entry entry : ENTRIES) {
      if (entry.match().matcher(name).find()) {
        return entry.family();
      }
    }
    return NONE;
  }

  private static List<Entry> read() {
    List<Entry> entries = new ArrayList<>();
    for (JsonNode row : FILE.tree()) {
      entries.add(
          new Entry(
              Pattern.compile(row.path("match").asText()),
              new Family(
                  row.path("family").asText(),
                  row.path("context").asInt(0),
                  row.path("tools").asBoolean(),
                  row.path("vision").asBoolean(),
                  row.path("json").asBoolean(),
                  row.path("reasoning").asBoolean(),
                  row.path("thai").asDouble(UNKNOWN_THAI))));
    }
    return List.copyOf(entries);
  }
}
