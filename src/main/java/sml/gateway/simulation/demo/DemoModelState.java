package sml.gateway.simulation.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sml.gateway.simulation.RollingLimit;

/** What one model of the demo remembers between requests: their number and its limit. */
final class DemoModelState {
  private final DemoModel model;
  private final @Nullable RollingLimit limit;
  private int requests;

  /**
   * What one request meets.
   *
   * @param random decides all that is left to chance, the same in every run of the demo
   * @param troubled the model's trouble strikes
   * @param roomAfter time until the limit has room again; null while it has
   * @param left requests left of the limit
   */
  record Visit(
      DemoModel model,
      RandomGenerator random,
      boolean troubled,
      @Nullable Duration roomAfter,
      int left) {}

  DemoModelState(DemoModel model) {
    this.model = model;
    limit = model.freshLimit();
  }

  DemoModel model() {
    return model;
  }

  synchronized Visit visit(Instant now) {
    RandomGenerator random =
        new SplittableRandom((31 + model.id().hashCode()) * 0x9E3779B97F4A7C15L + ++requests);
    boolean troubled =
        model.trouble() != DemoModel.Trouble.NONE && random.nextDouble() < model.trouble().chance;
    Duration wait = limit == null ? null : limit.take(now);
    return new Visit(model, random, troubled, wait, limit == null ? 0 : limit.left());
  }
}
