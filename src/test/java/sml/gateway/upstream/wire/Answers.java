package sml.gateway.upstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sml.gateway.json.RawObject;

/** Reads one answer whole and in pieces, the way a client would see it. */
final class Answers {
  private Answers() {}

  /**
   * What a client has in the end.
   *
   * @param calls each as its name and arguments
   */
  record Seen(String content, String reasoning, List<String> calls, String finish) {}

  /** The answer as one body whose content is {@code text}. */
  static Seen whole(OfferedTools tools, String text) {
    ObjectNode message = RawObject.EXACT.createObjectNode().put("content", text);
    return whole(tools, message, "stop");
  }

  static Seen whole(OfferedTools tools, JsonNode message, String finish) {
    ObjectNode answer = RawObject.EXACT.createObjectNode().put("id", "c1");
    ObjectNode choice = answer.putArray("choices").addObject().put("finish_reason", finish);
    choice.set("message", message);
    var expectedAnswer = new ExpectedAnswer(tools, "asked", Reasoning.TAGGED);
    var reading =
        new WholeReader(expectedAnswer, ChunkReaderTest.CLOCK)
            .read(answer.toString().getBytes(UTF_8));
    assertThat(reading).isInstanceOf(WholeReader.Whole.class);
    return seen(((WholeReader.Whole) reading).json());
  }

  /** The answer as a stream of deltas. */
  static Seen streamed(OfferedTools tools, List<? extends JsonNode> deltas, String finish) {
    var reader =
        new ChunkReader(
            new ExpectedAnswer(tools, "asked", Reasoning.TAGGED), ChunkReaderTest.CLOCK);
    var joined = new ChunksToWhole();
    for (JsonNode delta : deltas) {
      take(reader, joined, delta, null);
    }
    take(reader, joined, RawObject.EXACT.createObjectNode(), finish);
    assertThat(reader.end()).isNull();
    try {
      return seen(joined.json());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** The answer as a body of events. */
  static Seen streamed(OfferedTools tools, InputStream body) {
    var reader =
        new ChunkReader(
            new ExpectedAnswer(tools, "asked", Reasoning.TAGGED), ChunkReaderTest.CLOCK);
    var events = new EventReader(body, 1 << 20, 1 << 20, () -> {});
    var joined = new ChunksToWhole();
    try {
      while (events.next() instanceof EventReader.Data event) {
        if (reader.read(event) instanceof ChunkReader.Piece piece) {
          joined.add(piece.chunk().json());
        }
      }
      ChunkReader.Piece rest = reader.end();
      if (rest != null) {
        joined.add(rest.chunk().json());
      }
      return seen(joined.json());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** The events of a stream where the answer was to come whole. */
  static Seen joined(OfferedTools tools, byte[] events) {
    var expectedAnswer = new ExpectedAnswer(tools, "asked", Reasoning.TAGGED);
    var reading = new WholeReader(expectedAnswer, ChunkReaderTest.CLOCK).read(events);
    assertThat(reading).isInstanceOf(WholeReader.Whole.class);
    return seen(((WholeReader.Whole) reading).json());
  }

  private static void take(
      ChunkReader reader, ChunksToWhole joined, JsonNode delta, @Nullable String finish) {
    ObjectNode chunk = RawObject.EXACT.createObjectNode().put("id", "c1");
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.put("finish_reason", finish);
    byte[] bytes = chunk.toString().getBytes(UTF_8);
    if (reader.read(new EventReader.Data(bytes, false)) instanceof ChunkReader.Piece piece) {
      try {
        joined.add(piece.chunk().json());
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }
  }

  /** The text as deltas of so many characters. */
  static List<ObjectNode> deltas(String text, int size) {
    List<ObjectNode> deltas = new ArrayList<>();
    for (int at = 0; at < text.length(); at += size) {
      String piece = text.substring(at, Math.min(text.length(), at + size));
      deltas.add(RawObject.EXACT.createObjectNode().put("content", piece));
    }
    return deltas;
  }

  private static Seen seen(byte[] answer) {
    try {
      JsonNode choice = Objects.requireNonNull(RawObject.EXACT.readTree(answer)).at("/choices/0");
      JsonNode message = choice.path("message");
      List<String> calls = new ArrayList<>();
      List<String> ids = new ArrayList<>();
      for (JsonNode call : message.path("tool_calls")) {
        assertThat(call.path("type").asText()).isEqualTo("function");
        ids.add(call.path("id").asText());
        JsonNode function = call.path("function");
        calls.add(function.path("name").asText() + " " + function.path("arguments").asText());
      }
      assertThat(ids).doesNotHaveDuplicates().doesNotContain("");
      return new Seen(
          message.path("content").asText(""),
          message.path("reasoning_content").asText(""),
          calls,
          choice.path("finish_reason").asText());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
