package sml.gateway.workflows;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sml.gateway.json.RawObject;

/** Finds the JSON value in a model's answer, which may stand in a code fence or within words. */
final class AnswerJson {
  private static final ObjectReader STRICT =
      RawObject.EXACT.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final ObjectReader FIRST = RawObject.EXACT.reader();
  private static final Pattern FENCE =
      Pattern.compile("```[A-Za-z0-9]*[ ]*\\n(.*?)\\n?[ ]*```", Pattern.DOTALL);

  private AnswerJson() {}

  /** The value, null when there is none. */
  static @Nullable JsonNode in(String answer) {
    String text = answer.strip();
    JsonNode whole = parse(STRICT, text);
    if (whole != null) {
      return whole;
    }
    Matcher fence = FENCE.matcher(text);
    if (fence.find()) {
      JsonNode fenced = parse(STRICT, fence.group(1));
      if (fenced != null) {
        return fenced;
      }
    }
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) == '{' || text.charAt(at) == '[') {
        return parse(FIRST, text.substring(at));
      }
    }
    return null;
  }

  private static @Nullable JsonNode parse(ObjectReader reader, String text) {
    try {
      JsonNode node = reader.readTree(text);
      return node == null || node.isMissingNode() ? null : node;
    } catch (IOException noJson) {
      return null;
    }
  }
}
