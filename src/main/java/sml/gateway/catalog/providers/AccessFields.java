package sml.gateway.catalog.providers;

import static sml.gateway.catalog.providers.ProviderSpecReader.text;
import static sml.gateway.catalog.providers.ProviderSpecReader.wrong;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.regex.Pattern;

/** The fields of a provider that say what its models cost. */
final class AccessFields {
  private static final Set<String> WORDS = Set.of("free", "keyless", "credit", "paid", "retired");
  private static final Set<String> FACTS = Set.of("since", "reason", "checked", "card");
  private static final Pattern SINCE = Pattern.compile("\\d{4}(-\\d{2}(-\\d{2})?)?");
  private static final Pattern OWNER = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
  private static final int MOST_PATTERNS = 1000;
  private static final int LONGEST = 1000;

  private AccessFields() {}

  /** {@code free_tier} is the older word: it counts where it differs and access is not given. */
  static void translate(ObjectNode present, ObjectNode given) {
    JsonNode free = given.remove("free_tier");
    if (free == null) {
      return;
    }
    if (!free.isBoolean()) {
      throw wrong("free_tier", "must be true or false");
    }
    boolean was = isFree(present.path("access").asText());
    if (!given.has("access") && free.asBoolean() != was) {
      present.put("access", free.asBoolean() ? "free" : "paid");
    }
  }

  /** Checks the fields; free and keyless follow from whether a key is needed. */
  static void check(ObjectNode all) {
    String access = text(all, "access");
    if (!WORDS.contains(access)) {
      throw wrong("access", "must be free, keyless, credit, paid or retired");
    }
    boolean keyless =
        all.path("keyless").asBoolean() || all.at("/auth/scheme").asText().equals("none");
    if (isFree(access)) {
      all.put("access", keyless ? "keyless" : "free");
    }
    checkFacts(all.path("access_facts"));
    checkPatterns(all.path("free_models"));
    JsonNode owner = all.path("quota_owner");
    if (!owner.isMissingNode() && !owner.isNull() && !OWNER.matcher(owner.asText()).matches()) {
      throw wrong("quota_owner", "must be the name of a provider");
    }
  }

  private static boolean isFree(String access) {
    return access.equals("free") || access.equals("keyless");
  }

  private static void checkFacts(JsonNode facts) {
    if (!facts.isObject()) {
      throw wrong("access_facts", "must be an object");
    }
    facts
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!FACTS.contains(name)) {
                throw wrong("access_facts." + name, "is not known");
              }
            });
    if (facts.hasNonNull("since") && !SINCE.matcher(facts.path("since").asText()).matches()) {
      throw wrong("access_facts.since", "must be a date, a month or a year");
    }
    if (facts.hasNonNull("card") && !facts.path("card").isBoolean()) {
      throw wrong("access_facts.card", "must be true or false");
    }
    if (facts.path("reason").asText("").length() > LONGEST) {
      throw wrong("access_facts.reason", "is longer than " + LONGEST + " characters");
    }
    if (facts.hasNonNull("checked") && !isDay(facts.path("checked").asText())) {
      throw wrong("access_facts.checked", "must be a date");
    }
  }

  private static boolean isDay(String text) {
    try {
      return !LocalDate.parse(text).equals(LocalDate.MIN);
    } catch (DateTimeParseException none) {
      return false;
    }
  }

  private static void checkPatterns(JsonNode patterns) {
    if (!patterns.isArray() || patterns.size() > MOST_PATTERNS) {
      throw wrong("free_models", "must be a list of at most " + MOST_PATTERNS + " ids");
    }
    for (JsonNode pattern : patterns) {
      if (!pattern.isTextual() || pattern.asText().isBlank() || pattern.asText().length() > 200) {
        throw wrong("free_models", "must hold ids");
      }
    }
  }
}
