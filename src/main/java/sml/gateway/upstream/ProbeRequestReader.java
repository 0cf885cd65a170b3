package sml.gateway.upstream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import sml.gateway.chat.Category;
import sml.gateway.chat.RequestProfile;
import sml.gateway.json.RawObject;

/**
 * Reads what asking needs to know of a probe's body in the pass that indexes it. The size counts
 * three characters to a token, Thai ones twice, an image 1,000 tokens.
 */
final class ProbeRequestReader implements RawObject.Visitor {
  private static final int PER_IMAGE = 1000;

  private long weight;
  private int images;
  private boolean tools;
  private int maxTokens;

  @Override
  public void member(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "messages" -> measure(parser);
      case "tools" -> {
        tools = parser.currentToken() == JsonToken.START_ARRAY;
        measure(parser);
      }
      case "max_tokens", "max_completion_tokens" -> maxTokens = parser.getValueAsInt();
      default -> {}
    }
  }

  private void measure(JsonParser parser) throws IOException {
    int depth = 0;
    do {
      switch (parser.currentToken()) {
        case START_OBJECT, START_ARRAY -> depth++;
        case END_OBJECT, END_ARRAY -> depth--;
        case VALUE_STRING -> weigh(parser.getText());
        default -> {}
      }
    } while (depth > 0 && parser.nextToken() != null);
  }

  private void weigh(String text) {
    if (text.startsWith("data:image/")) {
      images++;
      return;
    }
    weight += text.chars().map(c -> c >= 0x0E00 && c <= 0x0E7F ? 2 : 1).sum();
  }

  RequestProfile profile(Category category) {
    int tokens = (int) Math.min((weight + 2) / 3 + (long) images * PER_IMAGE, Integer.MAX_VALUE);
    return new RequestProfile(
        category,
        false,
        tools,
        false,
        null,
        images > 0,
        false,
        tokens,
        maxTokens,
        false,
        false,
        RequestProfile.NO_SIGNS);
  }
}
