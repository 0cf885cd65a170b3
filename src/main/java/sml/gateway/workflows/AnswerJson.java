package sml.gateway.workflows;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.JsonEOFException;
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
    return largest(text);
  }

  /**
   * Of the values within words the one with the longest text: "[1]" may be a note. What is broken
   * is not searched for a part of it that is sound.
   */
  private static @Nullable JsonNode largest(String text) {
    JsonNode largest = null;
    int longest = 0;
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) != '{' && text.charAt(at) != '[') {
        continue;
      }
      try (JsonParser parser = RawObject.EXACT.createParser(text.substring(at))) {
        JsonNode found = RawObject.EXACT.readTree(parser);
        int length = (int) parser.currentLocation().getCharOffset();
        if (length > longest) {
          largest = found;
          longest = length;
        }
        at += length - 1;
      } catch (IOException broken) {
        if (text.charAt(at) == '{' || broken instanceof JsonEOFException) {
          return largest;
        }
      }
    }
    return largest;
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
