package sml.gateway.cache.embedding;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * An embedder that is not asked for a while after it failed, and then by one call alone until it
 * has answered: one that is away costs neither requests nor the remembering of answers its time
 * limit again and again.
 */
final class RestingEmbedder implements Embedder {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Embedder embedder;
  private final Clock clock;
  private Instant restsUntil = Instant.MIN;
  private Duration nextRest = SHORTEST;
  private boolean failed;
  private boolean tried;

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
    return mayBeAsked() && embedder.isReady();
  }

  @Override
  public double unknownShare(String text) {
    return embedder.unknownShare(text);
  }

  @Override
  public Embedding embed(String text) throws IOException {
    begin();
    try {
      Embedding made = embedder.embed(text);
      answered();
      return made;
    } catch (IOException | RuntimeException without) {
      failed();
      throw without;
    }
  }

  private synchronized boolean mayBeAsked() {
    return !failed || !(tried || clock.instant().isBefore(restsUntil));
  }

  private synchronized void begin() throws IOException {
    if (!mayBeAsked()) {
      throw new IOException(embedder.model() + " rests");
    }
    tried = failed;
  }

  private synchronized void answered() {
    failed = false;
    tried = false;
    nextRest = SHORTEST;
  }

  /** Calls that fail together are one failure. */
  private synchronized void failed() {
    tried = false;
    if (!failed || !clock.instant().isBefore(restsUntil)) {
      failed = true;
      restsUntil = clock.instant().plus(nextRest);
      Duration longer = nextRest.multipliedBy(2);
      nextRest = longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
    }
  }
}
