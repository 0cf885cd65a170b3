package sml.gateway.learning.cluster;

import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.learning.rests.InProcessStorms;
import sml.gateway.learning.rests.Pause;
import sml.gateway.learning.rests.Storms;
import sml.gateway.shared.Commons;
import sml.gateway.shared.Memo;

/** Storms over all replicas: each tells its 429s to the others, who count them as their own. */
public final class SharedStorms implements Storms {
  private final InProcessStorms own;
  private final Commons commons;
  private final Rows<Weather> rows;
  private final Memo refusals = new Refusals();

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
    commons.join(refusals);
  }

  @Override
  public @Nullable Pause of(String provider) {
    return own.of(provider);
  }

  @Override
  public long refused(ModelRef ref) {
    Weather before = own.weather(ref.provider());
    long atMs = own.refused(ref);
    commons.tell(refusals, ref.id(), Long.toString(atMs));
    if (own.weather(ref.provider()) != before) {
      commons.changed(rows, ref.provider());
    }
    return atMs;
  }

  @Override
  public int reset() {
    int resting = own.reset();
    own.decided().forEach(provider -> commons.changed(rows, provider));
    return resting;
  }

  /** The 429s of the others. */
  private final class Refusals implements Memo {
    @Override
    public String topic() {
      return "refusals";
    }

    @Override
    public void hear(String id, String atMs) {
      own.refused(Rows.ref(id), Long.parseLong(atMs));
    }
  }
}
