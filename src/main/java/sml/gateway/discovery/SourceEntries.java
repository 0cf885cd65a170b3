package sml.gateway.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import sml.gateway.catalog.updates.PageClient.Page;

/** Reads the entries of a source's answer; missing fields are no error. */
final class SourceEntries {
  private static final Set<String> REMOVED = Set.of("removed", "deleted");
  private static final int SHOWN = 80;

  private SourceEntries() {}

  /** The list in an answer: the answer itself, or one of these fields of it. */
  static JsonNode list(JsonNode root, String... fields) throws IOException {
    if (root.isArray()) {
      return root;
    }
    for (String field : fields) {
      if (root.path(field).isArray()) {
        return root.path(field);
      }
    }
    throw new IOException("no list");
  }

  /** The first of these fields that is a text with something in it; of a text, the text itself. */
  static String text(JsonNode entry, String... fields) {
    if (entry.isTextual()) {
      return entry.asText().strip();
    }
    for (String field : fields) {
      JsonNode value = entry.path(field);
      if (value.isTextual() && !value.asText().isBlank()) {
        return value.asText().strip();
      }
    }
    return "";
  }

  static boolean removed(JsonNode entry) {
    String status = entry.path("status").asText("").strip().toLowerCase(Locale.ROOT);
    return REMOVED.contains(status) || entry.path("removed").asBoolean(false);
  }

  static String problem(Page page) {
    return page.status() == 0 ? page.problem() : "HTTP " + page.status();
  }

  /** A foreign text without control characters, shortened for people. */
  static String shown(String text) {
    String plain = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "…";
  }
}
