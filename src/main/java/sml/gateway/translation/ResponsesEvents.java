package sml.gateway.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ChunkStream.Chunk;
import sml.gateway.chat.ErrorEnvelope;
import sml.gateway.chat.format.AnswerEvents;
import sml.gateway.json.RawObject;

/**
 * Writes a streaming answer as the events of OpenAI's Responses. Calls stay open until the answer
 * ends, as the pieces of several may come mixed; a text or reasoning ends when something else
 * begins.
 */
final class ResponsesEvents implements AnswerEvents {
  private static final String OPEN = "in_progress";

  private final ResponsesFormat format;
  private final AnswerSize size = new AnswerSize();
  private final OutputItem.Output items = new OutputItem.Output();
  private final Map<Integer, OutputItem.Call> calls = new LinkedHashMap<>();
  private @Nullable OutputItem open;
  private @Nullable RepeatedEvent delta; // of the open item
  private String model;
  private int sequence;
  private boolean started;
  private boolean over;
  private @Nullable String finishReason;
  private @Nullable TokenCounts counts;

  ResponsesEvents(ResponsesFormat format) {
    this.format = format;
    this.model = format.model();
  }

  @Override
  public void chunk(Chunk chunk, Consumer<byte[]> out) {
    AnswerDelta delta = AnswerDelta.of(chunk);
    counts = delta.counts() == null ? counts : delta.counts();
    if (!started) {
      model = AnswerDelta.model(chunk.json(), model);
      start(out);
    }
    if (!delta.reasoning().isEmpty()) {
      reasoning(size.keep(delta.reasoning()), out);
    }
    if (!delta.text().isEmpty()) {
      text(size.keep(delta.text()), delta.logprobs(), out);
    }
    if (!delta.refusal().isEmpty()) {
      refusal(size.keep(delta.refusal()), out);
    }
    int place = 0;
    for (JsonNode call : delta.toolCalls()) {
      call(call, call.path("index").asInt(place), out);
      place++;
    }
    finishReason = delta.finishReason() == null ? finishReason : delta.finishReason();
  }

  private void start(Consumer<byte[]> out) {
    started = true;
    byte[] response = RawObject.bytes(format.response(model, OPEN));
    send(NamedEvent.data("response.created"), "response", response, out);
    send(NamedEvent.data("response.in_progress"), "response", response, out);
  }

  private void send(ObjectNode event, Consumer<byte[]> out) {
    out.accept(NamedEvent.of(numbered(event)));
  }

  private void send(ObjectNode event, String member, byte[] json, Consumer<byte[]> out) {
    out.accept(NamedEvent.of(numbered(event), member, json));
  }

  private ObjectNode numbered(ObjectNode event) {
    event.put("sequence_number", sequence);
    sequence++;
    return event;
  }

  /** An event of an item; its index in a list of parts, when the event has one, is always zero. */
  private static ObjectNode about(String type, OutputItem item) {
    return NamedEvent.data(type).put("item_id", item.id()).put("output_index", item.place());
  }

  private void item(String type, OutputItem item, byte[] json, Consumer<byte[]> out) {
    send(NamedEvent.data(type).put("output_index", item.place()), "item", json, out);
  }

  private void reasoning(String text, Consumer<byte[]> out) {
    if (!(open instanceof OutputItem.Reasoning)) {
      close(out);
      int place = items.size();
      var begun = new OutputItem.Reasoning(place, format.itemId("rs", place), new StringBuilder());
      begin(begun, OutputItems.reasoning(begun.id()), out);
      send(
          about("response.reasoning_summary_part.added", begun)
              .put("summary_index", 0)
              .set("part", OutputItems.summary("")),
          out);
    }
    say(text, "response.reasoning_summary_text.delta", "summary_index", out);
  }

  private void text(String text, JsonNode logprobs, Consumer<byte[]> out) {
    if (!(open instanceof OutputItem.Message)) {
      close(out);
      int place = items.size();
      ArrayNode none = OutputItems.known(MissingNode.getInstance());
      String id = format.itemId("msg", place);
      var begun = new OutputItem.Message(place, id, new StringBuilder(), none);
      beginPart(begun, OutputItems.part("", none), out);
    }
    if (open instanceof OutputItem.Message message) {
      String type = "response.output_text.delta";
      message.said().append(text);
      if (logprobs.isEmpty()) {
        piece(message, text, type, "content_index", out);
        return;
      }
      ArrayNode known = OutputItems.known(logprobs);
      message.logprobs().addAll(known);
      ObjectNode event = about(type, message).put("content_index", 0).put("delta", text);
      send(event.set("logprobs", known), out);
    }
  }

  private void refusal(String text, Consumer<byte[]> out) {
    if (!(open instanceof OutputItem.Declined)) {
      close(out);
      int place = items.size();
      var begun = new OutputItem.Declined(place, format.itemId("msg", place), new StringBuilder());
      beginPart(begun, OutputItems.refusal(""), out);
    }
    say(text, "response.refusal.delta", "content_index", out);
  }

  /** Begins a message with its only part. */
  private void beginPart(OutputItem begun, ObjectNode part, Consumer<byte[]> out) {
    begin(begun, OutputItems.message(begun.id(), OPEN), out);
    send(
        about("response.content_part.added", begun).put("content_index", 0).set("part", part), out);
  }

  private void begin(OutputItem begun, ObjectNode json, Consumer<byte[]> out) {
    items.add(begun);
    open = begun;
    delta = null;
    item("response.output_item.added", begun, RawObject.bytes(json), out);
  }

  private void say(String text, String type, String part, Consumer<byte[]> out) {
    OutputItem to = open;
    if (to != null) {
      to.said().append(text);
      piece(to, text, type, part, out);
    }
  }

  private void piece(OutputItem to, String text, String type, String part, Consumer<byte[]> out) {
    RepeatedEvent event = delta;
    if (event == null) {
      ObjectNode data = about(type, to).put(part, 0);
      if (to instanceof OutputItem.Message) {
        data.putArray("logprobs");
      }
      event = new RepeatedEvent(data, "delta", 1);
      delta = event;
    }
    out.accept(event.with(text, sequence));
    sequence++;
  }

  private void call(JsonNode delta, int place, Consumer<byte[]> out) {
    JsonNode function = delta.path("function");
    OutputItem.Call call = calls.get(place);
    if (call == null) {
      close(out);
      ResponsesTools.ToolName tool = format.tools().tool(function.path("name").asText(""));
      int at = items.size();
      String id = format.callId(tool, at);
      call = new OutputItem.Call(at, id, new StringBuilder(), delta.path("id").asText(""), tool);
      calls.put(place, call);
      items.add(call);
      item("response.output_item.added", call, RawObject.bytes(call.json(OPEN)), out);
    }
    String arguments = size.keep(function.path("arguments").asText(""));
    if (!arguments.isEmpty()) {
      call.said().append(arguments);
      // the free text of a custom tool can be read from its arguments only when they are complete
      if (!call.tool().custom()) {
        send(about("response.function_call_arguments.delta", call).put("delta", arguments), out);
      }
    }
  }

  /** Ends the text or reasoning that is open. */
  private void close(Consumer<byte[]> out) {
    if (open != null) {
      OutputItem ended = open;
      open = null;
      done(ended, ResponsesFormat.status(finishReason), out);
    }
  }

  private void done(OutputItem item, String status, Consumer<byte[]> out) {
    partsDone(item, out);
    byte[] whole = RawObject.bytes(item.json(status));
    items.done(item, whole);
    format.keep(item.id(), whole);
    item("response.output_item.done", item, whole, out);
  }

  private void partsDone(OutputItem item, Consumer<byte[]> out) {
    String said = item.said().toString();
    switch (item) {
      case OutputItem.Message message -> {
        ObjectNode text =
            about("response.output_text.done", item).put("content_index", 0).put("text", said);
        text.set("logprobs", message.logprobs());
        send(text, out);
        partDone(item, OutputItems.part(said, message.logprobs()), out);
      }
      case OutputItem.Declined declined -> {
        send(
            about("response.refusal.done", item).put("content_index", 0).put("refusal", said), out);
        partDone(item, OutputItems.refusal(said), out);
      }
      case OutputItem.Reasoning reasoning -> {
        send(
            about("response.reasoning_summary_text.done", item)
                .put("summary_index", 0)
                .put("text", said),
            out);
        send(
            about("response.reasoning_summary_part.done", item)
                .put("summary_index", 0)
                .set("part", OutputItems.summary(said)),
            out);
      }
      case OutputItem.Call call when call.tool().custom() -> {
        String input = ResponsesTools.input(said);
        send(about("response.custom_tool_call_input.delta", item).put("delta", input), out);
        send(about("response.custom_tool_call_input.done", item).put("input", input), out);
      }
      case OutputItem.Call call ->
          send(
              about("response.function_call_arguments.done", item)
                  .put("name", call.tool().name())
                  .put("arguments", said),
              out);
    }
  }

  private void partDone(OutputItem item, ObjectNode part, Consumer<byte[]> out) {
    send(about("response.content_part.done", item).put("content_index", 0).set("part", part), out);
  }

  @Override
  public void end(Consumer<byte[]> out) {
    if (over) {
      return;
    }
    over = true;
    if (!started) {
      start(out);
    }
    String status = ResponsesFormat.status(finishReason);
    close(out);
    calls.values().forEach(call -> done(call, status, out));
    last("response." + status, format.response(model, finishReason, counts), status, out);
  }

  /** The event that ends the stream, with all output. */
  private void last(String type, ObjectNode response, String status, Consumer<byte[]> out) {
    response.remove("output");
    byte[] all = NamedEvent.with(RawObject.bytes(response), "output", items.json(status));
    send(NamedEvent.data(type), "response", all, out);
  }

  @Override
  public void error(ErrorEnvelope error, Consumer<byte[]> out) {
    if (over) {
      return;
    }
    over = true;
    if (!started) {
      start(out);
    }
    last("response.failed", format.failed(model, error), "incomplete", out);
  }
}
