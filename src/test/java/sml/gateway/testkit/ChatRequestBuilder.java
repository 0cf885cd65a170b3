package sml.gateway.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A chat request in the making: one user message to the named models unless changed. */
public final class ChatRequestBuilder {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Client client;
  private final ObjectNode body = JSON.createObjectNode();
  private final Map<String, String> headers = new LinkedHashMap<>();

  ChatRequestBuilder(Client client, String... models) {
    this.client = client;
    body.put("model", models[0]);
    if (models.length > 1) {
      var chain = body.putArray("models");
      for (String model : models) {
        chain.add(model);
      }
    }
    body.putArray("messages").addObject().put("role", "user").put("content", "Say something.");
  }

  /** Sets a field of the body to this JSON. */
  public ChatRequestBuilder with(String field, String json) {
    try {
      body.set(field, JSON.readTree(json));
      return this;
    } catch (IOException notJson) {
      throw new UncheckedIOException(notJson);
    }
  }

  /** Sets a field of the body. */
  public ChatRequestBuilder with(String field, JsonNode value) {
    body.set(field, value);
    return this;
  }

  /** Sets a header of the request. */
  public ChatRequestBuilder header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Lets the answer come out of a cache; other requests of tests always ask a provider. */
  public ChatRequestBuilder cached() {
    return header(Client.CACHE_BYPASS, "0");
  }

  /** Asks without a stream and waits for the answer. */
  public Heard whole() {
    try (Conversation open = begin()) {
      return open.rest();
    }
  }

  /** Asks for a stream with usage and reads it to its end. */
  public Heard streamed() {
    try (Conversation open = open()) {
      return open.rest();
    }
  }

  /** Asks for a stream with usage; the caller reads it, and may disconnect early. */
  public Conversation open() {
    body.put("stream", true);
    if (!body.has("stream_options")) {
      body.putObject("stream_options").put("include_usage", true);
    }
    return client.open("POST", "/v1/chat/completions", body.toString(), headers);
  }

  /** Asks as {@code stream} says and returns at once; for clients that disconnect. */
  public Conversation begin() {
    return client.open("POST", "/v1/chat/completions", body.toString(), headers);
  }
}
