package stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks at a steady rate, whether answers come or not: half of it streams, half whole answers; half
 * of each the models of one provider by name, half {@code sml/auto}.
 */
final class Load {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final int port;
  private final int perSecond;
  private final ConcurrentLinkedQueue<Sample> samples = new ConcurrentLinkedQueue<>();
  private final Phaser running = new Phaser(1);
  private final Thread pacer;
  private volatile boolean ended;

  private Load(int port, int perSecond) {
    this.port = port;
    this.perSecond = perSecond;
    this.pacer = Thread.ofPlatform().daemon().name("load").start(this::pace);
  }

  /** Begins to ask at the door on this port. */
  static Load start(int port, int perSecond) {
    return new Load(port, perSecond);
  }

  /** Asks for so long and waits for the last answer. */
  static List<Sample> run(int port, int perSecond, double seconds) throws InterruptedException {
    Load load = start(port, perSecond);
    TimeUnit.MILLISECONDS.sleep((long) (seconds * 1_000));
    return load.stop();
  }

  /** Asks no more; all samples once the last answer is there. */
  List<Sample> stop() throws InterruptedException {
    ended = true;
    pacer.join();
    running.arriveAndAwaitAdvance();
    return new ArrayList<>(samples);
  }

  private void pace() {
    long from = System.nanoTime();
    try {
      for (long n = 0; !ended; n++) {
        long wait = from + n * 1_000_000_000L / perSecond - System.nanoTime();
        if (wait > 0) {
          TimeUnit.NANOSECONDS.sleep(wait);
        }
        int number = NUMBER.incrementAndGet();
        running.register();
        Thread.ofVirtual().start(() -> ask(number));
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask(int number) {
    try {
      samples.add(one(number));
    } finally {
      running.arriveAndDeregister();
    }
  }

  private Sample one(int number) {
    boolean stream = number % 2 == 0;
    boolean named = number % 4 < 2;
    String model = named ? Upstreams.named(number) : "sml/auto";
    String body =
        "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(model, stream, marker(number));
    var sample = new Sample(number, stream, named, System.nanoTime());
    try {
      var request =
          Http.request(port, "/v1/chat/completions").POST(BodyPublishers.ofString(body)).build();
      HttpResponse<InputStream> answer = Http.CLIENT.send(request, BodyHandlers.ofInputStream());
      sample.head(answer.statusCode(), answer.headers().firstValue("x-request-id").orElse(null));
      try (InputStream in = answer.body()) {
        read(sample, in, answer.headers().firstValue("content-type").orElse(""));
      }
    } catch (IOException broken) {
      sample.end(Sample.Fate.BROKEN, String.valueOf(broken.getMessage()));
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      sample.end(Sample.Fate.BROKEN, "interrupted");
    }
    return sample;
  }

  /** What the prompt of a request says, so that it is known again at the provider. */
  static String marker(int number) {
    return "question %d, please".formatted(number);
  }

  private static void read(Sample sample, InputStream in, String type) throws IOException {
    if (type.startsWith("text/event-stream")) {
      events(sample, in);
      return;
    }
    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    if (sample.status != 200) {
      sample.end(Sample.Fate.REFUSED, text.strip());
      return;
    }
    sample.first();
    JsonNode choice = Http.JSON.readTree(text).path("choices").path(0);
    boolean whole =
        choice.path("message").path("content").asText().equals(Upstreams.TEXT)
            && choice.path("finish_reason").asText().equals("stop");
    sample.end(whole ? Sample.Fate.COMPLETE : Sample.Fate.TRUNCATED, text);
  }

  private static void events(Sample sample, InputStream in) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    var text = new StringBuilder();
    boolean finished = false;
    boolean done = false;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals("data: [DONE]")) {
        done = true;
      } else if (line.startsWith("data: ")) {
        JsonNode event = Http.JSON.readTree(line.substring(6));
        if (event.has("error")) {
          sample.end(Sample.Fate.BROKEN, line);
          return;
        }
        JsonNode choice = event.path("choices").path(0);
        String piece = choice.path("delta").path("content").asText("");
        if (!piece.isEmpty()) {
          sample.first();
        }
        text.append(piece);
        finished |= choice.path("finish_reason").asText("").equals("stop");
      }
    }
    boolean whole = finished && done && text.toString().equals(Upstreams.TEXT);
    sample.end(whole ? Sample.Fate.COMPLETE : Sample.Fate.TRUNCATED, text.toString());
  }
}
