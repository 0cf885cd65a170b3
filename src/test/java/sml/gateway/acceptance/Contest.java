package sml.gateway.acceptance;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptFinished;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.RoutingPreferences;
import sml.gateway.json.RawObject;
import sml.gateway.network.HttpCall;
import sml.gateway.testkit.ChatRequestBuilder;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.SampleProfile;
import sml.gateway.testkit.SilentClient;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.SimulatedProvider;

/**
 * Providers {@code a}, {@code b}, {@code c} … with unique names, so that statistics of earlier
 * tests do not count, and requests to {@code sml/auto} that rank them in this order.
 */
record Contest(TestGateway gateway, int number) {
  private static final AtomicInteger CONTESTS = new AtomicInteger();
  private static final Duration SHORTLY = Duration.ofMillis(2);
  private static final int MANY = 41;

  static Contest of(TestGateway gateway) {
    return new Contest(gateway, CONTESTS.incrementAndGet());
  }

  String name(String letter) {
    return "c" + number + letter;
  }

  String model(String letter) {
    return name(letter) + "/" + name(letter) + "-m";
  }

  /** Lets provider {@code letter} compete with one model. */
  Contest with(String letter, Behaviour behaviour) {
    gateway.model(name(letter), name(letter) + "-m", behaviour);
    return this;
  }

  /**
   * Lets provider {@code letter} compete, whose latency before an answer begins when {@code first}
   * holds: so the order of events does not depend on the load of the machine.
   */
  Contest with(String letter, Behaviour behaviour, BooleanSupplier first) {
    var options = SimulatedProvider.Options.standard().pacer(named -> after(first, named));
    var late = SimulatedProvider.start(options).model(name(letter) + "-m", behaviour);
    gateway.register(name(letter), late, "openai");
    return this;
  }

  private static Duration after(BooleanSupplier first, Duration named) {
    if (!named.isZero()) {
      await().pollDelay(Duration.ZERO).pollInterval(SHORTLY).until(first::getAsBoolean);
    }
    return named;
  }

  /** True when the others were asked as often as this one, so that no request is in flight. */
  boolean askedLike(String letter, String... others) {
    return counts(others).stream().allMatch(count -> count >= count(letter));
  }

  SimulatedProvider at(String letter) {
    return gateway.simulated(name(letter));
  }

  /** How often the provider was asked. */
  int count(String letter) {
    return at(letter).count(name(letter) + "-m");
  }

  List<Integer> counts(String... letters) {
    return Stream.of(letters).map(this::count).toList();
  }

  int aborted(String letter) {
    return at(letter).aborted(name(letter) + "-m");
  }

  /** A request that prefers the providers in this order. */
  ChatRequestBuilder ask(String... order) {
    return gateway.ask("sml/auto").with("prefer", names(order));
  }

  ArrayNode names(String... letters) {
    ArrayNode names = JsonNodeFactory.instance.arrayNode();
    Stream.of(letters).map(this::name).forEach(names::add);
    return names;
  }

  /** Lets the gateway measure a provider, by asking it alone once. */
  void measure(String letter) {
    gateway.ask(model(letter)).streamed();
  }

  /**
   * Sets the usual latency of a provider in the gateway's statistics, first content included; the
   * few real answers of a test do not change it.
   */
  void usually(String letter, Duration time) {
    String model = model(letter);
    var ref = new ModelRef(name(letter), model.substring(model.indexOf('/') + 1));
    var candidate = new Candidate(ref, false, 1, null, 1, "");
    var answer = new Answer.Whole(candidate, new byte[0], null, "hi", "stop");
    var attemptTiming = new AttemptTiming(0, time.toMillis(), time.toMillis());
    for (int answers = 0; answers < MANY; answers++) {
      var answered = new Attempt.Answered(candidate, attemptTiming, answer);
      var finished = new AttemptFinished(request(), true, answered, null, Map.of(), null);
      gateway.context().publishEvent(finished);
    }
  }

  private static ChatRequest request() {
    var call =
        new HttpCall("t", "POST", "/", Map.of(), Map.of(), new byte[0], "", new SilentClient(), 0);
    var profile = SampleProfile.plain(Category.GENERAL, 1, false);
    try {
      RawObject body = RawObject.parse(new byte[] {'{', '}'});
      Instant now = Clock.systemUTC().instant();
      return new ChatRequest(
          call,
          "sml/auto",
          body,
          profile,
          RoutingPreferences.NONE,
          now,
          Duration.ofMinutes(1),
          null);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** The letter of the provider that answered; empty when none did. */
  String winner(Heard heard) {
    String provider = heard.headers().getOrDefault("x-smlgateway-provider", "");
    return provider.substring(provider.isEmpty() ? 0 : provider.length() - 1);
  }

  /** The trace of a request. */
  JsonNode trace(Heard heard) {
    return gateway.client().get("/v1/trace/" + heard.headers().get("x-request-id")).json();
  }

  /** The letters of the candidates in a trace, best first. */
  String ranking(Heard heard) {
    return letters(trace(heard).at("/trace/candidates"));
  }

  /** The letters of the models an array of a trace names. */
  String letters(JsonNode entries) {
    return StreamSupport.stream(entries.spliterator(), false)
        .map(entry -> entry.path("model").asText())
        .filter(model -> model.startsWith("c" + number))
        .map(model -> model.substring(model.indexOf('/') - 1, model.indexOf('/')))
        .reduce("", String::concat);
  }

  /** The models in trouble, as one text. */
  String troubles() {
    return gateway.client().get("/api/circuits").body();
  }
}
