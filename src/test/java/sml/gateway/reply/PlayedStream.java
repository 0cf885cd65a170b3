package sml.gateway.reply;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import sml.gateway.chat.Answer;
import sml.gateway.chat.CacheVerdict;
import sml.gateway.chat.Category;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.GatewayException.NoModelFits;
import sml.gateway.chat.Plan;
import sml.gateway.chat.PlanStep;
import sml.gateway.chat.RequestProfile;
import sml.gateway.chat.RoutingPreferences;
import sml.gateway.chat.format.AnswerFormat;
import sml.gateway.json.RawObject;
import sml.gateway.network.ClientConnection;
import sml.gateway.network.HttpCall;

/** Streams as {@code StreamReply} writes them, without a server and a provider. */
public final class PlayedStream implements AutoCloseable {
  private static final RequestProfile PROFILE =
      new RequestProfile(
          Category.GENERAL,
          false,
          true,
          false,
          null,
          false,
          false,
          10,
          0,
          true,
          true,
          RequestProfile.NO_SIGNS);

  private final CamelContext camel = new DefaultCamelContext();
  private final StreamResumer resumer = new StreamResumer(camel);
  private final KeepAlive keepAlive =
      new KeepAlive(new StreamSettings(Duration.ofMinutes(1), Duration.ZERO));
  private final Deque<Answer.Streaming> successors = new ArrayDeque<>();

  /** Nothing is played yet. */
  public PlayedStream() {
    try {
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              errorHandler(noErrorHandler());
              from("direct:continue").process(PlayedStream.this::goOn);
            }
          });
      camel.start();
    } catch (Exception noContext) {
      throw new IllegalStateException(noContext);
    }
  }

  private void goOn(Exchange exchange) {
    Answer.Streaming next = successors.poll();
    if (next == null) {
      throw new NoModelFits("no candidate is left", null);
    }
    exchange.setVariable("answer", next);
  }

  /**
   * What a client receives.
   *
   * @param holdCalls how long pieces of calls are kept back
   * @param answers the first one, and those that go on when the one before is cut; those that are
   *     not needed are left in the list
   */
  public String received(AnswerFormat format, Duration holdCalls, Deque<Answer.Streaming> answers) {
    Answer.Streaming first = answers.remove();
    successors.clear();
    successors.addAll(answers);
    var client = new KeepingClient();
    Plan plan =
        new Plan(
            Category.GENERAL,
            false,
            List.of(first.candidate()),
            List.of(),
            new ArrayList<>(),
            new ArrayList<>(),
            PlanStep.Settled.NOTHING,
            null,
            "asked");
    new StreamReply(
            request(format, client),
            plan,
            first,
            new byte[0],
            keepAlive,
            resumer,
            new RequestReport(event -> {}),
            CacheVerdict.OFF,
            new BufferedToolCalls(holdCalls))
        .writeTo(client);
    answers.retainAll(successors);
    return client.received.toString(UTF_8);
  }

  private static ChatRequest request(AnswerFormat format, ClientConnection client) {
    byte[] body = "{}".getBytes(UTF_8);
    var call =
        new HttpCall("r1", "POST", "/v1/any", Map.of(), Map.of(), body, "127.0.0.1", client, 0);
    try {
      return new ChatRequest(
          call,
          "sml/auto",
          RawObject.parse(body),
          PROFILE,
          RoutingPreferences.NONE,
          Instant.EPOCH,
          Duration.ofHours(1),
          null,
          format);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void close() {
    resumer.destroy();
    keepAlive.destroy();
    camel.stop();
  }

  /** A client that stays and keeps what it gets. */
  private static final class KeepingClient extends ClientConnection.None {
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    @Override
    public boolean begun() {
      return true;
    }

    @Override
    public void write(byte[] bytes) {
      received.writeBytes(bytes);
    }

    @Override
    public void nudge(byte[] bytes) {
      received.writeBytes(bytes);
    }
  }
}
