package sml.gateway.school.grading;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Compares JSON by value: numbers by amount, text without invisible characters, objects whatever
 * the order of their members; a number is no text and text is no number. In the wanted JSON an
 * object with one of these members stands for more: {@code $any} (one of these values; of texts in
 * any case), {@code $set} (a list in any order), {@code $phone} (these digits however they are
 * grouped, +66 for the first 0), {@code $optional} (may also be missing, null or empty).
 */
final class JsonMatch {
  private JsonMatch() {}

  /** The first difference, as a path and what is there, or empty when there is none. */
  public static Optional<String> difference(JsonNode wanted, JsonNode found, String path) {
    if (wanted.has("$any")) {
      return any(wanted.get("$any"), found, path);
    }
    if (wanted.has("$optional")) {
      boolean absent = found.isMissingNode() || found.isNull() || found.asText("x").isEmpty();
      return absent ? Optional.empty() : difference(wanted.get("$optional"), found, path);
    }
    if (wanted.has("$set")) {
      return set(wanted.get("$set"), found, path);
    }
    if (wanted.has("$phone")) {
      boolean same =
          found.isTextual() && phone(found.asText()).equals(wanted.get("$phone").asText());
      return same ? Optional.empty() : Optional.of(path + " is " + found);
    }
    if (wanted.isObject()) {
      return members(wanted, found, path);
    }
    if (wanted.isArray()) {
      return items(wanted, found, path);
    }
    return same(wanted, found) ? Optional.empty() : Optional.of(path + " is " + found);
  }

  private static Optional<String> any(JsonNode choices, JsonNode found, String path) {
    for (JsonNode choice : choices) {
      boolean alike =
          choice.isTextual()
              ? found.isTextual() && loose(choice.asText()).equals(loose(found.asText()))
              : difference(choice, found, path).isEmpty();
      if (alike) {
        return Optional.empty();
      }
    }
    return Optional.of(path + " is " + found);
  }

  private static Optional<String> set(JsonNode wanted, JsonNode found, String path) {
    if (!found.isArray() || found.size() != wanted.size()) {
      return Optional.of(path + " is " + found);
    }
    List<JsonNode> left = new ArrayList<>();
    found.forEach(left::add);
    for (JsonNode item : wanted) {
      boolean there =
          left.stream()
              .filter(one -> difference(item, one, path).isEmpty())
              .findFirst()
              .map(left::remove)
              .orElse(false);
      if (!there) {
        return Optional.of(path + " lacks " + item);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> members(JsonNode wanted, JsonNode found, String path) {
    if (!found.isObject()) {
      return Optional.of(path + " is " + found);
    }
    Set<String> more = new HashSet<>();
    found.fieldNames().forEachRemaining(more::add);
    for (var member : wanted.properties()) {
      more.remove(member.getKey());
      Optional<String> difference =
          difference(member.getValue(), found.path(member.getKey()), path + "/" + member.getKey());
      if (difference.isPresent()) {
        return difference;
      }
    }
    return more.isEmpty() ? Optional.empty() : Optional.of(path + " has also " + more);
  }

  private static Optional<String> items(JsonNode wanted, JsonNode found, String path) {
    if (!found.isArray() || found.size() != wanted.size()) {
      return Optional.of(path + " is " + found);
    }
    for (int i = 0; i < wanted.size(); i++) {
      Optional<String> difference = difference(wanted.get(i), found.get(i), path + "/" + i);
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private static boolean same(JsonNode wanted, JsonNode found) {
    if (wanted.isNumber()) {
      return found.isNumber() && wanted.decimalValue().compareTo(found.decimalValue()) == 0;
    }
    if (wanted.isTextual()) {
      return found.isTextual() && tidy(wanted.asText()).equals(tidy(found.asText()));
    }
    return wanted.equals(found);
  }

  private static String tidy(String text) {
    return PlainText.visible(text).strip().replaceAll("\\s+", " ");
  }

  private static String loose(String text) {
    return tidy(PlainText.characters(text)).toLowerCase(Locale.ROOT);
  }

  private static String phone(String text) {
    String digits = PlainText.characters(text).replaceAll("[\\s().-]", "");
    return digits.startsWith("+66") ? "0" + digits.substring(3) : digits;
  }
}
