package sml.gateway.routing;

import java.time.Duration;
import java.time.Instant;
import sml.gateway.catalog.Model;
import sml.gateway.chat.Delay;
import sml.gateway.chat.Faculty.Report;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Standings.Load;
import sml.gateway.chat.Standings.Standing;
import sml.gateway.routing.Ranking.Fit;
import sml.gateway.routing.Ranking.Luck;

/** Models that fit, at idle providers, taken at what is expected of them. */
final class SampleFit {
  private SampleFit() {}

  static Model model(String provider, String id, String tier) {
    return new Model(
        new ModelRef(provider, id),
        id,
        32_000,
        0,
        true,
        null,
        null,
        false,
        id.contains("thai"),
        true,
        tier,
        Instant.EPOCH);
  }

  static Fit of(Model model, Standing standing, boolean local, Report report) {
    Duration usual = standing.usualFirstContent();
    Delay delay = usual == null ? Delay.UNKNOWN : Delay.about(usual);
    String owner = model.ref().provider();
    return new Fit(model, standing, delay, delay, Load.NONE, Luck.NONE, owner, local, report);
  }
}
