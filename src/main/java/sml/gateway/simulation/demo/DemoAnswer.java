package sml.gateway.simulation.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import sml.gateway.simulation.EventStream;
import sml.gateway.simulation.OpenAiLimits;
import sml.gateway.simulation.ServerExchange;
import sml.gateway.simulation.demo.DemoModel.Habit;
import sml.gateway.simulation.speech.Rendering;
import sml.gateway.simulation.speech.Rendering.UsageStyle;
import sml.gateway.simulation.speech.Speaker;

/** One answer of a model of the demo. */
final class DemoAnswer {
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(30);
  private static final int WORDS_BEFORE_CUT = 5;

  private final ServerExchange exchange;
  private final JsonNode request;
  private final String raw;
  private final DemoModelState.Visit visit;
  private final DemoModel model;
  private final Clock clock;

  DemoAnswer(
      ServerExchange exchange,
      JsonNode request,
      String raw,
      DemoModelState.Visit visit,
      Clock clock) {
    this.exchange = exchange;
    this.request = request;
    this.raw = raw;
    this.visit = visit;
    this.model = visit.model();
    this.clock = clock;
  }

  void answer() throws IOException {
    exchange.pieces(model.habit() == Habit.PIECES ? 3 : 0);
    long jitter = model.pace().jitter().toNanos();
    exchange.pause(model.pace().latency().plusNanos(visit.random().nextLong(jitter)));
    Duration wait = visit.roomAfter();
    if (wait != null) {
      Map<String, String> headers = headers("application/json");
      headers.put("Retry-After", "" + (wait.toMillis() + 999) / 1000);
      refuse(429, headers, "rate_limit_exceeded", "Rate limit reached for this model.");
    } else if (exchange.body().length / 4 > model.contextLength()) {
      refuse(
          400,
          headers("application/json"),
          "context_length_exceeded",
          "This model's maximum context length is 8192 tokens. Please reduce the messages.");
    } else if (visit.troubled()) {
      fail();
    } else {
      speak(false);
    }
  }

  private void fail() throws IOException {
    switch (model.trouble()) {
      case ERROR ->
          refuse(503, headers("application/json"), "overloaded", "The model is overloaded.");
      case RESET -> exchange.reset();
      case SILENCE -> {
        exchange.pause(LONGEST_SILENCE);
        exchange.close();
      }
      case CUT -> speak(true);
      case NONE -> speak(false);
    }
  }

  private void refuse(int status, Map<String, String> headers, String code, String message)
      throws IOException {
    exchange.json(status, headers, Rendering.error(status, code, message));
  }

  private void speak(boolean cut) throws IOException {
    var speaker = new Speaker(model.id(), request, raw, visit.random());
    var reply = speaker.continuing(speaker.reply(model.content()));
    String id = "chatcmpl-sim-" + Long.toHexString(visit.random().nextLong());
    long created = clock.instant().getEpochSecond();
    var rendering = new Rendering(id, created, model.id(), reply);
    if (request.path("stream").asBoolean(false)) {
      stream(rendering, cut);
    } else {
      whole(rendering, cut);
    }
  }

  private void whole(Rendering rendering, boolean cut) throws IOException {
    byte[] json = rendering.completion(UsageStyle.ASKED).getBytes(UTF_8);
    exchange.head(200, headers("application/json"), json.length);
    if (cut) {
      exchange.write(Arrays.copyOf(json, json.length / 2));
      exchange.close();
      return;
    }
    exchange.pause(model.pace().firstEvent());
    exchange.write(json);
    exchange.end();
  }

  private void stream(Rendering rendering, boolean cut) throws IOException {
    int comments = model.habit() == Habit.COMMENTS ? 2 : 0;
    var stream = new EventStream(exchange, model.pace(), comments, model.habit() == Habit.PIECES);
    boolean usage = request.path("stream_options").path("include_usage").asBoolean(false);
    stream.begin(headers("text/event-stream"));
    boolean complete =
        stream.write(
            rendering.events(UsageStyle.ASKED, usage), words -> !cut || words != WORDS_BEFORE_CUT);
    if (!complete) {
      exchange.close();
      return;
    }
    if (model.habit() != Habit.NO_DONE) {
      stream.event("[DONE]");
    }
    stream.end();
  }

  private Map<String, String> headers(String contentType) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", contentType);
    if (model.habit() == Habit.LIMITED) {
      Duration wait = visit.roomAfter();
      headers.putAll(
          OpenAiLimits.headers(
              DemoModel.LIMIT, visit.left(), wait == null ? DemoModel.LIMIT_WINDOW : wait));
    }
    return headers;
  }
}
