package sml.gateway.school.questions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import sml.gateway.json.RawObject;
import sml.gateway.school.paper.QuestionPlaceholders;

/**
 * Fills {@code {{path|filter}}} in a tree of data with drawn facts. A text that is nothing but one
 * place becomes the fact itself, type and all; inside other text it becomes words. Filters: {@code
 * thai} (Thai digits), {@code commas} (thousands separated), {@code upper}, {@code json}.
 */
final class QuestionTemplate {
  private static final int DEEPEST = 3;

  private final ObjectNode facts;

  QuestionTemplate(ObjectNode facts) {
    this.facts = facts;
  }

  /** A filled copy; facts that hold places themselves are filled, too. */
  JsonNode fill(JsonNode tree) {
    return fill(tree, 0);
  }

  /** The filled text. */
  String fill(String text) {
    JsonNode filled = fill(TextNode.valueOf(text));
    return words(filled);
  }

  private JsonNode fill(JsonNode tree, int depth) {
    if (tree.isTextual()) {
      return text(tree.textValue(), depth);
    }
    if (tree.isArray()) {
      ArrayNode copy = RawObject.EXACT.createArrayNode();
      tree.forEach(item -> copy.add(fill(item, depth)));
      return copy;
    }
    if (tree.isObject()) {
      ObjectNode copy = RawObject.EXACT.createObjectNode();
      tree.properties()
          .forEach(member -> copy.set(member.getKey(), fill(member.getValue(), depth)));
      return copy;
    }
    return tree;
  }

  private JsonNode text(String text, int depth) {
    Matcher place = QuestionPlaceholders.PLACE.matcher(text);
    if (!place.find()) {
      return TextNode.valueOf(text);
    }
    if (depth == DEEPEST) {
      throw new IllegalArgumentException("facts that name facts without end: " + text);
    }
    if (place.matches() && place.group(2) == null) {
      return fill(fact(place.group(1)), depth + 1);
    }
    String filled =
        place
            .reset()
            .replaceAll(
                hit ->
                    Matcher.quoteReplacement(
                        filtered(fill(fact(hit.group(1)), depth + 1), hit.group(2))));
    return TextNode.valueOf(filled);
  }

  private JsonNode fact(String path) {
    JsonNode found = facts.at("/" + path.replace('.', '/'));
    if (found.isMissingNode()) {
      throw new IllegalArgumentException("no fact `" + path + "` among " + facts);
    }
    return found;
  }

  private static String filtered(JsonNode fact, @Nullable String filter) {
    if (filter == null) {
      return words(fact);
    }
    return switch (filter) {
      case "thai" -> thaiDigits(words(fact));
      case "commas" -> String.format(Locale.ROOT, "%,d", fact.longValue());
      case "upper" -> words(fact).toUpperCase(Locale.ROOT);
      case "json" -> fact.toString();
      default -> throw new IllegalArgumentException("no filter `" + filter + "`");
    };
  }

  private static String words(JsonNode fact) {
    if (fact.isContainerNode()) {
      throw new IllegalArgumentException("a list or an object inside a text: " + fact);
    }
    return fact.asText();
  }

  private static String thaiDigits(String text) {
    var thai = new StringBuilder(text);
    for (int i = 0; i < thai.length(); i++) {
      char digit = thai.charAt(i);
      if (digit >= '0' && digit <= '9') {
        thai.setCharAt(i, (char) (digit - '0' + '๐'));
      }
    }
    return thai.toString();
  }
}
