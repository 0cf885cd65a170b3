package sml.gateway.cache.semantic.embedding;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * An embedder that is not asked for a while after it failed: one that is away costs neither a
 * request nor the remembering of an answer the time limit again and again.
 */
final class RestingEmbedder implements Embedder {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Embedder embedder;
  private final Clock clock;
  private Instant restsUntil = Instant.MIN;
  private Duration nextRest = SHORTEST;

  RestingEmbedder(Embedder embedder, Clock clock) {
    this.embedder = embedder;
    this.clock = clock;
  }

  @Override
  public String model() {
    return embedder.model();
  }

  @Override
  public boolean isReady() {
    return !rests() && embedder.isReady();
  }

  @Override
  public double unknownShare(String text) {
    return embedder.unknownShare(text);
  }

  @Override
  public Embedding embed(String text) throws IOException {
    try {
      Embedding made = embedder.embed(text);
      answered();
      return made;
    } catch (IOException | RuntimeException failed) {
      failed();
      throw failed;
    }
  }

  private synchronized boolean rests() {
    return clock.instant().isBefore(restsUntil);
  }

  private synchronized void answered() {
    restsUntil = Instant.MIN;
    nextRest = SHORTEST;
  }

  /** Calls that fail together are one failure. */
  private synchronized void failed() {
    if (!rests()) {
      restsUntil = clock.instant().plus(nextRest);
      Duration longer = nextRest.multipliedBy(2);
      nextRest = longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
    }
  }
}
