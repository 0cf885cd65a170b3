package sml.gateway.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.FluentProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.json.RawObject;
import sml.gateway.network.Cancellation;
import sml.gateway.network.ClientConnection;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/**
 * Asks one chat for a call that takes several: with the headers and the address of its caller,
 * under a request id that begins like the one of the call, so that each has its trace.
 */
@Component("innerChat")
final class InnerChat {
  private static final String PATH = "/v1/chat/completions";
  private static final int SHARED = 16;
  private static final int NUMBERS = 36 * 36 * 36 * 36;

  private static final Set<String> ADVICE = Set.of("x-should-retry", "retry-after");

  private final FluentProducerTemplate camel;
  private final AtomicInteger number = new AtomicInteger();

  InnerChat(FluentProducerTemplate camel) {
    this.camel = camel;
  }

  /**
   * What came of it.
   *
   * @param json the body, a missing node when it is no JSON
   * @param provider who answered, null when none did
   * @param model its id there, null when none did
   * @param advice headers that say whether and when to ask again, only of errors
   */
  record ChatResult(
      String requestId,
      int status,
      JsonNode json,
      @Nullable String provider,
      @Nullable String model,
      long tookMs,
      Map<String, String> advice) {

    boolean ok() {
      return status == 200 && json.path("choices").isArray();
    }

    JsonNode message() {
      return json.at("/choices/0/message");
    }

    /** What went wrong, as a text. */
    String error() {
      String message = json.at("/error/message").asText("");
      return message.isEmpty() ? "The chat ended with status " + status + "." : message;
    }
  }

  /**
   * Asks and waits for the whole answer.
   *
   * @param limit how long that may take, null for as long as the caller waits
   */
  ChatResult ask(HttpCall outer, ObjectNode body, @Nullable Duration limit) {
    body.put("stream", false).remove("stream_options");
    long started = System.nanoTime();
    var client = new InnerClient(outer.client().disconnected());
    var call =
        new HttpCall(
            id(outer.id()),
            "POST",
            PATH,
            Map.of(),
            headers(outer, limit),
            RawObject.bytes(body),
            outer.peer(),
            client,
            started);
    HttpReply reply;
    try {
      reply =
          camel
              .withBody(call)
              .withExchangeProperty(HttpCall.PROPERTY, call)
              .to("direct:chat")
              .request(HttpReply.class);
    } finally {
      client.over();
    }
    long tookMs = (System.nanoTime() - started) / 1_000_000;
    return new ChatResult(
        call.id(),
        reply.status(),
        json(reply),
        header(reply, "X-SMLGateway-Provider"),
        header(reply, "X-SMLGateway-Model"),
        tookMs,
        advice(reply));
  }

  private static Map<String, String> advice(HttpReply reply) {
    Map<String, String> advice = new HashMap<>(reply.headers());
    advice.keySet().retainAll(ADVICE);
    return Map.copyOf(advice);
  }

  private String id(String outer) {
    int next = Math.floorMod(number.getAndIncrement(), NUMBERS);
    String own = Integer.toString(next, Character.MAX_RADIX).toUpperCase(Locale.ROOT);
    String begin = outer.length() > SHARED ? outer.substring(0, SHARED) : outer;
    return begin + "0".repeat(4 - own.length()) + own;
  }

  private static Map<String, String> headers(HttpCall outer, @Nullable Duration limit) {
    Map<String, String> headers = new HashMap<>(outer.headers());
    headers.remove("content-length");
    headers.put("content-type", "application/json");
    if (limit != null) {
      headers.put("x-stainless-timeout", String.valueOf(limit.toMillis() / 1000.0));
    }
    return headers;
  }

  private static JsonNode json(HttpReply reply) {
    if (!(reply.content() instanceof HttpReply.Bytes(byte[] bytes))) {
      return MissingNode.getInstance();
    }
    try {
      return RawObject.EXACT.readTree(bytes);
    } catch (IOException noJson) {
      return MissingNode.getInstance();
    }
  }

  private static @Nullable String header(HttpReply reply, String name) {
    return reply.headers().get(name);
  }

  /**
   * The client of a chat inside the process: its answer is taken whole, and it has left when the
   * client outside has.
   */
  private static final class InnerClient extends ClientConnection.None {
    private final List<Runnable> endings = new ArrayList<>();
    private boolean over;

    InnerClient(Cancellation disconnected) {
      super(disconnected);
    }

    @Override
    public void write(byte[] bytes) {
      throw new IllegalStateException("a chat inside the process is no stream");
    }

    @Override
    public void whenOver(Runnable action) {
      synchronized (this) {
        if (!over) {
          endings.add(action);
          return;
        }
      }
      action.run();
    }

    /** The answer is taken, or will not come. */
    void over() {
      List<Runnable> due;
      synchronized (this) {
        over = true;
        due = List.copyOf(endings);
        endings.clear();
      }
      due.forEach(Runnable::run);
    }
  }
}
