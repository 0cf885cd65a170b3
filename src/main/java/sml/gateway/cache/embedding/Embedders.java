package sml.gateway.cache.embedding;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;

/** Makes the embedders there are. */
public final class Embedders {
  private Embedders() {}

  /** The English model in this process; nothing of it is loaded before it is wanted. */
  public static LocalEmbedder miniLm() {
    return new LazyEmbedder(
        MiniLm.NAME,
        MiniLmFiles::areHere,
        // a reference to the method would load the class and the runtime's exception
        () -> MiniLm.load(),
        load -> Thread.ofPlatform().daemon().name("load-embedder").start(load));
  }

  /**
   * One behind HTTP, which rests after it failed.
   *
   * @param key sent as bearer token, empty for none
   */
  public static Embedder http(URI url, String model, String key, Duration timeout, Clock clock) {
    var client = HttpClient.newBuilder().connectTimeout(timeout).build();
    return withCooldown(new HttpEmbedder(client, url, model, key, timeout), clock);
  }

  /** The same embedder, but it rests after it failed. */
  public static Embedder withCooldown(Embedder embedder, Clock clock) {
    return new RestingEmbedder(embedder, clock);
  }
}
