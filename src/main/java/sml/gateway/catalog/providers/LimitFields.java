package sml.gateway.catalog.providers;

import static sml.gateway.catalog.providers.ProviderSpecReader.wrong;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import sml.gateway.catalog.OperatorLimits;
import sml.gateway.catalog.OperatorLimits.Kind;

/** The field {@code limits} of a row: numbers by what they limit, and the same by model. */
final class LimitFields {
  private static final String FIELD = "limits";
  private static final String MODELS = "models";
  private static final long MOST = 1_000_000_000_000L;
  private static final int MOST_PATTERNS = 100;
  private static final int LONGEST_PATTERN = 200;
  private static final Map<String, Kind> KINDS =
      Arrays.stream(Kind.values()).collect(Collectors.toMap(Kind::word, Function.identity()));

  private LimitFields() {}

  /** The limits of a body or column; the error names the wrong number. */
  static OperatorLimits read(JsonNode given, Instant since) {
    if (given.isNull()) {
      return OperatorLimits.NONE;
    }
    if (!given.isObject()) {
      throw wrong(FIELD, "must be an object");
    }
    Map<String, Map<Kind, Long>> models = new HashMap<>();
    JsonNode listed = given.path(MODELS);
    if (!listed.isMissingNode() && !listed.isNull()) {
      if (!listed.isObject() || listed.size() > MOST_PATTERNS) {
        throw wrong(FIELD + "." + MODELS, "must be an object of at most " + MOST_PATTERNS + " ids");
      }
      for (Map.Entry<String, JsonNode> model : listed.properties()) {
        String path = FIELD + "." + MODELS + "." + model.getKey();
        if (model.getKey().isBlank() || model.getKey().length() > LONGEST_PATTERN) {
          throw wrong(FIELD + "." + MODELS, "must hold ids, a star for any text");
        }
        if (!model.getValue().isObject()) {
          throw wrong(path, "must be an object");
        }
        Map<Kind, Long> numbers = numbers((ObjectNode) model.getValue(), path);
        if (!numbers.isEmpty()) {
          models.put(model.getKey(), numbers);
        }
      }
    }
    ObjectNode account = given.deepCopy();
    account.remove(MODELS);
    Map<Kind, Long> numbers = numbers(account, FIELD);
    return numbers.isEmpty() && models.isEmpty()
        ? OperatorLimits.NONE
        : new OperatorLimits(since, numbers, models);
  }

  private static Map<Kind, Long> numbers(ObjectNode given, String path) {
    Map<Kind, Long> numbers = new EnumMap<>(Kind.class);
    for (Map.Entry<String, JsonNode> field : given.properties()) {
      String name = path + "." + field.getKey();
      Kind kind = KINDS.get(field.getKey());
      if (kind == null) {
        throw wrong(name, "is not known");
      }
      JsonNode number = field.getValue();
      if (number.isNull()) {
        continue;
      }
      boolean whole = number.isIntegralNumber() && number.canConvertToLong();
      if (!whole || number.asLong() < 1 || number.asLong() > MOST) {
        throw wrong(name, "must be a whole number from 1 to " + MOST);
      }
      numbers.put(kind, number.asLong());
    }
    return numbers;
  }

  /** The same as JSON, in a steady order. */
  static ObjectNode write(OperatorLimits limits) {
    ObjectNode all = write(limits.account());
    if (!limits.models().isEmpty()) {
      ObjectNode models = all.putObject(MODELS);
      new TreeMap<>(limits.models()).forEach((id, numbers) -> models.set(id, write(numbers)));
    }
    return all;
  }

  private static ObjectNode write(Map<Kind, Long> numbers) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    for (Kind kind : Kind.values()) {
      Long number = numbers.get(kind);
      if (number != null) {
        all.put(kind.word(), number);
      }
    }
    return all;
  }
}
