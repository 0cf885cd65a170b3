package sml.gateway.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import sml.gateway.simulation.Behaviour;
import sml.gateway.simulation.SimulatedProvider;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.Question;
import sml.gateway.testkit.TestGateway;

/**
 * Providers {@code a}, {@code b}, {@code c} … with names of their own, so that nothing learned of
 * earlier ones counts, and questions to {@code sml/auto} that rank them in this order.
 */
record Contest(TestGateway gateway, int number) {
  private static final AtomicInteger CONTESTS = new AtomicInteger();

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

  /** A question that prefers the providers in this order. */
  Question ask(String... order) {
    return gateway.ask("sml/auto").with("prefer", names(order));
  }

  ArrayNode names(String... letters) {
    ArrayNode names = JsonNodeFactory.instance.arrayNode();
    Stream.of(letters).map(this::name).forEach(names::add);
    return names;
  }

  /** Measures a provider's usual waits, by asking it alone once. */
  void measure(String letter) {
    gateway.ask(model(letter)).streamed();
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
