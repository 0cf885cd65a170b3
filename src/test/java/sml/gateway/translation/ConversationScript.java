package sml.gateway.translation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** A random conversation, written as each protocol has it and as the chat has to be. */
final class ConversationScript {
  private static final List<String> TEXTS =
      List.of("Hello", " ", "สวัสดี 🙏", "\"quoted\"\n", "{\"a\":1}", "\\u0000 \t", "Error: no");
  private static final List<String> ARGUMENTS =
      List.of("{}", "{\"city\":\"กรุงเทพ\"}", "{\"n\":1.50,\"deep\":{\"a\":[1,null,\"\\\"\"]}}");
  private static final List<String> IMAGES = List.of("aGVsbG8=", "AAECAwQ=");

  final ArrayNode chat = ClientBody.object().arrayNode();

  /** Anthropic's {@code messages}. */
  final ArrayNode messages = ClientBody.object().arrayNode();

  /** The {@code input} of Responses. */
  final ArrayNode input = ClientBody.object().arrayNode();

  private final Random random;
  private int callsSoFar;

  private ConversationScript(long seed) {
    random = new Random(seed);
  }

  static ConversationScript random(long seed) {
    var script = new ConversationScript(seed);
    int open = 0;
    for (int i = script.random.nextInt(5); i >= 0; i--) {
      script.userTurn(open);
      open = script.assistantTurn();
    }
    script.userTurn(open);
    return script;
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** Results of the last calls, then what the user says; without results there is some of it. */
  private void userTurn(int results) {
    ArrayNode blocks = messages.addObject().put("role", "user").putArray("content");
    for (int i = callsSoFar - results; i < callsSoFar; i++) {
      String result = pick(TEXTS);
      chat.add(ChatParts.result("call_" + i, result));
      blocks
          .addObject()
          .put("type", "tool_result")
          .put("tool_use_id", "call_" + i)
          .put("content", result);
      input
          .addObject()
          .put("type", "function_call_output")
          .put("call_id", "call_" + i)
          .put("output", result);
    }
    int parts = random.nextInt(3) + (results == 0 ? 1 : 0);
    if (parts == 0) {
      return;
    }
    ArrayNode said = ClientBody.object().arrayNode();
    ArrayNode content =
        input.addObject().put("type", "message").put("role", "user").putArray("content");
    for (int i = 0; i < parts; i++) {
      part(said, blocks, content);
    }
    chat.add(ChatParts.message("user", said));
  }

  private void part(ArrayNode said, ArrayNode blocks, ArrayNode content) {
    if (random.nextInt(3) > 0) {
      String text = pick(TEXTS);
      said.add(ChatParts.text(text));
      blocks.addObject().put("type", "text").put("text", text);
      content.addObject().put("type", "input_text").put("text", text);
      return;
    }
    String data = pick(IMAGES);
    String url = "data:image/png;base64," + data;
    said.add(ChatParts.image(url));
    blocks
        .addObject()
        .put("type", "image")
        .putObject("source")
        .put("type", "base64")
        .put("media_type", "image/png")
        .put("data", data);
    content.addObject().put("type", "input_image").put("image_url", url);
  }

  /** How many tools it calls; it says something if it calls none. */
  private int assistantTurn() {
    int calls = random.nextInt(4);
    ArrayNode blocks = messages.addObject().put("role", "assistant").putArray("content");
    ObjectNode turn = chat.addObject().put("role", "assistant").putNull("content");
    if (random.nextBoolean()) {
      String thought = pick(TEXTS);
      turn.put("reasoning_content", thought);
      blocks.addObject().put("type", "thinking").put("thinking", thought).put("signature", "");
      input
          .addObject()
          .put("type", "reasoning")
          .putArray("summary")
          .addObject()
          .put("type", "summary_text")
          .put("text", thought);
    }
    if (calls == 0 || random.nextBoolean()) {
      String text = pick(TEXTS);
      turn.put("content", text);
      blocks.addObject().put("type", "text").put("text", text);
      input
          .addObject()
          .put("type", "message")
          .put("role", "assistant")
          .putArray("content")
          .addObject()
          .put("type", "output_text")
          .put("text", text);
    }
    for (int i = 0; i < calls; i++) {
      call("call_" + callsSoFar++, turn, blocks);
    }
    return calls;
  }

  private void call(String id, ObjectNode turn, ArrayNode blocks) {
    String arguments = pick(ARGUMENTS);
    turn.withArray("tool_calls").add(ChatParts.call(id, "look", arguments));
    blocks
        .addObject()
        .put("type", "tool_use")
        .put("id", id)
        .put("name", "look")
        .set("input", ReceivedMessage.parse(arguments));
    input
        .addObject()
        .put("type", "function_call")
        .put("call_id", id)
        .put("name", "look")
        .put("arguments", arguments);
  }
}
