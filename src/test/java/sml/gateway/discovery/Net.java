package sml.gateway.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A server on this machine that fakes the internet: one answer for each path. */
final class Net implements AutoCloseable {
  final List<String> asked = new CopyOnWriteArrayList<>();
  final List<String> keys = new CopyOnWriteArrayList<>();
  private final Map<String, Page> pages = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> silent = new ConcurrentHashMap<>();
  private final Map<String, String> headers = new ConcurrentHashMap<>();
  private final HttpServer server;

  private record Page(int status, String body, String location) {}

  Net() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /** {@code http://127.0.0.1:port}. */
  String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers this path (with its query, when it has one) from now on; ' stands for ". */
  Net page(String path, int status, String body) {
    pages.put(path, new Page(status, body.replace('\'', '"'), ""));
    return this;
  }

  Net redirect(String path, String location) {
    pages.put(path, new Page(302, "", location));
    return this;
  }

  /** Says nothing on this path until {@link #close} or {@link #page}. */
  Net silence(String path) {
    silent.put(path, new CountDownLatch(1));
    return this;
  }

  /** Adds a header to every answer from now on. */
  Net header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Ends a silence. */
  void speak(String path) {
    CountDownLatch latch = silent.remove(path);
    if (latch != null) {
      latch.countDown();
    }
  }

  void forget() {
    silent.keySet().forEach(this::speak);
    pages.clear();
    headers.clear();
    asked.clear();
    keys.clear();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    asked.add(exchange.getRequestMethod() + " " + path);
    keys.add(path + " " + exchange.getRequestHeaders().getFirst("Authorization"));
    CountDownLatch latch = silent.get(path);
    if (latch != null) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    Page page = pages.getOrDefault(path, new Page(404, "{\"error\":\"no such page\"}", ""));
    byte[] body = page.body().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    headers.forEach(exchange.getResponseHeaders()::set);
    if (!page.location().isEmpty()) {
      exchange.getResponseHeaders().set("Location", page.location());
    }
    exchange.sendResponseHeaders(page.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    silent.keySet().forEach(this::speak);
    server.stop(0);
  }
}
