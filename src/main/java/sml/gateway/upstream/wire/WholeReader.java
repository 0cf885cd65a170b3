package sml.gateway.upstream.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.Usage;
import sml.gateway.json.RawObject;
import sml.gateway.upstream.dialect.RefusalReader;

/** Turns a complete body that came with a good status into an answer of OpenAI's shape. */
public final class WholeReader {
  private final ExpectedAnswer expectedAnswer;
  private final Clock clock;

  /** What a body turned out to be. */
  public sealed interface Reading {}

  /**
   * A complete {@code chat.completion}.
   *
   * @param json repaired where needed, else as it was sent
   * @param usage null when the upstream did not count
   * @param text content of the first choice, empty when it has none
   * @param hasContent it holds valid content
   * @param calls the tool calls it makes
   * @param sign what it says of how its model begins
   */
  public record Whole(
      byte[] json,
      @Nullable Usage usage,
      String text,
      @Nullable String finishReason,
      boolean hasContent,
      MadeCalls calls,
      ReasoningSign sign)
      implements Reading {
    Whole with(MadeCalls made, ReasoningSign seen) {
      return new Whole(json, usage, text, finishReason, hasContent, made, seen);
    }
  }

  /**
   * The tool calls of an answer.
   *
   * @param ids as the client gets them
   * @param renamed ids the upstream gave to two calls, by those that were made instead
   */
  public record MadeCalls(List<String> ids, Map<String, String> renamed) {
    public MadeCalls {
      ids = List.copyOf(ids);
      renamed = Map.copyOf(renamed);
    }
  }

  /** An error in spite of the good status. */
  public record Refused(Refusal refusal) implements Reading {}

  /** No answer at all. */
  public record Broken(String what) implements Reading {}

  /** Reads answers to one request. */
  public WholeReader(ExpectedAnswer expectedAnswer, Clock clock) {
    this.expectedAnswer = expectedAnswer;
    this.clock = clock;
  }

  /** Reads one body. */
  public Reading read(byte[] body) {
    byte[] json = withoutBlanks(body);
    if (json.length == 0) {
      return new Broken("the body is empty");
    }
    if (json[0] == '<') {
      return new Broken("the body is a page");
    }
    if (json[0] != '{' && json[0] != '[') {
      return new StreamedWhole(expectedAnswer, clock).read(json);
    }
    var scan = new Scan();
    try {
      RawObject raw = RawObject.parse(json, scan);
      boolean none = scan.choices == null || scan.choices.isEmpty();
      return scan.failed || (none && RefusalReader.isError(json))
          ? refused(json)
          : whole(raw, scan);
    } catch (IOException noObject) {
      return json[0] == '[' && RefusalReader.isError(json)
          ? refused(json)
          : new Broken("the body is no complete JSON object");
    }
  }

  private static final class Scan implements RawObject.Visitor {
    boolean failed;
    @Nullable JsonNode choices;
    @Nullable Usage usage;

    @Override
    public void member(String name, JsonParser parser) throws IOException {
      switch (name) {
        case "error" -> failed = ChunkScan.truthy(parser);
        case "usage" -> usage = ChunkScan.usage(parser);
        case "choices" -> {
          if (parser.currentToken() == JsonToken.START_ARRAY) {
            choices = RawObject.EXACT.readTree(parser);
          }
        }
        default -> {}
      }
    }
  }

  private Refused refused(byte[] json) {
    return new Refused(
        RefusalReader.read(200, Map.of(), json, expectedAnswer.quotas(), clock.instant()));
  }

  private Reading whole(RawObject raw, Scan scan) throws IOException {
    JsonNode choices = scan.choices;
    if (choices == null || choices.isEmpty()) {
      return new Broken("the answer has no choices");
    }
    List<WholeChoice> read = new ArrayList<>(choices.size());
    for (JsonNode choice : choices) {
      WholeChoice whole =
          choice instanceof ObjectNode object
              ? WholeChoice.of(object, read.size(), expectedAnswer)
              : null;
      if (whole == null) {
        return new Broken("a choice of the answer has no message");
      }
      String fault = whole.fault();
      if (fault != null) {
        return new Broken(fault);
      }
      read.add(whole);
    }
    RawObject.Edit edit = identify(raw);
    if (read.stream().anyMatch(WholeChoice::changed)) {
      edit.set("choices", RawObject.EXACT.writeValueAsBytes(choices));
    }
    WholeChoice first = read.getFirst();
    boolean hasContent = read.stream().anyMatch(WholeChoice::hasContent);
    return new Whole(
        edit.toBytes(),
        scan.usage,
        first.text(),
        first.finish(),
        hasContent,
        madeCalls(choices, read),
        first.sign());
  }

  private static MadeCalls madeCalls(JsonNode choices, List<WholeChoice> read) {
    List<String> ids = new ArrayList<>();
    for (JsonNode choice : choices) {
      for (JsonNode call : choice.path("message").path("tool_calls")) {
        ids.add(call.path("id").asText(""));
      }
    }
    Map<String, String> renamed = new HashMap<>(2);
    read.forEach(choice -> renamed.putAll(choice.renamed()));
    return new MadeCalls(ids, renamed);
  }

  private RawObject.Edit identify(RawObject raw) throws IOException {
    RawObject.Edit edit = raw.edit();
    if (isBlank(raw.text("id"))) {
      edit.setText("id", NewIds.completion());
    }
    if (!"chat.completion".equals(raw.text("object"))) {
      edit.setText("object", "chat.completion");
    }
    JsonNode created = raw.node("created");
    if (created == null || !created.isIntegralNumber() || created.asLong() <= 0) {
      String now = Long.toString(clock.instant().getEpochSecond());
      edit.set("created", now.getBytes(StandardCharsets.US_ASCII));
    }
    if (isBlank(raw.text("model"))) {
      edit.setText("model", expectedAnswer.model());
    }
    return edit;
  }

  private static boolean isBlank(@Nullable String value) {
    return value == null || value.isBlank();
  }

  private static byte[] withoutBlanks(byte[] body) {
    int from = 0;
    int to = body.length;
    while (from < to && (body[from] == ' ' || (body[from] >= '\t' && body[from] <= '\r'))) {
      from++;
    }
    while (from < to && (body[to - 1] == ' ' || (body[to - 1] >= '\t' && body[to - 1] <= '\r'))) {
      to--;
    }
    if (to - from >= 3
        && body[from] == (byte) 0xEF
        && body[from + 1] == (byte) 0xBB
        && body[from + 2] == (byte) 0xBF) {
      from += 3;
    }
    return from == 0 && to == body.length ? body : Arrays.copyOfRange(body, from, to);
  }
}
