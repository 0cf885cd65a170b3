package sml.gateway.learning.cluster;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.learning.rests.InProcessStorms;
import sml.gateway.learning.rests.Pause;
import sml.gateway.learning.rests.Storms;
import sml.gateway.shared.Commons;

/**
 * Storms over all replicas: each judges by the calls it made itself, a fair sample of all of them,
 * and the others take over what it decides.
 */
public final class SharedStorms implements Storms {
  private final InProcessStorms own;
  private final Commons commons;
  private final Rows<Weather> rows;

  public SharedStorms(InProcessStorms own, Commons commons) {
    this.own = own;
    this.commons = commons;
    this.rows =
        new Rows<>(
            "storms",
            Weather.class,
            provider -> own.weather(provider),
            Weather::atMs,
            own::decided,
            own::adopt);
    commons.join(rows);
  }

  @Override
  public @Nullable Pause of(String provider) {
    return own.of(provider);
  }

  @Override
  public void called(ModelRef ref) {
    own.called(ref);
  }

  @Override
  public void refused(ModelRef ref, @Nullable Duration wait) {
    Weather before = own.weather(ref.provider());
    own.refused(ref, wait);
    if (own.weather(ref.provider()) != before) {
      commons.changed(rows, ref.provider());
    }
  }

  @Override
  public int reset(@Nullable String provider) {
    int resting = own.reset(provider);
    own.decided().stream()
        .filter(each -> provider == null || provider.equals(each))
        .forEach(each -> commons.changed(rows, each));
    return resting;
  }
}
