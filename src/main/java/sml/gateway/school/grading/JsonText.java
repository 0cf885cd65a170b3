package sml.gateway.school.grading;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sml.gateway.json.RawObject;

/** Finds the JSON of an answer. It has to be strictly JSON, also without repeated members. */
final class JsonText {
  private static final ObjectReader STRICT =
      RawObject.EXACT
          .reader()
          .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final ObjectReader FIRST =
      RawObject.EXACT.reader().with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
  private static final Pattern WHOLE_FENCE =
      Pattern.compile("(?s)^```[A-Za-z0-9]*[ ]*\\n(.*?)\\n?[ ]*```$");
  private static final Pattern ANY_FENCE =
      Pattern.compile("(?s)```[A-Za-z0-9]*[ ]*\\n(.*?)\\n?[ ]*```");

  private JsonText() {}

  /** The answer as JSON when it is nothing else; one fence around the whole is taken off. */
  public static Optional<JsonNode> alone(String answer) {
    String text = PlainText.visible(answer).strip();
    Matcher fence = WHOLE_FENCE.matcher(text);
    return parse(fence.matches() ? fence.group(1) : text);
  }

  /** The one JSON object or list within an answer; none when there are two that differ. */
  public static Optional<JsonNode> within(String answer) {
    String text = PlainText.visible(answer);
    List<JsonNode> found = new ArrayList<>();
    ANY_FENCE.matcher(text).results().forEach(hit -> parse(hit.group(1)).ifPresent(found::add));
    if (found.isEmpty()) {
      found.addAll(loose(text));
    }
    return found.stream().distinct().count() == 1
        ? Optional.of(found.getFirst())
        : Optional.empty();
  }

  private static Optional<JsonNode> parse(String text) {
    try {
      JsonNode node = STRICT.readTree(text);
      return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Values that begin with a bracket, wherever they stand. */
  private static List<JsonNode> loose(String text) {
    List<JsonNode> found = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (i >= from && (c == '{' || c == '[')) {
        try (JsonParser parser = FIRST.createParser(text.substring(i))) {
          JsonNode node = parser.readValueAsTree();
          found.add(node);
          from = i + (int) parser.currentLocation().getCharOffset();
        } catch (IOException e) {
          // a bracket of the prose
          continue;
        }
      }
    }
    return found;
  }
}
