package sml.gateway.upstream.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ChunkStream.Chunk;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.Usage;
import sml.gateway.json.JsonString;
import sml.gateway.json.RawObject;
import sml.gateway.upstream.dialect.RefusalReader;

/**
 * Turns the events of one stream into chunks of OpenAI's shape. Keeps what has to be remembered
 * from chunk to chunk, so each stream has its own. Used by one thread.
 */
public final class ChunkReader {
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OBJECT = JsonString.quote("chat.completion.chunk");

  private final ExpectedAnswer expectedAnswer;
  private final Clock clock;
  private final Map<Integer, ChoiceState> states = new HashMap<>(4);
  private final List<String> toolCallIds = new ArrayList<>(2);
  private @Nullable String id;
  private @Nullable String model;
  private long created;

  /** What one event turned out to be. */
  public sealed interface Reading {}

  /**
   * A chunk to pass on.
   *
   * @param valid it carries valid content: text, reasoning, a refusal, a named tool call, or the
   *     statement that a filter took the answer away
   */
  public record Piece(Chunk chunk, boolean valid) implements Reading {}

  /** {@code [DONE]}; {@link #end()} has what is left. */
  public record Done() implements Reading {}

  /**
   * The upstream reports an error.
   *
   * @param counted the chunk without the error, when it has token counts
   */
  public record Failed(Refusal refusal, @Nullable Chunk counted) implements Reading {}

  /** No JSON object: to be skipped, never to be passed on. */
  public record Garbage(String what) implements Reading {}

  /**
   * Nothing to pass on.
   *
   * @param valid valid content arrived and is kept back, because it may be a tool call
   */
  public record Nothing(boolean valid) implements Reading {}

  /** Starts a stream. */
  public ChunkReader(ExpectedAnswer expectedAnswer, Clock clock) {
    this.expectedAnswer = expectedAnswer;
    this.clock = clock;
  }

  /** Reads one event. */
  public Reading read(EventReader.Data event) {
    byte[] data = event.bytes();
    if (isDone(data)) {
      return new Done();
    }
    if (event.error()) {
      return failed(data, null);
    }
    var scan = new ChunkScan();
    try {
      RawObject raw = RawObject.parse(data, scan);
      return scan.failed || broken(scan) || isBareError(raw, scan)
          ? failed(data, counted(raw, scan))
          : chunk(raw, scan);
    } catch (IOException noObject) {
      return data[0] == '[' && RefusalReader.isError(data)
          ? failed(data, null)
          : new Garbage("an event of " + data.length + " bytes is no JSON object");
    }
  }

  /** What is left when the stream is over; null when nothing is. */
  public @Nullable Piece end() {
    List<ChoiceDelta> remainders = new ArrayList<>(1);
    states.forEach(
        (index, state) -> {
          ChoiceDelta rest = state.end(index);
          if (rest != null) {
            remainders.add(rest);
          }
        });
    if (remainders.isEmpty()) {
      return null;
    }
    try {
      RawObject raw = RawObject.parse("{}".getBytes(StandardCharsets.UTF_8));
      var scan = new ChunkScan();
      byte[] choices = ChoicesRepair.make(remainders);
      byte[] json = identify(raw, scan).set("choices", choices).toBytes();
      return piece(RawObject.parse(json), remainders, null);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** True when a choice came. */
  public boolean begun() {
    return !states.isEmpty();
  }

  /** The tool calls that were made so far. */
  public WholeReader.MadeCalls madeCalls() {
    Map<String, String> renamed = new HashMap<>(2);
    states.values().forEach(state -> renamed.putAll(state.renamed()));
    return new WholeReader.MadeCalls(toolCallIds, renamed);
  }

  private void noteCalls(ChoiceDelta choice) {
    for (ChoiceDelta.Tool tool : choice.tools) {
      if (tool.first && tool.idOut != null) {
        toolCallIds.add(tool.idOut);
      }
    }
    choice.calls.forEach(call -> toolCallIds.add(call.id()));
  }

  private static boolean isDone(byte[] data) {
    if (data[0] != '[' || data.length < DONE.length) {
      return false;
    }
    for (int i = 0; i < DONE.length; i++) {
      if (data[i] != DONE[i]) {
        return false;
      }
    }
    return true;
  }

  private Failed failed(byte[] data, @Nullable Chunk counted) {
    Refusal refusal =
        RefusalReader.read(200, Map.of(), data, expectedAnswer.quotas(), clock.instant());
    return new Failed(refusal, counted);
  }

  private @Nullable Chunk counted(RawObject raw, ChunkScan scan) throws IOException {
    Usage usage = scan.usage;
    if (usage == null) {
      return null;
    }
    byte[] none = {'[', ']'};
    byte[] counts = identify(raw, scan).remove("error").set("choices", none).toBytes();
    return new Chunk(RawObject.parse(counts), "", false, null, usage, 0);
  }

  private static boolean broken(ChunkScan scan) {
    return scan.choices.stream().anyMatch(choice -> ChoiceState.isFault(choice.finish));
  }

  private static boolean isBareError(RawObject raw, ChunkScan scan) {
    boolean looksGood = scan.choicesFit && scan.objectFits && !scan.mayReportError;
    return scan.choices.isEmpty() && !looksGood && RefusalReader.isError(raw.bytes());
  }

  private Reading chunk(RawObject raw, ChunkScan scan) throws IOException {
    List<ChoiceDelta> choices = scan.choices;
    if (choices.isEmpty() && scan.usage == null) {
      return new Nothing(false);
    }
    boolean changed = !scan.choicesFit;
    boolean swallowed = scan.usage == null;
    boolean valid = false;
    for (int i = 0; i < choices.size(); i++) {
      ChoiceDelta choice = choices.get(i);
      state(choice.index < 0 ? i : choice.index).take(choice);
      changed |= choice.changed();
      swallowed &= choice.swallowed();
      valid |= choice.valid;
      noteCalls(choice);
    }
    if (swallowed) {
      adopt(scan);
      return new Nothing(valid);
    }
    return piece(repaired(raw, scan, changed), choices, scan.usage);
  }

  /** What the answer said of how its model begins. */
  public ReasoningSign sign() {
    ChoiceState first = states.get(0);
    return first == null ? ReasoningSign.NONE : first.sign();
  }

  private ChoiceState state(int index) {
    ChoiceState state = states.get(index);
    if (state == null) {
      state = new ChoiceState(expectedAnswer);
      states.put(index, state);
    }
    return state;
  }

  private RawObject repaired(RawObject raw, ChunkScan scan, boolean changed) throws IOException {
    RawObject.Edit edit = identify(raw, scan);
    if (changed) {
      JsonNode choices = raw.node("choices");
      edit.set(
          "choices",
          choices == null ? new byte[] {'[', ']'} : ChoicesRepair.apply(choices, scan.choices));
    }
    Usage usage = scan.usage;
    if (scan.usageNested && usage != null) {
      edit.set("usage", json(usage));
    }
    byte[] bytes = edit.toBytes();
    return bytes == raw.bytes() ? raw : RawObject.parse(bytes);
  }

  /** Takes over what the first chunk of the stream says of itself, or makes it up. */
  private void adopt(ChunkScan scan) {
    if (id == null) {
      id = scan.id == null || scan.id.isEmpty() ? NewIds.completion() : scan.id;
    }
    if (model == null) {
      model = scan.model == null || scan.model.isEmpty() ? expectedAnswer.model() : scan.model;
    }
    if (created == 0) {
      created = scan.created > 0 ? scan.created : clock.instant().getEpochSecond();
    }
  }

  /** Gives the chunk the id, time and model of the first chunk of the stream. */
  private RawObject.Edit identify(RawObject raw, ChunkScan scan) {
    adopt(scan);
    RawObject.Edit edit = raw.edit();
    if (id != null && !id.equals(scan.id)) {
      edit.setText("id", id);
    }
    if (!scan.objectFits) {
      edit.set("object", OBJECT);
    }
    if (created != scan.created) {
      edit.set("created", Long.toString(created).getBytes(StandardCharsets.US_ASCII));
    }
    if (model != null && !model.equals(scan.model)) {
      edit.setText("model", model);
    }
    return edit;
  }

  private static byte[] json(Usage usage) throws JsonProcessingException {
    return RawObject.EXACT.writeValueAsBytes(
        Map.of(
            "prompt_tokens", usage.promptTokens(),
            "completion_tokens", usage.completionTokens(),
            "total_tokens", usage.totalTokens()));
  }

  private Piece piece(RawObject raw, List<ChoiceDelta> choices, @Nullable Usage usage) {
    String text = "";
    String finish = null;
    boolean tool = false;
    boolean valid = false;
    for (int i = 0; i < choices.size(); i++) {
      ChoiceDelta choice = choices.get(i);
      text = choice.index == 0 || (choice.index < 0 && i == 0) ? choice.text : text;
      finish = finish == null ? choice.finishOut : finish;
      tool |= !choice.tools.isEmpty() || !choice.calls.isEmpty() || choice.oldCall;
      valid |= choice.valid;
    }
    boolean onlyContent = usage == null && choices.size() == 1 && choices.getFirst().onlyText();
    var chunk = new Chunk(raw, text, tool, finish, usage, choices.size(), onlyContent);
    return new Piece(chunk, valid);
  }
}
