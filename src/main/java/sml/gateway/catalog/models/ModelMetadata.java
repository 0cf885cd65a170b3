package sml.gateway.catalog.models;

import com.fasterxml.jackson.databind.JsonNode;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.models.ScannedModel.Skill;

/** One entry of a model list, read field by field; its name fills what the metadata leaves open. */
final class ModelMetadata {
  private static final int LONGEST_METADATA = 8_000;
  private static final int MOST_TOKENS = 100_000_000;
  private static final String[] CONTEXT = {
    "context_length",
    "context_window",
    "context_size",
    "max_context_length",
    "max_model_len",
    "max_input_tokens",
    "inputTokenLimit",
    "limits/max_input_tokens",
    "top_provider/context_length",
    "metadata/context_length",
    "model_spec/availableContextTokens"
  };
  private static final String[] OUTPUT = {
    "max_output_tokens",
    "max_completion_tokens",
    "outputTokenLimit",
    "limits/max_output_tokens",
    "top_provider/max_completion_tokens",
    "metadata/max_tokens"
  };

  /** Names of a price for what goes in and what comes out. */
  private static final String[][] PRICES = {
    {"pricing/prompt", "pricing/completion"},
    {"pricing/input", "pricing/output"},
    {"input_price", "output_price"}
  };

  private final String id;
  private final ModelListEntry item;
  private final SkillMetadata skills;
  private final ModelNameHints hints;
  private final ModelFamilies.Family family;

  ModelMetadata(String id, JsonNode item) {
    this.id = id;
    this.item = new ModelListEntry(item);
    this.skills = new SkillMetadata(this.item);
    this.hints = new ModelNameHints(id);
    this.family = ModelFamilies.of(id);
  }

  /** False when the list itself says that it is switched off or that no provider serves it. */
  boolean offered() {
    return item.node("active").asBoolean(true)
        && !item.flag("archived")
        && !item.flag("is_deprecated")
        && !servedByNone();
  }

  private boolean servedByNone() {
    boolean known = false;
    for (JsonNode provider : item.node("providers")) {
      String status = provider.path("status").asText("");
      if (status.equalsIgnoreCase("live")) {
        return false;
      }
      known |= !status.isEmpty();
    }
    return known;
  }

  boolean free() {
    if (id.endsWith(":free") || item.flag("isFree") || item.flag("is_free")) {
      return true;
    }
    for (String[] price : PRICES) {
      if (zero(item.node(price[0])) && zero(item.node(price[1]))) {
        return true;
      }
    }
    return false;
  }

  ScannedModel model() {
    return new ScannedModel(
        id,
        name(),
        tokens(CONTEXT, true),
        tokens(OUTPUT, false),
        Skill.of(skills.tools(), family.tools() || hints.tools()),
        Skill.of(skills.vision(), family.vision() || hints.vision()),
        Skill.of(skills.json(), family.json() || hints.json()),
        hints.reasoning() || family.reasoning() || skills.reasoning(),
        hints.thai(),
        kind(),
        metadata());
  }

  private Model.Kind kind() {
    Model.Kind stated = skills.kind();
    Model.Kind named = hints.kind();
    // a list that says chat of a guard or a speech model means the way it is asked
    return stated == null || stated == Model.Kind.CHAT || named != Model.Kind.CHAT ? named : stated;
  }

  private String name() {
    for (String field : new String[] {"display_name", "displayName", "name"}) {
      String name = item.text(field);
      if (!name.isEmpty()) {
        return name.length() > 200 ? name.substring(0, 200) : name;
      }
    }
    return id;
  }

  private int tokens(String[] fields, boolean context) {
    for (String field : fields) {
      int tokens = count(item.node(field));
      if (tokens > 0) {
        return tokens;
      }
    }
    if (!context) {
      return 0;
    }
    int most = 0;
    for (JsonNode provider : item.node("providers")) {
      most = Math.max(most, count(provider.path("context_length")));
    }
    return Math.max(most, count(item.property("context_window")));
  }

  private static int count(JsonNode value) {
    return inRange(value.asLong(0));
  }

  private static int count(String value) {
    try {
      return inRange(Long.parseLong(value.strip()));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static int inRange(long tokens) {
    return tokens > 0 && tokens <= MOST_TOKENS ? (int) tokens : 0;
  }

  private static boolean zero(JsonNode price) {
    if (!price.isNumber() && !price.isTextual()) {
      return false;
    }
    try {
      return Double.parseDouble(price.asText()) == 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private String metadata() {
    JsonNode json = item.json();
    String text = json.isObject() ? json.toString() : "{}";
    // PostgreSQL's jsonb refuses the zero character, which no valid entry holds.
    return text.length() > LONGEST_METADATA || text.contains("\\u0000") ? "{}" : text;
  }
}
