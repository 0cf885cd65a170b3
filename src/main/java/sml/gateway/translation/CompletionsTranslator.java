package sml.gateway.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.FluentProducerTemplate;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/** OpenAI's old text completions as chats: one for each prompt. */
@Component("completions")
final class CompletionsTranslator {
  /** What a chat knows under another name, in another form, or not at all. */
  private static final Set<String> OF_COMPLETIONS =
      Set.of("prompt", "suffix", "echo", "logprobs", "best_of", "messages");

  private static final int USUAL_TOKENS = 256;
  private static final int MOST_PROMPTS = 20;
  private static final String BETWEEN =
      "You fill a gap in a text. The user sends what stands before the gap between <before> and"
          + " </before>, and what stands after it between <after> and </after>. Answer with exactly"
          + " the text that belongs into the gap: no explanation, no code fence, and nothing of"
          + " what was sent.";

  private final ModelAliases aliases;
  private final FluentProducerTemplate camel;

  CompletionsTranslator(ModelAliases aliases, FluentProducerTemplate camel) {
    this.aliases = aliases;
    this.camel = camel;
  }

  /** How the answer to the call is written, and every error of it. */
  public CompletionsFormat translateOut(@Body HttpCall call) {
    return new CompletionsFormat(call.id());
  }

  /** A call with the body of a chat request for each prompt. */
  public List<HttpCall> translateIn(
      @Body HttpCall call, @Variable("format") CompletionsFormat format) {
    ObjectNode body = ClientBody.read(call);
    List<String> prompts = prompts(body.get("prompt"), body.get("messages"));
    format.echo(flag(body, "echo") ? prompts : List.of());
    if (prompts.size() > 1 && flag(body, "stream")) {
      throw ClientBody.unsupported("stream", "a stream of several prompts");
    }
    List<HttpCall> calls = new ArrayList<>();
    if (prompts.isEmpty()) {
      return List.of(ClientBody.with(call, chat(body, format, null)));
    }
    for (String prompt : prompts) {
      calls.add(ClientBody.with(call, chat(body, format, prompt)));
    }
    return calls;
  }

  private ObjectNode chat(ObjectNode body, CompletionsFormat format, @Nullable String prompt) {
    ObjectNode chat = ClientBody.object();
    for (var member : body.properties()) {
      if (!OF_COMPLETIONS.contains(member.getKey())) {
        chat.set(member.getKey(), member.getValue());
      }
    }
    ClientBody.copyModel(body, chat, format, aliases);
    if (!chat.has("max_tokens") && !chat.has("max_completion_tokens")) {
      chat.put("max_tokens", USUAL_TOKENS);
    }
    logprobs(body.path("logprobs"), chat);
    if (prompt == null) {
      return chat.set("messages", body.get("messages"));
    }
    messages(chat.putArray("messages"), prompt, text(body, "suffix"));
    return chat;
  }

  /** The number of other tokens to show beside each; none is a wish as well. */
  private static void logprobs(JsonNode others, ObjectNode chat) {
    if (others.isMissingNode() || others.isNull()) {
      return;
    }
    if (!others.isIntegralNumber() || others.intValue() < 0) {
      throw ClientBody.wrong("logprobs", "a whole number from 0");
    }
    chat.put("logprobs", true);
    if (others.intValue() > 0) {
      chat.set("top_logprobs", others);
    }
  }

  private static void messages(ArrayNode messages, String prompt, String suffix) {
    if (suffix.isEmpty()) {
      messages.addObject().put("role", "user").put("content", prompt);
      return;
    }
    messages.addObject().put("role", "system").put("content", BETWEEN);
    messages
        .addObject()
        .put("role", "user")
        .put("content", "<before>" + prompt + "</before><after>" + suffix + "</after>");
  }

  /** The prompts; none when there are messages in their place. */
  private static List<String> prompts(@Nullable JsonNode prompt, @Nullable JsonNode messages) {
    if (prompt == null || prompt.isNull()) {
      if (messages != null && messages.isArray()) {
        return List.of();
      }
      throw InvalidRequest.missing("prompt");
    }
    if (prompt.isTextual()) {
      return List.of(prompt.textValue());
    }
    if (!prompt.isArray() || prompt.isEmpty() || prompt.size() > MOST_PROMPTS && !isToken(prompt)) {
      throw ClientBody.wrong("prompt", "a string or an array of 1 to " + MOST_PROMPTS + " strings");
    }
    List<String> prompts = new ArrayList<>();
    for (JsonNode each : prompt) {
      if (each.isArray() || each.isNumber()) {
        throw ClientBody.unsupported("prompt", "a prompt of tokens instead of its text");
      }
      if (!each.isTextual()) {
        throw ClientBody.wrong("prompt", "a string or an array of strings");
      }
      prompts.add(each.textValue());
    }
    return prompts;
  }

  private static boolean isToken(JsonNode prompt) {
    return prompt.get(0).isNumber();
  }

  private static boolean flag(ObjectNode body, String name) {
    JsonNode flag = body.path(name);
    if (flag.isMissingNode() || flag.isNull() || flag.isBoolean()) {
      return flag.asBoolean(false);
    }
    throw ClientBody.wrong(name, "a boolean");
  }

  private static String text(ObjectNode body, String name) {
    JsonNode text = body.path(name);
    if (text.isMissingNode() || text.isNull() || text.isTextual()) {
      return text.asText("");
    }
    throw ClientBody.wrong(name, "a string");
  }

  /** The reply to one of the chats, which may be an error. */
  public HttpReply ask(@Body HttpCall call, @Variable("format") CompletionsFormat format) {
    return camel
        .withBody(call)
        .withVariable("format", format)
        .withExchangeProperty(HttpCall.PROPERTY, call)
        .to("direct:chat")
        .request(HttpReply.class);
  }

  /** The answers to several prompts as one; the first that failed stands for all. */
  public HttpReply join(
      @Body List<HttpReply> replies, @Variable("format") CompletionsFormat format) {
    return replies.stream()
        .filter(reply -> reply.status() != 200)
        .findFirst()
        .orElseGet(() -> replies.size() == 1 ? replies.getFirst() : format.join(replies));
  }
}
