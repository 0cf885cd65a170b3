package sml.gateway.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * One request to a simulated provider and the answer to it, written step by step, so that it can
 * stall, end in the middle or be reset. Every write throws {@link PeerDisconnected} once the client
 * has left.
 */
public final class ServerExchange {
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final byte[] body;
  private final SimulatedConnection connection;

  ServerExchange(HttpServerRequest request, byte[] body, SimulatedConnection connection) {
    this.request = request;
    this.response = request.response();
    this.body = body;
    this.connection = connection;
  }

  /** True for a chat request; else it asks for the models or for what there is not. */
  public boolean asksForChat() {
    return asks("POST", "/chat/completions");
  }

  /** True when it asks for the list of models. */
  public boolean asksForModels() {
    return asks("GET", "/models");
  }

  private boolean asks(String method, String pathEnd) {
    return request.method().name().equals(method) && path().endsWith(pathEnd);
  }

  /** The path without the query. */
  public String path() {
    return Objects.requireNonNullElse(request.path(), "");
  }

  /** The headers by lower-case name; the last of a repeated header counts. */
  public Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    return headers;
  }

  /** The request's body as it came. */
  public byte[] body() {
    return body;
  }

  /** Writes everything of the answer in TCP pieces of this many bytes; 0 for no cutting. */
  public void pieces(int bytes) {
    connection.pieces(bytes);
  }

  /** Sends the head of an answer of known length. */
  public void head(int status, Map<String, String> headers, int length) throws IOException {
    response.putHeader("Content-Length", "" + length);
    head(status, headers);
  }

  /** Sends the head of an answer that comes in chunks. */
  public void chunkedHead(int status, Map<String, String> headers) throws IOException {
    response.setChunked(true);
    head(status, headers);
  }

  private void head(int status, Map<String, String> headers) throws IOException {
    response.setStatusCode(status).setStatusMessage("Simulated");
    headers.forEach(response::putHeader);
    write(new byte[0]);
  }

  /** Sends a part of the body, in a chunk of its own where the answer comes in chunks. */
  public void write(byte[] part) throws IOException {
    await(() -> response.write(Buffer.buffer(part)));
  }

  /** Ends the answer in order. */
  public void end() throws IOException {
    await(response::end);
  }

  /** Sends a whole answer; a wait before its body is the caller's matter. */
  public void json(int status, Map<String, String> headers, String json) throws IOException {
    byte[] bytes = json.getBytes(UTF_8);
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putIfAbsent("Content-Type", "application/json");
    head(status, all, bytes.length);
    write(bytes);
    end();
  }

  /** Waits, ended early by {@link PeerDisconnected} when the client leaves. */
  public void pause(Duration time) throws IOException {
    if (time.isPositive() && connection.awaitDisconnect(time)) {
      throw new PeerDisconnected();
    }
  }

  /** Closes the connection, whatever was sent so far. */
  public void close() {
    connection.close();
  }

  /** Ends the connection with a TCP reset, whatever was sent so far. */
  public void reset() {
    connection.reset();
  }

  /** {@link System#nanoTime} at which the client's leaving was noticed; now if it has not left. */
  public long endedAtNanos() {
    return connection.disconnectedAtNanos();
  }

  private void await(Supplier<Future<Void>> step) throws IOException {
    if (connection.isDisconnected()) {
      throw new PeerDisconnected();
    }
    try {
      step.get().toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException | IllegalStateException broken) {
      throw new PeerDisconnected(broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped while writing", stopped);
    }
  }
}
