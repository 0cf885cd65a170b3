package sml.gateway.testkit.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sml.gateway.simulation.EventStream;
import sml.gateway.simulation.Pace;
import sml.gateway.simulation.ServerExchange;
import sml.gateway.simulation.speech.Rendering;
import sml.gateway.simulation.speech.Reply;
import sml.gateway.simulation.speech.Speaker;

/** Answers one chat request by the behaviour of its model. */
final class Answering {
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(30);
  private static final String JSON = "application/json";

  private final ServerExchange exchange;
  private final ModelState.Visit visit;
  private final Behaviour behaviour;
  private final String model;
  private final JsonNode request;
  private final byte[] body;
  private final Clock clock;
  private final Pace pace;
  private final Pacer pacer;
  private final EventStream events;
  private final Speaker speaker;

  Answering(
      ServerExchange exchange,
      ModelState.Visit visit,
      String model,
      JsonNode request,
      SimulatedProvider.Options options) {
    this.exchange = exchange;
    this.visit = visit;
    this.behaviour = visit.behaviour();
    this.model = model;
    this.request = request;
    this.body = exchange.body();
    this.clock = options.clock();
    this.pacer = options.pacer();
    Pace named = behaviour.pace();
    this.pace =
        new Pace(
            named.latency(),
            named.jitter(),
            pacer.pace(named.firstEvent()),
            pacer.pace(named.gap()));
    this.events =
        new EventStream(exchange, pace, behaviour.style().comments(), behaviour.style().crlf());
    this.speaker = new Speaker(model, request, new String(body, UTF_8), visit.random());
  }

  /** Stream events sent so far. */
  int eventsSent() {
    return events.sent();
  }

  /** Answers; false when the behaviour closed the connection. */
  boolean answer() throws IOException {
    exchange.pieces(behaviour.style().piece());
    exchange.pause(pacer.pace(latency()));
    Fault.Status refusal = refusal();
    if (refusal != null) {
      return refuse(refusal);
    }
    for (Fault fault : visit.faults()) {
      if (fault instanceof Fault.Strict(Fault.Strictness whose)) {
        Optional<Refused> refused = StrictRules.refuse(whose, request);
        if (refused.isPresent()) {
          return refuse(refused.get());
        }
      }
      if (fault instanceof Fault.Instead instead) {
        return instead(instead);
      }
    }
    Reply reply = speak();
    var rendering = new Rendering(id(), clock.instant().getEpochSecond(), model, reply);
    return request.path("stream").asBoolean(false) ? stream(rendering) : whole(rendering);
  }

  private Duration latency() {
    long jitter = behaviour.pace().jitter().toNanos();
    return behaviour.pace().latency().plusNanos(jitter == 0 ? 0 : visit.random().nextLong(jitter));
  }

  private Fault.@Nullable Status refusal() {
    Duration wait = visit.roomAfter();
    if (wait != null) {
      return Fault.status(429).retryAfter(wait);
    }
    if (body.length / 4 > behaviour.contextLength()) {
      return Fault.contextLength();
    }
    boolean refuses = behaviour.prefill() == Behaviour.Prefill.REFUSE && speaker.prefill() != null;
    return refuses
        ? Fault.status(400, "invalid_prefill", "The last message must not be an assistant's.")
        : null;
  }

  private Reply speak() {
    Reply reply = speaker.reply(behaviour.content());
    return behaviour.prefill() == Behaviour.Prefill.CONTINUE ? speaker.continuing(reply) : reply;
  }

  private String id() {
    return "chatcmpl-sim-" + Long.toHexString(visit.random().nextLong());
  }

  private boolean instead(Fault.Instead fault) throws IOException {
    return switch (fault) {
      case Fault.Status status -> refuse(status);
      case Fault.Malformed malformed -> nonsense(malformed.kind());
      case Fault.Silence() -> {
        exchange.pause(LONGEST_SILENCE);
        yield false;
      }
      case Fault.LateClose(Duration after, boolean head) -> {
        if (head) {
          exchange.chunkedHead(200, headers(JSON, false));
        }
        exchange.pause(pacer.pace(after));
        exchange.close();
        yield false;
      }
      case Fault.Reset() -> {
        exchange.reset();
        yield false;
      }
      case Fault.Hangup() -> {
        exchange.close();
        yield false;
      }
    };
  }

  private boolean refuse(Fault.Status error) throws IOException {
    ProviderErrorBody written = ProviderErrorBody.of(error);
    Map<String, String> headers = headers(written.contentType(), error.status() == 429);
    headers.putAll(error.headers());
    Fault.Retry retry = error.retry();
    if (retry != null) {
      retryHeader(headers, retry);
    }
    send(error.status(), headers, written.text().getBytes(UTF_8));
    return true;
  }

  private boolean refuse(Refused refused) throws IOException {
    send(refused.status(), headers(JSON, false), refused.json().getBytes(UTF_8));
    return true;
  }

  private void retryHeader(Map<String, String> headers, Fault.Retry retry) {
    long seconds = (retry.after().toMillis() + 999) / 1000;
    switch (retry.form()) {
      case SECONDS -> headers.put("Retry-After", "" + seconds);
      case MILLISECONDS -> headers.put("retry-after-ms", "" + retry.after().toMillis());
      case DATE ->
          headers.put(
              "Retry-After",
              DateTimeFormatter.RFC_1123_DATE_TIME
                  .withLocale(Locale.ROOT)
                  .format(clock.instant().plusSeconds(seconds).atOffset(ZoneOffset.UTC)));
    }
  }

  private boolean nonsense(Fault.Nonsense kind) throws IOException {
    String choice =
        "{\"id\":\"sim\",\"object\":\"chat.completion\",\"created\":0,\"choices\":[{\"index\":0,"
            + "\"message\":{\"role\":\"assistant\",\"content\":%s},\"finish_reason\":\"stop\"}]}";
    String text =
        switch (kind) {
          case HTML -> "<html><body>Welcome</body></html>";
          case EMPTY_BODY -> "";
          case TRUNCATED_JSON -> choice.formatted("\"half").substring(0, 90);
          case NO_CHOICES -> "{\"id\":\"sim\",\"object\":\"chat.completion\",\"choices\":[]}";
          case EMPTY_CONTENT -> choice.formatted("\"\"");
          case NULL_CONTENT -> choice.formatted("null");
          case ERROR_OBJECT -> ProviderErrorBody.of(Fault.status(503)).text();
        };
    String type = kind == Fault.Nonsense.HTML ? "text/html" : JSON;
    boolean wantsStream = request.path("stream").asBoolean(false);
    if (wantsStream && type.equals(JSON)) {
      events.begin(headers("text/event-stream", false));
      if (!text.isEmpty()) {
        events.event(text);
        events.event("[DONE]");
      }
      events.end();
      return true;
    }
    send(200, headers(type, false), text.getBytes(UTF_8));
    return true;
  }

  private boolean stream(Rendering rendering) throws IOException {
    boolean asked = request.path("stream_options").path("include_usage").asBoolean(false);
    events.begin(headers("text/event-stream", false));
    boolean complete =
        events.write(
            finishing(rendering.events(behaviour.style().usage(), asked)),
            new MidwayFaults(exchange, events, visit.faults()));
    if (complete) {
      if (!visit.faults().contains(Fault.noDone())) {
        events.event("[DONE]");
      }
      events.end();
    }
    return complete;
  }

  /** These events, without the one of the finish reason where that is the fault. */
  private List<Rendering.Event> finishing(List<Rendering.Event> events) {
    return visit.faults().contains(Fault.noFinish())
        ? events.stream().filter(event -> !event.json().contains("\"finish_reason\":\"")).toList()
        : events;
  }

  private String finishing(String completion) {
    return visit.faults().contains(Fault.noFinish())
        ? completion.replaceFirst("\"finish_reason\":\"[a-z_]+\"", "\"finish_reason\":null")
        : completion;
  }

  private boolean whole(Rendering rendering) throws IOException {
    String blank = "\n".repeat(behaviour.style().blankLines());
    byte[] json =
        (blank + finishing(rendering.completion(behaviour.style().usage()))).getBytes(UTF_8);
    for (Fault fault : visit.faults()) {
      if (fault instanceof Fault.Cut || fault instanceof Fault.Stall) {
        return half(json, fault);
      }
    }
    if (visit.faults().stream().anyMatch(Fault.BrokenEvent.class::isInstance)) {
      json = new String(json, UTF_8).substring(0, json.length / 2).getBytes(UTF_8);
    }
    send(200, headers(JSON, false), json);
    return true;
  }

  private boolean half(byte[] json, Fault fault) throws IOException {
    exchange.head(200, headers(JSON, false), json.length);
    exchange.write(Arrays.copyOf(json, json.length / 2));
    if (fault instanceof Fault.Stall) {
      exchange.pause(LONGEST_SILENCE);
    }
    if (fault instanceof Fault.Cut cut && cut.ending() == Fault.Ending.RESET) {
      exchange.reset();
    } else {
      exchange.close();
    }
    return false;
  }

  private void send(int status, Map<String, String> headers, byte[] bytes) throws IOException {
    exchange.head(status, headers, bytes.length);
    if (status == 200) {
      exchange.pause(pace.firstEvent());
    }
    exchange.write(bytes);
    exchange.end();
  }

  private Map<String, String> headers(String type, boolean refused) {
    Map<String, String> headers = new LinkedHashMap<>();
    String own = behaviour.style().contentType();
    headers.put("Content-Type", own.isEmpty() ? type : own);
    Behaviour.Limit limit = behaviour.limit();
    Duration wait = visit.roomAfter();
    headers.putAll(
        RateHeaders.of(
            behaviour.limitHeaders(),
            limit == null ? 1000 : limit.requests(),
            limit == null ? (refused ? 0 : 999) : visit.left(),
            wait != null ? wait : limit == null ? Duration.ofSeconds(60) : limit.window(),
            refused,
            clock.instant()));
    return headers;
  }
}
