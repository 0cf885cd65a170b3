import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What bench/exams measures with, in one program that needs nothing but a JDK: providers that
 * answer after 20 ms, chat of a fixed rate, and one run of the work cycle after the other.
 *
 * <p>{@code GATEWAY_PORT UPSTREAM_PORT MODELS PAIRS SECONDS}
 */
public class Examday {
  private static final int PROVIDERS = 12;
  private static final int PER_SECOND = 50;
  private static final int LATENCY_MS = 20;
  private static final byte[] ANSWER =
      """
      {"id":"c","object":"chat.completion","created":1700000000,"model":"m","choices":[{"index":0,\
      "message":{"role":"assistant","content":"The answer is 42."},"finish_reason":"stop"}],\
      "usage":{"prompt_tokens":20,"completion_tokens":6,"total_tokens":26}}\
      """
          .getBytes(StandardCharsets.UTF_8);

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
  private static final AtomicInteger ASKED = new AtomicInteger();
  private static String gateway = "";

  public static void main(String[] arguments) throws Exception {
    gateway = "http://127.0.0.1:" + arguments[0];
    int upstream = Integer.parseInt(arguments[1]);
    int models = Integer.parseInt(arguments[2]);
    int pairs = Integer.parseInt(arguments[3]);
    int seconds = Integer.parseInt(arguments[4]);
    serve(upstream);
    for (int p = 0; p < PROVIDERS; p++) {
      register("bench-" + p, upstream, models / PROVIDERS);
    }
    cycle(new AtomicBoolean());
    chat(20, new AtomicBoolean());
    System.out.println("| pair | cycle s | questions | p99 ms alone | p99 ms beside | ratio |");
    System.out.println("|---|---|---|---|---|---|");
    List<Double> ratios = new ArrayList<>();
    for (int pair = 1; pair <= pairs; pair++) {
      // the one that goes first in one pair goes second in the next
      double alone = pair % 2 == 1 ? p99(chat(seconds, new AtomicBoolean())) : 0;
      Beside beside = beside();
      alone = pair % 2 == 1 ? alone : p99(chat(seconds, new AtomicBoolean()));
      ratios.add(beside.p99 / alone);
      System.out.printf(
          Locale.ROOT,
          "| %d | %.1f | %d | %.1f | %.1f | %.2f |%n",
          pair,
          beside.seconds,
          beside.questions,
          alone,
          beside.p99,
          beside.p99 / alone);
    }
    ratios.sort(Double::compare);
    System.out.printf(Locale.ROOT, "median ratio %.2f%n", ratios.get(ratios.size() / 2));
    System.exit(0);
  }

  private record Beside(double seconds, int questions, double p99) {}

  /** Chat while the cycle runs, and no longer. */
  private static Beside beside() throws Exception {
    var over = new AtomicBoolean();
    var times = new ArrayList<Double>();
    Thread talk =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    times.addAll(chat(600, over));
                  } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                  }
                });
    ASKED.set(0);
    double seconds = cycle(over);
    talk.join();
    // each chat is raced by three
    return new Beside(seconds, ASKED.get() - 3 * times.size(), p99(times));
  }

  /** Everybody sits the exam anew; returns how many seconds the run took. */
  private static double cycle(AtomicBoolean over) throws Exception {
    long from = System.nanoTime();
    send("POST", "/api/exam-reset", "");
    send("POST", "/api/worker", "");
    boolean begun = false;
    while (true) {
      String worker = send("GET", "/api/worker", "");
      boolean running = worker.contains("\"status\":\"running\"");
      if (begun && !running) {
        over.set(true);
        return (System.nanoTime() - from) / 1e9;
      }
      begun |= running;
      Thread.sleep(100);
    }
  }

  /** Chat of a fixed rate, whatever the answers take; their times in milliseconds. */
  private static List<Double> chat(int seconds, AtomicBoolean over) throws Exception {
    var times = new ConcurrentLinkedQueue<Double>();
    var failed = new AtomicInteger();
    var body =
        "{\"model\":\"sml/auto\",\"messages\":[{\"role\":\"user\",\"content\":\"Say"
            + " something.\"}]}";
    long from = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int n = 0; n < seconds * PER_SECOND && !over.get(); n++) {
        long due = from + n * 1_000_000_000L / PER_SECOND;
        long left = due - System.nanoTime();
        if (left > 0) {
          Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
        }
        threads.submit(
            () -> {
              String answer = send("POST", "/v1/chat/completions", body);
              times.add((System.nanoTime() - due) / 1e6);
              if (!answer.contains("42")) {
                failed.incrementAndGet();
              }
              return null;
            });
      }
    }
    if (failed.get() > 0) {
      System.out.println(failed + " requests were not answered");
    }
    return List.copyOf(times);
  }

  private static double p99(List<Double> times) {
    double[] sorted = times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[Math.min(sorted.length - 1, (int) Math.ceil(sorted.length * 0.99) - 1)];
  }

  private static void register(String name, int upstream, int models) throws Exception {
    String list =
        IntStream.range(0, models)
            .mapToObj(m -> "\"" + name + "-m" + m + "\"")
            .collect(Collectors.joining(","));
    send(
        "PUT",
        "/api/provider-catalog/" + name,
        """
        {"label":"%s","base_url":"http://127.0.0.1:%d/%s","auth":{"scheme":"none"},"models":[%s]}\
        """
            .formatted(name, upstream, name, list));
  }

  private static String send(String method, String path, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(gateway + path))
            .header("content-type", "application/json")
            .header("x-no-cache", "1")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, BodyHandlers.ofString()).body();
  }

  private static void serve(int port) throws IOException {
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            ASKED.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            Thread.sleep(LATENCY_MS);
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
          } catch (InterruptedException | IOException left) {
            // a contender that lost its race
          }
        });
    server.start();
  }
}
