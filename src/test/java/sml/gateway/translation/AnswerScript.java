package sml.gateway.translation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.ChunkStream.Chunk;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Usage;
import sml.gateway.chat.format.AnswerEvents;
import sml.gateway.json.RawObject;

/** An answer in the making: pieces of text, reasoning and calls, as chunks or whole. */
final class AnswerScript {
  private static final List<String> TEXTS =
      List.of(
          "Hello", " ", "สวัสดี 🙏", "\"quoted\"\n", "{\"a\":1}", "</think>", "\\u0000 \t", "x");
  private static final List<String> ARGUMENTS =
      List.of("{}", "{\"city\":\"กรุงเทพ\"}", "{\"n\":1.50,\"deep\":{\"a\":[1,null,\"\\\"\"]}}");

  final StringBuilder text = new StringBuilder();
  final StringBuilder refusal = new StringBuilder();
  final StringBuilder reasoning = new StringBuilder();
  final List<Call> calls = new ArrayList<>();
  final List<Chunk> chunks = new ArrayList<>();
  String finish = "stop";

  /** One call as it has to arrive. */
  record Call(String id, String name, String arguments) {}

  /** Chance whose first draws differ between neighbouring seeds, unlike those of their own. */
  static Random chance(long seed) {
    return new Random(seed * 0x9E3779B97F4A7C15L);
  }

  static AnswerScript random(long seed) {
    Random random = chance(seed);
    var script = new AnswerScript();
    script.delta(delta -> delta.put("role", "assistant").put("content", ""), null);
    for (int i = random.nextInt(4); i > 0; i--) {
      script.think(pick(random, TEXTS));
    }
    for (int i = random.nextInt(6); i > 0; i--) {
      // no two alike, so that a model that goes on does not look like one that starts over
      script.say(pick(random, TEXTS) + i);
    }
    script.callSome(random, random.nextInt(4));
    if (script.calls.isEmpty()) {
      script.finish = pick(random, List.of("stop", "length", "content_filter"));
    } else if (random.nextInt(5) == 0) {
      script.finish = "length";
    }
    script.end(script.finish);
    return script;
  }

  private static String pick(Random random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** Calls whose pieces come mixed, with a word between them now and then. */
  private void callSome(Random random, int count) {
    List<List<String>> pieces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String arguments = pick(random, ARGUMENTS);
      int cut = random.nextInt(arguments.length() + 1);
      pieces.add(new ArrayList<>(List.of(arguments.substring(0, cut), arguments.substring(cut))));
      calls.add(new Call("call_" + i, "tool_" + i, arguments));
    }
    for (int i = 0; i < count; i++) {
      begin(i, calls.get(i));
      if (random.nextBoolean()) {
        while (!pieces.get(i).isEmpty()) {
          arguments(i, pieces.get(i).removeFirst());
        }
      }
    }
    if (count > 0 && random.nextInt(4) == 0) {
      say(" and so ");
      finish = "tool_calls";
    }
    while (pieces.stream().anyMatch(left -> !left.isEmpty())) {
      int i = random.nextInt(count);
      if (!pieces.get(i).isEmpty()) {
        arguments(i, pieces.get(i).removeFirst());
      }
    }
    finish = count > 0 ? "tool_calls" : finish;
  }

  void say(String piece) {
    text.append(piece);
    delta(delta -> delta.put("content", piece), null);
  }

  void decline(String piece) {
    refusal.append(piece);
    delta(delta -> delta.put("refusal", piece), null);
  }

  void end(String finishReason) {
    finish = finishReason;
    delta(delta -> {}, finish);
    count();
  }

  void think(String piece) {
    reasoning.append(piece);
    delta(delta -> delta.put("reasoning_content", piece), null);
  }

  private void begin(int index, Call call) {
    delta(
        delta -> {
          ObjectNode begun = delta.putArray("tool_calls").addObject();
          begun.put("index", index).put("id", call.id()).put("type", "function");
          begun.putObject("function").put("name", call.name()).put("arguments", "");
        },
        null);
  }

  private void arguments(int index, String piece) {
    delta(
        delta -> {
          ObjectNode more = delta.putArray("tool_calls").addObject().put("index", index);
          more.putObject("function").put("arguments", piece);
        },
        null);
  }

  private interface Filling {
    void fill(ObjectNode delta);
  }

  private void delta(Filling filling, @Nullable String finishReason) {
    ObjectNode root = ClientBody.object().put("id", "chatcmpl-1").put("model", "m-1");
    ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
    filling.fill(choice.putObject("delta"));
    choice.put("finish_reason", finishReason);
    String content = choice.path("delta").path("content").asText("");
    boolean call = choice.path("delta").has("tool_calls");
    boolean onlyContent = finishReason == null && !content.isEmpty();
    chunks.add(new Chunk(raw(root), content, call, finishReason, null, 1, onlyContent));
  }

  private void count() {
    ObjectNode root = ClientBody.object().put("id", "chatcmpl-1").put("model", "m-1");
    root.putArray("choices");
    root.set("usage", usage());
    chunks.add(new Chunk(raw(root), "", false, null, new Usage(20, 7, 27), 0));
  }

  private static ObjectNode usage() {
    ObjectNode usage = ClientBody.object().put("prompt_tokens", 20).put("completion_tokens", 7);
    usage.putObject("prompt_tokens_details").put("cached_tokens", 5);
    usage.putObject("completion_tokens_details").put("reasoning_tokens", 3);
    return usage;
  }

  private static RawObject raw(ObjectNode json) {
    try {
      return RawObject.parse(RawObject.bytes(json));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  Answer.Whole whole() {
    ObjectNode root = ClientBody.object().put("id", "chatcmpl-1").put("model", "m-1");
    ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    message.put("content", text.isEmpty() ? null : text.toString());
    if (!refusal.isEmpty()) {
      message.put("refusal", refusal.toString());
    }
    if (!reasoning.isEmpty()) {
      message.put("reasoning_content", reasoning.toString());
    }
    if (!calls.isEmpty()) {
      ArrayNode array = message.putArray("tool_calls");
      calls.forEach(call -> array.add(ChatParts.call(call.id(), call.name(), call.arguments())));
    }
    choice.put("finish_reason", finish);
    root.set("usage", usage());
    var candidate = new Candidate(new ModelRef("p", "m-1"), true, 1, null, 1, "named");
    return new Answer.Whole(
        candidate, RawObject.bytes(root), new Usage(20, 7, 27), text.toString(), finish);
  }

  /** What a client receives of the first chunks, and then what {@code last} adds. */
  static String received(AnswerEvents events, List<Chunk> chunks, Last last) {
    StringBuilder body = new StringBuilder();
    chunks.forEach(chunk -> events.chunk(chunk, bytes -> body.append(new String(bytes, UTF_8))));
    last.write(events, body);
    return body.toString();
  }

  /** The last step of a stream. */
  interface Last {
    void write(AnswerEvents events, StringBuilder body);
  }

  static void end(AnswerEvents events, StringBuilder body) {
    events.end(bytes -> body.append(new String(bytes, UTF_8)));
  }
}
